/// A text in lines of a width, for drawing, finding and selecting.
///
/// All lines lie in one UTF-8 text, one behind the other. A line may be drawn behind a prefix that is
/// not part of the text, such as an indentation.
public protocol TextLines: Sendable {
  /// The text in UTF-8.
  var bytes: [UInt8] { get }
  /// How many bytes at the start stay as they are when more is appended.
  var settledByteCount: Int { get }
  /// The most columns that a line takes with its prefix; another width lays everything out anew.
  var width: Int { get set }
  var lineCount: Int { get }
  /// The bytes of a line, with what ends it.
  func range(ofLine index: Int) -> Range<Int>
  /// The line that holds a byte, or the last one.
  func lineIndex(at offset: Int) -> Int
  /// What is drawn before a line.
  func prefix(ofLine index: Int) -> String
  /// The parts of a line that look different from the rest of the text, in order.
  func spans(ofLine index: Int) -> [TextSpan]
  /// Appends UTF-8, which may be cut within a character.
  mutating func append(_ chunk: [UInt8])
  /// Takes what has arrived as all there is.
  mutating func finish()
}

/// A part of a text with a look of its own.
public struct TextSpan: Hashable, Sendable {
  /// The bytes.
  public var range: Range<Int>
  /// The theme's scope.
  public var scope: String
  /// What it adds to the scope's own attributes.
  public var attributes: Attributes

  public init(_ range: Range<Int>, scope: String, attributes: Attributes = []) {
    self.range = range
    self.scope = scope
    self.attributes = attributes
  }
}

extension TextLines {
  /// The bytes of a line that are drawn: without what ends it and one space before that, which may
  /// hang beyond the end.
  public func drawnRange(ofLine index: Int) -> Range<Int> {
    let range = range(ofLine: index)
    return bytes.withUnsafeBufferPointer { bytes in
      var end = range.upperBound
      if end > range.lowerBound, bytes[end - 1] == 0x0A {
        end -= 1
        if end > range.lowerBound, bytes[end - 1] == 0x0D { end -= 1 }
      }
      if end > range.lowerBound, bytes[end - 1] == 0x20 { end -= 1 }
      return range.lowerBound..<end
    }
  }

  /// A line as it is drawn behind its prefix, tabs as spaces.
  public func line(_ index: Int) -> String { drawnText(in: drawnRange(ofLine: index)) }

  /// The column where a byte of a line is drawn, counted from the start of the prefix.
  public func column(of offset: Int, inLine index: Int) -> Int {
    let drawn = drawnRange(ofLine: index)
    let end = min(max(offset, drawn.lowerBound), drawn.upperBound)
    return TextWidth.columns(of: prefix(ofLine: index))
      + TextWidth.columns(of: drawnText(in: drawn.lowerBound..<end))
  }

  /// The byte of the character that is drawn at a column of a line; beyond the ends, where they are.
  public func offset(atColumn column: Int, inLine index: Int) -> Int {
    let drawn = drawnRange(ofLine: index)
    var offset = drawn.lowerBound
    let start = TextWidth.columns(of: prefix(ofLine: index))
    var end = start
    for character in String(decoding: bytes[drawn], as: UTF8.self) {
      end += character == "\t" ? 4 - (end - start) % 4 : TextWidth.columns(of: character)
      if end > column { return offset }
      offset += character.utf8.count
    }
    return drawn.upperBound
  }

  private func drawnText(in range: Range<Int>) -> String {
    let text = String(decoding: bytes[range], as: UTF8.self)
    return bytes[range].contains(0x09) ? expandingTabs(in: text) : text
  }

  private func expandingTabs(in text: String) -> String {
    var result = ""
    var column = 0
    for (number, part) in text.split(separator: "\t", omittingEmptySubsequences: false).enumerated()
    {
      if number > 0 {
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
