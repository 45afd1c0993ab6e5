import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI
import Testing

@testable import WorkbenchCore

/// Tool calls: which can be answered, and how the conversation goes on.
@Suite struct ToolCallTests {
  private static let call = Wire.tool("look", input: #"{"at":"sky"}"#, id: "t1")

  private func workbench(_ events: String, width: Int = 120) throws -> Workbench {
    var workbench = Workbench(width: width)
    try workbench.answer(with: Wire.start + events)
    workbench.state.focus = .answer
    return workbench
  }

  private static let cut =
    Wire.tool("look", input: #"{"at":"sk"#, id: "t1")
    + Wire.delta(reason: "max_tokens") + Wire.stop

  @Test(arguments: [cut, Wire.tool("look", input: #"{"at":"sk"#, id: "t1")])
  func `a call that was cut can't be answered, and no one says that it waits`(events: String) throws
  {
    var workbench = try workbench(events)
    #expect(workbench.state.notice?.text.contains("wait") != true)
    for key in ["enter", "c"] {
      try workbench.press(key)
      #expect(workbench.state.overlay == nil)
      #expect(workbench.state.notice?.text.hasPrefix("look can't be answered") == true)
      #expect(workbench.body["messages"]?.arrayValue?.count == 1)
    }
  }

  @Test func `F5 in a result goes on with the conversation`() throws {
    var workbench = try workbench(Self.call + Wire.delta(reason: "tool_use") + Wire.stop)
    try workbench.press("enter")
    workbench.type("blue")
    let effects = try workbench.press("f5")
    #expect(effects.contains { if case .startRun = $0 { true } else { false } })
    let messages = try #require(workbench.body["messages"]?.arrayValue)
    #expect(messages.count == 3)
    #expect(messages.last?["content"]?[0]?["content"] == "blue")
  }

  @Test func `F5 in the first of two results asks for the second`() throws {
    let second = Wire.tool("ask", input: "{}", id: "t2", index: 1)
    var workbench = try workbench(Self.call + second + Wire.delta(reason: "tool_use") + Wire.stop)
    try workbench.press("enter")
    workbench.type("blue")
    #expect(try workbench.press("f5").isEmpty)
    #expect(workbench.state.notice?.text.hasPrefix("Needs a result first: ask.") == true)
  }

  @Test func `an older answer isn't appended twice`() throws {
    var workbench = try workbench(Self.call + Wire.delta(reason: "tool_use") + Wire.stop)
    try workbench.press("enter")
    workbench.type("blue")
    for effect in try workbench.press("f5") { workbench.begin(effect) }
    workbench.receive(Wire.start + Wire.text("It is.") + Wire.delta(reason: "end_turn") + Wire.stop)
    try workbench.press("alt-left")
    let before = workbench.body
    #expect(try workbench.press("c").isEmpty)
    #expect(workbench.body == before)
    #expect(workbench.state.notice?.text.contains("already") == true)
  }

  @Test func `a paused turn is sent on as it is`() throws {
    var workbench = try workbench(
      Wire.text("Searching") + Wire.delta(reason: "pause_turn") + Wire.stop)
    let effects = try workbench.press("c")
    #expect(effects.contains { if case .startRun = $0 { true } else { false } })
    let messages = try #require(workbench.body["messages"]?.arrayValue)
    #expect(messages.map { $0["role"] } == ["user", "assistant"])
  }

  // MARK: - What comes late

  @Test func `a list of models that was closed stays closed when the models come`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.field(.model))
    try workbench.press("enter", "escape")
    workbench.tell(.models(["a", "b"], baseURL: Endpoint.embedded.baseURL))
    #expect(workbench.state.overlay == nil)
    #expect(workbench.state.models == ["a", "b"])
    try workbench.press("enter")
    workbench.tell(.models(["a", "b", "c"], baseURL: Endpoint.embedded.baseURL))
    guard case .picker(let picker) = workbench.state.overlay else {
      Issue.record("no list")
      return
    }
    #expect(picker.items.map(\.id) == ["m", "a", "b", "c"])
  }

  @Test func `nothing is replaced by the keys of who is typing when a file is found to exist`()
    throws
  {
    var workbench = try workbench(Wire.text("Hi") + Wire.delta(reason: "end_turn") + Wire.stop)
    try workbench.press("w", "enter", "f2")
    workbench.tell(.fileConflict(path: "m-1.md", bytes: [1], .answer))
    #expect(try workbench.press("y").isEmpty)
    guard case .editor(let editor) = workbench.state.overlay else {
      Issue.record("the editor is gone")
      return
    }
    #expect(editor.editor.text.hasPrefix("y"))
    #expect(workbench.state.notice?.text == "m-1.md is there already, and was left as it is")
  }

  @Test func `a preset of one's own with the name of a shipped one is opened and deleted`() throws {
    var workbench = Workbench()
    try workbench.press("ctrl-o")
    let own = WorkbenchState.PresetSummary(name: "sampling", summary: "mine", isShipped: false)
    workbench.tell(.presetsListed(WorkbenchState.shippedPresets + [own]))
    workbench.type("mine")
    #expect(try workbench.press("enter") == [.loadPreset(name: "sampling", isShipped: false)])
    workbench.tell(
      .presetLoaded(Preset(request: MessageRequest([:])), name: "sampling", isShipped: false))
    try workbench.press("ctrl-o")
    workbench.tell(.presetsListed(WorkbenchState.shippedPresets + [own]))
    workbench.type("mine")
    try workbench.press("delete")
    #expect(try workbench.press("y").contains { $0 != .listPresets })
    // The list is open again, so that what is typed for it doesn't become commands.
    guard case .picker = workbench.state.overlay else {
      Issue.record("the list was closed")
      return
    }
  }
}
