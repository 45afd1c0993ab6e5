import JSON
import MessagesAPI
import TerminalUI
import Testing

@testable import WorkbenchCore

/// Words that go on what is being written in JSON.
@Suite struct CompletionTests {
  /// The words at the place that `|` marks in a text.
  private func words(
    _ marked: String, base: JSONPointer = [], body: JSONObject = [:]
  ) throws -> [String] {
    let parts = marked.split(separator: "|", omittingEmptySubsequences: false)
    let context = try #require(
      JSONContext(parts.joined(), at: parts[0].utf8.count), "\(marked)")
    let vocabulary = RequestVocabulary(draft: RequestDraft(body: body), models: ["m-1", "m-2"])
    return Completion(vocabulary.words(in: context, base: base), in: context)?.items.map(\.title)
      ?? []
  }

  @Test(arguments: [
    (#"{"temp|"#, ["temperature"]), (#"{"model": "x", te|"#, ["temperature"]),
    (#"{"temperature": 1, "temp|"}"#, []), ("{\"temp|\n\"temperature\": 1}", []),
    (#"{"stream": t|}"#, ["true"]),
    (#"{"stream": true|}"#, []), (#"{"model": "|"}"#, ["m-1", "m-2"]),
    (#"{"tool_choice": {"type": "a|"}}"#, ["auto", "any"]),
    (#"{"messages": [{"role": "|", "content": "x"}]}"#, ["user", "assistant"]),
    (#"{"messages": [{"content": [{"type": "te|"}]}]}"#, ["text"]),
    (#"{"messages": [{"content": [{"s|, "type": "image"}]}]}"#, ["source"]),
    (#"{"messages": [{"content": [{"type": "image", "source": {"m|"#, ["media_type"]),
    (#"{"tools": [{"name": "a", "input_s|"#, ["input_schema", "input_examples"]),
  ])
  func `known fields and their values fit into a request`(marked: String, expected: [String]) throws
  {
    let found = try words(marked)
    #expect(marked.contains("input_s|") ? found.first == expected.first : found == expected)
  }

  @Test(arguments: [
    (#"{"ty|"#, ["type"]), (#"{"type": "nu|"#, ["number", "null"]),
    (#"{"properties": {"ty|"}}"#, []),
    (#"{"properties": {"type": {"ty|"}}}"#, ["type"]),
    (#"{"properties": {"a": {"type": ["str|"]}}}"#, ["string"]),
    (#"{"required": ["|"], "properties": {"city": {}, "days": {}}}"#, ["city", "days"]),
    (#"{"anyOf": [{"minIt|"#, ["minItems"]), (#"{"format": "date|"}"#, ["date-time", "date"]),
    (#"{"enum": ["t|"]}"#, []), (#"{"const": {"ty|"}}"#, []),
    (#"{"items": {"type": "object", "prop|": {}}}"#, ["properties", "propertyNames"]),
  ])
  func `keywords and their values fit into a schema`(marked: String, expected: [String]) throws {
    #expect(try words(marked, base: "/tools/0/input_schema") == expected)
    let within = #"{"output_config": {"format": {"schema": "# + marked
    #expect(try words(within) == expected)
  }

  @Test(arguments: ["", "\"a\"|", "{\"a\": \"b\"| }", "|{}", "{}|", "]|", "{\"a\": \"b\\\"|\"}"])
  func `any text and any place are survived`(marked: String) {
    let text = marked.replacing("|", with: "")
    for place in 0...text.utf8.count { _ = JSONContext(text, at: place) }
  }

  // MARK: In the editor

  private func completion(of workbench: Workbench) -> Completion? {
    if case .editor(let editor)? = workbench.state.overlay { editor.completion } else { nil }
  }

  private func text(of workbench: Workbench) -> String {
    if case .editor(let editor)? = workbench.state.overlay { editor.editor.text } else { "" }
  }

  @Test func `tab takes the word with its quotes and its colon`() throws {
    var workbench = Workbench()
    try workbench.press("f2", "ctrl-a", "delete")
    workbench.type("{\"max_")
    #expect(completion(of: workbench)?.items.map(\.title) == ["max_tokens"])
    try workbench.press("tab")
    workbench.type("5,\"tool_choice\":{ty")
    try workbench.press("enter")
    workbench.type("\"")
    try workbench.press("down", "enter")
    #expect(text(of: workbench) == #"{"max_tokens": 5,"tool_choice":{"type": "any""#)
  }

  @Test func `a word in quotes is replaced whole, and a colon isn't doubled`() throws {
    var workbench = Workbench()
    try workbench.press("f2", "ctrl-a", "delete")
    workbench.type("{\"tempXX\": 1}")
    try workbench.press("home")
    for _ in 0..<6 { try workbench.press("right") }
    #expect(completion(of: workbench) == nil)
    try workbench.press("ctrl-space", "tab")
    #expect(text(of: workbench) == "{\"temperature\": 1}")
    try workbench.press("alt-z")
    #expect(text(of: workbench) == "{\"tempXX\": 1}")
  }

  @Test func `the list is never in the way of typing`() throws {
    var workbench = Workbench()
    try workbench.press("f2", "ctrl-a", "delete")
    workbench.type("{\"strea")
    #expect(completion(of: workbench) != nil)
    try workbench.press("escape")
    #expect(completion(of: workbench) == nil)
    workbench.type("m\": true")
    #expect(completion(of: workbench) == nil)
    try workbench.press("enter")
    workbench.type("}")
    #expect(text(of: workbench) == "{\"stream\": true\n}")
    try workbench.press("escape")
    #expect(workbench.body == ["stream": true])
  }

  @Test(arguments: [(100, 30), (40, 10)])
  func `a word is taken by a click, and the wheel goes through the list`(
    width: Int, height: Int
  ) throws {
    var workbench = Workbench(width: width, height: height)
    try workbench.press("f2", "ctrl-a", "delete")
    workbench.type("{\"tool_choice\":{\"type\":\"a")
    guard case .editor(let editor) = workbench.state.overlay else { return }
    let frame = try #require(workbench.state.completionFrame(of: editor))
    let place = Position(x: frame.x + 2, y: frame.y + 1)
    workbench.tell(.input(.mouse(Mouse(.wheelDown, at: place))))
    #expect(completion(of: workbench)?.selectedItem.title == "any")
    workbench.tell(.input(.mouse(Mouse(.press(.left), at: place))))
    #expect(completion(of: workbench) == nil)
    #expect(text(of: workbench) == #"{"tool_choice":{"type":"any""#)
    workbench.tell(.input(.mouse(Mouse(.press(.left), at: Position(x: 4, y: 1)))))
    #expect(text(of: workbench) == #"{"tool_choice":{"type":"any""#)
  }

  @Test func `plain text is left alone`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.item("/messages/0"))
    try workbench.press("enter")
    workbench.type("{\"te")
    #expect(completion(of: workbench) == nil)
  }
}
