import MessagesAPI
import Runs
import Presets
import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  /// The pane of the run that is shown.
  func drawAnswer(in pane: Rect, on screen: inout Screen) {
    drawFrame(
      pane, title: answerTitle, remark: state.run.map(reply) ?? "",
      remarkScope: state.run?.head.map { $0.status < 400 } ?? true ? "text.muted" : "error",
      isFocused: answerHasKeys, on: &screen)
    guard let run = state.run, let content = state.layout.content else {
      drawWelcome(in: pane.inset(columns: 3, rows: 2), on: &screen)
      return
    }
    drawTabs(run, on: &screen)
    switch state.answer.tab {
    case .answer: drawBlocks(in: content, pane: pane, on: &screen)
    case .events: drawEvents(of: run, in: content, pane: pane, on: &screen)
    case .request, .headers:
      drawText(state.answer.document, in: content, pane: pane, on: &screen)
    case .sampling: drawSampling(of: run, in: content, pane: pane, on: &screen)
    }
    drawSearch(in: pane, on: &screen)
    if let metrics = state.layout.metrics { drawMetrics(of: run, in: metrics, on: &screen) }
  }

  /// The blocks of the answer, as far as they have come.
  func drawBlocks(in content: Rect, pane: Rect, on screen: inout Screen) {
    drawText(state.answer.text, in: content, pane: pane, on: &screen)
    guard state.answer.text.transcript.sections.isEmpty, let run = state.run else { return }
    screen.put(
      !run.isActive
        ? "The answer has no content." : run.byteCount > 0 ? "" : "waiting for the first byte…",
      in: content, style: theme.style("text.muted"))
  }

  private var answerTitle: String {
    guard let run = state.run, let index = state.shownRun else { return "Answer" }
    var place = state.runs.count > 1 ? " \(index + 1)/\(state.runs.count)" : ""
    if state.isAnswering, !run.isActive { place += ", \(state.runs.count) is answering" }
    return "Run\(place) · \(run.message.model ?? run.endpointName)"
  }

  /// What the server calls the answer: its status and the request's id.
  private func reply(to run: Run) -> String {
    let status = run.head.map { "status \($0.status)" }
    return [status, run.requestID].compactMap(\.self).joined(separator: " · ")
  }

  private func drawTabs(_ run: Run, on screen: inout Screen) {
    guard let area = state.layout.tabs else { return }
    for (tab, columns) in zip(AnswerPane.Tab.allCases, state.tabColumns) {
      screen.put(
        columns.count > tab.title.count ? " \(tab.title) " : tab.title,
        x: area.x + columns.lowerBound, y: area.y,
        style: theme.style(tab == state.answer.tab ? "tab.active" : "tab"),
        maxWidth: area.width - columns.lowerBound)
    }
    let count = state.answer.figures?.eventCount ?? run.eventCount
    var remark = count == 1 ? "1 event" : "\(count) events"
    if !state.answer.isFollowing, run.isActive { remark = state.spelled("\(.follow) follows") }
    let used = state.tabColumns.last?.upperBound ?? 0
    guard area.width - used > remark.count + 2 else { return }
    putRight(remark, in: area, style: theme.style("text.muted"), on: &screen)
  }

  // MARK: - Before the first run

  /// A paragraph of the welcome.
  private struct WelcomeLine {
    let scope: String
    let text: String
    /// Where there is little room, those of the highest rank are left out first.
    let rank: Int
  }

  private func drawWelcome(in area: Rect, on screen: inout Screen) {
    var lines = welcome
    func height() -> Int {
      lines.reduce(0) { $0 + max(WrappedText($1.text, width: max(area.width, 1)).lineCount, 1) }
    }
    while height() > area.height, let rank = lines.map(\.rank).max(), rank > 0 {
      lines.removeAll { $0.rank == rank }
    }
    var rest = area
    for line in lines {
      let wrapped = WrappedText.lines(
        of: line.text, width: max(area.width, 1), atMost: rest.height)
      for (row, text) in wrapped.enumerated() {
        screen.put(text, in: rest.row(row), style: theme.style(line.scope))
      }
      rest = rest.split(top: max(wrapped.count, 1)).rest
    }
  }

  private var welcome: [WelcomeLine] {
    let gap = WelcomeLine(scope: "text", text: "", rank: 5)
    let send: KeyedText =
      state.layout.request == nil
      ? "Press \(.send) to send the request." : "Press \(.send) to send the request on the left."
    let place =
      state.endpoint.isEmbedded
      ? "It goes to the model inside this program: no key, no network, nothing leaves this machine."
      : "It goes to \(state.endpoint.baseURL)."
    func hint(_ text: KeyedText, rank: Int, scope: String = "text.muted") -> WelcomeLine {
      WelcomeLine(scope: scope, text: state.spelled(text), rank: rank)
    }
    return [
      hint(send, rank: 0, scope: "heading"), gap,
      WelcomeLine(scope: "text", text: place, rank: 4), gap,
      hint("\(.tour) takes a tour: five requests, a minute each.", rank: 0, scope: "text"), gap,
      hint("↑↓ choose a field, ←→ change it, \(.edit) edits it.", rank: 3),
      hint("\(.openPresets) opens a preset: sampling, thinking, tools.", rank: 2),
      hint("\(.help) shows every key, \(.palette) finds every command.", rank: 1),
    ]
      + (state.runs.isEmpty
        ? [] : [hint("\(.olderRun) shows the runs of earlier sessions.", rank: 2)])
  }
}
