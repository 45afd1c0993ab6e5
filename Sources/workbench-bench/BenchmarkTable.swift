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
        row.p99.map { Self.number($0) } ?? "", row.unit,
        row.bytes.map { Self.number($0 / row.median * 1000) } ?? "",
        row.target.map { Self.number($0.value) + (row.isMet == true ? " met" : " MISSED") } ?? "",
        row.ratio.map { "\(Self.number($0.value)) x \($0.to)" } ?? "",
      ])
    }
  }

  var text: String {
    let widths = Self.header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      let cells = line.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - line[column].count)
        // Figures stand to the right of their columns.
        return (1...3).contains(column) ? padding + line[column] : line[column] + padding
      }
      return cells.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  /// Three significant digits at most.
  private static func number(_ value: Double) -> String {
    if value >= 100 { return String(Int(value.rounded())) }
    let digits = value >= 10 ? 10.0 : 100.0
    return String((value * digits).rounded() / digits)
  }
}
