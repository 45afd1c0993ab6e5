import JSON
import MessagesAPI
import TestSupport
import Testing

struct AccumulatorTests {
  private let start = #"{"type":"message_start","message":{"usage":{"input_tokens":3}}}"#
  private let text = #"{"type":"content_block_start","index":0,"content_block":{"type":"text"}}"#
  private let stop = #"{"type":"content_block_stop","index":0}"#
  private let reason = #"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#
  private let end = #"{"type":"message_stop"}"#

  @Test func `how the body ends decides between the six states of completion`() {
    let whole = stream(start, text, stop, reason, end)
    #expect(fold(whole, end: nil).completion == .complete)
    #expect(fold(whole, end: .interrupted).completion == .complete)
    let unstopped = stream(start, text, stop, reason)
    #expect(fold(unstopped, end: nil).completion == .streaming)
    #expect(fold(unstopped).completion == .endedWithoutTerminator)
    #expect(fold(unstopped, end: .interrupted).completion == .truncated)
    #expect(fold(unstopped, end: .cancelled).completion == .cancelled)
    #expect(fold(stream(start, text, reason)).completion == .truncated)
    #expect(fold(stream(start, text, stop)).completion == .truncated)
    #expect(fold("").completion == .truncated)
    let error = #"{"type":"error","error":{"type":"overloaded_error","message":"Busy"}}"#
    guard case .failed(let failure) = fold(stream(start, error, end)).completion else {
      Issue.record("not failed")
      return
    }
    #expect(failure.type == "overloaded_error")
  }

