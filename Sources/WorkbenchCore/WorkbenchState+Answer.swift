import JSON
import MessagesAPI
import Runs
public import TerminalUI

extension WorkbenchState {
  /// Takes over what the shown run has, at the width of the pane.
  mutating func fitAnswer() {
    guard let content = layout.content, let area = textArea else { return }
    answer.text.fit(content.size)
    // Text that stands still can be read, and costs the terminal less than text that creeps up.
    answer.text.scroll.followStep = max(content.height / 2, 1)
    answer.document.fitDocument(content.size)
    answer.events.height = content.height - eventDetailHeight
    if answer.tab == .events { answer.event.fitDocument(area.size) }
    if answer.tab == .sampling { fitSampling() }
    updateAnswer()
  }

  /// - Parameter isArrival: Nothing but more of the answer has come.
  mutating func updateAnswer(isArrival: Bool = false) {
    answer.backlog = 0
    guard let run else { return }
    answer.text.transcript.update(
      from: run, results: toolBench, isArrival: isArrival,
      isFollowed: answer.text.scroll.isFollowing)
    answer.text.scroll.isGrowing = run.outcome == .streaming
    answer.text.scroll.contentHeight = answer.text.transcript.lineCount
    updateFigures()
    switch answer.tab {
    case .answer: break
    case .sampling: updateSampling()
    case .events:
      // The last event stays selected while more come.
      let isFollowing = run.isActive && answer.isFollowing
      answer.events.count = run.eventCount
      if isFollowing, run.eventCount > 0 {
        answer.events.move(by: run.eventCount)
        showEvent()
      }
      if !isArrival || answer.event.transcript.sections.isEmpty { showEvent() }
    case .request:
      if !isArrival { answer.document.show(run.requestParts) }
    case .headers:
      if !isArrival { answer.document.show(run.headParts) }
    }
    // What is complete has the same places as before.
    if isArrival { answer.search?.extend() } else { answer.search?.restart() }
  }

  /// Where the text of the tab is drawn.
  public var textArea: Rect? {
    switch answer.tab {
    case .answer, .request, .headers: return layout.content
    case .sampling: return layout.content.map { $0.split(bottom: samplingHeight).rest }
    case .events where answer.isEventOpen: return layout.content
    case .events: break
    }
    return layout.content.map { content in
      let detail = content.split(bottom: max(eventDetailHeight, 0)).bottom
      return detail.split(top: min(1, detail.height)).rest
    }
  }

  /// Takes over the figures of the run that is shown, unless that was done a moment ago.
  mutating func updateFigures() {
    guard let run else { return }
    if run.isActive, let figures = answer.figures, now - figures.time < RunFigures.interval,
      figures.eventCount > 0 || run.eventCount == 0
    {
      return
    }
    answer.latency.update(from: run)
    answer.figures = RunFigures(of: run, since: runStart, at: now)
  }

  mutating func show(_ tab: AnswerPane.Tab) {
    focus = .answer
    guard tab != answer.tab else { return }
    answer.tab = tab
    answer.document = TextPane()
    answer.eventAnchor = nil
    answer.isEventOpen = false
    fitAnswer()
    continueSearch(isNew: true)
  }

  mutating func showTab(offset: Int) {
    let count = AnswerPane.Tab.allCases.count
    let next = (answer.tab.rawValue + offset + count) % count
    show(AnswerPane.Tab.allCases[next])
  }

  mutating func moveInAnswer(_ movement: Movement) {
    guard !extendSelection(movement) else { return }
    if answer.tab == .sampling {
      moveInSampling(movement)
    } else if answer.tab == .events, !answer.isEventOpen {
      answer.events.move(movement)
      showEvent()
    } else {
      answer.shown.scroll.move(movement)
    }
  }

  // MARK: - Sections

  mutating func selectSection(offset: Int) {
    if answer.tab == .events {
      selectBlockOfEvents(offset: offset)
      return
    }
    if let section = answer.shown.section(offset) { answer.shown.selectSection(section) }
  }

  mutating func foldAll() {
    guard answer.tab != .events, answer.tab != .sampling else {
      notice = Notice("Nothing folds in this tab")
      return
    }
    answer.shown.toggleAllFolds()
  }

