/// How lines and boxes are drawn.
public enum LineStyle: Hashable, Sendable {
  /// Thin lines with square corners.
  case light
  /// Thin lines with round corners.
  case rounded
  /// Hyphens, bars and plus signs, for terminals without line drawing.
  case ascii

  /// Corners from the upper left clockwise, then horizontal, then vertical.
  fileprivate var characters: (String, String, String, String, String, String) {
    switch self {
    case .light: ("┌", "┐", "┘", "└", "─", "│")
    case .rounded: ("╭", "╮", "╯", "╰", "─", "│")
    case .ascii: ("+", "+", "+", "+", "-", "|")
    }
  }
}

extension Screen {
  /// Draws a frame along the inside of a rectangle's edge, and a title on its upper side.
  ///
  /// A rectangle with less than two rows or columns gets none.
  public mutating func box(
    _ rect: Rect, style: Style, lines: LineStyle = .rounded, title: String = "",
    titleStyle: Style? = nil
  ) {
    guard rect.width >= 2, rect.height >= 2 else { return }
    let (upperLeft, upperRight, lowerRight, lowerLeft, _, _) = lines.characters
    let (right, bottom) = (rect.x + rect.width - 1, rect.y + rect.height - 1)
    rule(x: rect.x + 1, y: rect.y, width: rect.width - 2, style: style, lines: lines)
    rule(x: rect.x + 1, y: bottom, width: rect.width - 2, style: style, lines: lines)
    rule(x: rect.x, y: rect.y + 1, height: rect.height - 2, style: style, lines: lines)
    rule(x: right, y: rect.y + 1, height: rect.height - 2, style: style, lines: lines)
    put(upperLeft, x: rect.x, y: rect.y, style: style)
    put(upperRight, x: right, y: rect.y, style: style)
    put(lowerRight, x: right, y: bottom, style: style)
    put(lowerLeft, x: rect.x, y: bottom, style: style)
    if title.isEmpty || rect.width < 7 { return }
    let text = TextWidth.truncated(title, to: rect.width - 5)
    put(" " + text + " ", x: rect.x + 2, y: rect.y, style: titleStyle ?? style)
  }

  /// Draws a line along a row.
  public mutating func rule(
    x: Int, y: Int, width: Int, style: Style, lines: LineStyle = .rounded
  ) {
    put(String(repeating: lines.characters.4, count: max(width, 0)), x: x, y: y, style: style)
  }

  /// Draws a line down a column.
  public mutating func rule(
    x: Int, y: Int, height: Int, style: Style, lines: LineStyle = .rounded
  ) {
    for row in 0..<max(height, 0) {
      put(lines.characters.5, x: x, y: y + row, style: style)
    }
  }
}
