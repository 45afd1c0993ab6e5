import TerminalUI
import Testing

@Suite struct TextEditorSearchTests {
  @Test func `finding goes forward and back, round the ends`() {
    var editor = editorPicture("|a x\nb\nx a")
    var pictures: [String] = []
    for _ in 0..<3 {
      #expect(editor.apply(.findNext("x")) == .moved)
      pictures.append(editor.picture)
    }
    for _ in 0..<2 {
      #expect(editor.apply(.findPrevious("x")) == .moved)
      pictures.append(editor.picture)
    }
    #expect(
      pictures == [
        "a ^x|\nb\nx a", "a x\nb\n^x| a", "a ^x|\nb\nx a", "a x\nb\n^x| a", "a ^x|\nb\nx a",
      ])
  }

  @Test(arguments: [
    ("abc ABC aBc", "abc", 3), ("abc ABC aBc", "ABC", 1), ("aaaa", "aa", 2),
    ("Straße", "straße", 1),
    ("ÄÖÜ äöü", "äö", 2), ("ÄÖÜ äöü", "Äö", 0), ("e\u{301}e", "e", 1), ("e\u{301}é", "é", 2),
    ("a\nb", "a\nb", 0), ("x", "", 0), ("日本語", "本", 1),
  ])
  func `case counts if the query has an upper-case letter, and characters are whole`(
    text: String, query: String, count: Int
  ) {
    #expect(TextEditor(text: text).matchCount(of: query).count == count)
  }

  @Test func `replacing goes from match to match`() {
    var editor = editorPicture("|a b a")
    #expect(editor.apply(.replace("a", with: "xy")) == .moved)
    #expect(editor.picture == "^a| b a")
    #expect(editor.apply(.replace("a", with: "xy")) == .edited)
    #expect(editor.picture == "xy b ^a|")
    #expect(editor.apply(.replace("a", with: "xy")) == .edited)
    #expect(editor.picture == "xy b xy|")
    #expect(editor.apply(.replace("a", with: "xy")) == .ignored)
  }

  @Test func `replacing all is one step and leaves the cursor in its text`() {
    var editor = editorPicture("a.b\na.c|d.a")
    #expect(editor.apply(.replaceAll("a", with: "1\n2")) == .replaced(3))
    #expect(editor.picture == "1\n2.b\n1\n2.c|d.1\n2")
    #expect(editor.apply(.undo) == .edited)
    #expect(editor.picture == "a.b\na.c|d.a")
  }

  @Test func `matches are where they say`() {
    let editor = TextEditor(text: "x\nab ab")
    #expect(
      editor.matches(of: "ab", inLine: 1).map { $0.lowerBound.offset..<$0.upperBound.offset }
        == [0..<2, 3..<5])
  }
}
