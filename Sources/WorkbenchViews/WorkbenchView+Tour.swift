import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  /// The step of the tour, below the panes.
  func drawTour(_ tour: Tour, in frame: Rect, on screen: inout Screen) {
    guard !Tour.isCompact(on: state.size) else {
      screen.fill(frame, style: theme.style("dialog"))
      drawLines(of: tour, in: frame.inset(columns: 1, rows: 0), on: &screen)
      return
    }
    let inside = drawDialog(frame, title: tour.title, remark: state.tourKeys, on: &screen)
    drawLines(of: tour, in: inside.inset(columns: 1, rows: 0), on: &screen)
  }

  private func drawLines(of tour: Tour, in area: Rect, on screen: inout Screen) {
    for (index, line) in tour.lines.enumerated() {
      screen.put(
        line.text, in: area.row(index),
        style: theme.style(line.isInstruction ? "heading" : "dialog", on: "dialog"))
    }
  }
}
