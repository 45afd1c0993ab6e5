import JSON
import MessagesAPI
import Presets
import TerminalUI
import Testing

@testable import WorkbenchCore

/// Names in the texts that are filled in when the request is sent.
@Suite struct VariableTests {
  private static let body: JSONObject = [
    "model": "m",
    "messages": [["role": "user", "content": "Weather in {{city}}, {{ unit }}? {{other}}"]],
  ]

  private func workbench(_ variables: JSONValue) -> Workbench {
    var workbench = Workbench()
    let file: JSONObject = ["request": .object(Self.body), "variables": variables]
    guard let preset = try? Preset(parsing: JSONValue.object(file).encoded()) else {
      return workbench
    }
    workbench.tell(.presetLoaded(preset, name: "weather", isShipped: false))
    return workbench
  }

  private func sent(_ effects: [Effect]) throws -> JSONValue? {
    for case .startRun(_, _, let body) in effects { return try JSONParser.parse(body) }
    return nil
  }

  @Test func `values are filled in when the request is sent, and other braces stay`() throws {
    var workbench = workbench(["city": "Lisbon", "unit": "°C"])
    let body = try sent(try workbench.press("f5"))
    #expect(body?["messages"]?[0]?["content"] == "Weather in Lisbon, °C? {{other}}")
    #expect(body?["variables"] == nil)
    #expect(workbench.body == Self.body)
  }

  @Test func `without a declaration nothing is touched`() throws {
    var workbench = Workbench(body: Self.body)
    #expect(workbench.state.findings.isEmpty)
    #expect(try sent(try workbench.press("f5")) == .object(Self.body))
  }

  @Test func `a missing value is told, is gone to, and keeps the request from being sent`() throws {
    var workbench = workbench(["city": .null, "unit": "°C"])
    let finding = try #require(workbench.state.findings.first)
    #expect(finding.severity == .error)
    #expect(finding.pointer == "/messages/0/content")
    try workbench.press("w")
    #expect(workbench.state.form.selectedRow?.id == .variable("city"))
    try workbench.press("home")
    #expect(try workbench.press("f5") == [])
    #expect(workbench.state.form.inline?.row == .variable("city"))
    workbench.type("Rome")
    try workbench.press("enter")
    #expect(workbench.state.findings.isEmpty)
    let body = try sent(try workbench.press("f5"))
    #expect(body?["messages"]?[0]?["content"] == "Weather in Rome, °C? {{other}}")
  }

  @Test func `a variable that no text needs may stay without a value`() throws {
    var workbench = workbench(["city": "x", "unit": "y", "unused": .null])
    #expect(workbench.state.findings.isEmpty)
    #expect(try sent(try workbench.press("f5")) != nil)
  }

  @Test func `a variable is named, set, unset, removed, and all of it undone`() throws {
    var workbench = Workbench(body: Self.body)
    try workbench.press("V")
    guard case .prompt(let prompt) = workbench.state.overlay else {
      Issue.record("no prompt")
      return
    }
    #expect(prompt.editor.text == "city")
    try workbench.press("enter")
    workbench.type("Oslo")
    try workbench.press("enter")
    #expect(workbench.state.draft.variables.list == [.init("city", "Oslo")])
    #expect(workbench.state.isModified)
    try workbench.press("delete")
    #expect(workbench.state.draft.variables.list == [.init("city")])
    try workbench.press("d")
    #expect(workbench.state.draft.variables.isEmpty)
    for expected in [[.init("city")], [.init("city", "Oslo")], [.init("city")], []]
      as [[PresetVariables.Variable]]
    {
      try workbench.press("u")
      #expect(workbench.state.draft.variables.list == expected)
    }
    #expect(!workbench.state.isModified)
  }

  @Test(arguments: ["1x", "a b", "", "{{x}}"])
  func `what can't name a variable is refused`(name: String) throws {
    var workbench = Workbench()
    try workbench.press("V")
    workbench.type(name)
    try workbench.press("enter")
    #expect(workbench.state.draft.variables.isEmpty)
    guard case .prompt = workbench.state.overlay else {
      Issue.record("\(name) was taken")
      return
    }
  }

  @Test func `a new text that looks like it has a variable says how to make one`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.item("/messages/0"))
    try workbench.press("enter")
    workbench.type("{{name}}")
    try workbench.press("escape")
    #expect(
      workbench.state.notice?.text == "{{name}} is sent as it stands; V makes it a variable")
  }

  @Test func `values are saved with the preset, and others keep their spelling`() throws {
    var workbench = workbench(["city": "Lisbon", "unit": 7])
    workbench.state.form.select(.variable("city"))
    try workbench.press("enter", "ctrl-a")
    workbench.type("Rome")
    try workbench.press("enter")
    #expect(
      workbench.state.presetToSave.document.value["variables"] == ["city": "Rome", "unit": 7])
    try workbench.press("r")
    #expect(!workbench.state.isModified)
  }

  @Test func `a mend never writes a value in the place of its variable`() throws {
    var workbench = Workbench(
      body: ["model": "m", "sede": "{{x}}", "messages": [["role": "user", "content": "a"]]])
    #expect(workbench.state.findings.contains { $0.mend != nil })
    let duplicate =
      #"{"request":{"model":"m","messages":[{"role":"user","role":"user","content":"{{x}}"}]},"variables":{"x":"1"}}"#
    workbench.tell(
      .presetLoaded(try Preset(parsing: Array(duplicate.utf8)), name: "p", isShipped: false))
    let finding = try #require(workbench.state.findings.first { $0.message.contains("once") })
    #expect(finding.mend == nil)
  }
}
