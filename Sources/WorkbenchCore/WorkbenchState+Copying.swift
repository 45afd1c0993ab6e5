import JSON
import MessagesAPI
import Runs
import TerminalUI

extension WorkbenchState {
  /// Copies what is selected: text, else a block or event, else all that the tab shows.
  mutating func copySelection() -> [Effect] {
    guard let run else { return [] }
    if let range = answer.tab == .events ? answer.selectedEvents : nil {
      let text = range.map { run.event($0).text }.joined(separator: "\n")
      answer.eventAnchor = nil
      return copy(text, as: "\(range.count) events")
    }
    if let text = answer.shown.selectedText {
      answer.shown.selection?.isByKeys = false
      return copy(text, as: "the selection")
    }
    switch answer.tab {
    case .sampling:
      return currentSample.map { copy($0.text, as: "the token") } ?? []
    case .answer:
      guard let section = answer.text.selectedSectionInSight else { return copyAnswer() }
      return copy(text(of: answer.text.transcript.sections[section], in: run), as: "the block")
    case .events:
      guard answer.events.selection < run.eventCount else { return [] }
      return copy(run.event(answer.events.selection).text, as: "the event")
    case .request, .headers:
      let what = answer.tab == .request ? "request" : "headers"
      guard let section = answer.document.selectedSectionInSight else {
        return copy(answer.tab == .request ? run.requestText : run.headText, as: "the \(what)")
      }
      let body = answer.document.transcript.sections[section].body
      return copy(String(decoding: body.bytes, as: UTF8.self), as: "this part of the \(what)")
    }
  }

  mutating func copyAnswer() -> [Effect] {
    guard let run else { return [] }
    let text = run.message.joinedText
    // Of what failed, why is worth taking along.
    let reasons = text.isEmpty && !run.isActive ? Wording.explanation(of: run) : []
    return reasons.isEmpty
      ? copy(text, as: "the answer")
      : copy(reasons.joined(separator: "\n"), as: "what was wrong")
  }

  private func text(of section: Transcript.Section, in run: Run) -> String {
    switch section.id {
    case .block(let place):
      let block = run.message.content[place]
      let body = String(decoding: block.bodyBytes, as: UTF8.self)
      return body.isEmpty ? block.json.text(.pretty) : body
    case .toolResult(let place):
      return run.message.content[place].id.flatMap { toolBench[run.id, $0]?.text } ?? ""
    case .outcome: return Wording.explanation(of: run).joined(separator: "\n")
    case .notes: return run.notes.map(\.description).joined(separator: "\n")
    case .citations, .part: return String(decoding: section.body.bytes, as: UTF8.self)
    }
  }

  /// Copies a text. What was copied before stays where there is nothing to copy.
  mutating func copy(_ text: String, as what: String) -> [Effect] {
    guard !text.isEmpty else {
      notice = Notice("Nothing to copy: \(what) has no text", .warning)
      return []
    }
    clipboard = text
    notice = Notice("Copied \(what), \(text.utf8.count) bytes", .success)
    copyNotice = notice
    return [.copy(text)]
  }

  /// Says where a copied text is that the terminal may not have put on a clipboard, or hasn't.
  mutating func tellOfCopy(in path: String, isSent: Bool) {
    if !isSent {
      notice = Notice("The terminal's clipboard doesn't take this; it is in \(path)", .warning)
    } else if let notice, notice == copyNotice {
      // Of what was cut nothing is said.
      self.notice = Notice("\(notice.text); also in \(path)", .success)
    }
  }
}
