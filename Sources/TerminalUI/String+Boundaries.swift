/// Boundaries of characters (grapheme clusters) as UTF-8 offsets.
extension String {
  /// Whether the bytes on both sides of an offset are ASCII, and no CRLF: then it's a boundary.
  private func isPlainBoundary(_ offset: Int) -> Bool {
    let index = utf8.index(startIndex, offsetBy: offset)
    let next = utf8[index]
    return next < 0x80 && next != 0x0A && utf8[utf8.index(before: index)] < 0x80
  }

  /// The first boundary after an offset.
  func characterBoundary(after offset: Int) -> Int {
    let next = offset + 1
    if next >= utf8.count { return utf8.count }
    if isPlainBoundary(next) { return next }
    return index(after: utf8.index(startIndex, offsetBy: offset)).utf8Offset(in: self)
  }

  /// The last boundary before an offset.
  func characterBoundary(before offset: Int) -> Int {
    if offset <= 1 { return 0 }
    if isPlainBoundary(offset - 1) { return offset - 1 }
    return index(before: utf8.index(startIndex, offsetBy: offset)).utf8Offset(in: self)
  }

  /// The last boundary that isn't after an offset.
  func characterBoundary(atOrBefore offset: Int) -> Int {
    if offset <= 0 || offset >= utf8.count || isPlainBoundary(offset) {
      return min(max(offset, 0), utf8.count)
    }
    let after = index(after: utf8.index(startIndex, offsetBy: offset))
    return index(before: after).utf8Offset(in: self)
  }

  /// The first boundary that isn't before an offset.
  func characterBoundary(atOrAfter offset: Int) -> Int {
    let before = characterBoundary(atOrBefore: offset)
    return before == offset ? offset : characterBoundary(after: before)
  }

  /// The character that begins at an offset.
  func character(at offset: Int) -> Character {
    self[utf8.index(startIndex, offsetBy: offset)]
  }
}

extension String.Index {
  fileprivate func utf8Offset(in text: String) -> Int {
    text.utf8.distance(from: text.startIndex, to: self)
  }
}
