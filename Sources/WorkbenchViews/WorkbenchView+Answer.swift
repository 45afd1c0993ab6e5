import MessagesAPI
import Runs
import Presets
import TerminalUI
import WorkbenchCore

extension WorkbenchView {
  /// The pane of the run that is shown.
  func drawAnswer(in pane: Rect, on screen: inout Screen) {
    drawFrame(pane, title: answerTitle, isFocused: state.focus == .answer, on: &screen)
    guard let run = state.run, let content = state.layout.content else {
      drawWelcome(in: pane.inset(columns: 3, rows: 2), on: &screen)
      return
    }
    drawTabs(run, on: &screen)
    switch state.answer.tab {
    case .answer: drawTranscript(of: run, in: content, pane: pane, on: &screen)
    case .events: drawEvents(of: run, in: content, pane: pane, on: &screen)
    case .request, .headers: drawDocument(in: content, pane: pane, on: &screen)
    }
    if let metrics = state.layout.metrics { drawMetrics(of: run, in: metrics, on: &screen) }
  }

  private var answerTitle: String {
    guard let run = state.run, let index = state.shownRun else { return "Answer" }
    let place = state.runs.count > 1 ? " \(index + 1)/\(state.runs.count)" : ""
    return "Run\(place) · \(run.message.model ?? run.endpointName)"
  }

  private func drawTabs(_ run: Run, on screen: inout Screen) {
    guard let area = state.layout.tabs else { return }
    for (tab, columns) in zip(AnswerPane.Tab.allCases, WorkbenchState.tabColumns) {
      screen.put(
        " \(tab.title) ", x: area.x + columns.lowerBound, y: area.y,
        style: theme.style(tab == state.answer.tab ? "tab.active" : "tab"),
        maxWidth: area.width - columns.lowerBound)
    }
    var remark = "\(state.answer.figures?.eventCount ?? run.eventCount) events"
    if !state.answer.scroll.isFollowing, run.isActive { remark = "f follows" }
    let used = WorkbenchState.tabColumns.last?.upperBound ?? 0
    guard area.width - used > remark.count + 2 else { return }
    putRight(remark, in: area, style: theme.style("text.muted"), on: &screen)
  }

  // MARK: - Before the first run

  private func drawWelcome(in area: Rect, on screen: inout Screen) {
    let lines = [
      ("heading", state.spelled("Press {send} to send the request on the left.")),
      ("text", ""),
      (
        "text",
        state.endpoint.isEmbedded
          ? "It goes to the model inside this program: no key, no network, nothing leaves this machine."
          : "It goes to \(state.endpoint.baseURL)."
      ),
      ("text", ""),
      ("text", state.spelled("{tour} takes a tour: five requests, a minute each.")),
      ("text", ""),
      ("text.muted", state.spelled("↑↓ choose a field, ←→ change it, {edit} edits it.")),
      ("text.muted", state.spelled("{presets} opens a preset: sampling, thinking, tools.")),
      ("text.muted", state.spelled("{help} shows every key, {palette} finds every command.")),
    ]
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

  // MARK: - Blocks

  private func drawTranscript(
    of run: Run, in area: Rect, pane: Rect, on screen: inout Screen
  ) {
    let transcript = state.answer.transcript
    let offset = state.answer.scroll.offset
    for row in 0..<area.height {
      guard let line = transcript.line(offset + row) else { break }
      draw(line, of: transcript, in: area.row(row), on: &screen)
    }
    if transcript.sections.isEmpty, run.isActive {
      screen.put("waiting for the first byte…", in: area, style: theme.style("text.muted"))
    }
    drawScrollbar(at: pane, rows: area.rows, of: state.answer.scroll, on: &screen)
  }

  private func draw(
    _ line: Transcript.Line, of transcript: Transcript, in row: Rect, on screen: inout Screen
  ) {
    switch line {
    case .gap: break
    case .title(let number):
      let section = transcript.sections[number]
      let isSelected = state.answer.selectedSection == number && state.focus == .answer
      let mark = section.isFolded ? "▸ " : "▾ "
      let style = theme.style(section.titleScope)
      let used = screen.put(mark + section.title, in: row, style: style)
      let rest = row.split(left: used + 2).rest
      putRight(
        TextWidth.truncated(section.remark, to: rest.width), in: rest,
        style: theme.style("text.muted"), on: &screen)
      if isSelected { screen.restyle(row, theme.patch("selection")) }
    case .body(let number, let index):
      let section = transcript.sections[number]
      let style = theme.style(section.scope)
      screen.put(lines == .ascii ? "|" : "▏", in: row, style: theme.style(section.titleScope))
      screen.put(
        section.body.line(index), x: row.x + 2, y: row.y, style: style, maxWidth: row.width - 2)
    }
  }

  private func drawDocument(in area: Rect, pane: Rect, on screen: inout Screen) {
    let document = state.answer.document
    let offset = state.answer.documentScroll.offset
    for row in 0..<area.height where offset + row < document.lineCount {
      screen.put(document.line(offset + row), in: area.row(row), style: theme.style("text"))
    }
    drawScrollbar(at: pane, rows: area.rows, of: state.answer.documentScroll, on: &screen)
  }

  // MARK: - Events

  private func drawEvents(of run: Run, in area: Rect, pane: Rect, on screen: inout Screen) {
    let list = state.answer.events
    guard run.eventCount > 0 else {
      let text = run.bodyForm == .json ? "The answer was not streamed." : "No events."
      screen.put(text, in: area, style: theme.style("text.muted"))
      return
    }
    let detail = state.eventDetailHeight
    for row in 0..<(area.height - detail) {
      let index = list.offset + row
      guard index < run.eventCount else { break }
      drawEvent(
        run.event(index), isSelected: index == list.selection, in: area.row(row), on: &screen)
    }
    drawScrollbar(at: pane, rows: area.rows, of: list, on: &screen)
    guard detail > 0, list.selection < run.eventCount else { return }
    drawEventDetail(
      run.event(list.selection), notes: run.notes(about: list.selection),
      in: area.split(bottom: detail).bottom, on: &screen)
  }

  private func drawEvent(
    _ event: Run.Event, isSelected: Bool, in row: Rect, on screen: inout Screen
  ) {
    var x = row.x
    x += screen.put(
      Figures.padded("\(event.index + 1)", to: 5), x: x, y: row.y, style: theme.style("text.muted"))
    x += screen.put(
      Figures.padded(Figures.duration(event.arrival), to: 9) + "  ", x: x, y: row.y,
      style: theme.style("info"))
    x += screen.put(
      event.name, x: x, y: row.y, style: theme.style(event.isNoted ? "warning" : "key"))
    screen.put(
      "  " + event.text, x: x, y: row.y, style: theme.style("text.muted"),
      maxWidth: row.x + row.width - x)
    if isSelected, state.focus == .answer { screen.restyle(row, theme.patch("selection")) }
  }

  private func drawEventDetail(
    _ event: Run.Event, notes: [StreamNote], in area: Rect, on screen: inout Screen
  ) {
    screen.rule(x: area.x, y: area.y, width: area.width, style: theme.style("border"), lines: lines)
    let noted = notes.map { "! " + Wording.line(for: $0) + "\n" }.joined()
    let text = WrappedText(noted + event.text, width: max(area.width, 1))
    for line in 0..<min(text.lineCount, area.height - 1) {
      screen.put(text.line(line), in: area.row(line + 1), style: theme.style("text"))
    }
  }
}
