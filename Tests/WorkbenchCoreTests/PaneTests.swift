import JSON
import MessagesAPI
import Runs
import TerminalUI
import Testing

@testable import WorkbenchCore

/// Selection, folds, events and tabs in the pane of the answer.
@Suite struct PaneTests {
  // MARK: - Selecting

  @Test func `dragging selects text, joined where it was wrapped, and copies it on release`() throws
  {
    let words = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi"
    var workbench = try Workbench(answeredWith: words, width: 80)
    #expect(try workbench.point(.press(.left), column: 8, row: 1).isEmpty)
    #expect(workbench.state.answer.text.selectedRange == nil)
    _ = try workbench.point(.drag(.left), column: 4, row: 2)
    let effects = try workbench.point(.release(.left), column: 4, row: 2)
    guard case .copy(let text)? = effects.first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.hasPrefix("beta gamma delta"))
    #expect(words.contains(text))
  }

  @Test func `a double click takes a word, a triple one the line`() throws {
    var workbench = try Workbench(answeredWith: "alpha beta\ngamma")
    for (count, expected) in [(2, "beta"), (3, "alpha beta")] {
      workbench.now += .seconds(2)
      var effects: [Effect] = []
      for _ in 0..<count {
        _ = try workbench.point(.press(.left), column: 9, row: 1)
        effects = try workbench.point(.release(.left), column: 9, row: 1)
      }
      #expect(effects == [.copy(expected)])
    }
  }

  @Test func `keys select lines`() throws {
    var workbench = try Workbench(answeredWith: "one\ntwo\nthree")
    try workbench.press("v", "down")
    #expect(try workbench.press("y") == [.copy("one\ntwo")])
    try workbench.press("escape")
    #expect(workbench.state.answer.text.selection == nil)
    try workbench.press("2", "home", "v", "down", "down")
    #expect(workbench.state.answer.selectedEvents == 0...2)
    guard case .copy(let text)? = try workbench.press("y").first else {
      Issue.record("no event was copied")
      return
    }
    #expect(text.split(separator: "\n").count == 3)
  }

  @Test func `a selection never reaches into another pane`() throws {
    var workbench = try Workbench(answeredWith: "one two three")
    _ = try workbench.point(.press(.left), column: 6, row: 1)
    _ = try workbench.point(.drag(.left), column: -30, row: 1)
    #expect(try workbench.point(.release(.left), column: -30, row: 1) == [.copy("one t")])
  }

  @Test func `lists and quotes are copied with what shows their structure`() throws {
    let list = "- one\n  - two\n    going on\n  - three\n"
    var workbench = try Workbench(answeredWith: list + "\n> quoted\n>\n> more")
    try workbench.press("home", "v", "down", "down")
    #expect(try workbench.press("y") == [.copy("• one\n  • two\n    going on")])
    try workbench.press("escape", "home", "v", "end")
    guard case .copy(let text)? = try workbench.press("y").first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.hasSuffix("\n  • three\n\n│ quoted\n│\n│ more"))
  }

  @Test func `code alone is copied without the indentation that sets it apart`() throws {
    var workbench = try Workbench(answeredWith: "```\nif a:\n  b\n\n  c\n```")
    try workbench.press("home", "v", "end")
    #expect(try workbench.press("y") == [.copy("if a:\n  b\n\n  c")])
  }

  @Test func `a pager gets Markdown as it came`() throws {
    let source = "# Hi\n\n```swift\nlet a = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    var workbench = try Workbench(answeredWith: source)
    guard case .page(let text)? = try workbench.press("o").first else {
      Issue.record("no pager")
      return
    }
    #expect(text.contains(source))
  }

  // MARK: - Showing

  @Test func `what a text cites stands below it, and in the list of events`() throws {
    let citations = [
      #"{"type":"web_search_result_location","title":"A page","url":"https://a.b/c","cited_text":"So\n it is.","encrypted_index":"xyz"}"#,
      #"{"type":"page_location","document_title":"Book","cited_text":"It","start_page_number":3,"end_page_number":5}"#,
    ].map {
      "event: content_block_delta\ndata: "
        + #"{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":\#($0)}}"#
        + "\n\n"
    }
    var workbench = Workbench()
    let block =
      #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Yes."}}"#
    let stop = #"{"type":"content_block_stop","index":0}"#
    try workbench.answer(
      with: Wire.start + "event: content_block_start\ndata: \(block)\n\n" + citations.joined()
        + "event: content_block_stop\ndata: \(stop)\n\n" + Wire.end)
    let sections = workbench.state.answer.text.transcript.sections
    #expect(sections.map(\.title) == ["text", "2 citations"])
    #expect(
      String(decoding: sections[1].body.bytes, as: UTF8.self) == """
        1. A page · https://a.b/c · “So it is.”
        2. Book · pages 3–4 · “It”
        """)
  }

  @Test func `long results of the server's tools are folded, without what only it can read`() throws
  {
    let blob = String(repeating: "x", count: 5000)
    let results = (0..<9).map {
      #"{"type":"web_search_result","url":"https://a.b/\#($0)","encrypted_content":"\#(blob)"}"#
    }
    let block =
      #"{"type":"content_block_start","index":0,"content_block":{"type":"web_search_tool_result","tool_use_id":"s","content":["#
      + results.joined(separator: ",") + "]}}"
    let stop = #"{"type":"content_block_stop","index":0}"#
    var workbench = Workbench()
    try workbench.answer(
      with: Wire.start + "data: \(block)\n\ndata: \(stop)\n\n" + Wire.end)
    let section = try #require(workbench.state.answer.text.transcript.sections.first)
    #expect(section.isFolded)
    let text = String(decoding: section.body.bytes, as: UTF8.self)
    #expect(text.contains(#""encrypted_content": "xxxxxxxxxxxxxxxx… (5000 bytes)""#))
    #expect(section.body.bytes.count < 2000)
    // A copy is whole.
    try workbench.press("tab", "home", "]")
    guard case .copy(let copied)? = try workbench.press("y").first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(copied.contains(blob))
  }

  // MARK: - An event alone

  @Test func `enter gives an event the whole tab, laid out and scrolled by keys`() throws {
    let text = (0..<400).map { "word \($0)" }.joined(separator: " ")
    var workbench = try Workbench(answeredWith: text)
    try workbench.press("2", "home", "down", "down", "enter")
    #expect(workbench.state.textArea == workbench.state.layout.content)
    let shown = String(
      decoding: workbench.state.answer.event.transcript.sections[0].body.bytes, as: UTF8.self)
    #expect(shown.hasPrefix("{\n  \"type\": \"content_block_delta\""))
    try workbench.press("pagedown")
    #expect(workbench.state.answer.event.scroll.offset > 0)
    #expect(workbench.state.answer.events.selection == 2)
    guard case .page(let paged)? = try workbench.press("o").first else {
      Issue.record("no pager")
      return
    }
    #expect(paged.hasPrefix("── 3 · content_block_delta · block 0 ──\n\n{\n  \"type\""))
    try workbench.press("home", "v", "down")
    #expect(try workbench.press("y") == [.copy("{\n  \"type\": \"content_block_delta\",")])
    try workbench.press("escape", "escape")
    #expect(!workbench.state.answer.isEventOpen)
    #expect(workbench.state.answer.events.selection == 2)
  }

  @Test(arguments: ["2", "3"])
  func `a document stays at its top when the screen becomes smaller`(tab: String) throws {
    var workbench = try Workbench(answeredWith: "one")
    try workbench.press(tab, "enter")
    #expect(workbench.state.answer.shown.transcript.lineCount > 8)
    workbench.tell(.input(.resize(Size(width: 100, height: 12))))
    #expect(workbench.state.answer.shown.scroll.offset == 0)
  }

  @Test func `an event that is read stays while more come`() throws {
    var workbench = Workbench()
    let text = String(repeating: "word ", count: 600)
    try workbench.answer(with: Wire.start + Wire.text(text), end: nil)
    try workbench.press("tab", "2", "up", "enter", "pagedown")
    let (event, offset) = (
      workbench.state.answer.events.selection, workbench.state.answer.event.scroll.offset
    )
    #expect(offset > 0)
    workbench.receive(Wire.text("more", index: 1) + Wire.end)
    #expect(workbench.state.answer.events.selection == event)
    #expect(workbench.state.answer.event.scroll.offset == offset)
  }

  @Test func `in the list of events nothing folds and Markdown stays as it is`() throws {
    var workbench = try Workbench(answeredWith: "**one**")
    try workbench.press("2", "m", "z")
    #expect(workbench.state.answer.text.transcript.isRendered)
    #expect(workbench.state.answer.text.transcript.sections.map(\.isFolded) == [false])
    #expect(workbench.state.notice != nil)
  }

  @Test func `m shows the text as it came, and back`() throws {
    var workbench = try Workbench(answeredWith: "**bold**")
    #expect(workbench.state.answer.text.transcript.sections.first?.body.line(0) == "bold")
    try workbench.press("m")
    #expect(workbench.state.answer.text.transcript.sections.first?.body.line(0) == "**bold**")
    try workbench.press("m")
    #expect(workbench.state.answer.text.transcript.sections.first?.body.line(0) == "bold")
  }

  @Test func `what was folded stays so when the text is shown as it came`() throws {
    var workbench = try Workbench(answeredWith: "one\n\ntwo")
    func isFolded() -> Bool? {
      workbench.state.answer.text.transcript.sections.first?.isFolded
    }
    try workbench.press("home", "]", "space")
    #expect(isFolded() == true)
    try workbench.press("m")
    #expect(isFolded() == true)
    try workbench.press("space", "m")
    #expect(isFolded() == false)
  }

  @Test func `what was copied is said to be in a file, too, where no clipboard is known`() throws {
    var workbench = Workbench()
    try workbench.press("Y", "enter")
    let said = try #require(workbench.state.notice?.text)
    workbench.tell(.copyKept(path: "/copied.txt", isSent: true))
    #expect(workbench.state.notice?.text == said + "; also in /copied.txt")
    // Nothing is said of what was cut, or over another notice.
    workbench.tell(.failed("Something else"))
    workbench.tell(.copyKept(path: "/copied.txt", isSent: true))
    #expect(workbench.state.notice?.text == "Something else")
    workbench.tell(.copyKept(path: "/copied.txt", isSent: false))
    #expect(workbench.state.notice?.text.hasSuffix("it is in /copied.txt") == true)
  }

  @Test func `the request's parts fold and are copied apart`() throws {
    var workbench = try Workbench(answeredWith: "x")
    try workbench.press("3", "]", "]")
    guard case .copy(let text)? = try workbench.press("y").first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(try JSONValue(parsing: text)["model"] == "m")
    try workbench.press("space")
    #expect(workbench.state.answer.document.transcript.sections.last?.isFolded == true)
  }

  // MARK: - Tabs

  @Test func `the last event stays selected while more come, until another one is`() throws {
    var workbench = Workbench()
    for effect in try workbench.press("f5", "tab", "2") { workbench.begin(effect) }
    workbench.receive(Wire.start + Wire.text("one"), end: nil)
    #expect(workbench.state.answer.events.selection == workbench.state.run!.eventCount - 1)
    try workbench.press("up")
    let selection = workbench.state.answer.events.selection
    workbench.receive(Wire.text("two", index: 1), end: nil)
    #expect(workbench.state.answer.events.selection == selection)
    try workbench.press("f")
    workbench.receive(Wire.text("three", index: 2), end: nil)
    #expect(workbench.state.answer.events.selection == workbench.state.run!.eventCount - 1)
  }

  @Test func `events are copied when they were selected by dragging`() throws {
    var workbench = try Workbench(answeredWith: "one")
    try workbench.press("2")
    let area = try #require(workbench.state.layout.content)
    let run = try #require(workbench.state.run)
    for (kind, row) in [(Mouse.Kind.press(.left), 0), (.drag(.left), 1)] {
      workbench.tell(.input(.mouse(Mouse(kind, at: Position(x: area.x + 4, y: area.y + row)))))
    }
    let release = Mouse(.release(.left), at: Position(x: area.x + 4, y: area.y + 1))
    #expect(
      workbench.tell(.input(.mouse(release)))
        == [.copy(run.event(0).text + "\n" + run.event(1).text)])
    #expect(workbench.state.answer.selectedEvents == 0...1)
  }

  @Test func `who compares events stays with them over the next run`() throws {
    var workbench = try Workbench(answeredWith: "one")
    try workbench.press("2")
    try workbench.answer(with: Wire.start + Wire.text("two") + Wire.end)
    #expect(workbench.state.answer.tab == .events)
    try workbench.press("3")
    try workbench.answer(with: Wire.start + Wire.text("two") + Wire.end)
    #expect(workbench.state.answer.tab == .answer)
  }

  @Test func `an answer in JSON is laid out as it was asked for, and copied as it came`() throws {
    let format: JSONValue = ["format": ["type": "json_schema", "schema": ["type": "object"]]]
    var workbench = Workbench(body: ["model": "m", "output_config": format, "messages": []])
    let json = #"{"name":"top_p","usual":[0.9,1]}"#
    try workbench.answer(
      with: Wire.start + Wire.text(json) + Wire.text("# No", index: 1) + Wire.end)
    func text(_ section: Int) -> String {
      String(
        decoding: workbench.state.answer.text.transcript.sections[section].body.bytes, as: UTF8.self
      )
    }
    #expect(text(0).hasPrefix("{\n  \"name\": \"top_p\",\n  \"usual\": ["))
    // What isn't JSON after all is text.
    #expect(text(1).contains("No") && !text(1).contains("#"))
    #expect(try workbench.press("tab", "]", "y") == [.copy(json)])
    try workbench.press("m")
    #expect(text(0) == json)
  }
}
