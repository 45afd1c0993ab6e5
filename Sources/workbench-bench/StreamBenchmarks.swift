import JSON
import MessagesAPI
import Runs
import ServerSentEvents

let streamBenchmarks: [Benchmark] = [
  Benchmark("decode") { measurements in
    let stream = SyntheticStream(eventCount: measurements.isQuick ? 20_000 : 200_000)
    measurements.time("sum of bytes", operations: stream.eventCount, bytes: stream.bytes.count) {
      keep(stream.bytes.reduce(0) { $0 &+ UInt64($1) })
    }
    measurements.time(
      "decode", operations: stream.eventCount, bytes: stream.bytes.count,
      comparedWith: "sum of bytes"
    ) {
      var decoder = ServerSentEventDecoder()
      var count = 0
      stream.forEachChunk { decoder.append($0) { count += $0.data.count } }
      keep(count)
    }
  },

  Benchmark("parse") { measurements in
    let text = Array(SyntheticStream.delta(" word").utf8)
    let count = measurements.isQuick ? 2_000 : 50_000
    measurements.time("parse a delta's JSON", operations: count, bytes: text.count * count) {
      for _ in 0..<count { keep(try? JSONParser.parse(text)) }
    }
  },

  Benchmark("fold") { measurements in
    let stream = SyntheticStream(eventCount: measurements.isQuick ? 20_000 : 200_000)
    measurements.time(
      "decode and fold", operations: stream.eventCount, bytes: stream.bytes.count
    ) {
      var decoder = ServerSentEventDecoder()
      var accumulator = Message.Accumulator()
      stream.forEachChunk { decoder.append($0) { accumulator.append($0) } }
      keep(accumulator)
    }
    measurements.time(
      "run, 16 KB chunks", operations: stream.eventCount, bytes: stream.bytes.count, target: 300
    ) { keep(stream.run()) }
    measurements.time(
      "run, a chunk an event", operations: stream.eventCount, bytes: stream.bytes.count,
      target: 300, comparedWith: "run, 16 KB chunks"
    ) { keep(stream.run(chunkSize: stream.bytes.count / stream.eventCount)) }
    let escapes = SyntheticStream(
      eventCount: stream.eventCount, text: #"\n\"w\u00f6rd\""#)
    measurements.time(
      "run, escapes in the text", operations: escapes.eventCount, bytes: escapes.bytes.count,
      comparedWith: "run, 16 KB chunks"
    ) { keep(escapes.run()) }
    let general = SyntheticStream(eventCount: stream.eventCount, member: #""unknown":null,"#)
    measurements.time(
      "run, an unknown member", operations: general.eventCount, bytes: general.bytes.count,
      comparedWith: "run, 16 KB chunks"
    ) { keep(general.run()) }
  },

  Benchmark("linearity") { measurements in
    let count = measurements.isQuick ? 20_000 : 200_000
    let short = SyntheticStream(eventCount: count, blockLength: 1_000)
    measurements.time("blocks of 1,000 deltas", operations: count) { keep(short.run()) }
    let long = SyntheticStream(eventCount: count, blockLength: 10_000)
    measurements.time(
      "blocks of 10,000 deltas", operations: count, comparedWith: "blocks of 1,000 deltas"
    ) { keep(long.run()) }
    let whole = SyntheticStream(eventCount: count, blockLength: count)
    measurements.time(
      "one block", operations: count, comparedWith: "blocks of 1,000 deltas"
    ) { keep(whole.run()) }
  },
]

/// An answer of text deltas, as the official API words them.
struct SyntheticStream: Sendable {
  let bytes: [UInt8]
  let eventCount: Int

  init(
    eventCount: Int, blockLength: Int = .max, text: String = " word", member: String = ""
  ) {
    var body = Self.opening
    var index = 0
    for number in 0..<eventCount {
      if number > 0, number % blockLength == 0 {
        body += Self.stop(index)
        index += 1
        body += Self.start(index)
      }
      body += Self.event(
        "content_block_delta", Self.delta(text, index: index, member: member))
    }
    body += Self.closing(index: index)
    bytes = Array(body.utf8)
    self.eventCount = eventCount
  }

  /// What comes before the first delta.
  static let opening =
    event("message_start", #"{"type":"message_start","message":{"content":[]}}"#) + start(0)

  /// What comes after the last delta, which is in the block at an index.
  static func closing(index: Int) -> String {
    stop(index)
      + event("message_delta", #"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#)
      + event("message_stop", #"{"type":"message_stop"}"#)
  }

  static func delta(_ text: String, index: Int = 0, member: String = "") -> String {
    #"{"type":"content_block_delta","index":\#(index),"#
      + #"\#(member)"delta":{"type":"text_delta","text":"\#(text)"}}"#
  }

  private static func start(_ index: Int) -> String {
    event(
      "content_block_start",
      #"{"type":"content_block_start","index":\#(index),"#
        + #""content_block":{"type":"text","text":""}}"#)
  }

  private static func stop(_ index: Int) -> String {
    event("content_block_stop", #"{"type":"content_block_stop","index":\#(index)}"#)
  }

  static func event(_ name: String, _ data: String) -> String {
    "event: \(name)\ndata: \(data)\n\n"
  }

  func forEachChunk(of size: Int = 16_384, _ body: (UnsafeRawBufferPointer) -> Void) {
    bytes.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: size) {
        body(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + size, bytes.count)]))
      }
    }
  }

  /// Everything that a run does with the stream, raw bytes and times kept.
  func run(chunkSize: Int = 16_384) -> Run {
    var run = Run(
      id: Run.ID(1), request: Run.Request(url: "", body: []), endpointName: "", startedAt: 0)
    run.receive(
      head: ResponseHead(status: 200, headers: [HTTPHeader("content-type", "text/event-stream")]),
      at: .zero)
    var time = Duration.zero
    forEachChunk(of: chunkSize) { chunk in
      time += .microseconds(20)
      run.receive(bytes: chunk, at: time)
    }
    run.finish(.complete, at: time)
    precondition(run.outcome == .complete)
    return run
  }
}
