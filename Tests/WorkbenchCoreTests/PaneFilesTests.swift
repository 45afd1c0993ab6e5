import JSON
import MessagesAPI
import Runs
import TerminalUI
import Testing

@testable import WorkbenchCore

/// What the pane of the answer gives to files, the clipboard and the pager.
@Suite struct PaneFilesTests {
  @Test func `the answer is written to a file, and a file that is there is asked about`() throws {
    var workbench = try Workbench(answeredWith: "# Hi")
    try workbench.press("w", "ctrl-a")
    workbench.type("a.md")
    let expected = Array("# Hi\n".utf8)
    #expect(
      try workbench.press("enter")
        == [.writeFile(path: "a.md", bytes: expected, .answer, replaces: false)])
    workbench.tell(.fileConflict(path: "a.md", bytes: expected, .answer))
    #expect(
      try workbench.press("y")
        == [.writeFile(path: "a.md", bytes: expected, .answer, replaces: true)])
    workbench.tell(.fileWritten(path: "a.md", byteCount: 5))
    #expect(workbench.state.notice?.text == "Wrote a.md, 5 bytes")
  }

  @Test func `a path that can't be written stays to be mended`() throws {
    var workbench = try Workbench(answeredWith: "# Hi")
    try workbench.press("w", "ctrl-a")
    workbench.type("no/a.md")
    try workbench.press("enter")
    workbench.tell(.fileNotWritten(path: "no/a.md", reason: "no such folder"))
    guard case .prompt(let prompt)? = workbench.state.overlay else {
      Issue.record("the path is gone")
      return
    }
    #expect(prompt.editor.text == "no/a.md")
    #expect(prompt.complaint == "no such folder")
    try workbench.press("enter")
    workbench.tell(.fileConflict(path: "no/a.md", bytes: [1], .answer))
    try workbench.press("n")
    guard case .prompt? = workbench.state.overlay else {
      Issue.record("another name can't be given")
      return
    }
    try workbench.press("enter")
    workbench.tell(.fileWritten(path: "no/a.md", byteCount: 5))
    #expect(workbench.state.overlay == nil)
  }

  @Test func `blocks are copied apart, unless they were cut for what they cite`() throws {
    var workbench = try Workbench(answeredWith: "one", "two")
    #expect(try workbench.press("A") == [.copy("one\n\ntwo")])
    let cited =
      #"{"type":"content_block_start","index":1,"content_block":{"type":"text","text":" two ","citations":[{"cited_text":"2"}]}}"#
    let stop = #"{"type":"content_block_stop","index":1}"#
    try workbench.answer(
      with: Wire.start + Wire.text("one") + "data: \(cited)\n\ndata: \(stop)\n\n"
        + Wire.text("three", index: 2) + Wire.text("four", index: 3) + Wire.end)
    #expect(try workbench.press("A") == [.copy("one two three\n\nfour")])
  }

  @Test func `a run is written as a capture that can be read again`() throws {
    var workbench = try Workbench(answeredWith: "Hi")
    try workbench.press("alt-w")
    guard case .writeFile(_, let bytes, .capture, false)? = try workbench.press("enter").first
    else {
      Issue.record("nothing is written")
      return
    }
    #expect(try Capture(reading: bytes, as: Run.ID(9)).run.message.text == "Hi")
  }

  @Test func `the pager gets what the tab shows, with nothing that a terminal would obey`() throws {
    var workbench = try Workbench(answeredWith: "a\u{1B}[31mb")
    guard case .page(let text)? = try workbench.press("o").first else {
      Issue.record("no pager")
      return
    }
    #expect(text.contains("a^[[31mb"))
  }
}
