extension TextEditor {
  /// The matches of a query in a line, from left to right, without overlap.
  ///
  /// Case counts only if the query holds an upper-case letter. Matches are whole characters, and a
  /// query with a line end in it matches nothing.
  public func matches(of query: String, inLine line: Int) -> [Range<Location>] {
    TextSearch(query).matches(in: buffer[line], length: buffer.length(of: line)).map {
      Location(line: line, offset: $0.lowerBound)..<Location(line: line, offset: $0.upperBound)
    }
  }

  /// The number of matches in the whole text.
  public func matchCount(of query: String) -> Int {
    let search = TextSearch(query)
    return (0..<buffer.count).reduce(0) {
      $0 + search.matches(in: buffer[$1], length: buffer.length(of: $1)).count
    }
  }

  /// The first match that starts at or after a place, or else the text's first one.
  func match(of query: String, after place: Location) -> Range<Location>? {
    let all = matches(of: query, inLine: place.line)
    if let match = all.first(where: { $0.lowerBound >= place }) { return match }
    let lines = [place.line + 1..<buffer.count, 0..<place.line].joined()
    return lines.lazy.compactMap { matches(of: query, inLine: $0).first }.first ?? all.first
  }

  /// The last match that ends at or before a place, or else the text's last one.
  func match(of query: String, before place: Location) -> Range<Location>? {
    let all = matches(of: query, inLine: place.line)
    if let match = all.last(where: { $0.upperBound <= place }) { return match }
    let lines = [(0..<place.line).reversed(), (place.line + 1..<buffer.count).reversed()].joined()
    return lines.lazy.compactMap { matches(of: query, inLine: $0).last }.first ?? all.last
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
    var count = 0
    change(.other) { editor in
      // From the end, so that the places of the matches to come stay true.
      for line in (0..<editor.buffer.count).reversed() {
        for match in editor.matches(of: search, inLine: line).reversed() {
          let end = editor.replace(match, with: replacement)
          editor.cursor = editor.cursor.moved(by: match, to: end)
          count += 1
        }
      }
      editor.anchor = nil
      editor.cursor = editor.nearest(to: editor.cursor)
    }
    if count > 0 { revealCursor() }
    return count > 0 ? .replaced(count) : .ignored
  }

  private func matches(of search: TextSearch, inLine line: Int) -> [Range<Location>] {
    search.matches(in: buffer[line], length: buffer.length(of: line)).map {
      Location(line: line, offset: $0.lowerBound)..<Location(line: line, offset: $0.upperBound)
    }
  }
}

extension TextEditor.Location {
  /// Where the place is after a range of the text before or around it came to end elsewhere.
  fileprivate func moved(by range: Range<Self>, to end: Self) -> Self {
    if self <= range.lowerBound { return self }
    if self < range.upperBound { return end }
    let offset =
      line == range.upperBound.line ? end.offset + offset - range.upperBound.offset : offset
    return Self(line: line + end.line - range.upperBound.line, offset: offset)
  }
}
