import JSON
import Runs
import TerminalUI

// What becomes of a text when its editor is left.
extension WorkbenchState {
  /// Why a text can't be taken, and the byte at which that shows.
  struct Objection: Error {
    let reason: String
    let offset: Int
  }

  /// Takes over what is being typed before a command that goes elsewhere, and closes what lies over it;
  /// false when it can't be taken as it is.
  mutating func leavesText(for command: Command) -> Bool {
    if command.staysInText { return true }
    leaveOverlays(for: command)
    if case .editor(let editor) = overlay {
      switch command {
      // What can't be taken is kept with the draft, and open again at the next start.
      case .quit where kept.unfinished != nil: return true
      case .savePreset, .savePresetAs: return take(from: editor)
      case .send where keepsOpenWhenSent(editor): return take(from: editor)
      case .send:
        typingGoesOnUntil = now + Self.typingPause
        return commit(editor, takesUnwritten: isWritingResult)
      default: return commit(editor)
      }
    }
    if overlay == nil, let inline = form.inline {
      commitInline(inline)
      if command == .send { typingGoesOnUntil = now + Self.typingPause }
      return form.inline == nil
    }
    return true
  }

  /// Closes the lists, questions and lines that lie over a text or the panes. To quit asks over them.
  private mutating func leaveOverlays(for command: Command) {
    guard command != .quit else { return }
    while overlay != nil, !isWriting { unpark() }
  }

  /// Whether a text stays open when the request is sent: where its effect is seen beside it.
  private func keepsOpenWhenSent(_ editor: EditorOverlay) -> Bool {
    if case .toolResult = editor.target { return false }
    return showsAnswerBesideEditor
  }

  /// Takes the text of an editor over and closes it; false when the text can't be taken yet.
  ///
  /// A text that isn't the JSON that is needed stays open with the position of the fault.
  ///
  /// - Parameter leavingOut: Whether such a text is left out the second time, until undo brings it back.
  mutating func commit(
    _ editor: EditorOverlay, leavingOut: Bool = false, takesUnwritten: Bool = false
  ) -> Bool {
    if take(from: editor, takesUnwritten: takesUnwritten) {
      unpark()
      if editor.isNew { removeUnwritten(editor.target) }
      return true
    }
    guard leavingOut, editor.complaint != nil else { return false }
    unpark()
    // Left out again, it is out of the way of what was done before.
    abandonedEditor = editor.isReopened ? nil : (editor, draft.undoID)
    let reason = editor.isJSON ? "it is not the JSON that is needed" : "it can't be taken as it is"
    let hint = editor.isReopened ? "" : spelled("; \(.undo) opens it again")
    notice = Notice(
      "The edit of \(editor.title) was left out: \(reason)\(hint)", .warning
    )
    return true
  }

  /// Takes the text of an editor over, which stays open; false, with a complaint, when it can't be taken.
  ///
  /// - Parameter takesUnwritten: Whether a text that wasn't touched is meant, as a result that is empty.
  private mutating func take(from editor: EditorOverlay, takesUnwritten: Bool = false) -> Bool {
    // Nothing was written, and nothing is changed.
    if editor.editor.revision == 0, !takesUnwritten { return true }
    var editor = editor
    do throws(Objection) {
      try take(editor.editor.text, for: editor.target, completing: editor.isNew)
      editor.isNew = false
      if overlay != nil { overlay = .editor(editor) }
      return true
    } catch {
      editor.complaint = error.reason + spelled(". \(.cancel) again leaves the edit out")
      editor.editor.moveCursor(to: editor.editor.location(ofByte: error.offset))
      overlay = .editor(editor)
      return false
    }
  }

  /// Takes a text over.
  ///
  /// - Parameter isNew: Whether the item that it is a part of was added for it, so that both are undone as one.
  mutating func take(
    _ text: String, for target: EditorOverlay.Target, completing isNew: Bool = false
  ) throws(Objection) {
    switch target {
    case .text(let pointer):
      guard draft[pointer]?.stringValue != text else { return }
      if text.isEmpty, draft[pointer] == nil { return }
      let before = draft[pointer]
      change {
        $0.set(
          pointer, to: .string(text), name: "edit \(pointer.spoken)",
          completing: isNew ? pointer.parent : nil)
      }
      tellOfNewVariables(in: text, before: before)
    case .json(let pointer):
      guard !text.allSatisfy(\.isWhitespace) else {
        change { $0.remove(pointer, name: "unset \(pointer.spoken)") }
        return
      }
      let (value, before) = (try json(text), draft[pointer])
      guard value != before else { return }
      change {
        $0.set(
          pointer, to: value, name: "edit \(pointer.spoken)", completing: isNew ? pointer : nil)
      }
      if before == nil { form.select(pointer) }
    case .body:
      guard let object = try json(text).objectValue else {
        throw Objection(reason: "A request is a JSON object", offset: 0)
      }
      change { $0.replace(body: object, name: "edit the request as JSON") }
    case .toolResult(let id):
      guard let run else { return }
      var result = toolBench[run.id, id] ?? ToolBench.Result()
      result.text = text
      toolBench[run.id, id] = result
      updateAnswer()
      notice = Notice(
        spelled(
          "\(.continueConversation) continues with the result; \(.toggleToolError) marks it as an"
            + " error"))
    case .headers: try setHeaders(text)
    case .variable(let name): setVariable(name, to: text)
    }
  }

  /// Takes the message or text block back that was added for a text, if nothing was written.
  private mutating func removeUnwritten(_ target: EditorOverlay.Target) {
    guard case .text(let pointer) = target, draft[pointer]?.stringValue?.isEmpty == true else {
      return
    }
    removeUnwritten(pointer.parent)
  }

  /// Takes an item back that was added and left as it was.
  mutating func removeUnwritten(_ item: JSONPointer) {
    draft.forgetLastEdit()
    updateForm()
    form.select(item.previous ?? item.parent)
  }

  private func json(_ text: String) throws(Objection) -> JSONValue {
    do throws(JSONParseError) {
      return try JSONValue(parsing: text)
    } catch {
      throw Objection(reason: "\(error)", offset: error.offset)
    }
  }

  /// Opens the text again that was left out last; false when there is none.
  mutating func reopenAbandonedEditor() -> Bool {
    guard let abandoned = abandonedEditor, abandoned.edit == draft.undoID else { return false }
    abandonedEditor = nil
    var editor = abandoned.editor
    editor.isReopened = true
    overlay = .editor(editor)
    return true
  }
}

extension JSONPointer {
  /// The list item before this one, if there is one.
  fileprivate var previous: JSONPointer? {
    guard let index = tokens.last.flatMap(Int.init), index > 0 else { return nil }
    return parent.appending(index - 1)
  }
}
