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
  /// One line of the table.
  struct Row {
    let name: String
    /// Nanoseconds per operation, of the fastest repetition and of the middle one.
    let best: Double
    let median: Double
    /// How many bytes one operation handles, where that says something.
    let bytes: Double?
    /// The most nanoseconds that an operation may take.
    let target: Double?
    /// How the row compares with an earlier one of the same run.
    var ratio: (value: Double, to: String)?
  }

  let isQuick: Bool
  private(set) var rows: [Row] = []

  init(isQuick: Bool) { self.isQuick = isQuick }

  /// Times repetitions of `body`, each of which does `operations` operations on `bytes` bytes in all.
  @discardableResult
  mutating func time(
    _ name: String, operations: Int, bytes: Int? = nil, target: Double? = nil,
    comparedWith baseline: String? = nil, _ body: () -> Void
  ) -> Row {
    let clock = ContinuousClock()
    body()
    var times: [Double] = []
    for _ in 0..<(isQuick ? 3 : 9) {
      let time = clock.measure(body)
      times.append(time / .nanoseconds(1) / Double(operations))
    }
    times.sort()
    var row = Row(
      name: name, best: times[0], median: times[times.count / 2],
      bytes: bytes.map { Double($0) / Double(operations) }, target: target)
    if let baseline, let other = rows.last(where: { $0.name == baseline }) {
      row.ratio = (row.median / other.median, baseline)
    }
    rows.append(row)
    return row
  }
}

/// Keeps the optimizer from dropping the work that made a value.
@inline(never) @_optimize(none)
func keep<Value>(_ value: Value) {}
