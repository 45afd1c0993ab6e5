/// Decides when the next frame is drawn: at once after a key, and at most so often for what streams in.
struct FrameClock {
  /// The least time between two frames for what streams in.
  static let interval = Duration.milliseconds(16)
  /// How often counters run on while an answer is awaited.
  static let tick = Duration.milliseconds(250)

  /// When a frame last showed what had streamed in.
  private var lastArrivals = Duration.seconds(-1)
  private var arrivalsDue: Duration?
  private var isUrgent = false

  /// Until when nothing that streams in would be drawn, so that it needn't be waited for.
  var restsUntil: Duration { lastArrivals + Self.interval }

  /// When the next frame is due; nil when there is nothing to draw.
  var due: Duration? { isUrgent ? .zero : arrivalsDue }

  /// Something changed that is to be seen at once.
  mutating func requestNow() { isUrgent = true }

  /// Something streamed in.
  mutating func request(at now: Duration) {
    request(by: max(now, restsUntil))
  }

  /// Counters are to be drawn, if nothing else is before.
  mutating func requestTick() { request(by: lastArrivals + Self.tick) }

  private mutating func request(by time: Duration) {
    arrivalsDue = arrivalsDue.map { min($0, time) } ?? time
  }

  func isDue(at now: Duration) -> Bool { due.map { $0 <= now } ?? false }

  /// Whether a frame at this time shall show what has streamed in, too.
  func includesArrivals(at now: Duration) -> Bool { arrivalsDue.map { $0 <= now } ?? false }

  mutating func hasDrawn(at now: Duration, withArrivals: Bool) {
    isUrgent = false
    guard withArrivals else { return }
    lastArrivals = now
    arrivalsDue = nil
  }
}
