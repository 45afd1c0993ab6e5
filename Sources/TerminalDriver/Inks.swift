import CNcurses
import TerminalUI

/// What ncurses is told to draw a style with.
struct Ink {
  var attributes: attr_t
  var pair: Int32
}

/// Turns styles into attributes and colour pairs, with the colours that the terminal has.
struct Inks {
  /// How many colours there are.
  enum Depth: Int {
    case none = 0
    case eight = 8
    case sixteen = 16
    case indexed = 256
    case direct = 0x100_0000
  }

  /// What the environment asks for.
  struct Wish {
    var isColorless: Bool
    var isDirect: Bool

    init(_ environment: (String) -> String?, isInScreen: Bool) {
      isColorless = environment("NO_COLOR").map { !$0.isEmpty } ?? false
      let color = environment("COLORTERM")
      // Programs in GNU screen inherit what the terminal around it said of itself.
      isDirect = (color == "truecolor" || color == "24bit") && !isInScreen
    }

    /// The descriptions to try, best first: one of 256 colours can be given more.
    func descriptions(for type: String) -> [String] {
      let suffix = "-256color"
      guard isDirect, !isColorless, !type.hasSuffix(suffix), !type.hasSuffix("-direct") else {
        return [type]
      }
      return [type + suffix, type]
    }
  }

  let depth: Depth
  /// Whether -1 stands for the terminal's own colours.
  private let hasOwnColors: Bool
  private let capacity: Int
  private var inks: [Style: Ink] = [:]
  /// The 24-bit colours, where the description knows but 256.
  private(set) var palette: Palette?

  /// Asks ncurses, which must have opened the terminal.
  ///
  /// - Parameter canResolve: Whether what ncurses writes can be rewritten before it is sent.
  init(wish: Wish, canResolve: Bool) {
    guard !wish.isColorless, has_colors(), start_color() == OK else {
      depth = .none
      hasOwnColors = true
      capacity = .max
      return
    }
    hasOwnColors = use_default_colors() == OK
    capacity = Int(workbench_color_pairs()) - 1
    let count = Int(workbench_colors())
    if wish.isDirect, canResolve, (256..<0x100_0000).contains(count) {
      depth = .direct
      palette = Palette()
      return
    }
    switch count {
    case 0x100_0000...: depth = .direct
    case 256...: depth = .indexed
    case 16...: depth = .sixteen
    default: depth = .eight
    }
  }

  /// What to draw a style with; its pair is made when it is first asked for.
  mutating func ink(for style: Style) -> Ink {
    if let ink = inks[style] { return ink }
    // ncurses takes the pair used longest ago when there is none left, so nothing may be remembered.
    if inks.count >= capacity { inks.removeAll() }
    let ink = makeInk(for: style)
    if needsRedrawing { inks.removeAll(keepingCapacity: true) }
    inks[style] = ink
    return ink
  }

  /// Whether what is shown has colours that now mean others.
  var needsRedrawing: Bool { palette?.hasStartedOver ?? false }

  /// Says that everything is drawn again.
  mutating func acceptRedrawing() { palette?.acceptNewStart() }

  private mutating func makeInk(for style: Style) -> Ink {
    var attributes: attr_t = 0
    if style.attributes.contains(.bold) { attributes |= workbench_bold }
    if style.attributes.contains(.dim) { attributes |= workbench_dim }
    if style.attributes.contains(.italic) { attributes |= workbench_italic }
    if style.attributes.contains(.underline) { attributes |= workbench_underline }
    if style.attributes.contains(.reverse) { attributes |= workbench_reverse }
    if depth == .none { return Ink(attributes: attributes, pair: 0) }

    var foreground = number(of: style.foreground) ?? (hasOwnColors ? -1 : 7)
    let background = number(of: style.background) ?? (hasOwnColors ? -1 : 0)
    // Colours that became the same would hide the text.
    if foreground == background, background >= 0, style.foreground != style.background {
      foreground = style.background.map { $0.contrast(with: .rgb(0, 0, 0)) < 6 } ?? true ? 7 : 0
    }
    if foreground == -1, background == -1 { return Ink(attributes: attributes, pair: 0) }
    return Ink(attributes: attributes, pair: max(alloc_pair(foreground, background), 0))
  }

  /// The number by which the terminal knows the nearest colour that it has.
  private mutating func number(of color: Color?) -> Int32? {
    guard let color else { return nil }
    switch depth {
    case .none: return nil
    case .eight: return Int32(color.nearestANSI(of: 8))
    case .sixteen: return Int32(color.nearestANSI())
    case .indexed: return Int32(color.nearestIndexed)
    case .direct where palette != nil:
      switch color {
      case .ansi(let index): return Int32(index)
      case .indexed(let index) where index < Palette.start: return Int32(index)
      case .indexed, .rgb: return palette?.number(of: color)
      }
    case .direct:
      if case .ansi(let index) = color, index < 8 { return Int32(index) }
      let (red, green, blue) = color.components
      let value = Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
      // The first eight numbers are the terminal's own colours; the next is as good as black.
      return max(value, 8)
    }
  }
}
