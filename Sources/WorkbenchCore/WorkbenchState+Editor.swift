import JSON
public import TerminalUI

// The text in the editor: finding, replacing, going to a line, the mouse.
extension WorkbenchState {
  /// Changes the open editor in place; nil when none is open.
  ///
  /// It is taken out of the state first: with a second reference, an edit would copy a long text.
  mutating func withEditor<Result>(
    _ body: (inout WorkbenchState, inout EditorOverlay) -> Result
  ) -> Result? {
    guard case .editor(var editor) = overlay else { return nil }
    overlay = nil
    let result = body(&self, &editor)
    editor.check()
    overlay = .editor(editor)
    return result
  }

  /// A key for the editor or for the bar below it.
  mutating func typeInEditor(_ key: Key) -> [Effect] {
    if notice != nil, now - noticeTime > Self.noticePatience { notice = nil }
    return withEditor { state, overlay in
      overlay.complaint = nil
      switch overlay.bar {
      case nil:
        if state.typeInCompletion(key, of: &overlay) { return [] }
        let revision = overlay.editor.revision
        let effects = state.edit(&overlay.editor, key)
        if key.typedCharacter != nil || overlay.completion != nil {
          overlay.completion = nil
          if overlay.editor.revision != revision {
            state.updateCompletion(of: &overlay, isAsked: false)
          }
        }
        return effects
      case .line(var field, let origin):
        if key.code == .enter {
          overlay.bar = nil
          return []
        }
        let effects = state.edit(&field, key)
        overlay.bar = .line(field, from: origin)
        overlay.goToLine(field.text)
        return effects
      case .search(let search): return state.type(key, in: search, of: &overlay)
      }
    } ?? []
  }

  /// How long a notice stays in spite of typing.
  private static let noticePatience = Duration.seconds(2)

  private mutating func type(
    _ key: Key, in search: EditorSearch, of overlay: inout EditorOverlay
  ) -> [Effect] {
    var search = search
    switch key.code {
    case .enter where search.isInReplacement:
      replaceOne(search, in: &overlay)
      return []
    case .enter, .down:
      overlay.find(search.query.text, isForward: true)
      return []
    case .up:
      overlay.find(search.query.text, isForward: false)
      return []
    case .tab:
      if search.replacement == nil { search.replacement = overlay.replacementField }
      search.isInReplacement.toggle()
      overlay.bar = .search(search)
      return []
    default: break
    }
    let before = search.query.text
    let effects =
      search.isInReplacement && search.replacement != nil
      ? edit(&search.replacement!, key) : edit(&search.query, key)
    overlay.bar = .search(search)
    if search.query.text != before { overlay.searchFromOrigin() }
    return effects
  }

  private mutating func replaceOne(_ search: EditorSearch, in overlay: inout EditorOverlay) {
    let (query, replacement) = (search.query.text, search.replacement?.text ?? "")
    guard !query.isEmpty else { return }
    overlay.replacement = replacement
    _ = overlay.editor.apply(.replace(query, with: replacement))
    overlay.forgetFieldHistory()
    overlay.noteMatches()
  }

  /// A command for the open editor.
  mutating func performInEditor(_ command: Command) -> [Effect] {
    if command == .editorPaste, clipboard.isEmpty {
      notice = Notice("Nothing was copied here; the terminal's own keys paste from elsewhere")
    }
    return withEditor { state, overlay in
      overlay.completion = nil
      if let textCommand = command.textCommand(clipboard: state.clipboard) {
        overlay.complaint = nil
        return state.take(overlay.apply(textCommand))
      }
      switch command {
      case .editorComplete: state.updateCompletion(of: &overlay, isAsked: true)
      case .editorFind: overlay.openSearch(replacing: false)
      case .editorReplace: overlay.openSearch(replacing: true)
      case .editorFindNext: state.findAgain(in: &overlay, isForward: true)
      case .editorFindPrevious: state.findAgain(in: &overlay, isForward: false)
      case .editorReplaceAll: state.replaceAll(in: &overlay)
      case .editorGoToLine:
        overlay.bar = .line(
          TextEditor(text: "", isSingleLine: true), from: overlay.editor.cursor)
      case .editorLayOut: state.layOut(&overlay)
      default: break
      }
      return []
    } ?? []
  }

  /// Puts every member and item of a JSON text on its line, with the numbers and strings as they are.
  private mutating func layOut(_ overlay: inout EditorOverlay) {
    do throws(JSONParseError) {
      let text = try JSONValue(parsing: overlay.editor.text).text(.pretty)
      _ = overlay.editor.apply(.setText(text))
    } catch {
      notice = Notice("It can't be laid out: \(error)", .warning)
      overlay.editor.moveCursor(to: overlay.editor.location(ofByte: error.offset))
    }
  }

