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
/// Kneser, Ney: Improved Backing-off for M-gram Language Modeling (1995), with the three discounts of
/// Chen, Goodman (1998).
struct ContextTree: Sendable {
  /// The most tokens of context that a prediction looks at.
  let contextLength: Int

  private var nodes: [Node] = [Node()]
  private var children: PairTable
  private var followers: [Follower] = []

  private struct Node: Sendable {
    var firstFollower = UInt32.max
    /// The sum of the followers' counts.
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
  init(_ sequences: [[TokenID]], contextLength: Int, discounts: Discounts) {
    let size = sequences.reduce(0) { $0 + $1.count }
    self.contextLength = contextLength
    children = PairTable(minimumCapacity: size * contextLength * 3 / 4 + 1)
    var table = PairTable(minimumCapacity: size * (contextLength + 1) * 3 / 4 + 1)
    nodes.reserveCapacity(size * contextLength * 2 / 3)
    followers.reserveCapacity(size * (contextLength + 1) * 2 / 3)
    var path: [UInt32] = []
    for sequence in sequences {
      for position in sequence.indices.dropFirst() {
        extendPath(&path, for: sequence, before: position)
        count(sequence[position], along: path, table: &table)
      }
    }
    finish(discounts: discounts)
  }

  /// Finds or makes the nodes of the contexts before a position, from the root to the longest.
  private mutating func extendPath(
    _ path: inout [UInt32], for sequence: [TokenID], before position: Int
  ) {
    path.removeAll(keepingCapacity: true)
    path.append(0)
    for distance in 1..<(min(contextLength, position) + 1) {
      let previous = sequence[position - distance]
      let child = children.value(path[distance - 1], previous, orInsert: UInt32(nodes.count))
      if child == nodes.count { nodes.append(Node()) }
      path.append(child)
    }
  }

  /// Counts a token in its longest context, and in a shorter one when the longer n-gram is new.
  private mutating func count(_ token: TokenID, along path: [UInt32], table: inout PairTable) {
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
  private mutating func finish(discounts: Discounts) {
    for index in nodes.indices {
      let total = Float(nodes[index].total)
      var kept: Float = 0
      var next = nodes[index].firstFollower
      while next != .max {
        let count = followers[Int(next)].count
        let probability = (Float(count) - discounts(count)) / total
        followers[Int(next)].probability = probability
        kept += probability
        next = followers[Int(next)].next
      }
      nodes[index].backoff = max(0, 1 - kept)
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
}
