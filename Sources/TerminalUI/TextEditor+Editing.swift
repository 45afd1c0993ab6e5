extension TextEditor {
  /// The line end that new lines get: that of the first line, or LF.
  var lineEnd: String {
    buffer.count > 1 ? String(buffer[0].utf8Slice(buffer.length(of: 0)...)) : "\n"
  }

  /// The text of the cursor's line before the cursor, or before another place.
  func textBefore(_ location: Location) -> Substring {
    buffer[location.line].utf8Slice(..<location.offset)
  }

  /// Replaces what is selected, or inserts at the cursor, and puts the cursor after the new text.
  mutating func replaceSelection(with text: String, _ kind: History.Kind) {
    change(kind) { $0.insertOverSelection(text) }
  }

  /// The part of `replaceSelection` within a change.
  private mutating func insertOverSelection(_ text: String) {
    let end = replace(selection ?? cursor..<cursor, with: text)
    if end.offset > buffer.length(of: end.line) {
      // A CR that was inserted before an LF is one line end with it.
      cursor = Location(line: end.line + 1, offset: 0)
    } else {
      // What was inserted may make one character with what follows it.
      cursor = Location(
        line: end.line, offset: buffer[end.line].characterBoundary(atOrAfter: end.offset))
    }
    anchor = nil
  }

  // MARK: Inserting

  mutating func typeText(_ text: String) {
    if text.isEmpty { return }
    if isAfterBlank, !text.allSatisfy(\.isWhitespace) { history.seal() }
    let closes = mode == .json && (text == "}" || text == "]") && isAfterIndentation
    change(.typing) { editor in
      editor.insertOverSelection(text)
      if closes { editor.alignClosingBracket() }
    }
  }

  /// Indents the line of the bracket before the cursor like the line of the one that it closes.
  private mutating func alignClosingBracket() {
    let line = cursor.line
    let lines = max(line - Self.alignmentReach, 0)..<line + 1
    let bracket = Location(line: line, offset: cursor.offset - 1)
    guard let pair = bracketPair(near: bracket, within: lines), pair.other.line < line else {
      return
    }
    let indentation = String(buffer[pair.other.line].prefix(while: \.isIndentation))
    let old = buffer[line].prefix(while: \.isIndentation).utf8.count
    replace(Location(line: line, offset: 0)..<Location(line: line, offset: old), with: indentation)
    shiftPlaces(in: line, by: indentation.utf8.count - old)
  }

  /// How many lines up the other bracket is looked for.
  private static let alignmentReach = 5_000

  // These two hold the line no longer than they look at it: a second reference to a long line would
  // make the edit copy it.

  private var isAfterBlank: Bool { textBefore(cursor).last?.isWhitespace ?? false }

  private var isAfterIndentation: Bool {
    let before = textBefore(cursor)
    return !before.isEmpty && before.allSatisfy(\.isIndentation)
  }

  mutating func paste(_ text: String) {
    var text = text.replacingLineEnds(with: isSingleLine ? "\n" : lineEnd)
    if isSingleLine, text.last == "\n" { text.removeLast() }
    if !text.isEmpty { replaceSelection(with: text, .other) }
  }

  /// Replaces the whole text, as one step that can be undone.
  mutating func setText(_ text: String) {
    let (line, offset) = (cursor.line, cursor.offset)
    change(.other) { editor in
      editor.replace(.start..<editor.end, with: text)
      editor.anchor = nil
      editor.cursor = editor.nearest(to: Location(line: line, offset: offset))
    }
  }

  mutating func insertNewline() {
    if isSingleLine { return typeText("\n") }
    let start = selection?.lowerBound ?? cursor
    let before = textBefore(start)
    let indentation = String(before.prefix(while: \.isIndentation))
    let opening = before.last { !$0.isIndentation }
    guard mode == .json, let opening, let closing = Self.closingBracket(of: opening) else {
      return replaceSelection(with: lineEnd + indentation, .other)
    }
    let end = selection?.upperBound ?? cursor
    let next = buffer[end.line].utf8Slice(end.offset...).first
    change(.other) { editor in
      editor.insertOverSelection(editor.lineEnd + indentation + editor.indentationUnit)
      // Brackets with nothing between them open up around the cursor.
      if next == closing {
        editor.replace(editor.cursor..<editor.cursor, with: editor.lineEnd + indentation)
      }
    }
  }

  // MARK: Deleting

  /// Deletes what is selected or else what lies between the cursor and a place.
  mutating func delete(_ kind: History.Kind, to place: Location) {
    if selection != nil { return replaceSelection(with: "", .other) }
    if place == cursor { return }
    change(kind) { editor in
      editor.anchor = place
      editor.insertOverSelection("")
    }
  }

  mutating func deleteToLineStart() {
    delete(.other, to: Location(line: cursor.line, offset: 0))
  }

  mutating func deleteToLineEnd() {
    let end = Location(line: cursor.line, offset: buffer.length(of: cursor.line))
    delete(.other, to: cursor == end ? place(.right) : end)
  }

  // MARK: Indenting

  /// What a line is indented by further than another: what the first line that is indented begins with.
  var indentationUnit: String {
    for index in 0..<min(buffer.count, 1_000) {
      let blanks = buffer[index].prefix(while: \.isIndentation)
      if blanks.first == "\t" { return "\t" }
      // A line of blanks alone, or one that is set to a column, doesn't tell.
      if [2, 4, 8].contains(blanks.count), blanks.utf8.count < buffer.length(of: index) {
        return String(blanks)
      }
    }
    return mode == .json ? "  " : "\t"
  }

  mutating func indent() {
    if isSingleLine { return }
    let (unit, lines) = (indentationUnit, selectedLines)
    if lines.count == 1 {
      let blanks = unit == "\t" ? unit : String(unit.dropFirst(column(of: cursor) % unit.count))
      return replaceSelection(with: blanks, .other)
    }
    change(.other) { editor in
      for line in lines where editor.buffer.length(of: line) > 0 {
        let start = Location(line: line, offset: 0)
        editor.replace(start..<start, with: unit)
        editor.shiftPlaces(in: line, by: unit.utf8.count)
      }
    }
  }

  mutating func outdent() {
    if isSingleLine { return }
    let (width, lines) = (max(indentationUnit.count, 2), selectedLines)
    change(.other) { editor in
      for line in lines { editor.outdentLine(line, by: width) }
    }
  }

  private mutating func outdentLine(_ line: Int, by width: Int) {
    let text = buffer[line]
    let count = text.first == "\t" ? 1 : text.prefix(width).prefix { $0 == " " }.count
    replace(Location(line: line, offset: 0)..<Location(line: line, offset: count), with: "")
    shiftPlaces(in: line, by: -count)
  }

  /// Moves the cursor and the selection's other end along with a line's text.
  private mutating func shiftPlaces(in line: Int, by count: Int) {
    if cursor.line == line { cursor.offset = max(cursor.offset + count, 0) }
    if anchor?.line == line { anchor!.offset = max(anchor!.offset + count, 0) }
  }
}

extension Character {
  var isIndentation: Bool { self == " " || self == "\t" }
}

extension String {
  /// The text with each LF, CRLF and CR replaced.
  func replacingLineEnds(with end: String) -> String {
    if !utf8.contains(0x0D), end == "\n" { return self }
    var result: [UInt8] = []
    result.reserveCapacity(utf8.count)
    var wasReturn = false
    for byte in utf8 {
      switch byte {
      case 0x0D: result += end.utf8
      case 0x0A: if !wasReturn { result += end.utf8 }
      default: result.append(byte)
      }
      wasReturn = byte == 0x0D
    }
    return String(decoding: result, as: UTF8.self)
  }
}
