import JSON
import MessagesAPI
import Testing

struct RequestCheckTests {
  /// A body, the endpoint it is for, and what is found: severity and place.
  struct Case: Sendable, CustomTestStringConvertible {
    let kind: EndpointProfile.Kind
    let version: String
    let body: String
    let findings: [String]

    init(
      _ kind: EndpointProfile.Kind, _ body: String, _ findings: [String],
      version: String = EndpointProfile.commonVersion
    ) {
      self.kind = kind
      self.version = version
      self.body = body
      self.findings = findings
    }

    var testDescription: String { "\(kind): \(body)" }

    var profile: EndpointProfile { EndpointProfile(kind, version: version) }

    /// The case's members put into a request that is in order.
    var request: MessageRequest {
      get throws {
        var request = MessageRequest([
          "model": "m", "max_tokens": 4096, "messages": [["role": "user", "content": "hi"]],
        ])
        for member in try #require(JSONValue(parsing: body).objectValue).members {
          request.body[member.key.value] = nil
          if !member.value.isNull { request.body[member.key.value] = member.value }
        }
        return request
      }
    }
  }

  static let new = EndpointProfile.versionWithoutSampling

  static let cases: [Case] = [
    Case(.generic, "{}", []), Case(.anthropic, "{}", []), Case(.friendli, "{}", []),
    Case(.embedded, "{}", []),

    // Fields
    Case(.anthropic, #"{"model":null}"#, ["error /model"]),
    Case(.embedded, #"{"model":null,"seed":7}"#, []),
    Case(.anthropic, #"{"max_tokens":null}"#, ["error /max_tokens"]),
    Case(.friendli, #"{"max_tokens":null}"#, []),
    Case(.anthropic, #"{"max_tokens":0}"#, []),
    Case(.friendli, #"{"max_tokens":0}"#, ["error /max_tokens"]),
    Case(.anthropic, #"{"max_tokens":30000}"#, ["warning /max_tokens"]),
    Case(.anthropic, #"{"max_tokens":30000,"stream":true}"#, []),
    Case(.friendli, #"{"max_tokens":1.5}"#, ["error /max_tokens"]),
    Case(.generic, #"{"temperature":"0.5"}"#, ["warning /temperature"]),
    Case(.anthropic, #"{"temperature":1.5}"#, ["error /temperature"]),
    Case(.friendli, #"{"temperature":1.5}"#, []),
    Case(.friendli, #"{"temperature":3}"#, ["warning /temperature"]),
    Case(.friendli, #"{"temperature":-1,"top_p":2}"#, ["error /temperature", "warning /top_p"]),
    Case(
      .anthropic, #"{"temperature":1,"top_p":1,"top_k":1}"#,
      ["error /temperature", "error /top_p", "error /top_k"], version: new),
    Case(.anthropic, #"{"temperature":1}"#, []),
    Case(
      .anthropic, #"{"stop_sequences":["a"," ",""]}"#,
      ["error /stop_sequences/1", "error /stop_sequences/2"]),
    Case(.friendli, #"{"stop_sequences":"a"}"#, ["error /stop_sequences"]),
    Case(.friendli, #"{"metadata":{"user_id":"u"}}"#, ["note /metadata"]),
    Case(.friendli, #"{"stream":"yes"}"#, ["error /stream"]),
    Case(
      .ollama,
      #"{"tool_choice":{"type":"any"},"tools":[{"name":"a","input_schema":{"type":"object"}}]}"#,
      ["warning /tool_choice/type"]),

    // Unknown members
    Case(.anthropic, #"{"seed":1}"#, ["error /seed"]),
    Case(.llamaCpp, #"{"seed":1}"#, ["warning /seed"]),
    Case(.friendli, #"{"min_p":0.1}"#, ["note /min_p"]),
    Case(.friendli, #"{"maxTokens":1}"#, ["warning /maxTokens"]),
    Case(.anthropic, #"{"context_manager":{}}"#, ["error /context_manager"]),
    Case(.anthropic, #"{"context_management":{},"speed":"fast"}"#, []),
    Case(.anthropic, #"{"thinking":{"type":"adaptive","budget":1}}"#, ["error /thinking/budget"]),
    Case(.generic, #"{"x":{"a":1,"a":2}}"#, ["warning /x", "note /x"]),

    // Thinking
    Case(.friendli, #"{"thinking":{}}"#, ["error /thinking"]),
    Case(.friendli, #"{"thinking":"on"}"#, ["error /thinking"]),
    Case(.friendli, #"{"thinking":{"type":"enabled"}}"#, ["error /thinking/budget_tokens"]),
    Case(.friendli, #"{"thinking":{"type":"enabled","budget_tokens":1}}"#, []),
    Case(
      .anthropic, #"{"thinking":{"type":"enabled","budget_tokens":1}}"#,
      ["error /thinking/budget_tokens"]),
    Case(
      .friendli, #"{"thinking":{"type":"enabled","budget_tokens":4096}}"#,
      ["error /thinking/budget_tokens"]),
    Case(.friendli, #"{"max_tokens":null,"thinking":{"type":"enabled","budget_tokens":4096}}"#, []),
    Case(
      .friendli, #"{"thinking":{"type":"adaptive","budget_tokens":10}}"#,
      ["error /thinking/budget_tokens"]),
    Case(
      .friendli, #"{"thinking":{"type":"disabled","display":"omitted"}}"#,
      ["warning /thinking/display"]),
    Case(.friendli, #"{"thinking":{"type":"between_tools"}}"#, ["error /thinking/type"]),
    Case(.anthropic, #"{"thinking":{"type":"between_tools"}}"#, []),
    Case(.llamaCpp, #"{"thinking":{"type":"enabled"}}"#, []),
    Case(
      .anthropic,
      #"{"temperature":0.5,"top_k":5,"top_p":0.9,"thinking":{"type":"enabled","budget_tokens":2000}}"#,
      ["warning /temperature", "warning /top_k", "warning /top_p"]),
    Case(.friendli, #"{"temperature":0.5,"thinking":{"type":"enabled","budget_tokens":2000}}"#, []),

    // Output
    Case(.friendli, #"{"output_config":{"effort":"ultracode"}}"#, []),
    Case(.anthropic, #"{"output_config":{"effort":"ultracode"}}"#, ["error /output_config/effort"]),
    Case(.generic, #"{"output_config":{"effort":"whatever"}}"#, ["warning /output_config/effort"]),
    Case(
      .friendli, #"{"output_config":{"format":{"type":"json_schema"}}}"#,
      ["error /output_config/format/schema"]),

    // Tools
    Case(.friendli, #"{"tools":[{"name":"a"}]}"#, ["note /tools/0/input_schema"]),
    Case(.anthropic, #"{"tools":[{"name":"a"}]}"#, ["error /tools/0/input_schema"]),
    Case(
      .friendli, #"{"tools":[{"name":"a b","input_schema":{"type":"object"}}]}"#,
      ["error /tools/0/name"]),
    Case(
      .friendli, #"{"tools":[{"input_schema":{"type":"string"}}]}"#,
      ["error /tools/0/name", "error /tools/0/input_schema/type"]),
    Case(
      .friendli,
      #"{"tools":[{"name":"a","input_schema":{"type":"object"}},{"name":"a","input_schema":{"type":"object"}}]}"#,
      ["error /tools/1/name"]),
    Case(
      .friendli, #"{"tools":[{"type":"web_search_20250305","name":"w"}]}"#,
      ["warning /tools/0/type"]),
    Case(.anthropic, #"{"tools":[{"type":"web_search_20250305","name":"w","max_uses":2}]}"#, []),

    Case(
      .friendli,
      #"{"tools":[{"name":"a","input_schema":{"type":"strng","properties":[],"required":["x",1]}}]}"#,
      [
        "error /tools/0/input_schema/type", "error /tools/0/input_schema/properties",
        "error /tools/0/input_schema/required/1",
      ]),

    // Schemas
    Case(
      .anthropic,
      #"{"output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{"a":{"type":"integr"}},"required":["a"]}}}}"#,
      ["error /output_config/format/schema/properties/a/type"]),
    Case(
      .generic,
      #"{"output_config":{"format":{"type":"json_schema","schema":{"type":"integr","maxLength":"3"}}}}"#,
      [
        "warning /output_config/format/schema/type",
        "warning /output_config/format/schema/maxLength",
      ]),
    Case(
      .llamaCpp, #"{"output_config":{"format":{"type":"json_schema","schema":{"type":"integr"}}}}"#,
      ["warning /output_config/format/type", "warning /output_config/format/schema"]),
    Case(
      .friendli,
      #"{"output_config":{"format":{"type":"json_schema","schema":{"type":"integer","minimum":5,"maximum":1}}}}"#,
      ["warning /output_config/format/schema/minimum"]),
    Case(
      .embedded,
      #"{"output_config":{"format":{"type":"json_schema","schema":{"items":[{}],"enum":[],"oneOf":[{"enum":[]}]}}}}"#,
      [
        "error /output_config/format/schema/enum", "warning /output_config/format/schema/items",
        "warning /output_config/format/schema/oneOf/0/enum",
      ]),
    Case(
      .embedded,
      #"{"output_config":{"format":{"type":"json_schema","schema":{"allOf":[true,{}]}}}}"#,
      []),
    Case(
      .friendli,
      #"{"tools":[{"name":"a","input_schema":{"type":"object","propertys":{},"minimum":"1","maximum":"2","minItems":"3","maxItems":"4","multipleOf":"5","required":"b","title":5}}]}"#,
      [
        "error /tools/0/input_schema/minimum", "error /tools/0/input_schema/maximum",
        "error /tools/0/input_schema/minItems", "error /tools/0/input_schema/maxItems",
        "error /tools/0/input_schema/multipleOf", "error /tools/0/input_schema",
      ]),

    // Tool choice
    Case(.friendli, #"{"tool_choice":{"type":"auto"}}"#, ["error /tool_choice"]),
    Case(
      .friendli, #"{"tool_choice":{"type":"none","disable_parallel_tool_use":true}}"#,
      ["error /tool_choice/disable_parallel_tool_use"]),
    Case(
      .friendli, #"{"tool_choice":"auto","tools":[{"name":"a","input_schema":{"type":"object"}}]}"#,
      ["error /tool_choice"]),
    Case(
      .friendli,
      #"{"tool_choice":{"type":"tool"},"tools":[{"name":"a","input_schema":{"type":"object"}}]}"#,
      ["error /tool_choice/name"]),
    Case(
      .friendli,
      #"{"tool_choice":{"type":"tool","name":"b"},"tools":[{"name":"a","input_schema":{"type":"object"}}]}"#,
      ["error /tool_choice/name"]),
    Case(
      .friendli,
      #"{"tool_choice":{"type":"auto","name":"a"},"tools":[{"name":"a","input_schema":{"type":"object"}}]}"#,
      ["warning /tool_choice/name"]),
    Case(
      .friendli,
      #"{"tool_choice":{"type":"any"},"thinking":{"type":"enabled","budget_tokens":9},"tools":[{"name":"a","input_schema":{"type":"object"}}]}"#,
      ["error /tool_choice"]),
    Case(
      .friendli,
      #"{"tool_choice":{"type":"any"},"thinking":{"type":"adaptive"},"tools":[{"name":"a","input_schema":{"type":"object"}}]}"#,
      []),

    // System and messages
    Case(
      .friendli, #"{"system":[{"type":"text","text":" "},{"type":"image"}]}"#,
      ["error /system/0", "error /system/1"]),
    Case(.friendli, #"{"messages":[]}"#, ["error /messages"]),
    Case(.friendli, #"{"messages":[1]}"#, ["error /messages/0"]),
    Case(
      .friendli,
      #"{"messages":[{"role":"assistant","content":"a"},{"role":"user","content":"b"}]}"#,
      ["error /messages/0/role"]),
    Case(
      .friendli, #"{"messages":[{"role":"user","content":"\n"}]}"#, ["error /messages/0/content"]),
    Case(.friendli, #"{"messages":[{"role":"user","content":[]}]}"#, ["error /messages/0/content"]),
    Case(.friendli, #"{"messages":[{"role":"system","content":"a"}]}"#, ["error /messages/0/role"]),
    Case(.vLLM, #"{"messages":[{"role":"system","content":"a"}]}"#, []),
    Case(
      .friendli, #"{"messages":[{"role":"user","content":"a"},{"role":"user","content":"b"}]}"#,
      ["note /messages/1"]),
    Case(
      .friendli,
      #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b "}]}"#,
      ["error /messages/1", "note /messages/1"]),
    Case(
      .anthropic,
      #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}"#,
      ["warning /messages/1"]),
    Case(
      .friendli,
      #"{"messages":[{"role":"user","content":[{"type":"text","text":""},{"type":"text","text":"a"},{}]}]}"#,
      ["error /messages/0/content/0", "error /messages/0/content/2"]),
    Case(
      .friendli,
      #"{"messages":[{"role":"user","content":[{"type":"document","source":{}},{"type":"odd"}]}]}"#,
      ["warning /messages/0/content/0", "note /messages/0/content/1"]),
    Case(
      .friendli,
      #"{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":""}}]}]}"#,
      ["error /messages/0/content/0/source/data"]),
    Case(
      .ollama,
      #"{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://e"}}]}]}"#,
      ["error /messages/0/content/0/source"]),
    Case(
      .anthropic,
      #"{"messages":[{"role":"user","content":[{"type":"text","text":"a","citations":[1]}]}]}"#,
      ["error /messages/0/content/0/citations"], version: new),

    // Calls and results
    Case(
      .friendli,
      #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"n","input":{}}]}]}"#,
      ["error /messages/1/content/0"]),
    Case(
      .friendli,
      #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"n","input":{}}]},{"role":"user","content":[{"type":"text","text":"x"},{"type":"tool_result","tool_use_id":"t1","content":""}]}]}"#,
      ["error /messages/2/content/1"]),
    Case(
      .friendli,
      #"{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"1"}]},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"n","input":{}}]}]}"#,
      ["error /messages/0/content/0"]),
    Case(
      .friendli,
      #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"n","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"1"},{"type":"tool_result","tool_use_id":"t1","content":"2"},{"type":"tool_result","tool_use_id":"t9","content":"","is_error":true}]}]}"#,
      [
        "error /messages/2/content/2", "error /messages/2/content/1",
        "note /messages/2/content/2/is_error",
      ]),
    Case(
      .friendli,
      #"{"messages":[{"role":"user","content":[{"type":"tool_use","id":"","name":"","input":1}]}]}"#,
      [
        "error /messages/0/content/0", "error /messages/0/content/0/name",
        "error /messages/0/content/0/input", "warning /messages/0/content/0/id",
      ]),
  ]

  @Test(arguments: cases)
  func `what a rule says is found at its place, the worst first`(example: Case) throws {
    let findings = RequestCheck.findings(for: try example.request, profile: example.profile)
    #expect(findings.map { "\($0.severity) \($0.pointer)" } == example.findings)
    #expect(findings.allSatisfy { $0.message.hasSuffix(".") })
  }

  @Test(arguments: cases)
  func `a mend settles its finding and makes nothing worse`(example: Case) throws {
    let request = try example.request
    let findings = RequestCheck.findings(for: request, profile: example.profile)
    let errors = findings.count { $0.severity == .error }
    for finding in findings {
      guard let mend = finding.mend else { continue }
      var mended = request
      mend.apply(to: &mended)
      let after = RequestCheck.findings(for: mended, profile: example.profile)
      let isSame = { (other: Finding) in other.message == finding.message }
      #expect(after.count(where: isSame) < findings.count(where: isSame))
      #expect(after.count { $0.severity == .error } <= errors, "\(mend.title): \(after)")
    }
  }

  @Test func `an unknown field that looks like a slip is renamed in place`() throws {
    var request = MessageRequest(["maxTokens": 5, "model": "m"])
    let finding = try #require(
      RequestCheck.findings(for: request, profile: EndpointProfile(.anthropic))
        .first { $0.pointer == "/maxTokens" })
    try #require(finding.mend).apply(to: &request)
    #expect(request.body == ["max_tokens": 5, "model": "m"])
  }

  @Test func `thinking that an edit made invalid is told, and only then`() throws {
    let answer: JSONValue = [
      "content": [
        ["type": "thinking", "thinking": "t", "signature": "s1"], Block.text("one"),
      ]
    ]
    var request = MessageRequest([
      "model": "m", "max_tokens": 9, "messages": [["role": "user", "content": "a"]],
    ])
    var ledger = ThinkingLedger()
    ledger.record(answer: answer, to: request)
    request.appendAnswer(answer)
    request.insertMessage(InputMessage(role: "user", text: "b"))
    let profile = EndpointProfile(.anthropic)
    #expect(RequestCheck.findings(for: request, profile: profile, ledger: ledger) == [])
    request[.temperature] = .value(1)
    #expect(ledger.invalidated(in: request) == [])

    request.body["system"] = "new"
    let findings = RequestCheck.findings(for: request, profile: profile, ledger: ledger)
    #expect(findings.map(\.severity) == [.warning, .note])
    #expect(findings.map(\.pointer) == ["/messages/1/content/0", "/messages/1/content/0"])
    #expect(
      RequestCheck.findings(for: request, profile: EndpointProfile(.friendli), ledger: ledger) == []
    )
    findings[0].mend?.apply(to: &request)
    #expect(request[message: 1].blocks == [Block.text("one")])
    #expect(RequestCheck.findings(for: request, profile: profile, ledger: ledger) == [])
  }
}

struct EndpointProfileTests {
  @Test(arguments: EndpointProfile.Kind.allCases)
  func `every documented field has its row`(kind: EndpointProfile.Kind) {
    let profile = EndpointProfile(kind)
    for field in MessageRequest.fields {
      #expect(profile.support(of: field) != .rejected || field == .contextManager)
      #expect(!profile.whenUnset(field).isEmpty)
    }
    #expect(profile.support(of: .messages) == .required)
    #expect(profile.support(ofBlock: "text") == .used)
  }

  @Test func `the newer version takes the sampling fields away`() {
    let profile = EndpointProfile(.anthropic, version: EndpointProfile.versionWithoutSampling)
    for field in [RequestField.temperature, .topP, .topK] {
      #expect(profile.support(of: field) == .rejected)
      #expect(EndpointProfile(.anthropic).support(of: field) == .used)
      #expect(EndpointProfile(.friendli, version: profile.version).support(of: field) == .used)
    }
  }

  @Test func `a model's capabilities narrow what is known`() {
    let profile = EndpointProfile(.anthropic).narrowed(by: [
      "thinking": ["types": ["adaptive": ["supported": true], "enabled": ["supported": false]]],
      "effort": ["low": ["supported": true], "max": ["supported": true]],
    ])
    #expect(profile.thinkingTypes == ["adaptive"])
    #expect(profile.efforts == ["low", "max"])
  }
}
