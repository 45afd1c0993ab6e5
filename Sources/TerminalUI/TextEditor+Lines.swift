extension TextEditor {
  /// The lines that the selection touches, or the cursor's.
  ///
  /// A line of which only the start is selected, without a character, doesn't count.
  var selectedLines: ClosedRange<Int> {
    guard let selection else { return cursor.line...cursor.line }
    let (first, last) = (selection.lowerBound.line, selection.upperBound.line)
    return first...(last > first && selection.upperBound.offset == 0 ? last - 1 : last)
  }

  /// From the start of the first line to the end of the last one, without its line end.
  private func contents(of lines: ClosedRange<Int>) -> Range<Location> {
    let end = Location(line: lines.upperBound, offset: buffer.length(of: lines.upperBound))
    return Location(line: lines.lowerBound, offset: 0)..<end
  }

  mutating func deleteLines() {
    let lines = selectedLines
    var range = contents(of: lines)
    if lines.upperBound + 1 < buffer.count {
      range = range.lowerBound..<Location(line: lines.upperBound + 1, offset: 0)
    } else if lines.lowerBound > 0 {
      let previous = lines.lowerBound - 1
      range = Location(line: previous, offset: buffer.length(of: previous))..<range.upperBound
    }
    if range.isEmpty { return }
    change(.other) { editor in
      editor.replace(range, with: "")
      editor.cursor = editor.nearest(
        to: Location(line: lines.lowerBound, offset: editor.cursor.offset))
      editor.anchor = nil
    }
  }

  mutating func duplicateLines() {
    if isSingleLine { return }
    let lines = selectedLines
    let range = contents(of: lines)
    change(.other) { editor in
      let copy = editor.lineEnd + editor.buffer.text(in: range)
      editor.replace(range.upperBound..<range.upperBound, with: copy)
      editor.cursor.line += lines.count
      editor.anchor?.line += lines.count
    }
  }

  /// Exchanges the selected lines with the one above or below. Line ends stay where they are.
  mutating func moveLines(by step: Int) {
    let lines = selectedLines
    let all =
      min(
        lines.lowerBound, lines.lowerBound + step)...max(lines.upperBound, lines.upperBound + step)
    guard all.lowerBound >= 0, all.upperBound < buffer.count else { return }

    var contents = all.map { line($0) }
    if step < 0 {
      contents.append(contents.removeFirst())
    } else {
      contents.insert(contents.removeLast(), at: 0)
    }
    var text = contents[0]
    for (line, content) in zip(all, contents.dropFirst()) {
      text += buffer[line].utf8Slice(buffer.length(of: line)...) + content
    }
    change(.other) { editor in
      editor.replace(editor.contents(of: all), with: text)
      editor.cursor.line += step
      editor.anchor?.line += step
      // A selection may have reached to the start of the line after the last one.
      editor.cursor = editor.nearest(to: editor.cursor)
      editor.anchor = editor.anchor.map(editor.nearest(to:))
    }
  }
}
