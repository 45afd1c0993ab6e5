/// A topic that is measured under one name, in one or more rows.
struct Benchmark: Sendable {
  let name: String
  let measure: @Sendable (inout Measurements) -> Void

  init(_ name: String, measure: @escaping @Sendable (inout Measurements) -> Void) {
    self.name = name
    self.measure = measure
  }
}

/// What a benchmark has measured so far.
struct Measurements {
  /// What of several samples a target is set for.
  enum Statistic {
    case median
    case p99
  }

  /// One line of the table.
  struct Row {
    let name: String
    /// What the figures count, such as `ns` for nanoseconds per operation.
    let unit: String
    let best: Double
    let median: Double
    /// The 99th percentile; of few samples the greatest.
    let p99: Double
    let sampleCount: Int
    /// How many bytes one operation handles, where that says something.
    var bytes: Double?
    /// The most that the statistic may be.
    var target: (value: Double, statistic: Statistic)?
    /// How the row compares with an earlier one of the same run, and the most that is wanted.
    var ratio: (value: Double, to: String, limit: Double?)?

    /// Whether the targets are met; nil without any.
    var isMet: Bool? {
      let met = [
        target.map { ($0.statistic == .median ? median : p99) <= $0.value },
        ratio.flatMap { ratio in ratio.limit.map { ratio.value <= $0 } },
      ].compactMap(\.self)
      return met.isEmpty ? nil : !met.contains(false)
    }
  }

  let isQuick: Bool
  private(set) var rows: [Row] = []
  /// What could not be measured, and why.
  private(set) var gaps: [String] = []

  init(isQuick: Bool) { self.isQuick = isQuick }

  /// Times repetitions of `body`, each of which does `operations` operations on `bytes` bytes in all.
  mutating func time(
    _ name: String, operations: Int, bytes: Int? = nil, target: Double? = nil,
    comparedWith baseline: String? = nil, _ body: () -> Void
  ) {
    let clock = ContinuousClock()
    body()
    let times = (0..<(isQuick ? 3 : 9)).map { _ in
      clock.measure(body) / .nanoseconds(1) / Double(operations)
    }
    record(
      name, times, unit: "ns", bytes: bytes.map { Double($0) / Double(operations) },
      target: target, comparedWith: baseline)
  }

  /// Times two bodies by turns, so that what else the machine does weighs on both alike, and compares the
  /// second with the first, as which it may take `limit` times as long. Each does `operations` operations.
  mutating func timeByTurns(
    _ first: (name: String, body: () -> Void), _ second: (name: String, body: () -> Void),
    operations: Int, target: Double, limit: Double
  ) {
    let clock = ContinuousClock()
    var times: ([Double], [Double]) = ([], [])
    for turn in 0...(isQuick ? 3 : 60) {
      let one = clock.measure(first.body) / .nanoseconds(1) / Double(operations)
      let other = clock.measure(second.body) / .nanoseconds(1) / Double(operations)
      // The first turn only warms up.
      if turn > 0 { times = (times.0 + [one], times.1 + [other]) }
    }
    record(first.name, times.0, unit: "ns", target: target)
    record(second.name, times.1, unit: "ns", target: target, comparedWith: first.name, limit: limit)
  }

  /// Takes over samples that were measured in another way.
  mutating func record(
    _ name: String, _ samples: [Double], unit: String, bytes: Double? = nil,
    target: Double? = nil, of statistic: Statistic = .median, comparedWith baseline: String? = nil,
    limit: Double? = nil
  ) {
    guard !samples.isEmpty else {
      gaps.append("\(name): nothing was measured")
      return
    }
    let sorted = samples.sorted()
    var row = Row(
      name: name, unit: unit, best: sorted[0], median: sorted[sorted.count / 2],
      p99: sorted[sorted.count * 99 / 100], sampleCount: sorted.count, bytes: bytes,
      target: target.map { ($0, statistic) })
    if let baseline, let other = rows.last(where: { $0.name == baseline }) {
      row.ratio = (row.median / other.median, baseline, limit)
    }
    rows.append(row)
  }

  /// Notes that something can't be measured here.
  mutating func miss(_ reason: String) { gaps.append(reason) }
}

/// Keeps the optimizer from dropping the work that made a value.
@inline(never) @_optimize(none)
func keep<Value>(_ value: Value) {}
