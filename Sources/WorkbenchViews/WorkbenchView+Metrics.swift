import MessagesAPI
import Runs
import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  /// How the run stands or ended, what it used, and how fast it was.
  func drawMetrics(of run: Run, in area: Rect, on screen: inout Screen) {
    guard let figures = state.answer.figures else { return }
    drawOutcome(of: run, figures, in: area.row(0), on: &screen)
    let usage = usageText(of: figures.usage)
    let times = timesText(of: run, figures.metrics)
    if area.height >= 3 {
      drawUsage(usage, of: figures.usage, in: area.row(1), on: &screen)
      screen.put(
        TextWidth.truncated(times, to: area.width), in: area.row(2),
        style: theme.style("text.muted"))
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
          ? "last byte \(Figures.duration(idle ?? .zero)) ago; Esc stops"
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

  private func usageText(of usage: Usage) -> String {
    var parts = [
      "in \(Figures.count(usage.inputTokens))", "out \(Figures.count(usage.outputTokens))",
    ]
    if let count = usage.cacheReadInputTokens { parts.append("cache read \(count)") }
    if let count = usage.cacheCreationInputTokens { parts.append("cache written \(count)") }
    if let count = usage.thinkingTokens { parts.append("thinking \(count)") }
    return parts.joined(separator: " · ")
  }

  /// The usage, and at the right how much of max_tokens it is.
  private func drawUsage(_ text: String, of usage: Usage, in row: Rect, on screen: inout Screen) {
    let used = screen.put(
      TextWidth.truncated(text, to: row.width), in: row, style: theme.style("text.muted"))
    guard let limit = state.answer.maxTokens, limit > 0,
      let count = usage.outputTokens, row.width - used >= 26
    else { return }
    let label = " of \(limit)"
    let width = 12
    let gauge = Self.gauge(Double(count) / Double(limit), width: width)
    let x = row.x + row.width - width - label.count
    let filled = screen.put(gauge.filled, x: x, y: row.y, style: theme.style("gauge"))
    screen.put(gauge.rest, x: x + filled, y: row.y, style: theme.style("gauge.track"))
    screen.put(label, x: x + width, y: row.y, style: theme.style("text.muted"))
  }

  private func timesText(of run: Run, _ metrics: RunMetrics) -> String {
    var parts: [String] = []
    if let time = metrics.timeToFirstToken { parts.append("first token \(Figures.duration(time))") }
    parts.append(Figures.duration(metrics.elapsed))
    if let rate = metrics.tokenRate {
      let unit = rate.basis == .usage ? "tokens/s" : "deltas/s"
      parts.append("\(Figures.rate(rate.perSecond)) \(unit)")
    }
    if let status = run.head?.status { parts.append("status \(status)") }
    if let id = run.requestID { parts.append(id) }
    return parts.joined(separator: " · ")
  }
}
