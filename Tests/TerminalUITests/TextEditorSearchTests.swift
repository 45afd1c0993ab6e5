import TestSupport
import Testing

@testable import TerminalUI

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
    ("a\nb", "a\nb", 1), ("x", "", 0), ("日本語", "本", 1),
  ])
  func `case counts if the query has an upper-case letter, and characters are whole`(
    text: String, query: String, count: Int
  ) {
    #expect(TextEditor(text: text).matchCount(of: query).count == count)
  }

  /// What comes together in a character, or is one in another form or case.
  private static let pieces = [
    "a", "e", "A", "É", "é", "e\u{301}", "\u{301}", "ß", "ł", "Ł", "İ", "ı", "σ", "Σ", "ς", "Å",
    "\u{212B}", "å", "д", "Д", "й", "и\u{306}", "說", "\u{F96F}", "語", "が", "か\u{3099}", "か",
    "한", "\u{1112}\u{1161}\u{11AB}", "하\u{11AB}", "하", "क", "क\u{94D}", "ष", "\u{94D}", "กำ",
    "😀", "👍🏽", "👍", "🇩🇪", "🇩", "👩\u{200D}💻", "\u{200D}", "\r", "\n", "\r\n", " ", "Ａ", "ａ",
    "\u{2000}", "ế", "Ế", "\u{1100}",
  ]

  @Test(arguments: 0..<400 as Range<UInt64>)
  func `what is found are the characters that are the same`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    func text(_ count: Int) -> String {
      (0..<count).map { _ in Self.pieces.randomElement(using: &generator)! }.joined()
    }
    let line = text(60)
    for query in [text(1), text(1), text(2)] where query.contains(where: { !$0.isASCII }) {
      let search = TextSearch(query)
      #expect(
        search.matches(in: line, length: line.utf8.count) == matches(of: query, in: line),
        "\(query.unicodeScalars.map(\.value)) in \(line.unicodeScalars.map(\.value))")
    }
  }

  /// The matches by characters alone, one compared after the other.
  private func matches(of query: String, in line: String) -> [Range<Int>] {
    let ignoresCase = !query.contains(where: \.isUppercase)
    let wanted = (ignoresCase ? query.lowercased() : query).map { String($0) }
    let characters = line.map { ignoresCase ? $0.lowercased() : String($0) }
    let offsets = line.indices.map { line.utf8.distance(from: line.startIndex, to: $0) }
    var (found, index) = ([Range<Int>](), 0)
    while index + wanted.count <= characters.count {
      let end = index + wanted.count
      if characters[index..<end].elementsEqual(wanted) {
        found.append(offsets[index]..<(end < offsets.count ? offsets[end] : line.utf8.count))
        index = end
      } else {
        index += 1
      }
    }
    return found
  }

  /// A scalar that is the same as another by itself, or joins with one, mustn't be taken for plain.
  @Test func `every scalar is found in all the forms that it has`() {
    for value in 0x80...0xFFFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let query = String(scalar)
      let line = "語\(query)語\(query)\u{301}語e\(query)"
      #expect(
        TextSearch(query).matches(in: line, length: line.utf8.count)
          == matches(of: query, in: line), "\(value)")
    }
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
