import JSON
import MessagesAPI
import ServerSentEvents
import TestSupport
import Testing

/// Common deltas are read straight from their bytes, all others by the JSON parser: nobody may see which.
struct DeltaPathTests {
  @Test func `both paths give the same message, however a delta is written`() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<300 {
      var fast = Message.Accumulator()
      var general = Message.Accumulator()
      var decoder = ServerSentEventDecoder()
      for (index, kind) in ["text", "thinking", "tool_use"].enumerated() {
        let start = MessageStreamEvent.contentBlockStart(
          index: index, block: ["type": .string(kind)])
        fast.append(start)
        general.append(start)
      }
      var shape = randomShape(using: &generator)
      for _ in 0..<12 {
        if Int.random(in: 0..<3, using: &generator) == 0 {
          shape = randomShape(using: &generator)
        }
        let data = shape.replacingFirst("@", with: randomText(using: &generator))
        let lines = Array("event: content_block_delta\ndata: \(data)\n\n".utf8)
        lines.withUnsafeBytes { decoder.append($0) { fast.append($0) } }
        if let object = (try? JSONValue(parsing: data))?.objectValue {
          general.append(MessageStreamEvent(object, eventName: "content_block_delta"))
        }
        #expect(fast.message.content == general.message.content, "\(data)")
      }
    }
  }

  @Test func `text of each block is all its deltas, in whatever order events come`() {
    var generator = SeededGenerator(seed: 12)
    for _ in 0..<200 {
      var expected: [Int: String] = [:]
      var body = ""
      for number in 0..<40 {
        let index = Int.random(in: 0..<6, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0:
          body += stream(
            #"{"type":"content_block_start","index":\#(index),"content_block":{"type":"text"}}"#)
        case 1: body += stream(#"{"type":"content_block_stop","index":\#(index)}"#)
        default:
          expected[index, default: ""] += "\(number) "
          body += stream(
            #"{"type":"content_block_delta","index":\#(index),"#
              + #""delta":{"type":"text_delta","text":"\#(number) "}}"#)
        }
      }
      let content = fold(body).message.content
      #expect(content.map(\.index) == content.map(\.index).sorted())
      for index in 0..<6 {
        let text = content.filter { $0.index == index }.map(\.text).joined()
        let words = { (text: String) in text.split(separator: " ").compactMap { Int($0) }.sorted() }
        #expect(words(text) == words(expected[index] ?? ""))
        // Only a block that was started again can hold its text in two.
        if content.count(where: { $0.index == index }) == 1 {
          #expect(text == expected[index] ?? "")
        }
      }
    }
  }

  /// A delta's JSON with `@` for the content of its string, most often right.
  private func randomShape(using generator: inout SeededGenerator) -> String {
    let spaces = ["", "", "", " ", "\t "]
    func space() -> String { spaces.randomElement(using: &generator)! }
    let kinds = [
      ("text_delta", "text"), ("thinking_delta", "thinking"), ("input_json_delta", "partial_json"),
      ("text_delta", "thinking"), ("other_delta", "text"),
    ]
    let kind = Int.random(in: 0..<10, using: &generator)
    let (type, key) = kinds[kind < kinds.count ? kind : kind % 3]
    var members = ["\"type\":\(space())\"\(type)\"", "\"\(key)\"\(space()):\"@\""]
    if Int.random(in: 0..<8, using: &generator) == 0 { members.append("\"extra\":null") }
    if Int.random(in: 0..<12, using: &generator) == 0 { members.append(members[0]) }
    members.shuffle(using: &generator)
    let indices = ["0", "0", "1", "2", "7", "1.0", "00", "-1", "null", "\"0\"", "1e0"]
    var outer = [
      "\"type\": \"content_block_delta\"",
      "\"index\":\(indices.randomElement(using: &generator)!)\(space())",
      "\"delta\":\(space()){\(members.joined(separator: ",\(space())"))}",
    ]
    if Int.random(in: 0..<8, using: &generator) == 0 { outer.append("\"more\":[1]") }
    outer.shuffle(using: &generator)
    return "\(space()){\(outer.joined(separator: "\(space()),"))}\(space())"
  }

  private func randomText(using generator: inout SeededGenerator) -> String {
    let pieces = [
      "a", "word ", "é", "🌧", #"\n"#, #"\""#, #"\\"#, #"\/"#, #"\b\f\r\t"#, #"\u00e9"#,
      #"\uD83C\uDF27"#, #"\ud83c"#, #"\udf27x"#, #"\u0000"#, #"\x"#, #"\u12"#, "\u{1}", "\"",
      "12345678", "'", "\u{7F}", #"\"#,
    ]
    let usual = pieces.prefix(11)
    return (0..<Int.random(in: 0...6, using: &generator)).map { _ in
      let choice = Int.random(in: 0..<12, using: &generator) == 0 ? pieces[...] : usual
      return choice.randomElement(using: &generator)!
    }.joined()
  }
}

extension String {
  fileprivate func replacingFirst(_ mark: Character, with text: String) -> String {
    guard let index = firstIndex(of: mark) else { return self }
    return self[..<index] + text + self[self.index(after: index)...]
  }
}
