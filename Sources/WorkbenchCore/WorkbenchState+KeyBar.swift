import Presets
import TerminalUI

extension WorkbenchState {
  /// A key on the last line, and what it does here.
  public struct KeyHint: Hashable, Sendable {
    public let command: Command
    public let key: String
    public let label: String
    /// Where it stands on the line.
    public let columns: Range<Int>
  }

  /// The keys that the last line has room for: those that go on with what was struck, or the commonest.
  public func keyBar(width: Int) -> [KeyHint] {
    var hints: [KeyHint] = []
    var x = 1
    for (command, key, label) in struckKeys.isEmpty ? commonKeys : continuations {
      let length = TextWidth.columns(of: key) + 1 + TextWidth.columns(of: label)
      guard x + length + 1 <= width else { break }
      hints.append(KeyHint(command: command, key: key, label: label, columns: x..<x + length))
      x += length + 2
    }
    return hints
  }

  /// The width of the key bar: what the name of the endpoint leaves of the last line.
  public var keyBarWidth: Int {
    let width = layout.status.width
    // The form names the endpoint, too.
    return width < 60 ? width : width - min(TextWidth.columns(of: endpoint.name) + 2, width / 3)
  }

  private var commonKeys: [(Command, String, String)] {
    hints.compactMap { command, label in
      keyLabels[command]?.first.map { (command, $0, label) }
    }
  }

  private var hints: [(Command, String)] {
    let general: [(Command, String)] = [(.palette, "Commands"), (.help, "Help"), (.quit, "Quit")]
    switch overlay {
    case .editor(let editor): return hints(in: editor) + general
    case .picker, .prompt, .confirmation, .help, .log: return [(.cancel, "Close")]
    case nil: break
    }
    if jump != nil { return [(.cancel, "Leave the letters")] }
    if isAnswering { return [(.cancel, "Stop"), (.nextPane, "Pane")] + general }
    let presets: [(Command, String)] = [(.openPresets, "Presets"), (.savePreset, "Save")]
    switch focus {
    case .request:
      let undo = draft.undoName.map { [(Command.undo, "Undo \($0)")] } ?? []
      let pane: [(Command, String)] = [(.nextPane, "Answer")]
      let edits: [(Command, String)] = [(.unset, "Unset")] + undo + [(.findField, "Go to")]
      return [(.send, "Send"), (.edit, "Edit")]
        + (layout.answer == nil ? pane + edits : edits + pane) + presets + general
    case .answer:
      if let search = answer.search {
        let keys: [(Command, String)] = [(.findNext, "Next"), (.findPrevious, "Previous")]
        return (search.isTyping ? [] : keys) + [(.cancel, "Close")] + general
      }
      let keys: [(Command, String)] = [
        (.send, "Send"), (.answerTool, "Tool result"), (.continueConversation, "Continue"),
        (.find, "Find"), (.copy, "Copy"),
      ]
      let possible = keys.filter { obstacle(to: $0.0) == nil }
      let count = layout.request == nil ? 1 : possible.count
      return possible.prefix(count) + [(.nextPane, "Request")] + possible.dropFirst(count) + general
    }
  }

  private func hints(in editor: EditorOverlay) -> [(Command, String)] {
    switch editor.bar {
    case nil:
      [
        (.cancel, "Done"), (.editorFind, "Find"), (.editorReplace, "Replace"),
        (.editorGoToLine, "Line"), (.editExternally, "$EDITOR"), (.send, "Send"),
      ]
    case .line: [(.cancel, "Back")]
    case .search(let search):
      [(.cancel, "Close"), (.editorFindNext, "Next"), (.editorFindPrevious, "Previous")]
        + [search.replacement == nil ? (.editorReplace, "Replace") : (.editorReplaceAll, "All")]
    }
  }

  private var continuations: [(Command, String, String)] {
    paneContexts.flatMap { keymap.continuations(of: struckKeys, in: $0.rawValue) }
      .compactMap { keys, action in
        Command(rawValue: action).map { ($0, keys.text, ActionCatalog.entry(for: $0).title) }
      }
  }
}
