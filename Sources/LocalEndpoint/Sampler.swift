import Glibc

/// The request's parameters that decide how a token is drawn.
struct SamplingParameters: Sendable, Hashable {
  /// 0 takes the most probable token, 1 draws as the model predicts, more makes the rare more frequent.
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
/// most probable tokens; top_p keeps, of these, the smallest set whose share of their sum reaches it; one
/// of the kept is drawn by its share. Of tokens that are equally probable the lower number comes first.
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
  /// The weights after temperature, by token. The largest is 1, except after a temperature of 1.
  let weights: [Float]
  /// The sum of the weights.
  let total: Double
  /// How many tokens have a weight.
  let count: Int
  /// The tokens that had to be ranked, best first: as many as top_k left, or else as top_p kept. Nil when
  /// neither cuts anything.
  let ranked: [TokenID]?
  /// How many tokens top_k left. `keptCount` of them were left by top_p, too.
  let countAfterTopK: Int
  let keptCount: Int
  /// The sum of the kept tokens' weights.
  let keptTotal: Double

  init(_ distribution: TokenDistribution, _ parameters: SamplingParameters) {
    weights = Self.weights(of: distribution, temperature: parameters.temperature)
    (count, total) = Self.sum(of: weights)
    let topP = parameters.topP.flatMap { $0 < 1 ? $0 : nil }
    guard parameters.topK != nil || topP != nil else {
      (ranked, countAfterTopK, keptCount, keptTotal) = (nil, count, count, total)
      return
    }
    var ranking = Ranking(weights)
    var ranked: [TokenID] = []
    var (keptCount, keptTotal) = (count, total)
    if let topK = parameters.topK {
      ranked = ranking.next(max(1, topK))
      keptCount = ranked.count
      keptTotal = ranked.reduce(0) { [weights] in $0 + Double(weights[Int($1)]) }
    }
    countAfterTopK = keptCount
    if let topP {
      let goal = topP * keptTotal
      (keptCount, keptTotal) = (0, 0)
      repeat {
        if keptCount == ranked.count { ranked += ranking.next(1) }
        keptTotal += Double(weights[Int(ranked[keptCount])])
        keptCount += 1
      } while keptTotal < goal && keptCount < countAfterTopK
    }
    (self.ranked, self.keptCount, self.keptTotal) = (ranked, keptCount, keptTotal)
  }

  /// The kept token at a fraction of the sum of the kept tokens' weights.
  func token(at fraction: Double) -> TokenID {
    var rest = fraction * keptTotal
    var last: TokenID = 0
    func isReached(_ token: TokenID) -> Bool {
      guard weights[Int(token)] > 0 else { return false }
      last = token
      rest -= Double(weights[Int(token)])
      return rest < 0
    }
    if let ranked {
      for token in ranked[..<keptCount] where isReached(token) { break }
    } else {
      for token in weights.indices where isReached(TokenID(token)) { break }
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
    return probabilities.map { $0 > 0 ? powf($0 / largest, exponent) : 0 }
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

/// Hands out tokens by falling weight, equal ones by rising number, sorting no more than is asked for.
struct Ranking {
  /// A heap of the weights' bit patterns, which order like the weights, above the inverted numbers.
  private var heap: [UInt64] = []

  /// Ranks the tokens whose weight is positive.
  init(_ weights: [Float]) {
    heap.reserveCapacity(weights.count)
    for (token, weight) in weights.enumerated() where weight > 0 {
      heap.append(UInt64(weight.bitPattern) << 32 | UInt64(~UInt32(token)))
    }
    for parent in stride(from: heap.count / 2 - 1, through: 0, by: -1) { siftDown(from: parent) }
  }

  /// The next tokens, fewer when no more are left.
  mutating func next(_ count: Int) -> [TokenID] {
    (0..<min(count, heap.count)).map { _ in
      let first = heap[0]
      let last = heap.removeLast()
      if !heap.isEmpty {
        heap[0] = last
        siftDown(from: 0)
      }
      return TokenID(~UInt32(truncatingIfNeeded: first))
    }
  }

  private mutating func siftDown(from start: Int) {
    let value = heap[start]
    var parent = start
    while true {
      var child = parent * 2 + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1] > heap[child] { child += 1 }
      if heap[child] <= value { break }
      heap[parent] = heap[child]
      parent = child
    }
    heap[parent] = value
  }
}
