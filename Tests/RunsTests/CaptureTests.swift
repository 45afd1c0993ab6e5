import JSON
import MessagesAPI
import Runs
import TestSupport
import Testing

struct CaptureTests {
  private static let stream =
    "event: message_start\r\ndata: {\"type\":\"message_start\",\"message\":{\"content\":[]}}\r\n\r\n"
    + ": alive\n\n\n"
    + "data: {\"type\":\"content_block_delta\",\"index\":0,"
    + "\"delta\":{\"type\":\"text_delta\",\"text\":\"é\"}}\n\n"
    + "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\r\r"
    + "event: message_stop\ndata"

  @Test(
    arguments: [
      .complete, .cancelled, nil,
      .failed(TransportError(phase: .tls, kind: .tlsCertificate(reason: "expired"), detail: "x")),
      .failed(TransportError(phase: .receive, kind: .truncated(expected: 12))),
      .failed(TransportError(phase: .receive, kind: .truncated(expected: nil))),
      .failed(TransportError(phase: .send, kind: .notAllowed(reason: "why"))),
    ] as [Run.End?])
  func `a run is read back as it was`(end: Run.End?) throws {
    for chunks in chunkings(of: Array(Self.stream.utf8)) {
      var run = run()
      for (index, chunk) in chunks.enumerated() {
        run.receive(chunk: chunk, at: .nanoseconds(1_234_567 * (index + 1)))
      }
      if let end { run.finish(end, at: .nanoseconds(9_876_543_210)) }
      let copy = try Capture(reading: Capture(run).bytes, as: run.id).run
      #expect(copy == run)
      #expect(copy.message == run.message)
      #expect(copy.notes == run.notes)
      #expect(copy.outcome == run.outcome)
      #expect(copy.metrics() == run.metrics())
    }
  }

  @Test func `times that go back, as a file may say, are those of what came before`() {
    var run = run()
    let milliseconds = [5, 9, 3, -7, 8]
    let bytes = Array((Self.stream + "\n\n").utf8)
    let length = bytes.count / milliseconds.count
    for (index, time) in milliseconds.enumerated() {
      let end = index + 1 == milliseconds.count ? bytes.count : (index + 1) * length
      run.receive(chunk: Array(bytes[(index * length)..<end]), at: .milliseconds(time))
    }
    run.finish(.complete, at: .milliseconds(-1))
    let arrivals = (0..<run.eventCount).map { run.eventArrival($0) }
    #expect(arrivals == arrivals.sorted() && arrivals.count > 2)
    #expect(run.endsAt == run.lastByteAt)
  }

  @Test func `a body that is not UTF-8 is read back byte for byte`() throws {
    var run = run()
    run.receive(chunk: [0x3C, 0xFF, 0x00, 0x41], at: .zero)
    run.finish(.complete, at: .zero)
    #expect(try Capture(reading: Capture(run).bytes, as: run.id).run == run)
  }

  @Test func `headers that carry secrets are written without them`() throws {
    var run = Run(
      id: Run.ID(1),
      request: Run.Request(
        url: "u", headers: [HTTPHeader("X-API-Key", "sk-1"), HTTPHeader("accept", "*/*")],
        body: []),
      endpointName: "e", startedAt: 0)
    run.receive(
      head: ResponseHead(status: 200, headers: [HTTPHeader("set-cookie", "s")]), at: .zero)
    let text = String(decoding: Capture(run).bytes, as: UTF8.self)
    #expect(!text.contains("sk-1"))
    #expect(text.contains(#"["X-API-Key","(not kept)"]"#))
    #expect(text.contains(#"["set-cookie","(not kept)"]"#))
  }

  @Test func `members of a newer version are ignored`() throws {
    var value = try JSONParser.parse(Capture(run()).bytes)
    value["/version"] = 99
    value["/mood"] = "good"
    value["/response/mood"] = ["good"]
    #expect(try Capture(reading: value.encoded(), as: Run.ID(7)).run == run())
  }

  @Test func `a file that is no capture says why`() throws {
    let bytes = Capture(run()).bytes
    for length in stride(from: 0, to: bytes.count - 2, by: 7) {
      #expect(throws: Capture.ReadError.self) {
        try Capture(reading: Array(bytes[..<length]), as: Run.ID(1))
      }
    }
    #expect(throws: Capture.ReadError.notACapture) {
      try Capture(reading: Array("{}".utf8), as: Run.ID(1))
    }
    for pointer: JSONPointer in ["/request/url", "/response/status", "/body"] {
      var value = try JSONParser.parse(bytes)
      value[pointer] = true
      #expect(throws: Capture.ReadError.malformed(pointer)) {
        try Capture(reading: value.encoded(), as: Run.ID(1))
      }
    }
  }

  private func run() -> Run {
    var run = Run(
      id: Run.ID(7),
      request: Run.Request(
        url: "http://127.0.0.1/v1/messages", headers: [HTTPHeader("accept", "*/*")],
        body: Array("{\"model\" : \"m\"}".utf8)),
      endpointName: "local", startedAt: 1_763_800_000.125)
    run.receive(
      head: ResponseHead(status: 200, headers: [HTTPHeader("request-id", "r")]),
      at: .milliseconds(3))
    return run
  }
}
