import Testing

@testable import TerminalUI

/// Marks that open and don't close, so many that looking to the end for each of them would never end.
@Suite struct MarkdownHostileTests {
  private static let length = 300_000

  private func shown(_ source: String) -> String {
    String(decoding: MarkdownInline(markdown: Array(source.utf8)).bytes, as: UTF8.self)
  }

  @Test(
    arguments: [
      ("[", "["), ("![", "!["), ("\\(", "("), ("\\[", "["), ("$a ", "$a "), ("$$a ", "$$a "),
      ("[a](", "[a]("), ("[a](b", "[a](b"), ("]( ", "]( "), ("<", "<"),
      ("<https://a", "<https://a"),
      ("*a ", "*a "), ("a* ", "a* "), ("~~a ", "~~a "), ("_", "_"), ("[[a](b)", "[a (b)"),
    ])
  func `a long text of them is shown as a short one`(mark: String, expected: String) {
    for count in [4, Self.length / mark.utf8.count / 2 * 2] {
      let isExpected =
        shown(String(repeating: mark, count: count)) == String(repeating: expected, count: count)
      #expect(isExpected, "\(count) times")
    }
  }

  @Test func `runs of backticks of all lengths stay as they are`() {
    let source = (1...2_000).map { String(repeating: "`", count: $0) }.joined(separator: " ")
    let isSame = shown(source) == source
    #expect(isSame)
  }

  @Test func `a run of marks that many close gives all of them its look`() {
    for count in [3, Self.length / 8] {
      let marks = String(repeating: "*", count: 2 * count)
      let text = MarkdownInline(
        markdown: Array((marks + String(repeating: "a** ", count: count)).utf8))
      let isExpected =
        String(decoding: text.bytes, as: UTF8.self) == String(repeating: "a ", count: count)
      #expect(isExpected)
      // All but the last blank.
      let strong = text.stretches(under: []).filter { $0.look == .strong }
      #expect(strong.reduce(0) { $0 + $1.end - $1.start } == UInt32(2 * count - 1))
    }
  }

  @Test(arguments: [("swift", "\\\""), ("c", "\\'"), ("python", "\\\"\\'")])
  func `texts in code that don't end are no texts`(language: String, mark: String) throws {
    for count in [1, Self.length / mark.utf8.count] {
      var highlighter = try #require(CodeHighlighter(language: language))
      let line = Array(String(repeating: mark, count: count).utf8)
      #expect(highlighter.tokens(inNext: line).isEmpty)
    }
  }

  @Test(arguments: [
    ("[ [a](b)", "[ a (b)"), ("[a](b [c](d)", "[a](b c (d)"), ("[[a](b)](c)", "a (b) (c)"),
    ("\\(a [b](c)", "(a b (c)"), ("\\(a\\) \\(b", "\\(a\\) (b"), ("$$a \\[b\\]", "$$a \\[b\\]"),
    ("``a `b``", "a `b"), ("`` `a` `", "`` a `"), ("\\``a`", "`a"),
    ("\\[a](b) [c](d)", "[a](b) c (d)"),
    ("<a <https://b>", "<a https://b"), ("<https://a b> <https://c>", "<https://a b> https://c"),
    // What closes beyond a link's text doesn't close there.
    ("[a `b](c) d`", "a `b (c) d`"), ("[a \\(b](c) \\)", "a (b (c) )"),
    ("[a $$b](c) $$", "a $$b (c) $$"), ("[x [a](u](v) w)", "x [a](u (v) w)"),
    ("[a <https://b](c)>", "a <https://b (c)>"),
  ])
  func `what isn't closed leaves what is alone`(source: String, expected: String) {
    #expect(shown(source) == expected)
  }

  @Test func `a text in code that doesn't end leaves others alone`() throws {
    var highlighter = try #require(CodeHighlighter(language: "c"))
    let line = #"'a "b" 'c "d" e' 'f"#
    let tokens = highlighter.tokens(inNext: Array(line.utf8))
    #expect(
      tokens.map { String(line.utf8Slice($0.range)) } == [#"'a "b" '"#, #""d""#, #"' '"#])
    // Another line is another matter.
    #expect(highlighter.tokens(inNext: Array("'g' 'h".utf8)).map(\.range) == [0..<3])
  }
}
