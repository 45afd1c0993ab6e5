import JSON
import Testing

@testable import LocalEndpoint

/// Requests for what a schema keeps from being made.
@Suite struct SchemaRefusalTests {
  private func format(_ schema: String) throws -> JSONObject {
    [
      "output_config": [
        "format": ["type": "json_schema", "schema": try JSONValue(parsing: schema)]
      ]
    ]
  }

  private func tool(_ schema: String, _ choice: JSONValue) throws -> JSONObject {
    let tool: JSONValue = ["name": "report", "input_schema": try JSONValue(parsing: schema)]
    return ["tools": [["name": "other"], tool], "tool_choice": choice]
  }

  @Test(
    arguments: [
      (
        #"{"type": "object", "properties": {"a": {"type": "integr"}}, "required": ["a"]}"#,
        "properties.a.type: can't be “integr”, perhaps meant as integer"
      ),
      (#"{"enum": []}"#, "enum: is empty, so that no value fits"),
      (
        #"{"type": "integer", "minimum": 5, "maximum": 1}"#,
        "minimum: is 5, but maximum is 1, so that no number fits"
      ),
      // Nothing that the rules of schemas tell, but that no value comes of.
      (
        #"{"type": "string", "allOf": [{"type": "integer"}]}"#,
        "has no value that could be found"
      ),
      (
        #"{"type": "string", "not": {"minLength": 0}}"#,
        "has no value that could be found: in the nearest, the value is what it must not be"
      ),
    ])
  func `a format that no answer fits is refused before anything is said`(
    schema: String, reason: String
  ) throws {
    for stream in [false, true] {
      let answer = RequestHandler.fixed().ask("Hello", try format(schema), stream: stream)
      #expect(answer.status == 422)
      #expect(answer.json["error"]?["type"] == "invalid_request_error")
      let place = "output_config.format.schema"
      let separator = reason.hasPrefix("has no value") ? ": " : "."
      #expect(answer.error == place + separator + reason)
    }
  }

  private static let impossible =
    #"{"type": "object", "properties": {"a": {"type": "string", "not": {}}}, "required": ["a"]}"#

  @Test(arguments: [["type": "any"], ["type": "tool", "name": "report"]] as [JSONValue])
  func `a forced call that nothing fits is refused`(choice: JSONValue) throws {
    let answer = RequestHandler.fixed().ask("Report it.", try tool(Self.impossible, choice))
    #expect(answer.status == 422)
    let reason = "has no value that could be found: in the nearest, a is what it must not be"
    #expect(answer.error == "tools.1.input_schema: " + reason)
  }

  @Test(arguments: [["type": "auto"], ["type": "none"]] as [JSONValue])
  func `a call that nothing forces isn't refused for what its schema says`(
    choice: JSONValue
  ) throws {
    let answer = RequestHandler.fixed().ask("Report it.", try tool(Self.impossible, choice))
    #expect(answer.status == 200)
    #expect(answer.calls.isEmpty == (choice["type"] == "none"))
    let other = RequestHandler.fixed().ask(
      "Report it.", try tool(Self.impossible, ["type": "tool", "name": "other"]))
    #expect(other.status == 200)
  }

  @Test func `a part that nothing fits is left out where it may be`() throws {
    let answer = RequestHandler.fixed().ask(
      "Hello",
      try format(
        #"{"type": "object", "properties": {"a": {"enum": []}, "b": {"const": 1}}, "required": ["b"]}"#
      ))
    #expect(answer.text == #"{"b":1}"#)
  }

  @Test(arguments: ["{}", #"{"description": "x"}"#, #"{"minProperties": 1}"#])
  func `an input is an object, whether its schema says so or not`(schema: String) throws {
    let answer = RequestHandler.fixed().ask("Report it.", try tool(schema, ["type": "any"]))
    #expect(answer.calls.first?["input"]?.objectValue != nil)
  }

  @Test func `thinking changes nothing about whether a value is found`() throws {
    for thinking in ["adaptive", "disabled"] as [JSONValue] {
      var fields = try format(#"{"type": "array", "items": {"const": 7}, "minItems": 1}"#)
      fields["thinking"] = ["type": thinking]
      let answer = RequestHandler.fixed().ask("Why? Think, prove and compare step by step.", fields)
      #expect(try JSONValue(parsing: answer.text).arrayValue?.first == 7)
      #expect(answer.thinking.isEmpty == (thinking == "disabled"))
    }
  }
}
