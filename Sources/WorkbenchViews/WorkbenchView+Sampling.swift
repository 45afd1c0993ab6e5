import MessagesAPI
import Runs
import TerminalUI
import WorkbenchCore

// How the tokens of an answer were drawn.

extension WorkbenchView {
  /// The tokens as a text, and below it what could have stood in place of the one under the cursor.
  func drawSampling(of run: Run, in area: Rect, pane: Rect, on screen: inout Screen) {
    guard let sample = state.currentSample, let current = state.answer.sampling.current,
      let text = state.textArea, let bars = state.samplingArea
    else {
      let reason = WrappedText(
        state.reasonForNoSamples(of: run), width: max(area.width - 2, 1))
      for line in 0..<min(reason.lineCount, area.height) {
        screen.put(
          reason.line(line), x: area.x + 1, y: area.y + line, style: theme.style("text.muted"))
      }
      return
    }
    drawText(state.answer.sampling.text, in: text, pane: pane, on: &screen)
    markToken(current, in: text, on: &screen)
    screen.rule(x: bars.x, y: bars.y, width: bars.width, style: theme.style("border"), lines: lines)
    draw(sample, number: current + 1, in: bars, on: &screen)
  }

  /// Marks a token in the text; of one without width, the place where it stands.
  private func markToken(_ token: Int, in area: Rect, on screen: inout Screen) {
    let pane = state.answer.sampling.text
    let range = state.answer.sampling.range(of: token)
    let body = pane.transcript.sections[range.lowerBound.section].body
    var line = body.lineIndex(at: range.lowerBound.offset)
    let first = pane.transcript.start(of: range.lowerBound.section) + 1
    repeat {
      let row = first + line - pane.scroll.offset
      let bytes = body.range(ofLine: line)
      let part = (range.lowerBound.offset..<range.upperBound.offset).clamped(to: bytes)
      let start = body.column(of: part.lowerBound, inLine: line)
      let end = max(body.column(of: part.upperBound, inLine: line), start + 1)
      let columns = Rect(
        x: area.x + Transcript.bodyIndent + start, y: area.y + row, width: end - start, height: 1)
      screen.restyle(columns.intersection(area), theme.patch("match.current"))
      line += 1
    } while line < body.lineCount && body.range(ofLine: line).lowerBound < range.upperBound.offset
  }

  private func draw(_ sample: TokenSample, number: Int, in area: Rect, on screen: inout Screen) {
    let title = " token \(number) of \(state.answer.sampling.count) "
    screen.put(title, x: area.x + 1, y: area.y, style: theme.style("title"))
    let summary = TextWidth.truncated(summary(of: sample), to: area.width)
    screen.put(summary, in: area.row(1), style: theme.style("text.muted"))
    let columns = BarColumns(width: area.width)
    let head = area.row(2)
    screen.put("token", x: head.x + 2, y: head.y, style: theme.style("text.muted"))
    screen.put(
      Figures.padded("model", to: 7), x: head.x + columns.model, y: head.y,
      style: theme.style("text.muted"))
    screen.put(
      Figures.padded("after T", to: 8), x: head.x + columns.tempered, y: head.y,
      style: theme.style("text.muted"))
    let largest = sample.candidates.map(\.tempered).max() ?? 1
    let room = max(area.height - 3, 0)
    for (row, candidate) in shown(sample.candidates, in: room).enumerated() {
      draw(candidate, largest: largest, columns, in: area.row(3 + row), on: &screen)
    }
  }

  /// The likeliest candidates that there is room for, and in any case the one that was drawn.
  private func shown(
    _ candidates: [TokenSample.Candidate], in room: Int
  ) -> [TokenSample.Candidate] {
    guard candidates.count > room, room > 0 else { return Array(candidates.prefix(room)) }
    let first = candidates.prefix(room)
    guard !first.contains(where: { $0.verdict == .drawn }),
      let drawn = candidates.first(where: { $0.verdict == .drawn })
    else { return Array(first) }
    return first.dropLast() + [drawn]
  }

  /// Where the columns of the candidates begin.
  private struct BarColumns {
    let model: Int
    let tempered: Int
    let bar: Int

    init(width: Int) {
      model = min(max(width / 3, 12), 22)
      tempered = model + 8
      bar = tempered + 10
    }
  }

  private func summary(of sample: TokenSample) -> String {
    var parts = ["\(sample.candidateCount) possible"]
    if sample.cutByTopK > 0 { parts.append("top_k cut \(sample.cutByTopK)") }
    if sample.cutByTopP > 0 { parts.append("top_p cut \(sample.cutByTopP)") }
    let kept = sample.candidateCount - sample.cutByTopK - sample.cutByTopP
    parts.append("\(kept) kept, \(Figures.percent(sample.keptProbability))")
    return parts.joined(separator: " · ")
  }

  private func draw(
    _ candidate: TokenSample.Candidate, largest: Double, _ columns: BarColumns, in row: Rect,
    on screen: inout Screen
  ) {
    let isDrawn = candidate.verdict == .drawn
    let isCut = candidate.verdict == .cutByTopK || candidate.verdict == .cutByTopP
    let style = theme.style(isDrawn ? "text.strong" : isCut ? "text.muted" : "text")
    if isDrawn { screen.put("●", in: row, style: theme.style("success")) }
    let text = candidate.text.isEmpty ? "end of text" : Self.visible(candidate.text)
    screen.put(
      TextWidth.truncated(text, to: columns.model - 3), x: row.x + 2, y: row.y, style: style)
    screen.put(
      Figures.padded(Figures.percent(candidate.probability), to: 7), x: row.x + columns.model,
      y: row.y, style: theme.style("text.muted"))
    screen.put(
      Figures.padded(Figures.percent(candidate.tempered), to: 8), x: row.x + columns.tempered,
      y: row.y, style: style)
    let verdict =
      switch candidate.verdict {
      case .drawn: "drawn"
      case .kept: ""
      case .cutByTopK: "top_k"
      case .cutByTopP: "top_p"
      }
    let width = max(row.width - columns.bar - 7, 0)
    let gauge = Self.gauge(candidate.tempered / max(largest, 1e-9), width: width)
    screen.put(
      gauge.filled, x: row.x + columns.bar, y: row.y,
      style: theme.style(isDrawn ? "success" : isCut ? "gauge.track" : "gauge"))
    putRight(
      verdict, in: row, style: theme.style(isDrawn ? "success" : "warning"), on: &screen)
  }

  /// A token's text with blanks and line ends to be seen.
  private static func visible(_ text: String) -> String {
    String(text.map { $0 == " " ? "·" : $0.isNewline ? "⏎" : $0 })
  }
}
