import Glibc
import TestSupport
import Testing

/// Kinds of terminals, sizes, and what a person does to a terminal while the program runs.
@Suite(.serialized) struct TerminalKindTests {
  @Test(arguments: [
    "xterm", "xterm-256color", "screen", "tmux-256color", "linux", "vt100", "vt220",
  ])
  func `an answer streams on every kind of terminal`(type: String) throws {
    let terminal = TmuxTerminal(settings: ["TERM": type])
    try #require(terminal.shows("temperature"))
    terminal.press("F5")
    try #require(terminal.shows("end_turn"))
    #expect(terminal.shows("tokens/s"))
  }

  @Test(arguments: [
    (["TERM": "xterm", "COLORTERM": "truecolor"], Depth.direct),
    (["TERM": "screen", "COLORTERM": "24bit"], .direct),
    (["TERM": "xterm-256color"], .indexed), (["TERM": "tmux-256color"], .indexed),
    (["TERM": "sixteen"], .sixteen), (["TERM": "xterm"], .eight), (["TERM": "screen"], .eight),
    (["TERM": "linux"], .eight),
  ])
  func `colours are those that the terminal has`(settings: [String: String], depth: Depth) throws {
    let home = TemporaryFolder()
    // A description that few systems have; ncurses looks for more in the home folder.
    home.write("sixteen.ti", Array(Self.sixteenColors.utf8))
    try #require(system("tic -x -o \(home.path)/.terminfo \(home.path)/sixteen.ti") == 0)
    let terminal = TmuxTerminal(home: home, settings: settings)
    try #require(terminal.shows("temperature"))
    #expect(depths(of: terminal.styledScreen).max() == depth)
  }

