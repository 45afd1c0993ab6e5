import TerminalUI

/// Something the program can be told to do by a key, the palette or a click.
///
/// `ActionCatalog` says of each what it is called, what it does and which keys give it.
public enum Command: String, Hashable, Sendable, CaseIterable {
  // Everywhere.
  case send
  case cancel
  case nextPane = "next-pane"
  case previousPane = "previous-pane"
  case help
  case palette
  case suspend
  case quit
  case savePreset = "save"
  case savePresetAs = "save-as"
  case openPresets = "presets"
  case newRequest = "new"
  case editExternally = "external-editor"
  case editBody = "edit-json"
  case undo
  case redo
  case chooseEndpoint = "endpoint"
  case chooseTheme = "theme"
  case olderRun = "older-run"
  case newerRun = "newer-run"
  case chooseRun = "runs"
  case zoom
  case growPane = "grow"
  case shrinkPane = "shrink"
  case redraw
  case jump
  case tour
  case tourBack = "tour-back"
  case showLog = "log"
  case importRequest = "import"

  // Moving in a list or a text.
  case moveUp = "up"
  case moveDown = "down"
  case pageUp = "page-up"
  case pageDown = "page-down"
  case moveToStart = "start"
  case moveToEnd = "end"

  // The form.
  case edit
  case stepDown = "step-down"
  case stepUp = "step-up"
  case stepDownFar = "step-down-far"
  case stepUpFar = "step-up-far"
  case toggle
  case unset
  case setNull = "null"
  case reset
  case addItem = "add"
  case removeItem = "remove"
  case duplicateItem = "duplicate"
  case moveItemUp = "move-up"
  case moveItemDown = "move-down"
  case changeRole = "role"
  case addImage = "image"
  case changeContent = "content"
  case editAsJSON = "edit-value-json"
  case addVariable = "variable"
  case findField = "find-field"
  case nextFinding = "next-finding"
  case mend
  case checkRequest = "check"
  case export

  // The editor of a text.
  case editorFind = "find-in-text"
  case editorFindNext = "next-match"
  case editorFindPrevious = "previous-match"
  case editorReplace = "replace-in-text"
  case editorReplaceAll = "replace-all"
  case editorGoToLine = "go-to-line"
  case editorComplete = "complete"
  case editorPage = "page-text"
  case editorUndo = "undo-in-text"
  case editorRedo = "redo-in-text"
  case editorCopy = "copy-in-text"
  case editorCut = "cut-in-text"
  case editorPaste = "paste-in-text"
  case editorSelectAll = "select-all"
  case editorDuplicateLines = "duplicate-lines"
  case editorDeleteLines = "delete-lines"
  case editorMoveLinesUp = "move-lines-up"
  case editorMoveLinesDown = "move-lines-down"
  case editorMatchingBracket = "matching-bracket"
  case editorLayOut = "lay-out"

  // The answer.
  case nextTab = "next-tab"
  case previousTab = "previous-tab"
  case showAnswer = "answer-tab"
  case showEvents = "events-tab"
  case showRequest = "request-tab"
  case showHeaders = "headers-tab"
  case follow
  case nextBlock = "next-block"
  case previousBlock = "previous-block"
  case fold
  case answerTool = "answer-tool"
  case toggleToolError = "tool-error"
  case removeToolResult = "remove-result"
  case continueConversation = "continue"
  case appendAnswer = "append"
  case useRunRequest = "use-request"
  case copy
  case copyAnswer = "copy-answer"
  case find
  case findNext = "find-next"
  case findPrevious = "find-previous"
  case selectLines = "select-lines"
  case foldAll = "fold-all"
  case toggleRendering = "rendered"
  case openEvent = "open-event"
  case showSampling = "sampling-tab"
  case nextToken = "next-token"
  case previousToken = "previous-token"
  case writeAnswer = "write-answer"
  case writeRun = "write-run"
  case page = "pager"
}

extension Command {
  /// Whether a text that is being typed stays open, or is taken over by the command itself.
  var staysInText: Bool {
    switch self {
    case .cancel, .help, .palette, .suspend, .redraw, .zoom, .editExternally, .undo, .redo: true
    default: ActionCatalog.entry(for: self).context == .editor
    }
  }

  /// What an editor does with the command by itself; nil for what takes more.
  func textCommand(clipboard: String) -> TextEditor.Command? {
    switch self {
    case .editorUndo: .undo
    case .editorRedo: .redo
    case .editorCopy: .copy
    case .editorCut: .cut
    case .editorPaste: .paste(clipboard)
    case .editorSelectAll: .selectAll
    case .editorDuplicateLines: .duplicateLines
    case .editorDeleteLines: .deleteLines
    case .editorMoveLinesUp: .moveLinesUp
    case .editorMoveLinesDown: .moveLinesDown
    case .editorMatchingBracket: .move(.matchingBracket, extending: false)
    default: nil
    }
  }

  /// Whether it moves the selection or goes to the other pane.
  var isMovement: Bool {
    switch self {
    case .moveUp, .moveDown, .pageUp, .pageDown, .moveToStart, .moveToEnd, .nextPane, .previousPane:
      true
    default: false
    }
  }
}
