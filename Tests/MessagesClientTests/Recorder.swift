import LocalEndpoint
import MessagesClient
import Runs

/// Keeps what a transport delivers, and waits for it.
final class Recorder: Sendable {
  private let events = Monitor<[TransportEvent]>([])

  /// What to give to `start`.
  var deliver: @Sendable (TransportEvent) -> Void {
    { [events] event in events.update { $0.append(event) } }
  }

  /// Everything that was delivered so far.
  var all: [TransportEvent] { events.update { $0 } }

  /// Waits for the end of the transfer; nil when it doesn't come in time.
  func end(within limit: Duration = .seconds(10)) -> TransportEnd? {
    events.wait(atMost: limit) { $0.last?.end != nil }
    return all.last?.end
  }

  /// Waits until so many bytes of the body have come.
  func waitForBytes(_ count: Int, within limit: Duration = .seconds(10)) -> Bool {
    events.wait(atMost: limit) { $0.reduce(0) { $0 + $1.bytes.count } >= count }
  }

  var head: ResponseHead? {
    all.lazy.compactMap { if case .head(let head, _) = $0 { head } else { nil } }.first
  }

  var body: [UInt8] { all.flatMap(\.bytes) }

  var text: String { String(decoding: body, as: UTF8.self) }

  var chunkTimes: [Duration] {
    all.compactMap { if case .chunk(_, let time) = $0 { time } else { nil } }
  }

  /// What the error that ended the transfer is of.
  var failure: TransportError? {
    if case .failed(let error)? = all.last?.end { error } else { nil }
  }
}

extension TransportEvent {
  var end: TransportEnd? {
    if case .end(let end, _) = self { end } else { nil }
  }

  var bytes: [UInt8] {
    if case .chunk(let bytes, _) = self { bytes } else { [] }
  }
}

/// Answers with a closure.
struct Responder: LocalResponder {
  let answer: @Sendable (LocalRequest, any LocalResponse) -> Void

  init(_ answer: @escaping @Sendable (LocalRequest, any LocalResponse) -> Void) {
    self.answer = answer
  }

  func respond(to request: LocalRequest, on response: any LocalResponse) {
    answer(request, response)
  }
}

/// A server for one test, and the requests that reached its responder.
final class TestServer: Sendable {
  let server: LoopbackServer
  private let log = Monitor<[LocalRequest]>([])

  init(
    configuration: LoopbackServer.Configuration = .init(),
    _ answer: @escaping @Sendable (LocalRequest, any LocalResponse) -> Void
  ) throws {
    let log = log
    server = LoopbackServer(
      Responder { request, response in
        log.update { $0.append(request) }
        answer(request, response)
      }, configuration: configuration)
    try server.start()
  }

  deinit { server.stop() }

  var requests: [LocalRequest] { log.update { $0 } }

  func url(_ path: String = "/v1/messages") -> String { server.baseURL + path }

  /// Waits for a number of requests.
  func waitForRequests(_ count: Int) -> Bool {
    log.wait(atMost: .seconds(10)) { $0.count >= count }
  }
}
