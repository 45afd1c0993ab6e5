import Glibc

/// The request's parameters that decide how a token is drawn.
struct SamplingParameters: Sendable, Hashable {
  /// 0 takes the most probable token, 1 draws as the model predicts, more makes the rare more
  /// frequent.
  var temperature: Double
  /// How many of the most probable tokens are kept; nil keeps all.
  var topK: Int?
  /// The most probable tokens are kept until their probabilities reach this sum; nil keeps all.
  var topP: Double?
  /// The seed of the random numbers.
  var seed: UInt64

  init(temperature: Double = 1, topK: Int? = nil, topP: Double? = nil, seed: UInt64 = 0) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.seed = seed
  }
}

/// Draws tokens from distributions.
///
/// The order is fixed: temperature raises every probability p to p^(1/temperature); top_k keeps the
/// most probable tokens; top_p keeps, of these, the smallest set whose share of their sum reaches
/// it; one of the kept is drawn by its share. Of tokens that are equally probable the lower number
/// comes first.
struct Sampler: Sendable {
  /// The parameters that the sampler was made with.
  let parameters: SamplingParameters
  private var random: SplitMix64

  init(_ parameters: SamplingParameters) {
    self.parameters = parameters
    random = SplitMix64(seed: parameters.seed)
  }

  /// Draws the next token.
  mutating func draw(from distribution: TokenDistribution) -> TokenID {
    draw(from: Selection(distribution, parameters))
  }

  /// Draws a token from what temperature, top_k and top_p have left.
  mutating func draw(from selection: Selection) -> TokenID {
    selection.token(at: random.nextFraction())
  }
}

/// What temperature, top_k and top_p make of a distribution.
struct Selection: Sendable {
  /// The weights after temperature, by token.
  let weights: [Float]
  /// The sum of the weights.
  let total: Double
  /// How many tokens have a weight.
  let count: Int
  /// The last tokens that top_k and that top_p kept.
  private let lastOfTopK: Rank
  private let lastOfTopP: Rank
  /// How many tokens top_k left. `keptCount` of them were left by top_p, too.
  let countAfterTopK: Int
  let keptCount: Int
  /// The sum of the kept tokens' weights.
  let keptTotal: Double

  init(_ distribution: TokenDistribution, _ parameters: SamplingParameters) {
    weights = Self.weights(of: distribution, temperature: parameters.temperature)
    (count, total) = Self.sum(of: weights)
    var (last, keptCount, keptTotal) = (Rank.lowest, count, total)
    var ranks: [Rank] = []
    if let topK = parameters.topK, topK < count {
      ranks = [Rank](of: weights)
      last = ranks.last(reaching: Double(max(1, topK))) { _ in 1 }
      ranks.removeAll { $0 < last }
      keptCount = ranks.count
      keptTotal = ranks.reduce(0) { $0 + $1.weight }
    }
    lastOfTopK = last
    countAfterTopK = keptCount
    if let topP = parameters.topP, topP < 1 {
      if ranks.isEmpty { ranks = [Rank](of: weights) }
      last = ranks.last(reaching: topP * keptTotal) { $0.weight }
      ranks.removeAll { $0 < last }
      keptCount = ranks.count
      keptTotal = ranks.reduce(0) { $0 + $1.weight }
    }
    (lastOfTopP, self.keptCount, self.keptTotal) = (last, keptCount, keptTotal)
  }

  /// What top_k and top_p did to a token. One that the temperature left no weight was not cut.
  func isCut(_ token: TokenID) -> (byTopK: Bool, byTopP: Bool) {
    guard let rank = Rank(token, weights) else { return (false, false) }
    return (rank < lastOfTopK, rank >= lastOfTopK && rank < lastOfTopP)
  }

  /// The kept token at a fraction of the sum of the kept tokens' weights.
  func token(at fraction: Double) -> TokenID {
    var rest = fraction * keptTotal
    var last: TokenID = 0
    for token in weights.indices {
      guard let rank = Rank(TokenID(token), weights), rank >= lastOfTopP else { continue }
      last = TokenID(token)
      rest -= rank.weight
      if rest < 0 { break }
    }
    return last
  }

  private static func weights(of distribution: TokenDistribution, temperature: Double) -> [Float] {
    let probabilities = distribution.probabilities
    let largest = probabilities.max() ?? 0
    if temperature <= 0 {
      var weights = [Float](repeating: 0, count: probabilities.count)
      weights[probabilities.firstIndex(of: largest) ?? 0] = 1
      return weights
    }
    let exponent = Float(1 / temperature)
    if exponent == 1 { return probabilities }
    // Most tokens have the same small probability, and a power takes long to compute.
    var (last, power) = (Float.nan, Float(0))
    return probabilities.map { probability in
      if probability != last {
        power = probability > 0 ? powf(probability / largest, exponent) : 0
        last = probability
      }
      return power
    }
  }

  /// How many weights are positive, and their sum.
  private static func sum(of weights: [Float]) -> (count: Int, total: Double) {
    var (count, total) = (0, 0.0)
    for weight in weights where weight > 0 {
      count += 1
      total += Double(weight)
    }
    return (count, total)
  }
}
