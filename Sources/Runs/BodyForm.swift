/// How the body of a response is read.
public enum BodyForm: String, Hashable, Sendable {
  /// Server-sent events.
  case eventStream
  case json
  /// Text, HTML, or anything else that is shown as it is.
  case other
}

extension BodyForm {
  /// Tells the form from the first bytes, which speak louder than the media type; nil when it takes
  /// more bytes to tell.
  init?(mediaType: String?, start: some Sequence<UInt8>, isWhole: Bool) {
    let declared = Self(mediaType: mediaType)
    let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]
    let start = start.drop(while: { blanks.contains($0) })
    let text = String(decoding: Array(start.prefix(6)), as: UTF8.self)
    guard let first = text.first else {
      guard isWhole else { return nil }
      self = declared ?? .other
      return
    }
    let fields = [":", "data:", "event:", "id:", "retry:"]
    if first == "{" || first == "[" {
      self = .json
    } else if fields.contains(where: text.hasPrefix) {
      self = .eventStream
    } else if !isWhole, fields.contains(where: { $0.hasPrefix(text) }) {
      return nil
    } else {
      // A stream may begin with a field that nobody knows, but not with markup.
      self = first == "<" ? .other : declared ?? .other
    }
  }

  private init?(mediaType: String?) {
    switch mediaType {
    case nil: return nil
    case "text/event-stream": self = .eventStream
    case let type? where type == "application/json" || type.hasSuffix("+json"): self = .json
    default: self = .other
    }
  }
}
