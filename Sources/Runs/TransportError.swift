/// Why a request could not be sent, or its answer not be received to the end.
public struct TransportError: Error, Hashable, Sendable {
  /// How far the transfer had come.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    case resolve, connect, tls, send, receive
  }

  /// What went wrong.
  public enum Kind: Hashable, Sendable {
    case refused
    /// The name has no address.
    case dns
    case unreachable
    case timeout
    /// The server's certificate isn't one to be trusted.
    case tlsCertificate(reason: String)
    /// TLS failed for another reason.
    case tls
    case reset
    /// The body ended early; `expected` is its announced length in bytes.
    case truncated(expected: Int?)
    /// The request was not sent, by a rule of this program.
    case notAllowed(reason: String)
    /// The body's compression is broken or unknown.
    case encoding
    /// What was received is no HTTP.
    case malformedResponse
    case other
  }

  /// How far the request had come.
  public var phase: Phase
  /// What went wrong.
  public var kind: Kind
  /// What the library says, without secrets.
  public var detail: String

  public init(phase: Phase, kind: Kind, detail: String = "") {
    self.phase = phase
    self.kind = kind
    self.detail = detail
  }
}
