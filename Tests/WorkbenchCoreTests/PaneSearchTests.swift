import JSON
import MessagesAPI
import Runs
import TerminalUI
import Testing

@testable import WorkbenchCore

/// Find in the pane of the answer.
@Suite struct PaneSearchTests {
  @Test func `find counts as it is typed, and goes from match to match round the ends`() throws {
    var workbench = try Workbench(answeredWith: "one two one", "ONE more\n\nno")
    try workbench.press("/")
    workbench.type("one")
    #expect(workbench.state.answer.search?.count == 3)
    #expect(workbench.state.answer.search?.number == 1)
    try workbench.press("enter", "n", "n")
    #expect(workbench.state.answer.search?.number == 3)
    try workbench.press("n")
    #expect(workbench.state.answer.search?.number == 1)
    try workbench.press("N")
    #expect(workbench.state.answer.search?.number == 3)
  }

  @Test func `capitals are told apart once one is typed`() throws {
    var workbench = try Workbench(answeredWith: "one One ONE")
    try workbench.press("/")
    workbench.type("One")
    #expect(workbench.state.answer.search?.count == 1)
  }

  @Test func `what is looked for is found in titles, folded or not, once in each`() throws {
    var workbench = Workbench()
    let calls = (0..<3).map {
      Wire.tool("get_weather_\($0)", input: #"{"a":"get"}"#, id: "toolu_\($0)", index: $0)
    }
    try workbench.answer(
      with: Wire.start + calls.joined() + Wire.delta(reason: "tool_use") + Wire.stop)
    try workbench.press("z", "/")
    workbench.type("weather_1")
    #expect(workbench.state.answer.search?.count == 1)
    #expect(workbench.state.answer.text.selectedSection == 1)
    #expect(workbench.state.answer.search?.isCurrent(titleOf: 1) == true)
    #expect(workbench.state.answer.text.transcript.sections[1].isFolded)
    try workbench.press("ctrl-a")
    workbench.type("get")
    #expect(workbench.state.answer.search?.count == 6)
    try workbench.press("enter", "n", "n")
    while workbench.state.answer.search?.number != 2 { try workbench.press("n") }
    #expect(!workbench.state.answer.text.transcript.sections[0].isFolded)
  }

  @Test func `while a query is typed no key is a command, and escape keeps the place`() throws {
    var workbench = try Workbench(answeredWith: (1...200).map { "line \($0)\n\n" }.joined())
    try workbench.press("home", "ctrl-f")
    workbench.type("line 150")
    let offset = workbench.state.answer.text.scroll.offset
    #expect(offset > 100)
    try workbench.press("escape")
    #expect(workbench.state.answer.search == nil)
    #expect(workbench.state.answer.text.scroll.offset == offset)
  }

  @Test func `a match in a folded block unfolds it`() throws {
    var workbench = try Workbench(answeredWith: "alpha", "beta")
    try workbench.press("z", "/")
    #expect(workbench.state.answer.text.transcript.sections.map(\.isFolded) == [true, true])
    workbench.type("bet")
    #expect(workbench.state.answer.text.transcript.sections.map(\.isFolded) == [true, false])
  }

  @Test func `a long text is searched step by step`() throws {
    let text = String(repeating: "lorem ipsum dolor\n\n", count: 20_000) + "needle"
    var workbench = try Workbench(answeredWith: text)
    try workbench.press("home", "/")
    var effects = workbench.type("needle")
    var steps = 0
    while effects.contains(.continueSearch) {
      effects = workbench.tell(.continueSearch)
      steps += 1
    }
    #expect(steps > 1)
    #expect(workbench.state.answer.search?.count == 1)
    let pane = workbench.state.answer.text
    #expect(pane.scroll.visible.contains(pane.transcript.lineCount - 3))
  }

  @Test func `what arrives while searching is searched too`() throws {
    var workbench = Workbench()
    try workbench.answer(with: Wire.start + Wire.text("one"), end: nil)
    try workbench.press("tab", "/")
    workbench.type("one")
    #expect(workbench.state.answer.search?.count == 1)
    workbench.receive(Wire.text("two one one", index: 1), end: nil)
    while workbench.state.answer.search?.isComplete == false { workbench.tell(.continueSearch) }
    #expect(workbench.state.answer.search?.count == 3)
  }

  /// However the steps cut the bytes, between characters or within one that is no text.
  @Test(arguments: [0, 1, 2])
  func `every event with a word is found, whatever its letters and whatever else is there`(
    shift: Int
  ) throws {
    var workbench = Workbench()
    try workbench.answer(with: Wire.start, end: nil)
    let id = try #require(workbench.state.runs.last?.id)
    var bytes = Array((": " + String(repeating: "x", count: shift) + "\n\n").utf8)
    for number in 0..<1500 {
      bytes += Array("event: note\ndata: ".utf8)
      if number.isMultiple(of: 100) { bytes += [0xFF, 0xE8, 0xAA] }
      bytes += Array((String(repeating: "日本", count: 50) + "語\n\n").utf8)
    }
    workbench.tell(.run(id, .chunk(bytes, at: .milliseconds(12))))
    try workbench.press("tab", "2", "/")
    workbench.type("本語")
    while workbench.state.answer.search?.isComplete == false { workbench.tell(.continueSearch) }
    #expect(workbench.state.answer.search?.count == 1500)
  }

  @Test func `events are found by what they hold, each once`() throws {
    var workbench = try Workbench(answeredWith: "one one", "two")
    try workbench.press("2", "/")
    workbench.type("text_delta")
    #expect(workbench.state.answer.search?.count == 2)
    let first = workbench.state.answer.events.selection
    #expect(workbench.state.run?.event(first).text.contains("text_delta") == true)
    try workbench.press("enter", "n")
    #expect(workbench.state.answer.events.selection > first)
  }
}
