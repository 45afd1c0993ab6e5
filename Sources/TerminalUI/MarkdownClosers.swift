/// Where in a paragraph's Markdown what was opened is closed, found in one pass for all that opens.
///
/// Openers are asked for from left to right.
struct MarkdownClosers {
  /// What ends a formula or an address.
  enum Closer: Int, CaseIterable {
    /// `\)`
    case parenthesis
    /// `\]`
    case bracket
    /// `$$`
    case dollars
    /// `>`, before any blank.
    case angle
  }

  private let source: [UInt8]
  /// For each closer the part that was searched last: it ends where the closer was found, or with the source.
  private var searched = [Range<Int>?](repeating: nil, count: Closer.allCases.count)
  private lazy var partners = Self.partners(in: source)
  private lazy var runs = Self.backtickRuns(in: source)

  init(source: [UInt8]) { self.source = source }

  /// The first place of a closer at or after an index.
  mutating func next(_ closer: Closer, from start: Int) -> Int? {
    let known = searched[closer.rawValue]
    var end = known?.upperBound ?? start
    if known.map({ $0.lowerBound <= start && start <= $0.upperBound }) != true {
      end = start
      while end < source.count, !isEnd(closer, at: end) { end += 1 }
      searched[closer.rawValue] = start..<end
    }
    guard end < source.count, closer != .angle || source[end] != 0x20 else { return nil }
    return end
  }

  /// Whether the search for a closer ends at an index.
  private func isEnd(_ closer: Closer, at index: Int) -> Bool {
    let byte = source[index]
    let next = index + 1 < source.count ? source[index + 1] : 0
    switch closer {
    case .parenthesis: return byte == UInt8(ascii: "\\") && next == UInt8(ascii: ")")
    case .bracket: return byte == UInt8(ascii: "\\") && next == UInt8(ascii: "]")
    case .dollars: return byte == UInt8(ascii: "$") && next == UInt8(ascii: "$")
    case .angle: return byte == UInt8(ascii: ">") || byte == 0x20
    }
  }

  /// The bracket or parenthesis that closes the one at an index.
  mutating func partner(of index: Int) -> Int? {
    let partner = Int(partners[index])
    return partner > index ? partner : nil
  }

  /// The first run of so many backticks at or after an index.
  mutating func backtickRun(ofLength length: Int, from start: Int) -> Int? {
    guard let runs = runs[length] else { return nil }
    let next = runs.partitioningIndex { $0 >= start }
    return next < runs.count ? runs[next] : nil
  }

  private static func partners(in source: [UInt8]) -> [Int32] {
    var partners = [Int32](repeating: 0, count: source.count)
    var (brackets, parentheses): ([Int], [Int]) = ([], [])
    var index = 0
    while index < source.count {
      switch source[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): brackets.append(index)
      case UInt8(ascii: "]"):
        if let opener = brackets.popLast() { partners[opener] = Int32(index) }
      case UInt8(ascii: "("): parentheses.append(index)
      case UInt8(ascii: ")"):
        if let opener = parentheses.popLast() { partners[opener] = Int32(index) }
      default: break
      }
      index += 1
    }
    return partners
  }

  private static func backtickRuns(in source: [UInt8]) -> [Int: [Int]] {
    var runs: [Int: [Int]] = [:]
    var index = 0
    while index < source.count {
      let start = index
      while index < source.count, source[index] == UInt8(ascii: "`") { index += 1 }
      if index > start { runs[index - start, default: []].append(start) } else { index += 1 }
    }
    return runs
  }
}
