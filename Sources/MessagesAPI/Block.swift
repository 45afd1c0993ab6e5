public import JSON

/// Content blocks of a request, as JSON: what they are, and new ones to start from.
public enum Block {
  /// Wire value of a block's `type`.
  public static func type(of block: JSONValue) -> String? { block["type"]?.stringValue }

  /// The text of a text block; nil for any other block.
  public static func text(of block: JSONValue) -> String? {
    type(of: block) == "text" ? block["text"]?.stringValue : nil
  }

  /// The text of a text block that holds nothing else, such as a cache mark.
  static func plainText(of block: JSONValue) -> String? {
    guard block.objectValue?.count == 2 else { return nil }
    return text(of: block)
  }

  /// A text block.
  public static func text(_ text: String) -> JSONValue {
    ["type": "text", "text": .string(text)]
  }

  /// A call of a tool, as an assistant makes it.
  public static func toolUse(id: String, name: String, input: JSONValue) -> JSONValue {
    ["type": "tool_use", "id": .string(id), "name": .string(name), "input": input]
  }

  /// The answer to a call of a tool.
  public static func toolResult(_ result: ToolResult) -> JSONValue {
    var block: JSONObject = [
      "type": "tool_result", "tool_use_id": .string(result.toolUseID), "content": result.content,
    ]
    if result.isError { block["is_error"] = true }
    return .object(block)
  }

  /// An image that travels inside the request, its bytes in base64.
  public static func image(mediaType: String, base64: String) -> JSONValue {
    [
      "type": "image",
      "source": ["type": "base64", "media_type": .string(mediaType), "data": .string(base64)],
    ]
  }

  /// An image that the server fetches.
  public static func image(url: String) -> JSONValue {
    ["type": "image", "source": ["type": "url", "url": .string(url)]]
  }
}

/// What the client answers to one call of a tool.
public struct ToolResult: Hashable, Sendable {
  /// The `id` of the call.
  public var toolUseID: String

  /// A string, or a list of blocks.
  public var content: JSONValue

  /// Whether the tool failed. False leaves `is_error` out.
  public var isError: Bool

  public init(toolUseID: String, content: JSONValue, isError: Bool = false) {
    self.toolUseID = toolUseID
    self.content = content
    self.isError = isError
  }
}
