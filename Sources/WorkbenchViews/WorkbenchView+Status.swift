import Presets
import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  /// The last line: a notice, or what the commonest keys do here.
  func drawStatus(in row: Rect, on screen: inout Screen) {
    screen.fill(row, style: theme.style("status"))
    let (rest, endpoint) = row.split(right: row.width - state.keyBarWidth)
    putRight(
      TextWidth.truncated(" \(state.endpoint.name) ", to: endpoint.width), in: endpoint,
      style: theme.style("status.endpoint"), on: &screen)
    if let notice = state.notice, state.struckKeys.isEmpty {
      let scope: String =
        switch notice.level {
        case .info: "info"
        case .success: "success"
        case .warning: "warning"
        case .error: "error"
        }
      draw(notice.text, above: row, in: rest, style: theme.style(scope, on: "status"), on: &screen)
      return
    }
    for hint in state.keyBar(width: rest.width) {
      let x = rest.x + hint.columns.lowerBound
      let used = screen.put(hint.key, x: x, y: row.y, style: theme.style("key", on: "status"))
      screen.put(hint.label, x: x + used + 1, y: row.y, style: theme.style("status"))
    }
  }

  /// The most lines of a notice; the log has it in full.
  private static let noticeHeight = 3

  /// A notice on the last line, and on those above it where it is long.
  private func draw(
    _ text: String, above row: Rect, in rest: Rect, style: Style, on screen: inout Screen
  ) {
    // What the tour asks for stays in sight.
    let height = state.tour != nil && Tour.isCompact(on: state.size) ? 1 : Self.noticeHeight
    let lines = WrappedText.lines(of: text, width: rest.width - 2, atMost: height)
    for (index, line) in lines.reversed().enumerated() {
      let y = row.y - index
      if index > 0 {
        screen.fill(Rect(x: row.x, y: y, width: row.width, height: 1), style: theme.style("status"))
      }
      screen.put(" " + line, x: rest.x, y: y, style: style, maxWidth: rest.width)
    }
  }
}
