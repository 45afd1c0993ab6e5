import JSON
import MessagesAPI
import Runs

extension Run.Event {
  /// The most bytes of an event that are read for its gist: a list of them is drawn with every frame.
  private static let maximumReadLength = 16 << 10

  /// What the event adds, in a few words; empty for one whose name says all.
  var gist: String {
    guard data.count <= Self.maximumReadLength,
      let object = (try? JSONValue(parsing: text))?.objectValue
    else { return "" }
    switch MessageStreamEvent(object, eventName: name) {
    case .messageStart(let message): return message["model"]?.stringValue ?? ""
    case .contentBlockStart(_, let block):
      return [block["type"], block["name"]].compactMap { $0?.stringValue }.joined(separator: " ")
    case .contentBlockDelta(_, let delta): return delta.gist
    case .messageDelta(let delta, _, _): return delta["stop_reason"]?.stringValue ?? ""
    case .error(let error): return error.message
    case .contentBlockStop, .messageStop, .ping, .unknown: return ""
    }
  }
}

extension ContentDelta {
  /// What is added, with its blanks and line breaks to be seen.
  fileprivate var gist: String {
    switch self {
    case .text(let text), .inputJSON(let text), .thinking(let text):
      JSONValue.string(text).text(.compact)
    case .signature: "signature"
    case .citation: "citation"
    case .compaction: "compaction"
    case .unknown(let type, _): type
    }
  }
}
