import JSON
import MessagesAPI
import TestSupport
import Testing

struct ServerStreamTests {
  @Test(arguments: [
    (
      "anthropic",
      """
      complete, tool_use
      usage 472 89 128
      0 thinking “The user asks about "Paris".” signed EqQBCgIYAhIM==
      1 text “I'll look up the weather 🌧.”
      2 tool_use get_weather {"city": "Paris", "days": 1.0} runnable
      """
    ),
    (
      "friendli",
      """
      complete, stop_sequence
      usage 0 12 0
      0 thinking “Hm.” signed abcdef
      1 text “Hello”
      4: signatureInFragments(0)
      """
    ),
    (
      "llama-overlapping",
      """
      complete, end_turn
      usage 1 44 3007
      0 thinking “Two calls.” signed \("")
      1 text “Both at once”
      2 tool_use now runnable
      3 tool_use add {"a":1,"b":2} runnable
      3: overlappingBlocks x3
      end: toolUseWithStopReason("end_turn")
      end: stopSequenceWithStopReason("end_turn")
      """
    ),
    (
      "llama-without-start",
      """
      complete, max_tokens
      usage - 4 -
      0 text “🌧 rain”
      0: missingMessageStart x2
      """
    ),
    (
      "llama-error",
      """
      failed(server_error: Context size has been exceeded.), no reason
      usage 9 0 -
      0 text open “Partial”
      """
    ),
    (
      "vllm",
      """
      complete, no reason
      usage 15 6 -
      0 thinking “
      Okay” signed 9f86d081884c7d65
      1 text “Hi”
      10: unnamedEvent
      10: doneMarker
      end: missingStopReason
      """
    ),
    (
      "ollama",
      """
      complete, tool_use
      usage 31 17 -
      0 tool_use get_weather {"city":"Paris"} runnable
      """
    ),
    (
      "litellm",
      """
      complete, end_turn
      usage 55 21 -
      0 thinking “So”
      1 tool_use add {"a": 1} runnable
      1: unnamedEvent x9
      end: toolUseWithStopReason("end_turn")
      """
    ),
    (
      "invented",
      """
      complete, enlightened
      usage - 5 -
      0 hologram “caption” unknown [{"type":"photon_delta","x":1}]
      1 text “yes”
      0: malformedCount("input_tokens") x2
      0: malformedCount("output_tokens")
      0: malformedCount("cache_read_input_tokens") x2
      1: unknownEvent("weather")
      2: unknownBlock("hologram")
      3: unknownDelta("photon_delta")
      end: unknownStopReason("enlightened")
      """
    ),
    (
      "disordered",
      """
      complete, tool_use
      usage - - -
      0 text “zero+”
      0 tool_use f "{}"
      2 text open “two!? late”
      1: missingMessageStart
      1: deltaBeforeStart(2)
      3: duplicateMessageStart
      4: overlappingBlocks x2
      7: stopWithoutStart(7)
      9: deltaAfterStop(0)
      10: duplicateStop(0)
      11: duplicateBlockStart(0)
      14: nameMismatch(name: "ping", type: "content_block_delta")
      14: missingIndex(MessagesAPI.MessageStreamEvent.Kind.contentBlockDelta)
      15: textInMessageDelta
      17: eventAfterEnd(MessagesAPI.MessageStreamEvent.Kind.contentBlockDelta)
      end: inputNotAnObject(0, typeName: "string")
      end: blockNotStopped(2)
      end: missingUsage
      """
    ),
  ])
  func `a server's stream folds into its message, however it is cut`(
    name: String, expected: String
  ) throws {
    let bytes = try fixture(name)
    for chunks in chunkings(of: bytes) {
      #expect(picture(fold(chunks)).split(separator: "\n") == expected.split(separator: "\n"))
    }
  }

  @Test func `the folded message is what the API would have returned at once`() throws {
    let message = fold([try fixture("anthropic")]).message
    #expect(
      message.json.text(.pretty) == """
        {
          "id": "msg_01",
          "type": "message",
          "role": "assistant",
          "model": "claude-opus-4-8",
          "content": [
            {
              "type": "thinking",
              "thinking": "The user asks about \\"Paris\\".",
              "signature": "EqQBCgIYAhIM=="
            },
            {
              "type": "text",
              "text": "I'll look up the weather 🌧.",
              "citations": [
                {
                  "type": "char_location",
                  "cited_text": "It rains.",
                  "document_index": 0,
                  "start_char_index": 0,
                  "end_char_index": 9
                }
              ]
            },
            {
              "type": "tool_use",
              "id": "toolu_01",
              "name": "get_weather",
              "input": {
                "city": "Paris",
                "days": 1.0
              },
              "caller": {
                "type": "direct"
              }
            }
          ],
          "stop_reason": "tool_use",
          "stop_sequence": null,
          "stop_details": null,
          "usage": {
            "input_tokens": 472,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 128,
            "cache_creation": {
              "ephemeral_5m_input_tokens": 0,
              "ephemeral_1h_input_tokens": 0
            },
            "output_tokens": 89,
            "service_tier": "standard"
          },
          "diagnostics": null,
          "context_management": {
            "applied_edits": []
          }
        }
        """)
  }

  @Test func `whatever nobody knows is in the message, in its place`() throws {
    let json = fold([try fixture("invented")]).message.json
    #expect(
      json.text(.compact)
        == #"{"id":"m","type":"message","role":"assistant","model":"next","#
        + #""mood":{"b":1.0,"a":12345678901234567890},"content":["#
        + #"{"type":"hologram","z":1,"a":{"n":0.70},"text":"caption"},"#
        + #"{"type":"text","text":"yes","tone":"calm"}],"#
        + #""usage":{"input_tokens":"12","output_tokens":5,"cache_read_input_tokens":1e30,"#
        + #""dreams":4},"stop_reason":"enlightened","stop_details":{"why":null},"aura":"blue"}"#)
  }

  @Test func `a message that wasn't streamed is kept as it is`() throws {
    let text = #"""
      {"id":"m", "content":[{"type":"text","text":"\u00e9","x":1.0},
       {"type":"tool_use","id":"t","name":"f","input":{"b":1,"a":2,"a":3}}], "stop_reason":"tool_use"}
      """#
    let object = try #require(try JSONValue(parsing: text).objectValue)
    var accumulator = Message.Accumulator()
    accumulator.append(whole: object)
    accumulator.finish(.clean)
    #expect(accumulator.message.json.text(.asWritten) == text)
    #expect(accumulator.message.text == "é")
    #expect(accumulator.completion == .complete)
    let block = accumulator.message.content[1]
    #expect(
      accumulator.runnableInput(of: block).map { JSONValue.object($0) } == block.json["input"])
  }
}
