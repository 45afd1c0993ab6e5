import JSON
import MessagesAPI
import Presets
import Testing

struct PresetTests {
  func preset(_ text: String) throws -> Preset { try Preset(parsing: Array(text.utf8)) }

  func text(_ preset: Preset) -> String { String(decoding: preset.bytes, as: UTF8.self) }

  @Test(arguments: [
    "{}", " {\n}\t\n", #"{"model":"m","messages":[],"max_tokens":1.0}"#,
    "{\"z\": 1, \"request\" : {\"b\":1e400,\"b\":\"\\u00e9\\ud800\"},\r\n \"a\":null}",
  ])
  func `an untouched preset is written back byte for byte`(source: String) throws {
    var preset = try preset(source)
    #expect(text(preset) == source)
    let request = preset.request
    preset.request = request
    preset.name = preset.name
    preset.endpoint = preset.endpoint
    #expect(text(preset) == source)
  }

  @Test func `an edit leaves everything else as it was`() throws {
    var preset = try preset(
      """
      {
        "x": [1, 2.0],
        "request": {"model": "a", "odd": {"k":1}},
        "notes": "n"
      }

      """)
    preset.request[.model] = .value("b")
    #expect(
      text(preset) == """
        {
          "x": [1, 2.0],
          "request": {"model": "b", "odd": {"k":1}},
          "notes": "n"
        }

        """)
  }

  @Test func `a bare body is a preset and stays one`() throws {
    var preset = try preset(#"{"model":"m","name":"not mine"}"#)
    #expect(preset.isBareBody)
    #expect(preset.name == nil)
    preset.request[.topK] = .value(3)
    #expect(text(preset) == #"{"model":"m","name":"not mine","top_k":3}"#)
  }

  @Test func `something to say about a bare body wraps it`() throws {
    var preset = try preset(#"{"model":"m"}"#)
    preset.notes = "n"
    #expect(preset.document.value == ["request": ["model": "m"], "notes": "n"])
    preset.variables["x"] = .init("x", "1")
    #expect(preset.variables.list == [.init("x", "1")])
    preset.notes = nil
    #expect(preset.document.value == ["request": ["model": "m"], "variables": ["x": "1"]])
  }

  @Test func `a text that isn't a preset says why`() throws {
    #expect(throws: Preset.ParseError.notAnObject(found: "array")) { try preset("[]") }
    let error = #expect(throws: Preset.ParseError.self) { try preset("{\n  \"a\": ,}") }
    guard case .notJSON(let reason)? = error else { return }
    #expect(reason.line == 2 && reason.column == 8)
  }

  @Test func `a preset cut at any byte is refused, not read in part`() {
    let bytes = Preset.shipped[1].bytes
    for length in 0..<(bytes.count - 2) {
      #expect(throws: Preset.ParseError.self) { try Preset(parsing: Array(bytes[..<length])) }
    }
  }

  @Test func `the shipped presets say what they are, use documented fields and fit their endpoint`()
  {
    #expect(
      Preset.shipped.map(\.name) == [
        "sampling", "thinking", "tools", "structured output", "stop sequences",
      ])
    for preset in Preset.shipped {
      #expect(preset.endpoint == "embedded")
      #expect(preset.description?.hasSuffix(".") == true)
      #expect(preset.notes != nil)
      #expect(preset.request.model == "workbench-small")
      #expect(preset.request.isStreaming)
      #expect(!preset.request.messages.isEmpty)
      #expect(preset.name.map { (try? PresetName($0)) != nil } == true)
      let names = PresetVariables.names(in: preset.request.json)
      #expect(Set(names) == Set(preset.variables.list.map(\.name)))
      let findings = RequestCheck.findings(
        for: preset.request, profile: Endpoint.embedded.profile)
      #expect(findings == [])
    }
  }
}

struct PresetNameTests {
  @Test(
    arguments: [
      ("", .empty), (".", .leadingDot), ("..", .leadingDot), (".hidden", .leadingDot),
      ("../x", .character("/")), ("/etc/x", .character("/")), ("a\\b", .character("\\")),
      ("a\u{0}", .character("\u{0}")), ("a\nb", .character("\n")),
      ("a\u{1B}", .character("\u{1B}")),
      ("a\u{202E}b", .character("\u{202E}")), ("a\u{200B}", .character("\u{200B}")),
      ("a\u{A0}b", .character("\u{A0}")), (" a", .edge), ("a ", .edge), ("a.", .edge),
      ("con", .reserved), ("Nul.txt", .reserved), ("COM1", .reserved),
      (String(repeating: "é", count: 101), .tooLong(202)),
    ] as [(String, PresetName.Failure)])
  func `a name that could leave the folder or mislead is refused`(
    text: String, failure: PresetName.Failure
  ) {
    #expect(throws: failure) { try PresetName(text) }
  }

  @Test(arguments: ["a", "my preset", "Größe 2", "日本", "a.b", "-x", "con-1", "👍"])
  func `ordinary names are fine`(text: String) throws {
    #expect(try PresetName(text).fileName == text + ".json")
  }

  @Test(arguments: [
    ("What is top_p?", "What is top_p"), ("a/b: c\nd", "a b c d"), ("../../x", "x"),
    ("", "untitled"), ("???", "untitled"), ("con", "untitled"), ("  .. a .", "a"),
  ])
  func `a text suggests a name`(text: String, name: String) {
    #expect(PresetName(suggestedBy: text).text == name)
  }

  @Test func `a suggested name has its ending however long the text is`() {
    let text = String(repeating: "n", count: 61)
    let names = (2..<5).map { PresetName(suggestedBy: text, ending: "-draft-\($0)").text }
    #expect(Set(names).count == 3)
    #expect(names.allSatisfy { $0.utf8.count <= 61 && $0.hasPrefix("nnn") })
    #expect(names[0].hasSuffix("n-draft-2"))
    #expect(PresetName(suggestedBy: "?", ending: "-draft").text == "untitled-draft")
  }
}

struct PresetVariablesTests {
  @Test func `variables are found in string values, each once, in order`() {
    let value: JSONValue = [
      "{{key}}": "{{b}} {{ a }} {{b}}", "n": 1, "list": ["{{c.d-1}}", "{{}}", "{{ 1x }}", "{{e"],
    ]
    #expect(PresetVariables.names(in: value) == ["b", "a", "c.d-1"])
  }

  @Test func `values are put in, once, and unknown names stay`() {
    let value: JSONValue = ["t": "{{a}}-{{ b }}-{{{a}}}-{{x}}", "{{a}}": ["{{a}}"]]
    #expect(
      PresetVariables([.init("a", "{{b}}"), .init("b", "2"), .init("c")]).filled(in: value)
        == ["t": "{{b}}-2-{{{b}}}-{{x}}", "{{a}}": ["{{b}}"]])
  }

  @Test func `strings without variables keep their spelling`() throws {
    let text = #"{ "a" : "\u0041\ud800", "b": "{{x}}", "n" : 1.0 }"#
    let value = try JSONValue(parsing: text)
    let result = PresetVariables([.init("x", "y")]).filled(in: value)
    #expect(result.text(.compact) == #"{"a":"\u0041\ud800","b":"y","n":1.0}"#)
    #expect(PresetVariables([.init("z", "y")]).filled(in: value).text(.asWritten) == text)
  }
}
