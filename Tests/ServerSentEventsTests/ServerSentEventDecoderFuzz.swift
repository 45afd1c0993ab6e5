import ServerSentEvents
import TestSupport
import Testing

/// Any bytes are decoded without a trap, to at most one event for each blank line.
///
/// Built for libFuzzer with an entry that calls it, by
/// `swiftc -sanitize=fuzzer,address -parse-as-library Sources/ServerSentEvents/*.swift THIS ENTRY`.
func fuzzServerSentEventDecoder(_ bytes: [UInt8]) {
  var decoder = ServerSentEventDecoder(limits: .init(lineLength: 1 << 12, eventSize: 1 << 14))
  let whole = decoder.append(bytes)
  let lineEnds = bytes.count { $0 == 0x0A || $0 == 0x0D }
  precondition(whole.count <= lineEnds)
  precondition(whole.allSatisfy { $0.data.count <= 3 << 14 })
  var dripping = ServerSentEventDecoder(limits: decoder.limits)
  let dripped = bytes.flatMap { dripping.append([$0]) }
  precondition(whole == dripped)
  precondition(decoder.unterminated == dripping.unterminated)
}

struct ServerSentEventDecoderFuzz {
  @Test func `random bytes are survived`() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<2_000 {
      let count = Int.random(in: 0...200, using: &generator)
      let alphabet = Array("dataevntir: \n\r\0".utf8) + [0xC3, 0xA9, 0xEF, 0xBB, 0xBF, 0xFF]
      fuzzServerSentEventDecoder(
        (0..<count).map { _ in alphabet.randomElement(using: &generator)! })
    }
  }
}
