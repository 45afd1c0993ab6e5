import TestSupport
import Testing

@testable import TerminalUI

/// Finding and replacing over several lines.
@Suite struct TextEditorLineSearchTests {
  @Test(
    arguments: [
      // Every line end is the same.
      ("a\nb", "a\nb", ["a\nb"]), ("a\r\nb", "a\nb", ["a\r\nb"]), ("a\rb", "a\nb", ["a\rb"]),
      ("a\nb", "a\r\nb", ["a\nb"]), ("a\r\nb", "a\rb", ["a\r\nb"]),
      ("a\nb\r\na\r\nb\ra\rb", "a\nb", ["a\nb", "a\r\nb", "a\rb"]),
      // At the ends, and line ends alone.
      ("\na", "\na", ["\na"]), ("a\n", "a\n", ["a\n"]), ("a", "a\n", []), ("a", "\na", []),
      ("\n", "\n", ["\n"]), ("a\r\nb\rc", "\n", ["\r\n", "\r"]), ("\n\r", "\n\n", ["\n\r"]),
      ("\r\n", "\n\n", []),
      // Whole lines between.
      ("xa\nb\ncx", "a\nb\nc", ["a\nb\nc"]), ("xa\nbx\ncx", "a\nb\nc", []),
      ("a\n\nb", "a\n\nb", ["a\n\nb"]), ("a\nb", "a\n\nb", []),
      // What overlaps counts once.
      ("a\na\na\na", "a\na", ["a\na", "a\na"]), ("a\na\na", "a\na", ["a\na"]),
      ("\n\n\n\n\n", "\n\n", ["\n\n", "\n\n"]), ("ba\nba\nb", "a\nb", ["a\nb", "a\nb"]),
      // Case, and characters that are whole.
      ("End\nThen", "end\nthen", ["End\nThen"]), ("end\nThen", "end\nThen", ["end\nThen"]),
      ("End\nThen", "end\nThen", []), ("e\u{301}\ne", "e\ne", []), ("e\ne\u{301}", "e\ne", []),
      ("É\nÉ", "é\ne\u{301}", ["É\nÉ"]), ("漢字\r\n仮名", "字\n仮", ["字\r\n仮"]),
      ("👨‍👩‍👧\n👧", "👧\n👧", []), ("x👧\n👧x", "👧\n👧", ["👧\n👧"]),
    ] as [(String, String, [String])])
  func `a line end of a query is any line end of the text`(
    text: String, query: String, found: [String]
  ) {
    var editor = TextEditor(text: text)
    #expect(editor.matchCount(of: query).count == found.count)
    var forward: [String] = []
    for number in found.indices {
      #expect(editor.apply(.findNext(query)) == .moved)
      #expect(editor.matchCount(of: query).selected == number + 1)
      forward.append(editor.selectedText)
    }
    #expect(forward.map { Array($0.utf8) } == found.map { Array($0.utf8) })
    // Round the end, and back.
    _ = editor.apply(.findNext(query))
    #expect(editor.matchCount(of: query).selected == (found.isEmpty ? nil : 1))
    for number in found.indices.reversed() {
      #expect(editor.apply(.findPrevious(query)) == .moved)
      #expect(editor.matchCount(of: query).selected == number + 1)
    }
    if found.isEmpty {
      #expect(editor.apply(.findNext(query)) == .ignored)
      #expect(editor.apply(.findPrevious(query)) == .ignored)
    }
  }

  @Test(
    arguments: [
      ("a\nb|\nx", "a\nb", "c", "c|\nx", 1), ("|a\r\nb\r\na\r\nb", "a\nb", "c", "|c\r\nc", 2),
      // Line ends become the text's own.
      ("a, b\r\n|c", ", ", ",\n", "a,\r\nb\r\n|c", 1), ("x\ra\rb|", "a\nb", "1\n2", "x\r1\r2|", 1),
      // The cursor stays in its text, and in what is replaced goes behind it.
      ("a\nb\nc|d", "\n", "", "abc|d", 2), ("a\n|b\nc", "a\nb", "xyz", "xyz|\nc", 1),
      ("\n\n\n|", "\n\n", "\n", "\n\n|", 1), ("|", "\n", "x", "|", 0),
    ] as [(String, String, String, String, Int)])
  func `replacing all over several lines is one step`(
    before: String, query: String, replacement: String, after: String, count: Int
  ) {
    var editor = editorPicture(before)
    let outcome = editor.apply(.replaceAll(query, with: replacement))
    #expect(outcome == (count > 0 ? .replaced(count) : .ignored))
    #expect(Array(editor.picture.utf8) == Array(after.utf8))
    if count == 0 { return }
    #expect(editor.apply(.undo) == .edited)
    #expect(Array(editor.picture.utf8) == Array(before.utf8))
    #expect(editor.apply(.redo) == .edited)
    #expect(Array(editor.picture.utf8) == Array(after.utf8))
  }