  private mutating func findAgain(in overlay: inout EditorOverlay, isForward: Bool) {
    guard !overlay.query.isEmpty else {
      overlay.openSearch(replacing: false)
      return
    }
    if !overlay.find(overlay.query, isForward: isForward) {
      notice = Notice("“\(Preview.line(of: overlay.query))” isn't in the text", .warning)
    }
  }

  private mutating func replaceAll(in overlay: inout EditorOverlay) {
    guard case .search(let search) = overlay.bar, let replacement = search.replacement,
      !search.query.isEmpty
    else {
      overlay.openSearch(replacing: true)
      return
    }
    overlay.replacement = replacement.text
    let outcome = overlay.editor.apply(.replaceAll(search.query.text, with: replacement.text))
    if case .replaced(let count) = outcome {
      notice = Notice(
        "Replaced \(count) \(count == 1 ? "match" : "matches")"
          + spelled("; \(.editorUndo) takes that back"), .success)
      overlay.bar = nil
    } else {
      notice = Notice(
        "“\(Preview.line(of: search.query.text))” isn't in the text", .warning)
    }
  }

  /// Escape in the editor's list of words or its bar; false when there is neither.
  mutating func closeEditorBar() -> Bool {
    withEditor { _, overlay in
      if overlay.completion != nil {
        overlay.completion = nil
        return true
      }
      guard let bar = overlay.bar else { return false }
      if case .line(_, let origin) = bar { overlay.editor.moveCursor(to: origin) }
      overlay.bar = nil
      return true
    } ?? false
  }

  /// The mouse over the editor: clicks, drags and the wheel.
  ///
  /// What was selected by dragging is copied when the button is released, as in the answer.
  mutating func receiveInEditor(_ mouse: Mouse, clickCount: Int) -> [Effect] {
    guard case .editor(let editor) = overlay, !receiveInCompletion(mouse) else { return [] }
    if let effects = receiveInBar(mouse, clickCount: clickCount) { return effects }
    let area = editorArea(of: editor)
    let isClick = if case .press = mouse.kind { area.contains(mouse.position) } else { false }
    let isEnd = if case .release = mouse.kind { editor.editor.isHeldByMouse } else { false }
    return withEditor { state, overlay in
      overlay.completion = nil
      // Who clicks on the text goes on there.
      if isClick { overlay.bar = nil }
      _ = overlay.editor.apply(mouse, clickCount: clickCount, in: area)
      return isEnd ? state.take(overlay.editor.apply(.copy)) : []
    } ?? []
  }

  /// The mouse over the fields of the bar; nil when it means something else.
  private mutating func receiveInBar(_ mouse: Mouse, clickCount: Int) -> [Effect]? {
    guard case .editor(let editor) = overlay, let bar = editor.bar else { return nil }
    let fields = barFields(of: editor)
    let isPress = if case .press = mouse.kind { true } else { false }
    return withEditor { state, overlay -> [Effect]? in
      func pass(_ mouse: Mouse, to field: inout TextEditor, in area: Rect) -> [Effect]? {
        guard field.isHeldByMouse || isPress && area.contains(mouse.position) else { return nil }
        _ = field.apply(mouse, clickCount: clickCount, in: area)
        return field.isHeldByMouse ? [] : state.take(field.apply(.copy))
      }
      switch bar {
      case .line(var field, let origin):
        let effects = pass(mouse, to: &field, in: fields.first)
        overlay.bar = .line(field, from: origin)
        return effects
      case .search(var search):
        if let effects = pass(mouse, to: &search.query, in: fields.first) {
          search.isInReplacement = false
          overlay.bar = .search(search)
          return effects
        }
        guard var replacement = search.replacement, let area = fields.second,
          let effects = pass(mouse, to: &replacement, in: area)
        else { return nil }
        (search.replacement, search.isInReplacement) = (replacement, true)
        overlay.bar = .search(search)
        return effects
      }
    } ?? nil
  }

  /// Where the fields of the bar below the text are drawn.
  public func barFields(of overlay: EditorOverlay) -> (first: Rect, second: Rect?) {
    let area = editorFrame.inset(by: 1).split(bottom: overlay.barHeight).bottom
    var (first, second) = (area.row(0), Rect?.none)
    if case .search(let search) = overlay.bar {
      first = first.split(right: TextWidth.columns(of: search.remark)).rest
      if search.replacement != nil { second = area.row(1).split(left: Self.barLabelWidth).rest }
    }
    return (first.split(left: Self.barLabelWidth).rest, second)
  }

  /// The columns before a field of the bar, for its name.
  private static let barLabelWidth = 12

  /// Where the text of the editor is drawn.
  public func editorArea(of overlay: EditorOverlay) -> Rect {
    editorFrame.inset(by: 1)
      .split(bottom: overlay.barHeight + complaintHeight(of: overlay)).rest
  }

