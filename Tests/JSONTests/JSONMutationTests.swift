import JSON
import TestSupport
import Testing

/// Texts that were damaged at random: never a crash, and what is read is written back.
@Suite struct JSONMutationTests {
  @Test func `damaged texts never crash, and those that are read round-trip`() {
    var generator = SeededGenerator(seed: 42)
    let documents = PartialJSONParserTests.documents.map { Array($0.utf8) }
    var readable = 0
    for _ in 0..<20_000 {
      var bytes = documents.randomElement(using: &generator)!
      for _ in 0..<Int.random(in: 1...4, using: &generator) { mutate(&bytes, with: &generator) }
      let partial = PartialJSONParser(bytes)
      _ = partial.preview
      guard let document = try? JSONDocument(parsing: bytes) else { continue }
      readable += 1
      #expect(document.bytes == bytes)
      #expect(partial.error == nil)
      let copy = try? JSONParser.parse(document.value.encoded(.compact))
      #expect(copy == document.value)
    }
    #expect(readable > 1_000)
  }

  private func mutate(_ bytes: inout [UInt8], with generator: inout SeededGenerator) {
    guard !bytes.isEmpty else { return bytes.append(0x31) }
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1: bytes.remove(at: place)
    case 2: bytes.insert(Array("{}[]\",:\\0-e".utf8).randomElement(using: &generator)!, at: place)
    case 3:
      let other = Int.random(in: 0..<bytes.count, using: &generator)
      bytes.insert(contentsOf: bytes[min(place, other)..<max(place, other)], at: place)
    default: bytes.removeSubrange(place...)
    }
  }
}
