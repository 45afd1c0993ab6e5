extension Screen: Equatable {
  /// Whether two screens show the same.
  public static func == (one: Screen, two: Screen) -> Bool {
    one.size == two.size && one.cursor == two.cursor && one.cells == two.cells
  }

  /// Becomes another screen of the same size, and calls `body` for every row that differs from it,
  /// with the columns between the first and the last difference.
  ///
  /// Both ends stand between whole characters. The two screens share no memory afterwards, so that
  /// drawing on the other one doesn't copy it.
  public mutating func update(
    to newer: Screen, onChange body: (_ row: Int, _ columns: Range<Int>) -> Void
  ) {
    precondition(size == newer.size)
    cursor = newer.cursor
    let width = size.width
    newer.cells.withUnsafeBufferPointer { new in
      cells.withUnsafeMutableBufferPointer { cells in
        let old = UnsafeBufferPointer(cells)
        for y in 0..<size.height {
          let row = y * width..<(y + 1) * width
          let (new, old) = (
            UnsafeBufferPointer(rebasing: new[row]), UnsafeBufferPointer(rebasing: old[row])
          )
          if haveSameBytes(new, old) { continue }
          guard var first = (0..<width).first(where: { new[$0] != old[$0] }),
            var last = (0..<width).last(where: { new[$0] != old[$0] })
          else { continue }
          while first > 0, new[first].isRightHalf || old[first].isRightHalf { first -= 1 }
          while last + 1 < width, new[last + 1].isRightHalf || old[last + 1].isRightHalf {
            last += 1
          }
          body(y, first..<last + 1)
          for x in first...last { cells[y * width + x] = new[x] }
        }
      }
    }
  }
}

/// Compares cells as words of memory: they have no padding.
private func haveSameBytes(
  _ one: UnsafeBufferPointer<Cell>, _ two: UnsafeBufferPointer<Cell>
) -> Bool {
  let one = UnsafeRawBufferPointer(one).assumingMemoryBound(to: UInt64.self)
  let two = UnsafeRawBufferPointer(two).assumingMemoryBound(to: UInt64.self)
  var difference: UInt64 = 0
  // Without an early exit, so that the loop works on vectors.
  for index in one.indices { difference |= one[index] ^ two[index] }
  return difference == 0
}
