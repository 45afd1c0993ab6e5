/// Makes visible what a terminal would obey or hide.
///
/// Control characters become `^[` and the like; C1 controls, bidirectional controls, zero-width and
/// tag characters, stray marks and variations, unassigned characters and those whose width terminals
/// disagree about become `<U+202E>` and the like. The result is drawn in the same columns everywhere
/// and can't move the cursor, so neutralising it again changes nothing.
///
/// Tabs and line ends count as control characters: who draws lines splits them before, as
/// `WrappedText` does.
public enum Neutralizer {
  /// The text as it is drawn.
  @inlinable
  public static func visible(_ text: some StringProtocol) -> String {
    text.withUTF8Bytes(visible(utf8:))
  }

  /// A text of many lines as it is drawn: line feeds and tabs stay, and CRLF is a line feed.
  public static func visibleLines(_ text: String) -> String {
    // As bytes: a character may hold a line end or tab, and what comes before or after it.
    text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      let isCRLF = line.last == 0x0D && line.endIndex < text.endIndex
      return (isCRLF ? line.dropLast() : line)
        .split(separator: 0x09, omittingEmptySubsequences: false)
        .map { visible(Substring($0)) }.joined(separator: "\t")
    }.joined(separator: "\n")
  }

  /// Whether a text is drawn as it is.
  public static func isClean(_ text: String) -> Bool {
    TextWidth.isPrintableASCII(text) || visible(text) == text
  }

  @usableFromInline
  static func visible(utf8 text: UnsafeBufferPointer<UInt8>) -> String {
    if text.allSatisfy({ $0 &- 0x20 < 0x5F }) { return String(decoding: text, as: UTF8.self) }
    var visible: [UInt8] = []
    visible.reserveCapacity(text.count)
    var reader = GlyphReader()
    var index = 0
    while index < text.count {
      let start = index
      let glyph = reader.next(text.decodeScalar(at: &index))
      switch glyph {
      case .character(let scalar, _) where scalar < 0x7F:
        visible.append(UInt8(scalar))
      case .character, .mark:
        visible += text[start..<index]
      case .nothing:
        break
      case .caret(let letter):
        visible += [0x5E, letter]
      case .standIn(let scalar):
        GlyphReader.spell(standIn: scalar) { visible.append($0) }
      }
    }
    return String(decoding: visible, as: UTF8.self)
  }
}
