/// Case counts only if the query holds an upper-case letter, and matches are whole characters. A line end
/// in a query is the same as any line end of the text.
extension TextEditor {
  /// The matches of a query within a line, from left to right, without overlap.
  func matches(of query: String, inLine line: Int) -> [Range<Location>] {
    matches(of: TextSearch(query), inLine: line)
  }

  /// What finds a query over several lines; nil if it is looked for in every line.
  func lineSearch(for query: String) -> LineSearch? { isSingleLine ? nil : LineSearch(query) }

  private func matches(of search: TextSearch, inLine line: Int) -> [Range<Location>] {
    search.matches(in: buffer[line], length: buffer.length(of: line)).map {
      Location(line: line, offset: $0.lowerBound)..<Location(line: line, offset: $0.upperBound)
    }
  }

  /// The matches of a query in a text, and which of them is selected.
  public struct MatchCount: Hashable, Sendable {
    public let count: Int
    /// The number of the match that is selected, counted from 1; nil if none is.
    public let selected: Int?
  }

  /// Counts the matches in the whole text, and says which of them is selected.
  public func matchCount(of query: String) -> MatchCount {
    let selection = selection
    var (count, selected) = (0, Int?.none)
    if let search = lineSearch(for: query) {
      for match in search.matches(in: buffer) {
        count += 1
        if match == selection { selected = count }
      }
      return MatchCount(count: count, selected: selected)
    }
    let search = TextSearch(query)
    for line in 0..<buffer.count {
      let matches = search.matches(in: buffer[line], length: buffer.length(of: line))
      if let selection, selection.lowerBound.line == line, selection.upperBound.line == line {
        let bytes = selection.lowerBound.offset..<selection.upperBound.offset
        selected = matches.firstIndex(of: bytes).map { count + $0 + 1 }
      }
      count += matches.count
    }
    return MatchCount(count: count, selected: selected)
  }

  /// Selects the first match at or after a place, or else the text's first one; false without any.
  public mutating func select(_ query: String, from place: Location) -> Bool {
    found(match(of: query, after: place)) != .ignored
  }

  /// The first match that starts at or after a place, or else the text's first one.
  func match(of query: String, after place: Location) -> Range<Location>? {
    if let search = lineSearch(for: query) {
      let matches = search.matches(in: buffer)
      return matches.first { $0.lowerBound >= place } ?? matches.first { _ in true }
    }
    let search = TextSearch(query)
    let nearby = matches(of: search, inLine: place.line)
    if let match = nearby.first(where: { $0.lowerBound >= place }) { return match }
    for line in [place.line + 1..<buffer.count, 0..<place.line].joined() {
      if let match = matches(of: search, inLine: line).first { return match }
    }
    return nearby.first
  }

  /// The last match that ends at or before a place, or else the text's last one.
  func match(of query: String, before place: Location) -> Range<Location>? {
    if let search = lineSearch(for: query) {
      var last: Range<Location>?
      for match in search.matches(in: buffer) {
        if let last, last.upperBound <= place, match.upperBound > place { return last }
        last = match
      }
      return last
    }
    let search = TextSearch(query)
    let nearby = matches(of: search, inLine: place.line)
    if let match = nearby.last(where: { $0.upperBound <= place }) { return match }
    for line in [(0..<place.line).reversed(), (place.line + 1..<buffer.count).reversed()].joined() {
      if let match = matches(of: search, inLine: line).last { return match }
    }
    return nearby.last
  }

  /// Selects what was found.
  mutating func found(_ match: Range<Location>?) -> Outcome {
    guard let match else { return .ignored }
    moveCursor(to: match.upperBound, selectingFrom: match.lowerBound)
    return .moved
  }

  mutating func replace(_ query: String, with replacement: String) {
    if let selection, isMatch(selection, of: query) {
      replaceSelection(with: withOwnLineEnds(replacement), .other)
    }
    _ = found(match(of: query, after: cursor))
  }

  private func isMatch(_ range: Range<Location>, of query: String) -> Bool {
    guard let search = lineSearch(for: query) else {
      return matches(of: query, inLine: range.lowerBound.line).contains(range)
    }
    return search.matches(in: buffer, near: range.lowerBound.line..<range.upperBound.line)
      .contains(range)
  }

  /// A text that comes into this one: its line ends become this one's own.
  private func withOwnLineEnds(_ text: String) -> String {
    isSingleLine ? text : text.replacingLineEnds(with: lineEnd)
  }

  /// Replaces all matches in one step; the cursor stays where it is in what it stands in.
  mutating func replaceAll(_ query: String, with replacement: String) -> Outcome {
    var replacing = Replacing(
      replacement: withOwnLineEnds(replacement), cursor: buffer.byteOffset(of: cursor))
    if let search = lineSearch(for: query) {
      for match in search.matches(in: buffer) {
        let text = buffer.text(in: match)
        let start = buffer.byteOffset(of: match.lowerBound)
        replacing.append([0..<text.utf8.count], of: text, at: start)
      }
    } else {
      let search = TextSearch(query)
      var start = 0
      for line in 0..<buffer.count {
        let text = buffer[line]
        replacing.append(
          search.matches(in: text, length: buffer.length(of: line)), of: text, at: start)
        start += text.utf8.count
      }
    }
    if replacing.count == 0 { return .ignored }
    change(.other) { editor in
      editor.replace(replacing.edits)
      editor.anchor = nil
      editor.cursor = editor.location(ofByte: replacing.cursor + replacing.shift)
    }
    revealCursor()
    return .replaced(replacing.count)
  }
}

/// Gathers the edits that replace matches, from left to right.
private struct Replacing {
  let replacement: String
  /// The byte of the text where the cursor stands.
  let cursor: Int
  private(set) var edits: [TextEditor.History.Edit] = []
  private(set) var count = 0
  /// How far the cursor moves, in bytes of the text.
  private(set) var shift = 0

  /// What lies between two matches is replaced by itself up to this many bytes: it takes no more to
  /// remember than a further edit.
  private static let longestGap = 64

  init(replacement: String, cursor: Int) {
    self.replacement = replacement
    self.cursor = cursor
  }

  /// Replaces the matches in a piece that begins at a byte of the text.
  mutating func append(_ matches: [Range<Int>], of piece: String, at start: Int) {
    var end: Int?
    for match in matches {
      if let end, match.lowerBound - end <= Self.longestGap {
        let gap = piece.utf8Slice(end..<match.lowerBound)
        edits[edits.count - 1].removed += gap
        edits[edits.count - 1].inserted += gap
      } else {
        edits.append(.init(offset: start + match.lowerBound, removed: "", inserted: ""))
      }
      edits[edits.count - 1].removed += piece.utf8Slice(match)
      edits[edits.count - 1].inserted += replacement
      end = match.upperBound
      if start + match.lowerBound < cursor {
        shift += replacement.utf8.count - min(match.count, cursor - start - match.lowerBound)
      }
    }
    count += matches.count
  }
}
