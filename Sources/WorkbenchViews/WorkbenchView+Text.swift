import TerminalUI
import WorkbenchCore

// A text in sections, with what is found and selected in it.

extension WorkbenchView {
  /// The lines of a text that are on the screen.
  func drawText(_ text: TextPane, in area: Rect, pane: Rect, on screen: inout Screen) {
    let transcript = text.transcript
    let selected = text.selectedRange
    for row in 0..<area.height {
      guard let line = transcript.line(text.scroll.offset + row) else { break }
      switch line {
      case .gap: break
      case .title(let section):
        let isSelected = text.selectedSection == section && state.focus == .answer
        drawTitle(
          of: transcript.sections[section], isSelected: isSelected,
          isFound: state.answer.search?.isCurrent(titleOf: section) ?? false, in: area.row(row),
          on: &screen)
      case .body(let section, let line):
        drawLine(line, of: section, in: transcript, area.row(row), selected, on: &screen)
      }
    }
    drawScrollbar(at: pane, rows: area.rows, of: text.scroll, on: &screen)
  }

  private func drawTitle(
    of section: Transcript.Section, isSelected: Bool, isFound: Bool, in row: Rect,
    on screen: inout Screen
  ) {
    let mark = section.isFolded ? "▸ " : "▾ "
    let used = screen.put(
      mark + section.title, in: row, style: theme.style(section.titleScope))
    let rest = row.split(left: used + 2).rest
    var remark = section.remark
    if section.isFolded, section.body.lineCount > 0 {
      let count = section.body.lineCount
      remark = (remark.isEmpty ? "" : remark + " · ") + (count == 1 ? "1 line" : "\(count) lines")
    }
    putRight(
      TextWidth.truncated(remark, to: rest.width), in: rest, style: theme.style("text.muted"),
      on: &screen)
    if isSelected { screen.restyle(row, theme.patch("selection")) }
    markMatches(in: section.title, x: row.x + 2, row: row, isCurrent: isFound, on: &screen)
  }

  private func drawLine(
    _ index: Int, of number: Int, in transcript: Transcript, _ row: Rect,
    _ selected: Range<TextPosition>?, on screen: inout Screen
  ) {
    let section = transcript.sections[number]
    let body = section.body
    screen.put(lines == .ascii ? "|" : "▏", in: row, style: theme.style(section.titleScope))
    let area = row.split(left: Transcript.bodyIndent).rest
    let prefix = body.prefix(ofLine: index)
    var used = screen.put(prefix, in: area, style: theme.style("text.muted"))
    used += screen.put(
      body.line(index), in: area.split(left: used).rest, style: theme.style(section.scope))
    let drawn = body.drawnRange(ofLine: index)
    for span in body.spans(ofLine: index) {
      var patch = theme.patch(span.scope)
      patch.attributes.formUnion(span.attributes)
      restyle(span.range, of: drawn, in: body, line: index, area, patch, on: &screen)
    }
    if section.isGrowing, index == body.lineCount - 1 {
      // More arrives here.
      screen.put("▌", in: area.split(left: used).rest, style: theme.style("info"))
    }
    if let selected {
      let start = TextPosition(section: number, offset: drawn.lowerBound)
      let end = TextPosition(section: number, offset: drawn.upperBound)
      let part = selected.clamped(to: start..<max(end, start))
      restyle(
        part.lowerBound.offset..<part.upperBound.offset, of: drawn, in: body, line: index, area,
        theme.patch("selection.text"), on: &screen)
    }
    for match in state.answer.search?.ranges(in: body, near: drawn) ?? [] {
      let isCurrent =
        state.answer.search?.isCurrent(section: number, offset: match.lowerBound) ?? false
      restyle(
        match, of: drawn, in: body, line: index, area,
        theme.patch(isCurrent ? "match.current" : "match"), on: &screen)
    }
  }

  /// Lays a style over the bytes of a line.
  private func restyle(
    _ range: Range<Int>, of drawn: Range<Int>, in body: any TextLines, line: Int, _ area: Rect,
    _ patch: Style, on screen: inout Screen
  ) {
    let part = range.clamped(to: drawn)
    guard !part.isEmpty else { return }
    let start = body.column(of: part.lowerBound, inLine: line)
    let end = body.column(of: part.upperBound, inLine: line)
    let columns = Rect(x: area.x + start, y: area.y, width: end - start, height: 1)
    screen.restyle(columns.intersection(area), patch)
  }

  // MARK: - Find

  /// Highlights what is looked for in a line that was drawn at a column.
  func markMatches(
    in line: String, x: Int, row: Rect, isCurrent: Bool, on screen: inout Screen
  ) {
    guard let search = state.answer.search, !search.query.isEmpty else { return }
    // No more than can be seen.
    let visible = String(TextWidth.prefix(line, columns: max(row.x + row.width - x, 0)))
    for range in search.ranges(in: visible) {
      let bytes = Array(visible.utf8)
      let before = String(decoding: bytes[..<range.lowerBound], as: UTF8.self)
      let found = String(decoding: bytes[range], as: UTF8.self)
      let columns = Rect(
        x: x + TextWidth.columns(of: before), y: row.y, width: TextWidth.columns(of: found),
        height: 1)
      screen.restyle(
        columns.intersection(row), theme.patch(isCurrent ? "match.current" : "match"))
    }
  }

  /// The query on the pane's lower edge, and how much was found.
  func drawSearch(in pane: Rect, on screen: inout Screen) {
    guard let search = state.answer.search, pane.width > 20 else { return }
    let edge = Rect(
      x: pane.x + 2, y: pane.y + pane.height - 1, width: pane.width - 4, height: 1)
    let remark = " \(remark(on: search)) "
    screen.fill(edge, style: theme.style("input"))
    let isMissing = search.count == 0 && search.isComplete && !search.query.isEmpty
    let used = putRight(
      remark, in: edge, style: theme.style(isMissing ? "warning" : "text.muted", on: "input"),
      on: &screen)
    screen.put(" /", in: edge, style: theme.style("key", on: "input"))
    let field = edge.split(left: 3).rest.split(right: used).rest
    guard search.isTyping, state.focus == .answer, state.overlay == nil else {
      screen.put(search.query, in: field, style: theme.style("input"))
      return
    }
    search.field.draw(on: &screen, in: field, theme: theme, scope: "input")
  }

  private func remark(on search: PaneSearch) -> String {
    guard !search.query.isEmpty else { return "type to find" }
    let count = "\(search.count)" + (search.isOverLimit ? "+" : search.isComplete ? "" : "…")
    guard search.count > 0 else { return search.isComplete ? "not found" : "searching…" }
    return search.number.map { "\($0) of \(count)" } ?? count
  }
}