  @Test func `replacing goes from match to match over several lines`() {
    var editor = editorPicture("|a\r\nb x\r\na\r\nb")
    #expect(editor.apply(.replace("a\nb", with: "c\nd")) == .moved)
    #expect(editor.picture == "^a\r\nb| x\r\na\r\nb")
    #expect(editor.apply(.replace("a\nb", with: "c\nd")) == .edited)
    #expect(editor.picture == "c\r\nd x\r\n^a\r\nb|")
    #expect(editor.apply(.replace("a\nb", with: "c")) == .edited)
    #expect(editor.picture == "c\r\nd x\r\nc|")
    #expect(editor.apply(.replace("a\nb", with: "c")) == .ignored)
  }

  @Test func `in a single line, line ends are found as they are`() {
    var editor = TextEditor(text: "a\nb\r\na\nb", isSingleLine: true)
    #expect(editor.matchCount(of: "a\nb").count == 2)
    #expect(editor.matchCount(of: "b\na").count == 0)
    #expect(editor.apply(.replaceAll("a\nb", with: "x\ry")) == .replaced(2))
    #expect(editor.text == "x\ry\r\nx\ry")
  }

  private static let pieces = [
    "a", "A", "b", "\n", "\n", "\r\n", "\r", "e\u{301}", "é", "É", "\u{301}", "漢", "👩\u{200D}", "👩",
  ]

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `what is found are the characters that are the same, in all lines`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let characters = (0..<60).map { _ in Self.pieces.randomElement(using: &generator)! }
    let text = characters.joined()
    let editor = TextEditor(text: text)
    for count in 1...5 {
      let start = Int.random(in: 0..<60 - count, using: &generator)
      let query = characters[start..<start + count].joined()
        .replacingLineEnds(with: ["\n", "\r\n", "\r"].randomElement(using: &generator)!)
      guard let search = LineSearch(query) else { continue }
      let expected = matches(of: query, in: text).map {
        editor.buffer.location(
          ofByte: $0.lowerBound)..<editor.buffer.location(ofByte: $0.upperBound)
      }
      let found = Array(search.matches(in: editor.buffer))
      #expect(found == expected, "\(query.debugDescription) in \(text.debugDescription)")
      for line in 0..<editor.lineCount {
        let lines = line..<line + 2
        #expect(
          search.matches(in: editor.buffer, near: lines)
            == found.filter { $0.lowerBound.line <= line + 1 && $0.upperBound.line >= line })
      }
    }
  }

  /// The matches by characters alone, one compared after the other.
  private func matches(of query: String, in text: String) -> [Range<Int>] {
    let ignoresCase = !query.contains(where: \.isUppercase)
    func folded(_ character: Character) -> String {
      if ["\n", "\r\n", "\r"].contains(character) { return "\n" }
      return ignoresCase ? character.lowercased() : String(character)
    }
    let wanted = query.map(folded)
    let characters = text.map(folded)
    var offsets = [0]
    for character in text { offsets.append(offsets.last! + character.utf8.count) }
    var (found, index) = ([Range<Int>](), 0)
    while index + wanted.count <= characters.count {
      if characters[index..<index + wanted.count].elementsEqual(wanted) {
        found.append(offsets[index]..<offsets[index + wanted.count])
        index += wanted.count
      } else {
        index += 1
      }
    }
    return found
  }

  @Test func `matches over several lines stand out in each of them`() throws {
    let theme = try #require(Theme.builtIn(named: "dark"))
    func styles(of text: String, scrolledBy rows: Int, query: String) -> String {
      var editor = TextEditor(text: text)
      editor.viewSize = Size(width: 5, height: 4)
      _ = editor.apply(.scroll(rows: rows))
      var screen = Screen(editor.viewSize)
      editor.draw(
        on: &screen, in: screen.bounds, theme: theme, isFocused: false, searching: query)
      let base = theme.style("text")
      return screen.stylePicture([base: ".", base.patched(by: theme.patch("match")): "m"])
    }
    let text = "xa\nb\ncx\nxa\nb\nc"
    #expect(styles(of: text, scrolledBy: 0, query: "a\nb\nc") == ".mm..\nmm...\nm....\n.mm..")
    #expect(styles(of: text, scrolledBy: 2, query: "a\nb\nc") == "m....\n.mm..\nmm...\nm....")
    #expect(styles(of: text, scrolledBy: 1, query: "x\n") == ".....\n.mm..\n.....\n.....")
    // Which of the lines count is known from those above.
    let same = "b\na\na\na\na\na\na\nb"
    #expect(styles(of: same, scrolledBy: 3, query: "a\na") == "mm...\nm....\nmm...\nm....")
    #expect(styles(of: same, scrolledBy: 4, query: "a\na") == "m....\nmm...\nm....\n.....")
  }
}
