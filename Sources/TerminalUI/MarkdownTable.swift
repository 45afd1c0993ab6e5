/// A table of Markdown, as columns that are as wide as their cells, or as the width allows.
struct MarkdownTable {
  private enum Alignment { case left, center, right }

  private var rows: [[MarkdownInline]]
  private let alignments: [Alignment]
  private let source: [UInt8]

  /// No column is made narrower than this for the table to fit.
  private static let leastWidth = 4
  private static let separator = " │ "

  /// - Parameter source: The lines of the table; the second one is the delimiter row.
  init(_ source: [UInt8]) {
    self.source = source
    let lines = source.split(separator: 0x0A)
    alignments = Self.cells(of: lines[1]).map { cell in
      switch (cell.first == UInt8(ascii: ":"), cell.last == UInt8(ascii: ":")) {
      case (true, true): .center
      case (false, true): .right
      default: .left
      }
    }
    let count = alignments.count
    rows = (lines[..<1] + lines[2...]).map { line in
      let cells = Self.cells(of: line).prefix(count).map { MarkdownInline(markdown: Array($0)) }
      return cells + Array(repeating: MarkdownInline(plain: []), count: count - cells.count)
    }
  }

  /// Whether a line parts a table's head from its body.
  static func isDelimiter(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.contains(UInt8(ascii: "-")) else { return false }
    return cells(of: line).allSatisfy { cell in
      var marks = cell
      if marks.first == UInt8(ascii: ":") { marks = marks.dropFirst() }
      if marks.last == UInt8(ascii: ":") { marks = marks.dropLast() }
      return !marks.isEmpty && marks.allSatisfy { $0 == UInt8(ascii: "-") }
    }
  }

  private static func cells(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var cells: [ArraySlice<UInt8>] = []
    var start = line.startIndex
    for index in line.indices where line[index] == UInt8(ascii: "|") {
      if index > line.startIndex, line[index - 1] == UInt8(ascii: "\\") { continue }
      cells.append(line[start..<index])
      start = index + 1
    }
    cells.append(line[start...])
    if cells.count > 1, trimmed(cells[0]).isEmpty { cells.removeFirst() }
    if cells.count > 1, trimmed(cells[cells.count - 1]).isEmpty { cells.removeLast() }
    return cells.map(trimmed)
  }

  private static func trimmed(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var cell = cell.drop { $0 == 0x20 }
    while cell.last == 0x20 { cell.removeLast() }
    return cell
  }

  // MARK: - Rendering

  func render(
    prefix: MarkdownRendering.Prefix, width: Int, into rendering: inout MarkdownRendering
  ) {
    guard let widths = columnWidths(within: width - prefix.columns) else {
      // As it was written is better than what nobody can read.
      for line in source.split(separator: 0x0A) {
        rendering.append(MarkdownInline(plain: line), prefix: prefix, look: .code, width: width)
      }
      return
    }
    for (number, row) in rows.enumerated() {
      for line in lines(of: row, widths: widths, isHead: number == 0) {
        rendering.append(line, prefix: prefix, width: width)
      }
      if number == 0 {
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "─┼─")
        rendering.append(
          MarkdownInline(plain: rule.utf8), prefix: prefix, look: .muted, width: width)
      }
    }
  }

  /// The columns' widths, the widest made narrower until all fit; nil when they can't.
  private func columnWidths(within room: Int) -> [Int]? {
    var widths = alignments.indices.map { column in
      rows.map { TextWidth.columns(of: String(decoding: $0[column].bytes, as: UTF8.self)) }
        .max().map { max($0, 1) } ?? 1
    }
    let separators = Self.separator.count * (widths.count - 1)
    guard separators + widths.reduce(0, { $0 + min($1, Self.leastWidth) }) <= room else {
      return nil
    }
    while widths.reduce(separators, +) > room {
      guard let widest = widths.indices.max(by: { widths[$0] < widths[$1] }) else { return nil }
      let excess = widths.reduce(separators, +) - room
      let second = widths.indices.filter { $0 != widest }.map { widths[$0] }.max() ?? 0
      let step = max(min(excess, widths[widest] - second), 1)
      widths[widest] -= step
    }
    return widths
  }

  /// A row as lines: cells that are wider than their column go on below.
  private func lines(of row: [MarkdownInline], widths: [Int], isHead: Bool) -> [MarkdownInline] {
    let wrapped = zip(row, widths).map { cell, width in
      var lines = WrappedText(width: width)
      lines.append(cell.bytes)
      lines.finish()
      return lines
    }
    let height = max(wrapped.map(\.lineCount).max() ?? 0, 1)
    return (0..<height).map { number in
      var line = MarkdownInline(plain: [])
      for column in row.indices {
        if column > 0 { line.append(Self.separator.utf8, look: .muted) }
        var cell = MarkdownInline(plain: [])
        if number < wrapped[column].lineCount {
          cell.append(row[column], in: wrapped[column].drawnRange(ofLine: number))
        }
        append(cell, to: &line, column: column, width: widths[column], isHead: isHead)
      }
      return line
    }
  }

  private func append(
    _ cell: MarkdownInline, to line: inout MarkdownInline, column: Int, width: Int, isHead: Bool
  ) {
    let free = max(width - TextWidth.columns(of: String(decoding: cell.bytes, as: UTF8.self)), 0)
    let before =
      switch alignments[column] {
      case .left: 0
      case .center: free / 2
      case .right: free
      }
    line.append(repeatElement(0x20, count: before))
    if isHead {
      line.append(cell.bytes, look: .strong)
    } else {
      line.append(cell, in: 0..<cell.bytes.count)
    }
    // Nothing follows the last column.
    if column < alignments.count - 1 { line.append(repeatElement(0x20, count: free - before)) }
  }
}
