import Testing

@testable import TerminalUI

struct ScreenTests {
  private let red = Style(foreground: .ansi(1))

  private func screen(_ width: Int, _ height: Int = 1) -> Screen {
    Screen(Size(width: width, height: height))
  }

  @Test func `text is clipped at the edges and the given width`() {
    var screen = screen(8, 3)
    #expect(screen.put("overflowing", x: 2, y: 0, style: .plain) == 6)
    #expect(screen.put("overflowing", x: 2, y: 1, style: .plain, maxWidth: 4) == 4)
    #expect(screen.put("sideways", x: -4, y: 2, style: .plain) == 8)
    #expect(screen.put("nowhere", x: 0, y: 3, style: .plain) == 0)
    #expect(screen.put("nowhere", x: 0, y: -1, style: .plain) == 0)
    #expect(
      screen.picture == """
          overfl
          over
        ways
        """)
  }

  @Test func `half of a wide character is never drawn`() {
    var screen = screen(5, 3)
    #expect(screen.put("日本語", x: 0, y: 0, style: .plain) == 4)
    #expect(screen.put("日本語", x: -1, y: 1, style: .plain) == 6)
    #expect(screen.put("日本", x: 0, y: 2, style: .plain, maxWidth: 3) == 2)
    #expect(screen.lines == ["日本", " 本語", "日"])
  }

  @Test func `drawing over half of a wide character blanks the other half`() {
    var screen = screen(6, 4)
    for y in 0..<4 { screen.put("日本語", x: 0, y: y, style: .plain) }
    screen.put("x", x: 1, y: 0, style: .plain)
    screen.put("x", x: 2, y: 1, style: .plain)
    screen.put("中", x: 1, y: 2, style: .plain)
    screen.fill(Rect(x: 3, y: 3, width: 2, height: 1), style: .plain)
    #expect(screen.lines == [" x本語", "日x 語", " 中 語", "日"])
  }

  @Test func `marks join their character, up to three`() {
    var screen = screen(4)
    screen.put("e\u{301}\u{302}\u{303}\u{304}x", x: 0, y: 0, style: .plain)
    #expect(screen[0, 0].text == "e\u{301}\u{302}\u{303}")
    #expect(screen[0, 0].markValues == [0x301, 0x302, 0x303])
    #expect(screen[1, 0].text == "x")
    screen.put("abce\u{301}", x: 0, y: 0, style: .plain)
    #expect(screen.lines == ["abce\u{301}"])
  }

  @Test func `a screen holds no control character`() {
    var screen = screen(30)
    #expect(screen.put("a\u{1B}[2J\tb\n\u{202E}c", x: 0, y: 0, style: .plain) == 20)
    #expect(screen.lines == ["a^[[2J^Ib^J<U+202E>c"])
  }

  @Test func `a style laid over others changes what it names`() {
    var screen = screen(6)
    screen.put("abc", x: 0, y: 0, style: red)
    let bar = Style(background: .indexed(8), attributes: .bold)
    screen.restyle(Rect(x: 1, y: 0, width: 3, height: 1), bar)
    #expect(
      screen.stylePicture([red: "r", bar: "b", red.patched(by: bar): "B"]) == "rBBb..")
  }

  @Test func `changes name the rows and the columns between the outermost differences`() {
    var before = screen(10, 4)
    before.put("日本語", x: 0, y: 2, style: .plain)
    var after = before
    after.put("new", x: 3, y: 1, style: .plain)
    after.put("x", x: 3, y: 2, style: .plain)
    #expect(before != after)
    var changes: [Int: Range<Int>] = [:]
    before.update(to: after) { changes[$0] = $1 }
    #expect(changes == [1: 3..<6, 2: 2..<4])
    #expect(before == after)
  }

  @Test func `boxes carry their title`() {
    var screen = screen(24, 3)
    screen.box(Rect(x: 0, y: 0, width: 12, height: 3), style: .plain, title: "Request")
    screen.box(
      Rect(x: 13, y: 0, width: 11, height: 3), style: .plain, lines: .ascii, title: "A long title")
    #expect(
      screen.picture == """
        ╭─ Request ╮ +- A lon… +
        │          │ |         |
        ╰──────────╯ +---------+
        """)
  }

  @Test func `colours are reduced to the nearest that there is`() {
    #expect(Color.rgb(255, 0, 0).nearestIndexed == 196)
    #expect(Color.rgb(128, 128, 128).nearestIndexed == 244)
    #expect(Color.rgb(250, 10, 10).nearestANSI() == 9)
    #expect(Color.ansi(12).nearestANSI(of: 8) == 4)
    #expect(Color.ansi(8).nearestANSI(of: 8) == 7)
    #expect(abs(Color.rgb(255, 255, 255).contrast(with: .rgb(0, 0, 0)) - 21) < 0.001)
    #expect(abs(Color.rgb(118, 118, 118).contrast(with: .rgb(255, 255, 255)) - 4.54) < 0.01)
  }
}
