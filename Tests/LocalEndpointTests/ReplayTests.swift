import LocalEndpoint
import Runs
import Testing

@Suite struct ReplayTests {
  private let parts = ["event: a\ndata: 1\n\n", "event: b\nda", "ta: 2\n\n", ": rest"]

  private func run(_ end: Run.End) -> Run {
    var run = Run(
      id: Run.ID(1), request: .init(url: "https://example.com/v1/messages", body: []),
      endpointName: "test", startedAt: 0)
    let type = HTTPHeader("content-type", "text/event-stream")
    run.receive(
      head: ResponseHead(status: 200, headers: [type, HTTPHeader("content-length", "7")]),
      at: .milliseconds(100))
    for (index, part) in parts.enumerated() {
      run.receive(chunk: Array(part.utf8), at: .milliseconds(200 + 100 * index))
    }
    run.finish(end, at: .milliseconds(1000))
    return run
  }

  private func play(
    _ run: Run, speed: Double = 1, target: String = "/v1/messages"
  ) -> RecordedResponse {
    let response = RecordedResponse()
    Replay(run, speed: speed).respond(
      to: LocalRequest(method: "POST", target: target), on: response)
    return response
  }

  @Test func `a run is played back with its bytes and its pace`() {
    let response = play(run(.complete))
    #expect(response.text == parts.joined())
    #expect(response.head?.headers == [HTTPHeader("content-type", "text/event-stream")])
    #expect(response.pauses == [100, 100, 200, 600].map { .milliseconds($0) })
    #expect(response.cutKind == nil)
    #expect(play(run(.complete), speed: 2).pauses.first == .milliseconds(50))
    #expect(play(run(.complete), speed: .infinity).pauses.isEmpty)
  }

  @Test func `it ends as it ended`() {
    let reset = TransportError(phase: .receive, kind: .reset)
    #expect(play(run(.failed(reset))).cutKind == .reset)
    #expect(play(run(.cancelled)).cutKind == .close)
    #expect(play(run(.complete), target: "/v1/messages/count_tokens").head?.status == 404)
  }
}
