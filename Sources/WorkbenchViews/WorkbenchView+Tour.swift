import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  /// The step of the tour, below the panes.
  func drawTour(_ tour: Tour, in frame: Rect, on screen: inout Screen) {
    let remark = state.spelled("\(.cancel) leaves · \(.tour) skips")
    let inside = drawDialog(frame, title: tour.title, remark: remark, on: &screen)
    for (index, line) in tour.lines.enumerated() {
      screen.put(
        line.text, in: inside.row(index).inset(columns: 1, rows: 0),
        style: theme.style(line.isInstruction ? "heading" : "dialog", on: "dialog"))
    }
  }
}
