/// The rows of measurements as a table in plain text.
struct BenchmarkTable {
  private static let header = [
    "benchmark", "best", "median", "p99", "unit", "MB/s", "target", "compared",
  ]

  private var lines: [[String]] = [header]

  mutating func append(_ measurements: Measurements) {
    for row in measurements.rows {
      lines.append([
        row.name, Self.number(row.best), Self.number(row.median),
        row.sampleCount >= 20 ? Self.number(row.p99) : "", row.unit,
        row.bytes.map { Self.number($0 / row.median * 1000) } ?? "",
        row.target.map { target in
          let value = target.statistic == .median ? row.median : row.p99
          return Self.number(target.value) + (value <= target.value ? " met" : " MISSED")
        } ?? "",
        row.ratio.map { ratio in
          "\(Self.number(ratio.value)) x \(ratio.to)"
            + (ratio.limit.map { limit in
              " (at most \(Self.number(limit)): \(ratio.value <= limit ? "met" : "MISSED"))"
            } ?? "")
        } ?? "",
      ])
      if row.isMet == false { isMet = false }
    }
    gaps += measurements.gaps
  }

  /// Whether everything was measured and every target is met.
  private(set) var isMet = true
  private var gaps: [String] = [] { didSet { isMet = isMet && gaps.isEmpty } }

  var text: String {
    let widths = Self.header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      let cells = line.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - line[column].count)
        // Figures stand to the right of their columns.
        return (1...3).contains(column) ? padding + line[column] : line[column] + padding
      }
      return cells.joined(separator: "  ")
    }.joined(separator: "\n") + gaps.map { "\nNOT MEASURED: \($0)" }.joined()
  }

  /// Three significant digits at most.
  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "never" }
    if value >= 100 { return String(Int(value.rounded())) }
    let digits = value >= 10 ? 10.0 : 100.0
    return String((value * digits).rounded() / digits)
  }
}
