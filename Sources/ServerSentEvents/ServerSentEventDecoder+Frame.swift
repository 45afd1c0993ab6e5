extension ServerSentEventDecoder {
  /// What stands between two blank lines, lent by the decoder.
  ///
  /// The pointers are valid only until the function that the frame was lent to returns.
  public struct Frame {
    /// The name from the `event` field; empty where there is none. Always valid UTF-8.
    public let name: UnsafeRawBufferPointer
    /// The values of the `data` fields, joined with LF. Always valid UTF-8.
    public let data: UnsafeRawBufferPointer
    /// Whether the standard dispatches an event: not without a `data` field, as when only comments
    /// or a name arrived.
    public let isEvent: Bool
    /// The last event ID of the stream at the time of this frame.
    public let id: String
    /// Where the lines lie in the body, up to the blank line.
    public let range: Range<Int>
    /// What was unusual about the lines.
    public let notes: ServerSentEvent.Notes
  }
}

extension ServerSentEvent {
  /// Copies what the decoder lent.
  public init(_ frame: ServerSentEventDecoder.Frame) {
    self.init(
      event: frame.name.isEmpty ? "message" : String(decoding: frame.name, as: UTF8.self),
      data: Array(frame.data), id: frame.id, notes: frame.notes)
  }
}

extension ServerSentEventDecoder.Frame {
  /// Lends the frame with every invalid byte sequence replaced by U+FFFD.
  ///
  /// No sequence reaches over a line's end, so that this is the same as decoding the whole body.
  func withValidUTF8(_ body: (Self) -> Void) {
    guard !name.isValidUTF8 || !data.isValidUTF8 else { return body(self) }
    let validName = Array(String(decoding: name, as: UTF8.self).utf8)
    let validData = Array(String(decoding: data, as: UTF8.self).utf8)
    validName.withUnsafeBytes { name in
      validData.withUnsafeBytes { data in
        body(
          Self(
            name: name, data: data, isEvent: isEvent, id: id, range: range,
            notes: notes.union(.invalidUTF8)))
      }
    }
  }
}
