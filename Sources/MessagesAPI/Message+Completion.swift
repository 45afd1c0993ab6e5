public import JSON

extension Message {
  /// How an answer stands, or how it ended.
  public enum Completion: Hashable, Sendable {
    /// More may come.
    case streaming
    /// `message_stop` came, or the answer wasn't streamed.
    case complete
    /// `message_stop` never came, but a stop reason did, all blocks were stopped, and the body ended
    /// cleanly.
    case endedWithoutTerminator
    /// The body ended before the answer did.
    case truncated
    /// The server reported an error.
    case failed(APIError)
    case cancelled
    /// The stream can't be relied on.
    case protocolFault(Fault)

    /// Whether tool calls of such an answer may be run.
    public var allowsTools: Bool {
      switch self {
      case .complete, .endedWithoutTerminator: true
      case .streaming, .truncated, .failed, .cancelled, .protocolFault: false
      }
    }
  }

  /// Why a stream can't be relied on.
  public enum Fault: Hashable, Sendable {
    case invalidJSON(JSONParseError, event: Int)
    case notAnObject(event: Int)
    /// An event was longer than the limit.
    case cutEvent(Int)
    /// More content than the limit, in bytes.
    case tooMuchContent(limit: Int)
    case tooManyBlocks(limit: Int)
    /// Blocks came in an order that would take too long to sort.
    case disorderedBlocks
  }

  /// How the bytes of a body ended.
  public enum BodyEnd: Hashable, Sendable {
    case clean
    case interrupted
    case cancelled
  }
}
