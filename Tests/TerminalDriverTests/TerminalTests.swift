import Glibc
import TerminalUI
import Testing

@testable import TerminalDriver

// ncurses knows one terminal at a time, and signals are the process's.
@Suite(.serialized) struct TerminalTests {
  private let pseudo = PseudoTerminal()

  init() {
    setenv("LC_ALL", "C.UTF-8", 1)
  }

  private func terminal(_ variables: [String: String] = [:]) throws -> Terminal {
    try Terminal(
      input: pseudo.program, output: pseudo.program, environment: environment(variables))
  }

  private func isWoken(_ terminal: Terminal, within milliseconds: Int32) -> Bool {
    var poll = pollfd(fd: terminal.wakeDescriptor, events: Int16(POLLIN), revents: 0)
    return Glibc.poll(&poll, 1, milliseconds) == 1
  }

  private func screen(_ lines: [String], style: Style = .plain) -> Screen {
    var screen = Screen(Size(width: 40, height: 6))
    for (y, line) in lines.enumerated() { screen.put(line, x: 0, y: y, style: style) }
    return screen
  }

  @Test func `the terminal is put back as it was`() throws {
    let before = pseudo.modes
    let terminal = try terminal()
    #expect(pseudo.modes != before)
    terminal.present(screen(["hello"]))
    #expect(pseudo.takeOutput().contains("\u{1B}[?1049h"))
    terminal.close()
    let output = pseudo.takeOutput()
    for sequence in ["[?2004l", "[?1002l", "[?1006l", "[?1004l", "[?1049l", "[?25h"] {
      #expect(output.contains("\u{1B}\(sequence)"), "\(sequence)")
    }
    #expect(pseudo.modes == before)
  }

  @Test func `flow control is off, and control keys are bytes`() throws {
    let terminal = try terminal()
    pseudo.type([0x13, 0x11, 0x03, 0x1A, 0x0D])
    var poll = pollfd(fd: terminal.inputDescriptor, events: Int16(POLLIN), revents: 0)
    #expect(Glibc.poll(&poll, 1, 1000) == 1)
    #expect(terminal.readInput() == .bytes([0x13, 0x11, 0x03, 0x1A, 0x0D]))
    #expect(terminal.readInput() == .nothing)
  }

