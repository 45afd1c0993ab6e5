import JSON
import MessagesAPI
import TestSupport
import Testing

@testable import LocalEndpoint

@Suite struct RandomRequestTests {
  private static let sound: [String] = [
    #"{"messages": [{"role": "user", "content": "Weather in Rome and 2+2?"}], "max_tokens": 12, "temperature": 0.7, "top_k": 40, "top_p": 0.9, "stop_sequences": ["x"], "system": "Be brief.", "tools": [{"name": "get_weather", "description": "Weather", "input_schema": {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer", "minimum": 1}}, "required": ["city"]}}], "tool_choice": {"type": "auto"}, "thinking": {"type": "enabled", "budget_tokens": 4}, "stream": true}"#,
    #"{"messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}, {"type": "image", "source": {"type": "url", "url": "https://x/y"}}]}, {"role": "assistant", "content": [{"type": "thinking", "thinking": "Hm", "signature": "s"}, {"type": "tool_use", "id": "t", "name": "n", "input": {"a": 1}}]}, {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "5", "is_error": false}]}], "max_tokens": 9, "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": {"type": "object", "properties": {"n": {"type": "number"}}, "required": ["n"]}}}}"#,
    #"{"model": "workbench-clumsy", "messages": [{"role": "user", "content": "Call it"}], "max_tokens": 30, "tools": [{"name": "it"}], "tool_choice": {"type": "any"}, "thinking": {"type": "adaptive"}, "metadata": {"user_id": "u"}, "seed": 7}"#,
  ]

  @Test func `a thousand damaged requests get a well-formed answer each`() throws {
    var random = SeededGenerator(seed: 11)
    let bodies = try Self.sound.map { try JSONValue(parsing: $0) }
    let handler = RequestHandler.fixed(seed: nil)
    var statuses: [Int: Int] = [:]
    for _ in 0..<1_000 {
      var body = bodies.randomElement(using: &random)!
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        body = Self.damaged(body, with: &random)
      }
      var bytes = body.encoded()
      if Int.random(in: 0..<20, using: &random) == 0, !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      let answer = handler.answer(bytes: bytes)
      statuses[answer.status, default: 0] += 1
      if answer.status == 200 {
        #expect(answer.stopReason != nil)
        if !answer.events.isEmpty {
          #expect(answer.folded.completion == .complete)
          #expect(answer.folded.notes.allSatisfy(Self.isAboutInput), "\(answer.folded.notes)")
        }
        if let limit = body["max_tokens"]?.intValue {
          #expect(answer.usage("output_tokens") <= limit)
        }
      } else {
        #expect(answer.error?.isEmpty == false)
        #expect(answer.json["type"] == "error")
      }
    }
    #expect(statuses[200, default: 0] > 200 && statuses[422, default: 0] > 200, "\(statuses)")
    #expect(Set(statuses.keys).isSubset(of: [200, 400, 404, 422]))
  }

  /// Whether a note tells of a tool input that was cut or went wrong, which is no fault of the stream.
  private static func isAboutInput(_ note: StreamNote) -> Bool {
    switch note.fact {
    case .invalidInput, .toolUseWithStopReason: true
    default: false
    }
  }

  /// The value with one part, at any depth, taken out, doubled or replaced.
  private static func damaged(_ value: JSONValue, with random: inout SeededGenerator) -> JSONValue {
    let others: [JSONValue] = [
      nil, true, 0, -1, 1.5, "", "x", [], [:], [nil], "assistant", "any", 1_000_000_000,
      ["type": "text"],
    ]
    guard Int.random(in: 0..<4, using: &random) > 0 else {
      return others.randomElement(using: &random)!
    }
    switch value {
    case .object(var object) where !object.isEmpty:
      let index = Int.random(in: 0..<object.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: object.members.remove(at: index)
      case 1: object.members.append(object.members[index])
      default: object.members[index].value = damaged(object.members[index].value, with: &random)
      }
      return .object(object)
    case .array(var array) where !array.isEmpty:
      let index = Int.random(in: 0..<array.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: array.remove(at: index)
      case 1: array.append(array[index])
      default: array[index] = damaged(array[index], with: &random)
      }
      return .array(array)
    default: return others.randomElement(using: &random)!
    }
  }
}
