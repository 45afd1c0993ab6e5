/// Why the model stopped, as the server wrote it. Servers may send values that aren't listed here.
public struct StopReason: RawRepresentable, Hashable, Sendable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  /// Wire value `end_turn`.
  public static let endTurn = StopReason(rawValue: "end_turn")
  /// Wire value `max_tokens`.
  public static let maxTokens = StopReason(rawValue: "max_tokens")
  /// Wire value `stop_sequence`.
  public static let stopSequence = StopReason(rawValue: "stop_sequence")
  /// Wire value `tool_use`.
  public static let toolUse = StopReason(rawValue: "tool_use")
  /// Wire value `pause_turn`.
  public static let pauseTurn = StopReason(rawValue: "pause_turn")
  /// Wire value `refusal`.
  public static let refusal = StopReason(rawValue: "refusal")
  /// Wire value `model_context_window_exceeded`.
  public static let contextWindowExceeded = StopReason(rawValue: "model_context_window_exceeded")
  /// Wire value `compaction`.
  public static let compaction = StopReason(rawValue: "compaction")

  /// The answer was cut, so that its last block may be incomplete.
  public var cutsTheAnswer: Bool { self == .maxTokens || self == .contextWindowExceeded }

  /// What the reason means, and what can be done next, in a sentence; nil for an unknown reason.
  public var explanation: String? {
    switch self {
    case .endTurn: "The model has finished."
    case .maxTokens: "Cut at max_tokens; the last block may be incomplete."
    case .stopSequence: "The model wrote a stop sequence."
    case .toolUse: "The model waits for its tools."
    case .pauseTurn: "Send the content back unchanged to go on."
    case .refusal: "The model declined; cut the history back before going on."
    case .contextWindowExceeded: "The model's context window is full; the answer was cut."
    case .compaction: "The server compacted the context; keep the compaction block."
    default: nil
    }
  }
}
