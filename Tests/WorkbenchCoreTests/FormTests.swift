import JSON
import MessagesAPI
import Presets
import TerminalUI
import Testing

@testable import WorkbenchCore

/// The form beyond editing one field: sliders, checks, finding a field, what the endpoint makes of it.
@Suite struct FormTests {
  private func slider(of field: RequestField, in workbench: Workbench) throws -> Rect {
    let index = try #require(workbench.state.form.rows.firstIndex { $0.id == .field(field) })
    return try #require(workbench.state.layout(ofRow: index)?.slider)
  }

  @Test func `a slider is dragged, beyond its ends too, as one step to undo`() throws {
    var workbench = Workbench(body: ["temperature": 0.5], height: 40)
    let slider = try slider(of: .temperature, in: workbench)
    let middle = Position(x: slider.x + 4, y: slider.y)
    workbench.tell(.input(.mouse(Mouse(.press(.left), at: middle))))
    #expect(workbench.body["temperature"] == 0.9)
    #expect(workbench.state.form.selectedRow?.id == .field(.temperature))
    workbench.tell(.input(.mouse(Mouse(.drag(.left), at: Position(x: 99, y: 0)))))
    #expect(workbench.body["temperature"] == 2)
    workbench.tell(.input(.mouse(Mouse(.drag(.left), at: Position(x: 0, y: 30)))))
    #expect(workbench.body["temperature"] == 0)
    workbench.tell(.input(.mouse(Mouse(.release(.left), at: middle))))
    workbench.tell(.input(.mouse(Mouse(.drag(.left), at: Position(x: 99, y: 0)))))
    #expect(workbench.body["temperature"] == 0)
    try workbench.press("u")
    #expect(workbench.body["temperature"] == 0.5)
  }