  /// The lines below the text for why it can't be taken; none when the frame has room for that.
  public func complaintHeight(of overlay: EditorOverlay) -> Int {
    guard let complaint = overlay.complaint,
      TextWidth.columns(of: complaint) > editorFrame.width - 6
    else { return 0 }
    return WrappedText(complaint, width: editorFrame.width - 4).lineCount
  }

  /// Puts a paste where the keys go.
  mutating func pasteInEditor(_ text: String) {
    _ = withEditor { _, overlay in
      overlay.complaint = nil
      overlay.completion = nil
      switch overlay.bar {
      case nil: _ = overlay.editor.apply(.paste(text))
      case .line(var field, let origin):
        _ = field.apply(.paste(text))
        overlay.bar = .line(field, from: origin)
        overlay.goToLine(field.text)
      case .search(var search):
        if search.isInReplacement {
          _ = search.replacement?.apply(.paste(text))
        } else {
          _ = search.query.apply(.paste(text))
        }
        overlay.bar = .search(search)
        overlay.searchFromOrigin()
      }
    }
  }
}

extension EditorOverlay {
  /// Does something to the text that has the keys: the field of the bar, or the text itself.
  ///
  /// What there is nothing of to undo in a field is undone in the text: a replacement.
  mutating func apply(_ command: TextEditor.Command) -> TextEditor.Outcome {
    switch bar {
    case .line(var field, let origin):
      let outcome = field.apply(command)
      bar = .line(field, from: origin)
      goToLine(field.text)
      return outcome
    case .search(var search) where command != .undo || search.field.canUndo:
      let outcome = search.field.apply(command)
      bar = .search(search)
      if search.query.text != query { searchFromOrigin() }
      return outcome
    case .search:
      defer { noteMatches() }
      return editor.apply(command)
    case nil: return editor.apply(command)
    }
  }

  /// Makes the next undo one of the text.
  mutating func forgetFieldHistory() {
    guard case .search(var search) = bar else { return }
    search.query = search.query.withoutHistory
    search.replacement = search.replacement?.withoutHistory
    bar = .search(search)
  }

  /// Opens the bar; what is selected in one line is what is looked for.
  mutating func openSearch(replacing: Bool) {
    if case .search(var search) = bar {
      search.isInReplacement = replacing && !search.isInReplacement
      if replacing, search.replacement == nil { search.replacement = replacementField }
      bar = .search(search)
      return
    }
    let selection = editor.selection
    let isInLine = selection.map { $0.lowerBound.line == $0.upperBound.line } ?? false
    var search = EditorSearch(
      isInLine ? editor.selectedText : query, from: selection?.lowerBound ?? editor.cursor)
    if replacing { search.replacement = replacementField }
    bar = .search(search)
    searchFromOrigin()
  }

  /// The field for what is to be put in the place of matches, with what that was last.
  var replacementField: TextEditor {
    var field = TextEditor(text: replacement, isSingleLine: true)
    _ = field.apply(.selectAll)
    return field
  }

  /// Finds the next match from where the search began; without one the cursor goes back there.
  mutating func searchFromOrigin() {
    guard case .search(let search) = bar else { return }
    query = search.query.text
    if query.isEmpty || !editor.select(query, from: search.origin) {
      editor.moveCursor(to: search.origin)
    }
    noteMatches()
  }

  @discardableResult
  mutating func find(_ query: String, isForward: Bool) -> Bool {
    guard !query.isEmpty else { return false }
    let outcome = editor.apply(isForward ? .findNext(query) : .findPrevious(query))
    noteMatches()
    return outcome != .ignored
  }

  /// Counts the matches for the bar.
  mutating func noteMatches() {
    guard case .search(var search) = bar else { return }
    search.question = nil
    questions = questions.filter { $0 == .syntax }
    let isLong = editor.byteCount > Self.maximumLengthAtOnce
    if !query.isEmpty, isLong { questions.insert(.matches(of: query)) }
    search.matches = query.isEmpty || isLong ? nil : editor.matchCount(of: query)
    bar = .search(search)
  }

  /// Remembers which question asks for the matches.
  mutating func awaitMatches(_ number: Int) {
    guard case .search(var search) = bar else { return }
    search.question = number
    bar = .search(search)
  }

  /// Goes to `LINE` or `LINE:COLUMN`, both counted from 1; anything else leaves the cursor.
  mutating func goToLine(_ text: String) {
    let parts = text.split(separator: ":").map { Int($0) }
    guard let first = parts.first, let line = first else { return }
    let index = min(max(line, 1), editor.lineCount) - 1
    let column = parts.count > 1 ? parts[1] ?? 1 : 1
    let offset = editor.line(index).prefix(max(column, 1) - 1).utf8.count
    editor.moveCursor(to: TextEditor.Location(line: index, offset: offset))
  }
}
