/// Which item of a list is selected, and which part of the list is on the screen.
public struct ListView: Hashable, Sendable {
  /// The number of items; the selection stays among them.
  public var count: Int { didSet { selection = clamped(selection) } }
  /// The rows to show the list in.
  public var height: Int
  /// The selected item; 0 in an empty list.
  public var selection: Int { didSet { selection = clamped(selection) } }
  /// The first item on the screen.
  public private(set) var offset = 0

  /// Creates a list whose first item is selected.
  public init(count: Int = 0, height: Int = 0) {
    self.count = count
    self.height = height
    selection = 0
  }

  /// The items on the screen, when every item takes one row.
  public var visible: Range<Int> {
    let first = min(offset, max(count - height, 0))
    return first..<min(first + max(height, 0), count)
  }

  /// Selects the item so many further on; without wrapping it stops at the ends.
  public mutating func move(by distance: Int, wrapping: Bool = false) {
    if count == 0 { return }
    let target = selection + distance
    selection = wrapping ? ((target % count) + count) % count : target
    reveal()
  }

  /// Selects the item a page further on or back.
  public mutating func movePage(_ direction: Int) {
    move(by: direction * max(height - 1, 1))
  }

  /// Scrolls to where an item is the first on the screen; the selected one may leave it. Every item takes
  /// one row.
  public mutating func scroll(to first: Int) {
    offset = min(max(first, 0), max(count - height, 0))
  }

  /// Scrolls by items, down or (negative) up.
  public mutating func scroll(by items: Int) { scroll(to: offset + items) }

  /// Scrolls no further than needed for the selected item to be on the screen, and no row wasted.
  public mutating func reveal() {
    offset = min(max(offset, selection - max(height, 1) + 1), selection, max(count - height, 0))
  }

  /// The item at a row of the list on the screen.
  public func item(atRow row: Int) -> Int? {
    let item = visible.lowerBound + row
    return row >= 0 && visible.contains(item) ? item : nil
  }

  private func clamped(_ index: Int) -> Int {
    max(min(index, count - 1), 0)
  }
}
