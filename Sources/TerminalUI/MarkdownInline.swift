/// A paragraph's Markdown as the text to show and the looks of its parts.
///
/// Understands emphasis, code, links, images, addresses, escapes and hard line breaks; marks that don't
/// belong together stay as they are written.
struct MarkdownInline: Sendable {
  typealias Look = MarkdownRendering.Look
  typealias Stretch = MarkdownRendering.Stretch

  private(set) var bytes: [UInt8] = []
  private var looked: [Stretch] = []

  /// A text that is no Markdown.
  init(plain bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  /// - Parameter source: UTF-8 whose line feeds are kept: models mean them.
  init(markdown source: [UInt8]) {
    var scanner = MarkdownScanner(source: source)
    scanner.scan(0..<source.count)
    scanner.matchEmphasis()
    for piece in scanner.pieces {
      let start = bytes.count
      bytes += piece.text
      mark(start..<bytes.count, as: piece.look)
    }
  }

  /// A line of JSON, coloured by its tokens.
  init(json line: [UInt8]) {
    bytes = line
    for token in JSONHighlighter.tokens(in: String(decoding: line, as: UTF8.self)) {
      let look: Look =
        switch token.kind {
        case .key: .jsonKey
        case .string: .jsonString
        case .number: .jsonNumber
        case .keyword: .jsonKeyword
        case .punctuation: .jsonPunctuation
        case .error: .code
        }
      mark(token.range, as: look)
    }
  }

  /// A line of code, coloured by what a highlighter finds.
  init(code line: [UInt8], _ highlighter: inout CodeHighlighter) {
    bytes = line
    for token in highlighter.tokens(inNext: line) {
      let look: Look =
        switch token.kind {
        case .comment: .comment
        case .string: .jsonString
        case .number: .jsonNumber
        case .keyword: .jsonKeyword
        }
      mark(token.range, as: look)
    }
  }

  /// Appends a text of a look.
  mutating func append(_ text: some Sequence<UInt8>, look: Look = []) {
    let start = bytes.count
    bytes += text
    mark(start..<bytes.count, as: look)
  }

  /// Appends a part of another text with the looks that it has there.
  mutating func append(_ other: MarkdownInline, in range: Range<Int>) {
    let shift = bytes.count - range.lowerBound
    bytes += other.bytes[range]
    for stretch in other.looked {
      let part = (Int(stretch.start)..<Int(stretch.end)).clamped(to: range)
      mark(part.lowerBound + shift..<part.upperBound + shift, as: stretch.look)
    }
  }

  private mutating func mark(_ range: Range<Int>, as look: Look) {
    guard !range.isEmpty, look != [] else { return }
    looked.append(
      Stretch(start: UInt32(range.lowerBound), end: UInt32(range.upperBound), look: look))
  }

  /// The stretches of the text, when all of it has a look besides.
  func stretches(under look: Look) -> [Stretch] {
    guard look != [] else { return looked }
    var all: [Stretch] = []
    var end: UInt32 = 0
    for stretch in looked {
      if end < stretch.start { all.append(Stretch(start: end, end: stretch.start, look: look)) }
      all.append(
        Stretch(start: stretch.start, end: stretch.end, look: stretch.look.union(look)))
      end = stretch.end
    }
    if end < bytes.count { all.append(Stretch(start: end, end: UInt32(bytes.count), look: look)) }
    return all
  }
}
