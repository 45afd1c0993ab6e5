/// How one text becomes another, word by word.
///
/// Eugene W. Myers, An O(ND) difference algorithm and its variations, 1986: the linear-space form.
public struct TextDifference: Hashable, Sendable {
  /// A stretch of text that is in both texts, or in one.
  public enum Part: Hashable, Sendable {
    case same(String)
    case removed(String)
    case added(String)
  }

  /// The stretches in order. All but the added ones joined are the old text, all but the removed the new.
  public let parts: [Part]

  /// Compares two texts.
  ///
  /// Where finding the shortest way would take more than `limit` steps, a longer one is told.
  public init(from old: String, to new: String, limit: Int = 20_000_000) {
    var comparison = Comparison(old: Self.words(old), new: Self.words(new), steps: limit)
    parts = comparison.run()
  }

  /// How many words are neither removed nor added, as a share of all; 1 for equal texts.
  public var similarity: Double {
    var (same, all) = (0, 0)
    for part in parts {
      switch part {
      case .same(let text):
        same += 2 * text.utf8.count
        all += 2 * text.utf8.count
      case .removed(let text), .added(let text): all += text.utf8.count
      }
    }
    return all == 0 ? 1 : Double(same) / Double(all)
  }

  /// Runs of letters and digits, and every other character by itself.
  static func words(_ text: String) -> [Substring] {
    var words: [Substring] = []
    var rest = text[...]
    while let first = rest.first {
      let word = first.isWordPart ? rest.prefix(while: \.isWordPart) : rest.prefix(1)
      words.append(word)
      rest = rest[word.endIndex...]
    }
    return words
  }
}

extension Character {
  fileprivate var isWordPart: Bool { isLetter || isNumber || self == "_" }
}

/// One comparison at work: it divides the texts at the middle of a shortest way, again and again.
private struct Comparison {
  let old: [Substring]
  let new: [Substring]
  /// The words as numbers, equal for words of the same bytes.
  private let oldIDs: [Int]
  private let newIDs: [Int]
  private var steps: Int
  private var removed = ""
  private var added = ""
  private var parts: [TextDifference.Part] = []

  init(old: [Substring], new: [Substring], steps: Int) {
    self.old = old
    self.new = new
    self.steps = steps
    var ids: [[UInt8]: Int] = [:]
    func id(_ word: Substring) -> Int {
      let next = ids.count
      let bytes = Array(word.utf8)
      if let id = ids[bytes] { return id }
      ids[bytes] = next
      return next
    }
    oldIDs = old.map(id)
    newIDs = new.map(id)
  }

  mutating func run() -> [TextDifference.Part] {
    compare(old.indices, new.indices)
    flush()
    return parts
  }

  private mutating func compare(_ oldRange: Range<Int>, _ newRange: Range<Int>) {
    let start = zip(oldIDs[oldRange], newIDs[newRange]).prefix { $0 == $1 }.count
    let rest = min(oldRange.count, newRange.count) - start
    let end = zip(oldIDs[oldRange].reversed(), newIDs[newRange].reversed())
      .prefix(rest).prefix { $0 == $1 }.count
    keep(old[oldRange].prefix(start))
    let oldMiddle = oldRange.dropFirst(start).dropLast(end)
    let newMiddle = newRange.dropFirst(start).dropLast(end)
    if !oldMiddle.isEmpty, !newMiddle.isEmpty, let (x, y) = middle(oldMiddle, newMiddle) {
      compare(oldMiddle.lowerBound..<x, newMiddle.lowerBound..<y)
      compare(x..<oldMiddle.upperBound, y..<newMiddle.upperBound)
    } else {
      removed += old[oldMiddle].joined()
      added += new[newMiddle].joined()
    }
    keep(old[oldRange].suffix(end))
  }

  private mutating func keep(_ words: ArraySlice<Substring>) {
    guard !words.isEmpty else { return }
    flush()
    let text = words.joined()
    if case .same(let before)? = parts.last {
      parts[parts.count - 1] = .same(before + text)
    } else {
      parts.append(.same(text))
    }
  }

  private mutating func flush() {
    if !removed.isEmpty { parts.append(.removed(removed)) }
    if !added.isEmpty { parts.append(.added(added)) }
    (removed, added) = ("", "")
  }

  /// A point on a shortest way, about half of its changes before it; nil when the steps are used up.
  ///
  /// Ways grow from both ends, one change at a time, until two of them meet. `reach[k]` is how far the
  /// furthest way on the diagonal k has come in the old text.
  private mutating func middle(_ oldRange: Range<Int>, _ newRange: Range<Int>) -> (Int, Int)? {
    let (oldCount, newCount) = (oldRange.count, newRange.count)
    let delta = oldCount - newCount
    let most = (oldCount + newCount + 1) / 2
    let width = 2 * most + 2
    var forward = [Int](repeating: 0, count: width + 1)
    var backward = forward
    for changes in 0...most {
      for isForward in [true, false] {
        // Diagonals that lie outside of the texts are left out.
        let lowest = -(changes - 2 * max(0, changes - newCount))
        let highest = changes - 2 * max(0, changes - oldCount)
        for diagonal in stride(from: lowest, through: highest, by: 2) {
          steps -= 1
          guard steps > 0 else { return nil }
          let (x, y) =
            isForward
            ? advance(&forward, diagonal, changes, most, oldCount, newCount) { x, y in
              oldIDs[oldRange.lowerBound + x] == newIDs[newRange.lowerBound + y]
            }
            : advance(&backward, diagonal, changes, most, oldCount, newCount) { x, y in
              oldIDs[oldRange.upperBound - 1 - x] == newIDs[newRange.upperBound - 1 - y]
            }
          let opposite = delta - diagonal
          let reached = isForward ? changes - 1 : changes
          guard delta.isMultiple(of: 2) != isForward, abs(opposite) <= reached else { continue }
          let other = isForward ? backward : forward
          guard x + other[opposite + most] >= oldCount else { continue }
          return isForward
            ? (oldRange.lowerBound + x, newRange.lowerBound + y)
            : (oldRange.upperBound - x, newRange.upperBound - y)
        }
      }
    }
    return nil
  }

  /// Takes one way a change further, and then along all that is equal.
  private func advance(
    _ reach: inout [Int], _ diagonal: Int, _ changes: Int, _ origin: Int, _ oldCount: Int,
    _ newCount: Int, isEqual: (Int, Int) -> Bool
  ) -> (Int, Int) {
    let at = diagonal + origin
    let goesDown =
      diagonal == -changes || diagonal != changes && reach[at - 1] < reach[at + 1]
    var x = goesDown ? reach[at + 1] : reach[at - 1] + 1
    var y = x - diagonal
    while x < oldCount, y < newCount, isEqual(x, y) {
      x += 1
      y += 1
    }
    reach[at] = x
    return (x, y)
  }
}
