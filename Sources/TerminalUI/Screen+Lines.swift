/// How lines and boxes are drawn.
public enum LineStyle: Hashable, Sendable {
  /// Thin lines with square corners.
  case light
  /// Thin lines with round corners.
  case rounded
  /// Hyphens, bars and plus signs, for terminals without line drawing.
  case ascii

  /// Corners from the upper left clockwise, then horizontal, then vertical.
  fileprivate var characters: [Unicode.Scalar] {
    switch self {
    case .light: ["┌", "┐", "┘", "└", "─", "│"]
    case .rounded: ["╭", "╮", "╯", "╰", "─", "│"]
    case .ascii: ["+", "+", "+", "+", "-", "|"]
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
    let (right, bottom) = (rect.x + rect.width - 1, rect.y + rect.height - 1)
    rule(x: rect.x + 1, y: rect.y, width: rect.width - 2, style: style, lines: lines)
    rule(x: rect.x + 1, y: bottom, width: rect.width - 2, style: style, lines: lines)
    rule(x: rect.x, y: rect.y + 1, height: rect.height - 2, style: style, lines: lines)
    rule(x: right, y: rect.y + 1, height: rect.height - 2, style: style, lines: lines)
    let corners = [(rect.x, rect.y), (right, rect.y), (right, bottom), (rect.x, bottom)]
    for ((x, y), character) in zip(corners, lines.characters) {
      fill(Rect(x: x, y: y, width: 1, height: 1), with: character, style: style)
    }
    if title.isEmpty || rect.width < 7 { return }
    let text = TextWidth.truncated(title, to: rect.width - 5)
    put(" " + text + " ", x: rect.x + 2, y: rect.y, style: titleStyle ?? style)
  }

  /// Draws a line along a row.
  public mutating func rule(
    x: Int, y: Int, width: Int, style: Style, lines: LineStyle = .rounded
  ) {
    let rect = Rect(x: x, y: y, width: max(width, 0), height: 1)
    fill(rect, with: lines.characters[4], style: style)
  }

  /// Draws a line down a column.
  public mutating func rule(
    x: Int, y: Int, height: Int, style: Style, lines: LineStyle = .rounded
  ) {
    let rect = Rect(x: x, y: y, width: 1, height: max(height, 0))
    fill(rect, with: lines.characters[5], style: style)
  }
}
