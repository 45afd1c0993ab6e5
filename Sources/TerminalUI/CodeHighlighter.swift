/// Finds what is worth a colour in code: comments, texts, numbers and keywords.
///
/// It takes line by line, and looks at every byte once. Of the grammar it knows no more than how these
/// four are written, and what a line leaves open for the next one.
struct CodeHighlighter: Sendable {
  enum Kind: Hashable, Sendable {
    case comment, string, number, keyword
  }

  struct Token: Hashable, Sendable {
    /// Offsets in the line.
    var range: Range<Int>
    var kind: Kind
  }

  private let language: CodeLanguage
  /// What the lines before have begun and not ended.
  private var open: CodeLanguage.Delimiter?

  /// Nil for a language that isn't known.
  init?(language name: String) {
    guard let language = CodeLanguage.named(name) else { return nil }
    self.language = language
  }

  /// The tokens of the next line, from left to right.
  mutating func tokens(inNext line: [UInt8]) -> [Token] {
    if language.isByLine {
      return language.kind(ofLine: line).map { [Token(range: 0..<line.count, kind: $0)] } ?? []
    }
    var tokens: [Token] = []
    // What doesn't end on this line, wherever it begins: it needn't be looked for again.
    var unended: [CodeLanguage.Delimiter] = []
    var index = 0
    if let delimiter = open {
      index = end(of: delimiter, in: line, from: 0) ?? line.count
      if index > 0 { tokens.append(Token(range: 0..<index, kind: delimiter.kind)) }
    }
    while index < line.count {
      let start = index
      if let delimiter = delimiter(at: index, in: line) {
        index += delimiter.opening.count
        if unended.contains(delimiter) { continue }
        if let end = end(of: delimiter, in: line, from: index) {
          index = end
          tokens.append(Token(range: start..<end, kind: delimiter.kind))
        } else {
          unended.append(delimiter)
        }
      } else if line[index].isWordPart {
        while index < line.count, isWord(at: index, in: line, from: start) { index += 1 }
        if let kind = kind(ofWord: start..<index, in: line) {
          tokens.append(Token(range: start..<index, kind: kind))
        }
      } else {
        index += 1
      }
    }
    return tokens
  }

  private func delimiter(at index: Int, in line: [UInt8]) -> CodeLanguage.Delimiter? {
    guard !line[index].isWordPart else { return nil }
    return language.delimiters.first { delimiter in
      line[index...].starts(with: delimiter.opening)
        && (!delimiter.needsBlankBefore || index == 0 || line[index - 1].isSpace)
    }
  }

  /// Where what was opened ends, its closing included; nil for a text that should end on its line and
  /// doesn't, so that its mark means something else.
  private mutating func end(
    of delimiter: CodeLanguage.Delimiter, in line: [UInt8], from start: Int
  ) -> Int? {
    open = nil
    guard !delimiter.closing.isEmpty else { return line.count }
    var index = start
    while index < line.count {
      if delimiter.hasEscapes, line[index] == UInt8(ascii: "\\") {
        index += 2
      } else if line[index...].starts(with: delimiter.closing) {
        return index + delimiter.closing.count
      } else {
        index += 1
      }
    }
    guard delimiter.spansLines else { return nil }
    open = delimiter
    return line.count
  }

  /// Whether a word or number goes on: a point belongs to numbers.
  private func isWord(at index: Int, in line: [UInt8], from start: Int) -> Bool {
    if line[index].isWordPart { return true }
    return line[index] == UInt8(ascii: ".") && line[start].isDigit && index + 1 < line.count
      && line[index + 1].isDigit
  }

  private func kind(ofWord word: Range<Int>, in line: [UInt8]) -> Kind? {
    if line[word.lowerBound].isDigit { return .number }
    if language.isKeyword(line[word]) { return .keyword }
    guard language.hasTags else { return nil }
    let before = line[..<word.lowerBound]
    let isTag = before.last == UInt8(ascii: "<") || before.suffix(2).elementsEqual("</".utf8)
    return isTag ? .keyword : nil
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { 0x30...0x39 ~= self }

  /// Whether it is a letter, a digit, an underscore, or a part of a character beyond ASCII.
  fileprivate var isWordPart: Bool { !isSpace && !isPunctuation || self == UInt8(ascii: "_") }
}
