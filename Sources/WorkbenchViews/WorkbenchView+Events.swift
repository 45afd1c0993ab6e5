import MessagesAPI
import Runs
import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  /// The list of events, and below it the selected one.
  func drawEvents(of run: Run, in area: Rect, pane: Rect, on screen: inout Screen) {
    let list = state.answer.events
    guard run.eventCount > 0 else {
      let text =
        switch run.bodyForm {
        case .json: "The answer was not streamed."
        case .other: "What came is no event stream; the Headers tab shows it."
        case .eventStream, nil: "No events."
        }
      for (y, line) in WrappedText.lines(of: text, width: area.width, atMost: area.height)
        .enumerated()
      {
        screen.put(line, in: area.row(y), style: theme.style("text.muted"))
      }
      return
    }
    if state.answer.isEventOpen {
      drawText(state.answer.event, in: area, pane: pane, on: &screen)
      return
    }
    let detail = state.eventDetailHeight
    for row in 0..<(area.height - detail) {
      let index = list.offset + row
      guard index < run.eventCount else { break }
      drawEvent(
        run.event(index, readingAtMost: Run.Event.maximumReadLength),
        numberWidth: max("\(run.eventCount)".count, 2) + 1,
        isSelected: index == list.selection || state.answer.selectedEvents?.contains(index) == true,
        in: area.row(row), on: &screen)
    }
    let rows = area.rows.dropLast(detail)
    drawScrollbar(at: pane, rows: rows.startIndex..<rows.endIndex, of: list, on: &screen)
    guard detail > 0, let text = state.textArea else { return }
    let rule = area.split(bottom: detail).bottom
    screen.rule(x: rule.x, y: rule.y, width: rule.width, style: theme.style("border"), lines: lines)
    drawText(state.answer.event, in: text, pane: pane, on: &screen)
  }

  /// The columns of the longest name that is documented, `content_block_start`.
  private static var eventNameWidth: Int { 19 }

  /// One event: its number, its time, its name, and what it adds, or else its text.
  private func drawEvent(
    _ event: Run.Event, numberWidth: Int, isSelected: Bool, in row: Rect, on screen: inout Screen
  ) {
    var x = row.x
    // A narrow pane needs the room for what the event adds.
    if row.width >= 42 {
      x += screen.put(
        Figures.padded("\(event.index + 1)", to: numberWidth), x: x, y: row.y,
        style: theme.style("text.muted"))
    }
    x += screen.put(
      Figures.padded(Figures.duration(event.arrival), to: 9) + "  ", x: x, y: row.y,
      style: theme.style("event.time"))
    let isCurrent =
      state.answer.search?.isCurrent(section: event.index, offset: 0) ?? false
    func put(_ text: String, _ scope: String) -> Int {
      let room = max(row.x + row.width - x, 0)
      let used = screen.put(text, x: x, y: row.y, style: theme.style(scope), maxWidth: room)
      markMatches(in: text, x: x, row: row, isCurrent: isCurrent, on: &screen)
      return used
    }
    x += max(put(event.name, event.isNoted ? "warning" : "event.name"), Self.eventNameWidth) + 2
    let gist = event.gist
    if let block = gist.block { x += put("\(block)", "text.muted") + 1 }
    _ = put(gist.text, gist.scope)
    if isSelected, state.focus == .answer { screen.restyle(row, theme.patch("selection")) }
  }
}
