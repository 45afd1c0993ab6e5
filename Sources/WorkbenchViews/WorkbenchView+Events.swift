import MessagesAPI
import Runs
import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  /// The list of events, and below it the selected one.
  func drawEvents(of run: Run, in area: Rect, pane: Rect, on screen: inout Screen) {
    let list = state.answer.events
    guard run.eventCount > 0 else {
      let text = run.bodyForm == .json ? "The answer was not streamed." : "No events."
      screen.put(text, in: area, style: theme.style("text.muted"))
      return
    }
    let detail = state.eventDetailHeight
    for row in 0..<(area.height - detail) {
      let index = list.offset + row
      guard index < run.eventCount else { break }
      drawEvent(
        run.event(index),
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

  private func drawEvent(
    _ event: Run.Event, isSelected: Bool, in row: Rect, on screen: inout Screen
  ) {
    var x = row.x
    x += screen.put(
      Figures.padded("\(event.index + 1)", to: 5), x: x, y: row.y, style: theme.style("text.muted"))
    x += screen.put(
      Figures.padded(Figures.duration(event.arrival), to: 9) + "  ", x: x, y: row.y,
      style: theme.style("info"))
    let isCurrent =
      state.answer.search?.isCurrent(section: event.index, offset: 0) ?? false
    let gist = event.gist
    let parts = [
      (event.name, event.isNoted ? "warning" : "key"), (gist, "text"), (event.text, "text.muted"),
    ]
    for (text, scope) in parts where !text.isEmpty {
      let room = row.x + row.width - x
      let used = screen.put(text, x: x, y: row.y, style: theme.style(scope), maxWidth: max(room, 0))
      // The gist is in the text already.
      if text != gist { markMatches(in: text, x: x, row: row, isCurrent: isCurrent, on: &screen) }
      x += used + 2
    }
    if isSelected, state.focus == .answer { screen.restyle(row, theme.patch("selection")) }
  }
}
