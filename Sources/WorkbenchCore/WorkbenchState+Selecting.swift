import Runs
import TerminalUI

// Text that is selected in the panes on the right, by the mouse or by keys.

extension WorkbenchState {
  // MARK: - The mouse

  /// Begins a selection: nothing yet for a click, a word for a double click, a line for a triple one.
  mutating func beginSelection(at position: Position, clickCount: Int) {
    guard let place = textPosition(at: position) else { return }
    if answer.tab == .sampling { answer.sampling.moveCursor(to: place) }
    let units: [TextSelection.Unit] = [.character, .word, .line]
    let unit = units[min(max(clickCount, 1), 3) - 1]
    answer.shown.selection = TextSelection(unit: unit, anchor: place, head: place)
    isSelecting = clickCount > 1
    isTextHeld = true
  }

  /// Extends the selection to where the mouse was dragged; beyond the pane's edge it scrolls.
  mutating func dragSelection(to position: Position) {
    guard isTextHeld, let area = textArea, answer.shown.selection != nil else { return }
    if position.y < area.y { answer.shown.scroll.scroll(by: -1) }
    if position.y >= area.y + area.height { answer.shown.scroll.scroll(by: 1) }
    let inside = Position(
      x: position.x, y: min(max(position.y, area.y), area.y + area.height - 1))
    guard let place = textPosition(at: inside) else { return }
    answer.shown.selection?.head = place
    isSelecting = true
  }

  /// Ends a selection: what is selected goes on the clipboard.
  mutating func endSelection() -> [Effect] {
    guard isTextHeld else { return [] }
    isTextHeld = false
    guard isSelecting else {
      answer.shown.selection = nil
      return []
    }
    isSelecting = false
    return answer.shown.selectedText.map { copy($0, as: "the selection") } ?? []
  }

  /// The place of the text at a cell of the screen.
  private func textPosition(at position: Position) -> TextPosition? {
    guard let area = textArea else { return nil }
    let pane = answer.shown
    return pane.transcript.position(
      line: pane.scroll.offset + position.y - area.y, column: position.x - area.x)
  }

  // MARK: - Keys

  /// Selects the first line on the screen, or of the selected section; moving selects more.
  mutating func selectLines() {
    if answer.tab == .events, !answer.isEventOpen {
      answer.eventAnchor = answer.eventAnchor == nil ? answer.events.selection : nil
      return
    }
    guard answer.shown.selection?.isByKeys != true else {
      answer.shown.selection = nil
      return
    }
    if answer.tab == .sampling {
      guard let place = answer.sampling.place else { return }
      answer.shown.selection = TextSelection(
        unit: .row, anchor: place, head: place, isByKeys: true)
      return
    }
    let pane = answer.shown
    let sectionStart = pane.existingSection.map { pane.transcript.start(of: $0) + 1 }
    let visible = pane.scroll.visible
    let line = sectionStart.flatMap { visible.contains($0) ? $0 : nil } ?? firstTextLine(of: pane)
    guard let place = pane.transcript.position(line: line, column: 0) else { return }
    answer.shown.selection = TextSelection(
      unit: .row, anchor: place, head: place, isByKeys: true)
  }

  private func firstTextLine(of pane: TextPane) -> Int {
    pane.scroll.visible.first { line in
      if case .body? = pane.transcript.line(line) { true } else { false }
    } ?? pane.scroll.offset
  }

  /// Moves the end of a selection by keys; false when there is none.
  mutating func extendSelection(_ movement: Movement) -> Bool {
    guard answer.tab != .events || answer.isEventOpen, answer.tab != .sampling,
      let selection = answer.shown.selection,
      selection.isByKeys,
      answer.shown.transcript.sections.indices.contains(selection.head.section)
    else { return false }
    let transcript = answer.shown.transcript
    let page = max(answer.shown.scroll.height - 1, 1)
    let steps: Int =
      switch movement {
      case .up: -1
      case .down: 1
      case .pageUp: -page
      case .pageDown: page
      case .start: -transcript.lineCount
      case .end: transcript.lineCount
      }
    var line = min(
      max(transcript.line(of: selection.head) + steps, 0), max(transcript.lineCount - 1, 0))
    // Titles and gaps hold no text of their own.
    let direction = steps < 0 ? -1 : 1
    while (0..<transcript.lineCount).contains(line + direction), !transcript.isText(line) {
      line += direction
    }
    // Beyond the last text there is none to go to.
    while (0..<transcript.lineCount).contains(line - direction), !transcript.isText(line) {
      line -= direction
    }
    if transcript.isText(line), let place = transcript.position(line: line, column: 0) {
      answer.shown.selection?.head = place
    }
    answer.shown.scroll.reveal(line)
    return true
  }
}
