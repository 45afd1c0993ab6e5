/// Decides, scalar by scalar, what of a text is drawn, and how wide.
///
/// The one place where text from outside becomes something to see: `Screen`, `TextWidth`,
/// `Neutralizer` and `WrappedText` all go through it, so they always agree. Terminals disagree about
/// the width of emoji sequences and flags, so a sequence is drawn as its members, side by side,
/// without what joins or varies them, and a flag as its two letters.
struct GlyphReader {
  /// How one scalar is drawn.
  enum Glyph {
    /// A character of one or two columns.
    case character(UInt32, isWide: Bool)
    /// A mark upon the character before it.
    case mark
    /// A variation or joiner within an emoji, which is not drawn.
    case nothing
    /// `^X`, for a control character.
    case caret(UInt8)
    /// `<U+XXXX>`, for what a terminal would obey, hide, or give a width that can't be known.
    case standIn(UInt32)
  }

  /// What came before, as far as it bears on the next scalar.
  private enum Context {
    case none, character, keycap, emoji, variedEmoji, joiner
    case hangulLead, hangulVowel, hangulFinal
  }

  private var context = Context.none

  /// The columns that a glyph takes.
  static func columns(of glyph: Glyph) -> Int {
    switch glyph {
    case .character(_, let isWide): isWide ? 2 : 1
    case .mark, .nothing: 0
    case .caret: 2
    case .standIn(let scalar): scalar > 0xFFFFF ? 10 : scalar > 0xFFFF ? 9 : 8
    }
  }

  /// The ASCII text of a stand-in, handed on byte by byte.
  static func spell(standIn scalar: UInt32, _ body: (UInt8) -> Void) {
    for byte in "<U+".utf8 { body(byte) }
    let digits = scalar > 0xFFFFF ? 6 : scalar > 0xFFFF ? 5 : 4
    for place in (0..<digits).reversed() {
      let digit = UInt8(truncatingIfNeeded: scalar >> (4 * UInt32(place))) & 15
      body(digit < 10 ? 0x30 + digit : 0x37 + digit)
    }
    body(0x3E)
  }

  /// Notes that a printable ASCII character was drawn, which callers do without asking.
  @inline(__always)
  mutating func passPrintable(_ byte: UInt8) {
    // Keycaps are digits, number sign and asterisk.
    let isKeycap = byte &- 0x30 < 10 || byte == 0x23 || byte == 0x2A
    context = isKeycap ? .keycap : .character
  }

  /// How the next scalar of the text is drawn.
  mutating func next(_ scalar: UInt32) -> Glyph {
    if scalar < 0x7F {
      if scalar < 0x20 {
        context = .none
        return .caret(UInt8(scalar) + 0x40)
      }
      passPrintable(UInt8(scalar))
      return .character(scalar, isWide: false)
    }
    switch scalar {
    case 0x7F:
      context = .none
      return .caret(0x3F)
    case 0x200D where context == .emoji || context == .variedEmoji:
      context = .joiner
      return .nothing
    case 0xFE0E, 0xFE0F:
      guard context == .emoji || context == .keycap else { break }
      context = context == .emoji ? .variedEmoji : .character
      return .nothing
    case 0x1F1E6...0x1F1FF:
      context = .character
      return .character(scalar - 0x1F1E6 + 0x41, isWide: false)
    case 0x1F3FB...0x1F3FF:
      guard context == .emoji else { break }
      context = .variedEmoji
      return .nothing
    default:
      return next(scalar, kind: CharacterKind(of: scalar))
    }
    context = .none
    return .standIn(scalar)
  }

  private mutating func next(_ scalar: UInt32, kind: CharacterKind) -> Glyph {
    switch kind {
    case .narrow, .wide:
      context = GlyphReader.hangulContext(after: scalar) ?? .character
      return .character(scalar, isWide: kind == .wide)
    case .narrowEmoji, .wideEmoji:
      context = .emoji
      return .character(scalar, isWide: kind == .wideEmoji)
    case .mark:
      if joins(scalar) { return .mark }
    case .hidden:
      break
    }
    context = .none
    return .standIn(scalar)
  }

  /// Whether a mark joins what stands before it, which is then remembered.
  ///
  /// Vowels and finals of Hangul join as in Unicode Standard Annex 29, rules GB6 to GB8.
  private mutating func joins(_ mark: UInt32) -> Bool {
    let before = context
    switch GlyphReader.hangulContext(after: mark) {
    case .hangulVowel:
      context = .hangulVowel
      return before == .hangulLead || before == .hangulVowel
    case .hangulFinal:
      context = .hangulFinal
      return before == .hangulVowel || before == .hangulFinal
    default:
      context = .character
      return before != .none
    }
  }

  private static func hangulContext(after scalar: UInt32) -> Context? {
    switch scalar {
    case 0x1100...0x115F, 0xA960...0xA97C: .hangulLead
    case 0x1160...0x11A7, 0xD7B0...0xD7C6: .hangulVowel
    case 0x11A8...0x11FF, 0xD7CB...0xD7FB: .hangulFinal
    case 0xAC00...0xD7A3: (scalar - 0xAC00).isMultiple(of: 28) ? .hangulVowel : .hangulFinal
    default: nil
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Decodes the scalar that starts at `index`, which moves past it. The text must be valid UTF-8.
  @inline(__always)
  func decodeScalar(at index: inout Int) -> UInt32 {
    let lead = UInt32(self[index])
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    var scalar = length == 1 ? lead : lead & (0xFF >> UInt32(length + 1))
    for next in index + 1..<index + length {
      scalar = scalar << 6 | UInt32(self[next] & 0x3F)
    }
    index += length
    return scalar
  }
}

extension StringProtocol {
  /// Calls `body` with the text's UTF-8, without a copy where the text has it at hand.
  @inlinable
  func withUTF8Bytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    utf8.withContiguousStorageIfAvailable(body)
      ?? Array(utf8).withUnsafeBufferPointer(body)
  }
}
