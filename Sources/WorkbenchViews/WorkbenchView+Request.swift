import JSON
import MessagesAPI
import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  /// The form, its frame, what the selected field means, and what may be wrong.
  func drawRequest(in pane: Rect, on screen: inout Screen) {
    drawFrame(
      pane, title: "Request · \(state.title)", remark: checksRemark,
      remarkScope: state.findings.first?.severity.scope ?? "warning",
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
    drawChecks(on: &screen)
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
    let layout = row.layout(in: area, isSelected: isSelected)
    let (mark, scope) = mark(of: row)
    screen.put(mark, in: layout.mark, style: theme.style(scope))
    if let isOn = row.isOn, let toggle = layout.toggle {
      screen.put(isOn ? "●" : "○", in: toggle, style: theme.style(isOn ? "success" : "text.muted"))
    }
    let isMuted = row.isOn == false
    let nameScope = isMuted ? "field.unset" : row.isAdding ? "text.muted" : "field.name"
    screen.put(
      TextWidth.truncated(row.label, to: layout.label.width), in: layout.label,
      style: theme.style(nameScope))
    let badgeScope = row.support == .rejected ? "error" : "warning"
    putRight(row.badge, in: layout.badge, style: theme.style(badgeScope), on: &screen)
    if isSelected, let inline = state.form.inline, inline.row == row.id {
      screen.fill(layout.value, style: theme.style("input"))
      inline.editor.draw(on: &screen, in: layout.value, theme: theme, scope: "input")
    } else if !row.isAdding {
      drawValue(of: row, isMuted: isMuted, in: layout.value, on: &screen)
    }
    if let slider = layout.slider { drawSlider(at: row.gauge, in: slider, on: &screen) }
  }

  /// One character for what the endpoint makes of the line, or for the worst objection to it.
  private func mark(of row: FormRow) -> (String, scope: String) {
    if let finding = state.finding(at: row), finding.severity > .note {
      return (finding.severity.mark, finding.severity.scope)
    }
    return switch row.support {
    case .required, .used: ("✓", "text.muted")
    case .ignored: ("~", "warning")
    case .rejected: ("×", "error")
    case .unknown: ("?", "text.muted")
    case nil: (" ", "text.muted")
    }
  }

  private func drawGroup(_ row: FormRow, in area: Rect, on screen: inout Screen) {
    let mark = row.isFolded ? "▸ " : "▾ "
    var x = area.x + screen.put(mark, in: area, style: theme.style("text.muted"))
    x += screen.put(
      row.label, x: x, y: area.y, style: theme.style("heading"), maxWidth: area.width - 2)
    guard row.isFolded else { return }
    screen.put(
      TextWidth.truncated("  " + row.remark, to: area.x + area.width - x), x: x, y: area.y,
      style: theme.style("text.muted"))
  }

  private func drawValue(of row: FormRow, isMuted: Bool, in area: Rect, on screen: inout Screen) {
    switch row.value {
    case .absent:
      let text = TextWidth.truncated("– " + row.remark, to: area.width)
      screen.put(text, in: area, style: theme.style("field.unset"))
    case .null:
      let used = screen.put("null", in: area, style: theme.style("field.null"))
      screen.put(
        TextWidth.truncated("  sent as null", to: area.width - used), x: area.x + used, y: area.y,
        style: theme.style("text.muted"))
    case .value(let text):
      let style = theme.style(isMuted ? "field.unset" : valueScope(of: row))
      screen.put(TextWidth.truncated(text, to: area.width), in: area, style: style)
    }
  }

  private func valueScope(of row: FormRow) -> String {
    switch row.id {
    case .unknown: "field.unknown"
    case .field, .group, .endpoint, .endpointSetting, .item, .member, .add, .addField, .variables,
      .variable, .addVariable:
      "field.value"
    }
  }

  /// A track with a knob where the value stands; without a value there is only the track.
  private func drawSlider(at place: Double?, in area: Rect, on screen: inout Screen) {
    let knob = place.map { Int(($0 * Double(area.width - 1)).rounded()) }
    for column in 0..<area.width {
      let isKnob = column == knob
      let isBefore = column < knob ?? 0
      screen.put(
        isKnob ? "●" : isBefore ? "━" : "─", x: area.x + column, y: area.y,
        style: theme.style(isKnob || isBefore ? "gauge" : "gauge.track"))
    }
  }

  // MARK: - Below the form

  private func drawFieldHelp(below area: Rect, in pane: Rect, on screen: inout Screen) {
    let height = state.layout.formHelpHeight
    guard height > 0, let row = state.form.selectedRow else { return }
    var top = area.y + area.height
    if height > 1 {
      screen.rule(
        x: pane.x + 1, y: top, width: pane.width - 2, style: theme.style("border"), lines: lines)
      top += 1
    }
    let (text, scope) = help(for: row, in: area.row(0))
    let room = Rect(
      x: area.x + 1, y: top, width: max(area.width - 2, 1),
      height: max(height - 1, 1) + state.spareCheckLines)
    drawWrapped(text, in: room, style: theme.style(scope), on: &screen)
  }

  /// A text at the width of an area; that it goes on beyond that is marked.
  func drawWrapped(_ text: String, in area: Rect, style: Style, on screen: inout Screen) {
    let lines = WrappedText.lines(of: text, width: area.width, atMost: area.height)
    for (index, line) in lines.enumerated() {
      screen.put(line, in: area.row(index), style: style)
    }
  }

  /// The findings, the worst first, as many as there is room for.
  private func drawChecks(on screen: inout Screen) {
    guard let area = state.layout.checks?.split(top: state.spareCheckLines).rest else { return }
    for (index, finding) in state.findingsBelow.prefix(area.height).enumerated() {
      let line = area.row(index)
      let style = theme.style(finding.severity.scope)
      screen.put(finding.severity.mark, in: line, style: style)
      let room = line.split(left: 2).rest
      screen.put(TextWidth.truncated(finding.message, to: room.width), in: room, style: style)
    }
  }

  /// How many findings there are, and the keys that list them, go to the worst and mend it.
  private var checksRemark: String {
    guard !state.findings.isEmpty else { return "" }
    let commands: [(Command, String)] =
      [(.checkRequest, "\(state.findings.count) to check"), (.nextFinding, "go")]
      + (state.findings.contains { $0.mend != nil } ? [(.mend, "mend")] : [])
    return commands.map { command, words in
      let key = state.keys(for: ActionCatalog.entry(for: command)).first
      return key.map { "\($0) \(words)" } ?? words
    }.joined(separator: " · ")
  }

  /// - Parameter area: A line of the form.
  private func help(for row: FormRow, in area: Rect) -> (String, scope: String) {
    if let complaint = state.form.inline?.complaint { return (complaint, "error") }
    if let finding = state.finding(at: row) {
      return (finding.message, finding.severity.scope)
    }
    var told = isCut(row, in: area) ? "\(row.isGroup ? "Set" : "Unset"): \(row.remark). " : ""
    if case .null = row.value {
      told = state.spelled("Sent as null; \(.unset) unsets it. ")
    }
    return (told + text(for: row), "text.muted")
  }

  /// Whether the line has no room for all that it tells of a field that is unset, or of a folded group.
  private func isCut(_ row: FormRow, in area: Rect) -> Bool {
    guard row.value == .absent, !row.remark.isEmpty, !row.isGroup || row.isFolded else {
      return false
    }
    let room =
      row.isGroup
      ? area.width - TextWidth.columns(of: row.label) - 4
      : row.layout(in: area, isSelected: true).value.width - 2
    return TextWidth.columns(of: row.remark) > room
  }

  private func text(for row: FormRow) -> String {
    switch row.id {
    case .field(let field): support(of: row, before: field.summary)
    case .group, .variables:
      state.spelled("\(.edit) \(row.isFolded ? "unfolds" : "folds") the group.")
    case .endpoint: state.spelled("Where requests go. \(.edit) chooses; any base URL will do.")
    case .endpointSetting(.key):
      "$VARIABLE, file:PATH or command:PROGRAM: where the key is found when a request is sent."
    case .endpointSetting: "A setting of the endpoint, not part of the body."
    case .item(let pointer) where pointer.parent == RequestField.stopSequences.pointer:
      support(
        of: row,
        before: state.spelled(
          "\(.edit) edits, \(.editAsJSON) with line ends, \(.addItem) adds, \(.removeItem) removes,"
            + " \(.toggle) switches off."))
    case .item:
      support(
        of: row,
        before: state.spelled(
          "\(.edit) edits, \(.addItem) adds, \(.removeItem) removes, \(.duplicateItem) doubles, \(.toggle) switches off,"
            + " \(.moveItemUp) moves up."))
    case .member:
      state.spelled("A part of the item above. \(.edit) edits it, \(.editAsJSON) as JSON.")
    case .add: state.spelled("\(.edit) adds one.")
    case .unknown:
      support(of: row, before: "No documentation names this field; it is sent as it is.")
    case .addField: state.spelled("\(.edit) adds a field that is not in the list, such as seed.")
    case .variable(let name):
      "{{\(name)}} in a text stands for this when the request is sent."
        + state.spelled(" \(.editAsJSON) edits long values.")
    case .addVariable: state.spelled("\(.edit) names another variable.")
    }
  }

  /// A text with what the endpoint makes of the line: first what must be known, last what is as it should be.
  private func support(of row: FormRow, before text: String) -> String {
    switch row.support {
    case .required: text + " Required here."
    case .used: text + " Used here."
    case .ignored: "Ignored here. " + text
    case .rejected: "Rejected here. " + text
    case .unknown: "Unknown here. " + text
    case nil: text
    }
  }
}

extension Finding.Severity {
  /// The theme's scope for findings of this severity.
  fileprivate var scope: String {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .note: "text.muted"
    }
  }

  fileprivate var mark: String {
    switch self {
    case .error: "×"
    case .warning: "!"
    case .note: "·"
    }
  }
}
