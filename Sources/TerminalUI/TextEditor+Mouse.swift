extension TextEditor {
  /// What dragging the mouse selects by: a double click makes it words, a triple click lines.
  enum DragUnit: Hashable, Sendable {
    case character
    case word(Range<Location>)
    case line(Range<Location>)

    /// What the click that began the drag selected.
    var origin: Range<Location>? {
      switch self {
      case .character: nil
      case .word(let range), .line(let range): range
      }
    }
  }

  /// The rows that one notch of the wheel scrolls.
  private static let wheelRows = 3

  /// Obeys the mouse; `clickCount` is what a `ClickCounter` says, and `rect` where the editor is drawn.
  ///
  /// A click puts the cursor there; with Shift it extends the selection. Two clicks select a word,
  /// three a line. Dragging beyond the rectangle scrolls. The wheel scrolls and leaves the cursor.
  public mutating func apply(_ mouse: Mouse, clickCount: Int = 1, in rect: Rect) -> Outcome {
    viewSize = rect.size
    switch mouse.kind {
    case .press(.left) where rect.contains(mouse.position):
      let place = place(at: mouse.position, in: rect)
      press(at: place, clickCount: clickCount, extending: mouse.modifiers.contains(.shift))
      return .moved
    case .drag(.left) where dragUnit != nil:
      if mouse.position.y < rect.y { scroll(rows: -1) }
      if mouse.position.y >= rect.y + rect.height { scroll(rows: 1) }
      drag(to: place(at: mouse.position, in: rect))
      return .moved
    case .wheelUp where rect.contains(mouse.position):
      return apply(.scroll(rows: -Self.wheelRows))
    case .wheelDown where rect.contains(mouse.position):
      return apply(.scroll(rows: Self.wheelRows))
    case .release:
      dragUnit = nil
      return .ignored
    case .press, .drag, .move, .wheelUp, .wheelDown, .wheelLeft, .wheelRight:
      return .ignored
    }
  }

  private mutating func press(at place: Location, clickCount: Int, extending: Bool) {
    let unit: DragUnit =
      switch clickCount {
      case 2: .word(word(at: place))
      case 3: .line(line(at: place))
      default: .character
      }
    dragUnit = unit
    if let origin = unit.origin {
      moveCursor(to: origin.upperBound, selectingFrom: origin.lowerBound)
    } else {
      moveCursor(to: place, selectingFrom: extending ? anchor ?? cursor : place)
    }
  }

  private mutating func drag(to place: Location) {
    guard let origin = dragUnit?.origin else {
      return moveCursor(to: place, selectingFrom: anchor ?? cursor)
    }
    let range = if case .word = dragUnit { word(at: place) } else { line(at: place) }
    if range.lowerBound < origin.lowerBound {
      moveCursor(to: range.lowerBound, selectingFrom: origin.upperBound)
    } else {
      moveCursor(to: max(range.upperBound, origin.upperBound), selectingFrom: origin.lowerBound)
    }
  }

  /// The line around a place, with its line end.
  private func line(at place: Location) -> Range<Location> {
    let next = Location(line: place.line + 1, offset: 0)
    return Location(line: place.line, offset: 0)..<(place.line + 1 < buffer.count ? next : end)
  }

  /// The place that is drawn nearest to a cell of the screen.
  private func place(at position: Position, in rect: Rect) -> Location {
    var walker = rowsInView
    let wanted = min(max(position.y - rect.y, 0), max(rect.height - 1, 0))
    for _ in 0..<wanted where !walker.moveDown() { return end }
    let column = position.x - rect.x - gutterWidth(in: rect.size) + scroll.column
    return place(in: walker.row, atColumn: max(column, 0))
  }
}
