import JSON
import MessagesAPI
import Runs

/// What an event adds, in a few words.
struct EventGist {
  /// The block that the event is about.
  var block: Int?
  /// Empty where the name says all.
  var text = ""
  /// The style of the text.
  var scope = "text"
}

extension Run.Event {
  /// The most bytes of an event that are read for its gist: a list of them is drawn with every frame.
  static let maximumReadLength = 16 << 10
  /// The most bytes of an event's own text that are shown as its gist.
  private static let maximumShownLength = 1 << 10

  /// What the event adds; the event's own text where that can't be said shorter.
  var gist: EventGist {
    let beginning = data.prefix(Self.maximumShownLength)
    let raw = EventGist(text: String(decoding: beginning, as: UTF8.self), scope: "text.muted")
    guard range.map({ $0.count <= Self.maximumReadLength }) ?? true,
      let object = (try? JSONValue(parsing: text))?.objectValue
    else { return raw }
    func words(_ values: [JSONValue?]) -> String {
      values.compactMap { $0?.stringValue }.joined(separator: " ")
    }
    return switch MessageStreamEvent(object, eventName: name) {
    case .messageStart(let message): EventGist(text: words([message["model"]]))
    case .contentBlockStart(let index, let block):
      EventGist(block: index, text: words([block["type"], block["name"]]))
    case .contentBlockDelta(let index, let delta):
      EventGist(block: index, text: delta.gist, scope: delta.scope)
    case .contentBlockStop(let index): EventGist(block: index)
    case .messageDelta(let delta, _, _): EventGist(text: words([delta["stop_reason"]]))
    case .error(let error): EventGist(text: error.message, scope: "error")
    case .messageStop, .ping: EventGist()
    case .unknown: raw
    }
  }
}

extension ContentDelta {
  /// What is added, with its blanks and line breaks to be seen; the name of what isn't text.
  fileprivate var gist: String {
    switch self {
    case .text(let text), .inputJSON(let text), .thinking(let text):
      JSONValue.string(text).text(.compact)
    case .citation(let citation):
      citation["cited_text"].map { $0.text(.compact) } ?? wireType
    case .signature, .compaction, .unknown: wireType
    }
  }

  fileprivate var scope: String {
    switch self {
    case .text: "block.text"
    case .inputJSON: "block.tool"
    case .thinking: "block.thinking"
    case .signature, .citation, .compaction, .unknown: "text.muted"
    }
  }
}
