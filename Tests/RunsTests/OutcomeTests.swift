import MessagesAPI
import Runs
import Testing

struct OutcomeTests {
  private static let start =
    "data: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"content\":[]}}\n\n"
  private static let reason =
    "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n"
  private static let stop = "data: {\"type\":\"message_stop\"}\n\n"
  private static let error =
    #"{"type":"error","error":{"type":"overloaded_error","message":"Busy"},"request_id":"r"}"#
  private static let reset = TransportError(phase: .receive, kind: .reset)

  @Test func `a stream's end is told by the stream and the transfer together`() {
    let (start, reason, stop) = (Self.start, Self.reason, Self.stop)
    #expect(run(start + reason + stop, .complete).outcome == .complete)
    #expect(run(start + reason + stop, .failed(Self.reset)).outcome == .complete)
    #expect(run(start + reason + stop, .cancelled).outcome == .complete)
    #expect(run(start + reason, .complete).outcome == .endedWithoutTerminator)
    #expect(run(start, .complete).outcome == .truncated(.bodyEnded))
    #expect(run(start, .failed(Self.reset)).outcome == .truncated(.transport(Self.reset)))
    #expect(run(start, .cancelled).outcome == .cancelled)
    #expect(run(start, nil).outcome == .streaming)
    #expect(run(start + stop, nil).outcome == .complete)
  }

  @Test func `an error with status 200 is a failure, with another a rejection`() {
    for body in ["event: error\ndata: \(Self.error)\n\n", Self.error] {
      guard case .failed(let failure) = run(body, .complete).outcome else {
        Issue.record("not failed: \(run(body, .complete).outcome)")
        continue
      }
      #expect(failure.message == "Busy")
      guard case .rejected(let rejection, 529) = run(body, .complete, status: 529).outcome else {
        Issue.record("not rejected: \(run(body, .complete, status: 529).outcome)")
        continue
      }
      #expect(rejection.message == "Busy")
      #expect(rejection.status == 529)
      #expect(rejection.requestID == "r")
    }
  }

  @Test func `a body that is no message is a fault, and is kept`() {
    let html = "<html><title>Welcome</title></html>"
    #expect(run(html, .complete).outcome == .protocolFault(.notAMessage(.other)))
    #expect(run(html, .complete).body == Array(html.utf8))
    #expect(
      run(html, .complete, mediaType: "text/event-stream").outcome
        == .protocolFault(.notAMessage(.other)))
    #expect(run("", .complete).outcome == .protocolFault(.emptyBody))
    #expect(run(#"{"object":"list"}"#, .complete).outcome == .protocolFault(.notAMessage(.json)))
    guard case .protocolFault(.invalidJSON) = run("{}\n{}", .complete).outcome else {
      Issue.record("two values are no JSON text")
      return
    }
  }

  @Test func `what never got an answer failed in the transfer`() {
    var run = Run(
      id: Run.ID(1), request: Run.Request(url: "", body: []), endpointName: "", startedAt: 0)
    let refused = TransportError(phase: .connect, kind: .refused)
    run.finish(.failed(refused), at: .zero)
    #expect(run.outcome == .transportFailed(refused))
    let kept = TransportError(phase: .receive, kind: .notAllowed(reason: "why"))
    #expect(self.run("moved", .failed(kept)).outcome == .transportFailed(kept))
  }

  @Test func `a redirection names its target and is no refusal`() {
    var run = Run(
      id: Run.ID(1), request: Run.Request(url: "", body: []), endpointName: "", startedAt: 0)
    let headers = [HTTPHeader("Location", "http://b/")]
    run.receive(head: ResponseHead(status: 307, headers: headers), at: .zero)
    #expect(run.outcome == .streaming)
    run.finish(.complete, at: .zero)
    #expect(run.outcome == .redirected(to: "http://b/", status: 307))
    #expect(run.apiError == nil)
    #expect(self.run("", .complete, status: 302).outcome == .redirected(to: nil, status: 302))
    #expect(self.run("", .cancelled, status: 302).outcome == .cancelled)
  }

  @Test(arguments: [nil, "application/json", "text/event-stream", "text/plain"])
  func `the first bytes tell a stream from a message, whatever the media type says`(
    mediaType: String?
  ) {
    let message = #" {"id":"m","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn"}"#
    let whole = run(message, .complete, mediaType: mediaType)
    #expect(whole.bodyForm == .json)
    #expect(whole.outcome == .complete)
    #expect(whole.message.text == "Hi")
    for beginning in ["", ": hello\n\n", "\u{FEFF}", "\n", "id: 1\n"] {
      let stream = run(
        beginning + Self.start + Self.reason + Self.stop, .complete, mediaType: mediaType)
      #expect(stream.bodyForm == .eventStream)
      #expect(stream.outcome == .complete)
    }
    #expect(run("it failed", .complete, mediaType: "text/plain").bodyForm == .other)
  }

  @Test func `what comes after the end is ignored`() {
    var run = run(Self.start, .cancelled)
    run.receive(chunk: Array(Self.reason.utf8), at: .seconds(2))
    run.receive(head: ResponseHead(status: 500), at: .seconds(2))
    run.finish(.complete, at: .seconds(3))
    #expect(run.outcome == .cancelled)
    #expect(run.endsAt == .seconds(1))
    #expect(run.message.stopReason == nil)
  }

  @Test func `a body beyond the limit is cut visibly, and folded all the same`() {
    var run = Run(
      id: Run.ID(1), request: Run.Request(url: "", body: []), endpointName: "", startedAt: 0,
      limits: .init(bodySize: 70, eventCount: 2))
    run.receive(head: ResponseHead(status: 200), at: .zero)
    let body = Self.start + Self.reason + Self.stop
    for byte in body.utf8 { run.receive(chunk: [byte], at: .zero) }
    run.finish(.complete, at: .zero)
    #expect(run.outcome == .complete)
    #expect(run.body == Array(body.utf8.prefix(70)))
    #expect(run.omittedByteCount == body.utf8.count - 70)
    #expect(run.eventCount == 2)
    #expect(run.omittedEventCount == 1)
    #expect(run.event(0).name == "message_start")
    #expect(run.event(1).range == nil)
    #expect(run.event(1).name == "message_delta")
  }

  private func run(
    _ body: String, _ end: Run.End?, status: Int = 200, mediaType: String? = nil
  ) -> Run {
    var run = Run(
      id: Run.ID(1), request: Run.Request(url: "", body: []), endpointName: "", startedAt: 0)
    let headers = mediaType.map { [HTTPHeader("content-type", $0)] } ?? []
    run.receive(head: ResponseHead(status: status, headers: headers), at: .zero)
    for byte in body.utf8 { run.receive(chunk: [byte], at: .milliseconds(500)) }
    if let end { run.finish(end, at: .seconds(1)) }
    return run
  }
}
