import Glibc
import TerminalUI
import WorkbenchCore
import WorkbenchViews

/// The heart of the interface: waits for keys, answers and time, changes the state, and draws it.
///
/// One thread, one `poll`. Any number of actions between two frames cost one drawing, and without
/// actions nothing runs at all.
@MainActor
final class EventLoop {
  private var state: WorkbenchState
  private let terminal: any TerminalDevice
  private let effects: EffectRunner
  private let mailbox: Mailbox
  private let clock = MonotonicClock()
  private var frames = FrameClock()
  private var decoder = InputDecoder()
  private var pasteGuess = PasteGuess()
  private var theme: Theme
  private var screen: Screen
  private var isOver = false
  /// Whether that is so because the program was told to end, or its terminal went away.
  private var isTerminated = false
  /// What came from other threads and has not been taken in yet.
  private var news: ArraySlice<Action> = []
  /// Whether more than the answer's own pane may have changed since the last frame.
  private var needsFullFrame = true
  /// When the figures on the screen were taken.
  private var shownFigures: Duration?
  /// When a lone escape byte stops waiting for the rest of a sequence.
  private var escapeDeadline: Duration?
  private let settingsWatch: FolderWatch?
  private var savedRevision: [Int]
  private var draftDeadline: Duration?

  /// How long a byte that may begin a sequence is waited on.
  private static let escapeDelay = Duration.milliseconds(25)
  /// How long files are waited for before someone is told, and between two looks at the keys, in
  /// milliseconds.
  private static let patience = 100
  /// How long files are waited for when the program was told to end, or its terminal went away.
  private static let lastPatience = Duration.seconds(2)
  /// How long news may be taken in before keys are looked at again.
  private static let newsSlice = Duration.milliseconds(1)

  init(
    state: WorkbenchState, theme: Theme, terminal: any TerminalDevice, effects: EffectRunner,
    mailbox: Mailbox
  ) {
    self.state = state
    self.theme = theme.fitted(toColors: terminal.colorCount)
    self.terminal = terminal
    self.effects = effects
    self.mailbox = mailbox
    screen = Screen(state.size)
    settingsWatch = effects.watchSettings()
    savedRevision = state.typedRevision
  }

  /// Runs until the program is left or the terminal goes away.
  func run() {
    draw()
    while !isOver {
      let ready = wait()
      let now = clock.now
      if ready.signals { answerSignals() }
      if ready.keys || escapeDeadline != nil { readKeys(at: now) }
      if ready.settings, settingsWatch?.takeNews() == true { effects.readSettings() }
      takeNews(at: now)
      keepDraft(at: now)
      if terminal.isBlocked { terminal.flush() }
      if !terminal.isBlocked, frames.isDue(at: clock.now) { draw() }
    }
    leave()
  }

  /// Ends what is under way. Files that can't be written now are waited for until someone says not to.
  private func leave() {
    breakOff()
    effects.finish(with: state)
    if effects.hasWritten(within: Self.patience) { return }
    let limit = isTerminated ? clock.now + Self.lastPatience : nil
    apply(.awaitsFiles, at: clock.now)
    draw()
    while !effects.hasWritten(within: Self.patience) {
      if terminal.signals().contains(.terminate) { return }
      if let limit, clock.now > limit { return }
      guard !isTerminated else { continue }
      guard let bytes = terminal.typedBytes() else { return }
      for case .key(let key) in decoder.append(bytes) where state.isQuitting(key) { return }
    }
  }

