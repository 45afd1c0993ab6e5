import TerminalUI
import Testing

@Suite struct TextEditorMouseTests {
  private let rect = Rect(x: 5, y: 2, width: 10, height: 3)

  private func press(_ x: Int, _ y: Int, _ modifiers: Key.Modifiers = []) -> Mouse {
    Mouse(.press(.left), at: Position(x: x, y: y), modifiers: modifiers)
  }

  private func drag(_ x: Int, _ y: Int) -> Mouse {
    Mouse(.drag(.left), at: Position(x: x, y: y))
  }

  @Test(arguments: [
    (5, 2, "|one two\nthree"), (7, 2, "on|e two\nthree"), (14, 2, "one two|\nthree"),
    (6, 3, "one two\nt|hree"), (9, 4, "one two\nthree|"),
  ])
  func `a click puts the cursor there`(x: Int, y: Int, picture: String) {
    var editor = editorPicture("|one two\nthree")
    #expect(editor.apply(press(x, y), in: rect) == .moved)
    #expect(editor.picture == picture)
  }

  @Test func `a click in a wide character or a tab goes before it`() {
    var editor = editorPicture("|漢\tx")
    _ = editor.apply(press(6, 2), in: rect)
    #expect(editor.picture == "|漢\tx")
    _ = editor.apply(press(8, 2), in: rect)
    #expect(editor.picture == "漢|\tx")
    _ = editor.apply(press(9, 2), in: rect)
    #expect(editor.picture == "漢\t|x")
  }

  @Test func `a click with Shift, and a drag, select`() {
    var editor = editorPicture("o|ne two\nthree")
    _ = editor.apply(press(8, 2, .shift), in: rect)
    #expect(editor.picture == "o^ne| two\nthree")
    _ = editor.apply(press(6, 3), in: rect)
    _ = editor.apply(drag(9, 2), in: rect)
    #expect(editor.picture == "one |two\nt^hree")
  }

  @Test func `two clicks select a word, three a line, and dragging goes on by those`() {
    var editor = editorPicture("|one two\nthree four")
    _ = editor.apply(press(9, 2), clickCount: 2, in: rect)
    #expect(editor.picture == "one ^two|\nthree four")
    _ = editor.apply(drag(6, 3), in: rect)
    #expect(editor.picture == "one ^two\nthree| four")
    _ = editor.apply(drag(6, 2), in: rect)
    #expect(editor.picture == "|one two^\nthree four")
    _ = editor.apply(press(6, 2), clickCount: 3, in: rect)
    #expect(editor.picture == "^one two\n|three four")
    _ = editor.apply(drag(6, 3), in: rect)
    #expect(editor.picture == "^one two\nthree four|")
  }

  @Test func `dragging beyond the view scrolls`() {
    var editor = editorPicture("|1\n2\n3\n4\n5")
    _ = editor.apply(press(5, 2), in: rect)
    _ = editor.apply(drag(5, 5), in: rect)
    #expect(editor.firstVisibleLine == 1)
    #expect(editor.picture == "^1\n2\n3\n|4\n5")
    _ = editor.apply(drag(5, 1), in: rect)
    #expect(editor.firstVisibleLine == 0)
  }

  @Test func `the wheel scrolls and leaves the cursor`() {
    var editor = editorPicture("|1\n2\n3\n4\n5\n6\n7")
    let wheel = Mouse(.wheelDown, at: Position(x: 6, y: 3))
    #expect(editor.apply(wheel, in: rect) == .moved)
    #expect(editor.firstVisibleLine == 3)
    #expect(editor.cursor == .start)
    #expect(editor.apply(Mouse(.wheelUp, at: Position(x: 0, y: 0)), in: rect) == .ignored)
    #expect(editor.apply(Mouse(.wheelUp, at: wheel.position), in: rect) == .moved)
    #expect(editor.firstVisibleLine == 0)
  }

  @Test(
    arguments: [
      // A text that fits, one that just does, and one that is a row too long.
      ("1", 1, 0), ("1\n2\n3", 1, 0), ("1\n2\n3\n4", 1, 1), ("1\n2\n3\n4\n5\n6\n7\n8", 2, 5),
      // Rows count, not lines.
      ("abcdefgh ijklmnop qrstuvw", 1, 0), ("abcdefgh ijklmnop qrstuvwxy z", 1, 1),
    ] as [(String, Int, Int)])
  func `nothing scrolls a text further than to its last page`(
    text: String, notches: Int, rows: Int
  ) throws {
    let theme = try #require(Theme.builtIn(named: "dark"))
    var editor = editorPicture("|" + text)
    editor.viewSize = rect.size

    var wheeled = editor
    let wheel = Mouse(.wheelDown, at: Position(x: 6, y: 3))
    for _ in 0..<notches { _ = wheeled.apply(wheel, in: rect) }
    #expect(wheeled.apply(wheel, in: rect) == .ignored)

    var keyed = editor
    let command = try #require(TextEditor.command(for: "ctrl-down"))
    for _ in 0..<rows { #expect(keyed.apply(command) == .moved) }
    #expect(keyed.apply(command) == .ignored)

    var dragged = editor
    _ = dragged.apply(press(5, 2), in: rect)
    for _ in 0..<9 { _ = dragged.apply(drag(5, 9), in: rect) }

    let picture = keyed.drawn(theme, showsCursor: false)
    #expect(wheeled.drawn(theme, showsCursor: false) == picture)
    #expect(dragged.drawn(theme, showsCursor: false) == picture)
    #expect(picture.split(separator: "\n").count == min(3, text.count))
    for _ in 0..<rows { #expect(keyed.apply(.scroll(rows: -1)) == .moved) }
    #expect(keyed.apply(.scroll(rows: -1)) == .ignored)
  }

  @Test func `what isn't the editor's is ignored`() {
    var editor = editorPicture("|abc")
    #expect(editor.apply(press(1, 2), in: rect) == .ignored)
    #expect(editor.apply(Mouse(.move, at: Position(x: 6, y: 2)), in: rect) == .ignored)
    #expect(editor.apply(Mouse(.press(.right), at: Position(x: 6, y: 2)), in: rect) == .ignored)
  }
}
