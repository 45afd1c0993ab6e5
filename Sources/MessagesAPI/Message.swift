public import JSON

/// A model's answer, whole or as far as it has come.
public struct Message: Hashable, Sendable {
  /// Everything but the content, in the server's order, with what later events replaced.
  public internal(set) var fields: JSONObject
  /// The blocks, in the order of their indices.
  public internal(set) var content: [ContentBlock] = []
  /// The object that an unstreamed message was read from.
  private var whole: JSONObject?

  /// An answer of which nothing has come.
  public init() {
    fields = ["type": "message", "role": "assistant"]
  }

  /// An answer that wasn't streamed.
  public init(_ object: JSONObject) {
    fields = object
    whole = object
    switch object["content"] {
    case .array(let blocks)?: content = Self.blocks(blocks)
    case .string(let text)?:
      content = [
        ContentBlock(
          index: 0, fields: ["type": "text", "text": .string(text)], isStopped: true)
      ]
    default: content = []
    }
  }

  public var id: String? { fields["id"]?.stringValue }
  public var model: String? { fields["model"]?.stringValue }
  public var role: String? { fields["role"]?.stringValue }
  public var stopReason: StopReason? {
    fields["stop_reason"]?.stringValue.map(StopReason.init(rawValue:))
  }
  /// The stop sequence that was matched.
  public var stopSequence: String? { fields["stop_sequence"]?.stringValue }
  /// What a refusal says about itself: `category` and `explanation`.
  public var stopDetails: JSONObject? { fields["stop_details"]?.objectValue }
  public var usage: Usage { Usage(fields["usage"]?.objectValue ?? JSONObject()) }

  /// The text of all text blocks.
  public var text: String {
    content.filter { $0.kind == .text }.map(\.text).joined()
  }

  /// The client tool calls, in order, whether they are complete or not.
  public var toolUses: [ContentBlock] { content.filter { $0.kind == .toolUse } }

  /// The message as the API would have returned it unstreamed: order and unknown members are kept.
  public var json: JSONValue {
    if let whole { return .object(whole) }
    var object = fields
    object["content"] = .array(JSONArray(content.map(\.json)))
    return .object(object)
  }

  static func blocks(_ array: JSONArray) -> [ContentBlock] {
    array.enumerated().compactMap { index, block in
      block.objectValue.map { ContentBlock(index: index, fields: $0, isStopped: true) }
    }
  }
}
