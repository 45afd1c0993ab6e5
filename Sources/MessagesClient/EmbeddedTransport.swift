public import LocalEndpoint
import Runs

/// Has requests answered inside the process, in the way in which a server's bytes come.
///
/// Every request has a thread of its own, on which the responder works.
public struct EmbeddedTransport: Transport {
  private let responder: any LocalResponder

  /// Makes a transport to a responder.
  public init(_ responder: any LocalResponder) {
    self.responder = responder
  }

  public func start(
    _ request: TransportRequest, deliver: @escaping @Sendable (TransportEvent) -> Void
  ) -> any Transfer {
    let transfer = EmbeddedTransfer()
    let local = LocalRequest(
      id: RequestID.next(), method: request.method,
      target: String(request.url.drop { $0 != "/" }), headers: request.headers,
      body: request.body)
    let isStarted = BackgroundThread.start { [responder] in
      let response = EmbeddedResponse(to: local, transfer, deliver)
      responder.respond(to: local, on: response)
      response.finish(local)
    }
    if !isStarted {
      let error = TransportError(phase: .send, kind: .other, detail: "no thread is free")
      deliver(.end(.failed(error), at: .zero))
    }
    return transfer
  }
}

/// The one thing that the two sides share: whether the answer is still wanted.
private struct EmbeddedTransfer: Transfer {
  private let isCancelled = Monitor(false)

  func cancel() {
    isCancelled.update { $0 = true }
  }

  /// Waits; false when the answer isn't wanted any more.
  func pause(_ duration: Duration) -> Bool {
    !isCancelled.wait(atMost: duration) { $0 }
  }
}

/// Turns a responder's answer into events.
private final class EmbeddedResponse: LocalResponse {
  private let requestID: String
  private let transfer: EmbeddedTransfer
  private let deliver: @Sendable (TransportEvent) -> Void
  private let start = ContinuousClock.now
  private var framing: BodyFraming?
  private var byteCount = 0
  private var hasEnded = false

  init(
    to request: LocalRequest, _ transfer: EmbeddedTransfer,
    _ deliver: @escaping @Sendable (TransportEvent) -> Void
  ) {
    requestID = request.id
    self.transfer = transfer
    self.deliver = deliver
  }

  func head(status: Int, headers: [HTTPHeader], framing: BodyFraming) {
    guard status >= 200, self.framing == nil, isWanted else { return }
    self.framing = framing
    let name = "request-id"
    let isNamed = headers.contains { $0.name.lowercased() == name }
    let headers = isNamed ? headers : headers + [HTTPHeader(name, requestID)]
    deliver(.head(ResponseHead(status: status, headers: headers), at: .now - start))
  }

  func body(_ bytes: [UInt8]) -> Bool {
    guard framing != nil, isWanted, !bytes.isEmpty else { return !hasEnded }
    byteCount += bytes.count
    deliver(.chunk(bytes, at: .now - start))
    return isWanted
  }

  func pause(_ duration: Duration) -> Bool {
    _ = transfer.pause(duration)
    return isWanted
  }

  func cut(_ kind: ConnectionCut) {
    switch (kind, framing) {
    case (.reset, _): fail(.reset)
    case (.close, .untilClose): end(.complete)
    case (.close, .length(let count)): fail(.truncated(expected: count))
    case (.close, .chunked), (.close, nil): fail(.truncated(expected: nil))
    }
  }

  func raw(_ bytes: [UInt8]) -> Bool {
    fail(.malformedResponse)
    return false
  }

  /// Tells of the end, unless it has come already.
  func finish(_ request: LocalRequest) {
    guard isWanted else { return }
    if framing == nil {
      LocalFailure(status: 500, message: "The endpoint gave no answer.")
        .send(to: request, on: self)
    }
    if case .length(let count)? = framing, byteCount < count {
      fail(.truncated(expected: count))
    } else {
      end(.complete)
    }
  }

  /// Whether the answer goes on. After a cancel this tells of the end.
  private var isWanted: Bool {
    if !transfer.pause(.zero) { end(.cancelled) }
    return !hasEnded
  }

  private func fail(_ kind: TransportError.Kind) {
    end(.failed(TransportError(phase: .receive, kind: kind)))
  }

  private func end(_ end: TransportEnd) {
    guard !hasEnded else { return }
    hasEnded = true
    deliver(.end(end, at: .now - start))
  }
}
