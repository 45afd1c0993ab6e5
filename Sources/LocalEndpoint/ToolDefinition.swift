import JSON

/// A tool that the client offers.
struct ToolDefinition: Sendable {
  let name: String
  let summary: String
  /// The schema of the input; an empty one when the tool has none.
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
      return ToolDefinition(
        name: name, summary: tool["description"]?.stringValue ?? "",
        inputSchema: tool["input_schema"].flatMap { $0.objectValue.map { .object($0) } }
          ?? ["type": "object", "properties": [:], "additionalProperties": false],
        schemaPlace: ["tools", String(index), "input_schema"],
        isStrict: tool["strict"] == true)
    }
  }

  /// The input's members with their schemas.
  var properties: [JSONObject.Member] { inputSchema["properties"]?.objectValue?.members ?? [] }
}
