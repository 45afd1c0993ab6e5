/// Decides when the next frame is drawn: at once after a key, and at most so often for what streams in.
struct FrameClock {
  /// The least time between two frames that nobody asked for with a key.
  static let interval = Duration.milliseconds(16)
  /// How often counters run on while an answer is awaited.
  static let tick = Duration.milliseconds(250)

  private var last = Duration.seconds(-1)
  private(set) var due: Duration?

  /// Until when nothing that streams in would be drawn, so that it needn't be waited for.
  var restsUntil: Duration { last + Self.interval }

  /// Something changed that is to be seen.
  mutating func request(at now: Duration, isUrgent: Bool) {
    let time = isUrgent ? now : max(now, last + Self.interval)
    due = due.map { min($0, time) } ?? time
  }

  /// Counters are to be drawn, if nothing else is before.
  mutating func requestTick() {
    let time = last + Self.tick
    due = due.map { min($0, time) } ?? time
  }

  func isDue(at now: Duration) -> Bool { due.map { $0 <= now } ?? false }

  mutating func hasDrawn(at now: Duration) {
    last = now
    due = nil
  }
}
