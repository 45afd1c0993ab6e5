import Testing

@testable import TerminalUI

@Suite struct TextEditorDrawingTests {
  private let theme: Theme

  init() throws {
    theme = try #require(Theme.builtIn(named: "dark"))
  }

  @Test func `prose wraps at words, and the cursor has a column of its own`() {
    var editor = editorPicture("The quick brown fox\njumps| over", width: 10, height: 6)
    #expect(
      editor.drawn(theme) == """
        The quick
        brown fox
        jumps|
        over


        """)
  }

  @Test func `words longer than a row are cut`() {
    var editor = editorPicture("abcdefghijklmnop qrs|", width: 8, height: 4)
    #expect(editor.drawn(theme) == "abcdefg\nhijklmn\nop qrs|\n")
  }

  @Test func `a blank after a full row doesn't begin the next one`() {
    var editor = editorPicture("abcdefg hi|", width: 8, height: 3)
    #expect(editor.drawn(theme) == "abcdefg\nhi|\n")
    var typing = TextEditor()
    typing.viewSize = Size(width: 8, height: 3)
    _ = typing.apply(.insert("abcdefg "))
    #expect(typing.drawn(theme) == "abcdefg\n|\n")
  }

  @Test func `wide characters break between each other and keep the cursor aligned`() {
    var editor = editorPicture("漢字漢字漢|字 e\u{301}x", width: 8, height: 4)
    #expect(editor.drawn(theme) == "漢字漢\n字漢|\ne\u{301}x\n")
    var screen = Screen(editor.viewSize)
    editor.draw(on: &screen, in: screen.bounds, theme: theme)
    #expect(screen.cursor == Position(x: 4, y: 1))
  }

  @Test func `tabs reach to their stops and controls are shown as stand-ins`() {
    var editor = editorPicture("a\tb\u{1B}[31m\tc|", width: 24, height: 2)
    #expect(editor.drawn(theme, showsCursor: false) == "a   b^[[31m c\n")
    var screen = Screen(editor.viewSize)
    editor.draw(on: &screen, in: screen.bounds, theme: theme)
    #expect(screen.cursor == Position(x: 13, y: 0))
  }

  @Test func `blanks and tabs before characters beyond ASCII are blanks and tabs`() {
    var editor = editorPicture("é é\té|", width: 12, height: 1)
    #expect(editor.drawn(theme) == "é é é|")
    var narrow = editorPicture("ab é é|", width: 5, height: 3)
    #expect(narrow.drawn(theme) == "ab é\né|\n")
  }

  @Test func `what a line end is in a single line can be seen`() {
    var editor = editorPicture("a\nb\r\nc|", isSingleLine: true, width: 12, height: 1)
    #expect(editor.drawn(theme) == "a^Jb^M^Jc|")
  }

  @Test(arguments: [
    ("ab\ncdef|", "‹cdef|"), ("a\nbcdef|", "‹cdef|"), ("abc\ndef|", "‹ def|"),
    ("a漢bcdef|", "‹cdef|"),
    ("abc漢def|", "‹ def|"), ("a\u{200B}def|", "‹ def|"), ("a\u{200B}|", "‹    |"),
    ("a\nb\tc\u{1B}[31m|", "‹[31m|"), ("abcdefé|", "‹defé|"),
  ])
  func `of a stand-in that is cut at the left edge nothing is drawn`(text: String, shown: String) {
    var editor = editorPicture(text, isSingleLine: true, width: 6, height: 1)
    #expect(editor.drawn(theme) == shown)
  }

  @Test func `line numbers stand before the first row of each line`() {
    var editor = editorPicture("one two three\n|two\n3", width: 16, height: 5)
    editor.showsLineNumbers = true
    #expect(editor.drawn(theme) == " 1 one two\n   three\n 2 |wo\n 3 3\n")
  }

  @Test func `without wrapping the view moves sideways`() {
    var editor = editorPicture("0123456789abcdef|\nx", width: 8, height: 2)
    editor.wrapsLines = false
    #expect(editor.drawn(theme) == "‹abcdef|\n‹")
    _ = editor.apply(.move(.lineStart, extending: false))
    #expect(editor.drawn(theme, showsCursor: false) == "0123456›\nx")
  }

  @Test func `the view follows the cursor and no further than it must`() {
    var editor = editorPicture(
      "|" + (1...20).map { "line \($0)" }.joined(separator: "\n"), height: 3)
    for _ in 0..<4 { _ = editor.apply(.move(.down, extending: false)) }
    #expect(editor.drawn(theme) == "line 3\nline 4\n|ine 5")
    for _ in 0..<2 { _ = editor.apply(.move(.up, extending: false)) }
    #expect(editor.drawn(theme) == "|ine 3\nline 4\nline 5")
    _ = editor.apply(.move(.textEnd, extending: false))
    #expect(editor.drawn(theme) == "line 18\nline 19\nline 20|")
    #expect(editor.firstVisibleLine == 17)
    _ = editor.apply(.move(.pageUp, extending: false))
    #expect(editor.drawn(theme) == "line 18|\nline 19\nline 20")
  }

  @Test func `scrolling leaves the cursor behind, typing brings the view back`() {
    var editor = editorPicture(
      "|" + (1...20).map { "line \($0)" }.joined(separator: "\n"), height: 3)
    #expect(editor.apply(.scroll(rows: 5)) == .moved)
    #expect(editor.drawn(theme) == "line 6\nline 7\nline 8")
    _ = editor.apply(.insert("x"))
    #expect(editor.drawn(theme) == "x|ine 1\nline 2\nline 3")
    #expect(editor.apply(.scroll(rows: -5)) == .ignored)
  }

  @Test func `Home and End go by rows first`() {
    var editor = editorPicture("  alpha beta ga|mma", width: 10, height: 4)
    #expect(editor.drawn(theme, showsCursor: false) == "  alpha\n  beta\n  gamma\n")
    var pictures: [String] = []
    for motion in [.lineStart, .lineStart, .lineStart, .lineEnd, .lineEnd] as [TextEditor.Motion] {
      _ = editor.apply(.move(motion, extending: false))
      pictures.append(editor.picture)
    }
    #expect(
      pictures == [
        "  alpha beta |gamma", "  |alpha beta gamma", "|  alpha beta gamma",
        "  alpha |beta gamma", "  alpha beta gamma|",
      ])
  }

  @Test func `an indented line goes on below where it begins`() {
    var editor = editorPicture("    alpha be|ta gamma", width: 14, height: 4)
    #expect(editor.drawn(theme, showsCursor: false) == "    alpha\n    beta\n    gamma\n")
    _ = editor.apply(.move(.down, extending: false))
    #expect(editor.picture == "    alpha beta ga|mma")
    // A click in the indentation goes to the start of its row.
    for (x, y, picture) in [
      (1, 1, "    alpha |beta gamma"), (5, 1, "    alpha b|eta gamma"),
      (0, 2, "    alpha beta |gamma"), (13, 2, "    alpha beta gamma|"),
    ] {
      let rect = Rect(x: 0, y: 0, width: 14, height: 4)
      _ = editor.apply(Mouse(.press(.left), at: Position(x: x, y: y)), clickCount: 1, in: rect)
      #expect(editor.picture == picture)
    }
    // Not further than to half of the width, and not at all where that is narrow.
    var wide = editorPicture("         a bcdefgh|", width: 14, height: 3)
    #expect(wide.drawn(theme) == "         a\n      bcdefgh|\n")
    var narrow = editorPicture("  abc def|", width: 7, height: 3)
    #expect(narrow.drawn(theme) == "  abc\ndef|\n")
  }

  @Test func `the end of a wrapped row is drawn in that row`() {
    var editor = editorPicture("|abcdefghij", width: 6, height: 3)
    _ = editor.apply(.move(.lineEnd, extending: false))
    #expect(editor.drawn(theme) == "abcde|\nfghij\n")
    _ = editor.apply(.move(.down, extending: false))
    #expect(editor.drawn(theme) == "abcde\nfghij|\n")
    #expect(editor.picture == "abcdefghij|")
    _ = editor.apply(.move(.left, extending: false))
    _ = editor.apply(.move(.up, extending: false))
    #expect(editor.picture == "abcd|efghij")
  }

  @Test func `a selection shows its text and the line ends in it`() {
    let editor = editorPicture("ab\nc^d 漢\n\nx|yz", width: 8, height: 5)
    #expect(styles(of: editor) == "........\n.sssss..\ns.......\ns.......\n........")
  }

  @Test func `matches and their partial rows stand out`() {
    let editor = editorPicture("|abc abc xabcx", width: 6, height: 4)
    #expect(styles(of: editor, query: "bc x") == "......\n.mmm..\nm.....\n......")
  }

  @Test func `brackets that match are marked`() {
    let editor = editorPicture("f(|[1])", width: 8, height: 1)
    #expect(styles(of: editor) == "..b.b...")
    let behind = editorPicture("f([1]|)", width: 8, height: 1)
    #expect(styles(of: behind) == ".b...b..")
  }

  @Test func `JSON is coloured by its tokens`() {
    let editor = editorPicture(#"|{"k": [1, "s", tru]}"#, mode: .json, width: 24, height: 1)
    #expect(styles(of: editor, brackets: false) == "pkkkp.pnp.sssp.eeepp....")
  }

  @Test func `marks stand out`() {
    var screen = Screen(Size(width: 6, height: 1))
    let editor = editorPicture("abcd|", width: 6, height: 1)
    let range = editor.location(ofByte: 1)..<editor.location(ofByte: 3)
    let mark = TextEditor.Mark(range, Style(attributes: .underline))
    editor.draw(on: &screen, in: screen.bounds, theme: theme, marks: [mark])
    let base = theme.style("text")
    #expect(
      screen.stylePicture([base: ".", base.patched(by: mark.patch): "u"]) == ".uu...")
  }

  @Test func `it draws in any rectangle`() {
    let editor = editorPicture("one two\n三 four|", mode: .json)
    for width in 0..<8 {
      for height in 0..<4 {
        var screen = Screen(Size(width: 6, height: 3))
        editor.draw(
          on: &screen, in: Rect(x: 2, y: 1, width: width, height: height), theme: theme)
        if let cursor = screen.cursor { #expect(0..<2 + width ~= cursor.x) }
        #expect(screen.lines[0].isEmpty)
      }
    }
  }

  /// The picture of a drawn editor's styles, in letters.
  private func styles(
    of editor: TextEditor, query: String = "", brackets: Bool = true
  ) -> String {
    var screen = Screen(editor.viewSize)
    editor.draw(
      on: &screen, in: screen.bounds, theme: theme, isFocused: brackets, searching: query)
    let base = theme.style("text")
    var names: [Style: Character] = [base: "."]
    for (scope, name) in [
      ("selection", "s"), ("match", "m"), ("json.key", "k"), ("json.string", "s"),
      ("json.number", "n"), ("json.punctuation", "p"), ("error", "e"),
    ] as [(String, Character)] {
      names[base.patched(by: theme.patch(scope))] = name
    }
    names[base.patched(by: Style(attributes: [.bold, .underline]))] = "b"
    return screen.stylePicture(names)
  }

}
