import JSON
import Testing

@testable import LocalEndpoint

@Suite struct RequestValidationTests {
  /// A body, and the fields that it gets wrong.
  static let cases: [(body: String, fields: [String])] = [
    (#"{"messages": [{"role": "user", "content": "Hi"}]}"#, []),
    (#"[]"#, ["body"]), (#"{}"#, ["messages"]), (#"{"messages": null}"#, ["messages"]),
    (#"{"messages": {}}"#, ["messages"]), (#"{"messages": []}"#, ["messages"]),
    (#"{"messages": [1]}"#, ["messages.0"]),
    (#"{"messages": [{}]}"#, ["messages.0.role", "messages.0.content"]),
    (#"{"messages": [{"role": "system", "content": "x"}]}"#, ["messages.0.role"]),
    (#"{"messages": [{"role": 1, "content": "x"}]}"#, ["messages.0.role"]),
    (#"{"messages": [{"role": "assistant", "content": "x"}]}"#, ["messages.0.role"]),
    (#"{"messages": [{"role": "user", "content": 1}]}"#, ["messages.0.content"]),
    (#"{"messages": [{"role": "user", "content": ""}]}"#, ["messages.0.content"]),
    (#"{"messages": [{"role": "user", "content": " \n"}]}"#, ["messages.0.content"]),
    (#"{"messages": [{"role": "user", "content": []}]}"#, ["messages.0.content"]),
    (#"{"messages": [{"role": "user", "content": ["x"]}]}"#, ["messages.0.content.0"]),
    (
      #"{"messages": [{"role": "user", "content": [{"text": "x"}]}]}"#,
      ["messages.0.content.0.type"]
    ),
    (
      #"{"messages": [{"role": "user", "content": [{"type": "text"}]}]}"#,
      ["messages.0.content.0.text"]
    ),
    (
      #"{"messages": [{"role": "user", "content": [{"type": "text", "text": " "}]}]}"#,
      ["messages.0.content.0.text"]
    ),
  ]

  /// Blocks of the user, and the fields that they get wrong.
  static let blocks: [(block: String, fields: [String])] = [
    (#"{"type": "unheard_of", "x": 1}"#, []), (#"{"type": "document", "source": 5}"#, []),
    (#"{"type": "search_result"}"#, []), (#"{"type": "container_upload"}"#, []),
    (#"{"type": "tool_use", "name": "x", "input": {}}"#, ["type"]),
    (#"{"type": "thinking", "thinking": "x"}"#, ["type"]),
    (#"{"type": "redacted_thinking", "data": "x"}"#, ["type"]), (#"{"type": "image"}"#, ["source"]),
    (#"{"type": "image", "source": {}}"#, ["source.type"]),
    (#"{"type": "image", "source": {"type": "gif"}}"#, ["source.type"]),
    (
      #"{"type": "image", "source": {"type": "base64", "media_type": "image/bmp", "data": "AAAA"}}"#,
      ["source.media_type"]
    ),
    (
      #"{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "A*=="}}"#,
      ["source.data"]
    ),
    (
      #"{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AAA"}}"#,
      ["source.data"]
    ),
    (
      #"{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AAA="}}"#,
      []
    ),
    (#"{"type": "image", "source": {"type": "url", "url": "ftp://x"}}"#, ["source.url"]),
    (#"{"type": "image", "source": {"type": "url", "url": "https://x/y.png"}}"#, []),
    (#"{"type": "image", "source": {"type": "file"}}"#, ["source.file_id"]),
    (#"{"type": "tool_result"}"#, ["tool_use_id"]),
    (
      #"{"type": "tool_result", "tool_use_id": 1, "is_error": "no", "content": 5}"#,
      ["tool_use_id", "is_error", "content"]
    ),
    (
      #"{"type": "tool_result", "tool_use_id": "x", "content": [1, {"type": "text"}]}"#,
      ["content.0", "content.1.text"]
    ),
    (#"{"type": "tool_result", "tool_use_id": "stranger"}"#, ["tool_use_id"]),
    (#"{"type": "text", "text": "x", "cache_control": 7, "citations": "y"}"#, []),
  ]

  private static func schema(_ schema: String) -> String {
    #""output_config": {"format": {"type": "json_schema", "schema": \#(schema)}}"#
  }

  private static func tool(_ schema: String) -> String {
    #""tools": [{"name": "a", "input_schema": \#(schema)}]"#
  }

  /// What no value fits, by the rules.
  private static let impossible =
    #"{"type": "object", "properties": {}, "required": ["b"], "additionalProperties": false}"#

  /// Further fields of a sound request, and those that are wrong.
  static let fields: [(fields: String, wrong: [String])] = [
    (#""model": null, "max_tokens": null, "stream": null, "tools": null, "thinking": null"#, []),
    (#""model": 5"#, ["model"]), (#""max_tokens": 0"#, ["max_tokens"]),
    (#""max_tokens": 1.5"#, ["max_tokens"]),
    (#""max_tokens": "10""#, ["max_tokens"]), (#""max_tokens": 1e2"#, []),
    (#""max_tokens": 1e400"#, ["max_tokens"]),
    (#""stream": 1"#, ["stream"]), (#""stop_sequences": "x""#, ["stop_sequences"]),
    (
      #""stop_sequences": ["", " ", 1, "x"]"#,
      ["stop_sequences.0", "stop_sequences.1", "stop_sequences.2"]
    ),
    (#""temperature": 2.1"#, ["temperature"]), (#""temperature": -0.1"#, ["temperature"]),
    (#""temperature": "1""#, ["temperature"]),
    (#""temperature": 2"#, []), (#""top_p": 1.01"#, ["top_p"]), (#""top_p": 0.5"#, []),
    (#""top_k": 0.5"#, ["top_k"]),
    (#""top_k": -1"#, ["top_k"]), (#""seed": -1"#, ["seed"]), (#""system": 5"#, ["system"]),
    (#""system": "x""#, []),
    (#""system": ["x"]"#, ["system.0"]),
    (#""system": [{"type": "image"}]"#, ["system.0.type"]),
    (#""system": [{"type": "text", "text": ""}]"#, ["system.0.text"]),
    (#""system": [{"type": "text", "text": "x"}]"#, []), (#""tools": {}"#, ["tools"]),
    (#""tools": [1]"#, ["tools.0"]),
    (#""tools": [{}]"#, ["tools.0.name"]),
    (#""tools": [{"name": ""}, {"name": "a b"}]"#, ["tools.0.name", "tools.1.name"]),
    (#""tools": [{"name": "a"}, {"name": "a"}]"#, ["tools.1.name"]),
    (#""tools": [{"name": "a", "input_schema": 5}]"#, ["tools.0.input_schema"]),
    (
      #""tools": [{"name": "a", "input_schema": {"type": "string"}}]"#,
      ["tools.0.input_schema.type"]
    ),
    (
      #""tools": [{"name": "a", "description": 1, "strict": 2}]"#,
      ["tools.0.description", "tools.0.strict"]
    ),
    (#""tools": [{"type": "web_search_20250305", "max_uses": 5}]"#, []),
    (#""tools": [{"type": 5}]"#, ["tools.0.type", "tools.0.name"]),
    (#""tool_choice": "auto""#, ["tool_choice"]), (#""tool_choice": {}"#, ["tool_choice.type"]),
    (#""tool_choice": {"type": "all"}"#, ["tool_choice.type"]),
    (#""tool_choice": {"type": "any"}"#, ["tool_choice.type"]),
    (
      #""tool_choice": {"type": "any"}, "tools": [{"type": "x_1", "name": "a"}]"#,
      ["tool_choice.type"]
    ),
    (#""tool_choice": {"type": "tool"}, "tools": [{"name": "a"}]"#, ["tool_choice.name"]),
    (
      #""tool_choice": {"type": "tool", "name": "b"}, "tools": [{"name": "a"}]"#,
      ["tool_choice.name"]
    ),
    (#""tool_choice": {"type": "tool", "name": "a"}, "tools": [{"name": "a"}]"#, []),
    (
      #""tool_choice": {"type": "none", "disable_parallel_tool_use": false}"#,
      ["tool_choice.disable_parallel_tool_use"]
    ),
    (
      #""tool_choice": {"type": "auto", "disable_parallel_tool_use": 1}"#,
      ["tool_choice.disable_parallel_tool_use"]
    ),
    (#""thinking": true"#, ["thinking"]), (#""thinking": {}"#, ["thinking.type"]),
    (#""thinking": {"type": "on"}"#, ["thinking.type"]),
    (#""thinking": {"type": "enabled"}"#, ["thinking.budget_tokens"]),
    (#""thinking": {"type": "enabled", "budget_tokens": 0}"#, ["thinking.budget_tokens"]),
    (
      #""thinking": {"type": "enabled", "budget_tokens": 10}, "max_tokens": 10"#,
      ["thinking.budget_tokens"]
    ),
    (#""thinking": {"type": "enabled", "budget_tokens": 10}, "max_tokens": 11"#, []),
    (#""thinking": {"type": "enabled", "budget_tokens": 10}"#, []),
    (#""thinking": {"type": "adaptive", "budget_tokens": 10}"#, ["thinking.budget_tokens"]),
    (#""thinking": {"type": "disabled", "budget_tokens": 10}"#, ["thinking.budget_tokens"]),
    (#""thinking": {"type": "adaptive", "display": "all"}"#, ["thinking.display"]),
    (
      #""thinking": {"type": "enabled", "budget_tokens": 5}, "tools": [{"name": "a"}], "tool_choice": {"type": "any"}"#,
      ["tool_choice.type"]
    ),
    (
      #""thinking": {"type": "adaptive"}, "tools": [{"name": "a"}], "tool_choice": {"type": "any"}"#,
      []
    ),
    (#""output_config": 5"#, ["output_config"]),
    (#""output_config": {"effort": "huge"}"#, ["output_config.effort"]),
    (#""output_config": {"effort": null, "format": null}"#, []),
    (#""output_config": {"format": {}}"#, ["output_config.format.type"]),
    (#""output_config": {"format": {"type": "xml"}}"#, ["output_config.format.type"]),
    (#""output_config": {"format": {"type": "json_schema"}}"#, ["output_config.format.schema"]),
    // Schemas
    (schema("{}"), []), (schema(#"{"type": "array", "items": true}"#), []),
    (schema("true"), ["output_config.format.schema"]),
    (schema(#"{"items": [{}], "x": 1, "requird": 5}"#), []),
    (
      schema(
        #"{"type": "object", "properties": {"a": {"type": "integr"}, "b": {"enum": []}}, "required": ["a"]}"#
      ),
      ["output_config.format.schema.properties.a.type"]
    ),
    (
      schema(#"{"type": "integer", "minimum": 5, "maximum": 1}"#),
      ["output_config.format.schema.minimum"]
    ),
    (schema(##"{"$ref": "#/$defs/a"}"##), ["output_config.format.schema.$ref"]),
    (
      tool(#"{"type": "object", "properties": [], "required": "a", "pattern": "("}"#),
      [
        "tools.0.input_schema.properties", "tools.0.input_schema.required",
        "tools.0.input_schema.pattern",
      ]
    ),
    (tool("{}"), []), (tool(#"{"properties": {"a": true, "b": false}}"#), []),
    (tool(impossible), []),
    (tool(impossible) + #", "tool_choice": {"type": "auto"}"#, []),
    (
      tool(impossible) + #", "tool_choice": {"type": "any"}"#,
      ["tools.0.input_schema.required.0"]
    ),
    (
      tool(impossible) + #", "tool_choice": {"type": "tool", "name": "a"}"#,
      ["tools.0.input_schema.required.0"]
    ),
    (
      #""tools": [{"name": "b"}, {"name": "a", "input_schema": \#(impossible)}], "tool_choice": {"type": "tool", "name": "b"}"#,
      []
    ),
    (
      #""cache_control": 1, "container": [], "context_manager": 2, "inference_geo": {}, "metadata": "x", "service_tier": 5"#,
      []
    ),
    (#""made_up": {"deeply": [null]}"#, []),
  ]

  @Test(arguments: cases)
  func `a body is checked field by field`(body: String, fields: [String]) throws {
    let failures = RequestValidation.failures(in: try JSONValue(parsing: body))
    #expect(failures.map { $0.pointer.isEmpty ? "body" : $0.pointer.path } == fields)
  }

  @Test(arguments: blocks)
  func `a block is checked member by member`(block: String, fields: [String]) throws {
    let body = #"{"messages": [{"role": "user", "content": [\#(block)]}]}"#
    let failures = RequestValidation.failures(in: try JSONValue(parsing: body))
    #expect(failures.map(\.pointer.path) == fields.map { "messages.0.content.0." + $0 })
  }

  @Test(arguments: fields)
  func `a field is checked`(fields: String, wrong: [String]) throws {
    let body = #"{"messages": [{"role": "user", "content": "Hi"}], \#(fields)}"#
    let failures = RequestValidation.failures(in: try JSONValue(parsing: body))
    #expect(failures.map(\.pointer.path) == wrong)
  }

  @Test(
    arguments: [
      // The blocks of messages, the user's and the assistant's by turns: calls, results, texts.
      ("text | call:a | result:a", []),
      ("text | call:a call:b | result:b result:a text", []),
      ("text | call:a | text", ["messages.1.content.0"]),
      ("text | call:a", ["messages.1.content.0"]),
      ("text | call:a call:b | result:a", ["messages.1.content.1"]),
      ("text | call:a | text result:a", ["messages.2.content.1"]),
      ("text | call:a | result:a result:a", ["messages.2.content.1.tool_use_id"]),
      ("text | call:a | result:a result:b", ["messages.2.content.1.tool_use_id"]),
      ("result:a", ["messages.0.content.0.tool_use_id"]),
      ("text | text | result:a", ["messages.2.content.0.tool_use_id"]),
      ("text | call:a | result:a | call:a | result:a", ["messages.3.content.0.id"]),
      ("text | call:a | result:a | call:b | result:b | text", []),
    ] as [(String, [String])])
  func `every call is answered in the next message`(turns: String, fields: [String]) {
    let messages = turns.split(separator: "|").enumerated().map { index, turn -> JSONValue in
      let blocks = turn.split(separator: " ").map { word -> JSONValue in
        let parts = word.split(separator: ":")
        return switch parts[0] {
        case "call":
          ["type": "tool_use", "id": .string(String(parts[1])), "name": "n", "input": [:]]
        case "result": ["type": "tool_result", "tool_use_id": .string(String(parts[1]))]
        default: ["type": "text", "text": "Hi"]
        }
      }
      let role: JSONValue = index.isMultiple(of: 2) ? "user" : "assistant"
      return ["role": role, "content": .array(JSONArray(blocks))]
    }
    let failures = RequestValidation.failures(in: ["messages": .array(JSONArray(messages))])
    #expect(failures.map(\.pointer.path) == fields)
  }

  @Test func `results may be spread over messages of one role`() throws {
    let body = #"""
      {"messages": [{"role": "user", "content": "Hi"},
        {"role": "assistant", "content": [{"type": "tool_use", "id": "a", "name": "n", "input": {}}]},
        {"role": "assistant", "content": [{"type": "tool_use", "id": "b", "name": "n", "input": {}}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "b"}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "a"}]}]}
      """#
    #expect(RequestValidation.failures(in: try JSONValue(parsing: body)) == [])
  }

  @Test(
    arguments: [
      ("\"Hello \"", ["messages.1.content"]), ("\"Hello\"", []), ("\"\"", []), ("[]", []),
      (#"[{"type": "text", "text": "Hello\n"}]"#, ["messages.1.content.0.text"]),
      (#"[{"type": "tool_result", "tool_use_id": "x"}]"#, ["messages.1.content.0.type"]),
      (#"[{"type": "image"}]"#, ["messages.1.content.0.type"]),
      (#"[{"type": "thinking"}]"#, ["messages.1.content.0.thinking"]),
      (#"[{"type": "redacted_thinking"}]"#, ["messages.1.content.0.data"]),
      (
        #"[{"type": "tool_use", "id": 1}]"#,
        ["messages.1.content.0.id", "messages.1.content.0.name", "messages.1.content.0.input"]
      ),
    ] as [(String, [String])])
  func `a prefill is checked`(content: String, fields: [String]) throws {
    let body =
      #"{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": \#(content)}]}"#
    let failures = RequestValidation.failures(in: try JSONValue(parsing: body))
    #expect(failures.map(\.pointer.path) == fields)
  }

  @Test func `the newer version of the API has no sampling fields`() {
    let body: JSONValue = [
      "messages": [["role": "user", "content": "Hi"]], "temperature": 1, "top_p": 1, "top_k": 5,
    ]
    let newer = RequestValidation.failures(in: body, version: "2026-10-21")
    #expect(newer.map(\.pointer.path) == ["temperature", "top_p", "top_k"])
    #expect(RequestValidation.failures(in: body, version: "2023-06-01") == [])
    #expect(RequestValidation.failures(in: body, version: "2026-10-21", counting: true) == [])
  }

  @Test(
    arguments: [
      ("user", #"{"type": "text", "text": "x", "citations": [{}]}"#, ["0.citations"]),
      ("user", #"{"type": "text", "text": "x", "citations": []}"#, []),
      ("assistant", #"{"type": "text", "text": "x", "citations": [{}]}"#, []),
      ("assistant", #"{"type": "document"}"#, ["0.type"]), ("user", #"{"type": "document"}"#, []),
    ] as [(String, String, [String])])
  func `the newer version of the API is stricter with blocks`(
    role: String, block: String, fields: [String]
  ) throws {
    let body = try JSONValue(
      parsing: #"{"messages": [{"role": "user", "content": "Hi"}, "#
        + #"{"role": "\#(role)", "content": [\#(block)]}]}"#)
    let newer = RequestValidation.failures(in: body, version: "2026-10-21")
    #expect(newer.map(\.pointer.path) == fields.map { "messages.1.content." + $0 })
    #expect(RequestValidation.failures(in: body, version: "2023-06-01") == [])
  }

  @Test func `lists and names have their limits`() {
    func fields(messages: Int = 1, name: String = "a") -> [String] {
      let message: JSONValue = ["role": "user", "content": "Hi"]
      return RequestValidation.failures(in: [
        "messages": .array(JSONArray(Array(repeating: message, count: messages))),
        "tools": [["name": .string(JSONString(name))]],
      ]).map(\.pointer.path)
    }
    #expect(fields(messages: 100_000, name: String(repeating: "a", count: 128)) == [])
    #expect(fields(messages: 100_001) == ["messages"])
    #expect(fields(name: String(repeating: "a", count: 129)) == ["tools.0.name"])
  }

  @Test func `the error names the field, and says why`() {
    let answer = RequestHandler.fixed().ask("Hi", ["temperature": 3])
    #expect(answer.status == 422)
    #expect(
      answer.json.text(.compact)
        == #"{"type":"error","error":{"type":"invalid_request_error","message":"temperature: has to be "#
        + #"between 0 and 2, not 3"},"request_id":"req_0"}"#)
  }

  @Test(arguments: [
    ("", 400, "The body is not JSON: line 1, column 1: there is no JSON here."),
    ("{\"messages\": [}", 400, "The body is not JSON: line 1, column 15: unexpected “}”."),
    (
      String(repeating: "[", count: 100_000), 400,
      "The body is not JSON: line 1, column 101: nested deeper than 100 levels."
    ),
  ])
  func `a body that is not JSON is an error`(body: String, status: Int, message: String) {
    let answer = RequestHandler.fixed().answer(bytes: Array(body.utf8))
    #expect(answer.status == status)
    #expect(answer.error == message)
  }
}
