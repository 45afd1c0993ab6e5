import Glibc
import LocalEndpoint
import TestSupport
import Testing

/// The answer's pane, by keystrokes.
@Suite(.serialized) struct PaneFlowTests {
  private func answered(
    home: TemporaryFolder = TemporaryFolder(), settings: [String: String] = [:],
    arguments: [String] = []
  ) throws -> TmuxTerminal {
    let terminal = TmuxTerminal(home: home, settings: settings, arguments: arguments)
    try #require(terminal.shows("Press F5"))
    terminal.press("F5")
    try #require(terminal.shows("● end_turn"))
    terminal.press("Tab")
    return terminal
  }

  @Test func `text is found, and escape leaves the search`() throws {
    let terminal = try answered()
    // A long answer has moved up.
    terminal.press("Home", "/")
    terminal.type("temperature")
    try #require(terminal.shows("1 of "))
    terminal.type("qq")
    try #require(terminal.shows("not found"))
    terminal.press("Escape")
    #expect(terminal.hides("not found"))
    #expect(terminal.shows("● end_turn"))
    terminal.press("2")
    try #require(terminal.shows("message_start"))
    terminal.press("/")
    terminal.type("message_stop")
    #expect(terminal.shows("1 of 1"))
  }

  @Test func `lines are selected and copied`() throws {
    let server = try server(saying: (1...60).map { "word\($0)" }.joined(separator: " "))
    defer { server.stop() }
    let terminal = try answered(arguments: ["--endpoint", server.baseURL])
    terminal.press("Home", "v", "Down", "y")
    try #require(terminal.shows("Copied the selection"))
    func words(_ text: some StringProtocol) -> [String] {
      String(text).split(whereSeparator: \.isWhitespace).map(String.init)
    }
    let lines = terminal.screen.split(separator: "\n").compactMap { line in
      line.split(separator: "▏").dropFirst().first?.dropLast()
    }
    try #require(lines.count > 2)
    #expect(terminal.copies { words($0) == lines.prefix(2).flatMap { words($0) } })
  }

  @Test func `every token shows how it was drawn`() throws {
    let terminal = try answered()
    terminal.press("5")
    try #require(terminal.shows("drawn"))
    try #require(terminal.shows("after T"))
    terminal.press("Home")
    try #require(terminal.shows("token 1 of"))
    terminal.press("Right")
    #expect(terminal.shows("token 2 of"))
  }

  @Test func `the answer is written to a file, which is asked about the next time`() throws {
    let home = TemporaryFolder()
    let terminal = try answered(home: home)
    for question in [false, true] {
      terminal.press("w")
      try #require(terminal.shows("Write the answer"))
      terminal.press("C-a")
      terminal.type("~/answer.md")
      terminal.press("Enter")
      if question {
        try #require(terminal.shows("Replace it?"))
        terminal.press("y")
      }
      try #require(terminal.shows("Wrote ~/answer.md"))
      terminal.press("Down")
      try #require(terminal.hides("Wrote"))
    }
    #expect(access(home.path + "/answer.md", R_OK) == 0)
  }

  @Test func `the pager gives the terminal back`() throws {
    let terminal = try answered(settings: ["PAGER": "sed -n 's/^POST/was &/p'"])
    terminal.press("3", "o")
    // It ends at once, and what it wrote is to be read.
    try #require(terminal.shows("was POST embedded"))
    try #require(terminal.shows("Enter goes back"))
    terminal.press("Enter")
    try #require(terminal.hides("was POST"))
    terminal.press("1")
    #expect(terminal.shows("▾ text"))
  }

  @Test func `a pager that fails is told`() throws {
    let terminal = try answered(settings: ["PAGER": "false"])
    terminal.press("o")
    #expect(terminal.shows("false ended with status 1"))
  }

  @Test func `blocks are gone to, folded and copied`() throws {
    let terminal = try answered(arguments: ["thinking"])
    // A long answer has moved up.
    terminal.press("Home")
    try #require(terminal.shows("▸ thinking"))
    terminal.press("]", "Space")
    try #require(terminal.shows("▾ thinking"))
    terminal.press("z")
    try #require(terminal.waits { $0.contains("▸ thinking") && $0.contains("▸ text") })
    terminal.press("z")
    try #require(terminal.waits { $0.contains("▾ thinking") && !$0.contains("▸") })
    terminal.press("y")
    try #require(terminal.shows("Copied the block"))
    try #require(terminal.copies { !$0.isEmpty })
    let block = terminal.clipboard
    terminal.press("A")
    try #require(terminal.shows("Copied the answer"))
    #expect(terminal.copies { !$0.isEmpty && $0 != block })
  }

