/// Text that only grows, broken into lines at a width.
///
/// Appending costs what is appended, however long the text or its last line is. Lines break after
/// spaces and around wide characters, within a word only where it is longer than a line; one space may
/// hang beyond the end, others move on, so that no text can be hidden. Line feeds and CRLF end lines,
/// and tabs reach to the next multiple of four columns. Bytes may arrive cut within a character.
///
/// The text is kept as UTF-8 with four bytes a line, up to 4 GB.
public struct WrappedText: Sendable {
  /// The text in UTF-8 so far, but for a character that has not arrived in full.
  public private(set) var bytes: [UInt8] = []
  /// The most columns that a line takes, at least 1; another width breaks the text anew.
  public var width: Int {
    didSet {
      width = max(width, 1)
      if width != oldValue { wrapAgain() }
    }
  }

  private var lineStarts: [UInt32] = [0]
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

  /// The number of lines; an empty text has none, and a line feed at the end opens an empty one.
  public var lineCount: Int { bytes.isEmpty ? 0 : lineStarts.count }

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

  /// Takes what has arrived as all there is.
  public mutating func finish() {
    let rest = unfinished
    unfinished = []
    wrap(appending: rest)
  }

  /// The bytes of a line, with what ends it.
  public func range(ofLine index: Int) -> Range<Int> {
    let end = index + 1 < lineStarts.count ? Int(lineStarts[index + 1]) : bytes.count
    return Int(lineStarts[index])..<end
  }

  /// The line that holds a byte, or the last one.
  public func lineIndex(at offset: Int) -> Int {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// A line as it is drawn: without what ends it and one space before that, tabs as spaces.
  public func line(_ index: Int) -> String {
    var range = range(ofLine: index)
    let isEnded = index + 1 < lineStarts.count && bytes[range].last == 0x0A
    if isEnded { range.removeLast(bytes[range].dropLast().last == 0x0D ? 2 : 1) }
    // It may be the one that hangs beyond the end.
    if bytes[range].last == 0x20 { range.removeLast(1) }
    let text = String(decoding: bytes[range], as: UTF8.self)
    return bytes[range].contains(0x09) ? WrappedText.expandingTabs(in: text) : text
  }

  private mutating func wrap(appending chunk: [UInt8]) {
    let start = bytes.count
    bytes += String(decoding: chunk, as: UTF8.self).utf8
    bytes.withUnsafeBufferPointer {
      wrapper.wrap($0, from: start, width: width, into: &lineStarts)
    }
  }

  private mutating func wrapAgain() {
    lineStarts = [0]
    wrapper = LineWrapper()
    bytes.withUnsafeBufferPointer { wrapper.wrap($0, from: 0, width: width, into: &lineStarts) }
  }

  /// How many bytes at the end need those that follow to be understood.
  private static func unfinishedLength(of chunk: [UInt8]) -> Int {
    if chunk.last == 0x0D { return 1 }
    for length in 1...3 where length <= chunk.count {
      let byte = chunk[chunk.count - length]
      if byte & 0xC0 == 0x80 { continue }
      let needed = byte < 0xC2 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : byte < 0xF5 ? 4 : 1
      return needed > length ? length : 0
    }
    return 0
  }

  private static func expandingTabs(in text: String) -> String {
    var result = ""
    var column = 0
    for part in text.split(separator: "\t", omittingEmptySubsequences: false) {
      if !result.isEmpty || part.startIndex != text.startIndex {
        let count = 4 - column % 4
        result += String(repeating: " ", count: count)
        column += count
      }
      result += part
      column += TextWidth.columns(of: part)
    }
    return result
  }
}

extension Range<Int> {
  fileprivate mutating func removeLast(_ count: Int) {
    self = lowerBound..<upperBound - count
  }
}
