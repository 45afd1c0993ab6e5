import JSON
public import MessagesAPI
public import Runs
public import TerminalUI

/// What is shown of a run, and how far it is scrolled.
public struct AnswerPane: Sendable {
  /// What can be seen of a run, in the order of the tabs.
  public enum Tab: Int, Hashable, Sendable, CaseIterable {
    case answer
    case events
    case request
    case headers
    case sampling

    /// The tab's name, in a word that stands in a narrow pane, too.
    public var title: String {
      switch self {
      case .answer: "Answer"
      case .events: "Events"
      case .request: "Request"
      case .headers: "Headers"
      case .sampling: "Sampling"
      }
    }
  }

  /// The tab that is open; the others keep how far they were read.
  public internal(set) var tab = Tab.answer
  /// The blocks.
  public internal(set) var text = TextPane()
  /// The request as sent, or the headers.
  public internal(set) var document = TextPane()
  /// The selected line of the events, and how far they are scrolled.
  public internal(set) var events = ListView()
  /// The other end of the events that are selected together.
  var eventAnchor: Int?
  /// The selected event.
  public internal(set) var event = TextPane()
  /// Whether the selected event has the whole tab.
  public internal(set) var isEventOpen = false
  /// What `event` shows.
  var eventPart: DocumentPart?
  /// How the tokens were drawn.
  public internal(set) var sampling = SamplingPane()
  /// The times between the deltas.
  public internal(set) var latency = LatencyTrace()
  /// What is looked for in the tab's text.
  public internal(set) var search: PaneSearch?
  /// The run's figures as they are shown; nil before the first run.
  public internal(set) var figures: RunFigures?
  /// How much has arrived that is not laid out, in bytes of the stream.
  var backlog = 0
  /// How much is laid out at once at most, in bytes of the stream.
  static let backlogLimit = 65_536
  /// The `max_tokens` that the run was sent with.
  public let maxTokens: Int?
  /// The `budget_tokens` of thinking.
  public let thinkingBudget: Int?

  /// Creates a pane for a run of which nothing is laid out yet.
  ///
  /// - Parameters:
  ///   - other: The pane before, whose tab and ways of showing are kept.
  ///   - place: How far the run was read when it was shown last.
  init(for run: Run? = nil, after other: AnswerPane? = nil, at place: Place? = nil) {
    tab = other?.tab ?? .answer
    text.transcript.folds = place?.text.folds ?? [:]
    if place?.tab == tab { document.transcript.folds = place?.document.folds ?? [:] }
    text.transcript.isRendered = other?.text.transcript.isRendered ?? true
    let request = run.flatMap { try? JSONParser.parse($0.request.body) }
    let format = request?["output_config"]?["format"] ?? request?["output_format"]
    text.transcript.textIsJSON = format?["type"]?.stringValue == "json_schema"
    maxTokens = request?["max_tokens"]?.intValue
    thinkingBudget = request?["thinking"]?["budget_tokens"]?.intValue
  }
}

extension AnswerPane {
  /// The text that the tab shows: of the events, that of the selected one.
  public internal(set) var shown: TextPane {
    get {
      switch tab {
      case .answer: text
      case .events: event
      case .request, .headers: document
      case .sampling: sampling.text
      }
    }
    _modify {
      switch tab {
      case .answer: yield &text
      case .events: yield &event
      case .request, .headers: yield &document
      case .sampling: yield &sampling.text
      }
    }
  }

  /// Whether the tab shows what arrives, as far as it has an end to keep in sight.
  public var isFollowing: Bool {
    switch tab {
    case .answer: text.scroll.isFollowing
    case .events: !isEventOpen && eventAnchor == nil && events.selection >= events.count - 1
    case .request, .headers, .sampling: true
    }
  }

  /// The events that are selected together; nil when it is no more than one.
  public var selectedEvents: ClosedRange<Int>? {
    eventAnchor.map { min($0, events.selection)...max($0, events.selection) }
  }
}

extension AnswerPane {
  /// How far a run was read, to come back to it there.
  struct Place {
    var text: TextPane.Place
    /// Whether the end was kept in sight.
    var isFollowing: Bool
    var event: Int
    /// The tab whose text `document` is about.
    var tab: Tab
    var document: TextPane.Place
  }

  var place: Place {
    Place(
      text: text.place, isFollowing: text.scroll.isFollowing, event: events.selection, tab: tab,
      document: document.place)
  }

  /// Goes back to where the run was read last; nil before that.
  mutating func go(to place: Place?, in run: Run) {
    if run.isActive, place?.isFollowing ?? true {
      text.scroll.follow()
    } else if let place {
      text.go(to: place.text)
    }
    guard let place else { return }
    if tab == place.tab { document.go(to: place.document) }
    guard !run.isActive else { return }
    events.count = run.eventCount
    events.selection = place.event
    events.reveal()
  }
}

/// What is counted and measured of a run, as it was at a moment.
///
/// It is taken anew five times a second: digits that change with every token can't be read, and cost
/// as much to show as the text itself.
public struct RunFigures: Hashable, Sendable {
  /// The least time between two looks at a run that goes on.
  static let interval = Duration.milliseconds(200)

  /// The times up to the moment when the figures were taken.
  public let metrics: RunMetrics
  /// What the server has reported so far, which may be nothing before the end.
  public let usage: Usage
  /// Whether the usage tells of the whole answer.
  public let hasOutputCount: Bool
  /// The deltas of text, input and thinking so far, and those of thinking alone.
  public let deltaCount: Int
  /// The deltas of thinking: about its tokens, where the server reports none.
  public let thinkingDeltaCount: Int
  /// The events that had come then.
  public let eventCount: Int
  /// When it was taken, counted from the program's start.
  public let time: Duration

  init(of run: Run, since start: Duration, at now: Duration) {
    metrics = run.metrics(now: now - start)
    usage = run.message.usage
    hasOutputCount = run.accumulator.hasOutputCount
    deltaCount = run.deltaCount
    thinkingDeltaCount = run.message.content.reduce(0) {
      $0 + ($1.kind == .thinking ? $1.deltaCount : 0)
    }
    eventCount = run.eventCount
    time = now
  }
}
