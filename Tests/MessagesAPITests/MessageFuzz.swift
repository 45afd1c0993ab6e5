import JSON
import MessagesAPI
import ServerSentEvents
import TestSupport
import Testing

/// Any bytes fold into something, without a trap, and the same however they are cut.
///
/// Built for libFuzzer with an entry that calls it, by `swiftc -sanitize=fuzzer,address
/// -parse-as-library` on the three modules' sources, this file and the entry.
func fuzzMessageAccumulator(_ bytes: [UInt8]) {
  let whole = fold([bytes])
  let dripped = fold(bytes.map { [$0] })
  precondition(whole.message == dripped.message)
  precondition(whole.notes == dripped.notes)
  precondition(whole.completion == dripped.completion)
  let json = whole.message.json
  precondition((try? JSONParser.parse(json.encoded(.compact))) == json)
}

struct MessageFuzz {
  @Test func `recorded streams with random damage are survived`() throws {
    var generator = SeededGenerator(seed: 21)
    let names = ["anthropic", "llama-overlapping", "litellm", "invented", "disordered"]
    let streams = try names.map { try fixture($0) }
    for _ in 0..<400 {
      var bytes = streams.randomElement(using: &generator)!
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let position = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[position] = .random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: position)
        case 2: bytes.insert(Array("{}[]\",:\n0-e\\".utf8).randomElement()!, at: position)
        default:
          let end = Swift.min(bytes.count, position + 300)
          bytes.insert(contentsOf: bytes[position..<end], at: bytes.count / 2)
        }
      }
      fuzzMessageAccumulator(bytes)
    }
  }
}
