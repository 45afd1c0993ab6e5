import ServerSentEvents
import TestSupport
import Testing

struct ServerSentEventDecoderTests {
  @Test(arguments: [
    ("data: a\n\n", ["message|a"]),
    ("data:a\n\n", ["message|a"]),
    ("data:  a\n\n", ["message| a"]),
    ("data\n\n", ["message|"]),
    ("data:\ndata:\n\n", ["message|\n"]),
    ("data: a\ndata: b\ndata:c\n\n", ["message|a\nb\nc"]),
    ("event: x\ndata: a\n\n", ["x|a"]),
    ("event: x\nevent: y\ndata: a\n\n", ["y|a"]),
    ("event: x\nevent\ndata: a\n\n", ["message|a"]),
    ("event: x\n\ndata: a\n\n", ["message|a"]),
    ("Data: a\nDATA: b\nEVENT: x\ndata: c\n\n", ["message|c"]),
    (" data: a\ndata : b\ndatas: c\ndata: d\n\n", ["message|d"]),
    (": comment\n:\n\ndata: a\n: more\ndata: b\n\n", ["message|a\nb"]),
    ("data: a:b: c\n\n", ["message|a:b: c"]),
    ("data: a\r\rdata: b\r\n\r\ndata: c\n\r\n", ["message|a", "message|b", "message|c"]),
    ("\u{FEFF}event: x\ndata: a\n\n", ["x|a"]),
    ("\n\u{FEFF}event: x\ndata: a\n\n", ["message|a"]),
    ("data: \u{FEFF}a\n\n", ["message|\u{FEFF}a"]),
    ("data: a\u{2028}b\u{85}c\u{B}d\u{C}e\n\n", ["message|a\u{2028}b\u{85}c\u{B}d\u{C}e"]),
    ("data: [DONE]\n\n", ["message|[DONE]"]),
    ("data: a\n", []),
    ("data: a", []),
    ("", []),
    ("\n\n\n", []),
  ])
  func `fields become events by the rules of the standard`(body: String, expected: [String]) {
    let bytes = Array(body.utf8)
    for chunks in chunkings(of: bytes) {
      let events = decode(chunks)
      #expect(events.map { "\($0.event)|\($0.text)" } == expected)
    }
    #expect(plain(decode([bytes])) == referenceEvents(bytes))
  }

  @Test func `an ID stays until the next one, and one with NUL is ignored`() {
    let body = "id: 1\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\nid\ndata: d\n\n"
    #expect(decode([Array(body.utf8)]).map(\.id) == ["1", "1", "1", ""])
  }

  @Test(arguments: [
    ("retry: 1000", Duration.milliseconds(1000)), ("retry: 007", .milliseconds(7)),
    ("retry: 1_000", nil), ("retry: +5", nil), ("retry: -5", nil), ("retry: 1.5", nil),
    ("retry:", nil), ("retry: ٣", nil), ("retry: 99999999999999999999", nil),
  ])
  func `a reconnection time is made of ASCII digits only`(line: String, expected: Duration?) {
    var decoder = ServerSentEventDecoder()
    _ = decoder.append(Array("\(line)\n\n".utf8))
    #expect(decoder.reconnectionTime == expected)
  }

  @Test func `bytes that are not UTF-8 are replaced, and the event says so`() {
    var body = Array("event: x".utf8) + [0xC3]
    body += Array("\ndata: a".utf8) + [0xFF] + Array("b\n\ndata: é\n\n".utf8)
    for chunks in chunkings(of: body) {
      let events = decode(chunks)
      #expect(events.map(\.event) == ["x\u{FFFD}", "message"])
      #expect(events.map(\.text) == ["a\u{FFFD}b", "é"])
      #expect(events.map(\.notes) == [[.invalidUTF8], [.unnamed]])
    }
  }

  @Test func `notes tell of a byte order mark, of comments and of a missing name`() {
    let body = Array("\u{FEFF}: hello\nevent: x\ndata: a\n\ndata: b\n\nevent: y\ndata: c\n\n".utf8)
    for chunks in chunkings(of: body) {
      #expect(decode(chunks).map(\.notes) == [[.byteOrderMark, .comment], [.unnamed], []])
    }
  }

