import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI

extension WorkbenchState {
  /// Starts a run of the request as it stands.
  mutating func send() -> [Effect] {
    if isAnswering {
      notice = Notice(spelled("An answer is still coming; \(.cancel) stops it"), .warning)
      return []
    }
    if let name = openingPreset {
      notice = Notice(spelled("\(name) is still being opened; \(.send) sends it then"), .warning)
      return []
    }
    if let missing = unfilled.first {
      askForValue(of: missing.name)
      return []
    }
    draft.seal()
    let bytes = endpoint.completed(draft.request).json.encoded(.pretty)
    let id = Run.ID(nextRunID)
    nextRunID += 1
    return [.saveDraft, .startRun(id, endpoint: endpoint, body: bytes)]
  }

  /// Shows a run whose request is on its way.
  private mutating func begin(_ run: Run) {
    keepPlace()
    makeRoom()
    runs.append(run)
    runStart = now
    shownRun = runs.count - 1
    answer = AnswerPane(for: run, after: answer)
    // Who compares events or the drawing of tokens goes on with that.
    if tour != nil || ![.events, .sampling].contains(answer.tab) { answer.tab = .answer }
    showAnswerPane()
    fitAnswer()
    answer.text.scroll.follow()
  }

  /// Goes to the answer where there is room for one pane only.
  private mutating func showAnswerPane() {
    if layout.answer == nil { focus = .answer }
  }

  /// Forgets the oldest runs when all together have become too large.
  private mutating func makeRoom() {
    var size = runs.reduce(0) { $0 + $1.keptByteCount + $1.request.body.count }
    let count = runs.count
    while size > runsSize, let oldest = runs.first {
      size -= oldest.keptByteCount + oldest.request.body.count
      places[oldest.id] = nil
      runs.removeFirst()
      tour?.moveRuns(by: -1)
    }
    let dropped = count - runs.count
    guard dropped > 0 else { return }
    notice = Notice(
      dropped == 1
        ? "The oldest run made room for new ones"
        : "The \(dropped) oldest runs made room for new ones")
  }

  /// Takes in what has come for a run.
  mutating func receive(_ update: Action.RunUpdate, of id: Run.ID) -> [Effect] {
    if case .started(let request, let endpointName, let time) = update {
      begin(Run(id: id, request: request, endpointName: endpointName, startedAt: time))
      return []
    }
    guard let index = runs.lastIndex(where: { $0.id == id }) else { return [] }
    switch update {
    case .started: return []
    case .head(let head, let time): runs[index].receive(head: head, at: time)
    case .chunk(let bytes, let time):
      runs[index].receive(chunk: bytes, at: time)
      guard shownRun == index else { return [] }
      answer.backlog += bytes.count
      if answer.backlog > AnswerPane.backlogLimit { catchUp() }
      return []
    case .end(let end, let time):
      runs[index].finish(end, at: time)
      if notice == Self.stopping { notice = nil }
      if shownRun == index { updateAnswer() }
      logFailure(of: runs[index], number: index + 1)
      announceEnd(of: runs[index])
      return [.keepRun(id)]
    }
    if shownRun == index { updateAnswer() }
    return []
  }

  /// Lays out what has arrived, however many pieces it came in.
  mutating func catchUp() {
    guard answer.backlog > 0 else { return }
    updateAnswer(isArrival: true)
  }

  private mutating func announceEnd(of run: Run) {
    guard shownRun.map({ runs[$0].id }) == run.id else { return }
    let calls = toolBench.unanswered(in: run).count
    guard calls > 0 else { return }
    // Who has left the end goes on reading.
    selectFirstUnansweredCall(revealing: answer.text.scroll.isFollowing)
    let waits = calls == 1 ? "A tool call waits" : "\(calls) tool calls wait"
    guard overlay == nil else {
      if case .editor = overlay { notice = Notice("\(waits) in the answer") }
      return
    }
    // Who has gone on working since must not find the keys meaning something else.
    guard lastInput <= runStart || focus == .answer else {
      notice = Notice(spelled("\(waits); \(.nextPane) goes to the answer"))
      return
    }
    notice = Notice(
      spelled(
        "\(waits): \(.answerTool) writes the result, \(.continueConversation) continues"))
    guard focus != .answer else { return }
    focus = .answer
    isZoomed = false
  }

  // MARK: - Which run is shown

  /// Whether a run was kept by an earlier session: those of this one are numbered from 1.
  func isOfEarlierSession(_ run: Run) -> Bool { run.id < Run.ID(1) }

  /// Puts the runs of earlier sessions before those of this one.
  mutating func restore(_ earlier: [Run]) {
    runs.insert(contentsOf: earlier, at: 0)
    shownRun = shownRun.map { $0 + earlier.count }
    tour?.moveRuns(by: earlier.count)
  }

  mutating func showRun(offset: Int) {
    guard !runs.isEmpty else {
      notice = Notice(spelled("Nothing was sent yet; \(.send) sends"))
      return
    }
    let target = (shownRun ?? runs.count) + offset
    guard runs.indices.contains(target) else {
      notice = Notice(offset < 0 ? "This is the first run" : "This is the last run")
      return
    }
    showRun(at: target)
  }

