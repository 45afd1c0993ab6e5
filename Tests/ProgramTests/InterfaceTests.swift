import Glibc
import LocalEndpoint
import TestSupport
import Testing

/// The whole program, by keystrokes, as a person uses it.
@Suite(.serialized) struct InterfaceTests {
  @Test func `the first screen shows an example request and what to do`() throws {
    let terminal = TmuxTerminal()
    try #require(terminal.shows("Press F5 to send"))
    #expect(terminal.shows("temperature"))
    #expect(terminal.shows("embedded"))
  }

  @Test func `a request is changed, sent and answered`() throws {
    let terminal = TmuxTerminal()
    try #require(terminal.shows("Press F5"))
    terminal.press("F5")
    try #require(terminal.shows("end_turn"))
    #expect(terminal.shows("tokens/s"))
    terminal.press("Tab", "2")
    try #require(terminal.shows("message_start"))
    terminal.press("3")
    try #require(terminal.shows("POST embedded:/v1/messages"))
  }

  @Test func `a tool call is answered by hand and the conversation goes on`() throws {
    let terminal = TmuxTerminal()
    try #require(terminal.shows("Press F5"))
    terminal.press("C-o")
    try #require(terminal.shows("structured output"))
    terminal.type("tools")
    try #require(terminal.hides("structured output"))
    terminal.press("Enter")
    try #require(terminal.shows("get_weather"))
    terminal.press("F5")
    try #require(terminal.shows("A tool call waits"))
    terminal.press("Enter")
    try #require(terminal.shows("result of get_weather"))
    terminal.type("18 degrees")
    terminal.press("Escape", "c")
    try #require(terminal.shows("Run 2/2"))
    try #require(terminal.shows("end_turn"))
    #expect(terminal.shows("tool_result"))
  }

  @Test func `a slow answer is stopped half-way and what came is kept`() throws {
    let terminal = TmuxTerminal(arguments: ["--endpoint", "embedded"])
    try #require(terminal.shows("Press F5"))
    terminal.press("F2")
    try #require(terminal.shows("request (JSON)"))
    terminal.press("C-a")
    terminal.type(
      #"{"model":"workbench-slow","max_tokens":300,"stream":true,"messages":[{"role":"user","content":"What is temperature?"}]}"#
    )
    terminal.press("Escape")
    try #require(terminal.shows("workbench-slow"))
    terminal.press("F5")
    try #require(terminal.shows("▾ text"))
    try #require(terminal.shows("answering"))
    terminal.press("Escape")
    try #require(terminal.shows("● cancelled"))
    #expect(terminal.shows("▾ text"))
  }

  @Test func `a preset is saved, and is there after a restart`() throws {
    let home = TemporaryFolder()
    do {
      let terminal = TmuxTerminal(home: home)
      try #require(terminal.shows("Press F5"))
      terminal.press("Down", "Down", "Enter")
      terminal.type("123")
      terminal.press("Enter", "C-s")
      try #require(terminal.shows("Save preset as"))
      terminal.press("C-a")
      terminal.type("mine")
      terminal.press("Enter")
      try #require(terminal.shows("Saved as mine"))
      terminal.press("C-q")
      try #require(terminal.shows("[ended 0]"))
      // The terminal is as it was: lines are edited by the kernel again.
      try #require(terminal.shows("icanon"))
      #expect(terminal.hides("-icanon"))
    }
    let terminal = TmuxTerminal(home: home)
    try #require(terminal.shows("Request · mine"))
    try #require(terminal.shows("123"))
    let loaded = TmuxTerminal(home: home, arguments: ["mine"])
    try #require(loaded.shows("Request · mine"))
  }

