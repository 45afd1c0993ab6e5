import JSON
import MessagesAPI
import Testing

/// What is said of elements of lists and of parts of schemas, and where.
struct RequestCheckPartTests {
  @Test(
    arguments: [
      (
        #"{"stop_sequences":["a",5,null]}"#,
        [
          "/stop_sequences/1 Stop sequence 2 has to be a string, and is a number.",
          "/stop_sequences/2 Stop sequence 3 has to be a string, and is null.",
        ]
      ),
      (
        #"{"stop_sequences":["a",{}," "]}"#,
        [
          "/stop_sequences/1 Stop sequence 2 has to be a string, and is an object.",
          "/stop_sequences/2 A stop sequence can't be empty or white space only.",
        ]
      ),
      (
        #"{"stop_sequences":"a"}"#,
        ["/stop_sequences stop_sequences has to be a list of strings, and is a string."]
      ),
      (
        #"{"stop_sequences":[1,2,3,4,5,6]}"#,
        (1...5).map {
          "/stop_sequences/\($0 - 1) Stop sequence \($0) has to be a string, and is a number."
        }
          + ["/stop_sequences 1 more element of stop_sequences has to be a string."]
      ),
      (
        #"{"messages":[{"role":"user","content":"a"},null]}"#,
        ["/messages/1 Message 2 has to be an object, and is null."]
      ),
      (
        #"{"messages":[{"role":"user","content":["a",{"type":"text","text":"b"}]}]}"#,
        ["/messages/0/content/0 Block 1 of message 1 has to be an object, and is a string."]
      ),
      (#"{"system":[null]}"#, ["/system/0 System block 1 has to be an object, and is null."]),
      (#"{"tools":[null]}"#, ["/tools/0 Tool 1 has to be an object, and is null."]),
      (
        #"{"tools":[{"name":"a","input_schema":{"type":"object"},"input_examples":[{},1],"allowed_callers":"direct"}]}"#,
        [
          "/tools/0/allowed_callers allowed_callers of tool 1 has to be a list of strings, and is a string.",
          "/tools/0/input_examples/1 input_examples 2 of tool 1 has to be an object, and is a number.",
        ]
      ),
      (
        #"{"tools":[{"name":"w","type":"web_search_20250305","blocked_domains":["a.com",1]}]}"#,
        [
          "/tools/0/blocked_domains/1 blocked_domains 2 of tool 1 has to be a string, and is a number."
        ]
      ),
    ] as [(String, [String])])
  func `an element of the wrong kind is named by its number, and others are not blamed`(
    body: String, findings: [String]
  ) throws {
    let example = RequestCheckTests.Case(.anthropic, body, [])
    let found = RequestCheck.findings(for: try example.request, profile: example.profile)
    #expect(found.map { "\($0.pointer) \($0.message)" } == findings)
    #expect(found.allSatisfy { $0.severity == .error })
    var mended = try example.request
    for finding in found.reversed() { finding.mend?.apply(to: &mended) }
    let after = RequestCheck.findings(for: mended, profile: example.profile)
    #expect(after.count < found.count || found.allSatisfy { $0.mend == nil })
  }

  @Test func `a problem of a schema is told with its place, and mended there`() throws {
    let schema =
      #"{"type":"object","propertes":{"a":{"enum":[5]}},"anyOf":[true,{"type":"integr"}],"required":"a"}"#
    let example = RequestCheckTests.Case(
      .friendli, #"{"tools":[{"name":"t","input_schema":\#(schema)}]}"#, [])
    var request = try example.request
    let findings = RequestCheck.findings(for: request, profile: example.profile)
    #expect(
      findings.map(\.message) == [
        "input_schema.required has to be a list of names, and is a string.",
        "type of input_schema.anyOf 2 can't be “integr”, perhaps meant as integer.",
        "input_schema.propertes is not a keyword, perhaps meant as properties.",
      ])
    for _ in findings {
      let next = RequestCheck.findings(for: request, profile: example.profile).first
      try #require(next?.mend).apply(to: &request)
    }
    #expect(RequestCheck.findings(for: request, profile: example.profile) == [])
    #expect(
      request.tools[0].inputSchema?.text(.compact)
        == #"{"type":"object","properties":{"a":{"enum":[5]}},"anyOf":[true,{"type":"integer"}],"required":["a"]}"#
    )
  }

  @Test(
    arguments: [
      (#"["a",{"type":"text","text":"b"}]"#, ["0"]), (#"[{"type":"text"}]"#, ["0/text"]),
      (#"[{}]"#, ["0"]), (#"5"#, [""]), (#""""#, []), ("null", []), ("[]", []),
    ] as [(String, [String])])
  func `what a result holds is checked like the content of a message`(
    content: String, places: [String]
  ) throws {
    let example = RequestCheckTests.Case(
      .friendli,
      #"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"n","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":\#(content)}]}]}"#,
      [])
    let found = RequestCheck.findings(for: try example.request, profile: example.profile)
    let base = "error /messages/2/content/0/content"
    #expect(
      found.map { "\($0.severity) \($0.pointer)" }
        == places.map { $0.isEmpty ? base : "\(base)/\($0)" })
  }
}
