import MessagesAPI
public import TerminalUI

extension FormRow {
  /// Where the parts of a line are: the view draws them there, the mouse finds them there.
  public struct Layout: Hashable, Sendable {
    /// One column: what the endpoint makes of the field.
    public let mark: Rect
    /// One column: whether a list item is sent.
    public let toggle: Rect?
    /// The field's name, behind its mark and its switch.
    public let label: Rect
    /// The value, or what is told of a field without one; also where it is typed.
    public let value: Rect
    /// The slider of a number, at the right end of the value.
    public let slider: Rect?
    /// What the endpoint makes of the line, at the right; empty for nothing.
    public let badge: Rect
  }

  /// The parts of a line that fills an area.
  ///
  /// The slider of an unset number is there while the line is selected, and where there is room for
  /// what the endpoint does without it, too.
  public func layout(in area: Rect, isSelected: Bool) -> Layout {
    let mark = area.split(left: 1).left
    var rest = area.split(left: 2 + depth * 2).rest
    var toggle: Rect?
    if isOn != nil {
      toggle = rest.split(left: 1).left
      rest = rest.split(left: 2).rest
    }
    guard !isGroup, !isAdding else {
      let end = Rect(x: area.x + area.width, y: area.y, width: 0, height: 1)
      return Layout(
        mark: mark, toggle: toggle, label: rest, value: end, slider: nil, badge: end)
    }
    // The longest names, where that leaves enough for a number and its slider.
    let nameEnd = min(20, max(area.width * 9 / 20, min(18, area.width - 14)))
    let nameWidth = max(nameEnd - (rest.x - area.x), 6)
    let label = rest.split(left: nameWidth).left
    let whole = rest.split(left: nameWidth + 1).rest
    let (value, badgeArea) = whole.split(
      right: hasRoomForBadge(in: whole.width) ? TextWidth.columns(of: badge) + 1 : 0)
    let widths = [(44, 20), (20, 10), (15, 7), (13, 6)]
    let width = widths.first { value.width >= $0.0 }?.1 ?? 0
    let isReady = isSelected && support != .rejected && value.width >= 20
    let hasSlider = width > 0 && isNumber && (gauge != nil || isReady && value.width >= 40)
    return Layout(
      mark: mark, toggle: toggle, label: label,
      value: hasSlider ? value.split(right: width + 2).rest : value,
      slider: hasSlider ? value.split(right: width).right : nil, badge: badgeArea)
  }

  /// Whether the badge leaves the value whole. The mark in the first column says the same.
  private func hasRoomForBadge(in width: Int) -> Bool {
    guard !badge.isEmpty else { return false }
    let room = width - TextWidth.columns(of: badge) - 1
    switch self.value {
    case .absent: return true
    case .null: return room >= 4
    case .value(let text): return TextWidth.columns(of: text) <= room
    }
  }

  private var isNumber: Bool { scale != nil }
}
