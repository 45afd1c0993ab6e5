import TerminalUI
import Testing

@Suite struct TextEditorCommandTests {
  typealias Command = TextEditor.Command

  private func check(
    _ before: String, _ command: Command, _ after: String,
    _ expected: TextEditor.Outcome, mode: TextEditor.Mode = .plain, isSingleLine: Bool = false
  ) {
    var editor = editorPicture(before, mode: mode, isSingleLine: isSingleLine)
    let outcome = editor.apply(command)
    #expect(editor.picture == after, "\(command) on \(before.debugDescription)")
    #expect(outcome == expected, "\(command) on \(before.debugDescription)")
    if outcome == .edited {
      #expect(editor.apply(.undo) == .edited)
      #expect(editor.picture == before, "undone \(command)")
      #expect(editor.apply(.redo) == .edited)
      #expect(editor.picture == after, "redone \(command)")
    }
  }

  @Test(
    arguments: [
      ("ab|c", .insert("x"), "abx|c"), ("a^b|c", .insert("x"), "ax|c"), ("|", .insert("é"), "é|"),
      ("e|x", .insert("\u{301}"), "e\u{301}|x"),
      ("👩|💻", .insert("\u{200D}"), "👩\u{200D}💻|"),
      ("a|b", .paste("x\r\ny\rz\n"), "ax\ny\nz\n|b"),
      ("a\r\nb|", .paste("1\n2"), "a\r\nb1\r\n2|"),
      ("|ab^c", .paste("x"), "x|c"),
      ("a|b", .newline, "a\n|b"), ("  a|b", .newline, "  a\n  |b"), ("\ta|", .newline, "\ta\n\t|"),
      ("a\r\nb|", .newline, "a\r\nb\r\n|"),
      ("ab|c", .deleteBackward, "a|c"), ("a\n|b", .deleteBackward, "a|b"),
      ("a\r\n|b", .deleteBackward, "a|b"), ("ae\u{301}|", .deleteBackward, "a|"),
      ("👨‍👩‍👧|x", .deleteBackward, "|x"), ("a|bc^d", .deleteBackward, "a|d"),
      ("a|bc", .deleteForward, "a|c"), ("a|\nb", .deleteForward, "a|b"),
      ("|🇩🇪🇫🇷", .deleteForward, "|🇫🇷"),
      ("one two|", .deleteWordBackward, "one |"), ("one  |two", .deleteWordBackward, "|two"),
      ("a\n  |b", .deleteWordBackward, "|b"), ("f(x, y|)", .deleteWordBackward, "f(x, |)"),
      ("|one two", .deleteWordForward, "| two"), ("one| two", .deleteWordForward, "one|"),
      ("one tw|o\nx", .deleteToLineStart, "|o\nx"), ("o|ne\nx", .deleteToLineEnd, "o|\nx"),
      ("one|\nx", .deleteToLineEnd, "one|x"),
      ("a\nb|b\nc", .deleteLines, "a\nc|"), ("a\nb|", .deleteLines, "a|"),
      ("a|b", .deleteLines, "|"),
      ("a\nb^b\nc|\nd", .deleteLines, "a\nd|"), ("a^\nb\n|c", .deleteLines, "|c"),
      ("a|b\nc", .duplicateLines, "ab\na|b\nc"), ("a\r\nb|", .duplicateLines, "a\r\nb\r\nb|"),
      ("a^b\nc|d", .duplicateLines, "ab\ncd\na^b\nc|d"),
      ("a\nb|b\nc", .moveLinesUp, "b|b\na\nc"), ("a\nb|b", .moveLinesUp, "b|b\na"),
      ("a|a\nb\nc", .moveLinesDown, "b\na|a\nc"), ("a^\nb\nc|\nd", .moveLinesDown, "d\na^\nb\nc|"),
      ("a\r\nb|", .moveLinesUp, "b|\r\na"),
      ("a|b", .indent, "a\t|b"), ("  a\n|b", .indent, "  a\n  |b"),
      ("a^\nb|", .indent, "\ta^\n\tb|"),
      ("\ta^\n    b|", .outdent, "a^\n  b|"),
      ("a\r\nb|", .setText("c\rd\n"), "c\rd|\n"),
    ] as [(String, Command, String)])
  func `edits of plain text`(before: String, command: Command, after: String) {
    check(before, command, after, .edited)
  }

