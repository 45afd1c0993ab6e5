import JSON
import MessagesAPI
import Runs
import TerminalUI

extension WorkbenchState {
  /// Takes over what the shown run has, at the width of the pane.
  mutating func fitAnswer() {
    guard let content = layout.content else { return }
    answer.transcript.width = content.width - 3
    answer.document.width = content.width - 1
    answer.scroll.height = content.height
    // Text that stands still can be read, and costs the terminal less than text that creeps up.
    answer.scroll.followStep = max(content.height * 2 / 3, 1)
    answer.documentScroll.height = content.height
    answer.events.height = content.height - eventDetailHeight
    updateAnswer()
  }

  /// - Parameter isArrival: Nothing but more of the answer has come.
  mutating func updateAnswer(isArrival: Bool = false) {
    guard let run else { return }
    answer.transcript.update(from: run, results: toolBench, isArrival: isArrival)
    answer.scroll.contentHeight = answer.transcript.lineCount
    if !run.isActive, answer.scroll.isFollowing { answer.scroll.follow() }
    updateFigures()
    switch answer.tab {
    case .answer: break
    case .events: answer.events.count = run.eventCount
    case .request, .headers:
      guard !isArrival else { break }
      let text = answer.tab == .request ? run.requestText : run.headText
      answer.document = WrappedText(text, width: max((layout.content?.width ?? 40) - 1, 1))
      answer.documentScroll.contentHeight = answer.document.lineCount
    }
  }

  /// Takes over the figures of the run that is shown, unless that was done a moment ago.
  mutating func updateFigures() {
    guard let run else { return }
    let isFresh = answer.figures.map { now - $0.time < RunFigures.interval } ?? false
    if run.isActive, isFresh { return }
    answer.figures = RunFigures(of: run, since: runStart, at: now)
  }

  /// How many lines below the list of events show the selected one.
  public var eventDetailHeight: Int { (layout.content?.height ?? 0) >= 16 ? 7 : 0 }

  mutating func show(_ tab: AnswerPane.Tab) {
    focus = .answer
    guard tab != answer.tab else { return }
    answer.tab = tab
    answer.documentScroll.scroll(to: 0)
    fitAnswer()
  }

  mutating func showTab(offset: Int) {
    let count = AnswerPane.Tab.allCases.count
    let next = (answer.tab.rawValue + offset + count) % count
    show(AnswerPane.Tab.allCases[next])
  }

  mutating func moveInAnswer(_ movement: Movement) {
    switch answer.tab {
    case .answer: answer.scroll.move(movement)
    case .events: answer.events.move(movement)
    case .request, .headers: answer.documentScroll.move(movement)
    }
  }

  // MARK: - Sections

  mutating func selectSection(offset: Int) {
    let count = answer.transcript.sections.count
    guard count > 0 else { return }
    let next = (answer.selectedSection ?? (offset > 0 ? -1 : count)) + offset
    selectSection(min(max(next, 0), count - 1))
  }

  mutating func selectSection(_ section: Int) {
    answer.selectedSection = section
    answer.scroll.reveal(answer.transcript.start(of: section))
  }

  mutating func foldSection() {
    guard let section = answer.selectedSection,
      answer.transcript.sections.indices.contains(section)
    else {
      selectSection(offset: 1)
      return
    }
    answer.transcript.toggleFold(section)
    updateAnswer()
  }

  // MARK: - Tool calls

  mutating func selectFirstUnansweredCall() {
    guard let run, let first = toolBench.unanswered(in: run).first else { return }
    let place = run.message.content.firstIndex { $0.id == first.id && $0.kind == .toolUse }
    let section = answer.transcript.sections.firstIndex { section in
      place.map { section.id == .block($0) } ?? false
    }
    if let section { selectSection(section) }
  }

  /// The call that is selected, or the first that waits.
  private var selectedCall: ContentBlock? {
    guard let run else { return nil }
    if let section = answer.selectedSection,
      answer.transcript.sections.indices.contains(section)
    {
      switch answer.transcript.sections[section].id {
      case .block(let place), .toolResult(let place):
        let block = run.message.content[place]
        if block.kind == .toolUse { return block }
      case .outcome, .notes: break
      }
    }
    return toolBench.unanswered(in: run).first ?? run.message.toolUses.first
  }

  /// Opens the result of the selected call for writing.
  mutating func answerTool() {
    guard let run, let call = selectedCall, let id = call.id else {
      notice = Notice("There is no tool call in this answer")
      return
    }
    guard run.outcome.allowsTools else {
      notice = Notice("The answer is incomplete, so its calls can't be answered", .warning)
      return
    }
    let result = toolBench[run.id, id]
    overlay = .editor(
      EditorOverlay(
        target: .toolResult(id: id),
        title: "result of \(call.name ?? "tool") \(id)",
        editor: TextEditor(text: result?.text ?? "")))
  }

  mutating func toggleToolError() {
    guard let run, let id = selectedCall?.id else {
      notice = Notice("There is no tool call in this answer")
      return
    }
    var result = toolBench[run.id, id] ?? ToolBench.Result()
    result.isError.toggle()
    toolBench[run.id, id] = result
    notice = Notice(result.isError ? "The result is sent as an error" : "The result is no error")
    updateAnswer()
  }

  // MARK: - Copy

  mutating func copySelection() -> [Effect] {
    guard let run else { return [] }
    switch answer.tab {
    case .answer:
      guard let section = answer.selectedSection,
        answer.transcript.sections.indices.contains(section)
      else { return copyAnswer() }
      return copy(text(of: answer.transcript.sections[section], in: run), as: "the block")
    case .events:
      guard answer.events.selection < run.eventCount else { return [] }
      return copy(run.event(answer.events.selection).text, as: "the event")
    case .request: return copy(run.requestText, as: "the request")
    case .headers: return copy(run.headText, as: "the headers")
    }
  }

  mutating func copyAnswer() -> [Effect] {
    guard let run else { return [] }
    return copy(run.message.text, as: "the answer")
  }

  private func text(of section: Transcript.Section, in run: Run) -> String {
    switch section.id {
    case .block(let place):
      let block = run.message.content[place]
      let body = String(decoding: block.bodyBytes, as: UTF8.self)
      return body.isEmpty ? block.json.text(.pretty) : body
    case .toolResult(let place):
      return run.message.content[place].id.flatMap { toolBench[run.id, $0]?.text } ?? ""
    case .outcome: return Wording.explanation(of: run.outcome).joined(separator: "\n")
    case .notes: return run.notes.map { Wording.line(for: $0) }.joined(separator: "\n")
    }
  }

  mutating func copy(_ text: String, as what: String) -> [Effect] {
    clipboard = text
    notice = Notice("Copied \(what), \(text.utf8.count) bytes", .success)
    return [.copy(text)]
  }
}
