import Glibc
import JSON
import TestSupport
import Testing

/// What comes at once, in sizes that nobody plans for.
@Suite(.serialized) struct LargeInputTests {
  private func draft(in home: TemporaryFolder) -> JSONValue? {
    let path = ".local/state/messages-workbench/drafts/0.json"
    return home.read(path).flatMap { try? JSONValue(parsing: String(decoding: $0, as: UTF8.self)) }
  }

  /// The request as JSON, all of it selected.
  private func startEditing() throws -> ProgramTerminal {
    let terminal = ProgramTerminal()
    try #require(terminal.writes("temperature"))
    terminal.type("\u{1B}OQ")
    try #require(terminal.writes("request (JSON)"))
    let count = terminal.output.utf8.count
    terminal.type("\u{1}")
    // What is read together with the key wouldn't be taken for a paste.
    try #require(terminal.waits { terminal.output.utf8.count > count })
    return terminal
  }

  @Test func `a megabyte is pasted`() throws {
    let terminal = try startEditing()
    let content = String(repeating: "a megabyte ", count: 90_000) + "to the end"
    terminal.type(
      "\u{1B}[200~"
        + #"{"model":"m","messages":[{"role":"user","content":"\#(content)"}]}"# + "\u{1B}[201~")
    #expect(
      terminal.waits {
        draft(in: terminal.home)?["document"]?["request"]?["messages"]?[0]?["content"]
          == .string(content)
      })
  }

  @Test func `lines that are pasted without brackets are as they were`() throws {
    let terminal = try startEditing()
    let text = "{\n  \"a\": {\n    \"b\": [\n      1,\n      2\n    ]\n  },\n  \"unfinished"
    terminal.type(text.replacing("\n", with: "\r"))
    #expect(terminal.waits { draft(in: terminal.home)?["unfinished"]?["text"] == .string(text) })
  }

  @Test func `any sizes are survived, also with something open`() throws {
    let terminal = try startEditing()
    for keys in ["", "\u{6}", "\u{10}", "\u{1B}OP"] {
      terminal.type(keys)
      for (width, height) in [
        (0, 0), (5000, 2), (2, 5000), (1, 1), (40_000, 1), (80, 0), (500, 200), (39, 9), (90, 25),
      ] as [(UInt16, UInt16)] {
        terminal.resize(width: width, height: height)
        terminal.signal(SIGWINCH)
        usleep(5_000)
      }
    }
    try #require(terminal.status == nil)
    terminal.type("\u{1B}[I")
    usleep(50_000)
    terminal.type("\u{11}")
    try #require(terminal.ends())
    #expect(terminal.status == 0)
  }
}
