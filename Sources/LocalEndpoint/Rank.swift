/// A token's place among others: a heavier one ranks higher, and of equal ones that with the lower
/// number.
///
/// The weight's bit pattern, which orders like the weight, above the inverted number: one
/// comparison.
struct Rank: Sendable, Hashable, Comparable {
  private let bits: UInt64

  /// The rank below all tokens.
  static let lowest = Rank(bits: 0)

  private init(bits: UInt64) { self.bits = bits }

  /// The rank of a token; nil when it has no weight.
  init?(_ token: TokenID, _ weights: [Float]) {
    let weight = weights[Int(token)]
    guard weight > 0 else { return nil }
    bits = UInt64(weight.bitPattern) << 32 | UInt64(~UInt32(token))
  }

  var token: TokenID { TokenID(truncatingIfNeeded: ~bits) }
  var weight: Double { Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits >> 32))) }

  static func < (left: Rank, right: Rank) -> Bool { left.bits < right.bits }
}

extension [Rank] {
  /// The ranks of all tokens that have a weight, by token.
  init(of weights: [Float]) {
    self = []
    reserveCapacity(weights.count)
    for token in weights.indices {
      if let rank = Rank(TokenID(token), weights) { append(rank) }
    }
  }

  /// The last of the fewest highest ranks whose measures together reach a goal.
  ///
  /// A quickselect that adds up measures: it looks only where the goal must lie.
  func last(reaching goal: Double, measure: (Rank) -> Double) -> Rank {
    var (rest, goal) = (self, goal)
    while rest.count > 1 {
      let pivot = Swift.max(
        Swift.min(rest[0], rest[rest.count / 2]),
        Swift.min(Swift.max(rest[0], rest[rest.count / 2]), rest[rest.count - 1]))
      let higher = rest.filter { $0 > pivot }
      let sum = higher.reduce(0) { $0 + measure($1) }
      if sum >= goal, !higher.isEmpty {
        rest = higher
      } else if sum + measure(pivot) >= goal {
        return pivot
      } else {
        goal -= sum + measure(pivot)
        let lower = rest.filter { $0 < pivot }
        if lower.isEmpty { return pivot }
        rest = lower
      }
    }
    return rest[0]
  }

  /// The highest ranks, best first.
  func highest(_ count: Int) -> [Rank] {
    var best: [Rank] = []
    for rank in self where best.count < count || rank > best[best.count - 1] {
      if best.count == count { best.removeLast() }
      best.insert(rank, at: best.firstIndex { $0 < rank } ?? best.count)
    }
    return best
  }
}
