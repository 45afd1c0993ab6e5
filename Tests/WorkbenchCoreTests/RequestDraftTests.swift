import JSON
import MessagesAPI
import TestSupport
import Testing

@testable import WorkbenchCore

@Suite struct RequestDraftTests {
  private let body: JSONObject = [
    "model": "m", "temperature": 0.7,
    "tools": [["name": "a"], ["name": "b"], ["name": "c"]],
  ]

  @Test func `an edit is undone and done again by its name`() {
    var draft = RequestDraft(body: body)
    draft.set("/temperature", to: 1)
    #expect(draft.undoName == "set temperature")
    #expect(draft.undo() == "set temperature")
    #expect(draft.body == body)
    #expect(draft.redo() == "set temperature")
    #expect(draft.body["temperature"] == 1)
    #expect(draft.redo() == nil)
  }

  @Test func `steps at the same place are undone as one`() {
    var draft = RequestDraft(body: body)
    for value in [0.75, 0.8, 0.85] {
      draft.edit("set temperature", coalescing: "/temperature") {
        $0[.temperature] = .value(.number(JSONNumber(value)))
      }
    }
    _ = draft.undo()
    #expect(draft.body == body)
  }

  @Test func `an edit that changes nothing can't be undone`() {
    var draft = RequestDraft(body: body)
    draft.set("/temperature", to: 0.7)
    #expect(draft.undoName == nil)
  }

  @Test func `absent, null and a value are three things`() {
    var draft = RequestDraft(body: body)
    draft.set("/temperature", to: .null)
    #expect(draft.sentBody["temperature"] == .null)
    draft.set("/temperature", to: nil)
    #expect(draft.sentBody["temperature"] == nil)
  }

  @Test func `unsetting the only field of an object that an edit made takes the object away`() {
    var draft = RequestDraft(body: body)
    draft.set("/thinking/type", to: "adaptive")
    draft.set("/thinking/type", to: nil)
    #expect(draft.body == body)
  }

  @Test func `what is switched off stays in the body and isn't sent`() {
    var draft = RequestDraft(body: body)
    draft.toggle("/tools/1", name: "off")
    #expect(draft.body == body)
    #expect(draft.sentBody["tools"] == [["name": "a"], ["name": "c"]])
    draft.toggle("/tools/1", name: "on")
    #expect(draft.sentBody == body)
  }

  @Test func `a list of tools that are all off isn't sent`() {
    var draft = RequestDraft(body: body)
    for index in 0..<3 { draft.toggle(["tools", "\(index)"], name: "off") }
    #expect(draft.sentBody["tools"] == nil)
  }

  @Test func `a message of which every block is off isn't sent, and comes back as a whole`() {
    let body: JSONObject = [
      "system": [["type": "text", "text": "s"]],
      "messages": [
        ["role": "user", "content": "a"],
        ["role": "assistant", "content": [["type": "text", "text": "b"], ["type": "image"]]],
        ["role": "user", "content": []],
        ["role": "user", "content": [["type": "text", "text": "c"], ["type": "tool_result"]]],
      ],
    ]
    var draft = RequestDraft(body: body)
    draft.toggle("/messages/1/content/0", name: "off")
    #expect(draft.sentBody["messages"]?[1]?["content"] == [["type": "image"]])
    draft.toggle("/messages/1/content/1", name: "off")
    draft.toggle("/messages/3/content/0", name: "off")
    draft.toggle("/system/0", name: "off")
    // What was empty before stays for the checks to tell of.
    #expect(
      draft.sentBody == [
        "messages": [
          ["role": "user", "content": "a"], ["role": "user", "content": []],
          ["role": "user", "content": [["type": "tool_result"]]],
        ]
      ])
    #expect(draft.leftOut.contains("/messages/1"))
    #expect(draft.place(ofSent: "/messages/2/content/0/type") == "/messages/3/content/1/type")
    draft.toggle("/messages/1", name: "on")
    #expect(draft.sentBody["messages"]?[1] == body["messages"]?[1])
    #expect(!draft.leftOut.contains("/messages/1"))
  }

  @Test func `what is switched off moves with its item`() {
    var draft = RequestDraft(body: body)
    draft.toggle("/tools/0", name: "off")
    let hasMoved = draft.move("/tools/0", by: 2, name: "move")
    #expect(hasMoved)
    #expect(draft.switchedOff == ["/tools/2"])
    draft.insert(["name": "d"], at: 0, in: "/tools", name: "add")
    #expect(draft.switchedOff == ["/tools/3"])
    draft.remove("/tools/1", name: "remove")
    #expect(draft.switchedOff == ["/tools/2"])
    draft.remove("/tools/2", name: "remove")
    #expect(draft.switchedOff.isEmpty)
    #expect(draft.body["tools"] == [["name": "d"], ["name": "c"]])
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `undoing everything gives back the beginning`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var draft = RequestDraft(body: body)
    for _ in 0..<50 {
      let index = Int.random(in: 0..<3, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: draft.insert(["name": "x"], at: index, in: "/tools", name: "add")
      case 1: draft.remove(["tools", "\(index)"], name: "remove")
      case 2: _ = draft.move(["tools", "\(index)"], by: 1, name: "move")
      case 3: draft.toggle(["tools", "\(index)"], name: "toggle")
      default: draft.set("/top_k", to: .number(JSONNumber(index)))
      }
    }
    let end = draft
    while draft.undo() != nil {}
    #expect(draft.body == body)
    #expect(draft.switchedOff.isEmpty)
    while draft.redo() != nil {}
    #expect(draft.body == end.body)
    #expect(draft.switchedOff == end.switchedOff)
  }
}
