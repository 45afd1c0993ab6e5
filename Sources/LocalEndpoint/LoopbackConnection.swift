/// One client's connection: reads requests, has them answered, one after the other.
struct LoopbackConnection: Sendable {
  /// What a connection does.
  enum Phase: Hashable, Sendable {
    /// It waits for a request, or for the rest of one.
    case waiting(since: ContinuousClock.Instant)
    case answering
    /// It has to make room for another one.
    case leaving

    var waitsSince: ContinuousClock.Instant? {
      if case .waiting(let since) = self { since } else { nil }
    }
  }

  private let socket: Socket
  private let responder: any LocalResponder
  private let configuration: LoopbackServer.Configuration
  /// Tells of a new phase; false when the connection has to leave.
  private let enter: @Sendable (Phase) -> Bool

  init(
    _ socket: Socket, _ responder: any LocalResponder,
    _ configuration: LoopbackServer.Configuration, enter: @escaping @Sendable (Phase) -> Bool
  ) {
    self.socket = socket
    self.responder = responder
    self.configuration = configuration
    self.enter = enter
    socket.prepare(sendTimeout: configuration.sendTimeout)
  }

  /// Serves the connection until it ends.
  func run() {
    var limits = HTTPRequestParser.Limits()
    limits.body = configuration.maximumBodySize
    var parser = HTTPRequestParser(limits: limits)
    var buffer = [UInt8](repeating: 0, count: 32 * 1024)
    var wait = Wait(configuration)
    while true {
      do throws(HTTPRequestParser.Failure) {
        switch try parser.next() {
        case .needsBytes:
          guard let bytes = socket.read(into: &buffer, until: wait.deadline(for: parser)) else {
            giveUp(isInRequest: parser.isInRequest)
            return
          }
          let isBeginning = !parser.isInRequest
          parser.append(bytes)
          if isBeginning { _ = enter(.waiting(since: .now)) }
        case .head(var request):
          guard responder.answersEarly(local(request, id: "")) else { continue }
          request.keepsAlive = false
          if enter(.answering) { _ = answer(request) }
          return
        case .mustContinue:
          guard socket.send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) else { return }
        case .request(let request):
          guard enter(.answering) else { return giveUp(isInRequest: true) }
          guard answer(request), enter(.waiting(since: .now)) else { return }
          wait = Wait(configuration)
        }
      } catch {
        refuse(error.status, error.reason)
        return
      }
    }
  }

  /// Tells the client that there are too many others.
  func refuse() {
    refuse(503, Self.tooMany, waits: false)
  }

  private static let tooMany = "There are too many connections."

  /// Ends a connection whose next bytes don't come, or that has to leave.
  private func giveUp(isInRequest: Bool) {
    let mustLeave = !enter(.answering)
    if isInRequest {
      mustLeave
        ? refuse(503, Self.tooMany, waits: false, ending: .madeRoom)
        : refuse(408, "The request took too long to arrive.")
    } else if mustLeave {
      configuration.log?(
        LoopbackServer.Exchange(
          requestID: RequestID.next(), method: "", target: "", status: 0, sentByteCount: 0,
          ending: .madeRoom))
    }
  }

  /// Answers one request; false when the connection is of no more use.
  private func answer(_ request: HTTPRequestParser.Request) -> Bool {
    let local = local(request, id: RequestID.next())
    let response = LoopbackResponse(
      socket, requestID: local.id, isHead: request.method == "HEAD",
      understandsChunks: request.understandsChunks, keepsAlive: request.keepsAlive)
    do throws(LocalFailure) {
      try LoopbackGuard(token: configuration.token).check(local)
      responder.respond(to: local, on: response)
    } catch {
      error.send(to: local, on: response)
    }
    let ending = response.finish(local)
    log(local, response, ending)
    guard ending != .clientLeft else { return false }
    if !response.keepsAlive, ending == .complete { linger() }
    return response.keepsAlive && ending == .complete
  }

  private func local(_ request: HTTPRequestParser.Request, id: String) -> LocalRequest {
    LocalRequest(
      id: id, method: request.method, target: request.target, headers: request.headers,
      body: request.body)
  }

  /// Answers what is no request with an error, and lets the client read it.
  private func refuse(
    _ status: Int, _ reason: String, waits: Bool = true,
    ending: LoopbackServer.Exchange.Ending? = nil
  ) {
    let request = LocalRequest(id: RequestID.next(), method: "", target: "")
    let response = LoopbackResponse(
      socket, requestID: request.id, isHead: false, understandsChunks: true, keepsAlive: false)
    LocalFailure(status: status, message: reason).send(to: request, on: response)
    let sent = response.finish(request)
    log(request, response, ending ?? sent)
    if waits { linger() }
  }

  /// Reads over what the client is still sending: closing now would reset the connection, and take
  /// the answer from it before it is read.
  private func linger() {
    socket.endSending()
    var buffer = [UInt8](repeating: 0, count: 32 * 1024)
    let deadline = ContinuousClock.now + .seconds(1)
    while socket.read(into: &buffer, until: deadline) != nil {}
  }

  private func log(
    _ request: LocalRequest, _ response: LoopbackResponse,
    _ ending: LoopbackServer.Exchange.Ending
  ) {
    configuration.log?(
      LoopbackServer.Exchange(
        requestID: request.id, method: request.method, target: request.target,
        status: response.status ?? 0, sentByteCount: response.sentByteCount, ending: ending))
  }
}

/// How long to wait for the next bytes of a connection.
private struct Wait {
  private let configuration: LoopbackServer.Configuration
  private let idleDeadline: ContinuousClock.Instant
  private var start: ContinuousClock.Instant?

  init(_ configuration: LoopbackServer.Configuration) {
    self.configuration = configuration
    idleDeadline = .now + configuration.idleTimeout
  }

  mutating func deadline(for parser: HTTPRequestParser) -> ContinuousClock.Instant {
    guard parser.isInRequest else { return idleDeadline }
    let start = self.start ?? .now
    self.start = start
    return start
      + (parser.isInBody ? configuration.bodyTimeout : configuration.headerTimeout)
  }
}
