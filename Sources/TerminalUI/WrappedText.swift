/// Text that only grows, broken into lines at a width.
///
/// Appending costs what is appended, however long the text or its last line is. Lines break after
/// spaces and around wide characters, within a word only where it is longer than a line; one space may
/// hang beyond the end, others move on, so that no text can be hidden. Line feeds and CRLF end lines,
/// and tabs reach to the next multiple of four columns. What goes on in another line is indented as it
/// began, up to half of the width. Bytes may arrive cut within a character.
///
/// The text is kept as UTF-8 with five bytes a line, up to 4 GB.
public struct WrappedText: TextLines {
  /// What the text is, for its colours.
  public enum Syntax: Hashable, Sendable { case plain, json }

  /// The text in UTF-8 so far, but for a character that has not arrived in full.
  public private(set) var bytes: [UInt8] = []
  /// The most columns that a line takes, at least 1; another width breaks the text anew.
  public var width: Int {
    didSet {
      width = max(width, 1)
      if width != oldValue { wrapAgain() }
    }
  }

  /// How the text is coloured.
  public var syntax = Syntax.plain

  private var starts = LineWrapper.Starts()
  private var wrapper = LineWrapper()
  /// The start of a character, or a carriage return whose line feed may come.
  private var unfinished: [UInt8] = []

  /// Creates a text without lines.
  public init(width: Int) {
    self.width = max(width, 1)
  }

  /// Creates a text that is there at once.
  public init(_ text: String, width: Int) {
    self.init(width: width)
    append(text)
    finish()
  }

  /// The lines of a text at a width, in columns; an ellipsis tells that there would be more of them.
  public static func lines(of text: String, width: Int, atMost limit: Int) -> [String] {
    let wrapped = WrappedText(text, width: width)
    return (0..<min(wrapped.lineCount, max(limit, 0))).map { index in
      let isCut = index == limit - 1 && limit < wrapped.lineCount
      let line = wrapped.prefix(ofLine: index) + wrapped.line(index) + (isCut ? "…" : "")
      return TextWidth.truncated(line, to: width)
    }
  }

  /// The number of lines; an empty text has none, and a line feed at the end opens an empty one.
  public var lineCount: Int { bytes.isEmpty ? 0 : starts.offsets.count }

  /// Appends text.
  public mutating func append(_ text: String) {
    append(Array(text.utf8))
  }

  /// Appends UTF-8; what can't be decoded becomes U+FFFD.
  public mutating func append(_ chunk: [UInt8]) {
    var chunk = unfinished.isEmpty ? chunk : unfinished + chunk
    let length = WrappedText.unfinishedLength(of: chunk)
    unfinished = Array(chunk.suffix(length))
    chunk.removeLast(length)
    wrap(appending: chunk)
  }

  /// Takes another text in place of this one; what it has in common with all of this one stays broken.
  mutating func replace(with text: [UInt8]) {
    unfinished = []
    if !text.starts(with: bytes) { self = WrappedText(width: width) }
    append(Array(text[bytes.count...]))
  }

  /// Takes what has arrived as all there is.
  public mutating func finish() {
    guard !unfinished.isEmpty else { return }
    let rest = unfinished
    unfinished = []
    wrap(appending: rest)
  }

  /// The bytes of a line, with what ends it.
  public func range(ofLine index: Int) -> Range<Int> {
    let end = index + 1 < starts.offsets.count ? Int(starts.offsets[index + 1]) : bytes.count
    return Int(starts.offsets[index])..<end
  }

  /// The line that holds a byte, or the last one.
  public func lineIndex(at offset: Int) -> Int {
    max(starts.offsets.partitioningIndex { Int($0) > offset } - 1, 0)
  }

  public var settledByteCount: Int { bytes.count }

  /// The columns before a line.
  func indent(ofLine index: Int) -> Int { Int(starts.indents[index]) }

  public func prefix(ofLine index: Int) -> String {
    String(repeating: " ", count: indent(ofLine: index))
  }

  /// The tokens of a line of JSON; of others none.
  public func spans(ofLine index: Int) -> [TextSpan] {
    guard syntax == .json else { return [] }
    let line = range(ofLine: index)
    // A string may have begun in a line before.
    let start =
      bytes[max(line.lowerBound - Self.lookBack, 0)..<line.lowerBound]
      .lastIndex(of: 0x0A).map { $0 + 1 } ?? max(line.lowerBound - Self.lookBack, 0)
    let text = String(decoding: bytes[start..<line.upperBound], as: UTF8.self)
    return JSONHighlighter.tokens(in: text).compactMap { token in
      let range = token.range.lowerBound + start..<token.range.upperBound + start
      guard range.overlaps(line) else { return nil }
      // A string that goes on in the next line looks unfinished here.
      let kind = token.kind == .error ? .string : token.kind
      return TextSpan(range.clamped(to: line), scope: kind.scope)
    }
  }

  /// How far before a line the start of its string is looked for, in bytes.
  private static let lookBack = 4096

  private mutating func wrap(appending chunk: [UInt8]) {
    let start = bytes.count
    bytes += String(decoding: chunk, as: UTF8.self).utf8
    bytes.withUnsafeBufferPointer {
      wrapper.wrap($0, from: start, width: width, into: &starts)
    }
  }

  private mutating func wrapAgain() {
    starts = LineWrapper.Starts()
    wrapper = LineWrapper()
    bytes.withUnsafeBufferPointer { wrapper.wrap($0, from: 0, width: width, into: &starts) }
  }

  /// How many bytes at the end need those that follow to be understood.
  static func unfinishedLength(of chunk: [UInt8]) -> Int {
    if chunk.last == 0x0D { return 1 }
    for length in 1...3 where length <= chunk.count {
      let byte = chunk[chunk.count - length]
      if byte & 0xC0 == 0x80 { continue }
      let needed = byte < 0xC2 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : byte < 0xF5 ? 4 : 1
      return needed > length ? length : 0
    }
    return 0
  }
}
