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
    if let notice = state.notice {
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
    var x = rest.x + 1
    for (command, label) in hints {
      guard let key = state.keys(for: ActionCatalog.entry(for: command)).first else { continue }
      guard x + key.count + label.count + 3 <= rest.x + rest.width else { break }
      x += screen.put(key, x: x, y: row.y, style: theme.style("key", on: "status"))
      x += 1
      x += screen.put(label, x: x, y: row.y, style: theme.style("status"))
      x += 2
    }
  }

  private var hints: [(Command, String)] {
    let general: [(Command, String)] = [(.palette, "Commands"), (.help, "Help"), (.quit, "Quit")]
    if state.activeRun != nil { return [(.cancel, "Stop"), (.nextPane, "Pane")] + general }
    let presets: [(Command, String)] = [(.openPresets, "Presets"), (.savePreset, "Save")]
    switch state.focus {
    case .request:
      return [(.send, "Send"), (.edit, "Edit"), (.unset, "Unset"), (.nextPane, "Answer")] + presets
        + general
    case .answer:
      return [
        (.send, "Send"), (.continueConversation, "Continue"), (.answerTool, "Tool result"),
        (.nextPane, "Request"),
      ] + general
    }
  }
}
