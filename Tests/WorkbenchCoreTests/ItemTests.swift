import JSON
import MessagesAPI
import Presets
import TerminalUI
import Testing

@testable import WorkbenchCore

/// Items of lists: what is switched off, added, doubled, moved, reset.
@Suite struct ItemTests {
  private func messages(_ texts: String...) -> JSONObject {
    let list = texts.map { JSONValue.object(["role": "user", "content": .string($0)]) }
    return ["model": "m", "messages": .array(JSONArray(list))]
  }

  private func off(_ workbench: Workbench) -> [String] {
    workbench.state.draft.switchedOff.map(\.description).sorted()
  }

  // MARK: - What is switched off

  /// The messages as they become, and those of `a b c d` that stay off when b and d were.
  @Test(arguments: [
    (["b", "c", "d"], [0, 2]), (["a", "c"], []), (["a", "d", "b", "c"], [1, 2]),
    (["x", "a", "b", "c", "d"], [2, 4]), (["a", "changed", "c", "d"], [1, 3]), (["d"], [0]),
    (["a", "c", "x", "y"], []), ([], []),
  ])
  func `what is switched off follows its item when the whole request is edited`(
    texts: [String], places: [Int]
  ) throws {
    var workbench = Workbench(body: messages("a", "b", "c", "d"))
    for index in [1, 3] {
      workbench.state.form.select(.item(["messages", "\(index)"]))
      try workbench.press("space")
    }
    let list = texts.map { JSONValue.object(["role": "user", "content": .string($0)]) }
    workbench.state.draft.replace(
      body: ["model": "m", "messages": .array(JSONArray(list))], name: "edit")
    #expect(off(workbench) == places.map { "/messages/\($0)" })
    _ = workbench.state.draft.undo()
    #expect(off(workbench) == ["/messages/1", "/messages/3"])
  }

  @Test func `a list that is unset or replaced takes its switches along`() throws {
    var workbench = Workbench(body: ["stop_sequences": ["A", "B", "C"]])
    workbench.state.form.select(.item(["stop_sequences", "1"]))
    try workbench.press("space")
    workbench.state.draft.set(["stop_sequences"], to: ["X", "Y"])
    #expect(off(workbench) == [])
    try workbench.press("u")
    #expect(off(workbench) == ["/stop_sequences/1"])
    workbench.state.draft.set(["stop_sequences"], to: nil)
    workbench.state.draft.set(["stop_sequences"], to: ["A", "B"])
    #expect(off(workbench) == [])
  }

  @Test func `a block that is off stays so while messages before it come and go`() {
    let body: JSONObject = [
      "messages": [
        ["role": "user", "content": "a"],
        [
          "role": "user",
          "content": [["type": "text", "text": "b"], ["type": "text", "text": "c"]],
        ],
      ]
    ]
    var workbench = Workbench(body: body)
    workbench.state.draft.toggle("/messages/1/content/0", name: "switch")
    var edited = body
    edited["messages"] = .array([body["messages"]![1]!])
    workbench.state.draft.replace(body: edited, name: "edit")
    #expect(off(workbench) == ["/messages/0/content/0"])
  }

  /// The tools as they become, and those of `a b` that stay off when a was.
  @Test(arguments: [
    (["new", "a"], [1]), (["b", "a"], [1]), (["renamed", "b"], [0]), (["b"], []),
    (["b", "new"], []),
    (["a", "a"], [0]),
  ])
  func `a tool that is off is known by its name`(names: [String], places: [Int]) {
    func tools(_ names: [String], _ description: String) -> JSONObject {
      let list = names.map {
        JSONValue.object(["name": .string($0), "description": .string(description)])
      }
      return ["tools": .array(JSONArray(list))]
    }
    var workbench = Workbench(body: tools(["a", "b"], "old"))
    workbench.state.draft.toggle("/tools/0", name: "switch")
    workbench.state.draft.replace(body: tools(names, "edited"), name: "edit")
    #expect(off(workbench) == places.map { "/tools/\($0)" })
  }

  @Test func `the copy of an item that is off is off`() throws {
    var workbench = Workbench(body: messages("a", "b"))
    workbench.state.form.select(.item(["messages", "0"]))
    try workbench.press("space", "D")
    #expect(off(workbench) == ["/messages/0", "/messages/1"])
  }

  @Test func `what was sent is taken back into the form with nothing switched off`() throws {
    var workbench = Workbench(body: messages("a", "b", "c"))
    workbench.state.form.select(.item(["messages", "1"]))
    try workbench.press("space")
    try workbench.answer(with: Wire.start + Wire.text("Hi") + Wire.delta(reason: "end_turn"))
    workbench.state.focus = .answer
    try workbench.press("b")
    #expect(workbench.body["messages"]?.arrayValue?.count == 2)
    #expect(off(workbench) == [])
  }

  // MARK: - Adding

  @Test func `what is added and written is undone as one`() throws {
    var workbench = Workbench(body: messages("a"))
    workbench.state.form.select(.add(["messages"]))
    try workbench.press("enter")
    workbench.type("hi")
    try workbench.press("escape")
    #expect(workbench.body["messages"]?.arrayValue?.count == 2)
    workbench.state.form.select(.item(["messages", "1"]))
    try workbench.press("enter")
    workbench.type("x")
    try workbench.press("escape", "u")
    #expect(workbench.body["messages"]?[1]?["content"] == "hi")
    try workbench.press("u")
    #expect(workbench.body["messages"]?.arrayValue?.count == 1)
    try workbench.press("U")
    #expect(workbench.body["messages"]?[1]?["content"] == "hi")
  }

