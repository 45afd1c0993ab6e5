public import JSON

extension Block {
  /// A new block to start editing from, by its wire name.
  public struct Template: Hashable, Sendable {
    /// What the block is called in a menu.
    public let title: String

    /// The role that such a block belongs to.
    public let role: String

    /// The block itself.
    public let block: JSONValue
  }

  /// A template for each block that a person may want to write, the commonest first.
  public static let templates: [Template] = [
    Template(title: "text", role: "user", block: text("")),
    Template(title: "image from a URL", role: "user", block: image(url: "https://")),
    Template(
      title: "image from a file", role: "user", block: image(mediaType: "image/png", base64: "")),
    Template(
      title: "tool_result", role: "user",
      block: toolResult(ToolResult(toolUseID: "", content: ""))),
    Template(
      title: "tool_use", role: "assistant", block: toolUse(id: "toolu_1", name: "", input: [:])),
    Template(
      title: "thinking", role: "assistant",
      block: ["type": "thinking", "thinking": "", "signature": ""]),
    Template(
      title: "document", role: "user",
      block: [
        "type": "document",
        "source": ["type": "text", "media_type": "text/plain", "data": ""],
      ]),
    Template(
      title: "search_result", role: "user",
      block: ["type": "search_result", "source": "", "title": "", "content": [text("")]]),
  ]
}
