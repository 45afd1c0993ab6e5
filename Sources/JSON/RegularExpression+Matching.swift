extension RegularExpression {
  /// Whether the expression matches a part of the text; nil when finding out takes too long.
  ///
  /// - Parameter limit: The most steps that are taken.
  public func matches(_ text: String, limit: Int = 20_000_000) -> Bool? {
    var matcher = Matcher(program: program, text: Array(text.unicodeScalars), steps: limit)
    let isMatch = matcher.isMatch(from: 0, entry: 0, isAnchored: false)
    return matcher.steps < 0 ? nil : isMatch
  }

  /// A regular expression as instructions for a matcher.
  struct Program: Sendable {
    enum Instruction: Sendable {
      /// Takes a character of the set.
      case scalar(ScalarSet)
      /// Goes on at both.
      case split(Int, Int)
      case jump(Int)
      case assertion(Assertion)
      /// Goes on after `end` if what stands in between matches ahead, or doesn't.
      case lookAhead(isNegative: Bool, end: Int)
      case match
    }

    /// The most instructions that a program may have.
    static let greatestLength = 20_000

    private(set) var instructions: [Instruction] = []
    /// How many nodes were appended: parts that match nothing cost time, too.
    private var nodeCount = 0

    init(_ root: Node) throws(ParseError) {
      try append(root)
      instructions.append(.match)
    }

    private mutating func append(_ node: Node) throws(ParseError) {
      nodeCount += 1
      guard nodeCount < Self.greatestLength else { throw .tooLarge }
      switch node {
      case .scalar(let set): instructions.append(.scalar(set))
      case .sequence(let nodes): for node in nodes { try append(node) }
      case .assertion(let assertion): instructions.append(.assertion(assertion))
      case .alternatives(let nodes): try append(alternatives: nodes)
      case .repetition(let node, let min, let max):
        for _ in 0..<min { try append(node) }
        try append(node, atMost: max.map { $0 - min })
      case .lookAhead(let node, let isNegative):
        let start = instructions.count
        instructions.append(.match)
        try append(node)
        instructions.append(.match)
        instructions[start] = .lookAhead(isNegative: isNegative, end: instructions.count)
      }
    }

    private mutating func append(alternatives: [Node]) throws(ParseError) {
      var jumps: [Int] = []
      for node in alternatives.dropLast() {
        let start = instructions.count
        instructions.append(.match)
        try append(node)
        jumps.append(instructions.count)
        instructions.append(.match)
        instructions[start] = .split(start + 1, instructions.count)
      }
      if let last = alternatives.last { try append(last) }
      for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    /// Appends a part that may be repeated this often, or any number of times.
    private mutating func append(_ node: Node, atMost count: Int?) throws(ParseError) {
      guard let count else {
        let start = instructions.count
        instructions.append(.match)
        try append(node)
        instructions.append(.jump(start))
        instructions[start] = .split(start + 1, instructions.count)
        return
      }
      var splits: [Int] = []
      for _ in 0..<count {
        splits.append(instructions.count)
        instructions.append(.match)
        try append(node)
      }
      for split in splits { instructions[split] = .split(split + 1, instructions.count) }
    }
  }

  /// Follows all possible matches through a text at once.
  private struct Matcher {
    let program: Program
    let text: [Unicode.Scalar]
    /// How many more may be taken; below zero, no result counts.
    var steps: Int

    /// Whether the instructions from `entry` on match the text from a position on, or, if not anchored,
    /// from a later one.
    mutating func isMatch(from start: Int, entry: Int, isAnchored: Bool) -> Bool {
      var current = ThreadList(count: program.instructions.count)
      var next = current
      var position = start
      while true {
        if position == start || !isAnchored {
          if follow(entry, at: position, into: &current) { return true }
        }
        guard position < text.count, steps >= 0, !(current.isEmpty && isAnchored) else {
          return false
        }
        next.removeAll()
        for index in current.threads {
          steps -= 1
          guard case .scalar(let set) = program.instructions[index],
            set.contains(text[position])
          else { continue }
          if follow(index + 1, at: position + 1, into: &next) { return true }
        }
        swap(&current, &next)
        position += 1
      }
    }

    /// Adds all instructions that can be reached without taking a character; true at a match.
    private mutating func follow(_ entry: Int, at position: Int, into list: inout ThreadList)
      -> Bool
    {
      var pending = [entry]
      while let index = pending.popLast() {
        guard list.visit(index) else { continue }
        steps -= 1
        switch program.instructions[index] {
        case .match: return true
        case .scalar: list.threads.append(index)
        case .jump(let target): pending.append(target)
        case .split(let first, let second): pending += [second, first]
        case .assertion(let assertion):
          if holds(assertion, at: position) { pending.append(index + 1) }
        case .lookAhead(let isNegative, let end):
          let isAhead = isMatch(from: position, entry: index + 1, isAnchored: true)
          if isAhead != isNegative { pending.append(end) }
        }
      }
      return false
    }

    private func holds(_ assertion: Assertion, at position: Int) -> Bool {
      switch assertion {
      case .start: position == 0
      case .end: position == text.count
      case .wordBoundary: isWord(position - 1) != isWord(position)
      case .noWordBoundary: isWord(position - 1) == isWord(position)
      }
    }

    private func isWord(_ position: Int) -> Bool {
      text.indices.contains(position) && ScalarSet.word.contains(text[position])
    }
  }

  /// The places of a program that wait for the next character, each once.
  private struct ThreadList {
    var threads: [Int] = []
    private var visits: [Int]
    private var generation = 1

    init(count: Int) { visits = Array(repeating: 0, count: count) }

    var isEmpty: Bool { threads.isEmpty }

    /// Notes a place; false when it was noted before.
    mutating func visit(_ index: Int) -> Bool {
      guard visits[index] != generation else { return false }
      visits[index] = generation
      return true
    }

    mutating func removeAll() {
      threads.removeAll(keepingCapacity: true)
      generation += 1
    }
  }
}
