extension TextEditor {
  /// The matches of a query in a line, from left to right, without overlap.
  ///
  /// Case counts only if the query holds an upper-case letter. Matches are whole characters, and a
  /// query with a line end in it matches nothing.
  public func matches(of query: String, inLine line: Int) -> [Range<Location>] {
    matches(of: TextSearch(query), inLine: line)
  }

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
    let search = TextSearch(query)
    let selection = selection
    var (count, selected) = (0, Int?.none)
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
    if let selection, matches(of: query, inLine: selection.lowerBound.line).contains(selection) {
      replaceSelection(with: replacement, .other)
    }
    _ = found(match(of: query, after: cursor))
  }

  /// Replaces all matches in one step; the cursor stays where it is in what it stands in.
  mutating func replaceAll(_ query: String, with replacement: String) -> Outcome {
    let search = TextSearch(query)
    let cursorByte = buffer.byteOffset(of: cursor)
    var edits: [History.Edit] = []
    var count = 0
    // How far the cursor moves, in bytes of the text.
    var shift = 0
    var lineStart = 0
    for line in 0..<buffer.count {
      let text = buffer[line]
      let matches = search.matches(in: text, length: buffer.length(of: line))
      edits.append(replacing: matches, of: text, at: lineStart, with: replacement)
      count += matches.count
      for match in matches where lineStart + match.lowerBound < cursorByte {
        let end = min(lineStart + match.upperBound, cursorByte)
        shift += replacement.utf8.count - (end - lineStart - match.lowerBound)
      }
      lineStart += text.utf8.count
    }
    if count == 0 { return .ignored }
    change(.other) { editor in
      editor.replace(edits)
      editor.anchor = nil
      editor.cursor = editor.location(ofByte: cursorByte + shift)
    }
    revealCursor()
    return .replaced(count)
  }
}

extension [TextEditor.History.Edit] {
  /// What lies between two matches is replaced by itself up to this many bytes: it takes no more to
  /// remember than a further edit.
  private static var longestGap: Int { 64 }

  /// Appends the replacement of the matches in a line, which begins at a byte of the text.
  fileprivate mutating func append(
    replacing matches: [Range<Int>], of line: String, at start: Int, with replacement: String
  ) {
    var end: Int?
    for match in matches {
      if let end, match.lowerBound - end <= Self.longestGap {
        let gap = line.utf8Slice(end..<match.lowerBound)
        self[count - 1].removed += gap
        self[count - 1].inserted += gap
      } else {
        append(Element(offset: start + match.lowerBound, removed: "", inserted: ""))
      }
      self[count - 1].removed += line.utf8Slice(match)
      self[count - 1].inserted += replacement
      end = match.upperBound
    }
  }
}
