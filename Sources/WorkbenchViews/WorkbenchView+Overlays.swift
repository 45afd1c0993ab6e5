import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  func draw(_ overlay: Overlay, on screen: inout Screen) {
    switch overlay {
    case .editor(let editor): drawEditor(editor, on: &screen)
    case .picker(let picker): drawPicker(picker, on: &screen)
    case .help(let scroll): drawHelp(scroll, on: &screen)
    case .log(let scroll): drawLog(scroll, on: &screen)
    case .confirmation(let confirmation): drawConfirmation(confirmation, on: &screen)
    case .prompt(let prompt): drawPrompt(prompt, on: &screen)
    }
  }

  /// A frame over everything else, and the room inside it.
  func drawDialog(
    _ frame: Rect, title: String, remark: String, scope: String = "text.muted",
    border: String = "dialog.border", on screen: inout Screen
  ) -> Rect {
    screen.fill(frame, style: theme.style("dialog"))
    screen.box(
      frame, style: theme.style(border, on: "dialog"), lines: lines, title: title,
      titleStyle: theme.style("dialog.title"))
    if !remark.isEmpty {
      let text = " " + TextWidth.truncated(remark, to: max(frame.width - 6, 0)) + " "
      screen.put(
        text, x: frame.x + 2, y: frame.y + frame.height - 1,
        style: theme.style(scope, on: "dialog"), maxWidth: frame.width - 4)
    }
    return frame.inset(by: 1)
  }

  // MARK: - Picker

  private func drawPicker(_ picker: Picker, on screen: inout Screen) {
    let frame = state.pickerFrame(picker)
    let inside = drawDialog(frame, title: picker.title, remark: remark(on: picker), on: &screen)
    let field = inside.row(0)
    let used = screen.put(" › ", in: field, style: theme.style("key", on: "dialog"))
    let count = putRight(
      tally(of: picker), in: field, style: theme.style("text.muted", on: "dialog"), on: &screen)
    picker.filter.draw(
      on: &screen, in: field.split(left: used).rest.split(right: count).rest, theme: theme,
      surface: "dialog")
    screen.rule(
      x: inside.x, y: inside.y + 1, width: inside.width, style: theme.style("dialog.border"),
      lines: lines)
    let (list, footnote) = state.pickerLayout(picker)
    if footnote.height > 1, let text = picker.selectedItem?.title {
      screen.rule(
        x: footnote.x, y: footnote.y, width: footnote.width, style: theme.style("dialog.border"),
        lines: lines)
      let area = footnote.split(top: 1).rest.inset(columns: 1, rows: 0)
      drawWrapped(text, in: area, style: theme.style("dialog"), on: &screen)
    }
    if picker.matches.isEmpty {
      screen.put(" nothing fits", in: list, style: theme.style("text.muted", on: "dialog"))
    }
    drawScrollbar(at: frame, rows: list.rows, of: picker.list, on: &screen)
    let titleWidth = titleWidth(in: picker, of: inside.width)
    for row in 0..<list.height {
      let index = picker.list.offset + row
      guard picker.matches.indices.contains(index) else { break }
      let item = picker.items[picker.matches[index]]
      drawItem(
        item, highlights: picker.highlights(of: item), isSelected: index == picker.list.selection,
        titleWidth: titleWidth, in: list.row(row), on: &screen)
    }
  }

  /// How many items there are, and how many of them fit what is typed.
  private func tally(of picker: Picker) -> String {
    let (count, all) = (picker.matches.count, picker.items.count)
    return count < all ? "  \(count) of \(all) " : "  \(all) "
  }

  private func remark(on picker: Picker) -> String {
    let remark: KeyedText =
      switch picker.purpose {
      case .presets: "Enter opens · Delete deletes · \(.cancel) closes"
      case .model, .choice: "Enter takes · any other value can be typed"
      case .themes: "Enter keeps · \(.cancel) goes back"
      case .findings, .fields: "Enter goes there · \(.cancel) closes"
      case .endpoints, .runs, .palette, .newBlock, .export: "Enter takes · \(.cancel) closes"
      }
    return state.spelled(remark)
  }

  /// The columns of the titles, so that the details stand below each other.
  private func titleWidth(in picker: Picker, of width: Int) -> Int {
    min(picker.widths.titleBeforeDetail, width * 2 / 5)
  }

  private func drawItem(
    _ item: Picker.Item, highlights: [Int], isSelected: Bool, titleWidth: Int, in row: Rect,
    on screen: inout Screen
  ) {
    let base = item.isEnabled ? theme.style("dialog") : theme.style("text.muted", on: "dialog")
    let muted = theme.style("text.muted", on: "dialog")
    let noteWidth = item.note.isEmpty ? 0 : TextWidth.columns(of: item.note) + 2
    let title = TextWidth.truncated(
      item.title, to: max(item.detail.isEmpty ? row.width - 2 - noteWidth : titleWidth, 1))
    let titleEnd = 2 + screen.put(title, x: row.x + 1, y: row.y, style: base)
    for position in highlights where position < title.count {
      let x = row.x + 1 + TextWidth.columns(of: String(item.title.prefix(position)))
      screen.restyle(Rect(x: x, y: row.y, width: 1, height: 1), theme.patch("key"))
    }
    // What an item is goes before what is noted of it.
    let noteText = TextWidth.truncated(item.note, to: max(row.width - titleEnd - 1, 0))
    let note = putRight(
      noteText.isEmpty ? "" : noteText + " ", in: row, style: theme.style("key", on: "dialog"),
      on: &screen)
    let used = titleWidth + 3
    let room = row.width - used - note - 1
    if room > 4 {
      screen.put(
        TextWidth.truncated(item.detail, to: room), x: row.x + used, y: row.y, style: muted)
    }
    if isSelected { screen.restyle(row, theme.patch("selection")) }
  }

  // MARK: - Help

  /// The remark on what is only read.
  var scrollRemark: String {
    state.spelled("\(.moveUp), \(.moveDown) scroll · \(.cancel) closes")
  }

  private func drawHelp(_ scroll: ScrollView, on screen: inout Screen) {
    let frame = state.helpFrame
    let inside = drawDialog(frame, title: "Help", remark: scrollRemark, on: &screen)
    let helpLines = state.helpLines
    let base = theme.style("dialog")
    for row in 0..<inside.height {
      let index = scroll.offset + row
      guard helpLines.indices.contains(index) else { break }
      let line = inside.row(row)
      switch helpLines[index] {
      case .gap: break
      case .heading(let text):
        screen.put(" " + text, in: line, style: theme.style("heading", on: "dialog"))
      case .action(let keys, let help):
        let (left, right) = line.split(left: state.helpKeyWidth)
        screen.put(
          keys, x: left.x + 2, y: left.y, style: theme.style("key", on: "dialog"),
          maxWidth: left.width - 3)
        screen.put(help, in: right, style: base)
      }
    }
    drawScrollbar(at: frame, rows: inside.rows, of: scroll, on: &screen)
  }

  // MARK: - Questions

  private func drawPrompt(_ prompt: Prompt, on screen: inout Screen) {
    let inside = drawDialog(
      state.promptFrame, title: prompt.title,
      remark: prompt.complaint ?? state.spelled("Enter takes · \(.cancel) closes"),
      scope: prompt.complaint == nil ? "text.muted" : "error", on: &screen)
    screen.put(
      TextWidth.truncated(" " + prompt.hint, to: inside.width), in: inside.row(0),
      style: theme.style("text.muted", on: "dialog"))
    screen.fill(state.promptField, style: theme.style("input"))
    prompt.editor.draw(on: &screen, in: state.promptField, theme: theme, scope: "input")
  }

  private func drawConfirmation(_ confirmation: Confirmation, on screen: inout Screen) {
    let (text, frame) = state.confirmationLayout(confirmation)
    let inside = drawDialog(frame, title: "Sure?", remark: "", on: &screen)
    for line in 0..<text.lineCount {
      screen.put(" " + text.line(line), in: inside.row(line), style: theme.style("dialog"))
    }
    for choice in state.confirmationChoices(confirmation) {
      let used = screen.put(
        "\(choice.key)", in: choice.rect, style: theme.style("key", on: "dialog"))
      screen.put(
        choice.label, in: choice.rect.split(left: used + 1).rest, style: theme.style("dialog"))
    }
  }
}
