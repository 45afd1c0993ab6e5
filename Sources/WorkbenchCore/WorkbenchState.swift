import JSON
public import MessagesAPI
public import Presets
public import Runs
public import TerminalUI

/// All that the program knows while it runs. Nothing else decides what is on the screen.
///
/// `apply` is the only way to change it from outside; `WorkbenchViews` draws it.
public struct WorkbenchState: Sendable {
  // The request.
  /// What is edited, with its way back.
  public internal(set) var draft: RequestDraft
  /// The draft as lines, and the one that is selected or typed in.
  public internal(set) var form = RequestForm()
  /// What is wrong or suspicious about the request at this endpoint, worst first.
  public private(set) var findings: [Finding] = []
  /// The findings by the line that is nearest to what they are about, worst first.
  private(set) var findingsOfRows: [FormRow.ID?: [Finding]] = [:]
  /// Where variables without a value are needed.
  private(set) var unfilled: [PresetVariables.Use] = []
  /// The thinking that was appended, and what stood before it.
  var ledger = ThinkingLedger()
  /// The folder that the last image came from, with its slash.
  var imageFolder = ""
  /// The finding that was gone to last.
  var currentFinding: Finding?
  /// The number whose slider is being dragged.
  var draggedSlider: FormRow.ID?
  /// Whether the mouse is selecting text of the answer.
  var isSelecting = false
  /// Whether the mouse was pressed on text of the answer and not released since.
  var isTextHeld = false
  /// Where the text was when a search began.
  var searchOrigin = TextPosition(section: 0, offset: 0)
  /// The name under which the request was saved or loaded, and the body it had then.
  public internal(set) var preset: LoadedPreset?

  // Where it goes.
  /// All to choose from; the embedded one is the first.
  public internal(set) var endpoints: [Endpoint]
  /// Where the next request goes; a run keeps the one that it was sent to.
  public internal(set) var endpoint: Endpoint
  /// What was asked for last of what a server serves, and where that is.
  var served: (baseURL: String, models: [String]) = ("", [])

  // What came back.
  /// The runs of this session and those kept of earlier ones, the oldest first.
  public internal(set) var runs: [Run] = []
  /// What the list of runs says of them, as far as it was needed.
  var summaries: [Run.ID: RunSummary] = [:]
  /// The index of the run that is shown.
  public internal(set) var shownRun: Int?
  /// How far the runs that were shown before were read.
  var places: [Run.ID: AnswerPane.Place] = [:]
  /// What is shown of the run that is shown.
  public internal(set) var answer = AnswerPane()
  /// The results that were written for tool calls, of all runs.
  public internal(set) var toolBench = ToolBench()
  /// How the tokens of the last answers were drawn, where the endpoint tells.
  public internal(set) var samples = SampleStore()

  // The screen.
  /// The terminal's columns and rows.
  public internal(set) var size: Size
  /// The pane that hears the keys when nothing lies over it.
  public internal(set) var focus = Focus.request
  var isZoomed = false
  /// The width of the request pane, in thousandths of the screen's.
  public internal(set) var split: Int?
  /// The labels on everything that can be gone to, while one is awaited.
  public internal(set) var jump: JumpLabels?
  /// What lies over the panes and hears the keys; `parked` lies below it.
  public internal(set) var overlay: Overlay?
  /// What is open below the help or the palette, the uppermost last.
  var parked: [Overlay] = []
  /// What the last line says in the place of the keys.
  public internal(set) var notice: Notice? {
    didSet {
      keepInLog(notice)
      noticeTime = now
    }
  }
  /// The notice of what was copied last.
  var copyNotice: Notice?
  /// When the notice was given.
  private(set) var noticeTime = Duration.zero
  /// The theme in use, also one that is only tried on.
  public internal(set) var themeName: String
  /// The theme to go back to from the ones that are tried on.
  var themeBeforeTrying: String?
  /// What was wrong with the configuration and the themes when they were read last.
  var settingsProblems: [String] = []
  /// What the configuration file says.
  public internal(set) var settings: Settings
  var presetListing = WorkbenchState.shippedPresets
  /// Whether the presets in their folder are being read.
  var isListingPresets = false
  /// The keys of every action, the one to show first: looked up once, shown in every frame.
  var boundKeys: [Command: [[Key]]]
  /// The keys struck so far of a sequence that isn't whole yet.
  public internal(set) var struckKeys: [Key] = []
  /// The text that was cut or copied last.
  public internal(set) var clipboard = ""
  /// The editor whose text was left out last, and the edit that was the last one then: undo comes to it in
  /// its turn.
  var abandonedEditor: (editor: EditorOverlay, edit: Int?)?
  /// Until when letters are taken for the rest of a text that was sent.
  var typingGoesOnUntil: Duration?
  /// The preset that is being read from its file.
  var openingPreset: String?
  /// How many questions were asked about texts.
  var questionCount = 0
  /// What went wrong lately, the last at the end: warnings, errors, and what was written to descriptor 2.
  public internal(set) var log: [LogEntry] = []

