import JSON
public import MessagesAPI
public import Runs
public import TerminalUI

/// What is shown of a run, and how far it is scrolled.
public struct AnswerPane: Sendable {
  public enum Tab: Int, Hashable, Sendable, CaseIterable {
    case answer
    case events
    case request
    case headers

    public var title: String {
      switch self {
      case .answer: "Answer"
      case .events: "Events"
      case .request: "Request"
      case .headers: "Headers"
      }
    }
  }

  public internal(set) var tab = Tab.answer
  /// The blocks as wrapped lines.
  public internal(set) var transcript = Transcript(width: 40)
  /// How far the answer is scrolled; follows the end while an answer grows.
  public internal(set) var scroll = ScrollView()
  /// The selected line of the events, and how far they are scrolled.
  public internal(set) var events = ListView()
  /// The request as sent, or the headers, as wrapped lines, and how far they are scrolled.
  public internal(set) var document = WrappedText(width: 40)
  public internal(set) var documentScroll = ScrollView()
  /// The place of the selected section of the transcript.
  public internal(set) var selectedSection: Int?
  /// The run's figures as they are shown; nil before the first run.
  public internal(set) var figures: RunFigures?
  /// The `max_tokens` that the run was sent with.
  public let maxTokens: Int?

  /// Creates a pane for a run of which nothing is laid out yet.
  public init(for run: Run? = nil) {
    let request = run.flatMap { try? JSONParser.parse($0.request.body) }
    maxTokens = request?["max_tokens"]?.intValue
  }
}

/// What is counted and measured of a run, as it was at a moment.
///
/// It is taken anew a few times a second: digits that change with every token can't be read, and cost
/// as much to show as the text itself.
public struct RunFigures: Hashable, Sendable {
  /// The least time between two looks at a run that goes on.
  static let interval = Duration.milliseconds(100)

  public let metrics: RunMetrics
  public let usage: Usage
  public let eventCount: Int
  /// When it was taken, counted from the program's start.
  let time: Duration

  init(of run: Run, since start: Duration, at now: Duration) {
    metrics = run.metrics(now: now - start)
    usage = run.message.usage
    eventCount = run.eventCount
    time = now
  }
}