  @Test func `a small change costs few bytes and none costs nothing`() throws {
    let terminal = try terminal()
    terminal.present(screen(["hello", "日本語", "e\u{301}tude"]))
    let first = pseudo.takeOutput()
    for text in ["hello", "日本語", "e\u{301}tude"] { #expect(first.contains(text)) }
    terminal.present(screen(["hello", "日本語", "e\u{301}tude"]))
    #expect(pseudo.takeOutput() == "")
    terminal.present(screen(["hello", "日本語!", "e\u{301}tude"]))
    #expect(pseudo.takeOutput().utf8.count < 16)
  }

  @Test func `a terminal that doesn't read holds nobody up and gets everything in the end`() throws
  {
    let terminal = try terminal()
    terminal.present(screen(["first"]))
    _ = pseudo.takeOutput()
    var number = 0
    while !terminal.isBlocked, number < 100_000 {
      number += 1
      terminal.forgetShown()
      terminal.present(screen(["frame \(number)"]))
    }
    try #require(terminal.isBlocked)
    var output = ""
    while terminal.isBlocked {
      output += pseudo.takeOutput()
      terminal.flush()
    }
    output += pseudo.takeOutput()
    for frame in 1...number { #expect(output.contains("frame \(frame)")) }
    terminal.present(screen(["after"]))
    #expect(pseudo.takeOutput().contains("after"))
  }

  @Test func `a terminal that doesn't read can be left`() throws {
    let before = pseudo.modes
    let terminal = try terminal()
    for number in 0..<100_000 where !terminal.isBlocked {
      terminal.forgetShown()
      terminal.present(screen(["frame \(number)"]))
    }
    try #require(terminal.isBlocked)
    terminal.close()
    #expect(pseudo.takeOutput().contains("\u{1B}[?1049l"))
    #expect(pseudo.modes == before)
  }

  @Test func `colours are what the terminal has`() throws {
    let red = Style(foreground: .rgb(255, 0, 0), attributes: .bold)
    for (type, sequence, count) in [
      ("xterm-256color", "38;5;196m", 256), ("xterm", "31m", 8), ("vt100", "red", 0),
    ] {
      let terminal = try terminal(["TERM": type])
      #expect(terminal.colorCount == count)
      terminal.present(screen(["red"], style: red))
      #expect(pseudo.takeOutput().contains(sequence))
      terminal.close()
    }
    let plain = try terminal(["NO_COLOR": "1"])
    plain.present(screen(["red"], style: red))
    #expect(plain.colorCount == 0)
    #expect(!pseudo.takeOutput().contains("31m"))
  }

  @Test func `24-bit colours need no description of their own`() throws {
    let style = Style(foreground: .rgb(255, 128, 1), background: .indexed(232))
    for type in ["xterm-256color", "xterm", "screen"] {
      let terminal = try terminal(["TERM": type, "COLORTERM": "truecolor"])
      #expect(terminal.colorCount == 0x100_0000)
      terminal.present(screen(["38;5;16m"], style: style))
      let output = pseudo.takeOutput()
      #expect(output.contains("38;2;255;128;1"))
      #expect(output.contains("48;2;8;8;8"))
      #expect(output.contains("38;5;16m"))
      terminal.present(screen(["own"], style: Style(foreground: .ansi(3))))
      #expect(pseudo.takeOutput().contains("33mown"))
      terminal.close()
    }
    let plain = try terminal(["COLORTERM": "truecolor", "NO_COLOR": "1"])
    #expect(plain.colorCount == 0)
  }

  @Test func `when the numbers for colours run out everything is drawn in the right ones`() throws {
    let terminal = try terminal(["COLORTERM": "truecolor"])
    func screen(from start: Int) -> Screen {
      var screen = Screen(Size(width: 40, height: 6))
      for index in 0..<200 {
        let style = Style(foreground: .rgb(UInt8(start), UInt8(index), 7))
        screen.put("x", x: index % 40, y: index / 40, style: style)
      }
      return screen
    }
    for start in 1...3 {
      terminal.present(screen(from: start))
      let output = pseudo.takeOutput()
      for index in 0..<200 { #expect(output.contains("38;2;\(start);\(index);7m")) }
      for old in 0..<start { #expect(!output.contains("38;2;\(old);")) }
    }
  }

  @Test func `more styles than colour pairs are drawn all the same`() throws {
    let terminal = try terminal()
    for round in 0..<40 {
      var screen = Screen(Size(width: 40, height: 6))
      for index in 0..<240 {
        let style = Style(
          foreground: .indexed(UInt8(index)), background: .indexed(UInt8((index + round * 7) % 256))
        )
        screen.put("x", x: index % 40, y: index / 40, style: style)
      }
      terminal.present(screen)
      #expect(pseudo.takeOutput().contains("x"))
    }
  }

  @Test func `an ASCII locale gets stand-ins`() throws {
    setenv("LC_ALL", "C", 1)
    defer { setenv("LC_ALL", "C.UTF-8", 1) }
    let terminal = try terminal(["LC_ALL": "C"])
    #expect(!terminal.showsUnicode)
    terminal.present(screen(["╭─ 日 é…╮", "→ x"]))
    let output = pseudo.takeOutput()
    #expect(output.contains("+- ?? ?~+"))
    #expect(output.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func `the Linux console gets signs that its fonts have`() throws {
    let terminal = try terminal(["TERM": "linux"])
    terminal.present(screen(["✓ ○ ▏▁▄▇█ ╭─│ ⏎ é"]))
    #expect(pseudo.takeOutput().contains("• o │░▒▓█ ╭─│ ¶ é"))
  }

  @Test func `in GNU screen colours and copies are what it lets through`() throws {
    let terminal = try terminal([
      "TERM": "screen.xterm-256color", "COLORTERM": "truecolor", "STY": "1.tty",
    ])
    #expect(terminal.colorCount == 256)
    _ = pseudo.takeOutput()
    #expect(terminal.copy(Array(repeating: 0x61, count: 300)))
    let text = String(repeating: "YWFh", count: 100)
    #expect(
      pseudo.takeOutput() == "\u{1B}P\u{1B}]52;c;\(text.prefix(249))\u{1B}\\"
        + "\u{1B}P\(text.dropFirst(249))\u{7}\u{1B}\\")
  }

  @Test func `what can't be driven is refused before anything is changed`() throws {
    let before = pseudo.modes
    #expect(throws: Terminal.Failure.unknownType("no-such")) {
      try terminal(["TERM": "no-such"])
    }
    #expect(throws: Terminal.Failure.cannotMoveCursor("dumb")) { try terminal(["TERM": "dumb"]) }
    #expect(throws: Terminal.Failure.noType) { try terminal(["TERM": ""]) }
    let null = open("/dev/null", O_RDWR)
    defer { close(null) }
    #expect(throws: Terminal.Failure.inputIsNoTerminal) {
      try Terminal(input: null, output: null, environment: environment([:]))
    }
    #expect(pseudo.modes == before)
    #expect(pseudo.takeOutput() == "")
  }

  @Test func `a terminal of another size is drawn anew`() throws {
    let terminal = try terminal()
    terminal.present(screen(["hello"]))
    _ = pseudo.takeOutput()
    for size in [
      Size(width: 1, height: 1), Size(width: 90, height: 30), Size(width: 12, height: 2),
    ] {
      pseudo.resize(size)
      kill(getpid(), SIGWINCH)
      #expect(isWoken(terminal, within: 1000))
      #expect(terminal.takeSignals() == [.resize])
      #expect(terminal.size == size)
      var screen = Screen(size)
      screen.put("x", x: size.width - 1, y: size.height - 1, style: .plain)
      terminal.present(screen)
      #expect(pseudo.takeOutput().contains("x"))
    }
  }

  @Test func `a size that can't be drawn is taken for one that can`() throws {
    let terminal = try terminal()
    for (width, height) in [(40_000, 3), (3, 40_000), (80, 0), (0, 25), (65_535, 65_535)] {
      pseudo.resize(Size(width: width, height: height))
      let size = terminal.size
      #expect((1...2000).contains(size.width) && (1...1000).contains(size.height))
      var screen = Screen(size)
      screen.put("x", x: size.width - 1, y: size.height - 1, style: .plain)
      terminal.forgetShown()
      terminal.present(screen)
      #expect(pseudo.takeOutput().contains("x"))
    }
  }

  @Test(arguments: ["vt100", "linux"])
  func `without an alternate screen the last line is left free`(type: String) throws {
    let terminal = try terminal(["TERM": type])
    terminal.present(screen(["", "", "", "", "", "keys"]))
    _ = pseudo.takeOutput()
    terminal.close()
    #expect(pseudo.takeOutput().hasSuffix("\u{1B}[K"))
  }

  @Test func `another program may have the terminal in between`() throws {
    let before = pseudo.modes
    let terminal = try terminal()
    terminal.present(screen(["hello"]))
    let raw = pseudo.modes
    terminal.release()
    #expect(pseudo.modes == before)
    terminal.present(screen(["never"]))
    #expect(!pseudo.takeOutput().contains("never"))
    terminal.restore()
    #expect(pseudo.modes == raw)
    terminal.present(screen(["hello"]))
    let output = pseudo.takeOutput()
    #expect(output.contains("hello"))
    #expect(output.contains("\u{1B}[?2004h"))
  }

  @Test func `signals wake the loop and are told once`() throws {
    let terminal = try terminal()
    #expect(!isWoken(terminal, within: 0))
    // Not `raise`: the threads that run tests block signals.
    var requests: Set<Terminal.Request> = []
    for signal in [SIGTERM, SIGTSTP, SIGCONT] {
      kill(getpid(), signal)
      #expect(isWoken(terminal, within: 1000))
      requests.formUnion(terminal.takeSignals())
    }
    #expect(requests == [.terminate(signal: SIGTERM), .suspend, .resume])
    #expect(!isWoken(terminal, within: 0))
    #expect(terminal.takeSignals() == [])
  }

  @Test func `the end of input is told apart from silence`() throws {
    let before = PseudoTerminal()
    let copy = dup(before.program)
    defer { close(copy) }
    let terminal = try Terminal(input: copy, output: copy, environment: environment([:]))
    #expect(terminal.readInput() == .nothing)
    dup2(open("/dev/null", O_RDONLY), before.person)
    #expect(terminal.readInput() == .end)
  }

  @Test func `copied text is sent in base 64`() throws {
    let terminal = try terminal()
    _ = pseudo.takeOutput()
    #expect(terminal.copy(Array("hello!".utf8)))
    #expect(pseudo.takeOutput().contains("\u{1B}]52;c;aGVsbG8h\u{7}"))
    #expect(!terminal.copy(Array(repeating: 0x61, count: 100_000)))
    #expect(["", "f", "fo", "foo"].map { base64(Array($0.utf8)) } == ["", "Zg==", "Zm8=", "Zm9v"])
  }
}
