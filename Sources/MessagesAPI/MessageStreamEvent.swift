public import JSON

/// One event of a streamed answer.
///
/// Servers may leave members out: an index that is absent or no whole number is nil.
public enum MessageStreamEvent: Hashable, Sendable {
  case messageStart(message: JSONObject)
  case contentBlockStart(index: Int?, block: JSONObject)
  case contentBlockDelta(index: Int?, ContentDelta)
  case contentBlockStop(index: Int?)
  /// The last news of the message: what `delta` replaces, the usage so far, and any other members.
  case messageDelta(delta: JSONObject, usage: JSONObject?, others: JSONObject)
  case messageStop
  case ping
  case error(APIError)
  /// An event of a type that isn't documented.
  case unknown(type: String, JSONObject)
}

/// What a `content_block_delta` adds to its block.
public enum ContentDelta: Hashable, Sendable {
  /// Wire type `text_delta`.
  case text(String)
  /// Wire type `input_json_delta`.
  case inputJSON(String)
  /// Wire type `thinking_delta`.
  case thinking(String)
  /// Wire type `signature_delta`.
  case signature(String)
  /// Wire type `citations_delta`.
  case citation(JSONValue)
  /// Wire type `compaction_delta`, with the members that it replaces.
  case compaction(JSONObject)
  /// A delta of another type, or one without the member that its type calls for.
  case unknown(type: String, JSONObject)
}

extension MessageStreamEvent {
  /// What an event is, in one byte.
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    case messageStart, contentBlockStart, contentBlockDelta, contentBlockStop
    case messageDelta, messageStop, ping, error
    /// An event of a type that isn't documented.
    case unknown
    /// `[DONE]`, which ends the streams of another API.
    case done
    /// Data that is not a JSON object.
    case undecodable
    /// Comments, or a name without data.
    case empty

    /// The `type` of such events on the wire; nil for kinds that have none of their own.
    public var wireName: String? {
      switch self {
      case .messageStart: "message_start"
      case .contentBlockStart: "content_block_start"
      case .contentBlockDelta: "content_block_delta"
      case .contentBlockStop: "content_block_stop"
      case .messageDelta: "message_delta"
      case .messageStop: "message_stop"
      case .ping: "ping"
      case .error: "error"
      case .unknown, .done, .undecodable, .empty: nil
      }
    }

    static let byWireName: [String: Kind] = Dictionary(
      uniqueKeysWithValues: allCases.compactMap { kind in kind.wireName.map { ($0, kind) } })
  }

  public var kind: Kind {
    switch self {
    case .messageStart: .messageStart
    case .contentBlockStart: .contentBlockStart
    case .contentBlockDelta: .contentBlockDelta
    case .contentBlockStop: .contentBlockStop
    case .messageDelta: .messageDelta
    case .messageStop: .messageStop
    case .ping: .ping
    case .error: .error
    case .unknown: .unknown
    }
  }

  /// The index of the block that the event is about.
  public var blockIndex: Int? {
    switch self {
    case .contentBlockStart(let index, _), .contentBlockDelta(let index, _),
      .contentBlockStop(let index):
      index
    case .messageStart, .messageDelta, .messageStop, .ping, .error, .unknown: nil
    }
  }
}

// MARK: - Reading

