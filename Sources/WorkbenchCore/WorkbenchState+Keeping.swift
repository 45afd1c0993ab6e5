import JSON
import MessagesAPI
import Presets
import Runs
public import TerminalUI

// What is kept of a text that is being typed, against a crash and for the next start.
extension WorkbenchState {
  /// A text that could not be part of the request yet, and the place that it is for.
  public typealias UnfinishedText = (place: String, text: String)

  /// This with the request as it would be if the editor were left now, or the text of the editor where
  /// that can't be part of a request.
  public var kept: (state: WorkbenchState, unfinished: UnfinishedText?) {
    guard let editor = openEditor else {
      guard let inline = form.inline, inline.editor.revision > 0 else {
        return (self, unsentResult)
      }
      var state = self
      state.commitInline(inline)
      return (state, nil)
    }
    guard editor.editor.revision > 0 else { return (self, nil) }
    let text = editor.editor.text
    if editor.target == .headers, namesCredential(text) { return (self, nil) }
    if editor.target.isInBody {
      var state = self
      if (try? state.take(text, for: editor.target)) != nil { return (state, nil) }
      // One's own request, which is there at the next start, may have no such place.
      if tour != nil { return (self, nil) }
    }
    return (self, (editor.target.place, text))
  }

  /// The results of the last run's calls that were written and aren't part of the messages yet, as one text.
  private var unsentResult: UnfinishedText? {
    guard let run = runs.last else { return nil }
    let last = draft[RequestField.messages.pointer]?.arrayValue?.last?["content"]?.arrayValue ?? []
    let sent = last.compactMap { $0["tool_use_id"]?.stringValue }
    let ids = run.message.toolUses.compactMap(\.id).filter { !sent.contains($0) }
    let texts = ids.compactMap { toolBench[run.id, $0]?.text }.filter { !$0.isEmpty }
    guard let id = ids.first, !texts.isEmpty else { return nil }
    return (EditorOverlay.Target.toolResult(id: id).place, texts.joined(separator: "\n\n"))
  }

  /// Whether one of the headers that are typed would carry a key, which no file may hold.
  private func namesCredential(_ headers: String) -> Bool {
    headers.split(whereSeparator: \.isNewline).contains { line in
      Endpoint.carriesCredential(String(line.prefix { $0 != ":" }.filter { !$0.isWhitespace }))
    }
  }

  /// The text that is being typed, when it is so long that to make it part of the request would hold up
  /// the keys; it is kept beside the request instead.
  public var longText: (place: String, editor: TextEditor)? {
    guard let editor = openEditor, editor.isLong, editor.editor.revision > 0 else { return nil }
    return (editor.target.place, editor.editor)
  }

  /// How long after an edit it is kept; a long text is much to write.
  public var keepingDelay: Duration { openEditor?.isLong == true ? .seconds(10) : .seconds(1) }

  /// Changes with every edit of the request, and with every one of a text that is being typed.
  public var typedRevision: [Int] {
    [draft.revision, toolBench.revision]
      + [form.inline?.editor ?? openEditor?.editor].compactMap { $0?.revision }
  }

  /// Opens an editor with a text that an earlier session left unfinished.
  public mutating func restore(_ unfinished: UnfinishedText) {
    guard let target = EditorOverlay.Target(place: unfinished.place) else { return }
    switch target {
    case .text(let pointer): editText(pointer)
    case .json(let pointer): editJSON(pointer)
    case .body: editBody()
    case .headers: edit(.headers)
    case .variable(let name): editVariableText(name)
    case .toolResult:
      // Its call is gone with the session.
      clipboard = unfinished.text
      notice = Notice(
        spelled(
          "A tool result wasn't sent when the last session ended; \(.editorPaste) pastes it into"
            + " a text"),
        .warning)
      return
    }
    _ = withEditor { _, overlay in
      _ = overlay.editor.apply(.setText(unfinished.text))
      _ = overlay.editor.apply(.move(.textEnd, extending: false))
    }
    notice =
      notice
      ?? Notice(
        spelled("This was being written when the last session ended; \(.cancel) takes it over"),
        .warning)
  }

  /// The editor that lies below what is open over it.
  public var editorBelow: EditorOverlay? {
    for case .editor(let editor) in parked.reversed() { return editor }
    return nil
  }

  /// The editor that is open, also below the help or the palette.
  var openEditor: EditorOverlay? {
    for case .editor(let editor) in [overlay].compactMap(\.self) + parked { return editor }
    return nil
  }
}

extension EditorOverlay.Target {
  /// Whether the text is a part of the body.
  var isInBody: Bool {
    switch self {
    case .text, .json, .body: true
    case .toolResult, .headers, .variable: false
    }
  }

  /// The place as the draft names it.
  var place: String {
    switch self {
    case .text(let pointer): "text \(pointer)"
    case .json(let pointer): "json \(pointer)"
    case .body: "body"
    case .headers: "headers"
    case .variable(let name): "variable \(name)"
    case .toolResult(let id): "result \(id)"
    }
  }

  init?(place: String) {
    let kind = place.prefix { $0 != " " }
    let name = String(place.dropFirst(kind.count + 1))
    switch kind {
    case "text":
      guard let pointer = JSONPointer(parsing: name) else { return nil }
      self = .text(pointer)
    case "json":
      guard let pointer = JSONPointer(parsing: name) else { return nil }
      self = .json(pointer)
    case "body": self = .body
    case "headers": self = .headers
    case "result": self = .toolResult(id: name)
    case "variable": self = .variable(name)
    default: return nil
    }
  }
}
