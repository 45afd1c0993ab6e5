import JSON
import MessagesAPI
import ServerSentEvents
import Testing

@testable import LocalEndpoint

@Suite struct RequestHandlerTests {
  @Test func `a stream has the documented events in their order`() {
    let answer = RequestHandler.fixed().ask(
      "Explain top_p in one sentence.", ["temperature": 0, "max_tokens": 3], stream: true)
    #expect(answer.status == 200)
    #expect(
      answer.events.map(\.event) == [
        "message_start", "content_block_start", "ping", "content_block_delta",
        "content_block_delta", "content_block_delta", "content_block_stop", "message_delta",
        "message_stop",
      ])
    #expect(answer.text == "top_p is the")
    #expect(answer.stopReason == "max_tokens")
    #expect(answer.folded.completion == .complete)
    #expect(answer.folded.notes == [])
  }

  @Test func `the stream of one seed is always the same, and another seed gives another`() {
    let fields: JSONObject = ["temperature": 1.5, "max_tokens": 40]
    let first = RequestHandler.fixed().ask("How do streams work?", fields, stream: true)
    let second = RequestHandler.fixed().ask("How do streams work?", fields, stream: true)
    let other = RequestHandler.fixed(seed: 2).ask("How do streams work?", fields, stream: true)
    #expect(first.events == second.events)
    #expect(first.text != other.text)
    var seeded = fields
    seeded["seed"] = 2
    #expect(RequestHandler.fixed().ask("How do streams work?", seeded).text == other.text)
  }

  @Test func `without a seed every request draws anew`() {
    let handler = RequestHandler.fixed(seed: nil)
    let texts = (0..<4).map { _ in
      handler.ask("Hello", ["temperature": 1.5, "max_tokens": 30]).text
    }
    #expect(Set(texts).count > 1)
  }

  @Test(
    arguments: [
      [:], ["thinking": ["type": "enabled", "budget_tokens": 30]], ["max_tokens": 5],
      [
        "tools": [["name": "hello", "input_schema": ["properties": ["word": ["type": "string"]]]]],
        "tool_choice": ["type": "any"],
      ],
      [
        "output_config": [
          "format": [
            "type": "json_schema", "schema": ["type": "array", "items": ["type": "integer"]],
          ]
        ]
      ],
    ] as [JSONObject])
  func `a stream folds into the document that comes unstreamed`(fields: JSONObject) {
    let streamed = RequestHandler.fixed().ask("Say hello to the world.", fields, stream: true)
    let whole = RequestHandler.fixed().ask("Say hello to the world.", fields)
    #expect(streamed.folded.notes == [])
    #expect(streamed.message == whole.message)
    #expect(whole.message["content"]?.arrayValue?.isEmpty == false)
  }

  @Test(arguments: [1, 2, 7, 50])
  func `max_tokens is kept to the token, with thinking and without`(limit: Int) {
    let handler = RequestHandler.fixed()
    let plain = handler.ask(
      "Write a long story about a lighthouse.",
      [
        "max_tokens": .number(JSONNumber(limit)), "output_config": ["effort": "max"],
      ])
    #expect(plain.usage("output_tokens") == limit)
    #expect(plain.stopReason == "max_tokens")
    let thoughtful = handler.ask(
      "Write a long story about a lighthouse.",
      [
        "max_tokens": .number(JSONNumber(limit + 10)), "output_config": ["effort": "max"],
        "thinking": ["type": "enabled", "budget_tokens": 10],
      ])
    #expect(thoughtful.usage("output_tokens") == limit + 10)
    #expect(thoughtful.message["usage"]?["output_tokens_details"]?["thinking_tokens"] == 10)
  }

  @Test func `max_tokens cuts the input of a tool`() throws {
    let fields: JSONObject = [
      "tools": [
        [
          "name": "say",
          "input_schema": ["properties": ["text": ["type": "string"]], "required": ["text"]],
        ]
      ],
      "tool_choice": ["type": "tool", "name": "say"],
    ]
    let whole = RequestHandler.fixed().ask("Say this.", fields, stream: true)
    let count = whole.usage("output_tokens")
    for limit in 1..<count {
      var fields = fields
      fields["max_tokens"] = .number(JSONNumber(limit))
      let cut = RequestHandler.fixed().ask("Say this.", fields, stream: true)
      #expect(cut.usage("output_tokens") == limit)
      #expect(cut.stopReason == "max_tokens")
      let input = cut.folded.message.content.last?.inputJSON ?? ""
      #expect(whole.folded.message.content.last?.inputJSON.hasPrefix(input) == true)
      #expect(throws: JSONParseError.self) { try JSONValue(parsing: input) }
    }
    var exact = fields
    exact["max_tokens"] = .number(JSONNumber(count))
    #expect(RequestHandler.fixed().ask("Say this.", exact).stopReason == "tool_use")
  }

  @Test func `a stop sequence ends the text before it, across tokens`() throws {
    let handler = RequestHandler.fixed()
    let whole = handler.ask("Explain top_p.", ["temperature": 0, "max_tokens": 60]).text
    let middle = whole.index(whole.startIndex, offsetBy: whole.count / 2)
    let sequence = String(whole[middle...].prefix(7))
    let answer = handler.ask(
      "Explain top_p.",
      ["temperature": 0, "max_tokens": 60, "stop_sequences": ["never said", .string(sequence)]],
      stream: true)
    let expected = try #require(whole.firstRange(of: sequence)).lowerBound
    #expect(answer.text == String(whole[..<expected]))
    #expect(answer.stopReason == "stop_sequence")
    #expect(answer.message["stop_sequence"] == .string(sequence))
  }

  @Test func `thinking keeps to its budget and carries a signature`() {
    for budget in [1, 5, 20, 2000] {
      let answer = RequestHandler.fixed().ask(
        "Why is the sky blue?",
        [
          "max_tokens": 4000,
          "thinking": ["type": "enabled", "budget_tokens": .number(JSONNumber(budget))],
        ])
      let thought = answer.message["usage"]?["output_tokens_details"]?["thinking_tokens"]?.intValue
      #expect((1...budget).contains(thought ?? 0))
      #expect(answer.content[0]["type"] == "thinking")
      #expect(answer.content[0]["signature"]?.stringValue?.isEmpty == false)
      #expect(!answer.text.isEmpty)
      #expect(answer.stopReason == "end_turn")
    }
  }

  @Test func `thinking that is omitted has no text, and costs as much`() {
    let thinking: JSONObject = ["type": "enabled", "budget_tokens": 50]
    var omitted = thinking
    omitted["display"] = "omitted"
    let shown = RequestHandler.fixed().ask("Why?", ["thinking": .object(thinking)])
    let hidden = RequestHandler.fixed().ask("Why?", ["thinking": .object(omitted)])
    #expect(hidden.thinking == "" && shown.thinking != "")
    #expect(hidden.content[0]["signature"] == shown.content[0]["signature"])
    #expect(hidden.usage("output_tokens") == shown.usage("output_tokens"))
    #expect(hidden.text == shown.text)
  }

  @Test func `adaptive thinking depends on the question, and disabled never thinks`() {
    func thinks(_ question: String, _ type: String) -> Bool {
      RequestHandler.fixed().ask(question, ["thinking": ["type": .string(type)]]).thinking != ""
    }
    #expect(
      thinks("Why does a low temperature repeat itself, and how does top_p compare?", "adaptive"))
    #expect(!thinks("Hello!", "adaptive"))
    #expect(!thinks("Why does a low temperature repeat itself?", "disabled"))
  }

  @Test func `effort scales what is thought and said in its documented order`() {
    func total(_ effort: String, thinking: Bool) -> Int {
      (1...2).reduce(0) { sum, seed in
        var fields: JSONObject = [
          "output_config": ["effort": .string(effort)], "seed": .number(JSONNumber(seed)),
          "temperature": 0.5, "max_tokens": 4000,
        ]
        if thinking { fields["thinking"] = ["type": "enabled", "budget_tokens": 3999] }
        let answer = RequestHandler.fixed().ask("What do the sampling parameters do?", fields)
        let thought = answer.message["usage"]?["output_tokens_details"]?["thinking_tokens"]?
          .intValue
        return sum + (thinking ? thought ?? 0 : answer.usage("output_tokens"))
      }
    }
    let said = RequestValidation.efforts.map { total($0, thinking: false) }
    let thought = RequestValidation.efforts.map { total($0, thinking: true) }
    #expect(said == said.sorted() && Set(said).count == said.count, "\(said)")
    #expect(thought == thought.sorted() && Set(thought).count == thought.count, "\(thought)")
  }

  @Test func `usage counts what count_tokens counts`() {
    let handler = RequestHandler.fixed()
    let bodies: [JSONValue] = [
      ["messages": [["role": "user", "content": "Hello there"]], "max_tokens": 1],
      [
        "messages": [
          [
            "role": "user",
            "content": [["type": "text", "text": "Hello"], ["type": "text", "text": "é日本😀"]],
          ]
        ],
        "system": "Be kind.", "tools": [["name": "wave", "description": "Waves a hand"]],
        "max_tokens": 1,
      ],
    ]
    for body in bodies {
      let counted = handler.answer(body, path: "/v1/messages/count_tokens").json["input_tokens"]
      let answer = handler.answer(body)
      #expect(answer.message["usage"]?["input_tokens"] == counted)
      #expect((counted?.intValue ?? 0) > 3)
    }
  }

  @Test func `the cache holds what earlier requests began with`() {
    let handler = RequestHandler.fixed()
    let first = handler.ask("Tell me about streams and events, please.", ["max_tokens": 1])
    #expect(first.usage("cache_read_input_tokens") == 0)
    let same = handler.ask("Tell me about streams and events, please.", ["max_tokens": 1])
    #expect(same.usage("cache_read_input_tokens") == same.usage("input_tokens") - 1)
    let longer = handler.answer([
      "max_tokens": 1,
      "messages": [
        ["role": "user", "content": "Tell me about streams and events, please."],
        ["role": "assistant", "content": "Gladly."], ["role": "user", "content": "Go on."],
      ],
    ])
    #expect(longer.usage("cache_read_input_tokens") == first.usage("input_tokens"))
    let other = handler.ask("Different", ["max_tokens": 1, "system": "Another beginning."])
    #expect(other.usage("cache_read_input_tokens") < 4)
  }

  @Test func `a prefill is continued and not repeated`() {
    let answer = RequestHandler.fixed().answer([
      "temperature": 0, "max_tokens": 30,
      "messages": [
        ["role": "user", "content": "Explain top_p in one sentence."],
        ["role": "assistant", "content": "top_p is the share"],
      ],
    ])
    #expect(answer.text.hasPrefix(" of"))
  }

  @Test func `ignored fields are as if they weren't there`() {
    let handler = RequestHandler(
      options: .init(seed: 1, identity: 1, ignoredFields: ["temperature", "output_config.effort"]))
    let fields: JSONObject = ["temperature": "wrong", "output_config": ["effort": "wrong"]]
    #expect(handler.ask("Hi", fields).text == RequestHandler.fixed().ask("Hi").text)
  }

  @Test func `models have their own pace, and an unknown one is not found`() throws {
    let handler = RequestHandler.fixed()
    let slow = handler.ask(
      "Hi", ["model": "workbench-slow", "max_tokens": 8, "output_config": ["effort": "max"]])
    #expect(slow.elapsed == .seconds(2))
    let small = handler.ask("Hi", ["max_tokens": 8, "output_config": ["effort": "max"]])
    #expect(small.elapsed == .milliseconds(40))
    #expect(small.message["model"] == "workbench-small")
    for (name, neighbour) in [("nobody", "workbench-terse"), ("fault/ct", "fault/cut")] {
      let unknown = handler.ask("Hi", ["model": .string(JSONString(name))])
      #expect(unknown.status == 404)
      #expect(unknown.json["error"]?["type"] == "not_found_error")
      let message = try #require(unknown.json["error"]?["message"]?.stringValue)
      #expect(message.hasPrefix("model: there is no \(name) here, but there are "))
      #expect(message.contains(neighbour))
    }
    let body: JSONValue = ["model": "nobody", "messages": [["role": "user", "content": "Hi"]]]
    #expect(handler.answer(body, path: "/v1/messages/count_tokens").status == 404)
    let list = handler.answer(bytes: [], path: "/v1/models", method: "GET").json
    let ids = list["data"]?.arrayValue?.compactMap { $0["id"]?.stringValue }
    #expect(ids == LocalModel.all.map(\.id))
    let one = handler.answer(bytes: [], path: "/v1/models/workbench-slow", method: "GET").json
    #expect(one["display_name"] == "Workbench Slow")
    let terse = handler.ask("Tell me everything.", ["model": "workbench-terse", "temperature": 0])
    #expect(terse.usage("output_tokens") < 60)
  }

  @Test func `a client that leaves ends the answer`() {
    let recorder = AnswerRecorder()
    recorder.patience = 5
    let body: JSONValue = ["messages": [["role": "user", "content": "Hi"]], "stream": true]
    RequestHandler.fixed().respond(
      to: LocalRequest(method: "POST", target: "/v1/messages", body: body.encoded()), on: recorder)
    #expect(recorder.patience <= 0)
  }

  @Test func `every drawn token is told of before it is sent`() {
    let samples = Samples()
    let handler = RequestHandler(options: .init(seed: 1, identity: 1)) { samples.append($0) }
    let answer = handler.ask(
      "Explain top_p.",
      [
        "max_tokens": 60, "thinking": ["type": "enabled", "budget_tokens": 10], "top_k": 5,
      ])
    let drawn = samples.all
    #expect(drawn.filter { $0.block == 0 && $0.record.drawn?.isEndOfText == false }.count == 10)
    #expect(drawn.map(\.position) == drawn.map(\.position).sorted())
    let said = drawn.filter { $0.block == 1 }.compactMap { $0.record.drawn?.text }.joined()
    #expect(said.hasSuffix(answer.text) || said.contains(answer.text))
    #expect(drawn.allSatisfy { $0.requestID == "req_0" && $0.record.drawn != nil })
  }

  @Test func `the drawn tokens of a tool's input are told of at their place`() throws {
    let samples = Samples()
    let handler = RequestHandler(options: .init(seed: 2, identity: 1)) { samples.append($0) }
    let answer = handler.ask(
      "Go ahead.",
      [
        "tools": [
          [
            "name": "note",
            "input_schema": [
              "type": "object", "properties": ["color": ["type": "string"]], "required": ["color"],
            ],
          ]
        ], "tool_choice": ["type": "any"], "stream": true,
      ])
    let deltas = answer.events.compactMap { event in
      (try? JSONParser.parse(event.data))?["delta"]?["partial_json"]?.stringValue
    }
    #expect(!samples.all.isEmpty)
    for sample in samples.all {
      let drawn = try #require(sample.record.drawn)
      let piece = deltas[sample.position]
      #expect(drawn.isEndOfText ? piece == "\"" : drawn.text.hasSuffix(piece))
    }
  }
}

private final class Samples: @unchecked Sendable {
  // Appended to from the thread of the one request, and read when that is over.
  private(set) var all: [RequestHandler.Sample] = []
  func append(_ sample: RequestHandler.Sample) { all.append(sample) }
}
