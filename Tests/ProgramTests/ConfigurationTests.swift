import Glibc
import TestSupport
import Testing

/// The configuration file, as it is edited while the program runs.
@Suite(.serialized) struct ConfigurationTests {
  private let home = TemporaryFolder()
  private static let folder = ".config/messages-workbench"

  private func write(_ name: String, _ text: String) {
    var path = ""
    for step in (Self.folder + "/" + name).split(separator: "/").dropLast() {
      path += (path.isEmpty ? "" : "/") + step
      mkdir(home.path(path), 0o700)
    }
    home.write(Self.folder + "/" + name, Array(text.utf8))
  }

  @Test func `a chosen theme is there at the next start, until the configuration names another`()
    throws
  {
    let (paper, fjord) = ("48;2;247;241;227", "48;2;13;27;34")
    let settings = ["COLORTERM": "truecolor"]
    let terminal = TmuxTerminal(home: home, settings: settings)
    try #require(terminal.shows("Press F5"))
    terminal.press("T")
    try #require(terminal.shows("Sepia ink"))
    terminal.type("paper")
    terminal.press("Enter")
    try #require(terminal.colors(paper))
    terminal.press("C-q")
    try #require(terminal.shows("[ended 0]"))
    let next = TmuxTerminal(home: home, settings: settings)
    try #require(next.shows("Press F5"))
    try #require(next.colors(paper))
    write("config.json", #"{"theme": "fjord"}"#)
    try #require(next.colors(fjord))
    next.press("C-q")
    try #require(next.shows("[ended 0]"))
    let last = TmuxTerminal(home: home, settings: settings)
    try #require(last.shows("Press F5"))
    #expect(last.colors(fjord))
  }

  @Test func `a saved configuration takes hold, and a bad one is named and changes nothing`() throws
  {
    let terminal = TmuxTerminal(width: 120, home: home)
    try #require(terminal.shows("F5 Send"))
    write("config.json", #"{"keys": {"global": {"send": ["f9"]}}}"#)
    try #require(terminal.shows("read again"))
    terminal.press("Down")
    try #require(terminal.shows("F9 Send"))
    write("config.json", "{\n  \"keys\": {\n")
    try #require(terminal.shows("line 3"))
    terminal.press("F9")
    try #require(terminal.shows("end_turn"))
    write("config.json", "{\n  \"keymap\": \"emacs\"}")
    try #require(terminal.shows("line 2, column 3: keymap is one of default, vi, plain"))
    write("config.json", #"{"keymap": "vi"}"#)
    try #require(terminal.shows("read again"))
    terminal.press("Z")
    try #require(terminal.shows("Z Z Quit"))
    terminal.press("Z")
    try #require(terminal.shows("[ended 0]"))
  }

  @Test func `a theme of one's own is used, changed while it is used, and survived when it is bad`()
    throws
  {
    write("config.json", #"{"theme": "mine"}"#)
    write("themes/mine.json", #"{"inherits": "dark", "styles": {"heading": 1}}"#)
    let terminal = TmuxTerminal(width: 160, home: home)
    try #require(terminal.shows("Sampling"))
    func heading(is color: Int) -> Bool {
      TmuxTerminal.wait {
        let line = terminal.styledScreen.split(separator: "\n").first { $0.contains("Sampling") }
        return line?.contains("\u{1B}[\(30 + color)mSampling") == true
      }
    }
    try #require(heading(is: 1))
    write("themes/mine.json", #"{"inherits": "dark", "styles": {"heading": 2}}"#)
    try #require(heading(is: 2))
    write("themes/mine.json", #"{"styles": {"heading": "gren"}}"#)
    let problem = #"themes/mine.json, line 1, column 13: styles.heading: no colour is named "gren""#
    try #require(terminal.shows(problem))
    #expect(heading(is: 2))
  }

  @Test func `a bad theme named like the one to start with is told, and the program's own is used`()
    throws
  {
    write("themes/dark.json", "[]")
    let terminal = TmuxTerminal(width: 120, home: home, settings: ["TERM": "xterm-256color"])
    try #require(terminal.shows("Press F5"))
    #expect(terminal.shows("themes/dark.json, line 1, column 1: a theme is an object"))
  }

  @Test func `the editor of the configuration goes before that of the environment`() throws {
    write("config.json", #"{"editor": ["sh", "-c", "echo from the configuration > $0"]}"#)
    let terminal = TmuxTerminal(home: home, settings: ["VISUAL": "false"])
    try #require(terminal.shows("Press F5"))
    terminal.press("Down", "Down", "Down", "Down", "Down", "Down", "F4")
    try #require(terminal.shows("from the configuration"))
  }

  @Test func `a run that is broken off by quitting is kept, too`() throws {
    write("config.json", #"{"keep_runs": 2}"#)
    let terminal = TmuxTerminal(home: home)
    try #require(terminal.shows("Press F5"))
    terminal.press("F2")
    try #require(terminal.shows("request (JSON)"))
    terminal.press("C-a")
    terminal.type(
      #"{"model":"workbench-slow","max_tokens":300,"stream":true,"messages":[{"role":"user","content":"a"}]}"#
    )
    terminal.press("Escape", "F5")
    try #require(terminal.shows("▾ text"))
    terminal.press("C-q")
    try #require(terminal.shows("An answer is still coming"))
    terminal.press("C-q")
    try #require(terminal.shows("[ended 0]"))
    #expect(home.names(in: ".local/share/messages-workbench/runs").count == 1)
    let next = TmuxTerminal(home: home)
    try #require(next.shows("shows the runs of earlier sessions"))
    next.press("M-Left")
    #expect(next.shows("cancelled"))
  }

  @Test func `runs are kept over a restart when the configuration says so`() throws {
    write("config.json", #"{"keep_runs": 2}"#)
    for _ in 0..<3 {
      let terminal = TmuxTerminal(home: home)
      try #require(terminal.shows("Press F5"))
      terminal.press("F5")
      try #require(terminal.shows("end_turn"))
      terminal.press("C-q")
      try #require(terminal.shows("[ended 0]"))
    }
    #expect(home.names(in: ".local/share/messages-workbench/runs").count == 2)
    let terminal = TmuxTerminal(home: home)
    try #require(terminal.shows("shows the runs of earlier sessions"))
    terminal.press("M-Left")
    try #require(terminal.shows("Run 2/2"))
    #expect(terminal.shows("end_turn"))
    terminal.press("M-Left")
    try #require(terminal.shows("Run 1/2"))
  }

  @Test func `what went wrong can be read in full`() throws {
    let terminal = TmuxTerminal(width: 60, home: home)
    try #require(terminal.shows("F5 sends"))
    write(
      "config.json", "{\n  \"theme\": \"a theme that nobody has made so far, or will ever: zebra\"}"
    )
    try #require(terminal.shows("config.json, line 2"))
    terminal.press("W")
    try #require(terminal.shows("Log"))
    #expect(terminal.shows("zebra"))
  }
}
