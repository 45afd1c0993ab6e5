import MessagesAPI
import Runs
import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  /// How the run stands or ended, what it used, and how fast it was.
  func drawMetrics(of run: Run, in area: Rect, on screen: inout Screen) {
    guard let figures = state.answer.figures else { return }
    drawOutcome(of: run, figures, in: area.row(0), on: &screen)
    let usage = usageText(of: figures)
    let times = timesText(figures.metrics)
    if area.height >= 3 {
      drawUsage(usage, of: figures, in: area.row(1), on: &screen)
      screen.put(
        TextWidth.truncated(times, to: area.width), in: area.row(2),
        style: theme.style("text.muted"))
      if area.height >= 4 { drawLatency(in: area.row(3), on: &screen) }
    } else {
      screen.put(
        TextWidth.truncated(usage + " · " + times, to: area.width), in: area.row(1),
        style: theme.style("text.muted"))
    }
  }

  private func drawOutcome(
    of run: Run, _ figures: RunFigures, in row: Rect, on screen: inout Screen
  ) {
    let (text, scope, explanation) = outcome(of: run, idle: figures.metrics.idle)
    let used = screen.put("● " + text, in: row, style: theme.style(scope))
    let rest = row.split(left: used + 2).rest
    screen.put(
      TextWidth.truncated(explanation, to: rest.width), in: rest, style: theme.style("text"))
  }

  private func outcome(
    of run: Run, idle: Duration?
  ) -> (text: String, scope: String, explanation: String) {
    let outcome = run.outcome
    if run.isActive {
      let isStalled = idle.map { $0 >= .seconds(3) } ?? false
      return (
        "answering", isStalled ? "warning" : "info",
        isStalled
          ? "no data for \(Int((idle ?? .zero) / .seconds(1))) s; Esc stops"
          : "Esc stops it, keeping what came"
      )
    }
    guard outcome.allowsTools else {
      let scope = outcome == .cancelled ? "warning" : "error"
      return (
        Wording.title(of: outcome), scope, Wording.explanation(of: outcome).first ?? ""
      )
    }
    guard let reason = run.message.stopReason else {
      return ("no stop reason", "warning", "The server gave none.")
    }
    var explanation = reason.explanation ?? "A stop reason that this program doesn't know."
    if let sequence = run.message.stopSequence { explanation += " Matched: “\(sequence)”" }
    let scope = reason.cutsTheAnswer || reason == .refusal ? "warning" : "success"
    return (reason.rawValue, scope, explanation)
  }

  private func usageText(of figures: RunFigures) -> String {
    let usage = figures.usage
    // Until the server reports at the end, a delta counts as a token.
    let isCounted = figures.metrics.idle != nil && figures.deltaCount > usage.outputTokens ?? 0
    let output = isCounted ? "≈\(figures.deltaCount)" : Figures.count(usage.outputTokens)
    var parts = ["in \(Figures.count(usage.inputTokens))", "out \(output)"]
    if let count = usage.cacheReadInputTokens { parts.append("cache read \(count)") }
    if let count = usage.cacheCreationInputTokens { parts.append("cache written \(count)") }
    if let count = usage.thinkingTokens { parts.append("thinking \(count)") }
    return parts.joined(separator: " · ")
  }

  /// The usage, and at the right how much it is of max_tokens and of the budget for thinking.
  private func drawUsage(
    _ text: String, of figures: RunFigures, in row: Rect, on screen: inout Screen
  ) {
    let used = screen.put(
      TextWidth.truncated(text, to: row.width), in: row, style: theme.style("text.muted"))
    var rest = row.split(left: used + 2).rest
    let output = max(figures.usage.outputTokens ?? 0, figures.deltaCount)
    rest = drawShare(output, of: state.answer.maxTokens, name: "", in: rest, on: &screen)
    let thinking = figures.usage.thinkingTokens ?? figures.thinkingDeltaCount
    if thinking > 0 {
      _ = drawShare(
        thinking, of: state.answer.thinkingBudget, name: "thinking ", in: rest, on: &screen)
    }
  }

  /// A bar for a part of a limit, at the right end of a row if there is room; returns what is left.
  private func drawShare(
    _ count: Int, of limit: Int?, name: String, in row: Rect, on screen: inout Screen
  ) -> Rect {
    let width = 10
    guard let limit, limit > 0 else { return row }
    let label = " of \(limit)"
    let needed = name.count + width + label.count
    guard row.width >= needed else { return row }
    let x = row.x + row.width - needed
    let isFull = count >= limit
    let gauge = Self.gauge(Double(count) / Double(limit), width: width)
    screen.put(name, x: x, y: row.y, style: theme.style("text.muted"))
    let start = x + name.count
    let filled = screen.put(
      gauge.filled, x: start, y: row.y, style: theme.style(isFull ? "warning" : "gauge"))
    screen.put(gauge.rest, x: start + filled, y: row.y, style: theme.style("gauge.track"))
    screen.put(label, x: start + width, y: row.y, style: theme.style("text.muted"))
    return row.split(right: needed + 2).rest
  }

  /// The waits between the deltas, over the whole stream.
  private func drawLatency(in row: Rect, on screen: inout Screen) {
    let latency = state.answer.latency
    guard latency.parts.count > 1, row.width > 30 else { return }
    let label = "waits "
    let longest = latency.longest
    let remark = " up to \(Figures.duration(longest))"
    var x = row.x + screen.put(label, in: row, style: theme.style("text.muted"))
    let columns = latency.columns(min(row.width - label.count - remark.count, 64))
    x += screen.put(
      Self.sparkline(columns, longest: longest), x: x, y: row.y, style: theme.style("sparkline"))
    screen.put(remark, x: x, y: row.y, style: theme.style("text.muted"))
  }

  /// A column for each time, as high as the time is long.
  static func sparkline(_ times: [Duration], longest: Duration) -> String {
    let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    guard longest > .zero else { return String(repeating: "▁", count: times.count) }
    return String(
      times.map { time in
        levels[min(Int(time / longest * Double(levels.count)), levels.count - 1)]
      })
  }

  private func timesText(_ metrics: RunMetrics) -> String {
    var parts: [String] = []
    if let time = metrics.timeToFirstToken { parts.append("first token \(Figures.duration(time))") }
    parts.append(Figures.duration(metrics.elapsed))
    if let rate = metrics.tokenRate {
      let unit = rate.basis == .usage ? "tokens/s" : "deltas/s"
      parts.append("\(Figures.rate(rate.perSecond)) \(unit)")
    }
    return parts.joined(separator: " · ")
  }
}
