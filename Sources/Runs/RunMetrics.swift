import MessagesAPI

/// What can be measured of a run, while it goes on and afterwards.
public struct RunMetrics: Hashable, Sendable {
  /// From the start to the response's head.
  public var timeToHead: Duration?
  /// From the start to the first delta of the answer.
  public var timeToFirstToken: Duration?
  /// From the start to the end, or to now.
  public var elapsed: Duration
  /// Nil before there is enough to tell.
  public var tokenRate: TokenRate?
  /// Since the last byte, of a run that goes on.
  public var idle: Duration?

  /// How fast an answer came.
  public struct TokenRate: Hashable, Sendable {
    /// What was counted.
    public enum Basis: Hashable, Sendable {
      /// The tokens that the server reported.
      case usage
      /// The deltas that came, each of which may hold any number of tokens.
      case deltas
    }

    /// Tokens or deltas, from the first delta to the last; of an answer that came whole, over all of its time.
    public var perSecond: Double
    /// What was counted.
    public var basis: Basis

    public init(perSecond: Double, basis: Basis) {
      self.perSecond = perSecond
      self.basis = basis
    }
  }
}

extension Run {
  /// The run's figures at a moment, counted from its start; once it has ended, the moment is ignored.
  public func metrics(now: Duration = .zero) -> RunMetrics {
    let elapsed = endsAt ?? Swift.max(now, lastByteAt ?? headAt ?? .zero)
    return RunMetrics(
      timeToHead: headAt, timeToFirstToken: firstDeltaAt, elapsed: elapsed,
      tokenRate: tokenRate(elapsed: elapsed),
      idle: isActive ? elapsed - (lastByteAt ?? headAt ?? .zero) : nil)
  }

  /// The times between the last deltas, oldest first; at most `count` of them.
  ///
  /// The cost depends on `count`, not on how long the stream is.
  public func deltaGaps(last count: Int) -> [Duration] {
    var gaps: [Duration] = []
    var later: Int64?
    // Other events lie between the deltas, but few of them.
    for index in (0..<eventCount).suffix(4 * count + 16).reversed() where gaps.count < count {
      let record = records[index]
      guard record.kind == .contentBlockDelta else { continue }
      if let later { gaps.append(.microseconds(later - record.arrival)) }
      later = record.arrival
    }
    return gaps.reversed()
  }

  private static let leastMeasuredTime = Duration.milliseconds(100)

  private func tokenRate(elapsed: Duration) -> RunMetrics.TokenRate? {
    // Until the last report, usage tells of the beginning only.
    let tokens = accumulator.hasOutputCount ? message.usage.outputTokens : nil
    let basis: RunMetrics.TokenRate.Basis = tokens == nil ? .deltas : .usage
    let count = tokens ?? deltaCount
    var (counted, time) = (count, elapsed)
    if let firstDeltaAt, let lastDeltaAt {
      // The first token came before the time that is measured.
      (counted, time) = (count - 1, lastDeltaAt - firstDeltaAt)
    }
    // What came at once says nothing of how fast it was made.
    guard counted > 0, time >= Self.leastMeasuredTime else { return nil }
    return RunMetrics.TokenRate(perSecond: Double(counted) / (time / .seconds(1)), basis: basis)
  }
}
