@testable import TerminalUI

/// An editor of a text in which `|` is the cursor and `^` the other end of the selection.
func editorPicture(
  _ picture: String, mode: TextEditor.Mode = .plain, isSingleLine: Bool = false,
  width: Int = 80, height: Int = 24
) -> TextEditor {
  let text = picture.filter { $0 != "|" && $0 != "^" }
  var editor = TextEditor(text: text, isSingleLine: isSingleLine, mode: mode)
  editor.viewSize = Size(width: width, height: height)
  func place(_ mark: Character, without other: Character) -> TextEditor.Location? {
    let picture = picture.filter { $0 != other }
    guard let index = picture.firstIndex(of: mark) else { return nil }
    return editor.location(ofByte: picture[..<index].utf8.count)
  }
  editor.moveCursor(
    to: place("|", without: "^") ?? .start, selectingFrom: place("^", without: "|"))
  return editor
}

extension TextEditor {
  /// The text with `|` at the cursor and `^` at the other end of the selection.
  var picture: String {
    var marks = [(byteOffset(of: cursor), UInt8(ascii: "|"))]
    if let selection {
      let other = selection.lowerBound == cursor ? selection.upperBound : selection.lowerBound
      marks.append((byteOffset(of: other), UInt8(ascii: "^")))
    }
    var bytes = Array(text.utf8)
    for (offset, mark) in marks.sorted(by: { $0.0 > $1.0 }) { bytes.insert(mark, at: offset) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The rows as they're drawn, `|` standing in for the cell of the cursor.
  mutating func drawn(_ theme: Theme, query: String = "", showsCursor: Bool = true) -> String {
    var screen = Screen(viewSize)
    draw(on: &screen, in: screen.bounds, theme: theme, searching: query)
    if showsCursor, let cursor = screen.cursor {
      screen.put("|", x: cursor.x, y: cursor.y, style: .plain)
    }
    return screen.picture
  }
}

extension Screen {
  /// One letter per cell that says which of the named styles it has: `.` for plain, `?` for others.
  func stylePicture(_ names: [Style: Character]) -> String {
    (0..<size.height).map { y in
      withRow(y) { row in
        String(
          row.map { cell in
            names[cell.drawnStyle] ?? (cell.drawnStyle == .plain ? "." : "?")
          })
      }
    }.joined(separator: "\n")
  }
}
