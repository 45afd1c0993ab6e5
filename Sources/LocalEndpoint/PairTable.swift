/// A compact map from a pair of numbers to a number, for counting and finding n-grams.
struct PairTable: Sendable {
  private var keys: [UInt64]
  private var values: [UInt32]
  private(set) var count = 0

  /// No pair has this key: a node's number stays below `UInt32.max`.
  private static let free = UInt64.max

  init(minimumCapacity: Int = 32) {
    let capacity = 1 << (Int.bitWidth - (minimumCapacity * 2 - 1).leadingZeroBitCount)
    keys = Array(repeating: Self.free, count: capacity)
    values = Array(repeating: 0, count: capacity)
  }

  /// The value of a pair, or nil.
  func value(_ node: UInt32, _ token: TokenID) -> UInt32? {
    let slot = slot(of: Self.key(node, token))
    return keys[slot] == Self.free ? nil : values[slot]
  }

  /// The value of a pair, which is set when there is none yet.
  mutating func value(_ node: UInt32, _ token: TokenID, orInsert value: UInt32) -> UInt32 {
    let key = Self.key(node, token)
    var slot = slot(of: key)
    if keys[slot] == key { return values[slot] }
    if (count + 1) * 2 > keys.count {
      grow()
      slot = self.slot(of: key)
    }
    keys[slot] = key
    values[slot] = value
    count += 1
    return value
  }

  private static func key(_ node: UInt32, _ token: TokenID) -> UInt64 {
    UInt64(node) << 16 | UInt64(token)
  }

  /// The slot that holds a key, or the free one where it belongs.
  private func slot(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while keys[slot] != key, keys[slot] != Self.free { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    keys = Array(repeating: Self.free, count: oldKeys.count * 2)
    values = Array(repeating: 0, count: keys.count)
    for (key, value) in zip(oldKeys, oldValues) where key != Self.free {
      let slot = slot(of: key)
      keys[slot] = key
      values[slot] = value
    }
  }
}
