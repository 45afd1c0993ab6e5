extension Screen {
  /// Writes text into a row and returns how many columns it took.
  ///
  /// The text is neutralised (see `Neutralizer`) and cut at the screen's edges and after `maxWidth`
  /// columns; of a wide character that would be cut, nothing is drawn. A column left of the screen is
  /// allowed, so that text can be scrolled sideways; its hidden columns count.
  @inlinable @discardableResult
  public mutating func put(
    _ text: some StringProtocol, x: Int, y: Int, style: Style, maxWidth: Int? = nil
  ) -> Int {
    text.withUTF8Bytes { put(utf8: $0, x: x, y: y, style: style, maxWidth: maxWidth) }
  }

  /// Writes text at the start of a rectangle's first row, cut at its right edge.
  @inlinable @discardableResult
  public mutating func put(_ text: some StringProtocol, in rect: Rect, style: Style) -> Int {
    rect.isEmpty ? 0 : put(text, x: rect.x, y: rect.y, style: style, maxWidth: rect.width)
  }

  @usableFromInline
  mutating func put(
    utf8 text: UnsafeBufferPointer<UInt8>, x: Int, y: Int, style: Style, maxWidth: Int?
  ) -> Int {
    guard (0..<size.height).contains(y), x < size.width else { return 0 }
    let width = size.width
    let limit = x + min(width - x, max(maxWidth ?? width - x, 0))
    return cells.withUnsafeMutableBufferPointer { cells in
      let row = UnsafeMutableBufferPointer(rebasing: cells[y * width..<(y + 1) * width])
      var pen = Pen(row: row, x: x, limit: limit, style: PackedStyle(style))
      pen.draw(text)
      let first = max(x, 0)
      if pen.x > first {
        row.mendHalves(at: first)
        row.mendHalves(at: pen.x)
      }
      return pen.x - x
    }
  }
}

/// Writes cells from left to right into one row.
private struct Pen {
  let row: UnsafeMutableBufferPointer<Cell>
  /// The column of the next cell; it may start left of the row.
  var x: Int
  /// The column where drawing ends.
  let limit: Int
  let style: PackedStyle
  /// The column of the character that a mark would join.
  private var last = -1
  private var reader = GlyphReader()

  init(row: UnsafeMutableBufferPointer<Cell>, x: Int, limit: Int, style: PackedStyle) {
    self.row = row
    self.x = x
    self.limit = limit
    self.style = style
  }

  mutating func draw(_ text: UnsafeBufferPointer<UInt8>) {
    var index = 0
    while index < text.count {
      if text[index] &- 0x20 < 0x5F {
        let start = index
        repeat { index += 1 } while index < text.count && text[index] &- 0x20 < 0x5F
        reader.passPrintable(text[index - 1])
        if !drawASCII(UnsafeBufferPointer(rebasing: text[start..<index])) { return }
        continue
      }
      switch reader.next(text.decodeScalar(at: &index)) {
      case .character(let scalar, let isWide):
        if x + (isWide ? 2 : 1) > limit { return }
        draw(scalar, isWide: isWide)
      case .mark:
        if last >= 0 {
          var start = index - 1
          while text[start] & 0xC0 == 0x80 { start -= 1 }
          row[last].add(mark: text.decodeScalar(at: &start))
        }
      case .nothing:
        break
      case .caret(let letter):
        drawASCII(0x5E)
        drawASCII(letter)
        last = -1
      case .standIn(let scalar):
        GlyphReader.spell(standIn: scalar) { drawASCII($0) }
        last = -1
      }
    }
  }

  /// Draws a run of printable ASCII, and tells whether all of it had room.
  private mutating func drawASCII(_ run: UnsafeBufferPointer<UInt8>) -> Bool {
    let end = min(x + run.count, limit)
    let hasRoom = end == x + run.count
    var cell = Cell(style: style)
    for column in max(x, 0)..<max(end, 0) {
      cell.set(ascii: run[column - x])
      row[column] = cell
    }
    last = end - 1
    x = end
    return hasRoom
  }

  private mutating func drawASCII(_ byte: UInt8) {
    if x < limit { draw(UInt32(byte), isWide: false) }
  }

  @inline(__always)
  private mutating func draw(_ scalar: UInt32, isWide: Bool) {
    if x >= 0 {
      row[x] = Cell(scalar: scalar, isWide: isWide, style: style)
      last = x
      if isWide { row[x + 1] = .rightHalf(style: style) }
    } else {
      last = -1
      // The second half of a character that the edge cuts.
      if isWide, x == -1 { row[0] = Cell(style: style) }
    }
    x += isWide ? 2 : 1
  }
}
