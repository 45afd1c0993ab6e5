public import JSON

/// One block of a message's content, which may still be growing.
///
/// What the server sent and this type doesn't know stays in `fields` and `unknownDeltas`.
public struct ContentBlock: Hashable, Sendable {
  /// The server's number for the block.
  public let index: Int
  public internal(set) var kind: Kind
  /// The block as the server started it, apart from what streams in below.
  public internal(set) var fields: JSONObject
  /// The text so far, in UTF-8. It only grows.
  public internal(set) var textBytes: [UInt8] = []
  /// The thinking so far, in UTF-8. It only grows.
  public internal(set) var thinkingBytes: [UInt8] = []
  /// The JSON text of a tool's input so far, in UTF-8. It only grows.
  public internal(set) var inputBytes: [UInt8] = []
  /// The signature's fragments, as they came; most servers send one.
  public internal(set) var signatureFragments: [String] = []
  /// The citations that arrived after the start of the block.
  public internal(set) var citations: [JSONValue] = []
  /// The first deltas of types that nobody here knows.
  public internal(set) var unknownDeltas: [JSONValue] = []
  /// How many deltas of any type the block has received.
  public internal(set) var deltaCount = 0
  /// Whether `content_block_stop` has come.
  public internal(set) var isStopped = false
  /// Whether deltas came and `content_block_start` didn't.
  public internal(set) var isImplied = false
}

extension ContentBlock {
  /// What a block is. Servers may send values that aren't listed here.
  public struct Kind: RawRepresentable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// Wire value `text`.
    public static let text = Kind(rawValue: "text")
    /// Wire value `thinking`.
    public static let thinking = Kind(rawValue: "thinking")
    /// Wire value `redacted_thinking`.
    public static let redactedThinking = Kind(rawValue: "redacted_thinking")
    /// Wire value `tool_use`.
    public static let toolUse = Kind(rawValue: "tool_use")
    /// Wire value `server_tool_use`.
    public static let serverToolUse = Kind(rawValue: "server_tool_use")
    /// Wire value `mcp_tool_use`.
    public static let mcpToolUse = Kind(rawValue: "mcp_tool_use")
    /// Wire value `compaction`.
    public static let compaction = Kind(rawValue: "compaction")

    /// Whether blocks of this kind have an input that streams in as JSON text.
    public var hasInput: Bool {
      self == .toolUse || self == .serverToolUse || self == .mcpToolUse
    }

    /// Whether the kind is one that the public documentation describes.
    public var isKnown: Bool { Self.known.contains(rawValue) }

    private static let known: Set<String> = [
      "text", "thinking", "redacted_thinking", "tool_use", "server_tool_use",
      "web_search_tool_result", "web_fetch_tool_result", "code_execution_tool_result",
      "bash_code_execution_tool_result", "text_editor_code_execution_tool_result",
      "tool_search_tool_result", "container_upload", "mcp_tool_use", "mcp_tool_result",
      "mcp_tool_listing", "advisor_tool_result", "compaction", "fallback",
    ]
  }
}

extension ContentBlock {
  public var text: String { String(decoding: textBytes, as: UTF8.self) }
  public var thinking: String { String(decoding: thinkingBytes, as: UTF8.self) }
  /// The JSON text of a tool's input so far, exactly as it came in.
  public var inputJSON: String { String(decoding: inputBytes, as: UTF8.self) }

  /// The bytes that a block of this kind streams: its thinking, its input, or else its text.
  public var bodyBytes: [UInt8] {
    if kind == .thinking { return thinkingBytes }
    return kind.hasInput ? inputBytes : textBytes
  }

  /// How many bytes of text, thinking and input the block has received.
  public var utf8Count: Int { textBytes.count + thinkingBytes.count + inputBytes.count }

  /// The signature: the start's, or the fragments joined; nil where there is none.
  public var signature: String? {
    signatureFragments.isEmpty
      ? fields["signature"]?.stringValue : signatureFragments.joined()
  }

  /// A tool call's id.
  public var id: String? { fields["id"]?.stringValue }
  /// A tool's name.
  public var name: String? { fields["name"]?.stringValue }
}

extension ContentBlock {
  /// A block as `content_block_start` or an unstreamed message gives it.
  init(index: Int, fields: JSONObject, isStopped: Bool = false) {
    self.index = index
    self.kind = Kind(rawValue: fields["type"]?.stringValue ?? "")
    self.fields = fields
    self.isStopped = isStopped
    appendStart(of: fields)
  }

  /// A block whose start never came, made for a delta.
  init(index: Int, impliedKind kind: Kind) {
    self.index = index
    self.kind = kind
    fields = ["type": .string(kind.rawValue)]
    isImplied = true
  }

  /// Takes over the start of a block that deltas had announced before.
  mutating func adopt(start: JSONObject) {
    kind = Kind(rawValue: start["type"]?.stringValue ?? kind.rawValue)
    fields = start
    isImplied = false
    // The deltas that came first stay first: what was shown doesn't move.
    appendStart(of: start)
  }

  private mutating func appendStart(of fields: JSONObject) {
    if let text = fields["text"]?.stringValue { textBytes += text.utf8 }
    if let thinking = fields["thinking"]?.stringValue { thinkingBytes += thinking.utf8 }
  }
}
