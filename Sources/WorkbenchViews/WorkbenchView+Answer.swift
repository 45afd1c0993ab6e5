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
    if state.answer.text.transcript.sections.isEmpty, state.run?.isActive == true {
      screen.put("waiting for the first byte…", in: content, style: theme.style("text.muted"))
    }
  }

  private var answerTitle: String {
    guard let run = state.run, let index = state.shownRun else { return "Answer" }
    let place = state.runs.count > 1 ? " \(index + 1)/\(state.runs.count)" : ""
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

  private func drawWelcome(in area: Rect, on screen: inout Screen) {
    let lines =
      [
        (
          "heading",
          state.spelled(
            state.layout.request == nil
              ? "Press \(.send) to send the request."
              : "Press \(.send) to send the request on the left.")
        ),
        ("text", ""),
        (
          "text",
          state.endpoint.isEmbedded
            ? "It goes to the model inside this program: no key, no network, nothing leaves this machine."
            : "It goes to \(state.endpoint.baseURL)."
        ),
        ("text", ""),
        ("text", state.spelled("\(.tour) takes a tour: five requests, a minute each.")),
        ("text", ""),
        ("text.muted", state.spelled("↑↓ choose a field, ←→ change it, \(.edit) edits it.")),
        ("text.muted", state.spelled("\(.openPresets) opens a preset: sampling, thinking, tools.")),
        ("text.muted", state.spelled("\(.help) shows every key, \(.palette) finds every command.")),
      ]
      + (state.runs.isEmpty
        ? [] : [("text.muted", state.spelled("\(.olderRun) shows the runs of earlier sessions."))])
    var y = area.y
    for (scope, text) in lines {
      let wrapped = WrappedText(text, width: max(area.width, 1))
      for line in 0..<max(wrapped.lineCount, 1) where y < area.y + area.height {
        if line < wrapped.lineCount {
          screen.put(wrapped.line(line), x: area.x, y: y, style: theme.style(scope))
        }
        y += 1
      }
    }
  }
}
