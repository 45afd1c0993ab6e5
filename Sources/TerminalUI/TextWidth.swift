/// How many columns text takes on a screen.
///
/// The same widths as glibc's `wcwidth` and tmux, by a table of our own; ambiguous characters take one
/// column. What is not drawn as itself counts as what is drawn for it: see `Neutralizer`.
public enum TextWidth {
  /// The columns that a character takes.
  public static func columns(of character: Character) -> Int {
    columns(of: String(character))
  }

  /// The columns that a text takes: the sum over its characters.
  @inlinable
  public static func columns(of text: some StringProtocol) -> Int {
    text.withUTF8Bytes(columns(ofUTF8:))
  }

  @usableFromInline
  static func columns(ofUTF8 text: UnsafeBufferPointer<UInt8>) -> Int {
    var reader = GlyphReader()
    var columns = 0
    var index = 0
    while index < text.count {
      if text[index] &- 0x20 < 0x5F {
        reader.passPrintable(text[index])
        columns += 1
        index += 1
      } else {
        columns += GlyphReader.columns(of: reader.next(text.decodeScalar(at: &index)))
      }
    }
    return columns
  }

  /// The longest start of a text, in whole characters, that fits into `columns`.
  public static func prefix(_ text: String, columns: Int) -> Substring {
    if text.utf8.count <= columns, isPrintableASCII(text) { return text[...] }
    var left = columns
    var end = text.startIndex
    while end < text.endIndex {
      left -= self.columns(of: text[end])
      if left < 0 { break }
      end = text.index(after: end)
    }
    return text[..<end]
  }

  /// The text if it fits into `columns`; otherwise as much of it as fits, and an ellipsis.
  public static func truncated(_ text: String, to columns: Int) -> String {
    if text.utf8.count <= columns, isPrintableASCII(text) { return text }
    if self.columns(of: text) <= columns { return text }
    return columns < 1 ? "" : prefix(text, columns: columns - 1) + "…"
  }

  /// Whether a text is drawn as it is, one column a byte.
  static func isPrintableASCII(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 &- 0x20 < 0x5F }
  }
}

/// What kind of thing a scalar is to a terminal.
enum CharacterKind: UInt32 {
  case narrow, wide
  /// Drawn upon the character before it.
  case mark
  /// Obeyed, not shown, unassigned, or of a width that terminals disagree about.
  case hidden
  case narrowEmoji, wideEmoji

  init(of scalar: UInt32) {
    // Most of what is seen: Latin, Greek, Cyrillic; dashes and quotes; lines and blocks; kana and
    // Chinese; Hangul.
    switch scalar {
    case 0xB0..<0x300, 0x391..<0x3A2, 0x3A3..<0x483, 0x2010..<0x2028, 0x2500..<0x25AA:
      self = .narrow
    case 0x3041..<0x3097, 0x30A1..<0x3100, 0x4E00..<0x9FFD, 0xAC00..<0xD7A4:
      self = .wide
    default:
      self.init(searching: scalar)
    }
  }

  /// Looks the kind up in the table.
  init(searching scalar: UInt32) {
    // The last run that starts at or before the scalar. The low three bits hold the kind.
    let key = scalar << 3 | 7
    let run = characterRuns[characterRuns.partitioningIndex { $0 > key } - 1]
    self = CharacterKind(rawValue: run & 7) ?? .hidden
  }
}
