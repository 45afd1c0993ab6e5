extension TextEditor {
  mutating func move(_ motion: Motion, extending: Bool) {
    if !extending, let selection, motion == .left || motion == .right {
      return moveCursor(to: motion == .left ? selection.lowerBound : selection.upperBound)
    }
    switch motion {
    case .up: moveVertically(by: -1, extending: extending)
    case .down: moveVertically(by: 1, extending: extending)
    case .pageUp: moveVertically(by: 1 - max(viewSize.height, 2), extending: extending)
    case .pageDown: moveVertically(by: max(viewSize.height, 2) - 1, extending: extending)
    case .lineEnd: moveToEnd(extending: extending)
    case .left, .right, .wordLeft, .wordRight, .lineStart, .textStart, .textEnd, .matchingBracket:
      moveCursor(to: place(motion), selectingFrom: extending ? anchor ?? cursor : nil)
    }
  }

  /// Where a motion leads from the cursor.
  func place(_ motion: Motion) -> Location {
    switch motion {
    case .left: placeBefore(cursor) ?? cursor
    case .right: placeAfter(cursor) ?? cursor
    case .wordLeft: wordStart(before: cursor)
    case .wordRight: wordEnd(after: cursor)
    case .lineStart: startOfLine
    case .textStart: .start
    case .textEnd: end
    case .matchingBracket: bracketPair(near: cursor)?.other ?? cursor
    case .up, .down, .pageUp, .pageDown, .lineEnd: cursor
    }
  }

  /// The place one character before another one; nil at the text's start.
  func placeBefore(_ place: Location) -> Location? {
    if place.offset > 0 {
      let offset = buffer[place.line].characterBoundary(before: place.offset)
      return Location(line: place.line, offset: offset)
    }
    if place.line == 0 { return nil }
    return Location(line: place.line - 1, offset: buffer.length(of: place.line - 1))
  }

  /// The place one character after another one; nil at the text's end.
  func placeAfter(_ place: Location) -> Location? {
    if place.offset < buffer.length(of: place.line) {
      let offset = buffer[place.line].characterBoundary(after: place.offset)
      return Location(line: place.line, offset: offset)
    }
    return place.line + 1 < buffer.count ? Location(line: place.line + 1, offset: 0) : nil
  }

  // MARK: Rows

  private mutating func moveVertically(by rows: Int, extending: Bool) {
    var walker = rowsAtCursor
    let column = goalColumn ?? columns(in: walker.row, before: cursor.offset)
    var isStopped = false
    for _ in 0..<abs(rows) where !(rows < 0 ? walker.moveUp() : walker.moveDown()) {
      isStopped = true
      break
    }
    var target = place(in: walker.row, atColumn: column)
    // At the text's first and last row, there's nowhere to go but along the row.
    if isStopped, extending || abs(rows) > 1 { target = rows < 0 ? .start : end }
    moveCursor(to: target, selectingFrom: extending ? anchor ?? cursor : nil)
    goalColumn = column
  }

  /// The row's start, the line's first character that isn't blank, or the line's start: the first
  /// of them where the cursor isn't yet, so that each step of three leads somewhere.
  private var startOfLine: Location {
    let row = rowsAtCursor.row
    if row.range.lowerBound > 0, cursor.offset != row.range.lowerBound {
      return Location(line: cursor.line, offset: row.range.lowerBound)
    }
    let blanks = buffer[cursor.line].utf8.prefix { $0 == 0x20 || $0 == 0x09 }.count
    return Location(line: cursor.line, offset: cursor.offset == blanks ? 0 : blanks)
  }

  private mutating func moveToEnd(extending: Bool) {
    let row = rowsAtCursor.row
    let isAtEnd = cursor.offset == row.range.upperBound
    let offset = isAtEnd ? buffer.length(of: cursor.line) : row.range.upperBound
    moveCursor(
      to: Location(line: cursor.line, offset: offset),
      selectingFrom: extending ? anchor ?? cursor : nil)
    isAtRowEnd = !isAtEnd && row.isContinued
  }

  // MARK: Words

  /// What words are made of.
  private enum CharacterClass {
    case blank, word, punctuation

    init(_ character: Character) {
      if character.isWhitespace {
        self = .blank
      } else if character.isLetter || character.isNumber || character == "_" {
        self = .word
      } else {
        self = .punctuation
      }
    }
  }

  /// The class of the character after a place; a line's end is blank.
  private func classAfter(_ place: Location) -> CharacterClass {
    place.offset < buffer.length(of: place.line)
      ? CharacterClass(buffer[place.line].character(at: place.offset)) : .blank
  }

  private func wordStart(before place: Location) -> Location {
    var start = place
    var wordClass = CharacterClass.blank
    while let previous = placeBefore(start) {
      let next = classAfter(previous)
      if wordClass != .blank, next != wordClass || previous.line != start.line { break }
      wordClass = next
      start = previous
    }
    return start
  }

  private func wordEnd(after place: Location) -> Location {
    var end = place
    var wordClass = CharacterClass.blank
    while let next = placeAfter(end) {
      let nextClass = classAfter(end)
      if wordClass != .blank, nextClass != wordClass { break }
      wordClass = nextClass
      end = next
    }
    return end
  }

  /// The word, blank or punctuation around a place: what a double click selects.
  func word(at place: Location) -> Range<Location> {
    let text = buffer[place.line]
    let length = buffer.length(of: place.line)
    if length == 0 { return place..<place }
    let inside = place.offset < length ? place.offset : text.characterBoundary(before: length)
    let wordClass = CharacterClass(text.character(at: inside))
    var (start, end) = (inside, text.characterBoundary(after: inside))
    while start > 0 {
      let previous = text.characterBoundary(before: start)
      guard CharacterClass(text.character(at: previous)) == wordClass else { break }
      start = previous
    }
    while end < length, CharacterClass(text.character(at: end)) == wordClass {
      end = text.characterBoundary(after: end)
    }
    return Location(line: place.line, offset: start)..<Location(line: place.line, offset: end)
  }
}
