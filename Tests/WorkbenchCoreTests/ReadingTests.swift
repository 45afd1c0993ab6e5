import JSON
import MessagesAPI
import Runs
import TerminalUI
import Testing

@testable import WorkbenchCore

/// Who reads an answer keeps the place, whatever arrives, and what is done is done to what is in sight.
@Suite struct ReadingTests {
  private static let end = Wire.delta(reason: "end_turn") + Wire.stop

  private static func lines(_ count: Int) -> String {
    (1...count).map { "line \($0)" }.joined(separator: "\n\n")
  }

  private static func thoughts(_ count: Int) -> String {
    let start =
      #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}"#
    let text = (1...count).map { "thought \($0)" }.joined(separator: #"\n"#)
    let delta =
      #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"\#(text)"}}"#
    return "data: \(start)\n\ndata: \(delta)\n\n"
  }

  private static let stopped = "data: {\"type\":\"content_block_stop\",\"index\":0}\n\n"

  private func blocks(_ count: Int) throws -> Workbench {
    var workbench = Workbench()
    let blocks = (0..<count).map { Wire.text("block \($0)\n\nmore of \($0)", index: $0) }
    try workbench.answer(with: Wire.start + blocks.joined() + Self.end)
    try workbench.press("tab")
    return workbench
  }

  private func isInSight(_ section: Int, _ workbench: Workbench) -> Bool {
    let pane = workbench.state.answer.text
    return pane.scroll.visible.contains(pane.transcript.start(of: section))
  }

  // MARK: - The place stays

  @Test func `a tool call takes neither the place nor the zoom from who reads`() throws {
    var workbench = Workbench()
    try workbench.answer(with: Wire.start + Wire.text(Self.lines(100)), end: nil)
    try workbench.press("tab", "f8", "g")
    let call = Wire.tool("look", input: "{}", id: "toolu_1", index: 1)
    workbench.receive(call + Wire.delta(reason: "tool_use") + Wire.stop)
    #expect(workbench.state.answer.text.scroll.offset == 0)
    #expect(workbench.state.isZoomed)
    // The call is selected all the same.
    #expect(workbench.state.answer.text.selectedSection == 1)
  }

  @Test func `who follows sees the call that waits`() throws {
    var workbench = Workbench()
    let call = Wire.tool("look", input: "{}", id: "toolu_1", index: 1)
    try workbench.answer(
      with: Wire.start + Wire.text(Self.lines(100)) + call + Wire.delta(reason: "tool_use")
        + Wire.stop)
    #expect(isInSight(1, workbench))
  }

  @Test func `thoughts fold when they are complete only for who follows`() throws {
    for isReading in [false, true] {
      var workbench = Workbench()
      try workbench.answer(with: Wire.start + Self.thoughts(100), end: nil)
      if isReading { try workbench.press("tab", "pageup") }
      let offset = workbench.state.answer.text.scroll.offset
      workbench.receive(Self.stopped + Wire.text("Hi", index: 1), end: nil)
      #expect(workbench.state.answer.text.transcript.sections.first?.isFolded == !isReading)
      if isReading { #expect(workbench.state.answer.text.scroll.offset == offset) }
    }
  }

  @Test func `thoughts that were stopped stay open`() throws {
    var workbench = Workbench()
    try workbench.answer(with: Wire.start + Self.thoughts(100), end: .cancelled)
    #expect(workbench.state.answer.text.transcript.sections.first?.isFolded == false)
  }

  @Test func `what was unfolded by hand is not folded`() throws {
    var workbench = Workbench()
    try workbench.answer(with: Wire.start + Self.thoughts(9), end: nil)
    try workbench.press("tab", "space", "space", "f")
    #expect(workbench.state.answer.text.scroll.isFollowing)
    workbench.receive(Self.stopped + Wire.text("Hi", index: 1) + Self.end)
    #expect(workbench.state.answer.text.transcript.sections.first?.isFolded == false)
  }

  @Test func `text that is followed stays where it is when the answer ends`() throws {
    for count in 30...60 {
      var workbench = Workbench()
      try workbench.answer(with: Wire.start + Wire.text(Self.lines(count)), end: nil)
      let offset = workbench.state.answer.text.scroll.offset
      workbench.receive(Self.end)
      #expect(workbench.state.answer.text.scroll.offset == offset)
    }
  }

  @Test func `every run is come back to where it was read`() throws {
    var workbench = Workbench()
    for _ in 0..<2 {
      try workbench.answer(
        with: Wire.start + Wire.text(Self.lines(100)) + Wire.text(Self.lines(100), index: 1)
          + Self.end)
    }
    try workbench.press("tab", "alt-left", "home", "]", "space", "pagedown", "pagedown")
    let pane = workbench.state.answer.text
    #expect(pane.scroll.offset > 20)
    try workbench.press("alt-right")
    #expect(workbench.state.answer.text.transcript.sections.allSatisfy { !$0.isFolded })
    try workbench.press("pageup", "alt-left")
    let again = workbench.state.answer.text
    #expect(again.scroll.offset == pane.scroll.offset)
    #expect(again.selectedSection == 0)
    #expect(again.transcript.sections.map(\.isFolded) == [true, false])
    // At another width, it is the same text.
    try workbench.press("alt-right", "<", "<", "<", "alt-left")
    let wider = workbench.state.answer.text
    let top = try #require(wider.transcript.position(line: wider.scroll.offset, column: 0))
    #expect(top == pane.transcript.position(line: pane.scroll.offset, column: 0))
  }

  @Test func `what is looked for is looked for in other runs, too`() throws {
    var workbench = Workbench()
    for text in ["one two one", "one"] {
      try workbench.answer(with: Wire.start + Wire.text(text) + Self.end)
    }
    try workbench.press("tab", "/")
    workbench.type("one")
    try workbench.press("enter", "alt-left")
    #expect(workbench.state.answer.search?.count == 2)
    #expect(workbench.state.answer.search?.isTyping == false)
    try workbench.press("n")
    #expect(workbench.state.answer.search?.number == 2)
  }

  @Test func `the list of runs says what differs, how they ended and what they took`() throws {
    var workbench = Workbench(body: [
      "model": "m", "messages": [["role": "user", "content": "Hello"]],
    ])
    let answer = Wire.start + Wire.text("Hi") + Wire.delta(reason: "refusal") + Wire.stop
    try workbench.answer(with: answer)
    try workbench.answer(with: answer)
    workbench.state.form.select(.field(.temperature))
    workbench.state.focus = .request
    try workbench.press("right")
    try workbench.answer(with: answer)
    workbench.state.focus = .request
    workbench.state.form.select(.field(.temperature))
    try workbench.press("x")
    let message: JSONValue = [
      "role": "assistant", "content": "A text that is long, or longer than that",
    ]
    workbench.state.change { $0.insert(message, at: 1, in: ["messages"], name: "add") }
    try workbench.answer(with: answer)
    try workbench.press("f7")
    guard case .picker(let picker)? = workbench.state.overlay else {
      Issue.record("no list")
      return
    }
    #expect(
      picker.items.map(\.detail) == [
        "message 2 A text that is long, or longe…, no temperature"
          + " · m at embedded · A text that is long, or longer than that",
        "temperature 1 · m at embedded · Hello", "the same again · m at embedded · Hello",
        "m at embedded · Hello",
      ])
    #expect(picker.items.map(\.note).allSatisfy { $0 == "refusal · 3 tokens · 20 ms" })
  }

  // MARK: - What is in sight

  @Test func `blocks are gone to from what is in sight`() throws {
    var workbench = try blocks(30)
    try workbench.press("home", "]")
    #expect(workbench.state.answer.text.selectedSection == 0)
    try workbench.press("pagedown", "pagedown")
    let first = try #require(workbench.state.answer.text.firstSectionInSight)
    #expect(first > 5)
    try workbench.press("]")
    let selected = try #require(workbench.state.answer.text.selectedSection)
    #expect((first...first + 1).contains(selected))
    try workbench.press("]")
    #expect(workbench.state.answer.text.selectedSection == selected + 1)
    try workbench.press("home", "end", "[")
    #expect(workbench.state.answer.text.selectedSection == 29)
  }

  @Test func `in the middle of a long block the next one is the next`() throws {
    var workbench = Workbench()
    let texts = (0..<3).map { Wire.text(Self.lines(100), index: $0) }
    try workbench.answer(with: Wire.start + texts.joined() + Self.end)
    try workbench.press("tab", "home", "pagedown", "]")
    #expect(workbench.state.answer.text.selectedSection == 1)
    try workbench.press("home", "pagedown", "pagedown", "[")
    #expect(workbench.state.answer.text.selectedSection == 0)
    #expect(workbench.state.answer.text.scroll.offset == 0)
  }

  @Test func `space folds what is in sight when nothing there is selected`() throws {
    var workbench = try blocks(30)
    try workbench.press("home", "]", "pagedown", "pagedown")
    let first = try #require(workbench.state.answer.text.firstSectionInSight)
    try workbench.press("space")
    let folded = workbench.state.answer.text.transcript.sections.indices.filter {
      workbench.state.answer.text.transcript.sections[$0].isFolded
    }
    #expect(folded == [first])
  }

  @Test func `what was found is what is copied`() throws {
    var workbench = try blocks(30)
    try workbench.press("home", "]", "/")
    workbench.type("of 17")
    #expect(try workbench.press("enter", "y") == [.copy("block 17\n\nmore of 17")])
  }

  @Test func `what is selected out of sight is not copied`() throws {
    var workbench = try blocks(30)
    try workbench.press("home", "]", "end")
    guard case .copy(let text)? = try workbench.press("y").first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.hasSuffix("more of 29"))
  }

  @Test func `folding everything keeps what is in sight there`() throws {
    var workbench = try blocks(60)
    try workbench.press("home", "]", "pagedown", "pagedown", "pagedown")
    let first = try #require(workbench.state.answer.text.firstSectionInSight)
    try workbench.press("z")
    #expect(isInSight(first, workbench))
  }
}
