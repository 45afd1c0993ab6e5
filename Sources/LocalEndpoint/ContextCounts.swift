/// The counts that a `ContextTree` is made from.
struct ContextCounts {
  struct Node {
    var firstFollower = UInt32.max
    /// The sum of the followers' counts.
    var total: UInt32 = 0
  }

  /// A token that followed a context, in a list with the context's other followers.
  struct Follower {
    var token: TokenID
    var count: UInt32 = 0
    var next: UInt32
  }

  let contextLength: Int
  /// From a context's node and the token before it to the longer context's node.
  private(set) var children: PairTable
  private(set) var nodes: [Node] = [Node()]
  private(set) var followers: [Follower] = []
  /// From a context's node and a token after it to the follower.
  private var numbers: PairTable

  /// - Parameter size: How many tokens will be counted, for reserving memory.
  init(contextLength: Int, size: Int) {
    self.contextLength = contextLength
    // In English about two thirds of the longest possible number of contexts and n-grams are distinct.
    let (contexts, grams) = (
      size * contextLength * 2 / 3 + 1, size * (contextLength + 1) * 2 / 3 + 1
    )
    children = PairTable(minimumCapacity: contexts)
    numbers = PairTable(minimumCapacity: grams)
    nodes.reserveCapacity(contexts)
    followers.reserveCapacity(grams)
  }

  /// Counts the tokens of a sequence from a position on, each after all those before it.
  mutating func add(_ sequence: [TokenID], from start: Int) {
    var path: [UInt32] = []
    for position in sequence.indices.dropFirst(start) {
      path.removeAll(keepingCapacity: true)
      path.append(0)
      for distance in 1..<(min(contextLength, position) + 1) {
        path.append(child(of: path[distance - 1], before: sequence[position - distance]))
      }
      count(sequence[position], along: path)
    }
  }

  private mutating func child(of node: UInt32, before token: TokenID) -> UInt32 {
    let child = children.value(node, token, orInsert: UInt32(nodes.count))
    if child == nodes.count { nodes.append(Node()) }
    return child
  }

  /// Counts a token in its longest context, and in a shorter one when the longer n-gram is new.
  private mutating func count(_ token: TokenID, along path: [UInt32]) {
    for node in path.reversed() {
      let number = numbers.value(node, token, orInsert: UInt32(followers.count))
      let isNew = number == followers.count
      if isNew {
        followers.append(Follower(token: token, next: nodes[Int(node)].firstFollower))
        nodes[Int(node)].firstFollower = number
      }
      followers[Int(number)].count += 1
      nodes[Int(node)].total += 1
      if !isNew { break }
    }
  }
}
