import Glibc
import TestSupport
import Testing

/// Ways around the screen: panes, the palette, jump labels, the mouse, keymaps.
@Suite(.serialized) struct GettingAroundFlowTests {
  private func start(
    home: TemporaryFolder = TemporaryFolder(), arguments: [String] = []
  ) throws -> TmuxTerminal {
    let terminal = TmuxTerminal(home: home, arguments: arguments)
    try #require(terminal.shows("Press F5"))
    return terminal
  }

  @Test func `keys move the split and zoom a pane`() throws {
    let terminal = try start()
    let border = try terminal.place(of: "╮╭").x
    terminal.press(">")
    try #require(terminal.waits { !$0.dropFirst(border).hasPrefix("╮╭") })
    #expect(try terminal.place(of: "╮╭").x > border)
    terminal.press("<")
    try #require(terminal.waits { $0.dropFirst(border).hasPrefix("╮╭") })
    terminal.press("F8")
    try #require(terminal.hides("╮╭"))
    #expect(terminal.shows("Request ·"))
    terminal.press("Tab")
    try #require(terminal.shows("Press F5"))
    #expect(terminal.hides("Request ·"))
    terminal.press("F8")
    try #require(terminal.shows("╮╭"))
  }

  @Test func `the palette does what is chosen, and says why something can't be done`() throws {
    let terminal = try start()
    terminal.press("C-p")
    try #require(terminal.shows("Commands"))
    terminal.type("copyans")
    try #require(terminal.shows("nothing was sent yet"))
    terminal.press("C-a")
    terminal.type("narrow")
    try #require(terminal.shows("› narrow"))
    let border = try terminal.place(of: "╮╭").x
    terminal.press("Enter")
    try #require(terminal.hides("› narrow"))
    #expect(try terminal.place(of: "╮╭").x < border)
  }

  @Test func `a letter goes to what it stands on`() throws {
    let terminal = try start()
    terminal.press("'")
    try #require(terminal.shows("Leave the letters"))
    let (x, y) = try terminal.place(of: "temperature")
    let line = terminal.screen.split(separator: "\n", omittingEmptySubsequences: false)[y]
    let label = line.dropFirst(1).prefix { $0 != " " }
    #expect(x > 1 && !label.isEmpty)
    terminal.type(String(label))
    try #require(terminal.hides("Leave the letters"))
    terminal.press("Enter")
    terminal.type("0.125")
    terminal.press("Enter")
    #expect(terminal.shows("Undo set temperature"))
  }

  @Test func `help lists the keys of the place, over a list too`() throws {
    let terminal = try start()
    terminal.press("?")
    try #require(terminal.shows("In the request"))
    terminal.press("Escape", "C-o")
    try #require(terminal.shows("structured output"))
    terminal.press("F1")
    try #require(terminal.shows("In this list"))
    terminal.press("Escape")
    try #require(terminal.shows("structured output"))
    terminal.press("Escape", "Tab", "?")
    try #require(terminal.shows("In the answer"))
  }

  @Test func `a click selects, a second one edits, and the wheel scrolls`() throws {
    let terminal = try start()
    let (x, y) = try terminal.place(of: "max_tokens")
    terminal.click(x: x, y: y)
    try #require(terminal.shows("most tokens"))
    terminal.click(x: x, y: y, count: 2)
    terminal.type("77")
    terminal.press("Enter")
    try #require(terminal.shows("Undo set max_tokens"))
    for _ in 0..<30 { terminal.wheel(x: x, y: y) }
    try #require(terminal.hides("Model and endpoint"))
    for _ in 0..<30 { terminal.wheel(isUp: true, x: x, y: y) }
    try #require(terminal.shows("Model and endpoint"))
  }

