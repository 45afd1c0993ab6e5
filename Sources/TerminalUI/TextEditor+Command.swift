extension TextEditor {
  /// A way to move the cursor.
  public enum Motion: Hashable, Sendable {
    case left, right
    /// By rows, as they're drawn.
    case up, down
    /// To the start of a word before, or to the end of one after the cursor.
    case wordLeft, wordRight
    /// To the row's start, then to the line's first character that isn't blank, then to its start.
    case lineStart
    /// To the row's end, then to the line's.
    case lineEnd
    case pageUp, pageDown
    case textStart, textEnd
    /// To the bracket that matches the one at the cursor.
    case matchingBracket
  }

  /// Something to do with the text.
  public enum Command: Hashable, Sendable {
    /// Text that is typed.
    case insert(String)
    /// Text from a clipboard or the terminal; its line ends become the text's own.
    case paste(String)
    case newline
    /// Indents the selected lines, or the text after the cursor, as the text is indented already: by blanks,
    /// up to the next stop, or by a tab.
    case indent, outdent
    /// Another text in place of the whole, its line ends as they are; the cursor stays on its line.
    case setText(String)
    case deleteBackward, deleteForward
    case deleteWordBackward, deleteWordForward
    case deleteToLineStart, deleteToLineEnd
    case deleteLines, duplicateLines
    case moveLinesUp, moveLinesDown
    case move(Motion, extending: Bool)
    /// Moves the view by rows, not the cursor.
    case scroll(rows: Int)
    case selectAll, deselect
    case copy, cut
    case undo, redo
    /// Selects the next match after the cursor, or the last before it, round the text's ends.
    case findNext(String), findPrevious(String)
    /// Replaces the match that is selected; then, or if none is, selects the next one.
    case replace(String, with: String)
    case replaceAll(String, with: String)
  }

  /// What a command came to.
  public enum Outcome: Hashable, Sendable {
    /// Nothing: the key may mean something to whoever stands around the editor.
    case ignored
    /// The cursor, the selection or the view changed, but not the text.
    case moved
    case edited
    /// All matches, so many, were replaced.
    case replaced(Int)
    /// This text belongs on the clipboard.
    case copied(String)
    /// This text was removed and belongs on the clipboard.
    case cut(String)
  }

  /// The command of a key by the usual bindings; `clipboard` is what Ctrl-V pastes.
  ///
  /// Undo is Alt-Z or Ctrl-_ (also typed as Ctrl-/), redo Alt-Y or Alt-Shift-Z, for Ctrl-Z suspends
  /// the program. Up, Down and Tab are ignored by a single line.
  public static func command(for key: Key, clipboard: String = "") -> Command? {
    if let character = key.typedCharacter { return .insert(String(character)) }
    if key == "ctrl-v" || key == "shift-insert" { return .paste(clipboard) }
    if let command = commands[key] { return command }
    // Shift extends the selection with any motion.
    let plain = Key(key.code, key.modifiers.subtracting(.shift))
    guard key.modifiers.contains(.shift), case .move(let motion, _) = commands[plain] else {
      return nil
    }
    return .move(motion, extending: true)
  }

  private static let commands: [Key: Command] = [
    "left": .move(.left, extending: false), "right": .move(.right, extending: false),
    "up": .move(.up, extending: false), "down": .move(.down, extending: false),
    "ctrl-left": .move(.wordLeft, extending: false),
    "ctrl-right": .move(.wordRight, extending: false),
    "alt-left": .move(.wordLeft, extending: false),
    "alt-right": .move(.wordRight, extending: false),
    "alt-b": .move(.wordLeft, extending: false), "alt-f": .move(.wordRight, extending: false),
    "home": .move(.lineStart, extending: false), "end": .move(.lineEnd, extending: false),
    "ctrl-e": .move(.lineEnd, extending: false),
    "pageup": .move(.pageUp, extending: false), "pagedown": .move(.pageDown, extending: false),
    "ctrl-home": .move(.textStart, extending: false),
    "ctrl-end": .move(.textEnd, extending: false),
    "ctrl-]": .move(.matchingBracket, extending: false),
    "ctrl-up": .scroll(rows: -1), "ctrl-down": .scroll(rows: 1),
    "enter": .newline, "ctrl-j": .newline, "tab": .indent, "shift-tab": .outdent,
    "backspace": .deleteBackward, "shift-backspace": .deleteBackward, "delete": .deleteForward,
    "ctrl-backspace": .deleteWordBackward, "alt-backspace": .deleteWordBackward,
    "ctrl-w": .deleteWordBackward, "ctrl-delete": .deleteWordForward,
    "alt-delete": .deleteWordForward, "alt-d": .deleteWordForward,
    "ctrl-u": .deleteToLineStart, "ctrl-k": .deleteToLineEnd,
    "alt-k": .deleteLines, "ctrl-shift-k": .deleteLines, "ctrl-d": .duplicateLines,
    "alt-up": .moveLinesUp, "alt-down": .moveLinesDown,
    "ctrl-a": .selectAll, "ctrl-c": .copy, "ctrl-insert": .copy, "ctrl-x": .cut,
    "shift-delete": .cut,
    "alt-z": .undo, "ctrl-z": .undo, "ctrl-_": .undo, "alt-shift-z": .redo, "alt-y": .redo,
    "ctrl-y": .redo,
  ]
}
