extension Array {
  /// The index of the first element that a predicate holds for, as it does for all after it; the count
  /// when it holds for none.
  @inlinable
  public func partitioningIndex(where holds: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