  @Test func `a slider that spans magnitudes gives round numbers`() throws {
    let field = RequestField.maxTokens
    guard case .number(let scale) = field.kind else { return }
    let numbers = (0...9).map { scale.number(atFraction: Double($0) / 9).text }
    #expect(
      numbers == ["1", "6", "79", "400", "1200", "3000", "6300", "12000", "20000", "32000"])
    for text in numbers.dropFirst() {
      let value = try #require(Double(text))
      let again = scale.number(atFraction: scale.fraction(of: value))
      #expect(again.text == text)
    }
  }

  @Test func `an unset number has a slider while it is selected, where there is room`() throws {
    var workbench = Workbench(body: [:], width: 160, height: 40)
    let index = try #require(workbench.state.form.rows.firstIndex { $0.id == .field(.topK) })
    #expect(workbench.state.layout(ofRow: index)?.slider == nil)
    workbench.state.form.select(.field(.topK))
    let slider = try slider(of: .topK, in: workbench)
    workbench.tell(.input(.resize(Size(width: 100, height: 40))))
    #expect(workbench.state.layout(ofRow: index)?.slider == nil)
    workbench.tell(.input(.resize(Size(width: 160, height: 40))))
    workbench.tell(.input(.mouse(Mouse(.press(.left), at: slider.origin))))
    #expect(workbench.body["top_k"] == 1)
  }

  @Test func `a click on its switch leaves an item out, a stop sequence too`() throws {
    var workbench = Workbench(body: ["stop_sequences": ["a", "b"]], height: 40)
    let index = try #require(
      workbench.state.form.rows.firstIndex { $0.id == .item("/stop_sequences/1") })
    let toggle = try #require(workbench.state.layout(ofRow: index)?.toggle)
    workbench.tell(.input(.mouse(Mouse(.press(.left), at: toggle.origin))))
    #expect(workbench.state.draft.sentBody["stop_sequences"] == ["a"])
    #expect(workbench.body["stop_sequences"] == ["a", "b"])
    #expect(workbench.state.presetToSave.request.body == workbench.body)
  }

  @Test func `a click elsewhere keeps what was typed`() throws {
    var workbench = Workbench(height: 40)
    workbench.state.form.select(.field(.temperature))
    try workbench.press("enter")
    workbench.type("0.4")
    let area = try #require(workbench.state.layout.form)
    workbench.tell(.input(.mouse(Mouse(.press(.left), at: Position(x: area.x + 3, y: area.y + 2)))))
    #expect(workbench.body["temperature"] == 0.4)
    #expect(workbench.state.form.inline == nil)
  }

  @Test func `a key goes to the worst objection, another mends it, and undo names it`() throws {
    var workbench = Workbench(body: [
      "model": "m", "temperature": 3, "top_p": -1, "messages": [["role": "user", "content": "x"]],
    ])
    #expect(workbench.state.findings.first?.severity == .error)
    try workbench.press("w")
    #expect(workbench.state.form.selectedRow?.id == .field(.temperature))
    try workbench.press("m")
    #expect(workbench.body["temperature"] == 2)
    try workbench.press("w", "m")
    #expect(workbench.body["top_p"] == 0)
    try workbench.press("u")
    #expect(
      workbench.state.notice?.text
        == "Undone: set top_p to 0 · before that: set temperature to 2")
  }

  @Test func `a model that the endpoint doesn't list is told, and mended`() throws {
    var workbench = Workbench(body: ["model": "x", "max_tokens": 5, "messages": []])
    func told() -> [String] {
      workbench.state.findings.filter { $0.pointer == ["model"] }.map(\.message)
    }
    #expect(told().isEmpty)
    workbench.tell(
      .models(["workbench-small", "workbench-slow"], baseURL: Endpoint.embedded.baseURL))
    try workbench.press("esc")
    #expect(told() == ["embedded lists 2 models, but not x."])
    let finding = try #require(workbench.state.findings.first { $0.pointer == ["model"] })
    workbench.state.goTo(finding)
    try workbench.press("m")
    #expect(workbench.body["model"] == "workbench-small")
    #expect(told().isEmpty)
    try workbench.press("u")
    #expect(workbench.body["model"] == "x")
  }

  @Test func `an objection in a folded group unfolds it`() throws {
    var workbench = Workbench(body: ["model": "m", "top_p": -1, "messages": []])
    workbench.state.form.select(.group(.sampling))
    try workbench.press("left")
    #expect(!workbench.state.form.rows.contains { $0.id == .field(.topP) })
    try workbench.press("w", "w", "w")
    #expect(workbench.state.form.rows.contains { $0.id == .field(.topP) })
  }

  @Test func `an objection is about the right item when one before it is switched off`() throws {
    var workbench = Workbench(body: [
      "model": "m",
      "messages": [
        ["role": "user", "content": "a"], ["role": "assistant", "content": "b"],
        ["role": "user", "content": [Block.image(mediaType: "image/png", base64: "R0lGODlhAQAB")]],
      ],
    ])
    workbench.state.form.select(.item("/messages/0"))
    try workbench.press("space", "m")
    #expect(workbench.state.form.selectedRow?.pointer == "/messages/2/content/0")
    let source = workbench.body["messages"]?[2]?["content"]?[0]?["source"]
    #expect(source?["media_type"] == "image/gif")
    #expect(workbench.body["messages"]?[0]?["content"] == "a")
  }

  @Test func `what is switched off stays so when a mend removes an item before it`() throws {
    var workbench = Workbench(body: [
      "model": "m", "max_tokens": 9, "stop_sequences": [" ", "a", "b"],
      "messages": [["role": "user", "content": "x"]],
    ])
    workbench.state.endpoint = Endpoint(
      name: "a", baseURL: "https://api.anthropic.com", kind: .anthropic)
    workbench.state.updateForm()
    workbench.state.form.select(.item("/stop_sequences/2"))
    try workbench.press("space", "m")
    #expect(workbench.body["stop_sequences"] == ["a", "b"])
    #expect(workbench.state.draft.sentBody["stop_sequences"] == ["a"])
    try workbench.press("u")
    #expect(workbench.state.draft.switchedOff == ["/stop_sequences/2"])
  }

  @Test func `a mend never drops what is switched off`() throws {
    var draft = RequestDraft(body: ["tools": [["name": "a"], ["name": "b"], ["name": "c"]]])
    draft.toggle("/tools/0", name: "off")
    draft.toggle("/tools/1", name: "off")
    #expect(draft.place(ofSent: "/tools/0/name") == "/tools/2/name")
    #expect(draft.hidesItems(below: "/tools"))
    #expect(!draft.hidesItems(below: "/tools/2"))
  }

  @Test(arguments: ["ctrl-s", "f4"])
  func `saving and the external editor take a number that is typed over first`(key: String) throws {
    var workbench = Workbench()
    workbench.state.form.select(.field(.temperature))
    try workbench.press("enter")
    workbench.type("0.3")
    try workbench.press(key)
    #expect(workbench.body["temperature"] == 0.3)
    #expect(workbench.state.form.inline == nil)
  }

  @Test func `a field is found by typing, in a folded group too`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.group(.output))
    try workbench.press("left", "/")
    workbench.type("format.sch")
    try workbench.press("enter")
    #expect(workbench.state.form.selectedRow?.id == .field(.outputFormatSchema))
  }

  @Test func `every field says what the endpoint makes of it, unset or not`() throws {
    var workbench = Workbench(body: ["metadata": [:]])
    func row(_ field: RequestField) throws -> FormRow {
      try #require(workbench.state.form.rows.first { $0.id == .field(field) })
    }
    #expect(try row(.temperature).support == .used)
    #expect(try row(.metadata).support == .ignored)
    #expect(try row(.metadata).badge == "ignored")
    #expect(try row(.container).support == .ignored)
    #expect(try row(.container).remark == "ignored here")
    workbench.state.endpoint = Endpoint(
      name: "new", baseURL: "https://api.anthropic.com",
      version: EndpointProfile.versionWithoutSampling, kind: .anthropic)
    workbench.state.updateForm()
    #expect(try row(.temperature).remark == "rejected here", "\(workbench.state.endpoint.profile)")
  }

  @Test func `an item that the saved preset doesn't have isn't reset away`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.item("/messages/0"))
    try workbench.press("D", "r")
    #expect(workbench.body["messages"]?.arrayValue?.count == 2)
  }

  @Test func `right unfolds and left folds`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.group(.sampling))
    let count = workbench.state.form.rows.count
    try workbench.press("right")
    #expect(workbench.state.form.rows.count == count)
    try workbench.press("left", "left")
    #expect(workbench.state.form.rows.count == count - 4)
  }

  @Test func `what is changed of an endpoint is undone and done again`() throws {
    var workbench = Workbench()
    let server = try Endpoint(argument: "http://localhost:8080", among: [])
    workbench.state.endpoints.append(server)
    workbench.state.chooseEndpoint(server.name)
    workbench.state.form.select(.endpointSetting(.key))
    try workbench.press("enter")
    workbench.type("$TOKEN")
    try workbench.press("enter")
    workbench.state.form.select(.endpointSetting(.pathStyle))
    try workbench.press("right")
    let changed = workbench.state.endpoint
    #expect(changed.key == .environment("TOKEN") && changed.pathStyle != server.pathStyle)
    try workbench.press("u")
    #expect(workbench.state.endpoint.pathStyle == server.pathStyle)
    #expect(workbench.state.notice?.text.hasPrefix("Undone: set path of") == true)
    try workbench.press("u")
    #expect(workbench.state.endpoint == server)
    #expect(workbench.state.endpoints.last == server)
    try workbench.press("U", "U")
    #expect(workbench.state.endpoint == changed)
    #expect(workbench.state.endpoints.last == changed)
    #expect(!workbench.state.isModified)
  }

  @Test func `a digit begins a number in the place of the old one`() throws {
    var workbench = Workbench(body: ["model": "m", "temperature": 0.5, "messages": []])
    workbench.state.form.select(.field(.temperature))
    workbench.type("1.5")
    #expect(workbench.state.form.inline?.editor.text == "1.5")
    try workbench.press("enter")
    #expect(workbench.body["temperature"] == 1.5)
    workbench.state.form.select(.field(.model))
    workbench.type("1")
    #expect(workbench.state.form.inline == nil)
  }

  @Test func `the list of stop sequences shows those that are sent`() throws {
    var workbench = Workbench(body: ["model": "m", "stop_sequences": ["a", "b"], "messages": []])
    workbench.state.form.select(.item("/stop_sequences/1"))
    try workbench.press("space")
    let row = try #require(workbench.state.form.rows.first { $0.id == .field(.stopSequences) })
    #expect(row.value == .value(#"["a"]"#))
  }

  @Test func `a click on a group's mark folds it at once`() throws {
    var workbench = Workbench(height: 40)
    let index = try #require(workbench.state.form.rows.firstIndex { $0.id == .group(.sampling) })
    let area = try #require(workbench.state.layout.form)
    let count = workbench.state.form.rows.count
    let mark = Position(x: area.x, y: area.y + index - workbench.state.form.list.offset)
    workbench.tell(.input(.mouse(Mouse(.press(.left), at: mark))))
    #expect(workbench.state.form.rows.count < count)
  }

  @Test(
    arguments: [
      ("thinking", "on", .thinkingType), ("tool_choice", ["a"], .toolChoiceType),
      ("output_config", 3, .effort),
    ] as [(String, JSONValue, RequestField)])
  func `what stands in the place of an object is shown, gone to, replaced and unset`(
    name: String, value: JSONValue, field: RequestField
  ) throws {
    var body: JSONObject = [
      "model": "m", "max_tokens": 9, "messages": [["role": "user", "content": "a"]],
    ]
    body[name] = value
    var workbench = Workbench(body: body, height: 60)
    let rows = workbench.state.form.rows.filter { $0.pointer?.tokens.first == name }
    #expect(
      rows.filter { $0.value == .value(value.stringValue ?? value.text(.compact)) }.map(\.id) == [
        .field(field)
      ])
    try workbench.press("home", "w")
    #expect(workbench.state.form.selectedRow?.id == .field(field))
    try workbench.press("right")
    #expect(workbench.body[name]?.objectValue != nil)
    try workbench.press("u")
    #expect(workbench.body == body)
    try workbench.press("delete")
    #expect(workbench.body[name] == nil)
  }

  @Test func `a key that does nothing on a line says so`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.endpoint)
    for key in ["left", "right", "x", "r", "n"] {
      try workbench.press(key)
      #expect(workbench.state.notice != nil, "\(key)")
    }
  }
}
