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

  /// One letter per cell that says which of the named styles it has: `.` for plain, `?` for others.
  public func stylePicture(_ names: [Style: Character]) -> String {
    (0..<size.height).map { y in
      withRow(y) { row in
        String(
          row.map { cell in
            names[cell.drawnStyle] ?? (cell.drawnStyle == .plain ? "." : "?")
          })
      }
    }.joined(separator: "\n")
  }
}
