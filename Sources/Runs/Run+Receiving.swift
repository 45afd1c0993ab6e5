import JSON
import MessagesAPI
import ServerSentEvents

extension Run {
  /// Takes the response's status and headers. Only the first count.
  public mutating func receive(head: ResponseHead, at time: Duration) {
    guard self.head == nil, end == nil else { return }
    self.head = head
    headAt = settled(time)
  }

  /// Takes the next bytes of the body: keeps them, and folds what they finish.
  public mutating func receive(chunk: [UInt8], at time: Duration) {
    chunk.withUnsafeBytes { receive(bytes: $0, at: time) }
  }

  /// Takes the next bytes of the body: keeps them, and folds what they finish.
  public mutating func receive(bytes: UnsafeRawBufferPointer, at time: Duration) {
    guard end == nil, !bytes.isEmpty else { return }
    let time = settled(time)
    lastByteAt = time
    byteCount += bytes.count
    let room = limits.bodySize - keptByteCount
    storedBody.append(
      bytes.count <= room ? bytes : UnsafeRawBufferPointer(rebasing: bytes[..<room]))
    if bodyForm == .eventStream {
      decode(bytes, at: time)
    } else if bodyForm == nil {
      chooseForm(isWhole: false, at: time)
    }
  }

  /// A time as it is kept: never before what came last, whatever the file of a capture says.
  private func settled(_ time: Duration) -> Duration {
    max(time.inWholeMicroseconds, lastByteAt ?? headAt ?? .zero)
  }

  /// Takes the end of the transfer. Whatever comes after it is ignored.
  public mutating func finish(_ end: End, at time: Duration) {
    guard self.end == nil else { return }
    let time = settled(time)
    if bodyForm == nil { chooseForm(isWhole: true, at: time) }
    self.end = end
    endsAt = time
    if bodyForm == .eventStream {
      unterminatedEvent = decoder.unterminated
    } else {
      readWholeBody()
    }
    accumulator.finish(end.bodyEnd, unterminated: unterminatedEvent)
  }

  /// Counts bytes that were not kept when the run was recorded.
  mutating func omit(_ count: Int) {
    byteCount += count
    bodyFault = .bodyTooLong(limit: keptByteCount)
  }

  private mutating func chooseForm(isWhole: Bool, at time: Duration) {
    let start = body(in: 0..<Swift.min(256, keptByteCount))
    bodyForm = BodyForm(mediaType: head?.mediaType, start: start, isWhole: isWhole)
    guard bodyForm == .eventStream else { return }
    let soFar = body
    soFar.withUnsafeBytes { decode($0, at: time) }
  }

  private mutating func decode(_ bytes: UnsafeRawBufferPointer, at time: Duration) {
    // The decoder stands apart while it lends frames, so that they can be folded into the rest.
    var decoder = ServerSentEventDecoder()
    swap(&decoder, &self.decoder)
    let arrival = time.wholeMicroseconds
    decoder.append(bytes) { frame in
      let applied = accumulator.append(frame)
      if applied.kind == .contentBlockDelta {
        if firstDeltaAt == nil { firstDeltaAt = time }
        lastDeltaAt = time
        deltaCount += 1
      }
      record(frame.range, applied, arrival)
    }
    swap(&decoder, &self.decoder)
  }

  private mutating func record(_ range: Range<Int>, _ applied: AppliedEvent, _ arrival: Int64) {
    guard records.count < limits.eventCount else { return }
    records.append(
      Record(
        offset: UInt32(clamping: range.lowerBound), length: UInt32(clamping: range.count),
        arrival: arrival, blockIndex: applied.blockIndex.map { Int32(clamping: $0) } ?? -1,
        kind: applied.kind, isNoted: applied.isNoted))
  }

  /// Reads a body that isn't a stream: a message, an error, or something else.
  private mutating func readWholeBody() {
    guard let head else { return }
    guard head.isSuccess else {
      bodyError = APIError(body: body, status: head.status)
      return
    }
    guard byteCount > 0 else {
      bodyFault = .emptyBody
      return
    }
    guard omittedByteCount == 0 else {
      bodyFault = .bodyTooLong(limit: limits.bodySize)
      return
    }
    guard bodyForm == .json else {
      bodyFault = .notAMessage(.other)
      return
    }
    do throws(JSONParseError) {
      read(try JSONParser.parse(body))
    } catch {
      bodyFault = .invalidJSON(error)
    }
  }

  private mutating func read(_ value: JSONValue) {
    if let object = value.objectValue, object["content"] != nil, object["error"] == nil {
      accumulator.append(whole: object)
    } else if let error = APIError(json: value) {
      bodyError = error
    } else {
      bodyFault = .notAMessage(.json)
    }
  }
}

extension Run.End {
  var bodyEnd: Message.BodyEnd {
    switch self {
    case .complete: .clean
    case .failed: .interrupted
    case .cancelled: .cancelled
    }
  }
}

extension Duration {
  var wholeMicroseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
  }

  /// The precision with which runs are kept.
  var inWholeMicroseconds: Duration { .microseconds(wholeMicroseconds) }
}
