public import JSON

extension MessageRequest {
  /// A member of the body that the API doesn't document at its place.
  public struct UnknownMember: Hashable, Sendable {
    public let pointer: JSONPointer

    /// A documented name that it may be a slip of.
    public let suggestion: String?
  }

  /// The members at any depth that aren't documented where they stand. Content that is free by nature, such
  /// as schemas and tool input, and blocks of an unknown type aren't looked into.
  public var unknownMembers: [UnknownMember] {
    var unknown: [UnknownMember] = []
    func look(_ object: JSONObject?, at pointer: JSONPointer, for known: [String]) {
      var seen: Set<String> = []
      for key in object?.keys ?? [] where !known.contains(key) && seen.insert(key).inserted {
        unknown.append(
          UnknownMember(
            pointer: pointer.appending(key), suggestion: Spelling.nearest(to: key, among: known)))
      }
    }
    look(body, at: JSONPointer(), for: Self.members["body"]!)
    for name in ["thinking", "tool_choice", "output_config"] {
      look(body[name]?.objectValue, at: JSONPointer([name]), for: Self.members[name]!)
    }
    look(
      body["output_config"]?["format"]?.objectValue, at: "/output_config/format",
      for: Self.members["format"]!)
    for (index, tool) in (body["tools"]?.arrayValue ?? []).enumerated() {
      guard let tool = tool.objectValue, Tool(tool).isClientTool else { continue }
      look(tool, at: JSONPointer(["tools", String(index)]), for: Self.members["tool"]!)
    }
    for (index, message) in messages.enumerated() {
      let pointer = JSONPointer(["messages", String(index)])
      look(message.json, at: pointer, for: Self.members["message"]!)
      guard message.hasBlocks else { continue }
      for (block, content) in message.blocks.enumerated() {
        guard let type = Block.type(of: content), let known = Self.members["block.\(type)"] else {
          continue
        }
        let place = pointer.appending("content").appending(block)
        look(content.objectValue, at: place, for: known)
      }
    }
    return unknown
  }

  /// The documented members of a kind of object: `body`, `thinking`, `tool_choice`, `output_config`,
  /// `format`, `tool`, `message`, `source`, `cache_control`, `metadata`, `block`, or `block.` and its type.
  public static func knownMembers(of kind: String) -> [String] { members[kind] ?? [] }

  /// The wire types of blocks whose members are known.
  public static let knownBlockTypes = [
    "text", "image", "tool_use", "tool_result", "thinking", "redacted_thinking", "document",
    "search_result", "server_tool_use", "container_upload",
  ]

  /// The documented members of each kind of object.
  private static let members: [String: [String]] = {
    var lines = """
      thinking type budget_tokens display block_binding
      tool_choice type name disable_parallel_tool_use
      output_config effort format
      format type schema name
      tool type name description input_schema strict cache_control defer_loading input_examples \
      allowed_callers eager_input_streaming
      message role content
      source type media_type data url file_id
      cache_control type ttl
      metadata user_id
      block type
      block.text type text citations cache_control
      block.image type source cache_control
      block.thinking type thinking signature
      block.redacted_thinking type data
      block.tool_use type id name input caller toolset_name cache_control
      block.tool_result type tool_use_id content is_error cache_control
      block.document type source title context citations cache_control
      block.search_result type source title content citations cache_control
      block.server_tool_use type id name input caller cache_control
      block.container_upload type file_id cache_control
      """.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    lines.append(["body"] + MessageRequest.fields.map { $0.path[0] })
    return Dictionary(uniqueKeysWithValues: lines.map { ($0[0], Array($0.dropFirst())) })
  }()
}
