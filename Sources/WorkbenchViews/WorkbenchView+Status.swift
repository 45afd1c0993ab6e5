import Presets
import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  /// The last line: a notice, or what the commonest keys do here.
  func drawStatus(in row: Rect, on screen: inout Screen) {
    screen.fill(row, style: theme.style("status"))
    let endpoint = " \(state.endpoint.name) "
    let used = putRight(
      TextWidth.truncated(endpoint, to: row.width / 3), in: row,
      style: theme.style("status.endpoint"),
      on: &screen)
    let rest = row.split(right: used).rest
    if let notice = state.notice, state.struckKeys.isEmpty {
      let scope: String =
        switch notice.level {
        case .info: "info"
        case .success: "success"
        case .warning: "warning"
        case .error: "error"
        }
      screen.put(
        " " + TextWidth.truncated(notice.text, to: rest.width - 2), in: rest,
        style: theme.style(scope, on: "status"))
      return
    }
    for hint in state.keyBar(width: rest.width) {
      let x = rest.x + hint.columns.lowerBound
      let used = screen.put(hint.key, x: x, y: row.y, style: theme.style("key", on: "status"))
      screen.put(hint.label, x: x + used + 1, y: row.y, style: theme.style("status"))
    }
  }
}
