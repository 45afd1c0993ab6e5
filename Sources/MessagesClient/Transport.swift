public import Runs

/// Sends a request and hands back what comes, as it comes.
public protocol Transport: Sendable {
  /// Sends a request.
  ///
  /// `deliver` is called on a background thread, one call at a time: at most one `head`, any number
  /// of `chunk`s, and exactly one `end`, which is the last. While a call blocks nothing more is
  /// read.
  func start(
    _ request: TransportRequest, deliver: @escaping @Sendable (TransportEvent) -> Void
  ) -> any Transfer
}

/// A request on its way.
public protocol Transfer: Sendable {
  /// Closes the connection, from any thread. `end(.cancelled)` follows unless an end had come
  /// already.
  func cancel()
}

/// What a transport hands back. Times are counted from the start of the request.
public enum TransportEvent: Hashable, Sendable {
  /// The final status and its headers.
  case head(ResponseHead, at: Duration)
  /// A piece of the body, as it was read.
  case chunk([UInt8], at: Duration)
  /// How it ended. A redirect or an error status that arrived whole is `complete`.
  case end(TransportEnd, at: Duration)
}

/// How a transfer ended.
public typealias TransportEnd = Run.End