  @Test func `frames without data are lent, but are not events`() {
    let body = Array(": alive\n\nevent: ping\n\n\n\nevent: ping\ndata\n\n".utf8)
    for chunks in chunkings(of: body) {
      var frames: [String] = []
      var decoder = ServerSentEventDecoder()
      for chunk in chunks {
        chunk.withUnsafeBytes { bytes in
          decoder.append(bytes) { frame in
            let lines = String(decoding: body[frame.range], as: UTF8.self)
            frames.append("\(frame.isEvent) \(lines)")
          }
        }
      }
      #expect(frames == ["false : alive\n", "false event: ping\n", "true event: ping\ndata\n"])
    }
  }

  @Test func `the lines of a frame lie in its range, whatever ends them`() {
    for end in ["\n", "\r", "\r\n"] {
      let body = Array("\(end)data: a\(end)data: b\(end)\(end)\(end)data: c\(end)\(end)".utf8)
      for chunks in chunkings(of: body) {
        var lines: [String] = []
        var decoder = ServerSentEventDecoder()
        for chunk in chunks {
          chunk.withUnsafeBytes { bytes in
            decoder.append(bytes) { lines.append(String(decoding: body[$0.range], as: UTF8.self)) }
          }
        }
        #expect(lines == ["data: a\(end)data: b\(end)", "data: c\(end)"])
        #expect(decoder.byteCount == body.count)
      }
    }
  }

  @Test(arguments: ["data: a\nevent: x\n", "data: a\nevent: x", "data: a\r\nevent: x\r"])
  func `an event that the end leaves unfinished can be looked at`(body: String) {
    for chunks in chunkings(of: Array(body.utf8)) {
      var decoder = ServerSentEventDecoder()
      #expect(chunks.flatMap { decoder.append($0) }.isEmpty)
      #expect(decoder.unterminated == ServerSentEvent(event: "x", data: Array("a".utf8)))
    }
    var decoder = ServerSentEventDecoder()
    _ = decoder.append(Array("data: a\n\n: comment".utf8))
    #expect(decoder.unterminated == nil)
  }

  @Test func `a line beyond its limit is cut, and the stream goes on`() {
    let limits = ServerSentEventDecoder.Limits(lineLength: 10, eventSize: 100)
    let body = Array("data: 0123456789\n\ndata: 0123\n\n".utf8)
    for chunks in chunkings(of: body) {
      let events = decode(chunks, limits: limits)
      #expect(events.map(\.text) == ["0123", "0123"])
      #expect(events.map(\.notes) == [[.cut, .unnamed], [.unnamed]])
    }
  }

  @Test func `data beyond the limit of an event is cut, and the stream goes on`() {
    let limits = ServerSentEventDecoder.Limits(lineLength: 100, eventSize: 5)
    let body = Array("data: 012\ndata: 345\ndata: 6\n\ndata: 01234\n\ndata: 012345\n\n".utf8)
    for chunks in chunkings(of: body) {
      let events = decode(chunks, limits: limits)
      #expect(events.map(\.text) == ["012\n3", "01234", "01234"])
      #expect(events.map { $0.notes.contains(.cut) } == [true, false, true])
    }
  }

  @Test func `random lines give the events of the reference parser`() {
    let pieces = [
      "data", "event", "id", "retry", ":", ": ", " ", "a", "é", "\u{1F600}", "\0", "\u{FEFF}",
      "\n", "\r", "\r\n", "\n\n", "data: ", "event: x\n", "12", "\u{2028}",
    ].map { Array($0.utf8) }
    var generator = SeededGenerator(seed: 2)
    for seed in 0..<2_000 {
      var body: [UInt8] = []
      for _ in 0..<Int.random(in: 0...40, using: &generator) {
        if Int.random(in: 0..<20, using: &generator) == 0 {
          body.append(.random(in: 0...255, using: &generator))
        } else {
          body += pieces.randomElement(using: &generator)!
        }
      }
      let expected = referenceEvents(body)
      for chunks in chunkings(of: body, randomCuts: 2, seed: UInt64(seed)) {
        #expect(plain(decode(chunks)) == expected, "\(body)")
      }
    }
  }

  /// Without the notes, which the standard doesn't know.
  private func plain(_ events: [ServerSentEvent]) -> [ServerSentEvent] {
    events.map { ServerSentEvent(event: $0.event, data: $0.data, id: $0.id) }
  }

  private func decode(
    _ chunks: [[UInt8]], limits: ServerSentEventDecoder.Limits = .init()
  ) -> [ServerSentEvent] {
    var decoder = ServerSentEventDecoder(limits: limits)
    return chunks.flatMap { decoder.append($0) }
  }
}
