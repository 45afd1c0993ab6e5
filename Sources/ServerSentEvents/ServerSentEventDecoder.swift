/// Splits the bytes of a `text/event-stream` body into events.
///
/// How the bytes are cut into chunks never changes the events. An event that the body's end leaves
/// unfinished is not dispatched; `unterminated` tells of it. Memory is bounded by `limits`.
///
/// WHATWG HTML, section 9.2.6.
public struct ServerSentEventDecoder: Sendable {
  /// How much the decoder keeps of a line and of an event.
  public struct Limits: Hashable, Sendable {
    /// The most bytes that are kept of one line.
    public var lineLength: Int
    /// The most bytes that are kept of the data of one event.
    public var eventSize: Int

    public init(lineLength: Int = 32 << 20, eventSize: Int = 32 << 20) {
      self.lineLength = lineLength
      self.eventSize = eventSize
    }
  }

  public let limits: Limits
  /// The value of the last valid `id` field; it stays until another replaces it.
  public private(set) var lastEventID = ""
  /// The value of the last valid `retry` field.
  public private(set) var reconnectionTime: Duration?
  /// How many bytes have been appended.
  public private(set) var byteCount = 0

  /// The line that the last chunk left unfinished.
  private var partialLine = PartialLine()
  private var hasPartialLine = false
  private var isFirstLine = true
  /// The last chunk ended with CR, so that a LF at the start of the next one ends nothing.
  private var skipsLineFeed = false

  /// Where the first line since the last blank one begins in the body.
  private var frameStart: Int?
  private var notes: ServerSentEvent.Notes = []
  private var isASCII = true
  private var name: [UInt8] = []
  private var hasName = false
  private var data: [UInt8] = []
  private var hasData = false

  public init(limits: Limits = Limits()) {
    self.limits = limits
  }

  /// Decodes the next bytes of the body, and lends each frame that they finish to `body`.
  ///
  /// A frame is valid only until `body` returns.
  public mutating func append(_ bytes: UnsafeRawBufferPointer, _ body: (Frame) -> Void) {
    guard !bytes.isEmpty else { return }
    let base = byteCount
    var position = 0
    if skipsLineFeed {
      skipsLineFeed = false
      if bytes[0] == lineFeed { position = 1 }
    }
    var lent = Lent()
    while true {
      let (end, lineIsASCII) = bytes.lineEnd(from: position)
      guard end < bytes.count else {
        keepPartialLine(
          bytes.part(position, end), at: base + position, isASCII: lineIsASCII)
        break
      }
      if !hasPartialLine {
        let line = bytes.part(position, end)
        process(line, at: base + position, isASCII: lineIsASCII, &lent, body)
      } else {
        keepPartialLine(
          bytes.part(position, end), at: base + position, isASCII: lineIsASCII)
        processPartialLine(&lent, body)
      }
      position = end + 1
      if bytes[end] == carriageReturn {
        if position == bytes.count {
          skipsLineFeed = true
        } else if bytes[position] == lineFeed {
          position += 1
        }
      }
      if position == bytes.count { break }
    }
    keep(lent)
    byteCount += bytes.count
  }

  /// Decodes the next bytes of the body, and returns the events that they finish.
  public mutating func append(_ bytes: [UInt8]) -> [ServerSentEvent] {
    var events: [ServerSentEvent] = []
    bytes.withUnsafeBytes { bytes in
      append(bytes) { frame in
        if frame.isEvent { events.append(ServerSentEvent(frame)) }
      }
    }
    return events
  }

  /// The event that a blank line would finish now; at the end of the body, the one that is lost.
  public var unterminated: ServerSentEvent? {
    var copy = self
    return copy.append([lineFeed, lineFeed]).first
  }
}

// MARK: - Lines

extension ServerSentEventDecoder {
  /// A line whose end has not arrived.
  private struct PartialLine {
    var start = 0
    var bytes: [UInt8] = []
    var isCut = false
    var isASCII = true
  }

  /// Field values that still lie in the chunk at hand.
  private struct Lent {
    var name: UnsafeRawBufferPointer?
    var data: UnsafeRawBufferPointer?
  }

