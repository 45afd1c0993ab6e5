/// How text stands out beside its colours.
public struct Attributes: OptionSet, Hashable, Sendable {
  /// One bit per attribute.
  public let rawValue: UInt32

  /// Creates a set from its bits.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// Heavier strokes.
  public static let bold = Attributes(rawValue: 1)
  /// Less light.
  public static let dim = Attributes(rawValue: 2)
  /// Slanted.
  public static let italic = Attributes(rawValue: 4)
  /// A line below.
  public static let underline = Attributes(rawValue: 8)
  /// Foreground and background exchanged.
  public static let reverse = Attributes(rawValue: 16)
}

/// What a cell looks like; or, laid over another style, what changes about it.
public struct Style: Hashable, Sendable {
  /// The text's colour; nil is the terminal's own or, in a patch, what was there.
  public var foreground: Color?
  /// The colour behind the text; nil is the terminal's own or, in a patch, what was there.
  public var background: Color?
  /// The attributes that are on.
  public var attributes: Attributes

  /// Creates a style; without arguments, the terminal's plain text.
  public init(
    foreground: Color? = nil, background: Color? = nil, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The terminal's plain text.
  public static let plain = Style()

  /// This style with what `patch` names laid over it; attributes add up.
  public func patched(by patch: Style) -> Style {
    Style(
      foreground: patch.foreground ?? foreground, background: patch.background ?? background,
      attributes: attributes.union(patch.attributes))
  }
}
