/// A rectangle of cells.
///
/// Cutting more from a rectangle than there is gives what there is, so a layout made for a large
/// terminal ends in empty rectangles on a small one, and drawing in those draws nothing.
public struct Rect: Hashable, Sendable {
  /// The first column.
  public var x: Int
  /// The first row.
  public var y: Int
  /// The number of columns.
  public private(set) var width: Int
  /// The number of rows.
  public private(set) var height: Int

  /// Creates a rectangle; a negative length counts as 0.
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(width, 0)
    self.height = max(height, 0)
  }

  /// Creates the rectangle that covers a screen of the given size.
  public init(_ size: Size) {
    self.init(x: 0, y: 0, width: size.width, height: size.height)
  }

  /// The width and height.
  public var size: Size { Size(width: width, height: height) }
  /// The upper left corner.
  public var origin: Position { Position(x: x, y: y) }
  /// The columns covered.
  public var columns: Range<Int> { x..<x + width }
  /// The rows covered.
  public var rows: Range<Int> { y..<y + height }
  /// Whether the rectangle covers no cell.
  public var isEmpty: Bool { width == 0 || height == 0 }

  /// Whether the cell at `position` is covered.
  public func contains(_ position: Position) -> Bool {
    columns.contains(position.x) && rows.contains(position.y)
  }

  /// The part that both rectangles cover.
  public func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left, y: top,
      width: min(x + width, other.x + other.width) - left,
      height: min(y + height, other.y + other.height) - top)
  }

  /// The rectangle without `columns` at the left and right and `rows` at the top and bottom.
  public func inset(columns: Int, rows: Int) -> Rect {
    Rect(
      x: x + min(columns, width), y: y + min(rows, height),
      width: width - 2 * columns, height: height - 2 * rows)
  }

  /// The rectangle without a frame of the given thickness.
  public func inset(by cells: Int) -> Rect {
    inset(columns: cells, rows: cells)
  }

  /// The row `index`, counted from the rectangle's first; empty outside it.
  public func row(_ index: Int) -> Rect {
    Rect(x: x, y: y + index, width: width, height: (0..<height).contains(index) ? 1 : 0)
  }

  /// Cuts rows from the top.
  public func split(top count: Int) -> (top: Rect, rest: Rect) {
    let cut = min(max(count, 0), height)
    return (
      Rect(x: x, y: y, width: width, height: cut),
      Rect(x: x, y: y + cut, width: width, height: height - cut)
    )
  }

  /// Cuts rows from the bottom.
  public func split(bottom count: Int) -> (rest: Rect, bottom: Rect) {
    let (rest, bottom) = split(top: height - min(max(count, 0), height))
    return (rest, bottom)
  }

  /// Cuts columns from the left.
  public func split(left count: Int) -> (left: Rect, rest: Rect) {
    let cut = min(max(count, 0), width)
    return (
      Rect(x: x, y: y, width: cut, height: height),
      Rect(x: x + cut, y: y, width: width - cut, height: height)
    )
  }

  /// Cuts columns from the right.
  public func split(right count: Int) -> (rest: Rect, right: Rect) {
    let (rest, right) = split(left: width - min(max(count, 0), width))
    return (rest, right)
  }
}
