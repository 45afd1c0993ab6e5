import JSON
import MessagesAPI
import Presets
import TerminalUI
import Testing

@testable import WorkbenchCore

@Suite struct EditingTests {
  @Test func `an arrow steps a number and starts an unset one`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.field(.temperature))
    try workbench.press("right")
    #expect(workbench.body["temperature"] == 1)
    try workbench.press("left", "left")
    #expect(workbench.body["temperature"] == 0.9)
    try workbench.press("x")
    #expect(workbench.body["temperature"] == nil)
    try workbench.press("n")
    #expect(workbench.body["temperature"] == .null)
  }

  @Test func `a number is typed as it is to be sent`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.field(.temperature))
    try workbench.press("enter")
    workbench.type("0.70")
    try workbench.press("enter")
    #expect(workbench.body["temperature"]?.text() == "0.70")
  }

  @Test func `what isn't a number stays open with the reason`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.field(.temperature))
    try workbench.press("enter")
    workbench.type("warm")
    try workbench.press("enter")
    #expect(workbench.state.form.inline?.complaint != nil)
    #expect(workbench.body["temperature"] == nil)
    try workbench.press("escape")
    #expect(workbench.state.form.inline == nil)
  }

  @Test func `letters that are commands elsewhere are text while typing`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.item("/messages/0"))
    try workbench.press("enter", "ctrl-a")
    workbench.type("quxdanc!? jkT")
    try workbench.press("escape")
    #expect(workbench.body["messages"]?[0]?["content"] == "quxdanc!? jkT")
  }

  @Test func `a paste in a text is literal`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.item("/messages/0"))
    try workbench.press("enter", "ctrl-a")
    workbench.tell(.input(.paste("x\ny\u{1B}[31m")))
    try workbench.press("escape")
    #expect(workbench.body["messages"]?[0]?["content"] == "x\ny\u{1B}[31m")
  }

  @Test func `JSON with a fault stays open and points at it`() throws {
    var workbench = Workbench()
    try workbench.press("f2", "ctrl-a")
    workbench.tell(.input(.paste("{\"model\": \"m\",\n  oops}")))
    try workbench.press("escape")
    guard case .editor(let editor)? = workbench.state.overlay else {
      Issue.record("the editor was closed")
      return
    }
    #expect(editor.complaint?.hasPrefix("line 2, column 3") == true)
    #expect(editor.editor.cursor.line == 1)
    try workbench.press("escape")
    #expect(workbench.state.overlay == nil)
    #expect(workbench.body["messages"] != nil)
  }

  @Test func `a text that was left out is there again with undo, until the request is edited`()
    throws
  {
    func openText() -> String? {
      if case .editor(let editor)? = workbench.state.overlay { editor.editor.text } else { nil }
    }
    var workbench = Workbench()
    try workbench.press("f2", "ctrl-a")
    workbench.tell(.input(.paste("[1, 2]")))
    try workbench.press("escape", "escape")
    #expect(openText() == nil)
    try workbench.press("u")
    #expect(openText() == "[1, 2]")
    try workbench.press("escape", "escape")
    try workbench.press("home", "down", "down", "n", "u")
    #expect(openText() == nil)
  }

  @Test func `a text that is left out twice is out of the way of undo`() throws {
    var workbench = Workbench()
    let before = workbench.body
    try workbench.press("home", "down", "down", "n")
    #expect(workbench.body != before)
    try workbench.press("f2", "ctrl-a")
    workbench.type("zz")
    try workbench.press("escape", "escape", "u", "escape", "escape", "u")
    #expect(workbench.state.overlay == nil)
    #expect(workbench.body == before)
  }

  @Test func `nothing is copied where there is nothing to copy`() throws {
    var workbench = Workbench()
    try workbench.answer(with: Wire.start + Wire.stop)
    try workbench.press("tab")
    let effects = try workbench.press("A")
    #expect(effects.isEmpty)
    #expect(workbench.state.notice?.text == "Nothing to copy: the answer has no text")
  }

  // MARK: - Typing ahead

  @Test func `a preset is opened by keys that were typed before it was listed`() throws {
    var workbench = Workbench()
    var effects = try workbench.press("ctrl-o")
    effects += workbench.type("tools")
    effects += try workbench.press("enter")
    #expect(effects.contains(.loadPreset(name: "tools", isShipped: true)))

    try workbench.press("ctrl-o")
    workbench.type("mine")
    try workbench.press("enter")
    #expect(workbench.state.overlay != nil)
    // What would send the request that is still there waits, too.
    #expect(try workbench.press("f5").isEmpty)
    let mine = WorkbenchState.PresetSummary(name: "mine", summary: "", isShipped: false)
    let later = workbench.tell(.presetsListed([mine] + WorkbenchState.shippedPresets))
    #expect(later == [.loadPreset(name: "mine", isShipped: false)])
    #expect(workbench.state.overlay == nil)
  }

  @Test func `a preset isn't deleted before it is known which one is meant`() throws {
    var workbench = Workbench()
    try workbench.press("ctrl-o", "delete")
    #expect(workbench.state.notice == nil)
    let mine = WorkbenchState.PresetSummary(name: "mine", summary: "", isShipped: false)
    workbench.tell(.presetsListed([mine] + WorkbenchState.shippedPresets))
    guard case .confirmation(let question)? = workbench.state.overlay else {
      Issue.record("nothing is asked")
      return
    }
    #expect(question.purpose == .deletePreset(try PresetName("mine")))
  }

  @Test func `what is typed on after sending from an editor that closed does nothing`() throws {
    var workbench = Workbench(width: 80)
    try workbench.press("f2")
    try workbench.press("f5")
    #expect(workbench.state.overlay == nil)
    let body = workbench.body
    workbench.type("dxw")
    #expect(workbench.body == body)
    #expect(workbench.state.overlay == nil)
    #expect(workbench.state.notice?.text.contains("left out") == true)
    // After a pause a letter is a key again.
    workbench.now += .seconds(2)
    workbench.type("w")
    #expect(workbench.state.overlay == nil)
    #expect(workbench.state.notice?.text.contains("left out") != true)
  }

  @Test func `an editor leaves the answer in sight from 100 columns on`() throws {
    for (width, isBeside) in [(99, false), (100, true), (160, true)] {
      var workbench = Workbench(width: width)
      let before = workbench.state.layout
      try workbench.press("f2")
      #expect(workbench.state.showsAnswerBesideEditor == isBeside)
      #expect(workbench.state.editorFrame.width == (isBeside ? width / 2 : width))
      try workbench.press("esc")
      #expect(workbench.state.layout == before)
    }
  }

  @Test func `what is undone is named as the form names it`() throws {
    for (path, name) in [
      (["messages", "0", "content"], "message 1"),
      (["messages", "1", "content", "2"], "block 3 of message 2"),
      (["messages", "1", "content", "2", "text"], "block 3 of message 2"),
      (["messages", "1", "content", "2", "source", "data"], "source.data of block 3 of message 2"),
      (["stop_sequences", "1"], "stop sequence 2"), (["tools", "0", "name"], "name of tool 1"),
      (["system"], "system"), (["tools"], "tools"), (["thinking", "type"], "thinking.type"),
    ] {
      #expect(JSONPointer(path).spoken == name)
    }
  }

  @Test func `keys for the whole program are heard in the help`() throws {
    var workbench = Workbench()
    try workbench.press("f1")
    #expect(try workbench.press("ctrl-l") == [.redraw])
    #expect(try workbench.press("ctrl-z").contains(.suspend))
    #expect(try workbench.press("ctrl-q").contains(.quit))
  }

  @Test func `saving keeps the editor open, and what is no JSON is never left out by it`() throws {
    func editor() -> EditorOverlay? {
      if case .editor(let editor)? = workbench.state.overlay { editor } else { nil }
    }
    var workbench = Workbench()
    try workbench.press("f2", "ctrl-end", "left")
    workbench.type(", oops")
    for key in ["ctrl-s", "ctrl-s", "f5", "ctrl-s", "f5"] {
      #expect(
        !(try workbench.press(key)).contains { if case .startRun = $0 { true } else { false } })
      #expect(editor()?.editor.text.contains("oops") == true)
      #expect(editor()?.complaint != nil)
    }
    for _ in "oops" { try workbench.press("delete") }
    workbench.type(#""seed": 7"#)
    // The preset came with the program, so that it needs a name.
    try workbench.press("ctrl-s")
    #expect(workbench.body["seed"] == 7)
    try workbench.press("escape")
    #expect(editor()?.editor.text.contains("seed") == true)
  }

  @Test func `a stop sequence that was never written is not there`() throws {
    var workbench = Workbench(body: ["model": "m", "messages": []])
    workbench.state.form.select(.field(.stopSequences))
    for end in ["escape", "enter"] {
      try workbench.press("a", end)
      #expect(workbench.body["stop_sequences"] == nil)
    }
    try workbench.press("a")
    workbench.type("END")
    try workbench.press("enter")
    #expect(workbench.body["stop_sequences"] == ["END"])
  }

  @Test func `steps of a number are undone to where they paused, and to what was sent`() throws {
    var workbench = Workbench(body: ["model": "m", "temperature": 0.5, "messages": []])
    workbench.state.form.select(.field(.temperature))
    try workbench.press("right", "right")
    let paused = workbench.body["temperature"]
    workbench.now = .seconds(5)
    try workbench.press("right", "right")
    let sent = workbench.body["temperature"]
    try workbench.press("f5")
    try workbench.press("right", "u")
    #expect(workbench.body["temperature"] == sent)
    try workbench.press("u")
    #expect(workbench.body["temperature"] == paused)
    try workbench.press("u")
    #expect(workbench.body["temperature"] == 0.5)
  }

  @Test func `the line end that an external editor adds is not taken`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.item("/messages/0"))
    let before = workbench.body
    try workbench.press("f4")
    workbench.tell(
      .edited(before["messages"]?[0]?["content"].flatMap { $0.stringValue.map { $0 + "\n" } }))
    #expect(workbench.body == before)
    #expect(workbench.state.overlay == nil)
  }

  @Test func `the whole request is edited as JSON, unknown fields included`() throws {
    var workbench = Workbench()
    try workbench.press("f2", "ctrl-a")
    workbench.tell(.input(.paste(#"{"model":"m","seed":1.0,"messages":[]}"#)))
    try workbench.press("escape")
    #expect(
      JSONValue.object(workbench.body).text(.asWritten)
        == #"{"model":"m","seed":1.0,"messages":[]}"#)
    try workbench.press("u")
    #expect(workbench.body["seed"] == nil)
  }

  @Test func `messages are added, moved, duplicated and removed`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.item("/messages/0"))
    try workbench.press("a")
    workbench.type("Hi")
    try workbench.press("escape")
    #expect(workbench.body["messages"]?[1] == ["role": "assistant", "content": "Hi"])
    try workbench.press("alt-up")
    #expect(workbench.body["messages"]?[0]?["content"] == "Hi")
    try workbench.press("R")
    #expect(workbench.body["messages"]?[0]?["role"] == "user")
    try workbench.press("D")
    #expect(workbench.body["messages"]?.arrayValue?.count == 3)
    try workbench.press("d", "d")
    #expect(workbench.body["messages"] == [["role": "user", "content": "Hi"]])
  }

  @Test func `a tool is added, edited as JSON and switched off`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.add("/tools"))
    try workbench.press("enter")
    guard case .editor(let editor)? = workbench.state.overlay else {
      Issue.record("no editor")
      return
    }
    #expect(editor.isJSON)
    try workbench.press("escape", "space")
    #expect(workbench.state.draft.sentBody["tools"] == nil)
    #expect(workbench.body["tools"]?.arrayValue?.count == 1)
  }

  @Test func `stop sequences are typed in place`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.field(.stopSequences))
    try workbench.press("enter")
    workbench.type("END")
    try workbench.press("enter")
    #expect(workbench.body["stop_sequences"] == ["END"])
  }

  @Test func `reset takes the saved value`() throws {
    var workbench = Workbench(body: ["temperature": 0.5, "messages": []])
    workbench.state.form.select(.field(.temperature))
    try workbench.press("right", "right", "r")
    #expect(workbench.body["temperature"] == 0.5)
  }

  @Test func `a value that nothing is typed into stays what it is`() throws {
    let body: JSONObject = [
      "temperature": nil, "stop_sequences": [5, nil], "tool_choice": ["type": "tool", "name": nil],
    ]
    var count = 0
    for row in Workbench(body: body, height: 60).state.form.rows.map(\.id) {
      var workbench = Workbench(body: body, height: 60)
      workbench.state.form.select(row)
      try workbench.press("enter")
      guard workbench.state.form.inline != nil else { continue }
      try workbench.press("enter")
      count += 1
      #expect(workbench.body == body, "\(row)")
    }
    #expect(count > 5)
  }

  @Test(arguments: MessageRequest.fields)
  func `every documented field has a line, and can be set to null and unset`(
    field: RequestField
  ) throws {
    var workbench = Workbench(body: [:])
    guard field.kind != .messages, field.kind != .tools else { return }
    let isShown = workbench.state.form.select(.field(field))
    #expect(isShown)
    try workbench.press("n")
    // What an object is of says nothing without the object.
    let place = field.path.count > 1 && field.key == "type" ? field.pointer.parent : field.pointer
    #expect(workbench.state.draft[place] == .null)
    #expect(workbench.state.form.selectedRow?.value == .null)
    try workbench.press("x")
    #expect(workbench.body.isEmpty)
  }

  @Test func `every command has a row in the catalogue, and no key stands for two in one place`() {
    for command in Command.allCases {
      #expect(ActionCatalog.entries.count { $0.command == command } == 1, "\(command)")
    }
    for context in ActionCatalog.Context.allCases {
      let keys = ActionCatalog.entries.filter { $0.context == context }.flatMap(\.keys)
      #expect(Set(keys).count == keys.count, "\(context)")
    }
  }
}