  @Test func `a stop sequence that is added and written is undone as one`() throws {
    var workbench = Workbench(body: ["stop_sequences": ["A", "B"]])
    workbench.state.form.select(.item(["stop_sequences", "0"]))
    try workbench.press("a", "N", "enter")
    #expect(workbench.body["stop_sequences"] == ["A", "N", "B"])
    try workbench.press("u")
    #expect(workbench.body["stop_sequences"] == ["A", "B"])
  }

  @Test func `what is added and left unwritten goes, and the line before it is selected`() throws {
    var workbench = Workbench(body: messages("a", "b"))
    workbench.state.form.select(.item(["messages", "0"]))
    try workbench.press("a", "escape")
    #expect(workbench.body == messages("a", "b"))
    #expect(workbench.state.form.selectedRow?.id == .item(["messages", "0"]))
    try workbench.press("u")
    #expect(workbench.state.notice?.text == "There is nothing to undo")
  }

  @Test func `a message that is sent while it is written is one step to undo`() throws {
    var workbench = Workbench(body: messages("a"), width: 160)
    workbench.state.form.select(.add(["messages"]))
    try workbench.press("enter")
    workbench.type("hi")
    try workbench.press("f5")
    workbench.type("!")
    try workbench.press("escape")
    #expect(workbench.body["messages"]?[1]?["content"] == "hi!")
    try workbench.press("u")
    #expect(workbench.body["messages"]?[1]?["content"] == "hi")
    try workbench.press("u")
    #expect(workbench.body == messages("a"))
  }

  // MARK: - Values

  @Test func `an emptied JSON editor unsets what it edits`() throws {
    var workbench = Workbench(body: ["metadata": ["a": 1], "stop_sequences": ["A", "B", "C"]])
    workbench.state.form.select(.field(.metadata))
    try workbench.press("enter", "ctrl-a", "backspace", "escape")
    #expect(workbench.body == ["stop_sequences": ["A", "B", "C"]])
    workbench.state.form.select(.item(["stop_sequences", "1"]))
    try workbench.press("E", "ctrl-a", "backspace", "escape")
    #expect(workbench.body == ["stop_sequences": ["A", "C"]])
  }

  @Test func `reset finds an item that was moved`() throws {
    var workbench = Workbench(body: messages("a", "b", "c"))
    workbench.state.form.select(.item(["messages", "2"]))
    try workbench.press("K", "r")
    #expect(workbench.body == messages("a", "c", "b"))
    #expect(workbench.state.notice?.text == "message 2 is as it was saved")
    workbench = Workbench(body: messages("a", "b", "c"))
    workbench.state.draft.remove("/messages/0", name: "remove")
    workbench.state.draft.set("/messages/1/content", to: "changed")
    workbench.state.updateForm()
    workbench.state.form.select(.item(["messages", "1"]))
    try workbench.press("r")
    #expect(workbench.body == messages("b", "c"))
  }

  @Test(arguments: [
    (".5", "0.5"), ("+5", "5"), (" 10 ", "10"), ("08", "8"), ("-.5", "-0.5"), ("5.", "5"),
  ])
  func `numbers are taken as people type them`(typed: String, number: String) throws {
    var workbench = Workbench(body: ["temperature": 1])
    workbench.state.form.select(.field(.temperature))
    try workbench.press("enter")
    _ = workbench.state.apply(.input(.paste(typed)), at: .zero)
    try workbench.press("enter")
    #expect(workbench.body["temperature"]?.text(.compact) == number)
  }

  @Test func `what is typed in the form is kept while it is typed`() throws {
    var workbench = Workbench(body: ["stop_sequences": ["A"], "max_tokens": 5])
    let before = workbench.state.typedRevision
    workbench.state.form.select(.field(.stopSequences))
    try workbench.press("a")
    workbench.type("END")
    #expect(workbench.state.typedRevision != before)
    #expect(workbench.state.kept.state.draft.body["stop_sequences"] == ["A", "END"])
    #expect(workbench.state.form.inline != nil)
    try workbench.press("escape")
    workbench.state.form.select(.field(.maxTokens))
    try workbench.press("enter", "ctrl-a", "7")
    #expect(workbench.state.kept.state.draft.body["max_tokens"] == 7)
    // What can't be taken leaves what was there.
    try workbench.press("x")
    #expect(workbench.state.kept.state.draft.body["max_tokens"] == 5)
  }

  @Test func `another field is named once, and one that has a line is gone to`() throws {
    var workbench = Workbench(body: [:])
    workbench.state.form.select(.addField)
    try workbench.press("enter")
    workbench.type("thinking.type")
    try workbench.press("enter")
    #expect(workbench.state.overlay == nil)
    #expect(workbench.state.form.selectedRow?.id == .field(.thinkingType))
    workbench.state.form.select(.addField)
    try workbench.press("enter")
    workbench.type("seed")
    try workbench.press("enter", "7", "escape")
    #expect(workbench.body == ["seed": 7])
    #expect(workbench.state.form.selectedRow?.id == .unknown(["seed"]))
  }
}
