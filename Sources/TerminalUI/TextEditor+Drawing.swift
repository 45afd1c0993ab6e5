extension TextEditor {
  /// A part of the text that stands out, such as the place of an error.
  public struct Mark: Hashable, Sendable {
    public var range: Range<Location>
    /// What is laid over the text's own style.
    public var patch: Style

    public init(_ range: Range<Location>, _ patch: Style) {
      self.range = range
      self.patch = patch
    }
  }

  /// The first line in view.
  public var firstVisibleLine: Int { nearest(to: scroll.top).line }

  /// Where the cursor stands when the editor is drawn in a rectangle; nil when it is out of view.
  public func cursorPosition(in rect: Rect) -> Position? {
    guard rect.size == viewSize else {
      var fitted = self
      fitted.viewSize = rect.size
      return fitted.cursorPosition(in: rect)
    }
    let text = rect.split(left: gutterWidth(in: rect.size)).rest
    let cursorRow = rowsAtCursor.row
    var walker = rowsInView
    for y in 0..<rect.height {
      if walker.row == cursorRow { return position(inRow: y, of: text) }
      if !walker.moveDown() { break }
    }
    return nil
  }

  /// The cursor's place in its row of the view.
  private func position(inRow y: Int, of text: Rect) -> Position {
    let column = columns(in: rowsAtCursor.row, before: cursor.offset) - scroll.column
    // A stand-in can be wider than the view.
    return Position(x: text.x + max(min(column, text.width - 1), 0), y: text.y + y)
  }

  /// Draws the part of the text that is in view, and puts the screen's cursor where the editor's is.
  ///
  /// The text is neutralised; tabs reach to their stops. In a rectangle of another size than
  /// `viewSize` the cursor is scrolled into view first, for this drawing only.
  ///
  /// - Parameters:
  ///   - scope: The theme's scope for the text.
  ///   - surface: The scope of what the editor stands on.
  ///   - isFocused: Whether keys go to the editor. Without focus, the screen's cursor stays as it is.
  ///   - query: What is searched for; its matches stand out.
  ///   - marks: Further parts that stand out.
  public func draw(
    on screen: inout Screen, in rect: Rect, theme: Theme, scope: String = "text",
    surface: String = "text", isFocused: Bool = true, searching query: String = "",
    marks: [Mark] = []
  ) {
    if rect.size != viewSize {
      var fitted = self
      fitted.viewSize = rect.size
      return fitted.draw(
        on: &screen, in: rect, theme: theme, scope: scope, surface: surface, isFocused: isFocused,
        searching: query, marks: marks)
    }
    let base = theme.style(scope, on: surface)
    screen.fill(rect, style: base)
    if isFocused { screen.cursor = nil }
    if rect.isEmpty { return }

    let gutter = gutterWidth(in: rect.size)
    let (numbers, text) = rect.split(left: gutter)
    screen.fill(numbers, style: theme.style("text.muted", on: surface))
    let cursorRow = rowsAtCursor.row
    let lineSearch = lineSearch(for: query)
    let lines = firstVisibleLine..<firstVisibleLine + rect.height
    var painter = RowPainter(
      editor: self, theme: theme, base: base,
      search: query.isEmpty || lineSearch != nil ? nil : TextSearch(query),
      matches: lineSearch?.matches(in: buffer, near: lines) ?? [],
      patches: patches(
        theme: theme, isFocused: isFocused, isSearching: !query.isEmpty, marks: marks))
    var walker = rowsInView
    for y in 0..<rect.height {
      let row = walker.row
      if gutter > 0, row.range.lowerBound == 0 {
        let isCurrent = row.line == cursorRow.line
        screen.put(
          number(of: row.line, width: gutter - 1), x: rect.x, y: rect.y + y,
          style: theme.style(isCurrent ? "text.strong" : "text.muted", on: surface))
      }
      painter.paint(walker, on: &screen, in: text.row(y))
      if isFocused, row == cursorRow { screen.cursor = position(inRow: y, of: text) }
      if !walker.moveDown() { break }
    }
  }

  private func number(of line: Int, width: Int) -> String {
    let number = String(line + 1)
    return String(repeating: " ", count: max(width - number.utf8.count, 0)) + number
  }

  private func patches(
    theme: Theme, isFocused: Bool, isSearching: Bool, marks: [Mark]
  ) -> [Mark] {
    var patches = marks
    if isFocused, selection == nil, let pair = bracketPair(near: cursor, within: linesAround) {
      for place in [pair.bracket, pair.other] {
        let next = Location(line: place.line, offset: place.offset + 1)
        patches.append(Mark(place..<next, Style(attributes: [.bold, .underline])))
      }
    }
    if let selection {
      let scope = isSearching ? "match.current" : isFocused ? "selection" : "selection.inactive"
      patches.append(Mark(selection, theme.patch(scope)))
    }
    return patches
  }

  /// The lines that may be in view: brackets further away needn't be matched to draw them.
  private var linesAround: Range<Int> {
    max(firstVisibleLine - 1, 0)..<min(firstVisibleLine + viewSize.height + 1, buffer.count)
  }
}

/// Draws rows of an editor's text.
private struct RowPainter {
  let editor: TextEditor
  let theme: Theme
  let base: Style
  /// Finds the matches within a line.
  let search: TextSearch?
  /// The matches that reach over a line's end.
  let matches: [Range<TextEditor.Location>]
  let patches: [TextEditor.Mark]

  /// The tokens of the part of a line that the last row belonged to.
  private var tokens: (line: Int, part: Range<Int>, tokens: [JSONHighlighter.Token])?

