import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI
import Testing

@testable import WorkbenchCore

/// The endpoint in the form: its settings, and what it makes of the request.
@Suite struct EndpointTests {
  private static let anthropic = Endpoint(
    name: "anthropic", baseURL: "https://api.anthropic.com", authentication: .xAPIKey,
    key: KeyReference(parsing: "$ANTHROPIC_API_KEY"), kind: .anthropic)

  private func workbench(
    _ endpoint: Endpoint = anthropic, body: JSONObject = ["model": "m", "max_tokens": 9]
  ) -> Workbench {
    var workbench = Workbench(body: body, width: 120, height: 50)
    workbench.state.endpoints.append(endpoint)
    workbench.state.endpoint = endpoint
    workbench.state.updateForm()
    return workbench
  }

  // MARK: - Headers

  @Test(arguments: [":", "::", ": v", "a: 1\n:b", "bad header: 1", "x-api-key: secret"])
  func `headers that can't be sent stay open at their line`(text: String) throws {
    var workbench = workbench()
    workbench.state.form.select(.endpointSetting(.headers))
    try workbench.press("enter")
    _ = workbench.state.apply(.input(.paste(text)), at: .zero)
    try workbench.press("escape")
    guard case .editor(let editor) = workbench.state.overlay else {
      Issue.record("the editor was closed")
      return
    }
    #expect(editor.complaint != nil)
    #expect(editor.editor.text == text)
    #expect(editor.editor.cursor.line == text.split(separator: "\n").count - 1)
    #expect(workbench.state.endpoint.headers.isEmpty)
  }

  @Test func `a key among the headers that are typed is kept in no file`() throws {
    var workbench = workbench()
    workbench.state.form.select(.endpointSetting(.headers))
    try workbench.press("enter")
    _ = workbench.state.apply(.input(.paste("X-Api-Key : secret")), at: .zero)
    #expect(workbench.state.kept.unfinished == nil)
    _ = workbench.state.apply(.input(.key(try Key(parsing: "ctrl-a"))), at: .zero)
    _ = workbench.state.apply(.input(.paste("x-trace: 1")), at: .zero)
    #expect(workbench.state.kept.unfinished?.text == "x-trace: 1")
  }

  @Test func `the version in a header decides what is accepted`() {
    var endpoint = Self.anthropic
    #expect(endpoint.profile.support(of: .temperature) == .used)
    endpoint.headers = [
      HTTPHeader("Anthropic-Version", EndpointProfile.versionWithoutSampling)
    ]
    #expect(endpoint.profile.support(of: .temperature) == .rejected)
  }

  // MARK: - Base URL

