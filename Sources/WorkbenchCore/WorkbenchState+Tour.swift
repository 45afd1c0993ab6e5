import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI

extension WorkbenchState {
  /// What is in the form and where it goes.
  struct FormContent: Hashable, Sendable {
    var draft: RequestDraft
    var preset: LoadedPreset?
    var endpoint: Endpoint
  }

  var formContent: FormContent {
    get { FormContent(draft: draft, preset: preset, endpoint: endpoint) }
    set {
      (draft, preset, endpoint) = (newValue.draft, newValue.preset, newValue.endpoint)
      form = RequestForm()
      updateForm()
      form.selectFirstField()
    }
  }

  /// The tour's key: begins the tour, takes it up again, or goes on to the next step.
  mutating func goOnWithTour() {
    guard let place = tour?.place, let goal = tour?.step.goal else {
      enter(tourPlace)
      return
    }
    if place + 1 < Tour.steps.count {
      enter(place + 1)
      tour?.hasSkipped = goal != .key
      fitTour()
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

  /// Begins a step; its preset is loaded unless it is in the form already.
  private mutating func enter(_ place: Int) {
    let before = tour?.before ?? formContent
    let isInForm = tour?.step.preset == Tour.steps[place].preset
    tour = Tour(place: place, runCount: runs.count, before: before)
    tourPlace = place
    if !isInForm, let preset = Preset.shipped.first(where: { $0.name == Tour.steps[place].preset })
    {
      load(preset, name: Tour.steps[place].preset, isShipped: true)
      endpoint = endpoints.first(where: \.isEmbedded) ?? .embedded
      focus = .request
    }
    fit()
  }

  /// Leaves the tour: the request of before is back, and the tour may be taken up again.
  mutating func leaveTour() {
    guard let tour else { return }
    let isOver = tour.place == Tour.steps.count - 1
    // A chapter that was left is taken up from its beginning, with its preset.
    tourPlace = isOver ? 0 : Tour.steps.firstIndex { $0.preset == tour.step.preset } ?? 0
    self.tour = nil
    formContent = tour.before
    fit()
    let again = keyLabels[.tour]?.first.map { "; \($0) takes the tour up again" } ?? ""
    notice = Notice("Your own request is back" + (isOver ? "" : again), .success)
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

  /// Goes on to the next step once this one was done.
  mutating func advanceTour() {
    guard let tour, !tour.waitsForKey, isReached(tour.step.goal, since: tour.runCount) else {
      return
    }
    enter(tour.place + 1)
  }

  private func isReached(_ goal: Tour.Goal, since runCount: Int) -> Bool {
    switch goal {
    case .key: false
    case .answer: runs.count > runCount && runs.last?.outcome.allowsTools == true
    case .number(let pointer, let least): draft[pointer]?.doubleValue ?? 0 >= least
    case .noItems(let pointer): draft[pointer]?.arrayValue?.isEmpty ?? true
    case .olderRun: shownRun ?? 0 < runs.count - 1
    case .fold: answer.text.transcript.wasFolded
    case .toolResult: overlay == nil && run.map { toolBench.unanswered(in: $0).isEmpty } ?? false
    }
  }

  // MARK: - What it says

  /// Lays the step out at the screen's width. Where there is little room, only what to press is said.
  mutating func fitTour() {
    guard let step = tour?.step else { return }
    let width = max(size.width - (Tour.isCompact(on: size) ? 2 : 4), 1)
    let limit = 4
    func lines(_ text: KeyedText, _ isInstruction: Bool) -> [Tour.Line] {
      let wrapped = WrappedText(spelled(text), width: width)
      return (0..<wrapped.lineCount).map {
        Tour.Line(text: String(wrapped.line($0)), isInstruction: isInstruction)
      }
    }
    let isDone = tour?.waitsForKey == true && step.goal != .key
    let next: KeyedText = "This was done already; \(.tour) goes on."
    let instruction = lines(isDone ? next : way(to: step.pane) + step.instruction, true)
    let sight = tour?.hasSkipped == true ? "The step before was left out." : step.sight
    let all = lines(sight, false) + instruction
    tour?.lines = all.count <= limit ? all : Array(instruction.prefix(limit))
  }

  /// How to go to the pane that a step is about, for who isn't there.
  private func way(to pane: Focus?) -> KeyedText {
    switch pane {
    case nil, focus: ""
    case .request: "\(.nextPane) goes to the request. "
    case .answer: "\(.nextPane) goes to the answer. "
    }
  }
}
