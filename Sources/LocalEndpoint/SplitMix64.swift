/// A small seeded generator of random numbers: the same seed gives the same numbers everywhere.
///
/// Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators (2014).
struct SplitMix64: RandomNumberGenerator, Sendable, Hashable {
  private var state: UInt64

  /// Makes a generator. Any seed is as good as any other.
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// The next number of 0..<1, in steps of 2⁻⁵³.
  mutating func nextFraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}
