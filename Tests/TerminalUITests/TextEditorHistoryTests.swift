import TerminalUI
import TestSupport
import Testing

@Suite struct TextEditorHistoryTests {
  private func type(_ text: String, into editor: inout TextEditor) {
    for character in text { _ = editor.apply(.insert(String(character))) }
  }

  @Test func `typing is undone word by word`() {
    var editor = editorPicture("|")
    type("one two  three", into: &editor)
    var pictures: [String] = []
    while editor.apply(.undo) == .edited { pictures.append(editor.picture) }
    #expect(pictures == ["one two  |", "one |", "|"])
    while editor.apply(.redo) == .edited { pictures.append(editor.picture) }
    #expect(pictures.suffix(3) == ["one |", "one two  |", "one two  three|"])
  }

  @Test func `moving the cursor ends a step`() {
    var editor = editorPicture("|")
    type("ab", into: &editor)
    _ = editor.apply(.move(.left, extending: false))
    _ = editor.apply(.move(.right, extending: false))
    type("cd", into: &editor)
    _ = editor.apply(.undo)
    #expect(editor.picture == "ab|")
  }

  @Test func `deleting in one direction is one step`() {
    var editor = editorPicture("abcd|efgh")
    for _ in 0..<3 { _ = editor.apply(.deleteBackward) }
    for _ in 0..<2 { _ = editor.apply(.deleteForward) }
    #expect(editor.picture == "a|gh")
    _ = editor.apply(.undo)
    #expect(editor.picture == "a|efgh")
    _ = editor.apply(.undo)
    #expect(editor.picture == "abcd|efgh")
  }

  @Test func `a paste is a step of its own, and gives the selection back`() {
    var editor = editorPicture("a^b|c")
    _ = editor.apply(.paste("xyz"))
    type("!", into: &editor)
    _ = editor.apply(.undo)
    #expect(editor.picture == "axyz|c")
    _ = editor.apply(.undo)
    #expect(editor.picture == "a^b|c")
  }

  @Test func `a new edit forgets what was undone`() {
    var editor = editorPicture("|")
    type("a", into: &editor)
    _ = editor.apply(.undo)
    #expect(editor.canRedo)
    type("b", into: &editor)
    #expect(!editor.canRedo)
    #expect(editor.apply(.redo) == .ignored)
  }

  @Test func `what was undone and forgotten doesn't count against what can be undone`() {
    var editor = TextEditor(isSingleLine: true)
    let long = String(repeating: "x", count: 12 << 20)
    for _ in 0..<6 {
      _ = editor.apply(.paste(long))
      _ = editor.apply(.undo)
    }
    for _ in 0..<5 { _ = editor.apply(.paste("a")) }
    for _ in 0..<5 { #expect(editor.apply(.undo) == .edited) }
    #expect(editor.isEmpty)
  }

  /// Commands and text that bring out what is hard: line ends that meet, clusters that join.
  private static let texts = [
    "a", " ", "\n", "\r", "\r\n", "\u{301}", "🇩", "👩\u{200D}", "x\ny", "(", "}", "\t", "word ",
  ]

  private func randomCommand(using generator: inout SeededGenerator) -> TextEditor.Command {
    let text = Self.texts.randomElement(using: &generator)!
    let motions: [TextEditor.Motion] = [
      .left, .right, .up, .down, .wordLeft, .wordRight, .lineStart, .lineEnd, .textStart, .pageUp,
      .pageDown, .matchingBracket,
    ]
    let extending = Bool.random(using: &generator)
    switch Int.random(in: 0..<20, using: &generator) {
    case 0..<5: return .insert(text)
    case 5: return .paste(text)
    case 6: return .newline
    case 7: return .deleteBackward
    case 8: return .deleteForward
    case 9: return .deleteWordBackward
    case 10:
      return [.deleteLines, .duplicateLines, .moveLinesUp, .moveLinesDown]
        .randomElement(using: &generator)!
    case 11: return [.indent, .outdent].randomElement(using: &generator)!
    case 12: return .cut
    case 13: return [.undo, .redo].randomElement(using: &generator)!
    case 14: return .replaceAll("a", with: text)
    default: return .move(motions.randomElement(using: &generator)!, extending: extending)
    }
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `after any edits, undoing all of them gives back the text, redoing them the last one`(
    seed: UInt64
  ) {
    var generator = SeededGenerator(seed: seed)
    let original = (0..<8).map { _ in Self.texts.randomElement(using: &generator)! }.joined()
    var editor = TextEditor(
      text: original, isSingleLine: seed % 5 == 0, mode: seed % 2 == 0 ? .json : .plain)
    editor.viewSize = Size(width: 9, height: 4)
    editor.wrapsLines = seed % 3 != 0
    var screen = Screen(Size(width: 9, height: 4))
    let theme = Theme.builtIn(named: "dark")!
    for _ in 0..<80 {
      let command = randomCommand(using: &generator)
      let text = editor.text
      let outcome = editor.apply(command)
      if outcome.leavesText { #expect(editor.text.utf8.elementsEqual(text.utf8), "\(command)") }
      checkInvariants(of: editor)
      editor.draw(on: &screen, in: screen.bounds, theme: theme)
      #expect(screen.cursor != nil, "the cursor is in view after \(command)")
    }
    while editor.apply(.redo) == .edited {}
    let last = editor.text
    while editor.apply(.undo) == .edited { checkInvariants(of: editor) }
    #expect(editor.text.utf8.elementsEqual(original.utf8))
    while editor.apply(.redo) == .edited { checkInvariants(of: editor) }
    #expect(editor.text.utf8.elementsEqual(last.utf8))
  }

  /// The editor is what a new one of the same text would be, and its cursor stands between characters.
  private func checkInvariants(of editor: TextEditor) {
    let fresh = TextEditor(text: editor.text, isSingleLine: editor.isSingleLine)
    #expect(editor.lineCount == fresh.lineCount)
    #expect(editor.byteCount == fresh.byteCount)
    #expect((0..<fresh.lineCount).allSatisfy { editor.line($0) == fresh.line($0) })
    for place in [editor.cursor, editor.selection?.lowerBound, editor.selection?.upperBound] {
      guard let place else { continue }
      #expect(fresh.location(ofByte: editor.byteOffset(of: place)) == place)
    }
  }
}

extension TextEditor.Outcome {
  fileprivate var leavesText: Bool {
    switch self {
    case .edited, .replaced, .cut: false
    case .ignored, .moved, .copied: true
    }
  }
}
