import JSON

/// A tool that the client offers.
struct ToolDefinition: Sendable {
  let name: String
  let summary: String
  /// The schema of the input, of an object in any case; an empty one when the tool has none.
  let inputSchema: JSONValue
  /// Where the schema stands in the request.
  let schemaPlace: JSONPointer
  /// Whether the input has to be valid, whatever the model is like.
  let isStrict: Bool

  /// The tools of a request that can be called: those without a type, and of type `custom`.
  static func usable(in body: JSONValue) -> [ToolDefinition] {
    (body["tools"]?.arrayValue ?? []).enumerated().compactMap { index, tool in
      guard let name = tool["name"]?.stringValue,
        ["custom", "", nil].contains(tool["type"]?.stringValue)
      else { return nil }
      var schema =
        tool["input_schema"]?.objectValue ?? ["properties": [:], "additionalProperties": false]
      if schema["type"] == nil { schema["type"] = "object" }
      return ToolDefinition(
        name: name, summary: tool["description"]?.stringValue ?? "", inputSchema: .object(schema),
        schemaPlace: ["tools", String(index), "input_schema"],
        isStrict: tool["strict"] == true)
    }
  }

  /// The input's members with their schemas.
  var properties: [JSONObject.Member] { inputSchema["properties"]?.objectValue?.members ?? [] }
}