  @Test(
    arguments: [
      ("a|b", .indent, "a |b"), ("ab|", .indent, "ab  |"), ("|a", .indent, "  |a"),
      ("a^\n\n b|", .indent, "  a^\n\n   b|"),
      ("   a|b", .outdent, " a|b"), ("\ta|", .outdent, "a|"), ("  a^\n b|", .outdent, "a^\nb|"),
      ("{|", .newline, "{\n  |"), ("  [1,|", .newline, "  [1,\n  |"),
      ("  {|}", .newline, "  {\n    |\n  }"), ("[ |]", .newline, "[ \n  |\n]"),
      ("{\n    |", .insert("}"), "{\n}|"), ("{ |", .insert("}"), "{ }|"),
      ("{\n\t[\n\t\t|", .insert("]"), "{\n\t[\n\t]|"), ("x\n  |", .insert("]"), "x\n  ]|"),
      ("{\n\t\"a\": {|", .newline, "{\n\t\"a\": {\n\t\t|"),
      ("{\n    \"a\": [|", .newline, "{\n    \"a\": [\n        |"),
      ("{\n    \"a\",|b", .indent, "{\n    \"a\",    |b"),
    ] as [(String, Command, String)])
  func `edits of JSON`(before: String, command: Command, after: String) {
    check(before, command, after, .edited, mode: .json)
  }

  @Test(
    arguments: [
      ("a|b\ncd", .left, "|ab\ncd"), ("a\n|b", .left, "a|\nb"), ("a\r\n|b", .left, "a|\r\nb"),
      ("a|\nb", .right, "a\n|b"), ("|👨‍👩‍👧x", .right, "👨‍👩‍👧|x"), ("a|e\u{301}b", .right, "ae\u{301}|b"),
      ("a^bc|d", .left, "a|bcd"), ("|abc^d", .right, "abc|d"),
      ("ab\nc|d", .up, "a|b\ncd"), ("abc|\nd", .down, "abc\nd|"),
      ("漢字|\nabcdef", .down, "漢字\nabcd|ef"),
      ("a b|", .wordLeft, "a |b"), ("one  |two", .wordLeft, "|one  two"),
      ("a\n\n|b", .wordLeft, "|a\n\nb"), ("x.|y", .wordLeft, "x|.y"),
      ("|one two", .wordRight, "one| two"), ("one| two", .wordRight, "one two|"),
      ("a|\n\n b", .wordRight, "a\n\n b|"), ("|naïve_1-x", .wordRight, "naïve_1|-x"),
      ("  a|b", .lineStart, "  |ab"), ("  |ab", .lineStart, "|  ab"),
      ("|  ab", .lineStart, "  |ab"),
      ("a|b\nc", .lineEnd, "ab|\nc"), ("a\nb|", .textStart, "|a\nb"), ("|a\nb", .textEnd, "a\nb|"),
      ("|[a(b)]", .matchingBracket, "[a(b)|]"), ("[a(b)]|", .matchingBracket, "|[a(b)]"),
      ("[\n|(\n)\n]", .matchingBracket, "[\n(\n|)\n]"),
      ("a\nb|\nc", .pageUp, "|a\nb\nc"), ("a|\nb\nc", .pageDown, "a\nb\nc|"),
    ] as [(String, TextEditor.Motion, String)])
  func `motions`(before: String, motion: TextEditor.Motion, after: String) {
    check(before, .move(motion, extending: false), after, .moved)
  }

  @Test(
    arguments: [
      ("a|b", .right, "a^b|"), ("ab|^c", .left, "a|b^c"), ("|ab^", .right, "a|b^"),
      ("ab\nc|d", .up, "a|b\nc^d"), ("a|b", .up, "|a^b"), ("a|b", .down, "a^b|"),
      ("a| b c", .wordRight, "a^ b| c"), ("a|\nb", .textEnd, "a^\nb|"), ("ab|", .lineStart, "|ab^"),
    ] as [(String, TextEditor.Motion, String)])
  func `motions that select`(before: String, motion: TextEditor.Motion, after: String) {
    check(before, .move(motion, extending: true), after, .moved)
  }

