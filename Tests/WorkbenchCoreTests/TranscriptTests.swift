import JSON
import MessagesAPI
import Runs
import TerminalUI
import TestSupport
import Testing

@testable import WorkbenchCore

@Suite struct TranscriptTests {
  /// The lines as one word each: the title's text, the body's, or nothing.
  private func words(_ transcript: Transcript) -> [String] {
    (0..<transcript.lineCount).map { index in
      switch transcript.line(index) {
      case .title(let section): transcript.sections[section].title
      case .body(let section, let line): transcript.sections[section].body.line(line)
      case .gap: ""
      case nil: "beyond the ends"
      }
    }
  }

  @Test func `every line is found, and where each section starts`() throws {
    var workbench = Workbench()
    try workbench.answer(
      with: Wire.start + Wire.text("one\ntwo") + Wire.text("three", index: 1)
        + Wire.text("four", index: 2))
    var transcript = workbench.state.answer.text.transcript
    let end = ["truncated", "The answer was cut before its end; what arrived is"]
    #expect(
      words(transcript).prefix(12)
        == ["text", "one", "two", "", "text", "three", "", "text", "four", "", end[0], end[1]])
    #expect((0..<4).map { transcript.start(of: $0) } == [0, 4, 7, 10])
    #expect(transcript.line(-1) == nil)
    #expect(transcript.line(transcript.lineCount) == nil)
    transcript.toggleFold(1)
    #expect(
      words(transcript).prefix(9) == ["text", "one", "two", "", "text", "", "text", "four", ""])
    transcript.toggleFold(1)
    #expect(words(transcript) == words(workbench.state.answer.text.transcript))
  }

  @Test func `however an answer is cut, its lines are those of the whole`() throws {
    let stream =
      Wire.start + Wire.text("one two three")
      + Wire.tool("t", input: #"{"a":[1,2]}"#, id: "x", index: 1)
      + Wire.text("four\nfive", index: 2) + Wire.delta(reason: "end_turn") + Wire.stop
    var whole = Workbench()
    try whole.answer(with: stream)
    let bytes = Array(stream.utf8)
    for size in [1, 7, 64, 500] {
      var workbench = Workbench()
      for effect in try workbench.press("f5") { workbench.begin(effect) }
      workbench.receive("", end: nil)
      let id = try #require(workbench.state.activeRun?.id)
      for start in stride(from: 0, to: bytes.count, by: size) {
        let chunk = Array(bytes[start..<min(start + size, bytes.count)])
        workbench.tell(.run(id, .chunk(chunk, at: .milliseconds(10))))
      }
      workbench.tell(.run(id, .end(.complete, at: .milliseconds(20))))
      #expect(
        words(workbench.state.answer.text.transcript) == words(whole.state.answer.text.transcript))
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `blocks that come in any order, mixed, show each its own text`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    // The pieces of each block stay in their order.
    var pieces = (0..<4).map { block in
      ["start"] + (0..<3).map { "b\(block)p\($0)," } + ["stop"]
    }
    var workbench = Workbench()
    for effect in try workbench.press("f5") { workbench.begin(effect) }
    workbench.receive(Wire.start, end: nil)
    let id = try #require(workbench.state.activeRun?.id)
    while let block = (0..<4).filter({ !pieces[$0].isEmpty }).randomElement(using: &generator) {
      let piece = pieces[block].removeFirst()
      let data =
        switch piece {
        case "start":
          #"{"type":"content_block_start","index":\#(block),"content_block":{"type":"text","text":""}}"#
        case "stop": #"{"type":"content_block_stop","index":\#(block)}"#
        default:
          #"{"type":"content_block_delta","index":\#(block),"delta":{"type":"text_delta","text":"\#(piece)"}}"#
        }
      workbench.tell(.run(id, .chunk(Array("data: \(data)\n\n".utf8), at: .milliseconds(10))))
      // What is shown is always what the message holds.
      let run = try #require(workbench.state.run)
      let shown = workbench.state.answer.text.transcript.sections.map(\.body)
      for (place, block) in run.message.content.enumerated() where !block.text.isEmpty {
        #expect(shown[place].line(0) == block.text)
      }
    }
  }

  @Test func `a result written later stands below its call`() throws {
    var workbench = Workbench()
    try workbench.answer(
      with: Wire.start + Wire.tool("t", input: "{}", id: "x") + Wire.text("after", index: 1)
        + Wire.delta(reason: "tool_use") + Wire.stop)
    try workbench.press("enter")
    workbench.type("18")
    try workbench.press("escape")
    #expect(
      words(workbench.state.answer.text.transcript)
        == ["tool_use  t", "{}", "", "tool_result", "18", "", "text", "after", ""])
  }

  @Test func `long thoughts are open while they come, and then say how long they took`() throws {
    func event(_ data: String) -> String { "data: \(data)\n\n" }
    func thought(_ text: String) -> String {
      event(
        #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"\#(text)"}}"#
      )
    }
    for (lines, isFolded) in [(3, false), (30, true)] {
      var workbench = Workbench()
      for effect in try workbench.press("f5") { workbench.begin(effect) }
      let start =
        #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}"#
      workbench.receive(Wire.start + event(start) + thought("first"), end: nil)
      let id = try #require(workbench.state.activeRun?.id)
      let rest = thought(String(repeating: #"\nmore"#, count: lines - 1))
      workbench.tell(.run(id, .chunk(Array(rest.utf8), at: .milliseconds(4_109))))
      let growing = try #require(workbench.state.answer.text.transcript.sections.first)
      #expect(growing.title == "thinking · 2 deltas · 4.1 s")
      #expect(!growing.isFolded)
      let stop = event(#"{"type":"content_block_stop","index":0}"#)
      workbench.tell(.run(id, .chunk(Array(stop.utf8), at: .seconds(5))))
      #expect(workbench.state.answer.text.transcript.sections.first?.isFolded == isFolded)
    }
  }
}