  @Test func `a line that is not JSON is noted, and later events still count`() {
    let body = stream(start, text, #"{"type":"ping""#) + stream(stop, reason, end)
    let accumulator = fold(body)
    #expect(accumulator.message.stopReason == .endTurn)
    guard case .protocolFault(.invalidJSON(let error, event: 2)) = accumulator.completion else {
      Issue.record("\(accumulator.completion)")
      return
    }
    #expect(error.offset == 14)
    #expect(!accumulator.completion.allowsTools)
    #expect(fold(body, end: nil).completion == accumulator.completion)
  }

  @Test func `an error is read whether it is wrapped or not`() {
    for data in [
      #"{"type":"error","error":{"type":"x","message":"m"}}"#,
      #"{"error":{"type":"x","message":"m"}}"#,
      #"{"type":"error","message":"m"}"#,
      #"{"error":"m"}"#,
    ] {
      #expect(fold(stream(start, data)).error?.message == "m", "\(data)")
    }
    let unwrapped = "event: error\ndata: {\"type\":\"server_error\",\"message\":\"m\"}\n\n"
    #expect(fold(unwrapped).error?.type == "server_error")
  }

  @Test func `usage is replaced by what is present, and null says nothing`() {
    let accumulator = fold(
      stream(
        #"{"type":"message_start","message":{"usage":{"input_tokens":9,"output_tokens":1}}}"#,
        #"{"type":"message_delta","delta":{},"usage":{"output_tokens":50,"input_tokens":null}}"#,
        #"{"type":"message_delta","delta":{},"usage":null}"#,
        #"{"type":"message_delta","delta":{},"usage":{"output_tokens":40}}"#))
    #expect(accumulator.message.usage.inputTokens == 9)
    #expect(accumulator.message.usage.outputTokens == 40)
    #expect(accumulator.message.usage.cacheReadInputTokens == nil)
  }

  @Test(arguments: ["-1", "1.5", "1e30", "1e400", #""12""#, "null", "[]", "99999999999999999999"])
  func `a count that is none is not reported, and kept`(value: String) throws {
    let accumulator = fold(
      stream(#"{"type":"message_start","message":{"usage":{"output_tokens":\#(value)}}}"#))
    #expect(accumulator.message.usage.outputTokens == nil)
    let kept = try JSONValue(parsing: value)
    #expect(accumulator.message.json["usage"]?["output_tokens"] == kept)
    #expect(
      accumulator.notes.contains { $0.fact == .malformedCount("output_tokens") } != kept.isNull)
  }

  @Test func `stop details and unknown members of the last delta replace, null included`() {
    let accumulator = fold(
      stream(
        #"{"type":"message_start","message":{"stop_sequence":"x","content":[]}}"#,
        #"{"type":"message_delta","delta":{"stop_reason":"refusal","stop_sequence":null,"#
          + #""stop_details":{"category":"c"},"new":1}}"#))
    #expect(accumulator.message.stopReason == .refusal)
    #expect(accumulator.message.stopDetails == ["category": "c"])
    #expect(
      accumulator.message.json.text()
        == #"{"stop_sequence":null,"content":[],"stop_reason":"refusal","#
        + #""stop_details":{"category":"c"},"new":1}"#)
  }

  @Test func `arguments cut at any byte are never run`() throws {
    let input = #"{"a":{"b":[1,2.50,"x\"}"]},"c":null}"#
    for length in 0...input.utf8.count {
      let part = String(decoding: input.utf8.prefix(length), as: UTF8.self)
      let delta: JSONValue = ["type": "input_json_delta", "partial_json": .string(part)]
      let accumulator = fold(
        stream(
          start,
          #"{"type":"content_block_start","index":0,"#
            + #""content_block":{"type":"tool_use","id":"t","name":"f"}}"#,
          #"{"type":"content_block_delta","index":0,"delta":\#(delta.text())}"#, stop, reason, end))
      let block = accumulator.message.content[0]
      let isRunnable = accumulator.runnableInput(of: block) != nil
      // Nothing at all stands for a tool without parameters.
      #expect(isRunnable == (length == 0 || length == input.utf8.count))
      if !isRunnable {
        #expect(block.json["input"] == ["INVALID_JSON": .string(part)])
      }
    }
  }

  @Test func `a tool runs only after a block and a message that ended well`() {
    let tool =
      #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","input":{}}}"#
    func state(_ events: String..., end: Message.BodyEnd? = .clean) -> ToolInputState {
      let accumulator = fold(events.map { "data: \($0)\n\n" }.joined(), end: end)
      return accumulator.inputState(of: accumulator.message.content[0])
    }
    #expect(state(start, tool, stop, reason, end) == .runnable([:]))
    #expect(state(start, tool, stop, reason) == .runnable([:]))
    #expect(state(start, tool, reason, end) == .incomplete)
    #expect(state(start, tool, stop, end: nil) == .unfinishedMessage)
    #expect(state(start, tool, stop, reason, end: .cancelled) == .unfinishedMessage)
    let cut = #"{"type":"message_delta","delta":{"stop_reason":"max_tokens"}}"#
    #expect(state(start, tool, stop, cut, end) == .cut(.maxTokens))
  }

  @Test func `too much content ends the fold, and what came before stays`() {
    var accumulator = Message.Accumulator(limits: .init(contentSize: 10))
    accumulator.append(.contentBlockStart(index: 0, block: ["type": "text"]))
    for _ in 0..<4 { accumulator.append(.contentBlockDelta(index: 0, .text("1234"))) }
    #expect(accumulator.message.text == "12341234")
    #expect(accumulator.completion == .protocolFault(.tooMuchContent(limit: 10)))
  }

  @Test func `blocks that come in reverse are sorted, until that would take too long`() {
    var accumulator = Message.Accumulator()
    for index in (0..<6_000).reversed() {
      accumulator.append(.contentBlockStart(index: index, block: ["type": "text"]))
    }
    let indices = accumulator.message.content.map(\.index)
    #expect(indices == indices.sorted())
    #expect(accumulator.fault == .disorderedBlocks)
  }

  @Test func `notes of one kind are counted, not collected`() {
    var accumulator = Message.Accumulator(limits: .init(noteCount: 5))
    for number in 0..<100 {
      accumulator.append(.unknown(type: "same", [:]))
      accumulator.append(.unknown(type: "\(number)", [:]))
    }
    #expect(accumulator.notes.count == 5)
    #expect(accumulator.notes[0] == .init(fact: .unknownEvent("same"), event: 0, count: 100))
  }

  @Test func `an event that the end cuts off is not applied`() {
    let accumulator = fold(stream(start, text) + "event: message_stop\ndata: {")
    #expect(accumulator.completion == .truncated)
    #expect(accumulator.notes.contains { $0.fact == .unterminatedEvent(name: "message_stop") })
  }

  @Test func `a recorded stream cut at any byte is a part of the whole`() throws {
    let bytes = try fixture("anthropic")
    let whole = fold([bytes]).message.content
    for length in 0..<bytes.count {
      let accumulator = fold([Array(bytes[..<length])])
      #expect(accumulator.completion == .truncated || accumulator.message.stopReason != nil)
      for (part, all) in zip(accumulator.message.content, whole) {
        #expect(all.textBytes.starts(with: part.textBytes))
        #expect(all.inputBytes.starts(with: part.inputBytes))
        if accumulator.completion == .truncated {
          #expect(accumulator.runnableInput(of: part) == nil)
        }
      }
    }
  }
}
