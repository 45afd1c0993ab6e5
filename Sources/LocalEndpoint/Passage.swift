/// A few sentences about one thing: what the embedded model learns from, and is steered by.
struct Passage: Sendable {
  /// What a passage is said as.
  enum Kind: UInt8, CaseIterable, Sendable {
    case answer, thinking, toolResult
  }

  var kind: Kind
  /// What the passage is about, in a few words. It steers, and is never said.
  var header: String
  var text: String

  /// The passages of a text file.
  ///
  /// A line `# keywords` starts a passage, `# thinking: keywords` and `# tool-result: keywords` one of
  /// those kinds, and an empty line ends it. The lines of a passage are joined by spaces, except
  /// that an indented line stays a line, as in verse.
  static func parse(_ file: String) -> [Passage] {
    file.split(separator: "\n\n").compactMap { block in
      let lines = block.split(separator: "\n")
      guard let first = lines.first, first.hasPrefix("# ") else { return nil }
      var text = ""
      for line in lines.dropFirst() {
        if !text.isEmpty { text += line.hasPrefix("  ") ? "\n" : " " }
        text += line.drop { $0 == " " }
      }
      let (kind, header) = kind(of: first.dropFirst(2))
      return Passage(kind: kind, header: header, text: text)
    }
  }

  private static func kind(of header: Substring) -> (Kind, String) {
    let tags: [(String, Kind)] = [("thinking:", .thinking), ("tool-result:", .toolResult)]
    for (tag, kind) in tags where header.hasPrefix(tag) {
      return (kind, String(header.dropFirst(tag.count)))
    }
    return (.answer, String(header))
  }
}
