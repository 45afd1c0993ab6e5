import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  /// The labels of what can be gone to; what has been typed of them is gone.
  func drawJumpLabels(_ labels: JumpLabels, on screen: inout Screen) {
    for target in labels.candidates {
      let rest = target.label.dropFirst(labels.typed.count)
      screen.put(
        rest, x: target.position.x + labels.typed.count, y: target.position.y,
        style: theme.style("badge"))
    }
  }
}
