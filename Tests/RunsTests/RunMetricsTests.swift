import MessagesAPI
import Runs
import Testing

struct RunMetricsTests {
  @Test func `figures follow a stream, and are final at its end`() {
    var run = Run(
      id: Run.ID(1), request: Run.Request(url: "", body: []), endpointName: "", startedAt: 0)
    #expect(run.metrics(now: .seconds(1)).elapsed == .seconds(1))
    #expect(run.metrics(now: .seconds(1)).tokenRate == nil)
    run.receive(head: ResponseHead(status: 200), at: .milliseconds(1500))
    #expect(run.metrics(now: .seconds(2)).idle == .milliseconds(500))
    let delta =
      "data: {\"type\":\"content_block_delta\",\"index\":0,"
      + "\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n"
    for second in 2...6 { run.receive(chunk: Array(delta.utf8), at: .seconds(second)) }
    var metrics = run.metrics(now: .seconds(16))
    #expect(metrics.timeToHead == .milliseconds(1500))
    #expect(metrics.timeToFirstToken == .seconds(2))
    #expect(metrics.idle == .seconds(10))
    #expect(metrics.tokenRate == .init(perSecond: 1, basis: .deltas))
    #expect(run.deltaGaps(last: 3) == [.seconds(1), .seconds(1), .seconds(1)])
    #expect(run.deltaGaps(last: 100).count == 4)
    let end =
      "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
      + "\"usage\":{\"output_tokens\":41}}\n\n"
    run.receive(chunk: Array(end.utf8), at: .seconds(17))
    run.finish(.complete, at: .seconds(20))
    metrics = run.metrics(now: .seconds(99))
    #expect(metrics.elapsed == .seconds(20))
    #expect(metrics.idle == nil)
    #expect(metrics.tokenRate == .init(perSecond: 10, basis: .usage))
  }

  @Test func `an answer that came at once is measured from the start`() {
    var run = Run(
      id: Run.ID(1), request: Run.Request(url: "", body: []), endpointName: "", startedAt: 0)
    run.receive(head: ResponseHead(status: 200), at: .seconds(1))
    let body = #"{"content":[],"stop_reason":"end_turn","usage":{"output_tokens":30}}"#
    run.receive(chunk: Array(body.utf8), at: .seconds(2))
    run.finish(.complete, at: .seconds(2))
    #expect(run.metrics().tokenRate == .init(perSecond: 15, basis: .usage))
  }

  @Test(arguments: [(10, nil), (250, 160)])
  func `a burst has no rate`(milliseconds: Int, rate: Double?) {
    var run = Run(
      id: Run.ID(1), request: Run.Request(url: "", body: []), endpointName: "", startedAt: 0)
    run.receive(head: ResponseHead(status: 200), at: .seconds(1))
    let delta =
      "data: {\"type\":\"content_block_delta\",\"index\":0,"
      + "\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n"
    let end =
      "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
      + "\"usage\":{\"output_tokens\":41}}\n\n"
    run.receive(chunk: Array(delta.utf8), at: .seconds(1))
    run.receive(chunk: Array((delta + end).utf8), at: .seconds(1) + .milliseconds(milliseconds))
    run.finish(.complete, at: .seconds(3))
    #expect(run.metrics().tokenRate?.perSecond == rate)
  }

  @Test func `what the start of a stream says of its length is no count of it`() {
    var run = Run(
      id: Run.ID(1), request: Run.Request(url: "", body: []), endpointName: "", startedAt: 0)
    run.receive(head: ResponseHead(status: 200), at: .zero)
    let start = #"data: {"type":"message_start","message":{"usage":{"output_tokens":1}}}"#
    let end =
      #"data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":null}}"#
    run.receive(chunk: Array("\(start)\n\n\(end)\n\n".utf8), at: .zero)
    #expect(!run.accumulator.hasOutputCount)
    let count = #"data: {"type":"message_delta","delta":{},"usage":{"output_tokens":7}}"#
    run.receive(chunk: Array("\(count)\n\n".utf8), at: .zero)
    #expect(run.accumulator.hasOutputCount)
  }
}
