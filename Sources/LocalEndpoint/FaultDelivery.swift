import ServerSentEvents

/// Sends bytes as a script wants them sent: in pieces, with pauses, up to a cut.
struct FaultDelivery {
  /// Whether the bytes stand in place of the head, too.
  var isRaw = false
  /// Whether nothing more can be sent.
  private(set) var isOver = false

  private let plan: FaultScript.Delivery
  private let response: any LocalResponse
  private var offset = 0
  private var pieceCount = 0

  init(_ plan: FaultScript.Delivery, on response: any LocalResponse) {
    self.plan = plan
    self.response = response
  }

  /// Sends all items, as often as the plan says.
  mutating func send(_ items: [FaultScript.Item]) {
    if plan.hasByteOrderMark { send([0xEF, 0xBB, 0xBF]) }
    var round = 0
    while round < plan.repetitions, !isOver {
      for item in items where !isOver { send(item) }
      round += 1
    }
    finish()
  }

  /// Ends the body. A cut that lies behind its end comes now.
  mutating func finish() {
    guard !isOver else { return }
    isOver = true
    if let cut = plan.cut { response.cut(cut.kind) }
  }

  private mutating func send(_ item: FaultScript.Item) {
    switch item {
    case .bytes(let bytes): send(bytes)
    case .event(let name, let data):
      let lines = ServerSentEventEncoder.encode(event: name, data: data)
      let end = Array(plan.lineEnd.utf8)
      send(lines.flatMap { $0 == UInt8(ascii: "\n") ? end : [$0] })
    case .pause(let duration): isOver = !response.pause(duration)
    case .fill(let bytes, let count):
      // Not too much at a time, so that memory stays flat.
      let block = max(1, 65_536 / max(1, bytes.count))
      var left = count
      while left > 0, !isOver {
        let now = min(block, left)
        send([[UInt8]](repeating: bytes, count: now).flatMap(\.self))
        left -= now
      }
    }
  }

  /// Sends bytes; false when no more can be sent.
  @discardableResult
  mutating func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty, !isOver {
      // A stall or a cut in the middle of a piece ends it.
      let marks = plan.stalls.map(\.offset) + (plan.cut.map { [$0.offset] } ?? [])
      let untilMark = marks.filter { $0 > offset }.min().map { $0 - offset } ?? .max
      let piece = rest.prefix(min(pieceSize, untilMark))
      stall()
      cut()
      guard !isOver else { break }
      rest = rest.dropFirst(piece.count)
      offset += piece.count
      pieceCount += 1
      let isTaken = isRaw ? response.raw(Array(piece)) : response.body(Array(piece))
      isOver = !isTaken
      cut()
      if !isOver, plan.pace > .zero { isOver = !response.pause(plan.pace) }
    }
    return !isOver
  }

  private mutating func stall() {
    for stall in plan.stalls where stall.offset == offset && !isOver {
      isOver = !response.pause(stall.duration)
    }
  }

  private mutating func cut() {
    if let cut = plan.cut, cut.offset == offset, !isOver {
      response.cut(cut.kind)
      isOver = true
    }
  }

  private var pieceSize: Int {
    plan.pieces.isEmpty ? .max : plan.pieces[pieceCount % plan.pieces.count]
  }
}
