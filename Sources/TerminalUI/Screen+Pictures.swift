extension Screen {
  /// What the rows show, without blanks at their ends.
  public var lines: [String] {
    (0..<size.height).map { y in
      let text = withRow(y) { $0.map(\.text).joined() }
      let end = text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex
      return String(text[..<end])
    }
  }

  /// The rows as one text, for comparing with a picture in a test.
  public var picture: String { lines.joined(separator: "\n") }
}
