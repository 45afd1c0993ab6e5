extension TextEditor {
  /// Obeys a command, and keeps the cursor in view.
  public mutating func apply(_ command: Command) -> Outcome {
    let before = (buffer: revision, cursor, anchor, scroll, isAtRowEnd)
    switch command {
    case .insert(let text): typeText(text)
    case .paste(let text): paste(text)
    case .newline: insertNewline()
    case .indent: indent()
    case .outdent: outdent()
    case .setText(let text): setText(text)
    case .deleteBackward: delete(.deletingBackward, to: place(.left))
    case .deleteForward: delete(.deletingForward, to: place(.right))
    case .deleteWordBackward: delete(.other, to: place(.wordLeft))
    case .deleteWordForward: delete(.other, to: place(.wordRight))
    case .deleteToLineStart: deleteToLineStart()
    case .deleteToLineEnd: deleteToLineEnd()
    case .deleteLines: deleteLines()
    case .duplicateLines: duplicateLines()
    case .moveLinesUp: moveLines(by: -1)
    case .moveLinesDown: moveLines(by: 1)
    case .move(let motion, let extending): move(motion, extending: extending)
    case .scroll(let rows):
      scroll(rows: rows)
      return scroll == before.3 ? .ignored : .moved
    case .selectAll: moveCursor(to: end, selectingFrom: .start)
    case .deselect: anchor = nil
    case .copy: return selection == nil ? .ignored : .copied(selectedText)
    case .cut: return cut()
    case .undo: undo()
    case .redo: redo()
    case .findNext(let query): return found(match(of: query, after: cursor))
    case .findPrevious(let query):
      return found(match(of: query, before: selection?.lowerBound ?? cursor))
    case .replace(let query, let replacement): replace(query, with: replacement)
    case .replaceAll(let query, let replacement): return replaceAll(query, with: replacement)
    }
    if revision != before.buffer {
      revealCursor()
      return .edited
    }
    let isSame = cursor == before.1 && anchor == before.2 && isAtRowEnd == before.4
    return isSame ? .ignored : .moved
  }

  private mutating func cut() -> Outcome {
    let text = selectedText
    if text.isEmpty { return .ignored }
    replaceSelection(with: "", .other)
    revealCursor()
    return .cut(text)
  }
}
