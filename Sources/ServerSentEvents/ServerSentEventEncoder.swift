/// Writes the lines of a `text/event-stream` body.
///
/// What the decoder reads back is what was encoded, except that line ends inside data become LF.
public enum ServerSentEventEncoder {
  /// The lines of one event, its blank line included. Without a name there is no `event` line.
  public static func encode(event: String?, data: some Collection<UInt8>) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(data.count + 64)
    if let event {
      append(field: "event: ", event.utf8, to: &lines)
    }
    var rest = data[...]
    while true {
      let end = rest.firstIndex { $0 == lineFeed || $0 == carriageReturn } ?? rest.endIndex
      append(field: "data: ", rest[..<end], to: &lines)
      guard end < rest.endIndex else { break }
      let isCarriageReturn = rest[end] == carriageReturn
      rest = rest[rest.index(after: end)...]
      if isCarriageReturn, rest.first == lineFeed { rest = rest.dropFirst() }
    }
    lines.append(lineFeed)
    return lines
  }

  /// A comment with its blank line, which keeps a connection alive and means nothing.
  public static func encode(comment: String) -> [UInt8] {
    var lines: [UInt8] = []
    append(field: ": ", comment.utf8, to: &lines)
    lines.append(lineFeed)
    return lines
  }

  private static func append(
    field: String, _ value: some Sequence<UInt8>, to lines: inout [UInt8]
  ) {
    lines += field.utf8
    // A line end would begin another field.
    lines += value.lazy.filter { $0 != lineFeed && $0 != carriageReturn }
    lines.append(lineFeed)
  }
}
