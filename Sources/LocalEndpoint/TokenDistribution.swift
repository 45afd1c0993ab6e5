/// How probable every token is as the next one.
struct TokenDistribution: Sendable, Hashable {
  /// The probabilities by token. They are not negative and their sum is 1, within rounding.
  private(set) var probabilities: [Float]

  /// Makes a distribution from weights, none of them negative and one of them positive.
  init(weights: [Float]) {
    var total = 0.0
    for weight in weights { total += Double(weight) }
    precondition(total > 0, "a distribution needs a positive weight")
    let scale = Float(1 / total)
    probabilities = weights.map { $0 * scale }
  }
}
