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

  public init() {}
}
