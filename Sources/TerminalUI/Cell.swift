/// One column of one row: a character of known width with the marks that it carries, and a style.
///
/// A wide character takes two cells; the second one has width 0 and no text. A cell never holds a
/// control character or anything else that a terminal would obey or not show.
public struct Cell: Hashable, Sendable {
  // Plain words without padding, so that rows can be compared as memory.
  private var marks: UInt64
  private var base: UInt32
  var style: PackedStyle

  private static let wide: UInt32 = 1 << 31

  /// A blank.
  init(style: PackedStyle) {
    self.init(scalar: 0x20, isWide: false, style: style)
  }

  init(scalar: UInt32, isWide: Bool, style: PackedStyle) {
    marks = 0
    base = isWide ? scalar | Cell.wide : scalar
    self.style = style
  }

  private init(rightHalfWith style: PackedStyle) {
    marks = 0
    base = 0
    self.style = style
  }

  /// The second cell of a wide character.
  static func rightHalf(style: PackedStyle) -> Cell { Cell(rightHalfWith: style) }

  /// Replaces a narrow character without marks by an ASCII one.
  @inline(__always)
  mutating func set(ascii byte: UInt8) {
    base = UInt32(byte)
  }

  /// Adds a mark of no width; a fourth and further ones are not kept.
  mutating func add(mark: UInt32) {
    for shift in [0, 21, 42] as [UInt64] where marks >> shift == 0 {
      marks |= UInt64(mark) << shift
      return
    }
  }

  /// Whether the cell is the second one of a wide character.
  public var isRightHalf: Bool { base == 0 }

  /// The columns that the cell's character takes: 1, 2, or 0 for the second half of a wide one.
  public var width: Int { base == 0 ? 0 : base & Cell.wide != 0 ? 2 : 1 }

  /// The character without its marks, as a Unicode scalar value; 0 for a second half.
  public var scalarValue: UInt32 { base & ~Cell.wide }

  /// The marks on the character: at most three.
  public var markValues: [UInt32] {
    if marks == 0 { return [] }
    return [0, 21, 42].map { UInt32(truncatingIfNeeded: marks >> $0) & 0x1F_FFFF }.filter {
      $0 != 0
    }
  }

  /// Whether the character carries marks.
  public var hasMarks: Bool { marks != 0 }

  /// What the cell shows; empty for a second half.
  public var text: String {
    if base == 0 { return "" }
    var text = String.UnicodeScalarView()
    for value in [scalarValue] + markValues {
      if let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }
    return String(text)
  }

  /// Whether both cells have the same style.
  public func hasStyle(of other: Cell) -> Bool { style == other.style }

  /// The style as it was drawn.
  public var drawnStyle: Style { style.unpacked }
}

/// A style in three words.
struct PackedStyle: Hashable, Sendable {
  private var foreground: UInt32
  private var background: UInt32
  private var attributes: UInt32

  init(_ style: Style) {
    foreground = PackedStyle.pack(style.foreground)
    background = PackedStyle.pack(style.background)
    attributes = style.attributes.rawValue
  }

  var unpacked: Style {
    Style(
      foreground: PackedStyle.unpack(foreground), background: PackedStyle.unpack(background),
      attributes: Attributes(rawValue: attributes))
  }

  /// Lays another style over this one, as `Style.patched(by:)`.
  func patched(by patch: PackedStyle) -> PackedStyle {
    var result = self
    if patch.foreground != 0 { result.foreground = patch.foreground }
    if patch.background != 0 { result.background = patch.background }
    result.attributes |= patch.attributes
    return result
  }

  /// Two bits for the kind, then the colour's value; 0 is no colour.
  private static func pack(_ color: Color?) -> UInt32 {
    switch color {
    case nil: 0
    case .ansi(let index): 1 << 24 | UInt32(index)
    case .indexed(let index): 2 << 24 | UInt32(index)
    case .rgb(let red, let green, let blue):
      3 << 24 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
    }
  }

  private static func unpack(_ word: UInt32) -> Color? {
    let low = UInt8(truncatingIfNeeded: word)
    switch word >> 24 {
    case 1: return .ansi(low)
    case 2: return .indexed(low)
    case 3:
      return .rgb(
        UInt8(truncatingIfNeeded: word >> 16), UInt8(truncatingIfNeeded: word >> 8), low)
    default: return nil
    }
  }
}