  @Test func `a key doesn't go along to another origin, and undo brings both back`() throws {
    var workbench = workbench()
    workbench.state.form.select(.endpointSetting(.baseURL))
    try workbench.press("enter", "ctrl-a")
    workbench.type("http://127.0.0.1:9")
    try workbench.press("enter")
    #expect(workbench.state.endpoint.key == nil)
    #expect(workbench.state.endpoint.kind == .generic)
    #expect(
      workbench.state.notice?.text
        == "The key is for https://api.anthropic.com only and was taken off; u takes that back")
    try workbench.press("u")
    #expect(workbench.state.endpoint == Self.anthropic)
  }

  @Test func `a key stays with its origin when only the path changes`() throws {
    var workbench = workbench()
    workbench.state.form.select(.endpointSetting(.baseURL))
    try workbench.press("enter", "end")
    workbench.type("/v1")
    try workbench.press("enter")
    #expect(workbench.state.endpoint.key == Self.anthropic.key)
    #expect(workbench.state.endpoint.kind == .anthropic)
  }

  @Test func `what a server serves is told of that server alone`() throws {
    var workbench = workbench()
    workbench.tell(.models(["a"], baseURL: "http://elsewhere"))
    #expect(workbench.state.models.isEmpty)
    workbench.tell(.models(["a"], baseURL: Self.anthropic.baseURL))
    #expect(workbench.state.models == ["a"])
    workbench.state.form.select(.endpointSetting(.baseURL))
    try workbench.press("enter", "ctrl-a")
    workbench.type("http://localhost:1")
    try workbench.press("enter")
    #expect(workbench.state.models.isEmpty)
    try workbench.press("u")
    #expect(workbench.state.models == ["a"])
  }

  @Test func `choosing an endpoint can be undone`() throws {
    var workbench = workbench()
    try workbench.press("f6")
    workbench.type("embedded")
    try workbench.press("enter")
    #expect(workbench.state.endpoint.isEmbedded)
    try workbench.press("u")
    #expect(workbench.state.endpoint == Self.anthropic)
    try workbench.press("U")
    #expect(workbench.state.endpoint.isEmbedded)
  }

  // MARK: - What it makes of the request

  @Test func `a missing model is an error only where the endpoint has none`() {
    #expect(workbench(body: ["max_tokens": 9]).state.findings.contains { $0.pointer == ["model"] })
    var withModel = Self.anthropic
    withModel.defaultModel = "claude"
    let workbench = workbench(withModel, body: ["max_tokens": 9])
    #expect(!workbench.state.findings.contains { $0.pointer == ["model"] })
    let row = workbench.state.form.rows.first { $0.id == .field(.model) }
    #expect(row?.remark == "claude")
  }

  @Test func `choices go through what the endpoint knows, the list offers the rest`() throws {
    var workbench = Workbench(body: ["thinking": ["type": "disabled"]], width: 120, height: 50)
    workbench.state.form.select(.field(.thinkingType))
    try workbench.press("right")
    #expect(workbench.body["thinking"]?["type"] == "enabled")
    try workbench.press("enter")
    guard case .picker(let picker) = workbench.state.overlay else {
      Issue.record("no list")
      return
    }
    #expect(picker.items.map(\.id) == ["enabled", "adaptive", "disabled", "between_tools"])
    #expect(picker.items.map(\.note).last == "not known at this endpoint")
  }

  @Test func `the forced tool is chosen among the tools`() throws {
    var workbench = Workbench(
      body: ["tools": [["name": "a"], ["name": "b"]], "tool_choice": ["type": "tool"]])
    workbench.state.form.select(.field(.toolChoiceName))
    try workbench.press("right", "right")
    #expect(workbench.body["tool_choice"]?["name"] == "b")
    try workbench.press("enter", "up", "enter")
    #expect(workbench.body["tool_choice"]?["name"] == "a")
  }

  @Test func `a slider ends where the endpoint's values end`() throws {
    var workbench = workbench(body: ["model": "m", "max_tokens": 9, "temperature": 0.9])
    workbench.state.form.select(.field(.temperature))
    try workbench.press("right", "right", "right", "right")
    #expect(workbench.body["temperature"] == 1)
  }

  // MARK: - Findings

  @Test func `a finding inside an item stands at its line, and is mended where one is`() throws {
    let schema: JSONObject = ["type": "string"]
    var workbench = Workbench(
      body: [
        "model": "m", "max_tokens": 9, "messages": [["role": "user", "content": "a"]],
        "tools": [
          ["name": "bad name", "input_schema": ["type": "object"]],
          ["name": "b", "input_schema": .object(schema)],
        ],
      ], width: 120, height: 50)
    try workbench.press("w", "w")
    let row = try #require(workbench.state.form.selectedRow)
    #expect(row.id == .item(["tools", "1"]))
    #expect(workbench.state.finding(at: row)?.message.contains("schema") == true)
    try workbench.press("m")
    #expect(workbench.body["tools"]?[0]?["name"] == "bad name")
    #expect(workbench.body["tools"]?[1]?["input_schema"]?["type"] == "object")
  }

  @Test(arguments: ["messages", "tools"])
  func `what stands where a list should has a line, and is gone to`(name: String) throws {
    var body: JSONObject = ["model": "m", "messages": [["role": "user", "content": "a"]]]
    body[name] = 7
    var workbench = Workbench(body: body)
    try workbench.press("w")
    #expect(workbench.state.form.selectedRow?.pointer == [name])
    #expect(workbench.state.form.selectedRow?.value == .value("7"))
    try workbench.press("x")
    #expect(workbench.body[name] == nil)
  }

  @Test func `a budget is mended with room for the answer`() throws {
    var workbench = Workbench(
      body: [
        "model": "m", "max_tokens": 400, "thinking": ["type": "enabled"],
        "messages": [["role": "user", "content": "a"]],
      ])
    try workbench.press("m")
    #expect(workbench.body["thinking"]?["budget_tokens"] == 1024)
    #expect(workbench.body["max_tokens"] == 2048)
    #expect(!workbench.state.findings.contains { $0.severity == .error })
  }

  @Test(arguments: ["disable_parallel", "output_config", "thinking.type", "input_schema"])
  func `fields are found by their names on the wire`(name: String) throws {
    var workbench = Workbench(body: ["tools": [["name": "a", "input_schema": [:]]]])
    try workbench.press("/")
    workbench.type(name)
    guard case .picker(let picker) = workbench.state.overlay else {
      Issue.record("no list")
      return
    }
    #expect(picker.selectedItem != nil)
    try workbench.press("enter")
    let pointer = try #require(workbench.state.form.selectedRow?.pointer)
    #expect(pointer.path.contains(name))
  }
}
