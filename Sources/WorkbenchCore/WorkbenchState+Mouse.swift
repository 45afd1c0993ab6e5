import Runs
import TerminalUI

extension WorkbenchState {
  /// Clicks select and open, the wheel scrolls.
  mutating func receive(_ mouse: Mouse) -> [Effect] {
    let clickCount = clicks.count(mouse, at: now)
    if mouse.kind != .move { jump = nil }
    if case .press(.left) = mouse.kind, layout.status.contains(mouse.position) {
      return clickInStatus(column: mouse.position.x)
    }
    if case .press = mouse.kind { notice = nil }
    // While a text is edited beside the answer, the mouse works in both.
    if case .editor(let editor) = overlay, !isForAnswerBeside(editor, mouse) {
      return drag(mouse) ? [] : receiveInEditor(mouse, clickCount: clickCount)
    }
    if case .prompt(let prompt) = overlay {
      receive(mouse, clickCount: clickCount, in: prompt)
      return []
    }
    if case .release = mouse.kind, grip == .list(.answer), let anchor = answer.eventAnchor {
      // What was selected by dragging is copied, as in a text, and stays selected.
      grip = nil
      defer { answer.eventAnchor = anchor }
      return copySelection()
    }
    if overlay == nil, form.inline?.editor.isHeldByMouse == true {
      return dragInline(mouse, clickCount: clickCount)
    }
    if dragSlider(mouse) || drag(mouse) { return [] }
    switch mouse.kind {
    case .wheelUp: scroll(by: -3, at: mouse.position)
    case .wheelDown: scroll(by: 3, at: mouse.position)
    case .press(.left): return click(mouse, count: clickCount)
    case .drag(.left): dragSelection(to: mouse.position)
    case .release: return endSelection()
    case .press, .drag, .move, .wheelLeft, .wheelRight: break
    }
    if case .picker(let picker) = overlay { return preview(picker) }
    return []
  }

  /// The mouse over a line that is asked for; a click beside it closes it.
  private mutating func receive(_ mouse: Mouse, clickCount: Int, in prompt: Prompt) {
    if case .press = mouse.kind, !promptFrame.contains(mouse.position) {
      unpark()
      return
    }
    var prompt = prompt
    _ = prompt.editor.apply(mouse, clickCount: clickCount, in: promptField)
    overlay = .prompt(prompt)
  }

  /// Whether the mouse means the answer beside an editor: it was pressed there, or turns its wheel there.
  private func isForAnswerBeside(_ editor: EditorOverlay, _ mouse: Mouse) -> Bool {
    guard showsAnswerBesideEditor, let pane = layout.answer, !editor.editor.isHeldByMouse else {
      return false
    }
    switch mouse.kind {
    case .press, .wheelUp, .wheelDown: return pane.contains(mouse.position)
    case .drag, .release: return isTextHeld || grip == .list(.answer)
    case .move, .wheelLeft, .wheelRight: return false
    }
  }

  private mutating func scroll(by lines: Int, at position: Position) {
    switch overlay {
    case nil, .editor: break
    case .help, .log, .picker, .confirmation, .prompt:
      scrollOverlay(by: lines)
      return
    }
    if let area = layout.form, area.contains(position) {
      form.list.scroll(by: lines)
    } else if let area = layout.content, area.contains(position) {
      if answer.tab != .events || textArea?.contains(position) == true {
        answer.shown.scroll.scroll(by: lines)
      } else {
        answer.events.scroll(by: lines)
      }
    }
  }

  private mutating func scrollOverlay(by lines: Int) {
    switch overlay {
    case .help(var scroll):
      scroll.scroll(by: lines)
      overlay = .help(scroll)
    case .log(var scroll):
      scroll.scroll(by: lines)
      overlay = .log(scroll)
    case .picker(var picker):
      picker.list.move(by: lines > 0 ? 1 : -1)
      overlay = .picker(picker)
    case .editor, .confirmation, .prompt, nil: break
    }
  }

