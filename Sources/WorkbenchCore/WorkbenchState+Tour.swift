import JSON
import MessagesAPI
public import Presets
import Runs
import TerminalUI

extension WorkbenchState {
  /// What is in the form and where it goes.
  struct FormContent: Hashable, Sendable {
    var draft: RequestDraft
    var preset: LoadedPreset?
    var endpoint: Endpoint
    var origins: [Int: Origin]
  }

  var formContent: FormContent {
    get { FormContent(draft: draft, preset: preset, endpoint: endpoint, origins: origins) }
    set {
      (draft, preset, endpoint) = (newValue.draft, newValue.preset, newValue.endpoint)
      origins = newValue.origins
      makeFormAnew()
    }
  }

  private mutating func makeFormAnew() {
    form = RequestForm()
    updateForm()
    form.selectFirstField()
  }

  /// The tour's key: begins the tour, takes it up again, or goes on to the next step.
  mutating func goOnWithTour() {
    guard let tour else {
      enter(tourPlace)
      return
    }
    if tour.step.goal != .key, !tour.waitsForKey { self.tour?.skipped.insert(tour.place) }
    if tour.place + 1 < Tour.steps.count {
      enter(tour.place + 1)
    } else {
      leaveTour()
    }
  }

  /// Shows the step before again; what was done already isn't asked for again, but waits for the tour's key.
  mutating func goBackInTour() {
    guard let tour else {
      notice = Notice(spelled("\(.tour) takes the tour"))
      return
    }
    guard tour.place > 0 else {
      notice = Notice("This is the first step")
      return
    }
    enter(tour.place - 1)
    let isDone = isReached(Tour.steps[tour.place - 1].goal, since: runs.count)
    self.tour?.waitsForKey = isDone
    fitTour()
  }

  /// Begins a step; its preset is put in the form unless it is there already.
  private mutating func enter(_ place: Int) {
    var next = tour ?? Tour(before: formContent)
    let name = Tour.steps[place].preset
    let isNewChapter = tour?.step.preset != name
    if isNewChapter, tour != nil, isModified { next.edited.append(presetToSave) }
    next.place = place
    next.runCount = runs.count
    next.waitsForKey = false
    next.hasSentAstray = false
    tour = next
    tourPlace = place
    if isNewChapter, let preset = Preset.shipped.first(where: { $0.name == name }) {
      tour?.chapterRunCount = runs.count
      // What wasn't edited need not be gone back to.
      if next.edited.isEmpty { formContent = next.before }
      putInTour(
        RequestDraft(preset), name: "open \(name)",
        origin: LoadedPreset(name: name, saved: preset, isShipped: true),
        endpoint: endpoints.first(where: \.isEmbedded) ?? .embedded)
      tour?.opening = draft.undoID
      focus = .request
    }
    fit()
    if let field = Tour.steps[place].field {
      form.select(field)
      form.revealChildren()
    }
  }

  private mutating func putInTour(
    _ request: RequestDraft, name: String, origin: LoadedPreset?, endpoint: Endpoint
  ) {
    replaceRequest(with: request, name: name, origin: origin)
    self.endpoint = endpoint
    makeFormAnew()
  }

  /// Whether there is something to go back to in what was in the form during the tour.
  private var hasEditsOfTour: Bool { !editedInTour.isEmpty }

  /// Leaves the tour: the request of before is back, and the tour may be taken up again. What was edited in
  /// the tour is what undo goes back to.
  mutating func leaveTour() {
    guard let tour else { return }
    let isOver = tour.place == Tour.steps.count - 1
    // A chapter that was left is taken up from its beginning, with its preset.
    tourPlace = isOver ? 0 : Tour.steps.firstIndex { $0.preset == tour.step.preset } ?? 0
    let (hasEdits, mine) = (hasEditsOfTour, tour.before)
    self.tour = nil
    if hasEdits {
      putInTour(
        mine.draft, name: "leave the tour", origin: mine.preset, endpoint: mine.endpoint)
    } else {
      formContent = mine
    }
    fit()
    let edits: KeyedText = hasEdits ? "; \(.undo) goes to the tour's" : ""
    let again: KeyedText = isOver ? "" : "; \(.tour) takes the tour up"
    notice = Notice("Your own request is back" + spelled(edits + again), .success)
  }

  /// The preset of the tour's that is to be taken up later; nil before the tour, and after it.
  public var tourChapter: String? { tourPlace == 0 ? nil : Tour.steps[tourPlace].preset }

  /// Makes the tour begin at a preset of its own, as an earlier session left it.
  public mutating func takeUpTour(at chapter: String) {
    tourPlace = Tour.steps.firstIndex { $0.preset == chapter } ?? 0
  }

  /// The state without the tour: what is to be kept is the request that its owner had before.
  public var withoutTour: WorkbenchState {
    guard let tour else { return self }
    var state = self
    state.tour = nil
    state.formContent = tour.before
    return state
  }

  /// The presets of the tour that were edited, those that were left first.
  public var editedInTour: [Preset] {
    tour.map { $0.edited + (isModified ? [presetToSave] : []) } ?? []
  }

  /// Makes what was edited in the tour of an earlier session something that undo goes back to.
  public mutating func restore(editedInTour edited: [Preset]) {
    guard !edited.isEmpty else { return }
    let mine = formContent
    for preset in edited {
      let saved = Preset.shipped.first { $0.name == preset.name }
      putInTour(
        RequestDraft(preset), name: "take the tour",
        origin: saved.map { LoadedPreset(name: preset.name ?? "", saved: $0, isShipped: true) },
        endpoint: endpoints.first(where: \.isEmbedded) ?? .embedded)
    }
    putInTour(mine.draft, name: "leave the tour", origin: mine.preset, endpoint: mine.endpoint)
    notice = Notice(spelled("What you edited in the tour is kept; \(.undo) goes to it"))
  }