  /// A server that says a text, as JSON writes it.
  private func server(saying text: String) throws -> LoopbackServer {
    let script = #"{"steps": [{"say": "\#(text)"}]}"#
    let server = LoopbackServer(
      FaultResponder(try FaultScript(parsing: Array(script.utf8)), otherwise: RequestHandler()))
    try server.start()
    return server
  }

  @Test func `Markdown is shown rendered, and as it came`() throws {
    let server = try server(saying: ##"# Title\n\n- one **bold**\n\n`code`"##)
    defer { server.stop() }
    let terminal = try answered(arguments: ["--endpoint", server.baseURL])
    try #require(terminal.shows("• one bold"))
    #expect(terminal.hides("# Title"))
    terminal.press("m")
    try #require(terminal.shows("- one **bold**"))
    #expect(terminal.shows("# Title"))
    terminal.press("y")
    try #require(terminal.shows("Copied the"))
    #expect(terminal.copies { $0.hasPrefix("# Title\n") })
  }

  @Test(arguments: [
    ("2", "message_stop", #""type":"message_stop""#), ("3", "max_tokens", #""model""#),
    ("4", "event-stream", "content-type"), ("5", "e", "e"),
  ])
  func `every tab is searched and copied from`(tab: String, text: String, copied: String) throws {
    let terminal = try answered()
    terminal.press(tab, "Home", "/")
    terminal.type(text)
    try #require(terminal.shows("1 of "))
    terminal.press("Enter", "Escape", "y")
    try #require(terminal.shows("Copied"))
    #expect(terminal.copies { $0.contains(copied) })
  }

  @Test func `an event is read alone, and the list is there again`() throws {
    let terminal = try answered()
    terminal.press("2", "Home", "Enter")
    try #require(terminal.shows("1 · message_start"))
    try #require(terminal.shows("\"type\": \"message_start\""))
    terminal.press("Down", "Escape")
    try #require(terminal.shows("content_block_start"))
    #expect(terminal.hides("\"type\": \"message_start\""))
  }

  @Test func `events are selected by moving and copied together`() throws {
    let terminal = try answered()
    terminal.press("2", "Home", "v", "Down", "Down", "y")
    try #require(terminal.shows("Copied 3 events"))
    #expect(
      terminal.copies {
        $0.hasPrefix(#"{"type":"message_start""#) && $0.contains(#""type":"content_block_start""#)
      })
  }

  @Test func `a run is written to a file with its events and times`() throws {
    let home = TemporaryFolder()
    let terminal = try answered(home: home)
    terminal.press("M-w")
    try #require(terminal.shows("Write the run"))
    terminal.press("C-a")
    terminal.type("~/run.json")
    terminal.press("Enter")
    try #require(terminal.shows("Wrote ~/run.json"))
    #expect(String(decoding: home.read("run.json") ?? [], as: UTF8.self).contains("message_stop"))
  }

  @Test func `scrolling back stops following, and f follows again`() throws {
    let text = "first" + String(repeating: #"\n\nnext"#, count: 40) + #"\n\nlast"#
    let server = try server(saying: text)
    defer { server.stop() }
    let terminal = try answered(arguments: ["--endpoint", server.baseURL])
    try #require(terminal.shows("last"))
    terminal.press("Home")
    try #require(terminal.shows("first"))
    #expect(terminal.hides("last"))
    terminal.press("f")
    #expect(terminal.shows("last"))
  }

  @Test func `a stall is shown in seconds, and what came is kept`() throws {
    let terminal = TmuxTerminal()
    try #require(terminal.shows("Press F5"))
    try terminal.go(to: "model")
    terminal.press("Enter")
    try #require(terminal.shows("workbench-slow"))
    terminal.type("fault/stall")
    try #require(terminal.shows("› fault/stall"))
    terminal.press("Enter")
    try #require(terminal.hides("› fault/stall"))
    terminal.press("F5")
    try #require(terminal.shows("no data for 3 s"))
    try #require(terminal.shows("no data for 4 s"))
    terminal.press("Escape")
    try #require(terminal.shows("● cancelled"))
    #expect(terminal.shows("▾ text"))
  }
}
