import TestSupport
import Testing

@testable import TerminalUI

/// Long texts and long lines stay right; how fast they are, the benchmark says.
@Suite struct TextEditorLongTextTests {
  private let theme: Theme

  init() throws {
    theme = try #require(Theme.builtIn(named: "dark"))
  }

  @Test func `ten megabytes are edited in the middle and undone`() {
    let text = String(repeating: "The quick brown fox jumps over the lazy dog.\r\n", count: 220_000)
    var editor = TextEditor(text: text)
    #expect(editor.lineCount == 220_001)
    editor.moveCursor(to: editor.location(ofByte: text.utf8.count / 2))
    _ = editor.apply(.insert("x"))
    _ = editor.apply(.newline)
    _ = editor.apply(.deleteLines)
    _ = editor.apply(.paste("one\ntwo\n"))
    #expect(editor.lineCount == 220_003)
    while editor.apply(.undo) == .edited {}
    let isRestored = editor.text == text
    #expect(isRestored)
  }

  @Test(arguments: ["The quick brown fox. ", "0123456789", "漢字かな", "👨‍👩‍👧 e\u{301}\t"])
  func `the rows of a long line hold all of it, once`(piece: String) {
    let line = String(repeating: piece, count: 20_000 / piece.utf8.count)
    var editor = TextEditor(text: line)
    editor.viewSize = Size(width: 121, height: 10)
    _ = editor.apply(.move(.textEnd, extending: false))
    for _ in 0..<5 { _ = editor.apply(.move(.pageUp, extending: false)) }
    for _ in 0..<5 { _ = editor.apply(.move(.pageDown, extending: false)) }
    #expect(editor.cursor == editor.end)

    _ = editor.apply(.move(.textStart, extending: false))
    var shown = ""
    var screen = Screen(editor.viewSize)
    repeat {
      editor.draw(on: &screen, in: screen.bounds, theme: theme)
      shown += screen.lines[0]
    } while editor.apply(.scroll(rows: 1)) == .moved
    shown += screen.lines.dropFirst().joined()
    let wanted = Neutralizer.visible(line.filter { $0 != "\t" }).filter { $0 != " " }
    let isWhole = shown.filter { $0 != " " } == wanted
    #expect(isWhole)
  }

  @Test func `going down and up a long line passes the same rows`() {
    let words = (0..<2_000).map { "word\($0 % 97)" }.joined(separator: " ")
    var editor = TextEditor(text: words)
    editor.viewSize = Size(width: 100, height: 5)
    var places: [TextEditor.Location] = [editor.cursor]
    while editor.apply(.move(.down, extending: false)) == .moved { places.append(editor.cursor) }
    #expect(places.count > 120)
    var back: [TextEditor.Location] = [editor.cursor]
    while editor.apply(.move(.up, extending: false)) == .moved { back.append(editor.cursor) }
    #expect(back == places.reversed())
  }

  @Test func `all matches in a long line are replaced at once`() {
    var editor = TextEditor(text: String(repeating: "ab ", count: 100_000))
    #expect(editor.apply(.replaceAll("ab", with: "xyz")) == .replaced(100_000))
    #expect(editor.text == String(repeating: "xyz ", count: 100_000))
    #expect(editor.apply(.undo) == .edited)
    #expect(editor.byteCount == 300_000)
  }

  @Test func `a long line of JSON is coloured in its middle`() {
    let line = "[" + String(repeating: #"{"key": "a, b: {c}", "n": 12},"#, count: 3_000)
    var editor = TextEditor(text: line, mode: .json)
    editor.viewSize = Size(width: 70, height: 3)
    editor.moveCursor(to: editor.location(ofByte: line.utf8.count / 2))
    var screen = Screen(editor.viewSize)
    editor.draw(on: &screen, in: screen.bounds, theme: theme)
    let base = theme.style("text")
    var names: [Style: Character] = [base: "."]
    for (scope, name) in [
      ("json.key", "k"), ("json.string", "s"), ("json.number", "n"), ("json.punctuation", "p"),
      ("error", "e"),
    ] as [(String, Character)] {
      names[base.patched(by: theme.patch(scope))] = name
    }
    #expect(screen.stylePicture(names).contains("pkkkkkp.sss.ss.ssssp.kkkp.nnpp"))
  }

  @Test func `a cluster that never ends is survived`() {
    var editor = TextEditor(text: "a" + String(repeating: "\u{301}", count: 50_000) + "b")
    _ = editor.apply(.move(.right, extending: false))
    #expect(editor.cursor.offset == 100_001)
    var screen = Screen(Size(width: 20, height: 5))
    editor.draw(on: &screen, in: screen.bounds, theme: theme)
    _ = editor.apply(.deleteBackward)
    #expect(editor.text == "b")
  }
}
