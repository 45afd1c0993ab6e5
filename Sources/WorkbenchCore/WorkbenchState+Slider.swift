import JSON
import MessagesAPI
import TerminalUI

// The mouse over the form: sliders that are dragged, switches, fields.
extension WorkbenchState {
  /// A press, drag or release that has to do with a slider; false for any other.
  mutating func dragSlider(_ mouse: Mouse) -> Bool {
    switch mouse.kind {
    case .press(.left):
      guard overlay == nil, let row = formRow(at: mouse.position) else { return false }
      guard let slider = layout(ofRow: row)?.slider, slider.contains(mouse.position),
        leavesText(for: .edit)
      else { return false }
      notice = nil
      focus = .request
      form.list.selection = row
      draggedSlider = form.rows[row].id
    case .drag(.left): break
    case .release:
      guard draggedSlider != nil else { return false }
      draggedSlider = nil
      return true
    case .press, .drag, .move, .wheelUp, .wheelDown, .wheelLeft, .wheelRight: return false
    }
    guard let id = draggedSlider else { return false }
    setSlider(id, to: mouse.position.x)
    return true
  }

  private mutating func setSlider(_ id: FormRow.ID, to column: Int) {
    guard let index = form.rows.firstIndex(where: { $0.id == id }),
      case .field(let field) = id, let scale = form.rows[index].scale,
      let slider = layout(ofRow: index)?.slider, slider.width > 1
    else { return }
    let fraction = Double(column - slider.x) / Double(slider.width - 1)
    step(field, to: scale.number(atFraction: fraction))
  }

  /// Sets a number on the way to another one: steps that follow each other at once are undone as one.
  mutating func step(_ field: RequestField, to number: JSONNumber) {
    if now - lastStep > .seconds(1) { draft.seal() }
    lastStep = now
    change { draft in
      draft.edit("set \(field.id)", coalescing: field.pointer) {
        $0[field] = .value(.number(number))
      }
    }
  }

  /// The index of the form's line at a place on the screen.
  func formRow(at position: Position) -> Int? {
    guard let area = layout.form, area.contains(position) else { return nil }
    let row = form.list.offset + position.y - area.y
    return form.rows.indices.contains(row) ? row : nil
  }

  /// Where the parts of a line of the form are; nil when it isn't in view.
  func layout(ofRow index: Int) -> FormRow.Layout? {
    guard let area = layout.form, form.rows.indices.contains(index) else { return nil }
    let line = area.row(index - form.list.offset)
    guard !line.isEmpty else { return nil }
    return form.rows[index].layout(in: line, isSelected: index == form.list.selection)
  }

  /// Selects in the value that is typed in place; what was selected is copied when the button is released.
  mutating func dragInline(_ mouse: Mouse, clickCount: Int) -> [Effect] {
    guard var inline = form.inline,
      let index = form.rows.firstIndex(where: { $0.id == inline.row }),
      let value = layout(ofRow: index)?.value
    else { return [] }
    grip = nil
    _ = inline.editor.apply(mouse, clickCount: clickCount, in: value)
    defer { form.inline = inline }
    return inline.editor.isHeldByMouse ? [] : take(inline.editor.apply(.copy))
  }

  /// A click on a line of the form: selects it, works its switch, opens it when it is the second click.
  mutating func clickInForm(_ mouse: Mouse, count: Int) -> [Effect] {
    guard let row = formRow(at: mouse.position) else { return [] }
    focus = .request
    if let inline = form.inline, inline.row == form.rows[row].id,
      let value = layout(ofRow: row)?.value
    {
      _ = form.inline?.editor.apply(mouse, clickCount: count, in: value)
      return []
    }
    guard leavesText(for: .edit) else { return [] }
    let wasSelected = form.list.selection == row
    form.list.selection = row
    if layout(ofRow: row)?.toggle?.contains(mouse.position) == true {
      return performInForm(.toggle)
    }
    // A group folds at its mark, and when it is clicked again.
    let isMark = layout.form.map { mouse.position.x <= $0.x + 1 } ?? false
    let opens = count == 2 || (form.rows[row].isGroup && (wasSelected || isMark))
    return opens ? performInForm(.edit) : []
  }
}