  @Test func `a preset is asked about before it is deleted or written over`() throws {
    let terminal = TmuxTerminal()
    try #require(terminal.shows("Press F5"))
    for isThere in [false, true] {
      terminal.press("C-n")
      try #require(terminal.hides("Request · mine"))
      terminal.press("S")
      try #require(terminal.shows("Save preset as"))
      terminal.press("C-a")
      terminal.type("mine")
      terminal.press("Enter")
      if isThere {
        try #require(terminal.shows("Replace it"))
        terminal.press("n")
        try #require(terminal.hides("Replace it"))
      } else {
        try #require(terminal.shows("Saved as mine"))
      }
      terminal.press("Down")
    }
    terminal.press("C-o")
    try #require(terminal.shows("structured output"))
    terminal.press("Home", "Delete")
    try #require(terminal.shows("Delete the preset “mine”?"))
    terminal.press("y")
    try #require(terminal.shows("Deleted mine"))
    let folder = ".local/share/messages-workbench/presets"
    #expect(!terminal.home.names(in: folder).contains("mine.json"))
  }

  @Test func `the edits of a shipped preset and the place in the tour outlast a restart`() throws {
    let home = TemporaryFolder()
    do {
      let terminal = TmuxTerminal(home: home, arguments: ["tools"])
      try #require(terminal.shows("Request · tools"))
      terminal.press("F9")
      try #require(terminal.shows("Tour 1/5"))
      for _ in 0..<5 { terminal.press("F9") }
      try #require(terminal.shows("Tour 2/5"))
      terminal.press("Escape")
      try #require(terminal.shows("Your own request is back"))
      try terminal.go(to: "temperature")
      terminal.press("Right")
      try #require(terminal.shows("Request · tools *"))
      terminal.press("C-q")
      try #require(terminal.shows("[ended 0]"))
    }
    let terminal = TmuxTerminal(home: home)
    try #require(terminal.shows("Request · tools *"))
    terminal.press("u")
    try #require(terminal.hides("Request · tools *"))
    terminal.press("F9")
    #expect(terminal.shows("Tour 2/5 · thinking"))
  }

  @Test func `a real server is reached by its base URL`() throws {
    let server = LoopbackServer(RequestHandler())
    try server.start()
    defer { server.stop() }
    let terminal = TmuxTerminal(arguments: ["--endpoint", server.baseURL])
    try #require(terminal.shows("127.0.0.1"))
    terminal.press("F5")
    try #require(terminal.shows("end_turn"))
    terminal.press("Tab", "4")
    try #require(terminal.shows("status 200"))
  }

  @Test func `a server that isn't there says so, and nothing is lost`() throws {
    let terminal = TmuxTerminal(arguments: ["--endpoint", "http://127.0.0.1:1"])
    try #require(terminal.shows("127.0.0.1"))
    terminal.press("F5")
    try #require(terminal.shows("refused the connection"))
    #expect(terminal.shows("temperature"))
  }

  @Test func `the screen fits any size, and a sentence stands below the least`() throws {
    let terminal = TmuxTerminal()
    try #require(terminal.shows("Press F5"))
    terminal.resize(width: 40, height: 10)
    try #require(terminal.hides("Press F5"))
    try #require(terminal.shows("Request"))
    terminal.resize(width: 20, height: 5)
    try #require(terminal.shows("Needs 40"))
    terminal.resize(width: 160, height: 50)
    try #require(terminal.shows("Press F5"))
  }

  @Test(arguments: [["TERM": "xterm"], ["NO_COLOR": "1"], ["TERM": "vt100"], ["LC_ALL": "C"]])
  func `other terminals are served too`(settings: [String: String]) throws {
    let terminal = TmuxTerminal(settings: settings)
    try #require(terminal.shows("temperature"))
    terminal.press("F1")
    try #require(terminal.shows("Help"))
  }

  @Test func `a dumb terminal gets a sentence`() throws {
    let terminal = TmuxTerminal(settings: ["TERM": "dumb"])
    try #require(terminal.shows("can't move its cursor"))
    try #require(terminal.shows("[ended 2]"))
  }
}