extension MessageStreamEvent {
  /// Reads an event's data.
  ///
  /// The `type` in the data decides. Only where there is none does the `event` line; and an object of
  /// another API's type is an error where the line or an `error` member says so.
  public init(_ object: JSONObject, eventName: String? = nil) {
    let type = object["type"]?.stringValue ?? eventName ?? ""
    let index = object["index"]?.intValue
    switch Kind.byWireName[type] {
    case .messageStart:
      self = .messageStart(message: object["message"]?.objectValue ?? JSONObject())
    case .contentBlockStart:
      let block = object["content_block"]?.objectValue ?? JSONObject()
      self = .contentBlockStart(index: index, block: block)
    case .contentBlockDelta:
      let delta = object["delta"]?.objectValue ?? JSONObject()
      self = .contentBlockDelta(index: index, ContentDelta(delta))
    case .contentBlockStop:
      self = .contentBlockStop(index: index)
    case .messageDelta:
      var others = object
      for key in ["type", "delta", "usage"] { others[key] = nil }
      self = .messageDelta(
        delta: object["delta"]?.objectValue ?? JSONObject(), usage: object["usage"]?.objectValue,
        others: others)
    case .messageStop: self = .messageStop
    case .ping: self = .ping
    case .error: self = .error(Self.error(object))
    case .unknown, .done, .undecodable, .empty, nil:
      let isError = eventName == "error" || object["type"] == nil && object["error"] != nil
      self = isError ? .error(Self.error(object)) : .unknown(type: type, object)
    }
  }

  private static func error(_ object: JSONObject) -> APIError {
    APIError(json: .object(object)) ?? APIError(message: "", json: .object(object))
  }
}

extension ContentDelta {
  init(_ delta: JSONObject) {
    let type = delta["type"]?.stringValue ?? ""
    let known: ContentDelta? =
      switch type {
      case "text_delta": delta["text"]?.stringValue.map { .text($0) }
      case "input_json_delta": delta["partial_json"]?.stringValue.map { .inputJSON($0) }
      case "thinking_delta": delta["thinking"]?.stringValue.map { .thinking($0) }
      case "signature_delta": delta["signature"]?.stringValue.map { .signature($0) }
      case "citations_delta": delta["citation"].map { .citation($0) }
      case "compaction_delta": .compaction(Self.withoutType(delta))
      default: nil
      }
    self = known ?? .unknown(type: type, delta)
  }

  /// The `type` of the delta on the wire.
  public var wireType: String {
    switch self {
    case .text: "text_delta"
    case .inputJSON: "input_json_delta"
    case .thinking: "thinking_delta"
    case .signature: "signature_delta"
    case .citation: "citations_delta"
    case .compaction: "compaction_delta"
    case .unknown(let type, _): type
    }
  }

  private static func withoutType(_ delta: JSONObject) -> JSONObject {
    var rest = delta
    rest["type"] = nil
    return rest
  }
}

// MARK: - Writing

extension MessageStreamEvent {
  /// The event's data, in the order of the official API.
  public var json: JSONObject {
    var object: JSONObject = ["type": .string(kind.wireName ?? "")]
    switch self {
    case .messageStart(let message):
      object["message"] = .object(message)
    case .contentBlockStart(let index, let block):
      object["index"] = index.map { .number(JSONNumber($0)) }
      object["content_block"] = .object(block)
    case .contentBlockDelta(let index, let delta):
      object["index"] = index.map { .number(JSONNumber($0)) }
      object["delta"] = .object(delta.json)
    case .contentBlockStop(let index):
      object["index"] = index.map { .number(JSONNumber($0)) }
    case .messageDelta(let delta, let usage, let others):
      object["delta"] = .object(delta)
      object["usage"] = usage.map { .object($0) }
      for member in others.members { object[member.key.value] = member.value }
    case .messageStop, .ping:
      break
    case .error(let error):
      if let json = error.json?.objectValue { return json }
      var inner: JSONObject = ["type": .string(error.type ?? "api_error")]
      inner["message"] = .string(error.message)
      object["error"] = .object(inner)
      object["request_id"] = error.requestID.map { .string($0) }
    case .unknown(_, let json):
      return json
    }
    return object
  }
}

extension ContentDelta {
  /// The `delta` object on the wire.
  public var json: JSONObject {
    var object: JSONObject = ["type": .string(wireType)]
    switch self {
    case .text(let text): object["text"] = .string(text)
    case .inputJSON(let text): object["partial_json"] = .string(text)
    case .thinking(let text): object["thinking"] = .string(text)
    case .signature(let text): object["signature"] = .string(text)
    case .citation(let citation): object["citation"] = citation
    case .compaction(let members): object.members += members.members
    case .unknown(_, let json): return json
    }
    return object
  }
}
