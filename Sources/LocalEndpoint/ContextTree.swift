/// An n-gram model with interpolated Kneser–Ney smoothing.
///
/// A node stands for a context: the root for the empty one, a child for its parent's context with
/// one more token before it. Each node holds the tokens that followed its context, with their
/// discounted probabilities, and the weight that is left for the parent's opinion:
///
///     P(w | c) = max(n(c w) − D, 0) / n(c) + backoff(c) · P(w | c without its first token)
///
/// In the longest contexts n counts occurrences, in shorter ones the distinct tokens seen before
/// the n-gram. The root backs off to a base distribution that the caller brings.
///
/// Kneser, Ney: Improved Backing-off for M-gram Language Modeling (1995), with the three discounts
/// of Chen, Goodman (1998).
struct ContextTree: Sendable {
  /// The most tokens of context that a prediction looks at.
  let contextLength: Int

  private var children: PairTable
  private var nodes: [Node] = []
  /// The followers of all nodes, those of one node side by side.
  private var followers: [Follower] = []

  private struct Node: Sendable {
    var followers: Range<UInt32>
    var backoff: Float
  }

  private struct Follower: Sendable {
    var token: TokenID
    var probability: Float
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

  /// Learns from sequences of tokens.
  ///
  /// - Parameter startLength: How many tokens at the start of each are context only.
  init(
    _ sequences: [[TokenID]], startLength: Int, contextLength: Int, discounts: Discounts
  ) {
    self.contextLength = contextLength
    var counts = ContextCounts(
      contextLength: contextLength, size: sequences.reduce(0) { $0 + $1.count })
    for sequence in sequences { counts.add(sequence, from: startLength) }
    children = counts.children
    nodes.reserveCapacity(counts.nodes.count)
    followers.reserveCapacity(counts.followers.count)
    for node in counts.nodes {
      let start = UInt32(followers.count)
      var kept: Float = 0
      var next = node.firstFollower
      while next != .max {
        let follower = counts.followers[Int(next)]
        let probability = (Float(follower.count) - discounts(follower.count)) / Float(node.total)
        followers.append(Follower(token: follower.token, probability: probability))
        kept += probability
        next = follower.next
      }
      nodes.append(Node(followers: start..<UInt32(followers.count), backoff: max(0, 1 - kept)))
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

  private func followers(of node: Node) -> ArraySlice<Follower> {
    followers[Int(node.followers.lowerBound)..<Int(node.followers.upperBound)]
  }

  /// Adds the probabilities of the next tokens, times a weight, to an array by token.
  ///
  /// Returns the weight that is left for the base distribution.
  func addProbabilities(
    after history: ArraySlice<TokenID>, weight: Float, to probabilities: inout [Float]
  ) -> Float {
    var weight = weight
    for node in path(for: history).reversed() {
      for follower in followers(of: node) {
        probabilities[Int(follower.token)] += weight * follower.probability
      }
      weight *= node.backoff
    }
    return weight
  }

  /// The probability of one next token, given the one that the base distribution has for it.
  func probability(of token: TokenID, after history: ArraySlice<TokenID>, base: Float) -> Float {
    var probability: Float = 0
    var weight: Float = 1
    for node in path(for: history).reversed() {
      let follower = followers(of: node).first { $0.token == token }
      probability += weight * (follower?.probability ?? 0)
      weight *= node.backoff
    }
    return probability + weight * base
  }
}
