import MessagesAPI
import Runs
import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  /// How the run stands or ended, what it used, and how fast it was.
  func drawMetrics(of run: Run, in area: Rect, on screen: inout Screen) {
    guard let figures = state.answer.figures else { return }
    drawOutcome(of: run, figures, in: area.row(0), on: &screen)
    let times = times(figures.metrics)
    if area.height >= 3 {
      let hasThinking = drawUsage(of: figures, in: area.row(1), on: &screen)
      let isWide = TextWidth.columns(of: Self.joined(times)) <= area.width
      let short = times.map {
        $0.hasPrefix(Self.firstToken) ? "first " + $0.dropFirst(Self.firstToken.count) : $0
      }
      screen.put(
        Self.joined(isWide ? times : short, to: area.width), in: area.row(2),
        style: theme.style("text.muted"))
      if area.height >= 4 {
        var last = area.row(3)
        if !hasThinking, area.width >= 60 {
          last = drawThinking(of: figures, in: last, on: &screen)
        }
        drawLatency(in: last, idle: figures.metrics.idle, on: &screen)
      }
    } else if area.height == 2 {
      let usage = usage(of: figures, isWhole: false)
      let isWide = TextWidth.columns(of: Self.joined(usage + times)) <= area.width
      let parts = usage + (isWide ? times : times.filter { !$0.hasPrefix(Self.firstToken) })
      screen.put(
        Self.joined(parts, to: area.width), in: area.row(1), style: theme.style("text.muted"))
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
      // Whatever lies over the panes or is open in the answer is closed by the key first.
      let isStopped = state.overlay == nil && !state.hasOpenedInAnswer
      return (
        "answering", isStalled ? "warning" : "info",
        isStalled
          ? "no data for \(Int((idle ?? .zero) / .seconds(1))) s"
            + (isStopped ? state.spelled("; \(.cancel) stops") : "")
          : isStopped ? state.spelled("\(.cancel) stops it, keeping what came") : ""
      )
    }
    guard outcome.allowsTools else {
      let scope = outcome == .cancelled ? "warning" : "error"
      return (
        Wording.title(of: outcome), scope, Wording.explanation(of: run).first ?? ""
      )
    }
    guard let reason = run.message.stopReason else {
      return ("no stop reason", "warning", "The server gave none.")
    }
    let explanation = reason.explanation ?? "Not known to this program."
    let scope = reason.cutsTheAnswer || reason == .refusal ? "warning" : "success"
    return (
      reason.rawValue, scope, run.message.stopSequence.map { "It matched “\($0)”." } ?? explanation
    )
  }

  /// - Parameter isWhole: Whether caches that weren't used are told, too.
  private func usage(of figures: RunFigures, isWhole: Bool) -> [String] {
    let usage = figures.usage
    let isEstimate = Self.output(of: figures) > usage.outputTokens ?? 0
    let output =
      isEstimate ? "≈\(Self.output(of: figures))" : Figures.count(usage.outputTokens)
    var parts = ["in \(Figures.count(usage.inputTokens))", "out \(output)"]
    let caches = [
      ("read", usage.cacheReadInputTokens), ("written", usage.cacheCreationInputTokens),
    ]
    for case (let name, let count?) in caches where isWhole || count > 0 {
      parts.append("cache \(name) \(count)")
    }
    if let count = usage.thinkingTokens { parts.append("thinking \(count)") }
    return parts
  }

  /// The tokens of the answer; until the server reports them at the end, a delta counts as one.
  private static func output(of figures: RunFigures) -> Int {
    let reported = figures.usage.outputTokens ?? 0
    return figures.hasOutputCount ? reported : max(reported, figures.deltaCount)
  }

  /// The usage, and at the right how much it is of max_tokens and of the budget for thinking; false when
  /// there was no room for the latter.
  private func drawUsage(of figures: RunFigures, in row: Rect, on screen: inout Screen) -> Bool {
    let whole = Self.joined(usage(of: figures, isWhole: true))
    let hasRoom = TextWidth.columns(of: whole) + 2 * Self.shareWidth <= row.width
    var parts = usage(of: figures, isWhole: false)
    // The bar says more than what the caches did.
    let bar = " of \(state.answer.maxTokens ?? 0)".count + 6
    while TextWidth.columns(of: Self.joined(parts)) + bar > row.width,
      let last = parts.lastIndex(where: { $0.hasPrefix("cache") })
    {
      parts.remove(at: last)
    }
    let text = hasRoom ? whole : Self.joined(parts, to: row.width)
    let used = screen.put(text, in: row, style: theme.style("text.muted"))
    let rest = drawShare(
      Self.output(of: figures), of: state.answer.maxTokens, name: "",
      in: row.split(left: used + 2).rest, on: &screen)
    return drawThinking(of: figures, in: rest, on: &screen) != rest
  }

  /// How much of its budget was thought; returns what is left of the row.
  private func drawThinking(
    of figures: RunFigures, in row: Rect, on screen: inout Screen
  ) -> Rect {
    let count = figures.usage.thinkingTokens ?? figures.thinkingDeltaCount
    guard count > 0 else { return row }
    // What was reported stands beside the output.
    let name = figures.usage.thinkingTokens == nil ? "thinking ≈\(count) " : "thinking "
    return drawShare(
      count, of: state.answer.thinkingBudget, name: name, in: row, on: &screen)
  }

  /// The columns of a bar where there is room.
  private static let shareWidth = 10

  /// A bar for a part of a limit, at the right end of a row if there is room; returns what is left.
  private func drawShare(
    _ count: Int, of limit: Int?, name: String, in row: Rect, on screen: inout Screen
  ) -> Rect {
    guard let limit, limit > 0 else { return row }
    let label = " of \(limit)"
    let width = min(Self.shareWidth, row.width - name.count - label.count)
    guard width >= 4 else { return row }
    let needed = name.count + width + label.count
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
  private func drawLatency(
    in row: Rect, idle: Duration?, on screen: inout Screen
  ) {
    let latency = state.answer.latency
    guard latency.parts.count > 1, row.width > 30 else { return }
    let label = "waits "
    let stall = idle.flatMap { $0 > latency.longest ? $0 : nil }
    let longest = stall ?? latency.longest
    guard longest >= .milliseconds(1) else { return }
    let remark = " up to \(Figures.duration(longest))"
    var x = row.x + screen.put(label, in: row, style: theme.style("text.muted"))
    let width = min(row.width - label.count - remark.count, 64) - (stall == nil ? 0 : 1)
    let columns = latency.columns(width) + [stall].compactMap(\.self)
    x += screen.put(
      Self.sparkline(columns), x: x, y: row.y, style: theme.style("sparkline"))
    screen.put(remark, x: x, y: row.y, style: theme.style("text.muted"))
  }

  /// A column for each time, as high as the time is long; what comes evenly is half as high as can be.
  static func sparkline(_ times: [Duration]) -> String {
    let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    guard let usual = times.sorted().dropFirst(times.count / 2).first,
      let longest = times.max().map({ max($0, usual * 2) }), longest > .zero
    else { return String(repeating: "▁", count: times.count) }
    return String(
      times.map { time in
        levels[min(Int(time / longest * Double(levels.count)), levels.count - 1)]
      })
  }

  private static let firstToken = "first token "

  private func times(_ metrics: RunMetrics) -> [String] {
    var parts: [String] = []
    if let time = metrics.timeToFirstToken {
      parts.append(Self.firstToken + Figures.duration(time))
    }
    parts.append(Figures.duration(metrics.elapsed))
    if let rate = metrics.tokenRate {
      let unit = rate.basis == .usage ? "tokens/s" : "deltas/s"
      parts.append("\(Figures.rate(rate.perSecond)) \(unit)")
    }
    return parts
  }

  /// Parts of a line, as many from the first on as there is room for.
  private static func joined(_ parts: [String], to width: Int = .max) -> String {
    var text = ""
    for part in parts {
      let longer = text.isEmpty ? part : text + " · " + part
      guard TextWidth.columns(of: longer) <= width else { break }
      text = longer
    }
    return text
  }
}
