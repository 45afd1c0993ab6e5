import MessagesAPI

/// How long was waited between the deltas of a stream, over the whole of it.
///
/// It holds a bounded number of values: when they are full, neighbours become one, the longer of both.
public struct LatencyTrace: Hashable, Sendable {
  /// The longest time between two deltas in each part of the stream, oldest first.
  public private(set) var parts: [Duration] = []
  /// The longest time of all.
  public var longest: Duration { parts.max() ?? .zero }

  /// How many times make up a part.
  private var length = 1
  /// How many times are in the last part.
  private var count = 0
  private var eventCount = 0
  private var last: Duration?

  private static let limit = 128

  public init() {}

  /// Takes in the deltas that have come since the last time.
  public mutating func update(from run: Run) {
    for index in eventCount..<max(run.eventCount, eventCount)
    where run.eventKind(index) == .contentBlockDelta {
      let arrival = run.eventArrival(index)
      if let last { append(arrival - last) }
      last = arrival
    }
    eventCount = run.eventCount
    // What broke off was waited for, too.
    if !run.isActive, run.message.stopReason == nil, let last, let end = run.endsAt, end > last {
      append(end - last)
      self.last = nil
    }
  }

  private mutating func append(_ time: Duration) {
    if !parts.isEmpty, count < length {
      parts[parts.count - 1] = max(parts[parts.count - 1], time)
      count += 1
      return
    }
    if parts.count == Self.limit {
      parts = stride(from: 0, to: parts.count, by: 2).map { max(parts[$0], parts[$0 + 1]) }
      length *= 2
    }
    parts.append(time)
    count = 1
  }

  /// The trace in so many columns at most, each the longest time of its part.
  public func columns(_ width: Int) -> [Duration] {
    guard parts.count > width, width > 0 else { return parts }
    return (0..<width).map { column in
      let start = column * parts.count / width
      return parts[start..<max((column + 1) * parts.count / width, start + 1)].max() ?? .zero
    }
  }
}