  private mutating func click(_ mouse: Mouse, count: Int) -> [Effect] {
    let position = mouse.position
    switch overlay {
    case nil: break
    case .editor:
      // The keys stay with the text, and go back to where it was opened from.
      let opener = focus
      clickInAnswerPane(at: position, count: count)
      focus = opener
      return []
    case .picker, .help, .log, .confirmation, .prompt:
      return clickInOverlay(at: position, count: count)
    }
    if let area = layout.form, area.contains(position) {
      return clickInForm(mouse, count: count)
    }
    if let area = layout.checks, area.contains(position) {
      let below = findingsBelow
      let row = position.y - area.y - spareCheckLines
      if below.indices.contains(row) { goTo(below[row]) }
      return []
    }
    if let pane = [layout.request, layout.answer].compactMap(\.self).first(where: {
      $0.contains(position) && $0.y == position.y
    }) {
      focus = pane == layout.request ? .request : .answer
      return count == 2 ? perform(.zoom) : []
    }
    if let pane = layout.request, pane.contains(position) { focus = .request }
    guard let pane = layout.answer, pane.contains(position) else { return [] }
    focus = .answer
    clickInAnswerPane(at: position, count: count)
    return []
  }

  private mutating func clickInAnswerPane(at position: Position, count: Int) {
    if let tabs = layout.tabs, tabs.contains(position) {
      if let tab = tab(at: position.x - tabs.x) { show(tab) }
    } else if let area = layout.content, area.contains(position) {
      clickInAnswer(at: position, in: area, count: count)
    }
  }

  /// A click on the last line: a key of the bar is as good as struck, a notice goes.
  private mutating func clickInStatus(column: Int) -> [Effect] {
    if column >= keyBarWidth { return overlay == nil ? perform(.chooseEndpoint) : [] }
    guard notice == nil || !struckKeys.isEmpty else {
      notice = nil
      return []
    }
    guard let hint = keyBar(width: keyBarWidth).first(where: { $0.columns.contains(column) }) else {
      return []
    }
    struckKeys = []
    return hint.command.map { perform($0) } ?? receive(Key(.enter))
  }

  private mutating func clickInAnswer(at position: Position, in area: Rect, count: Int) {
    answer.search?.isTyping = false
    if answer.tab == .events, textArea?.contains(position) != true {
      let event = answer.events.offset + position.y - area.y
      guard event < run?.eventCount ?? 0 else { return }
      answer.events.selection = event
      answer.eventAnchor = nil
      showEvent()
      if count == 2 { toggleEvent() }
      return
    }
    if answer.tab != .events, answer.tab != .sampling {
      switch answer.shown.transcript.line(answer.shown.scroll.offset + position.y - area.y) {
      case .title(let section):
        answer.shown.selectedSection = section
        foldSection()
        return
      case .body(let section, _): answer.shown.selectedSection = section
      case .gap, nil: break
      }
    }
    beginSelection(at: position, clickCount: count)
  }

  private mutating func clickInOverlay(at position: Position, count: Int) -> [Effect] {
    switch overlay {
    case .picker(var picker):
      guard pickerFrame(picker).contains(position) else { return closeOverlay() }
      let rows = pickerLayout(picker).list
      let index = picker.list.offset + position.y - rows.y
      guard rows.contains(position), picker.matches.indices.contains(index) else { return [] }
      let wasSelected = picker.list.selection == index
      picker.list.selection = index
      overlay = .picker(picker)
      return wasSelected || count >= 2 ? receive(Key(.enter), in: picker) : preview(picker)
    case .help: if !helpFrame.contains(position) { unpark() }
    case .log: if !logFrame.contains(position) { unpark() }
    case .confirmation(let confirmation):
      guard
        let answer = confirmationChoices(confirmation).first(where: { $0.rect.contains(position) })
      else { return [] }
      return receiveInOverlay(Key(.character(answer.key)))
    case .editor, .prompt, nil: break
    }
    return []
  }

  /// The columns of the tabs' titles, in the order of the tabs: with a blank on either side, or where
  /// there is no room for that, with one between them.
  public var tabColumns: [Range<Int>] {
    let titles = AnswerPane.Tab.allCases.map(\.title.count)
    let isWide = titles.reduce(0, { $0 + $1 + 2 }) <= layout.tabs?.width ?? 0
    var start = 0
    return titles.map { count in
      let width = count + (isWide ? 2 : 0)
      defer { start += width + (isWide ? 0 : 1) }
      return start..<start + width
    }
  }

  private func tab(at column: Int) -> AnswerPane.Tab? {
    tabColumns.firstIndex { $0.contains(column) }.map { AnswerPane.Tab.allCases[$0] }
  }
}