  init(
    editor: TextEditor, theme: Theme, base: Style, search: TextSearch?,
    matches: [Range<TextEditor.Location>], patches: [TextEditor.Mark]
  ) {
    self.editor = editor
    self.theme = theme
    self.base = base
    self.search = search
    self.matches = matches
    self.patches = patches
  }

  mutating func paint(_ walker: RowWalker, on screen: inout Screen, in rect: Rect) {
    let row = walker.row
    paintText(walker, on: &screen, in: rect)
    let patch = theme.patch("match")
    if let search {
      for match in search.matches(in: walker.text, length: walker.part.upperBound, near: row.range)
      {
        restyle(match, patch, in: row, on: &screen, rect)
      }
    }
    for match in matches {
      paint(TextEditor.Mark(match, patch), in: row, on: &screen, rect)
    }
    for mark in patches { paint(mark, in: row, on: &screen, rect) }
    paintOverflow(of: row, on: &screen, in: rect)
  }

  // MARK: Text

  private mutating func paintText(_ walker: RowWalker, on screen: inout Screen, in rect: Rect) {
    let text = walker.text
    let row = walker.row
    let tokens = tokens(of: walker)
    var token = tokens.partitioningIndex { $0.range.upperBound > row.range.lowerBound }
    var reader = ClusterReader(text, row.range, column: row.indent)
    let firstColumn = editor.scroll.column
    // A mark in the first column says that there's text before it.
    let start = firstColumn > 0 ? firstColumn + 1 : 0
    var run: Run?

    func flush() {
      guard let run else { return }
      let x = rect.x + run.column - firstColumn
      screen.put(
        text.utf8Slice(run.range), x: x, y: rect.y, style: run.style,
        maxWidth: rect.x + rect.width - x)
    }

    while let cluster = reader.next() {
      let column = reader.column - cluster.columns
      if column >= firstColumn + rect.width { break }
      while token < tokens.count, tokens[token].range.upperBound <= cluster.range.lowerBound {
        token += 1
      }
      // What begins further left isn't drawn, not even the half that reaches in.
      if column < start || cluster.isBlank { continue }
      let isInToken = token < tokens.count && tokens[token].range.contains(cluster.range.lowerBound)
      let style = style(of: cluster, token: isInToken ? tokens[token].kind : nil)
      if let last = run, last.isPlain, cluster.isPlain, last.style == style,
        last.range.upperBound == cluster.range.lowerBound
      {
        run?.range = last.range.lowerBound..<cluster.range.upperBound
      } else {
        flush()
        run = Run(
          range: cluster.range, column: column, style: style, isPlain: cluster.isPlain)
      }
    }
    flush()
  }

  /// Text that is drawn in one go: plain ASCII of one style, or a single character.
  private struct Run {
    var range: Range<Int>
    var column: Int
    var style: Style
    var isPlain: Bool
  }

  private func style(of cluster: ClusterReader.Cluster, token: JSONHighlighter.Kind?) -> Style {
    token.map { base.patched(by: theme.patch($0.scope)) } ?? base
  }

  private mutating func tokens(of walker: RowWalker) -> [JSONHighlighter.Token] {
    guard editor.mode == .json else { return [] }
    if let tokens, tokens.line == walker.row.line, tokens.part == walker.part {
      return tokens.tokens
    }
    let found = JSONHighlighter.tokens(in: walker.text, part: walker.part)
    tokens = (walker.row.line, walker.part, found)
    return found
  }

  // MARK: What is laid over the text

  private func paint(
    _ mark: TextEditor.Mark, in row: TextRow, on screen: inout Screen, _ rect: Rect
  ) {
    let (lower, upper) = (mark.range.lowerBound, mark.range.upperBound)
    guard lower.line <= row.line, row.line <= upper.line else { return }
    let start = lower.line < row.line ? 0 : lower.offset
    let end = upper.line > row.line ? Int.max : upper.offset
    restyle(start..<end, mark.patch, in: row, on: &screen, rect)
  }

  /// Restyles the part of a row that lies in a range; one that goes on in the next line takes the
  /// blank after the row's end too.
  private func restyle(
    _ range: Range<Int>, _ patch: Style, in row: TextRow, on screen: inout Screen, _ rect: Rect
  ) {
    let start = max(range.lowerBound, row.range.lowerBound)
    let end = min(range.upperBound, row.range.upperBound)
    let showsLineEnd = range.upperBound == .max && !row.isContinued
    guard start < end || showsLineEnd, start <= end else { return }
    let first = editor.columns(in: row, before: start)
    let last = editor.columns(in: row, before: end) + (showsLineEnd ? 1 : 0)
    let left = rect.x - editor.scroll.column + first
    let painted = Rect(x: left, y: rect.y, width: last - first, height: 1)
    screen.restyle(painted.intersection(rect), patch)
  }

  /// Shows that a row goes on beyond the view's edges.
  private func paintOverflow(of row: TextRow, on screen: inout Screen, in rect: Rect) {
    if editor.wrapsLines || rect.isEmpty { return }
    let style = base.patched(by: theme.patch("text.muted"))
    let isBehindStart = editor.scroll.column > 0 && !row.range.isEmpty
    if isBehindStart { screen.put("‹", x: rect.x, y: rect.y, style: style) }
    let edge = editor.scroll.column + rect.width - 1
    var reader = ClusterReader(editor.buffer[row.line], row.range, column: row.indent)
    while reader.column <= edge, reader.next() != nil {}
    if reader.column > edge {
      screen.put("›", x: rect.x + rect.width - 1, y: rect.y, style: style)
    }
  }
}