  @Test(
    arguments: [
      ("|", .deleteBackward), ("|a", .deleteBackward), ("a|", .deleteForward),
      ("a|", .outdent), ("|a", .move(.left, extending: false)),
      ("a|", .move(.right, extending: false)),
      ("a|b\nc", .move(.up, extending: false)), ("a\nb|", .move(.down, extending: false)),
      ("a|b", .move(.matchingBracket, extending: false)), ("a|", .copy), ("a|", .cut),
      ("a|", .undo),
      ("a|", .redo), ("|a\nb", .moveLinesUp), ("a\nb|", .moveLinesDown), ("a|", .paste("")),
      ("a|", .findNext("x")), ("a|", .replaceAll("x", with: "y")), ("a|", .deselect),
    ] as [(String, Command)])
  func `commands that find nothing to do are ignored`(before: String, command: Command) {
    check(before, command, before, .ignored)
  }

  @Test(
    arguments: [
      ("a|b", .newline, "a\n|b", .edited), ("a|b", .indent, "a|b", .ignored),
      ("a|b", .duplicateLines, "a|b", .ignored),
      ("a\n|b", .move(.up, extending: false), "a\n|b", .ignored),
      ("a|b", .paste("1\r\n2\n"), "a1\n2|b", .edited),
      ("a|\r\nb", .move(.right, extending: false), "a\r\n|b", .moved),
      ("a|\r\nb", .deleteForward, "a|b", .edited),
      ("a|\nb", .move(.lineEnd, extending: false), "a\nb|", .moved),
    ] as [(String, Command, String, TextEditor.Outcome)])
  func `in a single line, line ends are characters`(
    before: String, command: Command, after: String, outcome: TextEditor.Outcome
  ) {
    check(before, command, after, outcome, isSingleLine: true)
  }

  @Test func `copy and cut hand out the selected text`() {
    var editor = editorPicture("a^b\r\nc|d")
    #expect(editor.apply(.copy) == .copied("b\r\nc"))
    #expect(editor.apply(.cut) == .cut("b\r\nc"))
    #expect(editor.picture == "a|d")
    #expect(editor.apply(.undo) == .edited)
    #expect(editor.picture == "a^b\r\nc|d")
  }

  @Test func `selecting all and nothing`() {
    var editor = editorPicture("a|b\nc")
    #expect(editor.apply(.selectAll) == .moved)
    #expect(editor.picture == "^ab\nc|")
    #expect(editor.apply(.deselect) == .moved)
    #expect(editor.picture == "ab\nc|")
  }

  @Test func `vertical motion keeps to its column across shorter lines`() {
    var editor = editorPicture("abcd|ef\nx\nabcdef\n漢字漢字")
    _ = editor.apply(.move(.down, extending: false))
    #expect(editor.picture == "abcdef\nx|\nabcdef\n漢字漢字")
    _ = editor.apply(.move(.down, extending: false))
    #expect(editor.picture == "abcdef\nx\nabcd|ef\n漢字漢字")
    _ = editor.apply(.move(.down, extending: false))
    #expect(editor.picture == "abcdef\nx\nabcdef\n漢字|漢字")
  }

  @Test func `brackets in strings of JSON don't match`() {
    var editor = editorPicture(#"|{"a}\"}": [1]}"#, mode: .json)
    #expect(editor.apply(.move(.matchingBracket, extending: false)) == .moved)
    #expect(editor.picture == #"{"a}\"}": [1]|}"#)
  }

  @Test(
    arguments: [
      ("a", .insert("a")), ("G", .insert("G")), ("space", .insert(" ")), ("ctrl-v", .paste("clip")),
      ("enter", .newline), ("tab", .indent), ("shift-tab", .outdent),
      ("left", .move(.left, extending: false)), ("shift-left", .move(.left, extending: true)),
      ("ctrl-shift-right", .move(.wordRight, extending: true)),
      ("shift-pagedown", .move(.pageDown, extending: true)), ("ctrl-z", .undo), ("alt-z", .undo),
      ("ctrl-_", .undo), ("alt-shift-z", .redo), ("alt-y", .redo), ("f5", nil), ("escape", nil),
      ("ctrl-s", nil), ("shift-delete", .cut),
    ] as [(Key, Command?)])
  func `keys have the usual bindings`(key: Key, command: Command?) {
    #expect(TextEditor.command(for: key, clipboard: "clip") == command)
  }
}
