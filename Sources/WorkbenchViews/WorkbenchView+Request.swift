import JSON
import MessagesAPI
import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  /// The form, its frame, and what the selected field means.
  func drawRequest(in pane: Rect, on screen: inout Screen) {
    let findings = state.findings
    let worst = findings.first
    drawFrame(
      pane, title: "Request · \(state.title)",
      remark: worst == nil ? "" : "! \(findings.count) to check",
      remarkScope: worst?.severity == .error ? "error" : "warning",
      isFocused: state.focus == .request, on: &screen)
    guard let area = state.layout.form else { return }
    let list = state.form.list
    for line in 0..<area.height {
      let index = list.offset + line
      guard state.form.rows.indices.contains(index) else { break }
      draw(
        state.form.rows[index], isSelected: index == list.selection, in: area.row(line), on: &screen
      )
    }
    drawScrollbar(at: pane, rows: area.rows, of: list, on: &screen)
    drawFieldHelp(below: area, in: pane, on: &screen)
  }

  private func draw(
    _ row: FormRow, isSelected: Bool, in area: Rect, on screen: inout Screen
  ) {
    let isFocused = state.focus == .request && state.overlay == nil
    defer {
      if isSelected {
        screen.restyle(area, theme.patch(isFocused ? "selection" : "selection.inactive"))
      }
    }
    if row.isGroup {
      drawGroup(row, in: area, on: &screen)
      return
    }
    let indent = 1 + row.depth * 2
    var x = area.x + indent
    if let isOn = row.isOn {
      screen.put(
        isOn ? "●" : "○", x: x, y: area.y, style: theme.style(isOn ? "success" : "text.muted"))
      x += 2
    }
    let isMuted = row.isOn == false
    let nameStyle = theme.style(
      isMuted ? "field.unset" : isAdding(row) ? "text.muted" : "field.name")
    let nameWidth = max(min(18, area.width * 2 / 5) - (x - area.x), 6)
    let isItem = isAdding(row)
    screen.put(
      TextWidth.truncated(row.label, to: isItem ? area.width - indent : nameWidth), x: x,
      y: area.y, style: nameStyle)
    x += nameWidth + 1
    let right = area.x + area.width
    let badge = row.badge.isEmpty ? "" : " " + row.badge
    let value = Rect(
      x: x, y: area.y, width: right - x - TextWidth.columns(of: badge), height: 1)
    if !badge.isEmpty { putRight(badge, in: area, style: theme.style("badge"), on: &screen) }
    guard !isItem else { return }
    if isSelected, let inline = state.form.inline, inline.row == row.id {
      screen.fill(value, style: theme.style("input"))
      inline.editor.draw(on: &screen, in: value, theme: theme, scope: "input")
      return
    }
    drawValue(of: row, isMuted: isMuted, in: value, on: &screen)
  }

  private func isAdding(_ row: FormRow) -> Bool {
    switch row.id {
    case .add, .addField: true
    case .group, .endpoint, .endpointSetting, .field, .item, .unknown: false
    }
  }

  private func drawGroup(_ row: FormRow, in area: Rect, on screen: inout Screen) {
    let mark = row.isFolded ? "▸ " : "▾ "
    var x = area.x + screen.put(mark, in: area, style: theme.style("text.muted"))
    x += screen.put(
      row.label, x: x, y: area.y, style: theme.style("heading"), maxWidth: area.width - 2)
    guard row.isFolded else { return }
    screen.put(
      "  " + row.remark, x: x, y: area.y, style: theme.style("text.muted"),
      maxWidth: area.x + area.width - x)
  }

  private func drawValue(of row: FormRow, isMuted: Bool, in area: Rect, on screen: inout Screen) {
    switch row.value {
    case .absent:
      let text = TextWidth.truncated("– " + row.remark, to: area.width)
      screen.put(text, in: area, style: theme.style("field.unset"))
    case .null:
      screen.put("null", in: area, style: theme.style("field.null"))
    case .value(let text):
      let gauge = row.gauge.flatMap { area.width >= 22 ? Self.gauge($0, width: 10) : nil }
      let width = area.width - (gauge == nil ? 0 : 12)
      let style = theme.style(isMuted ? "field.unset" : valueScope(of: row))
      screen.put(TextWidth.truncated(text, to: width), in: area, style: style)
      guard let gauge else { return }
      let x = area.x + area.width - 10
      let filled = screen.put(gauge.filled, x: x, y: area.y, style: theme.style("gauge"))
      screen.put(gauge.rest, x: x + filled, y: area.y, style: theme.style("gauge.track"))
    }
  }

  private func valueScope(of row: FormRow) -> String {
    switch row.id {
    case .unknown: "field.unknown"
    case .field, .group, .endpoint, .endpointSetting, .item, .add, .addField: "field.value"
    }
  }

  /// A bar that is filled up to a fraction.
  static func gauge(_ fraction: Double, width: Int) -> (filled: String, rest: String) {
    let count = Int((min(max(fraction, 0), 1) * Double(width)).rounded())
    return (String(repeating: "━", count: count), String(repeating: "─", count: width - count))
  }

  // MARK: - Help for the field

  private func drawFieldHelp(below area: Rect, in pane: Rect, on screen: inout Screen) {
    let height = state.layout.formHelpHeight
    guard height > 0, let row = state.form.selectedRow else { return }
    var top = area.y + area.height
    if height > 1 {
      screen.rule(
        x: pane.x + 1, y: top, width: pane.width - 2, style: theme.style("border"), lines: lines)
      top += 1
    }
    let (text, scope) = help(for: row)
    let help = WrappedText(text, width: max(area.width - 2, 1))
    for line in 0..<min(help.lineCount, height > 1 ? height - 1 : 1) {
      screen.put(
        help.line(line), x: area.x + 1, y: top + line, style: theme.style(scope),
        maxWidth: area.width - 2)
    }
  }

  private func help(for row: FormRow) -> (String, scope: String) {
    if let complaint = state.form.inline?.complaint { return (complaint, "error") }
    if let pointer = row.pointer,
      let finding = state.findings.first(where: { $0.pointer == pointer })
    {
      return (finding.message, finding.severity == .error ? "error" : "warning")
    }
    return (text(for: row), "text.muted")
  }

  private func text(for row: FormRow) -> String {
    switch row.id {
    case .field(let field): field.summary
    case .group: "Enter folds the group."
    case .endpoint: "Where requests go. Enter chooses; a base URL of any server will do."
    case .endpointSetting(.key):
      "Where the key is found when a request is sent: $VARIABLE, file:PATH or command:PROGRAM."
    case .endpointSetting: "A setting of the endpoint, not part of the body."
    case .item: "Enter edits, a adds, d removes, space switches off, Alt-↑↓ moves."
    case .add: "Enter adds one."
    case .unknown: "No documentation names this field; it is sent as it is."
    case .addField: "Enter adds a field that is not in the list, such as seed."
    }
  }

  /// A thumb on a pane's right edge, when not all of its rows are visible.
  func drawScrollbar(
    at pane: Rect, rows: Range<Int>, of scroll: ScrollView, on screen: inout Screen
  ) {
    guard let thumb = scroll.thumb else { return }
    for row in thumb {
      screen.put(
        lines == .ascii ? "#" : "┃", x: pane.x + pane.width - 1, y: rows.lowerBound + row,
        style: theme.style("scrollbar"))
    }
  }

  func drawScrollbar(at pane: Rect, rows: Range<Int>, of list: ListView, on screen: inout Screen) {
    var scroll = ScrollView(contentHeight: list.count, height: list.height)
    scroll.scroll(to: list.offset)
    drawScrollbar(at: pane, rows: rows, of: scroll, on: &screen)
  }
}
