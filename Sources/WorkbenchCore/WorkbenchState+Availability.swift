import MessagesAPI
import Runs
import TerminalUI

extension WorkbenchState {
  /// Why a command would do nothing at the moment; nil when it would.
  func obstacle(to command: Command) -> String? {
    switch command {
    case .send: isAnswering ? "an answer is coming" : nil
    case .cancel: isAnswering ? nil : "nothing is being answered"
    case .undo:
      undoName == nil && abandonedEditor?.edit != draft.undoID ? "nothing was changed" : nil
    case .redo: draft.redoName == nil ? "nothing was undone" : nil
    case .editorUndo: openEditor?.editor.canUndo == true ? nil : "nothing was changed"
    case .editorRedo: openEditor?.editor.canRedo == true ? nil : "nothing was undone"
    case .editorCopy, .editorCut: openEditor?.editor.selection == nil ? "nothing is selected" : nil
    case .editorPaste: clipboard.isEmpty ? "nothing was copied here" : nil
    case .editorLayOut: openEditor == nil ? "no text is edited" : nil
    case .olderRun: shownRun ?? runs.count > 0 ? nil : "there is no older run"
    case .newerRun: shownRun ?? runs.count < runs.count - 1 ? nil : "there is no newer run"
    case .continueConversation, .appendAnswer:
      switch run {
      case nil: Self.nothingSent
      case let run? where run.isActive: "the answer isn't complete"
      case let run? where run.message.content.isEmpty: "the answer holds nothing"
      default: nil
      }
    case .tourBack: tour == nil ? "there is no tour" : nil
    case .answerTool, .toggleToolError, .removeToolResult:
      answer.text.transcript.hasToolUse
        ? run?.outcome.allowsTools == false ? "the answer isn't whole" : nil
        : "there is no tool call"
    case .openEvent:
      run.map { $0.eventCount > 0 ? nil : "there is no event" } ?? Self.nothingSent
    case .growPane, .shrinkPane:
      layout.request == nil || layout.answer == nil ? "one pane is shown" : nil
    case .checkRequest, .nextFinding, .mend: findings.isEmpty ? "nothing to object to" : nil
    case .showLog: log.isEmpty ? "nothing went wrong so far" : nil
    case .nextToken, .previousToken:
      run == nil ? Self.nothingSent : answer.sampling.count == 0 ? "no tokens are shown" : nil
    case .chooseRun: runs.isEmpty ? Self.nothingSent : nil
    default:
      ActionCatalog.entry(for: command).context == .answer && run == nil ? Self.nothingSent : nil
    }
  }

  private static let nothingSent = "nothing was sent yet"
}