  /// Stops what still streams in, and takes in that it has ended: it is kept like any other run.
  private func breakOff() {
    effects.stop()
    let limit = clock.now + .milliseconds(Self.patience)
    while !effects.transfers.isEmpty, clock.now < limit {
      var news = pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0)
      _ = poll(&news, 1, timeout(limit))
      takeNews(at: clock.now)
    }
  }

  // MARK: - Waiting

  /// Sleeps until there is something to do, and tells what is there to be read besides news.
  private func wait() -> (keys: Bool, signals: Bool, settings: Bool) {
    // What streams in is not drawn before the frame's time, so it needn't wake the thread either.
    let isResting = clock.now < frames.restsUntil
    var descriptors = [
      terminal.inputDescriptor, terminal.wakeDescriptor, settingsWatch?.descriptor ?? -1,
      isResting ? -1 : mailbox.descriptor,
    ].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    if terminal.isBlocked {
      descriptors.append(
        pollfd(fd: terminal.outputDescriptor, events: Int16(POLLOUT), revents: 0))
    }
    _ = poll(
      &descriptors, nfds_t(descriptors.count), timeout(isResting ? frames.restsUntil : nil))
    return (
      descriptors[0].revents != 0, descriptors[1].revents != 0, descriptors[2].revents != 0
    )
  }

  /// Milliseconds until something is due, or -1 for no limit.
  private func timeout(_ limit: Duration?) -> Int32 {
    if !news.isEmpty { return 0 }
    let frame = terminal.isBlocked ? nil : frames.due
    let deadlines = [limit, frame, escapeDeadline, draftDeadline].compactMap { $0 }
    guard let next = deadlines.min() else { return -1 }
    let (seconds, attoseconds) = (next - clock.now).components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return Int32(
      clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }

  // MARK: - What came in

  private func answerSignals() {
    let signals = terminal.signals()
    needsFullFrame = true
    if signals.contains(.terminate) { terminate() }
    if signals.contains(.suspend) { perform(.suspend) }
    if signals.contains(.resumed) { terminal.restore() }
    if signals.contains(.resized) || signals.contains(.resumed) { resizeIfNeeded() }
  }

  private func terminate() {
    isTerminated = true
    isOver = true
  }

  private func readKeys(at now: Duration) {
    guard let bytes = terminal.typedBytes() else {
      terminate()
      return
    }
    let (paste, keys) = pasteGuess.split(
      bytes, at: now, isText: state.takesPaste && !decoder.isPending)
    var events = paste.map { [InputEvent.paste($0)] } ?? []
    if !keys.isEmpty { events += decoder.append(keys) }
    if bytes.isEmpty, let deadline = escapeDeadline, deadline <= now { events = decoder.flush() }
    if decoder.isPending {
      if escapeDeadline == nil || !bytes.isEmpty { escapeDeadline = now + Self.escapeDelay }
    } else {
      escapeDeadline = nil
    }
    for (index, event) in events.enumerated() where !isOver {
      // The border between the panes goes where the mouse is now: each step would lay out everything anew.
      if state.isDraggingSplit, event.isDrag, events.dropFirst(index + 1).first?.isDrag == true {
        continue
      }
      apply(.input(event), at: now)
    }
    if !events.isEmpty { frames.requestNow() }
  }

  private func takeNews(at now: Duration) {
    if news.isEmpty { news = mailbox.take()[...] }
    while let action = news.popFirst() {
      effects.note(action)
      apply(action, at: now)
      frames.request(at: now)
      if clock.now - now > Self.newsSlice { break }
    }
  }

  private func apply(_ action: Action, at now: Duration) {
    if !action.isArrival { needsFullFrame = true }
    for effect in state.apply(action, at: now) { perform(effect) }
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .quit: isOver = true
    case .redraw: terminal.restore()
    case .suspend:
      keepDraft()
      terminal.suspend()
      resizeIfNeeded()
    case .copy(let text):
      let isSent = !effects.isInTmux && terminal.copy(Array(text.utf8))
      effects.keepCopy(text, isSent: isSent)
    case .useTheme(let name):
      let (theme, problem) = effects.theme(named: name)
      if let theme { self.theme = theme.fitted(toColors: terminal.colorCount) }
      if let problem { apply(.failed(problem), at: clock.now) }
    case .page(let text):
      let problem = lendTerminal {
        ExternalEditor.page(
          text, environment: effects.environment, waitsForReader: true, until: $0)
      }
      if let problem { apply(.failed(problem), at: clock.now) }
    case .editExternally(let text, let fileExtension):
      let outcome = lendTerminal {
        ExternalEditor.edit(
          text, fileExtension: fileExtension, command: effects.editor,
          environment: effects.environment, until: $0)
      }
      // What was opened for that program alone closes with it, also when nothing came of it.
      if case .edited = outcome {} else { apply(.edited(nil), at: clock.now) }
      apply(outcome, at: clock.now)
    case .startRun, .cancelRun, .keepRun, .listModels, .listPresets, .loadPreset, .savePreset,
      .deletePreset, .saveDraft, .keepTheme, .readImage, .readRequest, .completePath,
      .continueSearch, .examine,
      .writeFile:
      for action in effects.perform(effect, state: state) { apply(action, at: clock.now) }
    }
  }

  /// Gives the terminal to another program, until that or this one ends.
  private func lendTerminal<Outcome>(
    to program: (ExternalEditor.Interruption) -> Outcome
  ) -> Outcome {
    keepDraft()
    terminal.release()
    let outcome = program(
      ExternalEditor.Interruption(descriptor: terminal.wakeDescriptor) { [self] in
        if terminal.signals().contains(.terminate) { terminate() }
        return isTerminated
      })
    terminal.restore()
    resizeIfNeeded()
    return outcome
  }

  private func resizeIfNeeded() {
    let size = terminal.size
    if size != state.size { apply(.input(.resize(size)), at: clock.now) }
    frames.requestNow()
  }

  private func keepDraft(at now: Duration) {
    if let deadline = draftDeadline, deadline <= now {
      draftDeadline = nil
      savedRevision = state.typedRevision
      effects.perform(.saveDraft, state: state)
    } else if draftDeadline == nil, state.typedRevision != savedRevision {
      draftDeadline = now + state.keepingDelay
    }
  }

  /// Keeps the draft before this program may be out of sight for a while.
  private func keepDraft() {
    draftDeadline = nil
    savedRevision = state.typedRevision
    effects.keepDraft(of: state)
  }

  // MARK: - Drawing

  private func draw() {
    let now = clock.now
    let errors = terminal.errorOutput()
    if !errors.isEmpty { apply(.logged(String(decoding: errors, as: UTF8.self)), at: now) }
    let withArrivals = frames.includesArrivals(at: now)
    state.advance(to: now, withArrivals: withArrivals)
    if screen.size != state.size {
      screen = Screen(state.size)
      needsFullFrame = true
    }
    let view = WorkbenchView(state: state, theme: theme, lines: terminal.lines)
    let figures = state.answer.figures?.time
    if needsFullFrame {
      view.draw(on: &screen)
    } else {
      view.drawArrivals(on: &screen, withFigures: figures != shownFigures)
    }
    needsFullFrame = false
    shownFigures = figures
    terminal.present(screen)
    frames.hasDrawn(at: now, withArrivals: withArrivals)
    if view.state.isAnswering { frames.requestTick() }
  }
}
