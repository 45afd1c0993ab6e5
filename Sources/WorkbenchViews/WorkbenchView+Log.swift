import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  /// What went wrong lately, the newest at the end.
  func drawLog(_ scroll: ScrollView, on screen: inout Screen) {
    let frame = state.logFrame
    let inside = drawDialog(frame, title: "Log", remark: scrollRemark, on: &screen)
    let log = state.logLines
    for row in 0..<inside.height where log.indices.contains(scroll.offset + row) {
      let line = log[scroll.offset + row]
      let area = inside.row(row)
      screen.put(
        Figures.padded(line.time, to: 7), in: area, style: theme.style("text.muted", on: "dialog"))
      screen.put(
        line.text, in: area.split(left: 9).rest,
        style: theme.style(line.level == .error ? "error" : "warning", on: "dialog"))
    }
    drawScrollbar(at: frame, rows: inside.rows, of: scroll, on: &screen)
  }
}
