/// The number of a token in a `Vocabulary`.
public typealias TokenID = UInt16

/// Distinct byte strings, numbered in the order of their arrival.
///
/// An open-addressing table over one array of bytes: finding a string allocates nothing.
struct Vocabulary: Sendable {
  private var bytes: [UInt8] = []
  private var starts: [UInt32] = [0]
  /// For every slot the token's number and one, or 0 when it is free.
  private var slots = [UInt16](repeating: 0, count: 1 << 14)
  private(set) var longest = 0

  var count: Int { starts.count - 1 }

  /// The bytes of a token.
  subscript(token: TokenID) -> ArraySlice<UInt8> {
    bytes[Int(starts[Int(token)])..<Int(starts[Int(token) + 1])]
  }

  /// Appends a token that no text matches.
  @discardableResult
  mutating func appendSpecial() -> TokenID {
    starts.append(UInt32(bytes.count))
    return TokenID(count - 1)
  }

  /// The number of a byte string, which is added when it is new.
  @discardableResult
  mutating func insert(_ string: Span<UInt8>) -> TokenID {
    if let known = token(string) { return known }
    precondition(count < Int(TokenID.max), "a vocabulary holds at most 65,534 tokens")
    for index in string.indices { bytes.append(string[index]) }
    starts.append(UInt32(bytes.count))
    longest = max(longest, string.count)
    if count * 2 > slots.count { grow() }
    occupy(Self.hash(string), with: UInt16(count))
    return TokenID(count - 1)
  }

  /// The number of a byte string, or nil when it is no token.
  func token(_ string: Span<UInt8>) -> TokenID? {
    find(string, length: string.count, hash: Self.hash(string))
  }

  /// The longest token that a byte string begins with, and its length.
  func longestPrefix(of string: Span<UInt8>) -> (token: TokenID, length: Int)? {
    var hash = Self.emptyHash
    var found: (token: TokenID, length: Int)?
    for length in 1...max(1, min(longest, string.count)) where length <= string.count {
      hash = Self.hash(hash, appending: string[length - 1])
      if let token = find(string, length: length, hash: hash) { found = (token, length) }
    }
    return found
  }

  private func find(_ string: Span<UInt8>, length: Int, hash: UInt32) -> TokenID? {
    var slot = slot(for: hash)
    while slots[slot] != 0 {
      let token = slots[slot] - 1
      if matches(token, string, length: length) { return token }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private func matches(_ token: TokenID, _ string: Span<UInt8>, length: Int) -> Bool {
    let start = Int(starts[Int(token)])
    guard Int(starts[Int(token) + 1]) - start == length else { return false }
    for index in 0..<length where bytes[start + index] != string[index] { return false }
    return true
  }

  private mutating func occupy(_ hash: UInt32, with number: UInt16) {
    var slot = slot(for: hash)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = number
  }

  private mutating func grow() {
    slots = [UInt16](repeating: 0, count: slots.count * 2)
    for token in 0..<count - 1 where !self[TokenID(token)].isEmpty {
      occupy(Self.hash(self[TokenID(token)].span), with: UInt16(token + 1))
    }
  }

  private func slot(for hash: UInt32) -> Int { Int(hash ^ (hash >> 15)) & (slots.count - 1) }

  // FNV-1a: the hash of a prefix leads on to that of the next longer one.
  private static let emptyHash: UInt32 = 2_166_136_261

  private static func hash(_ hash: UInt32, appending byte: UInt8) -> UInt32 {
    (hash ^ UInt32(byte)) &* 16_777_619
  }

  private static func hash(_ string: Span<UInt8>) -> UInt32 {
    var hash = emptyHash
    for index in string.indices { hash = Self.hash(hash, appending: string[index]) }
    return hash
  }
}
