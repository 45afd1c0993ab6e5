public import MessagesAPI
public import ServerSentEvents

/// One request and all that came of it: the exact bytes in both directions, when they arrived, and the
/// message that they fold into.
///
/// Times are counted from the moment the request was started; a run has no clock of its own.
public struct Run: Identifiable, Sendable {
  /// A number that is used once in a session.
  public struct ID: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }
    public init(_ rawValue: Int) { self.rawValue = rawValue }

    public static func < (left: ID, right: ID) -> Bool { left.rawValue < right.rawValue }
  }

  /// What was sent, without any secret.
  public struct Request: Hashable, Sendable {
    /// The HTTP method, `POST` for messages.
    public var method: String
    /// The address as it was asked for.
    public var url: String
    /// The headers in the order in which they were sent.
    public var headers: [HTTPHeader]
    /// The bytes as they were sent.
    public var body: [UInt8]

    public init(
      method: String = "POST", url: String, headers: [HTTPHeader] = [], body: [UInt8]
    ) {
      self.method = method
      self.url = url
      self.headers = headers
      self.body = body
    }
  }

  /// How the transfer ended.
  public enum End: Hashable, Sendable {
    /// The body came to its end.
    case complete
    case failed(TransportError)
    case cancelled
  }

  /// How much of a response is kept.
  public struct Limits: Hashable, Sendable {
    /// The most bytes of the body that are kept as they came.
    public var bodySize: Int
    /// The most events that are recorded.
    public var eventCount: Int

    public init(bodySize: Int = 64 << 20, eventCount: Int = 4_000_000) {
      precondition(bodySize <= UInt32.max)
      self.bodySize = bodySize
      self.eventCount = eventCount
    }
  }

  /// Its number in the session; those of earlier sessions are below 1.
  public let id: ID
  /// What was sent, whatever the form holds by now.
  public let request: Request
  /// What the endpoint was called when the request was sent.
  public let endpointName: String
  /// When the request was started, in seconds since 1970.
  public let startedAt: Double
  /// How much of the response is kept.
  public let limits: Limits

  /// The status and headers; nil until they come, and where nothing did.
  public internal(set) var head: ResponseHead?
  /// When the head came.
  public internal(set) var headAt: Duration?
  /// The body as it came, up to the limit.
  var storedBody = SegmentedArray<UInt8>(shift: 17)
  /// How many bytes of the body have come.
  public internal(set) var byteCount = 0
  /// How the body is read; nil until enough of it has come to tell.
  public internal(set) var bodyForm: BodyForm?
  /// The fold of the stream: message, notes, completion.
  public internal(set) var accumulator = Message.Accumulator()
  /// What is wrong with a body that isn't a stream.
  var bodyFault: Fault?
  /// An error that came as a body.
  var bodyError: APIError?

  /// How the transfer ended; nil as long as it goes on.
  public internal(set) var end: End?
  /// When it ended.
  public internal(set) var endsAt: Duration?
  /// When the last bytes of the body came.
  public internal(set) var lastByteAt: Duration?
  /// When the first delta of any block came.
  public internal(set) var firstDeltaAt: Duration?
  /// When the last delta of any block came.
  public internal(set) var lastDeltaAt: Duration?
  /// How many deltas came, of all blocks.
  public internal(set) var deltaCount = 0

  var decoder = ServerSentEventDecoder()
  var records = SegmentedArray<Record>(shift: 12)
  /// The event that the end of the body left unfinished.
  public internal(set) var unterminatedEvent: ServerSentEvent?

  public init(
    id: ID, request: Request, endpointName: String, startedAt: Double, limits: Limits = Limits()
  ) {
    self.id = id
    self.request = request
    self.endpointName = endpointName
    self.startedAt = startedAt
    self.limits = limits
  }
}

extension Run {
  /// The answer as far as it has come.
  public var message: Message { accumulator.message }
  /// What is odd about the stream, in the order in which it showed.
  public var notes: [StreamNote] { accumulator.notes }
  /// Changes whenever a block of the message takes the place of another, which moves on.
  public var displacementCount: Int { accumulator.displacementCount }
  /// Whether the transfer goes on.
  public var isActive: Bool { end == nil }
  /// The body as it came, up to the limit. The cost depends on its length.
  public var body: [UInt8] { body(in: 0..<keptByteCount) }
  /// How many bytes of the body are kept.
  public var keptByteCount: Int { storedBody.count }
  /// How many bytes at the end of the body were not kept.
  public var omittedByteCount: Int { byteCount - keptByteCount }
  /// A part of what is kept of the body.
  public func body(in range: Range<Int>) -> [UInt8] { storedBody[range] }
  /// The id that the server gave the request, in a header or an error.
  public var requestID: String? { head?.requestID ?? accumulator.error?.requestID }
}

extension Run: Hashable {
  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(byteCount)
  }

  /// Two runs are equal when the same was sent, came and was when; all else follows from it.
  public static func == (left: Run, right: Run) -> Bool {
    left.id == right.id && left.request == right.request
      && left.endpointName == right.endpointName && left.startedAt == right.startedAt
      && left.head == right.head && left.headAt == right.headAt
      && left.end == right.end && left.endsAt == right.endsAt
      && left.byteCount == right.byteCount && left.lastByteAt == right.lastByteAt
      && left.records == right.records && left.storedBody == right.storedBody
  }
}
