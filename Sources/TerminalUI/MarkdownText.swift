/// Markdown that only grows, rendered in lines of a width.
///
/// Headings, emphasis, code, links, quotes, lists, tables and rules are shown by their looks instead of
/// their marks; what isn't understood stays as it is written. However the text is cut into chunks, the
/// lines are the same. Appending costs what is new and the block that it belongs to, which is cut where
/// it grows beyond a few kilobytes.
public struct MarkdownText: TextLines {
  public var width: Int {
    didSet {
      width = max(width, 1)
      if width != oldValue { renderAgain() }
    }
  }
  private var source: [UInt8] = []
  /// Where the line begins that has not ended.
  private var lineStart = 0
  private var unfinished: [UInt8] = []
  private var parser = MarkdownParser()
  private var rendering = MarkdownRendering()
  /// What of the rendering stays as it is.
  private var settled = MarkdownRendering.Mark()

  /// The longest piece of a line that is read at once, in bytes.
  private static let pieceLimit = 4096

  /// Creates a text without lines.
  public init(width: Int) { self.width = max(width, 1) }

  public var bytes: [UInt8] { rendering.bytes }
  public var settledByteCount: Int { settled.bytes }
  public var lineCount: Int { rendering.lines.count }
  public func range(ofLine index: Int) -> Range<Int> { rendering.range(ofLine: index) }
  public func lineIndex(at offset: Int) -> Int { rendering.lineIndex(at: offset) }
  public func prefix(ofLine index: Int) -> String { rendering.lines[index].prefix.text }
  public func spans(ofLine index: Int) -> [TextSpan] { rendering.spans(ofLine: index) }

  public mutating func append(_ chunk: [UInt8]) {
    var chunk = unfinished.isEmpty ? chunk : unfinished + chunk
    let length = WrappedText.unfinishedLength(of: chunk)
    unfinished = Array(chunk.suffix(length))
    chunk.removeLast(length)
    source += String(decoding: chunk, as: UTF8.self).utf8
    render()
  }

  /// Appends text.
  public mutating func append(_ text: String) { append(Array(text.utf8)) }

  public mutating func finish() {
    source += String(decoding: unfinished, as: UTF8.self).utf8
    unfinished = []
    render()
  }

  private mutating func renderAgain() {
    lineStart = 0
    parser = MarkdownParser()
    rendering = MarkdownRendering()
    settled = MarkdownRendering.Mark()
    render()
  }

  /// Renders the lines that have ended for good, and what comes after them as if it ended here.
  private mutating func render() {
    rendering.truncate(to: settled)
    while let end = endOfPiece() {
      let hasEnded = source[end - 1] == 0x0A
      let line = source[lineStart..<(hasEnded ? end - 1 : end)]
      parser.take(line, isCut: !hasEnded, width: width, into: &rendering)
      lineStart = end
    }
    settled = rendering.mark
    var rest = parser
    if lineStart < source.count {
      rest.take(source[lineStart...], isCut: false, width: width, into: &rendering)
    }
    rest.close(width: width, into: &rendering)
  }

  /// Where the next line ends, or the piece that is cut off a long one; nil before either has arrived.
  private func endOfPiece() -> Int? {
    let limit = lineStart + Self.pieceLimit
    let searched = source[lineStart..<min(limit, source.count)]
    if let newline = searched.firstIndex(of: 0x0A) { return newline + 1 }
    guard source.count >= limit else { return nil }
    if let space = searched.lastIndex(of: 0x20), space > lineStart { return space + 1 }
    return searched.lastIndex { $0 & 0xC0 != 0x80 }.flatMap { $0 > lineStart ? $0 : nil } ?? limit
  }
}
