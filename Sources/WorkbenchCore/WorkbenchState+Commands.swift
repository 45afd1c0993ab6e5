import MessagesAPI
import Runs
import TerminalUI

extension WorkbenchState {
  /// Does what a key, the palette or a click asks for.
  mutating func perform(_ command: Command) -> [Effect] {
    if command != .cancel { notice = nil }
    let isResult = isWritingResult
    guard leavesText(for: command) else { return [] }
    switch command {
    case .send: return isResult ? continueConversation() : send()
    case .cancel: return cancel()
    case .nextPane, .previousPane:
      focus = focus == .request ? .answer : .request
      fit()
    case .help:
      park()
      overlay = .help(ScrollView(contentHeight: helpLines.count, height: helpHeight))
    case .palette:
      if case .picker = overlay { overlay = nil }
      if case .prompt = overlay { overlay = nil }
      park()
      showPalette()
    case .suspend: return [.saveDraft, .suspend]
    case .quit: return quit()
    case .savePreset: return savePreset()
    case .savePresetAs: askForPresetName()
    case .openPresets: return openPresets()
    case .newRequest: startNewRequest()
    case .editExternally: return editExternally()
    case .editBody: editBody()
    case .undo: return overlay == nil ? undo() : performInEditor(.editorUndo)
    case .redo: return overlay == nil ? redo() : performInEditor(.editorRedo)
    case .chooseEndpoint: showEndpoints()
    case .chooseTheme: showThemes()
    case .olderRun: showRun(offset: -1)
    case .newerRun: showRun(offset: 1)
    case .chooseRun: showRuns()
    case .zoom:
      isZoomed.toggle()
      fit()
      if size.width < WorkbenchLayout.leastWidthForTwo {
        notice = Notice(spelled("One pane has the screen already; \(.nextPane) goes to the other"))
      }
    case .growPane: setSplit(currentSplit + 40)
    case .shrinkPane: setSplit(currentSplit - 40)
    case .jump: showJumpLabels()
    case .tour: goOnWithTour()
    case .tourBack: goBackInTour()
    case .showLog: showLog()
    case .redraw: return [.redraw]
    case .moveUp: move(.up)
    case .moveDown: move(.down)
    case .pageUp: move(.pageUp)
    case .pageDown: move(.pageDown)
    case .moveToStart: move(.start)
    case .moveToEnd: move(.end)
    case .checkRequest: showFindings()
    case .export: showExports()
    case .importRequest: askForImport()
    case .editorPage: return pageText()
    case .edit, .stepDown, .stepUp, .stepDownFar, .stepUpFar, .toggle, .unset, .setNull, .reset,
      .addItem, .removeItem, .duplicateItem, .moveItemUp, .moveItemDown, .changeRole, .addImage,
      .changeContent, .editAsJSON, .addVariable, .findField, .nextFinding, .mend:
      return performInForm(command)
    case .editorFind, .editorFindNext, .editorFindPrevious, .editorReplace, .editorReplaceAll,
      .editorGoToLine, .editorComplete, .editorUndo, .editorRedo, .editorCopy, .editorCut,
      .editorPaste, .editorSelectAll, .editorDuplicateLines, .editorDeleteLines,
      .editorMoveLinesUp, .editorMoveLinesDown, .editorMatchingBracket, .editorLayOut:
      return performInEditor(command)
    case .nextTab: showTab(offset: 1)
    case .previousTab: showTab(offset: -1)
    case .showAnswer: show(.answer)
    case .showEvents: show(.events)
    case .showRequest: show(.request)
    case .showHeaders: show(.headers)
    case .follow:
      if answer.tab == .events { move(.end) } else { answer.text.scroll.follow() }
    case .nextBlock: selectSection(offset: 1)
    case .previousBlock: selectSection(offset: -1)
    case .fold: foldSection()
    case .foldAll: foldAll()
    case .toggleRendering: toggleRendering()
    case .find: openSearch()
    case .findNext: goToMatch(1)
    case .findPrevious: goToMatch(-1)
    case .selectLines: selectLines()
    case .openEvent: toggleEvent()
    case .showSampling: show(.sampling)
    case .nextToken: moveToken(by: 1)
    case .previousToken: moveToken(by: -1)
    case .writeAnswer: askForFile(.answer)
    case .writeRun: askForFile(.capture)
    case .page: return page()
    case .answerTool: answerTool()
    case .toggleToolError: toggleToolError()
    case .removeToolResult: removeToolResult()
    case .continueConversation: return continueConversation()
    case .appendAnswer: appendAnswer()
    case .useRunRequest: useRunRequest()
    case .copy: return copySelection()
    case .copyAnswer: return copyAnswer()
    }
    return []
  }

