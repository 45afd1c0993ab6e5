import Glibc

/// Time since the loop was made, on a clock that no one sets.
struct MonotonicClock {
  private let start: Duration

  init() { start = Self.reading }

  var now: Duration { Self.reading - start }

  private static var reading: Duration {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  /// Seconds since 1970.
  static var wallSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
