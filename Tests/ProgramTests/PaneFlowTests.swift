import Glibc
import TestSupport
import Testing

/// The answer's pane, by keystrokes.
@Suite(.serialized) struct PaneFlowTests {
  private func answered(
    home: TemporaryFolder = TemporaryFolder(), settings: [String: String] = [:]
  ) throws -> TmuxTerminal {
    let terminal = TmuxTerminal(home: home, settings: settings)
    try #require(terminal.shows("Press F5"))
    terminal.press("F5")
    try #require(terminal.shows("● end_turn"))
    terminal.press("Tab")
    return terminal
  }

  @Test func `text is found, and escape leaves the search`() throws {
    let terminal = try answered()
    terminal.press("/")
    terminal.type("temperature")
    try #require(terminal.shows("1 of "))
    terminal.type("qq")
    try #require(terminal.shows("not found"))
    terminal.press("Escape")
    #expect(terminal.hides("not found"))
    #expect(terminal.screen.contains("● end_turn"))
    terminal.press("2")
    try #require(terminal.shows("message_start"))
    terminal.press("/")
    terminal.type("message_stop")
    #expect(terminal.shows("1 of 1"))
  }

  @Test func `lines are selected and copied`() throws {
    let terminal = try answered()
    terminal.press("v", "Down", "y")
    #expect(terminal.shows("Copied the selection"))
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

  @Test func `the pager shows the tab, and gives the terminal back`() throws {
    let terminal = try answered(settings: ["PAGER": "grep --color=never -c POST"])
    terminal.press("3", "o")
    try #require(terminal.shows("POST embedded"))
    terminal.press("1")
    #expect(terminal.shows("▾ text"))
  }
}
