import MessagesAPI
import Runs
import TerminalUI

/// What can be written to a file of a run.
public enum RunExport: Hashable, Sendable {
  /// The answer's text, as the model wrote it.
  case answer
  /// The request, the raw events with their times, and the end: a capture.
  case capture
}

extension WorkbenchState {
  /// Asks where to write the answer, or the run.
  mutating func askForFile(_ export: RunExport) {
    guard let run else {
      notice = Notice(spelled("There is no answer yet; \(.send) sends"))
      return
    }
    let name = run.message.model.map { $0.map { $0 == "/" ? "-" : $0 } }.map { String($0) } ?? "run"
    var editor = TextEditor(
      text: "\(name)-\(run.id.rawValue)." + (export == .answer ? "md" : "json"),
      isSingleLine: true)
    _ = editor.apply(.selectAll)
    overlay = .prompt(
      Prompt(
        purpose: .file(export),
        title: export == .answer ? "Write the answer to a file" : "Write the run to a file",
        hint: "a path; ~/ is your home folder", editor: editor))
  }

  /// What goes into the file.
  private func bytes(of export: RunExport) -> [UInt8]? {
    guard let run else { return nil }
    switch export {
    case .answer:
      let text = run.message.joinedText
      return Array((text.hasSuffix("\n") ? text : text + "\n").utf8)
    case .capture: return Capture(run).bytes
    }
  }

  /// Writes a file. The question for its path stays open until that has been done.
  func write(_ export: RunExport, to path: String) -> [Effect] {
    guard let bytes = bytes(of: export) else { return [] }
    return [.writeFile(path: path, bytes: bytes, export, replaces: false)]
  }

  mutating func tellWritten(_ path: String, byteCount: Int) {
    if filePrompt(for: path) != nil { unpark() }
    notice = Notice("Wrote \(path), \(byteCount) bytes", .success)
  }

  /// Leaves the path to be mended.
  mutating func tellNotWritten(_ path: String, reason: String) {
    guard var prompt = filePrompt(for: path) else {
      notice = Notice("Not written: \(reason)", .error)
      return
    }
    prompt.complaint = reason
    overlay = .prompt(prompt)
  }

  /// The question for a path, as long as it is open.
  private func filePrompt(for path: String) -> Prompt? {
    guard case .prompt(let prompt) = overlay, prompt.editor.text == path,
      case .file = prompt.purpose
    else { return nil }
    return prompt
  }

  /// Asks, with the question for the path below, so that another one can be given.
  mutating func askToReplaceFile(_ path: String, bytes: [UInt8], _ export: RunExport) {
    // Who is typing meanwhile must not answer by accident.
    guard filePrompt(for: path) != nil || overlay == nil && form.inline == nil else {
      notice = Notice("\(path) is there already, and was left as it is", .warning)
      return
    }
    park()
    overlay = .confirmation(
      Confirmation(
        purpose: .replaceFile(path, bytes: bytes, export),
        question: "\(path) is there already. Replace it?",
        verb: "Replace"))
  }

  /// Shows the text of the tab in `$PAGER`.
  mutating func page() -> [Effect] {
    guard let run else {
      notice = Notice(spelled("There is no answer yet; \(.send) sends"))
      return []
    }
    let text =
      switch answer.tab {
      case .answer, .sampling: wholeText(of: answer.text, in: run)
      case .events: eventsText
      case .request: run.requestText
      case .headers: run.headText
      }
    return [.page(text: Neutralizer.visibleLines(text))]
  }

  /// All sections, each below its title; Markdown as it came, since a pager shows no looks.
  private func wholeText(of pane: TextPane, in run: Run) -> String {
    pane.transcript.sections.map { section in
      var text = String(decoding: section.body.bytes, as: UTF8.self)
      if case .block(let place) = section.id, section.body is MarkdownText {
        text = run.message.content[place].text
      }
      return "── \(section.title) ──\n\n" + text
    }.joined(separator: "\n\n") + "\n"
  }
}
