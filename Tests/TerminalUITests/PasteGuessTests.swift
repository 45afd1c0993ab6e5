import Testing

@testable import TerminalUI

@Suite struct PasteGuessTests {
  private func split(_ pieces: [(String, at: Int)], isText: Bool = true) -> [String] {
    var guess = PasteGuess()
    return pieces.map { piece, time in
      let (paste, keys) = guess.split(
        Array(piece.utf8), at: .milliseconds(time), isText: isText)
      return paste.map { "paste " + $0 } ?? String(decoding: keys, as: UTF8.self)
    }
  }

  @Test(arguments: [
    "func f() {\r    return 1\r}\r", "  \"a\": 1,\r\n  \"b\": 2", "a line of text\n\tanother",
    "Grüße aus Lissabon\r日本語",
  ])
  func `lines of text that come at once are a paste`(text: String) {
    #expect(split([(text, at: 0)]) == ["paste " + text])
    #expect(split([(text, at: 0)], isText: false) == [text])
  }

  @Test(arguments: [
    "jjjjjjjjjjjjjjjjjjjjjjjj", "a long line of text and Enter\r", "\ra long line of text",
    "tools\rabc\r", "", "\r\r\r", "two lines of text\rand an \u{1B}[A",
    "first line\rsecond\u{7F} line",
    "first line\rsecond line\u{11}",
  ])
  func `what may have been typed is keys`(text: String) {
    #expect(split([(text, at: 0)]) == [text])
  }

  @Test func `a paste goes on as long as its pieces follow each other`() {
    let pieces = [
      ("  one line\r  and another", at: 0), ("\r", at: 50), ("x\r", at: 149), ("\r", at: 250),
    ]
    #expect(
      split(pieces) == ["paste   one line\r  and another", "paste \r", "paste x\r", "\r"])
  }

  @Test func `a character that is cut between two pieces stays whole`() {
    let bytes = Array("a first line\rand a second 日本".utf8)
    for count in bytes.count - 6...bytes.count {
      var guess = PasteGuess()
      let first = guess.split(Array(bytes[..<count]), at: .zero, isText: true)
      let second = guess.split(Array(bytes[count...]), at: .zero, isText: true)
      #expect((first.paste ?? "") + (second.paste ?? "") == "a first line\rand a second 日本")
      #expect(first.keys + second.keys == [])
    }
  }
}