  /// Time since the program's start, as the last action told it.
  public internal(set) var now = Duration.zero
  /// When the run that is under way was started, on the same clock.
  var runStart = Duration.zero
  /// How many bytes the bodies of all runs may have together; then the oldest make room.
  var runsSize = 256 << 20
  /// When a key was pressed last, or the mouse used.
  var lastInput = Duration.zero
  /// When a number was stepped last.
  var lastStep = Duration.zero
  var clicks = ClickCounter()
  var grip: MouseGrip?
  /// The tour, while it is taken.
  public internal(set) var tour: Tour?
  /// Where the tour is taken up.
  var tourPlace = 0
  /// What edits changed beside the request, by their numbers.
  var origins: [Int: Origin] = [:]
  /// What was chosen in the palette, the last first.
  var recentCommands: [Command] = []
  var nextRunID = 1

  /// Which pane hears the keys.
  public enum Focus: Hashable, Sendable {
    case request
    case answer
  }

  /// A preset that is being edited.
  public struct LoadedPreset: Hashable, Sendable {
    /// The name of its file, or the path of a file that was opened.
    public let name: String
    /// The preset as it is on disk.
    public var saved: Preset
    /// Whether it came with the program, so that saving needs a name of its own.
    public var isShipped: Bool
  }

  /// A line of the list of presets.
  public struct PresetSummary: Hashable, Sendable {
    /// The name that it is opened by.
    public let name: String
    /// What its description says, or else the model of one of one's own; may be empty.
    public let summary: String
    /// Whether it came with the program and can't be deleted.
    public let isShipped: Bool
    /// Why the file can't be read, if it can't.
    public let problem: String?

    public init(name: String, summary: String, isShipped: Bool, problem: String? = nil) {
      self.name = name
      self.summary = summary
      self.isShipped = isShipped
      self.problem = problem
    }
  }

  /// A message in the status line, until the next one or the next command.
  public struct Notice: Hashable, Sendable {
    /// How bad it is: warnings and errors go into the log.
    public enum Level: Hashable, Sendable { case info, success, warning, error }

    /// A sentence without a full stop at its end, of any length.
    public let text: String
    /// How bad it is.
    public let level: Level

    public init(_ text: String, _ level: Level = .info) {
      self.text = text
      self.level = level
    }
  }

  /// The state at the start.
  ///
  /// - Parameters:
  ///   - preset: What the form begins with.
  ///   - endpoints: All there are to choose from; the first is the embedded one.
  ///   - configuredTheme: The theme that the configuration file names.
  ///   - themeProblems: What is wrong with themes that can't be used.
  public init(
    size: Size, preset: Preset, name: String, isShipped: Bool, endpoints: [Endpoint],
    endpoint: Endpoint,
    themeName: String, themeNames: [String], keymap: Keymap, configuredTheme: String? = nil,
    themeProblems: [String: String] = [:]
  ) {
    self.size = size
    self.endpoints = endpoints
    self.endpoint = endpoint
    self.themeName = themeName
    settings = Settings(
      keymap: keymap, endpoints: endpoints, themeNames: themeNames, themeName: configuredTheme)
    settings.themeProblems = themeProblems
    boundKeys = Self.boundKeys(in: keymap)
    draft = RequestDraft(body: [:])
    load(preset, name: name, isShipped: isShipped)
    // What was chosen for this start goes before what the preset was made for.
    self.endpoint = endpoint
    updateForm()
    if layout.answer == nil {
      // Where to begin stands in the answer's pane, which is out of sight.
      notice = Notice(spelled("\(.send) sends, \(.tour) shows around, \(.help) helps"))
    }
  }

