public import Runs

/// Answers the requests of the embedded endpoint, whoever carries them.
///
/// `LoopbackServer` carries them over HTTP, `EmbeddedTransport` inside the process. Both call
/// `respond` on a thread of the request's own, so it may block, and many calls may run at once.
public protocol LocalResponder: Sendable {
  /// Answers one request; the answer is over when this returns.
  ///
  /// A response without a head becomes a 500.
  func respond(to request: LocalRequest, on response: any LocalResponse)

  /// Whether a request that comes over HTTP is answered without its body, before that has come. No
  /// request is, unless the responder says so.
  func answersEarly(_ request: LocalRequest) -> Bool
}

extension LocalResponder {
  public func answersEarly(_ request: LocalRequest) -> Bool { false }
}

/// A request as the embedded endpoint sees it.
public struct LocalRequest: Hashable, Sendable {
  /// The carrier's name for the request, which it also sends as the header `request-id`.
  public var id: String
  /// The method as sent, such as `POST`.
  public var method: String
  /// The path and query as sent, such as `/v1/messages?beta=true`.
  public var target: String
  /// The headers in the order in which they came.
  public var headers: [HTTPHeader]
  /// The whole body, without its transfer coding.
  public var body: [UInt8]

  /// Makes a request.
  public init(
    id: String = "req_0", method: String, target: String, headers: [HTTPHeader] = [],
    body: [UInt8] = []
  ) {
    self.id = id
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
  }

  /// The target up to its query.
  public var path: String {
    String(target.prefix { $0 != "?" })
  }

  /// The value of the first header with this name, whose case doesn't matter.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// Where a `LocalResponder` puts its answer: a head, then any number of pieces of body.
///
/// Used from the thread that `respond` was called on, and no longer than that call lasts.
public protocol LocalResponse: AnyObject {
  /// Sends the status and the headers. An informational status (1xx) may precede the final one.
  ///
  /// Headers that belong to the connection (`content-length`, `transfer-encoding`, `connection`,
  /// `date` and `request-id` unless given) are the carrier's business.
  func head(status: Int, headers: [HTTPHeader], framing: BodyFraming)

  /// Sends a piece of the body at once, as one chunk; false when the client has left.
  func body(_ bytes: [UInt8]) -> Bool

  /// Waits this long, or until the client leaves; false when it has left.
  ///
  /// The one way in which a responder lets time pass, so that tests need no clock.
  func pause(_ duration: Duration) -> Bool

  /// Breaks the connection off in the middle of the answer. Nothing can be sent after it.
  func cut(_ kind: ConnectionCut)

  /// Puts bytes on the connection in place of a head, as they are, for answers that aren't HTTP.
  func raw(_ bytes: [UInt8]) -> Bool
}

extension LocalResponse {
  /// Sends the status and the headers of a body whose length isn't known yet.
  public func head(status: Int, headers: [HTTPHeader]) {
    head(status: status, headers: headers, framing: .chunked)
  }
}

/// How the client learns where a body ends.
public enum BodyFraming: Hashable, Sendable {
  /// `content-length`, in bytes. A body of another length is sent as it is.
  case length(Int)
  /// `transfer-encoding: chunked`, one chunk per piece.
  case chunked
  /// The body ends with the connection.
  case untilClose
}

/// The ways in which a connection can break.
public enum ConnectionCut: Hashable, Sendable {
  /// An orderly close (FIN) that leaves the body unfinished.
  case close
  /// A reset (RST).
  case reset
}
