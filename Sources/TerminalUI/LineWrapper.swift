/// Finds where lines start, with all it must remember between two pieces of a text.
struct LineWrapper {
  /// Where lines start, and how far they are indented.
  struct Starts: Hashable, Sendable {
    /// The byte offsets.
    private(set) var offsets: [UInt32] = [0]
    /// The columns before a line that goes on with the one above, below what that begins with.
    private(set) var indents: [UInt8] = [0]

    var last: Int { Int(offsets[offsets.count - 1]) }

    mutating func append(_ offset: Int, indent: Int) {
      offsets.append(UInt32(offset))
      indents.append(UInt8(indent))
    }
  }

  private var reader = GlyphReader()
  /// The columns taken in the line, with its indentation.
  private var column = 0
  /// The columns before the line.
  private var lineIndent = 0
  /// The columns before the lines that go on with this one.
  private var nextIndent = 0
  /// Whether the text's own line began with nothing but blanks so far.
  private var isAtBlanks = true
  /// The last place where the line may break, as a byte offset.
  private var breakStart = 0
  /// The columns taken since then.
  private var breakColumns = 0
  /// Whether a space stands beyond the end of the full line.
  private var isHanging = false
  /// Whether the character before is a wide one.
  private var isAfterWide = false

  /// Goes through the text from an offset to its end, which stands between characters.
  mutating func wrap(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, width: Int, into starts: inout Starts
  ) {
    var index = start
    while index < text.count {
      let offset = index
      switch text[offset] {
      case 0x21...0x7E:
        // A run of narrow characters without a break, at once if it fits.
        isAtBlanks = false
        while index < text.count, text[index] &- 0x21 < 0x5E { index += 1 }
        reader.passPrintable(text[index - 1])
        let count = index - offset
        if !isHanging, !isAfterWide, column + count <= width {
          column += count
          breakColumns += count
        } else {
          for byte in offset..<index { place(byte, columns: 1, width: width, into: &starts) }
        }
      case 0x20:
        reader.passPrintable(0x20)
        index += 1
        placeSpace(offset, columns: 1, width: width, into: &starts)
      case 0x09:
        reader = GlyphReader()
        index += 1
        placeSpace(
          offset, columns: min(4 - (column - lineIndent) % 4, max(width - column, 1)),
          width: width, into: &starts)
      case 0x0A:
        index += 1
        endLine(at: index, into: &starts)
      case 0x0D where offset + 1 < text.count && text[offset + 1] == 0x0A:
        index += 2
        endLine(at: index, into: &starts)
      default:
        isAtBlanks = false
        let scalar = text.decodeScalar(at: &index)
        let glyph = reader.next(scalar)
        let columns = GlyphReader.columns(of: glyph)
        if case .character(_, isWide: true) = glyph {
          placeWide(
            offset, mayStartLine: !LineWrapper.isClosing(scalar), width: width, into: &starts)
        } else if columns > 0 {
          place(offset, columns: columns, width: width, into: &starts)
        } else if isHanging || breakColumns == 0 {
          // A mark stays with the space or wide character that it stands upon.
          breakStart = index
        }
      }
    }
  }

  private mutating func place(
    _ offset: Int, columns: Int, width: Int, into starts: inout Starts
  ) {
    if isHanging { startLine(at: offset, into: &starts) }
    if isAfterWide { allowBreak(at: offset) }
    if column > lineIndent, column + columns > width {
      if breakStart > starts.last {
        starts.append(breakStart, indent: nextIndent)
        lineIndent = nextIndent
        column = lineIndent + breakColumns
      }
      if column > lineIndent, column + columns > width { startLine(at: offset, into: &starts) }
    }
    column += columns
    breakColumns += columns
  }

  private mutating func placeWide(
    _ offset: Int, mayStartLine: Bool, width: Int, into starts: inout Starts
  ) {
    if mayStartLine { allowBreak(at: offset) }
    isAfterWide = false
    place(offset, columns: 2, width: width, into: &starts)
    isAfterWide = true
  }

  private mutating func placeSpace(
    _ offset: Int, columns: Int, width: Int, into starts: inout Starts
  ) {
    if column + columns > width {
      if isHanging {
        startLine(at: offset, into: &starts)
        column += columns
      } else {
        isHanging = true
      }
    } else {
      column += columns
    }
    if isAtBlanks { nextIndent = min(column, LineWrapper.mostIndent(width: width)) }
    allowBreak(at: offset + 1)
  }

  /// How many columns of a line may be left blank below blanks.
  static func mostIndent(width: Int) -> Int { width < 8 ? 0 : min(width / 2, Int(UInt8.max)) }

  private mutating func allowBreak(at offset: Int) {
    breakStart = offset
    breakColumns = 0
    isAfterWide = false
  }

  /// Goes on with the text's line in another one.
  private mutating func startLine(at offset: Int, into starts: inout Starts) {
    starts.append(offset, indent: nextIndent)
    lineIndent = nextIndent
    column = lineIndent
    isHanging = false
    allowBreak(at: offset)
  }

  private mutating func endLine(at offset: Int, into starts: inout Starts) {
    (nextIndent, isAtBlanks) = (0, true)
    startLine(at: offset, into: &starts)
  }

  /// Whether a wide character closes something, so that no line should start with it.
  private static func isClosing(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3001, 0x3002, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x3017, 0x30FC: true
    case 0xFF01, 0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF3D, 0xFF5D: true
    default: false
    }
  }
}