  /// Whether the result of a tool call is being written: sending it goes on with the conversation.
  var isWritingResult: Bool {
    if case .editor(let editor) = overlay, case .toolResult = editor.target { true } else { false }
  }

  /// Escape: closes what is open, else stops the answer, else goes back to the request.
  private mutating func cancel() -> [Effect] {
    if closeEditorBar() { return [] }
    if overlay != nil { return closeOverlay() }
    if form.inline != nil {
      leaveInline()
      return []
    }
    if closeInAnswer() { return [] }
    if let run = activeRun {
      // Who reads an older run is told which one it is.
      notice =
        run.id == self.run?.id
        ? Self.stopping : Notice("Stopping run \(runs.count); what has come is kept")
      return [.cancelRun(run.id)]
    }
    if tour != nil {
      leaveTour()
      return []
    }
    notice = Notice("Nothing to stop or close; \(quitKey) quits")
    return []
  }

  /// Told from the key until the connection is closed.
  static let stopping = Notice("Stopping; what has come is kept")

  /// Ends a search or a selection of the answer; false when there is neither.
  private mutating func closeInAnswer() -> Bool {
    guard focus == .answer else { return false }
    if answer.search != nil {
      // What is on the screen stays there.
      answer.search = nil
    } else if answer.eventAnchor != nil {
      answer.eventAnchor = nil
    } else if answer.shown.selection != nil {
      answer.shown.selection = nil
    } else if answer.isEventOpen {
      toggleEvent()
    } else {
      return false
    }
    return true
  }

  /// Whether a search or a selection of the answer would be closed before anything else.
  public var hasOpenedInAnswer: Bool {
    focus == .answer
      && (answer.search != nil || answer.eventAnchor != nil || answer.shown.selection != nil)
  }

  private var quitKey: String { keys(for: ActionCatalog.entry(for: .quit)).first ?? "the palette" }

  private mutating func quit() -> [Effect] {
    guard isAnswering else { return [.saveDraft, .quit] }
    park()
    overlay = .confirmation(
      Confirmation(
        purpose: .quit, question: "An answer is still coming. Stop it and quit?", verb: "Quit"))
    return []
  }

  /// A movement in a list or a text.
  enum Movement { case up, down, pageUp, pageDown, start, end }

  private mutating func move(_ movement: Movement) {
    switch focus {
    case .request: form.list.move(movement)
    case .answer: moveInAnswer(movement)
    }
  }

  private mutating func undo() -> [Effect] {
    if reopenAbandonedEditor() { return [] }
    let edit = draft.undoID
    let name = undoName == nil ? nil : draft.undo()
    if name != nil { exchangeOrigin(ofEdit: edit) }
    updateForm()
    let next = undoName.map { " · before that: \($0)" } ?? ""
    notice = Notice(name.map { "Undone: \($0)" + next } ?? "There is nothing to undo")
    return []
  }

  /// What undo would take back, if there is anything.
  var undoName: String? {
    if let opening = tour?.opening, draft.undoID == opening { return nil }
    return draft.undoName
  }

  private mutating func redo() -> [Effect] {
    let edit = draft.redoID
    let name = draft.redo()
    exchangeOrigin(ofEdit: edit)
    updateForm()
    let next = draft.redoName.map { " · after that: \($0)" } ?? ""
    notice = Notice(name.map { "Done again: \($0)" + next } ?? "There is nothing to do again")
    return []
  }
}

extension ListView {
  /// Moves the selection.
  mutating func move(_ movement: WorkbenchState.Movement) {
    switch movement {
    case .up: move(by: -1)
    case .down: move(by: 1)
    case .pageUp: movePage(-1)
    case .pageDown: movePage(1)
    case .start: move(by: -count)
    case .end: move(by: count)
    }
  }
}

extension ScrollView {
  /// Moves what is visible.
  mutating func move(_ movement: WorkbenchState.Movement) {
    switch movement {
    case .up: scroll(by: -1)
    case .down: scroll(by: 1)
    case .pageUp: scroll(pages: -1)
    case .pageDown: scroll(pages: 1)
    case .start: scroll(to: 0)
    case .end: follow()
    }
  }
}