  private static let sixteenColors = #"""
    sixteen|xterm with sixteen colours,
      colors#16, pairs#256,
      setab=\E[%?%p1%{8}%<%t4%p1%d%e10%p1%{8}%-%d%;m,
      setaf=\E[%?%p1%{8}%<%t3%p1%d%e9%p1%{8}%-%d%;m,
      use=xterm,

    """#

  /// How finely a terminal tells colours apart.
  enum Depth: Int, Comparable {
    case eight, sixteen, indexed, direct

    static func < (left: Depth, right: Depth) -> Bool { left.rawValue < right.rawValue }
  }

  /// The kinds of the colours that sequences set.
  private func depths(of screen: String) -> [Depth] {
    screen.matches(of: #/\x1B\[([0-9;]*)m/#).flatMap { sequence -> [Depth] in
      let numbers = sequence.1.split(separator: ";").compactMap { Int($0) }
      // What follows 38 and 48 would look like a colour of its own.
      if let index = numbers.firstIndex(where: { $0 == 38 || $0 == 48 }) {
        return [numbers.dropFirst(index + 1).first == 2 ? .direct : .indexed]
      }
      return numbers.compactMap { number in
        switch number {
        case 90...97, 100...107: .sixteen
        case 30...37, 40...47: .eight
        default: nil
        }
      }
    }
  }

  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "vt100"]])
  func `no colour is no colour`(settings: [String: String]) throws {
    let terminal = TmuxTerminal(settings: settings)
    try #require(terminal.shows("temperature"))
    let styled = terminal.styledScreen
    #expect(styled.contains("\u{1B}[1m") || styled.contains("\u{1B}[7m"))
    for color in (30...37).map({ "[\($0)m" }) + ["[38;", "[48;", ";38;", ";48;", "[9"] {
      #expect(!styled.contains(color), "\(color)")
    }
  }

  @Test func `without UTF-8 the screen is ASCII`() throws {
    let terminal = TmuxTerminal(settings: ["LC_ALL": "C"])
    try #require(terminal.shows("temperature"))
    terminal.press("F5")
    try #require(terminal.shows("end_turn"))
    #expect(terminal.screen.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func `a storm of sizes while an answer streams leaves a screen as drawn afresh`() throws {
    let terminal = TmuxTerminal(width: 120, height: 36, arguments: ["--endpoint", "embedded"])
    try #require(terminal.shows("Press F5"))
    terminal.press("F5")
    for (width, height) in [
      (40, 10), (200, 60), (1, 1), (76, 24), (75, 24), (500, 200), (20, 5), (90, 14), (100, 30),
    ] {
      terminal.resize(width: width, height: height)
    }
    try #require(terminal.shows("end_turn"))
    try #require(terminal.shows("tokens/s"))
    var before = ""
    // The screen of the last size is whole when it stays as it is.
    let isStill = terminal.waits { screen in
      defer { before = screen }
      return screen == before
    }
    try #require(isStill)
    let folder = TemporaryFolder()
    terminal.record(to: folder.path("output"))
    terminal.press("C-l")
    let isRedrawn = TmuxTerminal.wait {
      String(decoding: folder.read("output") ?? [], as: UTF8.self).contains("F5")
    }
    try #require(isRedrawn)
    #expect(terminal.waits { $0 == before })
    #expect(before.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func `a stop and a start give the shell its terminal, and the answer goes on`() throws {
    let terminal = TmuxTerminal(underJobControl: true)
    try #require(terminal.shows("Press F5"))
    terminal.press("F5", "C-z")
    try #require(terminal.shows("[stopped]"))
    try #require(terminal.shows(" icanon"))
    #expect(terminal.hides("Request ·"))
    terminal.press("Enter")
    try #require(terminal.shows("Request ·"))
    try #require(terminal.shows("end_turn"))
    terminal.press("C-q")
    try #require(terminal.shows("[ended 0]"))
  }

  @Test func `a copied answer is on the terminal's clipboard`() throws {
    let terminal = TmuxTerminal()
    try #require(terminal.shows("Press F5"))
    terminal.press("F5")
    try #require(terminal.shows("end_turn"))
    terminal.press("Tab", "A")
    try #require(terminal.shows("Copied the answer"))
    #expect(terminal.copies { $0.count > 20 })
  }

  @Test func `a copied answer is in the buffer of a tmux that heeds no program`() throws {
    let home = TemporaryFolder()
    let terminal = TmuxTerminal(home: home, knowsTmux: true)
    try #require(terminal.shows("Press F5"))
    terminal.press("F5")
    try #require(terminal.shows("end_turn"))
    terminal.press("Tab", "A")
    try #require(terminal.shows("Copied the answer"))
    #expect(terminal.copies { $0.count > 20 })
    #expect(!terminal.screen.contains("copied.txt"))
  }

  @Test func `where tmux is out of reach a copied answer is in a file`() throws {
    let home = TemporaryFolder()
    let terminal = TmuxTerminal(
      width: 160, home: home, settings: ["TMUX": "/nonexistent,1,0"], knowsTmux: true)
    try #require(terminal.shows("Press F5"))
    terminal.press("F5")
    try #require(terminal.shows("end_turn"))
    terminal.press("Tab", "A")
    try #require(terminal.shows("doesn't take this; it is in"))
    #expect(home.read(".local/state/messages-workbench/copied.txt")?.isEmpty == false)
  }

  @Test func `a console without a clipboard gets a file`() throws {
    let home = TemporaryFolder()
    let terminal = TmuxTerminal(width: 160, home: home, settings: ["TERM": "linux"])
    try #require(terminal.shows("Press F5"))
    terminal.press("F5")
    try #require(terminal.shows("end_turn"))
    terminal.press("Tab", "A")
    try #require(terminal.shows("copied.txt"))
    #expect(home.read(".local/state/messages-workbench/copied.txt")?.isEmpty == false)
  }

  @Test func `the border is dragged and a key of the last line is clicked`() throws {
    let terminal = TmuxTerminal(width: 120, height: 30)
    try #require(terminal.shows("Press F5"))
    #expect(terminal.screen.prefix(120).contains("╮╭"))
    // Columns and rows are counted from 1; the border stands at 42 of 100.
    terminal.type("\u{1B}[<0;51;9M\u{1B}[<32;71;9M\u{1B}[<0;71;9m")
    try #require(terminal.waits { $0.dropFirst(69).hasPrefix("╮╭") })
    terminal.type("\u{1B}[<0;3;30M\u{1B}[<0;3;30m")
    try #require(terminal.shows("end_turn"))
  }

  @Test func `all is shown when a program that was started in the background gets the terminal`() {
    let terminal = TmuxTerminal(inBackground: true)
    #expect(terminal.shows("Request"))
    #expect(terminal.shows("Press F5"))
  }
}
