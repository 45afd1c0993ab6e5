import JSON
import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  /// The text that is edited, where the cursor stands in it, what is wrong with it, and the bar.
  func drawEditor(_ overlay: EditorOverlay, on screen: inout Screen) {
    let complaintHeight = state.complaintHeight(of: overlay)
    let problem = complaintHeight == 0 ? overlay.complaint ?? faultText(in: overlay) : nil
    let remark = problem ?? (overlay.isBeingChecked ? "checking…" : "")
    let inside = drawDialog(
      state.editorFrame, title: overlay.title, remark: remark,
      scope: problem == nil ? "text.muted" : overlay.complaint == nil ? "warning" : "error",
      border: "border.focused",
      on: &screen)
    let room = inside.width - TextWidth.columns(of: remark) - 6
    let place = " \(overlay.place) "
    if TextWidth.columns(of: place) <= room {
      let edge = Rect(x: inside.x, y: inside.y + inside.height, width: inside.width - 1, height: 1)
      putRight(place, in: edge, style: theme.style("text.muted", on: "dialog"), on: &screen)
    }
    overlay.editor.draw(
      on: &screen, in: state.editorArea(of: overlay), theme: theme, surface: "dialog",
      isFocused: overlay.bar == nil, searching: overlay.shownQuery, marks: faultMarks(in: overlay))
    let rows = state.editorArea(of: overlay).rows
    drawScrollbar(at: state.editorFrame, rows: rows, of: overlay.editor.linesInView, on: &screen)
    if let completion = overlay.completion, let frame = state.completionFrame(of: overlay) {
      draw(completion, in: frame, on: &screen)
    }
    if complaintHeight > 0, let complaint = overlay.complaint {
      let area = inside.split(bottom: overlay.barHeight).rest.split(bottom: complaintHeight).bottom
      drawWrapped(
        complaint, in: area.inset(columns: 1, rows: 0), style: theme.style("error", on: "dialog"),
        on: &screen)
    }
    if let bar = overlay.bar {
      draw(
        bar, in: inside.split(bottom: overlay.barHeight).bottom,
        fields: state.barFields(of: overlay), on: &screen)
    }
  }

  /// What keeps the text from being JSON, with its place as short as the room asks for.
  private func faultText(in overlay: EditorOverlay) -> String? {
    guard let fault = overlay.fault else { return nil }
    let text = "\(fault)"
    guard TextWidth.columns(of: text) > state.editorFrame.width - 6 else { return text }
    return "\(fault.line):\(fault.column) \(fault.reason)"
  }

  /// The character at which the text stops being JSON.
  private func faultMarks(in overlay: EditorOverlay) -> [TextEditor.Mark] {
    guard let fault = overlay.fault else { return [] }
    let place = overlay.editor.location(ofByte: fault.offset)
    let end = TextEditor.Location(line: place.line, offset: place.offset + 1)
    var style = theme.patch("error")
    style.attributes.insert([.underline, .bold])
    return [TextEditor.Mark(place..<end, style)]
  }

  /// The list of words at the cursor.
  private func draw(_ completion: Completion, in frame: Rect, on screen: inout Screen) {
    let titles = completion.items.map { TextWidth.columns(of: $0.title) }.max() ?? 0
    let list = completion.fitted(to: frame.height)
    screen.fill(frame, style: theme.style("input"))
    for row in 0..<frame.height {
      let index = list.offset + row
      guard completion.items.indices.contains(index) else { break }
      let item = completion.items[index]
      let line = frame.row(row)
      screen.put(
        item.title, x: line.x + 1, y: line.y, style: theme.style("input"),
        maxWidth: frame.width - 2)
      let room = line.split(left: titles + 3).rest
      screen.put(
        TextWidth.truncated(item.detail, to: max(room.width - 1, 0)), in: room,
        style: theme.style("text.muted", on: "input"))
      if index == list.selection {
        screen.restyle(line, theme.patch("match.current"))
      }
    }
  }

  private func draw(
    _ bar: EditorOverlay.Bar, in area: Rect, fields: (first: Rect, second: Rect?),
    on screen: inout Screen
  ) {
    func draw(_ field: TextEditor, label: String, isFocused: Bool = true, row: Int, in rect: Rect) {
      screen.put(" " + label, in: area.row(row), style: theme.style("key", on: "dialog"))
      screen.fill(rect, style: theme.style("input"))
      field.draw(on: &screen, in: rect, theme: theme, scope: "input", isFocused: isFocused)
    }
    switch bar {
    case .line(let field, _): draw(field, label: "Go to line", row: 0, in: fields.first)
    case .search(let search):
      let isInReplacement = search.isInReplacement
      draw(search.query, label: "Find", isFocused: !isInReplacement, row: 0, in: fields.first)
      let isMissing = search.matches?.count == 0
      putRight(
        search.remark, in: area.row(0),
        style: theme.style(isMissing ? "warning" : "text.muted", on: "dialog"), on: &screen)
      if let replacement = search.replacement, let second = fields.second {
        draw(replacement, label: "Replace", isFocused: isInReplacement, row: 1, in: second)
      }
    }
  }
}
