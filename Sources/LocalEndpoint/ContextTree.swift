/// An n-gram model with interpolated Kneser–Ney smoothing.
///
/// A node stands for a context: the root for the empty one, a child for its parent's context with one
/// more token before it. Each node holds the tokens that followed its context, with their discounted
/// probabilities, and the weight that is left for the parent's opinion:
///
///     P(w | c) = max(n(c w) − D, 0) / n(c) + backoff(c) · P(w | c without its first token)
///
/// In the longest contexts n counts occurrences, in shorter ones the distinct tokens seen before the
/// n-gram. The root backs off to a base distribution that the caller brings.
///
/// Kneser, Ney (1995); three discounts for each length of context as in Chen, Goodman (1998).
struct ContextTree: Sendable {
  /// The most tokens of context that a prediction looks at.
  let contextLength: Int

  private var nodes: [Node] = [Node(depth: 0)]
  private var children: PairTable
  private var followers: [Follower] = []

  private struct Node: Sendable {
    var depth: UInt8
    var firstFollower = UInt32.max
    /// The sum of the followers' counts, until `finish` has run.
    var total: UInt32 = 0
    var backoff: Float = 1
  }

  private struct Follower: Sendable {
    var token: TokenID
    var count: UInt32 = 0
    var probability: Float = 0
    var next: UInt32
  }

  /// How much is taken from a count of 1, of 2, and of 3 and more.
  struct Discounts: Sendable {
    var one, two, more: Float

    func callAsFunction(_ count: UInt32) -> Float {
      switch count {
      case 1: one
      case 2: two
      default: more
      }
    }
  }

  /// Learns from sequences of tokens. The first token of each is context only.
  ///
  /// - Parameter discounts: The discounts for contexts of every length; nil estimates them.
  init(_ sequences: [[TokenID]], contextLength: Int, discounts: Discounts? = nil) {
    let size = sequences.reduce(0) { $0 + $1.count }
    self.contextLength = contextLength
    children = PairTable(minimumCapacity: size * contextLength * 3 / 4 + 1)
    var table = PairTable(minimumCapacity: size * (contextLength + 1) * 3 / 4 + 1)
    for sequence in sequences {
      for position in sequence.indices.dropFirst() {
        count(sequence[position], after: sequence[..<position], table: &table)
      }
    }
    finish(discounts: discounts)
  }

  /// Counts one token in its longest context, and in a shorter one when the longer n-gram is new.
  private mutating func count(
    _ token: TokenID, after history: ArraySlice<TokenID>, table: inout PairTable
  ) {
    var path: [UInt32] = [0]
    for previous in history.suffix(contextLength).reversed() {
      let child = children.value(path[path.count - 1], previous, orInsert: UInt32(nodes.count))
      if child == nodes.count { nodes.append(Node(depth: UInt8(path.count))) }
      path.append(child)
    }
    for node in path.reversed() {
      let follower = table.value(node, token, orInsert: UInt32(followers.count))
      let isNew = follower == followers.count
      if isNew {
        followers.append(Follower(token: token, next: nodes[Int(node)].firstFollower))
        nodes[Int(node)].firstFollower = follower
      }
      followers[Int(follower)].count += 1
      nodes[Int(node)].total += 1
      if !isNew { break }
    }
  }

  /// Turns counts into discounted probabilities.
  private mutating func finish(discounts given: Discounts?) {
    let discounts = given.map { Array(repeating: $0, count: contextLength + 1) } ?? estimates()
    for index in nodes.indices {
      let discount = discounts[Int(nodes[index].depth)]
      let total = Float(nodes[index].total)
      var kept: Float = 0
      var next = nodes[index].firstFollower
      while next != .max {
        let count = followers[Int(next)].count
        let probability = (Float(count) - discount(count)) / total
        followers[Int(next)].probability = probability
        kept += probability
        next = followers[Int(next)].next
      }
      nodes[index].backoff = max(0, 1 - kept)
    }
  }

  /// Discounts from how many n-grams of each length were counted once, twice, three and four times.
  private func estimates() -> [Discounts] {
    var counts = Array(repeating: [Float](repeating: 0, count: 5), count: contextLength + 1)
    for node in nodes {
      forEachFollower(of: node) { counts[Int(node.depth)][min(4, Int($0.count) - 1)] += 1 }
    }
    return counts.map { count in
      guard count[0] > 0, count[1] > 0, count[2] > 0 else {
        return Discounts(one: 0.75, two: 0.75, more: 0.75)
      }
      let scale = count[0] / (count[0] + 2 * count[1])
      func estimate(_ times: Int) -> Float {
        let next = Float(times + 1) * scale * count[times] / count[times - 1]
        return min(max(Float(times) - next, 0.1), Float(times) * 0.95)
      }
      return Discounts(one: estimate(1), two: estimate(2), more: estimate(3))
    }
  }

  private func forEachFollower(of node: Node, _ body: (Follower) -> Void) {
    var next = node.firstFollower
    while next != .max {
      body(followers[Int(next)])
      next = followers[Int(next)].next
    }
  }

  /// The nodes of the contexts that a history ends with, from the root to the longest one known.
  private func path(for history: ArraySlice<TokenID>) -> [Node] {
    var path = [nodes[0]]
    var index: UInt32 = 0
    for token in history.suffix(contextLength).reversed() {
      guard let child = children.value(index, token) else { break }
      index = child
      path.append(nodes[Int(child)])
    }
    return path
  }

  /// Adds the probabilities of the next tokens, times a weight, to an array by token.
  ///
  /// Returns the weight that is left for the base distribution.
  func addProbabilities(
    after history: ArraySlice<TokenID>, weight: Float, to probabilities: inout [Float]
  ) -> Float {
    var weight = weight
    for node in path(for: history).reversed() {
      forEachFollower(of: node) { probabilities[Int($0.token)] += weight * $0.probability }
      weight *= node.backoff
    }
    return weight
  }

  /// The probability of one next token, given the probability that the base distribution has for it.
  func probability(of token: TokenID, after history: ArraySlice<TokenID>, base: Float) -> Float {
    var probability: Float = 0
    var weight: Float = 1
    for node in path(for: history).reversed() {
      forEachFollower(of: node) { if $0.token == token { probability += weight * $0.probability } }
      weight *= node.backoff
    }
    return probability + weight * base
  }

  /// Whether the tree holds a context that ends with these tokens, the last of them the latest.
  func knows(_ context: ArraySlice<TokenID>) -> Bool {
    path(for: context).count == min(contextLength, context.count) + 1
  }
}
