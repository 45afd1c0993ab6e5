/// A picture of the terminal: rows of cells, and where the cursor stands.
///
/// A value: views draw on it, tests read it, a driver shows it. Drawing outside it is clipped, and
/// what can't be shown is neutralised, so that a screen never holds a control character.
public struct Screen: Sendable {
  /// The number of columns and rows.
  public let size: Size
  /// Where the cursor stands, or nil when it is hidden.
  public var cursor: Position?
  var cells: [Cell]

  /// Creates a blank screen.
  public init(_ size: Size, style: Style = .plain) {
    self.size = size
    cells = Array(repeating: Cell(style: PackedStyle(style)), count: size.width * size.height)
  }

  /// The whole screen's rectangle.
  public var bounds: Rect { Rect(size) }

  /// The cell at a column and row of the screen.
  public subscript(x: Int, y: Int) -> Cell {
    precondition((0..<size.width).contains(x) && (0..<size.height).contains(y))
    return cells[y * size.width + x]
  }

  /// Calls `body` with the cells of a row.
  public func withRow<Result>(_ y: Int, _ body: (UnsafeBufferPointer<Cell>) -> Result) -> Result {
    precondition((0..<size.height).contains(y))
    return cells.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[y * size.width..<(y + 1) * size.width]))
    }
  }

  /// Makes a rectangle blank.
  public mutating func fill(_ rect: Rect, style: Style) {
    fill(rect, with: " ", style: style)
  }

  /// Puts a character of one column, which a terminal shows, in every cell of a rectangle.
  mutating func fill(_ rect: Rect, with character: Unicode.Scalar, style: Style) {
    let cell = Cell(scalar: character.value, isWide: false, style: PackedStyle(style))
    change(rect) { $0.update(repeating: cell) }
  }

  /// Lays a style over what a rectangle shows.
  public mutating func restyle(_ rect: Rect, _ patch: Style) {
    let patch = PackedStyle(patch)
    change(rect) { cells in
      for index in cells.indices { cells[index].style = cells[index].style.patched(by: patch) }
    }
  }

  /// Changes the cells of a rectangle, row by row; a wide character of which it covers one half, loses
  /// the other.
  private mutating func change(
    _ rect: Rect, _ body: (UnsafeMutableBufferPointer<Cell>) -> Void
  ) {
    let rect = rect.intersection(bounds)
    if rect.isEmpty { return }
    let width = size.width
    cells.withUnsafeMutableBufferPointer { cells in
      for y in rect.rows {
        let row = UnsafeMutableBufferPointer(rebasing: cells[y * width..<(y + 1) * width])
        body(UnsafeMutableBufferPointer(rebasing: row[rect.columns]))
        row.mendHalves(at: rect.columns.lowerBound)
        row.mendHalves(at: rect.columns.upperBound)
      }
    }
  }
}

extension UnsafeMutableBufferPointer<Cell> {
  /// Blanks the halves of a wide character that no longer belong together across a column's left edge.
  func mendHalves(at x: Int) {
    let isOpen = x > 0 && self[x - 1].width == 2
    let isRightHalf = x < count && self[x].isRightHalf
    if isOpen == isRightHalf { return }
    let lone = isOpen ? x - 1 : x
    self[lone] = Cell(style: self[lone].style)
  }
}