  mutating func foldSection() {
    guard answer.tab != .events else {
      toggleEvent()
      return
    }
    guard answer.tab != .sampling else { return }
    let section = answer.shown.selectedSectionInSight ?? answer.shown.firstSectionInSight
    if let section { answer.shown.toggleFold(section) }
  }

  /// Shows text as Markdown means it, or as it came.
  mutating func toggleRendering() {
    guard answer.tab == .answer else {
      notice = Notice(spelled("Only the answer is shown in two ways; \(.showAnswer) goes there"))
      return
    }
    answer.text.transcript.isRendered.toggle()
    answer.text.selection = nil
    updateAnswer()
    let isRendered = answer.text.transcript.isRendered
    notice = Notice(isRendered ? "Markdown is rendered" : "Text is shown as it came")
  }

  // MARK: - Tool calls

  /// - Parameter revealing: Whether to scroll to it, too.
  mutating func selectFirstUnansweredCall(revealing: Bool = true) {
    guard let run, let first = toolBench.unanswered(in: run).first else { return }
    let place = run.message.content.firstIndex { $0.id == first.id && $0.kind == .toolUse }
    let section = answer.text.transcript.sections.firstIndex { section in
      place.map { section.id == .block($0) } ?? false
    }
    guard let section else { return }
    answer.text.selectedSection = section
    if revealing { answer.text.selectSection(section) }
  }

  private var selectedSectionIsNoCall: Bool {
    guard answer.tab == .answer, let run, let section = answer.text.existingSection else {
      return false
    }
    switch answer.text.transcript.sections[section].id {
    case .block(let place): return run.message.content[place].kind != .toolUse
    case .toolResult: return false
    case .citations, .outcome, .notes, .part: return true
    }
  }

  /// The call that is selected, or the first that waits.
  var selectedCall: ContentBlock? {
    guard let run else { return nil }
    if let section = answer.text.existingSection {
      switch answer.text.transcript.sections[section].id {
      case .block(let place), .toolResult(let place):
        let block = run.message.content[place]
        if block.kind == .toolUse { return block }
      case .citations, .outcome, .notes, .part: break
      }
    }
    return toolBench.unanswered(in: run).first ?? run.message.toolUses.first
  }

  /// Opens the result of the selected call for writing.
  ///
  /// On a block that is no call it folds, as in the form.
  mutating func answerTool() {
    if selectedSectionIsNoCall {
      foldSection()
      return
    }
    guard let run, let call = selectedCall, let id = call.id else {
      notice = Notice("There is no tool call in this answer")
      return
    }
    guard run.canAnswer(call) else {
      tellThatCallCannotBeAnswered(call)
      return
    }
    overlay = .editor(
      EditorOverlay(
        target: .toolResult(id: id),
        title: "result of \(call.name ?? "tool") \(id)",
        editor: TextEditor(text: toolBench.beginning(of: id, in: run.id))))
  }

  /// Says why a call can't be answered, and what can be done instead.
  mutating func tellThatCallCannotBeAnswered(_ call: ContentBlock) {
    let reason = run.flatMap { Wording.objection(to: $0.inputState(of: call)) } ?? "cut"
    notice = Notice(
      spelled(
        "\(call.name ?? "The call") can't be answered: \(reason). \(.send) asks again,"
          + " \(.appendAnswer) appends what came"),
      .warning)
  }

  /// Takes back the result that was written for the selected call.
  mutating func removeToolResult() {
    guard let run, let call = selectedCall, let id = call.id, toolBench[run.id, id] != nil else {
      notice = Notice("The call has no result yet")
      return
    }
    toolBench[run.id, id] = nil
    updateAnswer()
    notice = Notice(
      "The result of \(call.name ?? "the call") is taken back"
        + spelled("; \(.answerTool) goes on from its text"))
  }

  mutating func toggleToolError() {
    guard let run, let call = selectedCall, let id = call.id else {
      notice = Notice("There is no tool call in this answer")
      return
    }
    guard var result = toolBench[run.id, id] else {
      notice = Notice(
        spelled("\(call.name ?? "The call") has no result yet; \(.answerTool) writes it"))
      return
    }
    result.isError.toggle()
    toolBench[run.id, id] = result
    notice = Notice(result.isError ? "The result is sent as an error" : "The result is no error")
    updateAnswer()
  }
}
