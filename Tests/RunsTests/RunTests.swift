import MessagesAPI
import Runs
import TestSupport
import Testing

struct RunTests {
  private let answer = """
    event: message_start
    data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",\
    "model":"m","content":[],"stop_reason":null,"stop_sequence":null,\
    "usage":{"input_tokens":3,"output_tokens":1}}}

    event: content_block_start
    data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

    : alive

    event: content_block_delta
    data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}

    event: content_block_delta
    data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" é\\n"}}

    event: content_block_stop
    data: {"type":"content_block_stop","index":0}

    event: message_delta
    data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":7}}

    event: message_stop
    data: {"type":"message_stop"}


    """

  @Test func `of a long event no more is read than is wanted`() {
    var run = run(mediaType: "text/event-stream")
    let data = String(repeating: "x", count: 10_000)
    run.receive(
      chunk: Array("event: note\nid: 7\ndata: \(data)\n\nevent: ping\ndata: {}\n\n".utf8),
      at: .milliseconds(1))
    let part = run.event(0, readingAtMost: 100)
    #expect(part.name == "note")
    #expect(part.data == Array("event: note\nid: 7\ndata: \(data)".utf8.prefix(100).dropFirst(24)))
    #expect(part.range == run.event(0).range)
    #expect(run.event(0).data.count == 10_000)
    #expect(run.event(1, readingAtMost: 100) == run.event(1))
  }

  @Test func `a stream folds into its message, however it is cut`() {
    let bytes = Array(answer.utf8)
    for chunks in chunkings(of: bytes) {
      var run = run(mediaType: "text/event-stream; charset=utf-8")
      for (index, chunk) in chunks.enumerated() {
        run.receive(chunk: chunk, at: .milliseconds(index))
      }
      #expect(run.outcome == .complete)
      #expect(run.isActive)
      run.finish(.complete, at: .seconds(9))
      #expect(run.message.text == "Hi é\n")
      #expect(run.message.usage.outputTokens == 7)
      #expect(run.body == bytes)
      #expect(run.eventCount == 8)
      #expect(run.notes.isEmpty)
      #expect(run.outcome == .complete)
    }
  }

  @Test func `every event can be read again, whatever its number`() {
    var run = run(mediaType: "text/event-stream")
    run.receive(chunk: Array(answer.utf8), at: .microseconds(1234))
    let names = (0..<run.eventCount).map { run.event($0).name }
    #expect(
      names == [
        "message_start", "content_block_start", "", "content_block_delta", "content_block_delta",
        "content_block_stop", "message_delta", "message_stop",
      ])
    let event = run.event(3)
    #expect(
      event.text
        == #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}"#)
    #expect(event.blockIndex == 0)
    #expect(event.arrival == .microseconds(1234))
    #expect(run.event(2).kind == .empty)
  }

  private func run(status: Int = 200, mediaType: String?) -> Run {
    var run = Run(
      id: Run.ID(1), request: Run.Request(url: "http://127.0.0.1/v1/messages", body: []),
      endpointName: "test", startedAt: 0)
    let headers = mediaType.map { [HTTPHeader("Content-Type", $0)] } ?? []
    run.receive(head: ResponseHead(status: status, headers: headers), at: .zero)
    return run
  }
}
