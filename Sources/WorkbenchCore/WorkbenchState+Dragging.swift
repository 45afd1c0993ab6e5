import Runs
import TerminalUI

/// What the mouse holds while its button is down.
enum MouseGrip: Hashable, Sendable {
  /// The border between the panes.
  case split
  /// A scrollbar, held so many rows below the thumb's first.
  case scrollbar(WorkbenchState.Focus, row: Int)
  /// A line of a list.
  case list(WorkbenchState.Focus)
}

extension WorkbenchState {
  /// Whether the border between the panes follows the mouse.
  public var isDraggingSplit: Bool { grip == .split }

  /// Moves what the mouse holds; false when it holds nothing that can be moved.
  mutating func drag(_ mouse: Mouse) -> Bool {
    switch mouse.kind {
    case .press(.left):
      grip = grip(at: mouse.position)
      // A press in a list selects, whatever comes of it.
      if case .list = grip { return false }
      return grip != nil
    case .drag(.left):
      guard let grip else { return false }
      move(grip, to: mouse.position)
      return true
    case .release:
      defer { grip = nil }
      return grip != nil
    case .press, .drag, .move, .wheelUp, .wheelDown, .wheelLeft, .wheelRight: return false
    }
  }

  private func grip(at position: Position) -> MouseGrip? {
    switch overlay {
    case nil: return gripOfPanes(at: position)
    case .editor where showsAnswerBesideEditor:
      // The form lies below the editor.
      let grip = gripOfPanes(at: position)
      return switch grip {
      case .split, .scrollbar(.answer, _), .list(.answer): grip
      case .scrollbar(.request, _), .list(.request), nil: nil
      }
    case .editor, .picker, .help, .log, .confirmation, .prompt: return nil
    }
  }

  private func gripOfPanes(at position: Position) -> MouseGrip? {
    for (pane, focus) in [(layout.request, Focus.request), (layout.answer, .answer)] {
      guard let pane, position.x == pane.x + pane.width - 1,
        let (rows, scroll) = scrollbar(of: focus),
        let thumb = scroll.thumb, rows.contains(position.y)
      else { continue }
      let row = position.y - rows.lowerBound
      // Between the panes, all but the thumb is the border.
      if focus == .request, layout.answer != nil, !thumb.contains(row) { continue }
      return .scrollbar(focus, row: thumb.contains(row) ? row - thumb.lowerBound : thumb.count / 2)
    }
    if let answer = layout.answer, layout.request != nil,
      (answer.x - 1...answer.x).contains(position.x), position.y < answer.height
    {
      return .split
    }
    if let area = layout.form, area.contains(position) { return .list(.request) }
    if answer.tab == .events, let area = layout.content, area.contains(position),
      textArea?.contains(position) != true
    {
      return .list(.answer)
    }
    return nil
  }

  private mutating func move(_ grip: MouseGrip, to position: Position) {
    switch grip {
    case .split:
      moveSplit(to: position.x)
    case .scrollbar(let focus, let held):
      guard let (rows, scroll) = scrollbar(of: focus) else { return }
      scrollList(of: focus, to: scroll.offset(forThumbAt: position.y - rows.lowerBound - held))
    case .list(.request):
      guard form.inline == nil, let area = layout.form else { return }
      form.list.move(by: form.list.offset + position.y - area.y - form.list.selection)
    case .list(.answer):
      guard let area = layout.content else { return }
      // Dragging selects all events on the way.
      if answer.eventAnchor == nil { answer.eventAnchor = answer.events.selection }
      answer.events.move(by: answer.events.offset + position.y - area.y - answer.events.selection)
      showEvent()
    }
  }

  /// The rows of a pane's scrollbar, and what it shows.
  private func scrollbar(of focus: Focus) -> (rows: Range<Int>, scroll: ScrollView)? {
    guard let area = focus == .request ? layout.form : layout.content else { return nil }
    func view(of list: ListView) -> ScrollView {
      var scroll = ScrollView(contentHeight: list.count, height: list.height)
      scroll.scroll(to: list.offset)
      return scroll
    }
    guard focus == .answer else { return (area.rows, view(of: form.list)) }
    guard listsEvents else { return (area.rows, answer.shown.scroll) }
    return (
      area.rows.lowerBound..<area.rows.lowerBound + answer.events.height, view(of: answer.events)
    )
  }

  private mutating func scrollList(of focus: Focus, to offset: Int) {
    guard focus == .answer else {
      form.list.scroll(to: offset)
      return
    }
    if listsEvents {
      answer.events.scroll(to: offset)
    } else {
      answer.shown.scroll.scroll(to: offset)
    }
  }

  /// Whether the scrollbar on the right is that of the list of events.
  private var listsEvents: Bool { answer.tab == .events && !answer.isEventOpen }

  /// Puts the border between the panes at a column.
  private mutating func moveSplit(to column: Int) {
    // Rounded up, so that the layout comes out at the column.
    setSplit((column * 1000 + size.width - 1) / max(size.width, 1))
  }

  /// Gives the request pane so many thousandths of the screen's width.
  mutating func setSplit(_ thousandths: Int) {
    // A text that is edited beside the answer has half of the screen at least.
    let least = showsAnswerBesideEditor && openEditor != nil ? 500 : 200
    split = min(max(thousandths, least), 750)
    fit()
  }
}
