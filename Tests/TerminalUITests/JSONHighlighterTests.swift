import Testing

@testable import TerminalUI

@Suite struct JSONHighlighterTests {
  /// One letter per byte: key, string, number, word, punctuation, error.
  private func picture(of line: String) -> String {
    var letters = Array(repeating: Character("."), count: line.utf8.count)
    for token in JSONHighlighter.tokens(in: line) {
      let letter: Character =
        switch token.kind {
        case .key: "k"
        case .string: "s"
        case .number: "n"
        case .keyword: "w"
        case .punctuation: "p"
        case .error: "e"
        }
      for offset in token.range { letters[offset] = letter }
    }
    return String(letters)
  }

  @Test(arguments: [
    (#"{"a": 1, "b" : "c"}"#, "pkkkp.np.kkk.p.sssp"),
    (#"[true,false,null,True]"#, "pwwwwpwwwwwpwwwwpeeeep"),
    (#"-0 1.5e+3 01 1. .5 -"#, "nn.nnnnnn.ee.ee.ee.e"),
    (#""\n\u00e9\"x""#, "sssssssssssss"),
    (#""a\qb\u12x""#, "sseeseessss"),
    (#""open"#, "eeeee"),
    ("\"a\tb\"", "ssess"),
    (#""é": 1"#, "kkkkp.n"),
    (#"]}{,"#, "pppp"),
    ("", ""),
  ])
  func `tokens`(line: String, expected: String) {
    #expect(picture(of: line) == expected)
  }

  @Test func `a line end ends the line, not a string`() {
    #expect(picture(of: "\"a\"\r\n") == "sss..")
    #expect(picture(of: "\"a\r\n") == "ee..")
  }
}
