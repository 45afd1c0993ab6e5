/// One event of a `text/event-stream` body.
public struct ServerSentEvent: Hashable, Sendable {
  /// The name from the `event` field, or "message" where the stream gives none.
  public var event: String
  /// The values of the `data` fields, joined with LF. Always valid UTF-8.
  public var data: [UInt8]
  /// The last event ID of the stream at the time of this event.
  public var id: String
  /// What was unusual about the lines of this event.
  public var notes: Notes

  public init(event: String = "message", data: [UInt8], id: String = "", notes: Notes = []) {
    self.event = event
    self.data = data
    self.id = id
    self.notes = notes
  }

  /// The data as text.
  public var text: String { String(decoding: data, as: UTF8.self) }
}

extension ServerSentEvent {
  /// What was unusual about the lines of an event. None of it keeps the event from being read.
  public struct Notes: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A byte order mark stood before the first line, and was dropped.
    public static let byteOrderMark = Notes(rawValue: 1 << 0)
    /// Bytes that are not UTF-8 were replaced with U+FFFD.
    public static let invalidUTF8 = Notes(rawValue: 1 << 1)
    /// No `event` field named the event.
    public static let unnamed = Notes(rawValue: 1 << 2)
    /// A limit of the decoder was reached, and what lies beyond it was dropped.
    public static let cut = Notes(rawValue: 1 << 3)
    /// Comment lines stood among the lines of the event.
    public static let comment = Notes(rawValue: 1 << 4)
  }
}
