import ServerSentEvents
import TestSupport
import Testing

struct ServerSentEventEncoderTests {
  @Test func `an event is its name, a line for each line of data, and a blank line`() {
    let lines = ServerSentEventEncoder.encode(event: "x", data: "a\nb\r\nc\rd".utf8)
    #expect(
      String(decoding: lines, as: UTF8.self)
        == "event: x\ndata: a\ndata: b\ndata: c\ndata: d\n\n")
  }

  @Test func `a comment is no event, whatever it says`() {
    let lines = ServerSentEventEncoder.encode(comment: "a\ndata: b")
    var decoder = ServerSentEventDecoder()
    #expect(decoder.append(lines).isEmpty)
  }

  @Test(arguments: ["", "a", " a", "a\n", "\n", "{\"a\":\"é\"}", ": a", "a\n\nb"])
  func `what is encoded is read back`(text: String) {
    var decoder = ServerSentEventDecoder()
    let event = ServerSentEvent(event: "x", data: Array(text.utf8))
    let lines = ServerSentEventEncoder.encode(event: event.event, data: event.data)
    #expect(decoder.append(lines) == [event])
  }
}
