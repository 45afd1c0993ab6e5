import TerminalUI
import Testing

@testable import TerminalDriver

@Suite struct PaletteTests {
  private func resolved(_ text: String) -> String {
    var palette = Palette()
    _ = palette.number(of: .rgb(1, 2, 3))
    _ = palette.number(of: .rgb(40, 50, 60))
    return String(decoding: palette.resolve(Array(text.utf8)), as: UTF8.self)
  }

  @Test(arguments: [
    ("\u{1B}[38;5;16mx", "\u{1B}[38;2;1;2;3mx"),
    ("\u{1B}[1;38:5:17;48;5;16mx", "\u{1B}[1;38;2;40;50;60;48;2;1;2;3mx"),
    ("\u{1B}[38;5;17m\u{1B}[39;49m", "\u{1B}[38;2;40;50;60m\u{1B}[39;49m"),
  ])
  func `numbers of the palette become its colours`(text: String, expected: String) {
    #expect(resolved(text) == expected)
  }

  @Test(arguments: [
    "38;5;16m and [38;5;16m are text", "\u{1B}[38;5;18m", "\u{1B}[38;5;3m", "\u{1B}[38;5m",
    "\u{1B}[m", "\u{1B}[16;38;2H", "\u{1B}(B\u{1B}[38;5;", "\u{1B}", "\u{1B}[;;m", "",
    "\u{1B}[38;5;99999999999999999999m",
  ])
  func `everything else stays as it is`(text: String) {
    #expect(resolved(text) == text)
  }
}
