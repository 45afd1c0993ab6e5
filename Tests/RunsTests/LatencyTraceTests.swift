import MessagesAPI
import Testing

@testable import Runs

@Suite struct LatencyTraceTests {
  private func run(gaps: [Duration]) -> Run {
    var run = Run(id: Run.ID(1), request: .init(url: "", body: []), endpointName: "", startedAt: 0)
    run.receive(
      head: ResponseHead(status: 200, headers: [HTTPHeader("content-type", "text/event-stream")]),
      at: .zero)
    var time = Duration.zero
    for gap in [.zero] + gaps {
      time += gap
      let delta =
        #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"x"}}"#
      run.receive(chunk: Array("data: \(delta)\n\n".utf8), at: time)
    }
    return run
  }

  @Test func `it holds the times between the deltas, however often it is updated`() {
    let run = run(gaps: [.milliseconds(5), .milliseconds(40), .milliseconds(1)])
    var trace = LatencyTrace()
    trace.update(from: run)
    trace.update(from: run)
    #expect(trace.parts == [.milliseconds(5), .milliseconds(40), .milliseconds(1)])
    #expect(trace.longest == .milliseconds(40))
    #expect(trace.columns(2) == [.milliseconds(5), .milliseconds(40)])
  }

  @Test func `the wait before a stream broke off counts, one before its proper end doesn't`() {
    var broken = run(gaps: [.milliseconds(5)])
    broken.finish(.cancelled, at: .seconds(9))
    var trace = LatencyTrace()
    trace.update(from: broken)
    trace.update(from: broken)
    #expect(trace.parts == [.milliseconds(5), .seconds(9) - .milliseconds(5)])
    var whole = run(gaps: [.milliseconds(5)])
    let delta = #"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#
    whole.receive(chunk: Array("data: \(delta)\n\n".utf8), at: .milliseconds(6))
    whole.finish(.complete, at: .seconds(9))
    trace = LatencyTrace()
    trace.update(from: whole)
    #expect(trace.parts == [.milliseconds(5)])
  }

  @Test func `a long stream takes bounded room, and its longest wait is never lost`() {
    var gaps = Array(repeating: Duration.milliseconds(2), count: 3_000)
    gaps[1_234] = .seconds(3)
    var trace = LatencyTrace()
    trace.update(from: run(gaps: gaps))
    #expect(trace.parts.count <= 128)
    #expect(trace.longest == .seconds(3))
    #expect(trace.columns(40).count == 40)
    #expect(trace.columns(40).max() == .seconds(3))
  }
}
