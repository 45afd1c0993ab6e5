public import JSON

/// Remembers what stood before each thinking block when it was made.
///
/// Newer Claude models bind a thinking block to the system prompt, the tools and every message before it:
/// once any of these is edited, the block and all later ones are refused or dropped.
public struct ThinkingLedger: Hashable, Sendable {
  private var prefixes: [JSONValue: UInt64] = [:]

  public init() {}

  /// Notes the thinking blocks of an answer to a request.
  public mutating func record(answer: JSONValue, to request: MessageRequest) {
    var prefix = Prefix(request)
    for message in request.messages { prefix.append(.object(message.json)) }
    for block in answer["content"]?.arrayValue ?? [] {
      if Self.isThinking(block) { prefixes[block] = prefix.hash }
      prefix.append(block)
    }
  }

  /// The thinking blocks of a request that an edit ahead of them has made invalid.
  public func invalidated(in request: MessageRequest) -> [ToolExchange.Position] {
    guard !prefixes.isEmpty else { return [] }
    var prefix = Prefix(request)
    var invalid: [ToolExchange.Position] = []
    for (index, message) in request.messages.enumerated() {
      var inside = prefix
      for (position, block) in message.blocks.enumerated() {
        if Self.isThinking(block) {
          let isKept = invalid.isEmpty && (prefixes[block] ?? inside.hash) == inside.hash
          if !isKept { invalid.append(ToolExchange.Position(message: index, block: position)) }
        }
        inside.append(block)
      }
      prefix.append(.object(message.json))
    }
    return invalid
  }

  static func isThinking(_ block: JSONValue) -> Bool {
    ["thinking", "redacted_thinking"].contains(Block.type(of: block))
  }

  /// A fingerprint of everything that stands before a place in a conversation (FNV-1a).
  private struct Prefix {
    private(set) var hash: UInt64 = 0xcbf2_9ce4_8422_2325

    init(_ request: MessageRequest) {
      append(request.body["system"] ?? .null)
      append(request.body["tools"] ?? .null)
    }

    mutating func append(_ value: JSONValue) {
      for byte in value.encoded(.compact) + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
  }
}