  /// Goes on to the next step once this one was done.
  mutating func advanceTour() {
    guard let tour, !tour.waitsForKey else { return }
    if isReached(tour.step.goal, since: tour.runCount) {
      self.tour?.skipped.remove(tour.place)
      enter(tour.place + 1)
    } else if runs.count > tour.runCount, !tour.hasSentAstray {
      if tour.step.goal == .continuation {
        // The model may call its tool again, and that call waits for a result of its own.
        if isReached(.toolCall, since: tour.runCount) { enter(tour.place - 1) }
      } else {
        // What is still coming may do.
        guard !tour.step.goal.isAnswer || !isAnswering else { return }
        self.tour?.hasSentAstray = true
        fit()
      }
    }
  }

  private func isReached(_ goal: Tour.Goal, since runCount: Int) -> Bool {
    /// The last run, if it is a later one and its answer is whole.
    let last = runs.count > runCount ? runs.last.flatMap { $0.outcome.allowsTools ? $0 : nil } : nil
    switch goal {
    case .key: return false
    case .answer: return last != nil
    case .number(let pointer, let least):
      return draft[pointer]?.doubleValue ?? 0 >= Double(least)
    case .noItems(let pointer):
      // What is switched off is not sent.
      return (draft[pointer]?.arrayValue ?? []).indices.allSatisfy {
        draft.leftOut.contains(pointer.appending($0))
      }
    case .change(let pointer):
      return overlay == nil && draft[pointer]?.objectValue != nil
        && draft[pointer] != preset?.saved.request.json[pointer]
    case .olderRun: return shownRun ?? 0 < runs.count - 1
    case .fold: return answer.text.transcript.wasFolded
    case .toolCall: return last.map { !toolBench.unanswered(in: $0).isEmpty } ?? false
    case .toolResult:
      guard overlay == nil, let run, shownRun ?? 0 >= tour?.chapterRunCount ?? 0 else {
        return false
      }
      return run.message.toolUses.contains { run.canAnswer($0) }
        && toolBench.unanswered(in: run).isEmpty
    case .continuation:
      return last.map { $0.message.toolUses.isEmpty && $0.answersToolResults } ?? false
    }
  }

  // MARK: - What it says

  /// Lays the step out at the screen's width. Where there is little room, only what to press is said.
  mutating func fitTour() {
    guard let tour else { return }
    let width = max(size.width - (Tour.isCompact(on: size) ? 2 : 4), 1)
    let limit = 4
    func lines(_ text: KeyedText, _ isInstruction: Bool) -> [Tour.Line] {
      let wrapped = WrappedText(spelled(text), width: width)
      return (0..<wrapped.lineCount).map {
        Tour.Line(text: String(wrapped.line($0)), isInstruction: isInstruction)
      }
    }
    let isDone = tour.waitsForKey && tour.step.goal != .key
    let next: KeyedText = "This was done already; \(.tour) goes on."
    let instruction = lines(isDone ? next : way(to: tour.step.pane) + tour.step.instruction, true)
    let all = lines(sight(in: tour), false) + instruction
    self.tour?.lines = all.count <= limit ? all : Array(instruction.prefix(limit))
  }

  /// What is to be seen, as far as it is there.
  private func sight(in tour: Tour) -> KeyedText {
    guard tour.hasSentAstray else {
      let isMissing = tour.hasSkipped && tour.step.isReport
      return isMissing ? "A step before this one was left out." : tour.step.sight
    }
    let start: KeyedText = "It was sent, but this step waits until "
    return switch tour.step.goal {
    case .number(let pointer, let least): start + "\(pointer.spoken) is \(String(least))."
    case .noItems: start + "no stop sequence is left."
    case .change: start + "the schema is another one."
    case .answer: "It was sent, but no whole answer came."
    case .toolCall: "It was sent, but no tool was called."
    case .key, .olderRun, .fold, .toolResult, .continuation: tour.step.sight
    }
  }

  /// How to go to the pane that a step is about, for who isn't there.
  private func way(to pane: Focus?) -> KeyedText {
    switch pane {
    case nil, focus: ""
    case .request: "\(.nextPane) goes to the request. "
    case .answer: "\(.nextPane) goes to the answer. "
    }
  }

  /// What the keys do that lead through the tour.
  public var tourKeys: String {
    tourHints.map { spelled("\($0.command) \($0.label.lowercased())") }.joined(separator: " · ")
  }

  /// The keys that lead through the tour, and what they do now.
  var tourHints: [(command: Command, label: String)] {
    guard let tour else { return [] }
    let isSkipping = !tour.waitsForKey && tour.step.goal != .key
    let isLast = tour.place + 1 == Tour.steps.count
    return [(.tour, isLast ? "Ends it" : isSkipping ? "Skips" : "Goes on")]
      + (cancelLeavesTour ? [(.cancel, "Leaves")] : [])
      + (tour.place > 0 ? [(.tourBack, "Back")] : [])
  }

  /// Whether nothing else is open that its key would close before.
  private var cancelLeavesTour: Bool {
    overlay == nil && jump == nil && form.inline == nil && !isAnswering && !hasOpenedInAnswer
  }
}

extension Run {
  /// Whether what was sent ends with the results of tools.
  fileprivate var answersToolResults: Bool {
    let messages = (try? JSONValue(parsing: bodyText))?["messages"]?.arrayValue
    let content = messages?.last?["content"]?.arrayValue ?? []
    return content.contains { $0["type"] == "tool_result" }
  }
}
