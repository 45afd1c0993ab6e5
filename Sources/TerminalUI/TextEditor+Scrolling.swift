extension TextEditor {
  /// Which lines are in view, by the first of them: a wrapped line counts once.
  public var linesInView: ScrollView {
    var view = ScrollView(contentHeight: lineCount, height: min(viewSize.height, lineCount))
    view.scroll(to: scroll.top.line)
    return view
  }

  /// Which part of the text is in view.
  struct Scroll: Hashable, Sendable {
    /// A place in the first row.
    var top = Location.start
    /// The first column, if lines aren't wrapped.
    var column = 0
  }

  /// The columns that line numbers take, with the blank after them.
  func gutterWidth(in size: Size) -> Int {
    guard showsLineNumbers, !isSingleLine else { return 0 }
    let width = max(String(buffer.count).count, 2) + 1
    return size.width >= width + 10 ? width : 0
  }

  /// How lines are cut into rows in the view. The view's last column is left to the cursor.
  var layout: TextLayout {
    TextLayout(
      width: max(viewSize.width - gutterWidth(in: viewSize) - 1, 1), wraps: wrapsLines)
  }

  /// A walker at the row that shows a place.
  func rows(at place: Location, atRowEnd: Bool = false) -> RowWalker {
    RowWalker(buffer, layout, at: place, atRowEnd: atRowEnd)
  }

  /// A walker at the cursor's row.
  var rowsAtCursor: RowWalker { rows(at: cursor, atRowEnd: isAtRowEnd) }

  /// A walker at the first row in view.
  var rowsInView: RowWalker { rows(at: nearest(to: scroll.top)) }

  /// The column of a place in its row.
  func column(of place: Location) -> Int {
    columns(in: rows(at: place).row, before: place.offset)
  }

  /// The columns of a row before an offset.
  func columns(in row: TextRow, before offset: Int) -> Int {
    var reader = ClusterReader(
      buffer[row.line], row.range.lowerBound..<max(offset, row.range.lowerBound),
      column: row.indent)
    while reader.next() != nil {}
    return reader.column
  }

  /// The place in a row at a column, or the last one before it.
  func place(in row: TextRow, atColumn column: Int) -> Location {
    var reader = ClusterReader(buffer[row.line], row.range, column: row.indent)
    var offset = row.range.lowerBound
    var next = reader.next()
    while let cluster = next, reader.column <= column {
      next = reader.next()
      // The end of a row that goes on is the start of the next one.
      if next == nil, row.isContinued { break }
      offset = cluster.range.upperBound
    }
    return Location(line: row.line, offset: offset)
  }

  /// Scrolls as far as it takes to have the cursor in view.
  mutating func revealCursor() {
    let height = max(viewSize.height, 1)
    let cursorRow = rowsAtCursor.row
    var walker = rowsInView
    let isAbove =
      (cursorRow.line, cursorRow.range.lowerBound)
      < (walker.row.line, walker.row.range.lowerBound)
    if isAbove {
      walker = rowsAtCursor
    } else if cursorRow.line - walker.row.line > height || !walker.reaches(cursorRow, in: height) {
      walker = rowsAtCursor
      for _ in 1..<height where !walker.moveUp() { break }
    } else {
      walker = rowsInView
    }
    scroll.top = Location(line: walker.row.line, offset: walker.row.range.lowerBound)
    revealColumn(in: cursorRow)
  }

  private mutating func revealColumn(in row: TextRow) {
    if wrapsLines {
      scroll.column = 0
      return
    }
    let column = columns(in: row, before: cursor.offset)
    let width = layout.width
    // The first column shows that there's text before it.
    if column <= scroll.column {
      scroll.column = max(column - width / 4, 0)
    } else if column > scroll.column + width {
      scroll.column = column - width
    }
  }

  /// Scrolls by rows, up to the text's start and down to its last page.
  mutating func scroll(rows: Int) {
    var walker = rowsInView
    if rows < 0 {
      for _ in rows..<0 where !walker.moveUp() { break }
    } else {
      var last = walker
      for _ in 1..<max(viewSize.height, 1) where !last.moveDown() { return }
      for _ in 0..<rows {
        guard last.moveDown() else { break }
        _ = walker.moveDown()
      }
    }
    scroll.top = Location(line: walker.row.line, offset: walker.row.range.lowerBound)
  }
}

extension RowWalker {
  /// Moves down to a row; false if it isn't one of the next `height`.
  fileprivate mutating func reaches(_ row: TextRow, in height: Int) -> Bool {
    for _ in 1..<height {
      if self.row == row { return true }
      if !moveDown() { return false }
    }
    return self.row == row
  }
}