  @Test func `tabs, blocks and text of the answer take the mouse`() throws {
    let terminal = try start()
    terminal.press("F5")
    try #require(terminal.shows("● end_turn"))
    let events = try terminal.place(of: "Events")
    terminal.click(x: events.x, y: events.y)
    try #require(terminal.shows("message_start"))
    let second = try terminal.place(of: "content_block_start")
    terminal.click(x: second.x, y: second.y)
    try #require(terminal.shows("▾ content_block_start"))
    let answer = try terminal.place(of: "Answer  Events")
    terminal.click(x: answer.x, y: answer.y)
    try #require(terminal.shows("▾ text"))
    let block = try terminal.place(of: "▾ text")
    terminal.click(x: block.x, y: block.y)
    try #require(terminal.shows("▸ text"))
    terminal.click(x: block.x, y: block.y)
    try #require(terminal.shows("▾ text"))
    terminal.drag(from: (block.x + 3, block.y + 1), to: (block.x + 9, block.y + 1))
    try #require(terminal.shows("Copied the selection"))
    #expect(terminal.copies { !$0.isEmpty })
  }

  @Test func `the vi keymap has its sequences`() throws {
    let home = TemporaryFolder()
    mkdir(home.path(".config"), 0o700)
    mkdir(home.path(".config/messages-workbench"), 0o700)
    home.write(".config/messages-workbench/config.json", Array(#"{"keymap": "vi"}"#.utf8))
    let terminal = try start(home: home)
    terminal.press("G", "g", "g")
    try terminal.go(to: "user")
    terminal.press("y")
    try #require(terminal.shows("y y Duplicate"))
    terminal.press("y")
    try #require(terminal.shows("Undo duplicate"))
    terminal.press("d", "d")
    try #require(terminal.shows("Removed message"))
    terminal.press("u", "C-r")
    try #require(terminal.shows("Done again: remove message"))
    terminal.press("F5")
    try #require(terminal.shows("● end_turn"))
    terminal.press("C-w", "w", "g", "t")
    try #require(terminal.shows("message_start"))
    terminal.press("g", "T")
    try #require(terminal.shows("▾ text"))
    terminal.press("z", "A")
    try #require(terminal.shows("▸ text"))
  }

  @Test func `no letter is a command in the plain keymap`() throws {
    let home = TemporaryFolder()
    mkdir(home.path(".config"), 0o700)
    mkdir(home.path(".config/messages-workbench"), 0o700)
    home.write(".config/messages-workbench/config.json", Array(#"{"keymap": "plain"}"#.utf8))
    let terminal = try start(home: home)
    terminal.type("xdDaunrbEVRwSTWYP!<>'?:/gGhjkl")
    terminal.press("F1")
    try #require(terminal.shows("In the request"))
    terminal.press("Escape")
    try #require(terminal.shows("Request · sampling ─"))
  }

  @Test func `one pane at a time on a narrow screen`() throws {
    let terminal = TmuxTerminal(width: 60, height: 20)
    try #require(terminal.shows("Request · sampling"))
    terminal.press("F5")
    try #require(terminal.shows("● end_turn"))
    #expect(terminal.hides("Request · sampling"))
    terminal.press("Tab")
    try #require(terminal.shows("Request · sampling"))
    #expect(terminal.hides("end_turn"))
    terminal.press("M-Left")
    try #require(terminal.shows("This is the first run"))
    terminal.resize(width: 100, height: 20)
    try #require(terminal.waits { $0.contains("Request · sampling") && $0.contains("end_turn") })
  }

  @Test func `a theme is tried on while it is selected`() throws {
    let terminal = TmuxTerminal(settings: ["TERM": "xterm-256color"])
    try #require(terminal.shows("Press F5"))
    // Nothing lies over the first line.
    func line() -> Substring { terminal.styledScreen.prefix { $0 != "\n" } }
    let before = line()
    terminal.press("T")
    try #require(terminal.shows("high-contrast"))
    terminal.type("amber")
    try #require(TmuxTerminal.wait { line() != before })
    terminal.press("Escape")
    try #require(TmuxTerminal.wait { line() == before })
    terminal.press("T")
    try #require(terminal.shows("high-contrast"))
    terminal.type("amber")
    terminal.press("Enter")
    try #require(terminal.hides("high-contrast"))
    #expect(TmuxTerminal.wait { line() != before })
  }
}