  /// Puts a preset in the form; the way back to what was there before is lost.
  mutating func load(_ preset: Preset, name: String, isShipped: Bool) {
    draft = RequestDraft(preset)
    self.preset = LoadedPreset(name: name, saved: preset, isShipped: isShipped)
    if let name = preset.endpoint, let known = endpoints.first(where: { $0.name == name }) {
      endpoint = known
    }
    form = RequestForm()
    updateForm()
    form.selectFirstField()
  }

  mutating func updateForm() {
    unfilled = draft.unfilled
    let sent = draft.request
    let checked =
      RequestCheck.findings(
        for: endpoint.completed(sent), profile: endpoint.profile, ledger: ledger
      ).map {
        // What was checked is the body as it is sent; what is edited is another.
        draft.switchedOff.isEmpty && draft.variables.isEmpty
          ? $0
          : $0.moved({ draft.place(ofSent: $0) }, replacing: { !draft.differsWhenSent(at: $0) })
      }
    findings =
      unfilled.map(Finding.init)
      + ([modelFinding(in: sent)].compactMap(\.self) + checked).sorted { $0.severity > $1.severity }
    form.update(draft: draft, endpoint: endpoint, height: layout.form?.height ?? 0)
    findingsOfRows = form.byLine(findings)
  }
}

// MARK: - Questions

extension WorkbenchState {
  /// The run that is shown.
  public var run: Run? { shownRun.map { runs[$0] } }

  /// The run whose answer is still coming, if any; there is at most one.
  var activeRun: Run? { isAnswering ? runs.last : nil }
  /// Whether an answer is still coming: only the last run's can be.
  public var isAnswering: Bool { runs.indices.last.map { runs[$0].isActive } ?? false }

  /// The models that the endpoint says it serves; empty until it was asked.
  public var models: [String] { served.baseURL == endpoint.baseURL ? served.models : [] }

  /// The keys as the configuration sets them.
  public var keymap: Keymap { settings.keymap }
  /// The themes to choose from, the user's own among them.
  public var themeNames: [String] { settings.themeNames }

  /// Whether the form holds something else than the preset on disk.
  public var isModified: Bool {
    guard let preset else { return true }
    return !draft.isSame(as: preset.saved)
  }

  /// Where the parts of the screen are.
  public var layout: WorkbenchLayout {
    WorkbenchLayout(
      size: size, split: currentSplit, focus: focus, isZoomed: isZoomed,
      findingCount: findings.count, stripHeight: tour?.stripHeight(on: size) ?? 0)
  }

  /// The request pane's share of the screen's width, in thousandths.
  var currentSplit: Int {
    // On a narrow screen the form's values need the room.
    let usual = split ?? (size.width < 100 ? 460 : 420)
    return hasEditor && size.width >= Self.leastWidthForEditing ? max(usual, 500) : usual
  }

  /// The narrowest screen on which a text is edited beside the answer, in half of the width.
  private static let leastWidthForEditing = 100

  /// Whether a text is edited, perhaps with something else over it.
  private var hasEditor: Bool {
    (parked + [overlay].compactMap(\.self)).contains {
      if case .editor = $0 { true } else { false }
    }
  }

  /// The name of the preset, marked when it was changed.
  public var title: String { (preset?.name ?? "untitled") + (isModified ? " *" : "") }
}

extension RequestForm {
  /// Selects the first line that edits something.
  mutating func selectFirstField() {
    list.selection = rows.firstIndex { !$0.isGroup } ?? 0
  }
}

extension WorkbenchState {
  /// Puts the edits of an earlier session in the form; undo goes back to the preset as it was saved.
  ///
  /// - Parameters:
  ///   - isUntitled: Whether they are edits of no preset at all.
  ///   - afterCrash: Whether that session didn't end as it should.
  public mutating func restore(
    _ edited: Preset, isUntitled: Bool = false, afterCrash: Bool = false
  ) {
    if isUntitled { preset = nil }
    guard !draft.isSame(as: edited) else { return }
    change { $0.replace(with: edited, name: "the edits of the last session") }
    form.selectFirstField()
    let what =
      afterCrash
      ? "The last session broke off. Its draft is recovered"
      : "The request of the last session is here again"
    notice = Notice(
      spelled("\(what); \(.undo) takes its edits back"), afterCrash ? .warning : .info)
  }
}