  /// Shows a run where it was read last, and looks there for what was looked for.
  mutating func showRun(at index: Int) {
    keepPlace()
    shownRun = index
    let run = runs[index]
    let search = answer.search
    answer = AnswerPane(for: run, after: answer, at: places[run.id])
    showAnswerPane()
    fitAnswer()
    answer.go(to: places[run.id], in: run)
    if answer.tab == .events { showEvent() }
    resumeSearch(search)
  }

  private static let placeLimit = 200

  private mutating func keepPlace() {
    guard let run else { return }
    places[run.id] = answer.place
    if places.count > Self.placeLimit, let oldest = places.keys.min() { places[oldest] = nil }
  }

  /// Puts the request of the run that is shown in the form.
  mutating func useRunRequest() {
    guard let run else { return }
    let number = (shownRun ?? 0) + 1
    guard let body = (try? JSONValue(parsing: run.bodyText))?.objectValue else { return }
    change { $0.replace(sent: body, name: "use the request of run \(number)") }
    focus = .request
    notice = Notice("The form holds the request of run \(number)" + undoHint, .success)
  }

  // MARK: - The conversation goes on

  /// Appends the answer, and the results of its calls, to the messages.
  mutating func continueConversation() -> [Effect] {
    guard let run else {
      notice = Notice(spelled("There is no answer to continue from; \(.send) sends"), .warning)
      return []
    }
    if let call = run.message.toolUses.first(where: { !run.canAnswer($0) }) {
      tellThatCallCannotBeAnswered(call)
      return []
    }
    let unanswered = toolBench.unanswered(in: run)
    guard unanswered.isEmpty else {
      let names = unanswered.compactMap { $0.name ?? $0.id }.joined(separator: ", ")
      notice = Notice(
        "Needs a result first: \(names)." + spelled(" \(.answerTool) on the call writes one"),
        .warning)
      focus = .answer
      selectFirstUnansweredCall()
      return []
    }
    guard run.message.stopReason != .refusal else {
      notice = Notice(
        spelled(
          "The model declined, and servers refuse to go on from that; \(.appendAnswer) appends it"
            + " all the same"),
        .warning)
      return []
    }
    let results = run.message.toolUses.compactMap { call -> ToolResult? in
      guard let id = call.id, let result = toolBench[run.id, id] else { return nil }
      return ToolResult(
        toolUseID: id, content: .string(result.text), isError: result.isError)
    }
    guard appendAnswer(with: results) else { return [] }
    // A turn that was paused goes on from what it has said.
    if !results.isEmpty || run.message.stopReason == .pauseTurn { return send() }
    let list = RequestField.messages.pointer
    add(to: list, at: draft[list]?.arrayValue?.count ?? 0)
    focus = .request
    return []
  }

  /// Appends the answer, and the results of its calls, to the messages as one edit; false, with a
  /// notice, when it can't be.
  @discardableResult
  mutating func appendAnswer(with results: [ToolResult] = []) -> Bool {
    guard let run, !run.isActive else {
      notice = Notice("The answer isn't there yet", .warning)
      return false
    }
    guard !run.message.content.isEmpty else {
      notice = Notice("The answer holds nothing to append", .warning)
      return false
    }
    let isThere = isLastMessage(run)
    if isThere, results.isEmpty { return true }
    guard isThere || !isEarlierMessage(run) else {
      notice = Notice(
        spelled(
          "This answer is in the messages already; \(.useRunRequest) goes back to its request"),
        .warning)
      return false
    }
    if !isThere, let sent = (try? JSONValue(parsing: run.bodyText))?.objectValue {
      ledger.record(answer: run.message.json, to: MessageRequest(sent))
    }
    let name = results.isEmpty ? "append the answer" : "append the answer and tool results"
    change { draft in
      draft.edit(name) {
        if !isThere { $0.appendAnswer(run.message.json) }
        $0.appendToolResults(results)
      }
    }
    notice = Notice("The answer is now part of the messages" + undoHint, .success)
    return true
  }

  /// Whether the conversation ends with this answer already.
  private func isLastMessage(_ run: Run) -> Bool {
    draft[RequestField.messages.pointer]?.arrayValue?.last.map(run.isAnswer()) ?? false
  }

  /// Whether the conversation went on from this answer already. The last run's may say what was said before.
  private func isEarlierMessage(_ run: Run) -> Bool {
    guard run.id != runs.last?.id || !run.message.toolUses.isEmpty else { return false }
    let messages = draft[RequestField.messages.pointer]?.arrayValue
    return messages?.contains(where: run.isAnswer()) ?? false
  }
}

extension Run {
  /// Tells whether a message of a request is this run's answer.
  fileprivate func isAnswer() -> (JSONValue) -> Bool {
    let content = message.json["content"]
    return { $0["role"] == "assistant" && $0["content"] == content }
  }
}
