import Testing

@testable import LocalEndpoint

@Suite struct StopSequenceMatcherTests {
  /// What is handed on of a text, and the match, when it arrives in these pieces.
  private func outcome(
    _ pieces: [String], _ sequences: [String]
  ) -> (text: String, match: String?) {
    var matcher = StopSequenceMatcher(sequences)
    var text = ""
    for piece in pieces { text += matcher.append(piece) }
    return (text + matcher.finish(), matcher.match)
  }

  @Test(arguments: [
    ("one two three", ["two"], "one ", "two"),
    ("one two three", ["four", "two", "three"], "one ", "two"),
    ("aaab", ["aab"], "a", "aab"),
    ("abababac", ["ababac"], "ab", "ababac"),
    ("the end", ["nd", "end"], "the ", "end"),
    ("the end", ["ends"], "the end", nil),
    ("grüße 🌊 sea", ["🌊"], "grüße ", "🌊"),
    ("x", [""], "x", nil),
    ("x", [], "x", nil),
  ])
  func `text is cut before a stop sequence however it is split`(
    text: String, sequences: [String], expected: String, match: String?
  ) {
    let characters = Array(text)
    for first in 0...characters.count {
      for second in first...characters.count {
        let pieces = [characters[..<first], characters[first..<second], characters[second...]]
        let outcome = outcome(pieces.map { String($0) }, sequences)
        #expect(outcome.text == expected)
        #expect(outcome.match == match)
      }
    }
  }

  @Test func `only what may become a stop sequence is held back`() {
    var matcher = StopSequenceMatcher(["STOP"])
    #expect(matcher.append("go S") == "go ")
    #expect(matcher.append("T") == "")
    #expect(matcher.append("S") == "ST")
    #expect(matcher.append("TOP and on") == "")
    #expect(matcher.match == "STOP")
    #expect(matcher.append("more") == "")
    #expect(matcher.finish() == "")
  }
}
