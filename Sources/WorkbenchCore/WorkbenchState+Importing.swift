import JSON
import MessagesAPI
import Presets
import TerminalUI

// Taking over a request from elsewhere.
extension WorkbenchState {
  mutating func askForImport() {
    overlay = .prompt(
      Prompt(
        purpose: .importRequest, title: "Import a request",
        hint: "the path of a file, or paste a curl command or a body",
        editor: TextEditor(text: imageFolder, isSingleLine: true)))
  }

  /// Imports what was typed or pasted; anything that is neither a command nor JSON is a path.
  mutating func importRequest(from text: String) -> [Effect] {
    guard Self.looksLikeRequest(text) else { return [.readRequest(path: text)] }
    if let reason = importRequest(text) { complainOfImport(reason) }
    return []
  }

  /// Takes in what was read of a file; what can't be taken leaves the question open.
  mutating func take(_ reading: Action.TextReading, from path: String) {
    guard case .prompt(let prompt) = overlay, prompt.purpose == .importRequest,
      prompt.editor.text == path
    else { return }
    switch reading {
    case .failure(let reason): complainOfImport(reason)
    case .text(let text): if let reason = importRequest(text) { complainOfImport(reason) }
    }
  }

  /// Whether a pasted text is a request rather than anything else.
  static func looksLikeRequest(_ text: String) -> Bool {
    let start = text.drop { $0.isWhitespace || $0 == "$" }
    return start.hasPrefix("{") || start.hasPrefix("curl ")
  }

  /// Puts a pasted request in the form; false when the text isn't one.
  mutating func importPaste(_ text: String) -> Bool {
    guard Self.looksLikeRequest(text) else { return false }
    if let reason = importRequest(text) {
      notice = Notice("What was pasted can't be imported: \(reason)", .warning)
    }
    return true
  }

  private mutating func complainOfImport(_ reason: String) {
    guard case .prompt(var prompt) = overlay else { return }
    prompt.complaint = reason
    overlay = .prompt(prompt)
  }

  /// Puts the request of a text in the form, as one edit; why it can't be, if so.
  private mutating func importRequest(_ text: String) -> String? {
    do throws(RequestImport.Failure) {
      let found = try RequestImport(parsing: text)
      guard found.preset.request.body["messages"] != nil else {
        return "it has no messages, so it is no request"
      }
      overlay = nil
      replaceRequest(with: found.preset, name: "import a request", origin: nil)
      if let endpoint = found.endpoint { adopt(endpoint) }
      form = RequestForm()
      updateForm()
      form.selectFirstField()
      let remarks = found.notes.map { " " + $0 }.joined()
      notice = Notice(
        spelled("Imported; \(.undo) takes that back.") + remarks,
        found.notes.isEmpty ? .success : .warning)
      return nil
    } catch {
      return Wording.sentence(for: error)
    }
  }

  /// Goes to an endpoint: the known one with its address, or else this one.
  private mutating func adopt(_ new: Endpoint) {
    let address = try? new.url()
    if let known = endpoints.first(where: { address != nil && (try? $0.url()) == address }) {
      endpoint = known
    } else {
      var new = new
      while endpoints.contains(where: { $0.name == new.name }) { new.name += "'" }
      endpoints.append(new)
      endpoint = new
    }
  }

  /// Shows the text of the open editor in `$PAGER`.
  mutating func pageText() -> [Effect] {
    guard case .editor(let editor) = overlay else {
      notice = Notice("No text is open")
      return []
    }
    return [.page(text: Neutralizer.visibleLines(editor.editor.text))]
  }
}
