/// A compact map from a number and a token to a number, for counting and finding n-grams.
///
/// The numbers stay below 2²⁴ − 1, so that a pair and its value fit into one word of an
/// open-addressing table: 24 bits for the number, 16 for the token, 24 for the value.
struct PairTable: Sendable {
  private var slots: [UInt64]
  private(set) var count = 0

  private static let free = UInt64.max
  private static let valueMask: UInt64 = 0xFF_FFFF

  init(minimumCapacity: Int = 32) {
    let capacity = 1 << (Int.bitWidth - (minimumCapacity * 3 / 2).leadingZeroBitCount)
    slots = Array(repeating: Self.free, count: capacity)
  }

  /// The value of a pair, or nil.
  func value(_ number: UInt32, _ token: TokenID) -> UInt32? {
    let found = slots[slot(of: Self.key(number, token))]
    return found == Self.free ? nil : UInt32(found & Self.valueMask)
  }

  /// The value of a pair, which is set when there is none yet.
  mutating func value(_ number: UInt32, _ token: TokenID, orInsert value: UInt32) -> UInt32 {
    precondition(max(number, value) < Self.valueMask)
    let key = Self.key(number, token)
    let slot = slot(of: key)
    if slots[slot] != Self.free { return UInt32(slots[slot] & Self.valueMask) }
    slots[slot] = key | UInt64(value)
    count += 1
    if count * 3 > slots.count * 2 { grow() }
    return value
  }

  /// A pair as the upper bits of a slot.
  private static func key(_ number: UInt32, _ token: TokenID) -> UInt64 {
    UInt64(number) << 40 | UInt64(token) << 24
  }

  /// The slot that holds a key, or the free one where it belongs.
  private func slot(of key: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
    while slots[slot] != Self.free, slots[slot] & ~Self.valueMask != key {
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Self.free, count: old.count * 2)
    for pair in old where pair != Self.free { slots[slot(of: pair & ~Self.valueMask)] = pair }
  }
}
