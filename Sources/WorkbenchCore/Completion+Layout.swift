public import TerminalUI

extension WorkbenchState {
  /// Where the list of words lies: below the cursor, or above it where there is no room below.
  public func completionFrame(of overlay: EditorOverlay) -> Rect? {
    guard let completion = overlay.completion,
      let cursor = overlay.editor.cursorPosition(in: editorArea(of: overlay))
    else { return nil }
    let area = editorFrame.inset(by: 1)
    let titles = completion.items.map { TextWidth.columns(of: $0.title) }.max() ?? 0
    let details = completion.items.map { TextWidth.columns(of: $0.detail) }.max() ?? 0
    let width = min(titles + (details > 0 ? details + 2 : 0) + 2, area.width)
    let below = area.y + area.height - cursor.y - 1
    let height = min(completion.list.height, max(below, cursor.y - area.y))
    return Rect(
      x: min(cursor.x, area.x + area.width - width),
      y: height <= below ? cursor.y + 1 : cursor.y - height, width: width, height: height)
  }

  /// The mouse over the list of words: a click takes one, the wheel goes through them.
  ///
  /// - Returns: False when the mouse is elsewhere.
  mutating func receiveInCompletion(_ mouse: Mouse) -> Bool {
    guard case .editor(let editor) = overlay, let frame = completionFrame(of: editor),
      frame.contains(mouse.position)
    else { return false }
    _ = withEditor { _, overlay in
      switch mouse.kind {
      case .wheelUp: overlay.completion?.list.move(by: -1)
      case .wheelDown: overlay.completion?.list.move(by: 1)
      case .press(.left):
        guard let list = overlay.completion?.fitted(to: frame.height) else { break }
        overlay.completion?.list.selection = list.offset + mouse.position.y - frame.y
        overlay.takeCompletion()
      case .press, .release, .drag, .move, .wheelLeft, .wheelRight: break
      }
    }
    return true
  }
}

extension Completion {
  /// The list as it stands in so many lines.
  public func fitted(to height: Int) -> ListView {
    var list = list
    list.height = height
    list.reveal()
    return list
  }
}
