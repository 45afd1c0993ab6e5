public import TerminalUI
public import WorkbenchCore

/// Draws a state on a screen. Drawing changes nothing and depends on nothing else.
public struct WorkbenchView {
  /// What is drawn; nothing else decides what is on the screen.
  public let state: WorkbenchState
  let theme: Theme
  /// How frames are drawn; ASCII where the terminal has no line drawing.
  let lines: LineStyle

  public init(state: WorkbenchState, theme: Theme, lines: LineStyle = .rounded) {
    self.state = state
    self.theme = theme
    self.lines = lines
  }

  /// Draws everything that is visible; what a frame costs depends on that alone.
  public func draw(on screen: inout Screen) {
    screen.cursor = nil
    screen.fill(screen.bounds, style: theme.style("text"))
    let layout = state.layout
    guard layout.isLargeEnough else {
      drawTooSmall(on: &screen)
      return
    }
    if let pane = layout.request { drawRequest(in: pane, on: &screen) }
    if let pane = layout.answer { drawAnswer(in: pane, on: &screen) }
    if let tour = state.tour { drawTour(tour, in: layout.strip, on: &screen) }
    if let editor = state.editorBelow { drawEditor(editor, on: &screen) }
    if let overlay = state.overlay { draw(overlay, on: &screen) }
    drawStatus(in: layout.status, on: &screen)
    if let labels = state.jump { drawJumpLabels(labels, on: &screen) }
  }

  /// Draws what changes while an answer arrives, on a screen that holds all else already.
  ///
  /// - Parameter withFigures: Whether `state.answer.figures` are others than those on the screen.
  public func drawArrivals(on screen: inout Screen, withFigures: Bool) {
    guard leavesAnswerFree, state.jump == nil, state.layout.isLargeEnough,
      let pane = state.layout.answer
    else {
      draw(on: &screen)
      return
    }
    if !withFigures, state.answer.tab == .answer, state.answer.search == nil,
      let content = state.layout.content
    {
      screen.fill(content, style: theme.style("text"))
      screen.rule(
        x: pane.x + pane.width - 1, y: content.y, height: content.height,
        style: borderStyle(isFocused: answerHasKeys), lines: lines)
      drawBlocks(in: content, pane: pane, on: &screen)
      return
    }
    screen.fill(pane, style: theme.style("text"))
    drawAnswer(in: pane, on: &screen)
    // A long notice lies over the pane's lower edge.
    drawStatus(in: state.layout.status, on: &screen)
  }

  /// Whether nothing lies over the answer.
  private var leavesAnswerFree: Bool {
    switch state.overlay {
    case nil: true
    case .editor: state.showsAnswerBesideEditor
    case .help, .log, .picker, .confirmation, .prompt: false
    }
  }

  /// Whether keys go to the answer, and to no text that is edited beside it.
  var answerHasKeys: Bool {
    if case .editor = state.overlay { false } else { state.focus == .answer }
  }

  private func borderStyle(isFocused: Bool) -> Style {
    theme.style(isFocused ? "border.focused" : "border")
  }

  private func drawTooSmall(on screen: inout Screen) {
    let minimum = WorkbenchLayout.minimum
    let text =
      "Needs \(minimum.width)×\(minimum.height), has \(state.size.width)×\(state.size.height)"
    screen.put(text, x: 0, y: 0, style: theme.style("warning"))
    screen.put(state.spelled("\(.quit) quits"), x: 0, y: 1, style: theme.style("text.muted"))
  }

  /// A pane's frame with its title, and a remark at the right of its lower edge.
  func drawFrame(
    _ pane: Rect, title: String, remark: String = "", remarkScope: String = "text.muted",
    isFocused: Bool, on screen: inout Screen
  ) {
    screen.box(
      pane, style: borderStyle(isFocused: isFocused), lines: lines,
      title: title, titleStyle: theme.style(isFocused ? "title.focused" : "title"))
    guard !remark.isEmpty else { return }
    let text = " " + TextWidth.truncated(remark, to: max(pane.width - 6, 0)) + " "
    let x = pane.x + pane.width - 2 - TextWidth.columns(of: text)
    screen.put(text, x: x, y: pane.y + pane.height - 1, style: theme.style(remarkScope))
  }

  /// Writes at the right end of a row and returns the columns that it took.
  @discardableResult
  func putRight(
    _ text: String, in row: Rect, style: Style, on screen: inout Screen
  ) -> Int {
    let width = min(TextWidth.columns(of: text), row.width)
    screen.put(text, x: row.x + row.width - width, y: row.y, style: style, maxWidth: width)
    return width
  }

  /// A bar that is filled up to a fraction.
  static func gauge(_ fraction: Double, width: Int) -> (filled: String, rest: String) {
    let count = Int((min(max(fraction, 0), 1) * Double(width)).rounded())
    return (String(repeating: "━", count: count), String(repeating: "─", count: width - count))
  }

  /// A thumb on a pane's right edge, when not all of its rows are visible.
  func drawScrollbar(
    at pane: Rect, rows: Range<Int>, of scroll: ScrollView, on screen: inout Screen
  ) {
    guard let thumb = scroll.thumb else { return }
    for row in thumb {
      screen.put(
        lines == .ascii ? "#" : "┃", x: pane.x + pane.width - 1, y: rows.lowerBound + row,
        style: theme.style("scrollbar"))
    }
  }

  func drawScrollbar(at pane: Rect, rows: Range<Int>, of list: ListView, on screen: inout Screen) {
    var scroll = ScrollView(contentHeight: list.count, height: list.height)
    scroll.scroll(to: list.offset)
    drawScrollbar(at: pane, rows: rows, of: scroll, on: &screen)
  }
}
