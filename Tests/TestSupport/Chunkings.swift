/// A repeatable source of random numbers (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Ways to cut bytes into chunks: whole, byte by byte, and at random places.
///
/// Whatever decodes a stream must give the same result for each.
public func chunkings(of bytes: [UInt8], randomCuts: Int = 8, seed: UInt64 = 1) -> [[[UInt8]]] {
  var generator = SeededGenerator(seed: seed)
  let random = (0..<randomCuts).map { _ in
    var chunks: [[UInt8]] = []
    var rest = bytes[...]
    let longest = Int.random(in: 1...Swift.max(2, bytes.count / 2), using: &generator)
    while !rest.isEmpty {
      let count = Swift.min(Int.random(in: 0...longest, using: &generator), rest.count)
      chunks.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return chunks
  }
  return [[bytes], bytes.map { [$0] }] + random
}
