/// A few sentences about one thing: what the embedded model learns from, and is steered by.
struct Passage: Sendable {
  /// What a passage is said as.
  enum Kind: UInt8, CaseIterable, Sendable {
    case answer, thinking, toolResult
    /// A value in the input of a tool. Every line of such a passage is one.
    case input
  }

  var kind: Kind
  /// What the passage is about, in a few words. It steers, and is never said.
  var header: String
  var text: String

  /// The texts that are said as a whole.
  var texts: [String] {
    kind == .input ? text.split(separator: "\n").map(String.init) : [text]
  }

  /// The passages of a text file.
  ///
  /// A line `# keywords` starts a passage, `# thinking: keywords`, `# tool-result: keywords` and
  /// `# input: keywords` one of those kinds. Empty lines are skipped. The lines of a passage are joined by spaces, except
  /// that an indented line stays a line, as in verse.
  static func parse(_ file: String) -> [Passage] {
    var passages: [Passage] = []
    var text: [UInt8] = []
    func endPassage() {
      if !text.isEmpty { passages[passages.count - 1].text = String(decoding: text, as: UTF8.self) }
      text.removeAll(keepingCapacity: true)
    }
    for line in file.utf8.split(separator: UInt8(ascii: "\n")) {
      if line.starts(with: "# ".utf8) {
        endPassage()
        let (kind, header) = kind(of: Substring(line.dropFirst(2)))
        passages.append(Passage(kind: kind, header: header, text: ""))
      } else {
        let isIndented = line.first == UInt8(ascii: " ")
        if !text.isEmpty { text.append(UInt8(ascii: isIndented ? "\n" : " ")) }
        text += line.drop { $0 == UInt8(ascii: " ") }
      }
    }
    endPassage()
    return passages
  }

  private static func kind(of header: Substring) -> (Kind, String) {
    let tags: [(String, Kind)] = [
      ("thinking:", .thinking), ("tool-result:", .toolResult), ("input:", .input),
    ]
    for (tag, kind) in tags where header.hasPrefix(tag) {
      return (kind, String(header.dropFirst(tag.count)))
    }
    return (.answer, String(header))
  }
}