  /// Copies the values that would be gone with the chunk.
  private mutating func keep(_ lent: Lent) {
    if let value = lent.name { name.append(contentsOf: value) }
    if let value = lent.data { data.append(contentsOf: value) }
  }

  private mutating func keepPartialLine(
    _ bytes: UnsafeRawBufferPointer, at start: Int, isASCII: Bool
  ) {
    if !hasPartialLine {
      hasPartialLine = true
      partialLine.start = start
    }
    let room = limits.lineLength - partialLine.bytes.count
    if bytes.count > room { partialLine.isCut = true }
    if !isASCII { partialLine.isASCII = false }
    partialLine.bytes.append(contentsOf: bytes.part(0, Swift.min(bytes.count, room)))
  }

  private mutating func processPartialLine(_ lent: inout Lent, _ body: (Frame) -> Void) {
    var line = PartialLine()
    swap(&line, &partialLine)
    hasPartialLine = false
    line.bytes.withUnsafeBytes { bytes in
      process(bytes, at: line.start, isASCII: line.isASCII, isCut: line.isCut, &lent, body)
      keep(lent)
    }
    lent = Lent()
    // The buffer serves the next line, unless this one was huge.
    line.bytes.removeAll(keepingCapacity: line.bytes.count <= Self.keptCapacity)
    swap(&line.bytes, &partialLine.bytes)
  }

  /// What one huge line or event needed is not held for the small ones that follow.
  private static let keptCapacity = 1 << 16

  private mutating func process(
    _ wholeLine: UnsafeRawBufferPointer, at start: Int, isASCII lineIsASCII: Bool,
    isCut: Bool = false, _ lent: inout Lent, _ body: (Frame) -> Void
  ) {
    var line = wholeLine
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: byteOrderMark) {
        line = line.part(3, line.count)
        notes.insert(.byteOrderMark)
      }
    }
    guard let first = line.first else {
      endFrame(at: start, &lent, body)
      return
    }
    if frameStart == nil { frameStart = start }
    if isCut || line.count > limits.lineLength {
      line = line.part(0, Swift.min(line.count, limits.lineLength))
      notes.insert(.cut)
    }
    if first == colon {
      notes.insert(.comment)
      return
    }
    let (field, value) = line.fieldAndValue()
    switch field {
    case .data:
      if !lineIsASCII { isASCII = false }
      appendData(value, &lent)
    case .event:
      if !lineIsASCII { isASCII = false }
      if !name.isEmpty { name.removeAll(keepingCapacity: true) }
      lent.name = value
      hasName = true
    case .id:
      if !value.contains(0) { lastEventID = String(decoding: value, as: UTF8.self) }
    case .retry:
      if let time = value.decimal { reconnectionTime = .milliseconds(time) }
    case nil:
      break
    }
  }

  private mutating func appendData(_ value: UnsafeRawBufferPointer, _ lent: inout Lent) {
    if let first = lent.data {
      data.append(contentsOf: first)
      lent.data = nil
    }
    let separator = hasData ? 1 : 0
    let room = limits.eventSize - data.count - separator
    guard room >= 0 else {
      notes.insert(.cut)
      return
    }
    if hasData { data.append(lineFeed) }
    if value.count > room { notes.insert(.cut) }
    let kept = value.part(0, Swift.min(value.count, room))
    if hasData { data.append(contentsOf: kept) } else { lent.data = kept }
    hasData = true
  }

  /// Hands out what was collected since the last blank line, and begins anew.
  private mutating func endFrame(at end: Int, _ lent: inout Lent, _ body: (Frame) -> Void) {
    guard let start = frameStart else { return }
    if !hasName { notes.insert(.unnamed) }
    name.withUnsafeBytes { keptName in
      data.withUnsafeBytes { keptData in
        let frame = Frame(
          name: lent.name ?? keptName, data: lent.data ?? keptData, isEvent: hasData,
          id: lastEventID, range: start..<end, notes: notes)
        if isASCII { body(frame) } else { frame.withValidUTF8(body) }
      }
    }
    frameStart = nil
    notes = []
    isASCII = true
    hasName = false
    hasData = false
    lent = Lent()
    if !name.isEmpty { name.removeAll(keepingCapacity: true) }
    if !data.isEmpty { data.removeAll(keepingCapacity: data.count <= Self.keptCapacity) }
  }
}
