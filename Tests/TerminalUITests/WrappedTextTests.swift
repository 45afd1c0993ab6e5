import TerminalUI
import TestSupport
import Testing

struct WrappedTextTests {
  private func lines(_ text: String, _ width: Int) -> [String] {
    let wrapped = WrappedText(text, width: width)
    return drawn(wrapped)
  }

  private func drawn(_ wrapped: WrappedText) -> [String] {
    (0..<wrapped.lineCount).map { wrapped.prefix(ofLine: $0) + wrapped.line($0) }
  }

  @Test(arguments: [
    ("", 5, []),
    ("the quick brown fox", 10, ["the quick", "brown fox"]),
    ("the quick brown fox", 9, ["the quick", "brown fox"]),
    ("supercalifragilistic", 8, ["supercal", "ifragili", "stic"]),
    ("a supercalifragilistic b", 8, ["a", "supercal", "ifragili", "stic b"]),
    ("one\n\ntwo\r\nthree\n", 10, ["one", "", "two", "three", ""]),
    ("a\rb", 10, ["a\rb"]),
    ("x\ty\tzzzz\tw", 20, ["x   y   zzzz    w"]),
    ("日本語を学ぶ。", 6, ["日本語", "を学", "ぶ。"]),
    ("ab日本cd", 5, ["ab日", "本cd"]),
    ("say 你好 to me", 7, ["say 你", "好 to", "me"]),
    ("e\u{301}e\u{301}e\u{301}e\u{301}", 2, ["e\u{301}e\u{301}", "e\u{301}e\u{301}"]),
    ("👨‍👩‍👧👍🏽", 4, ["👨‍👩‍", "👧👍🏽"]),
    ("abc\u{1B}[0mdef", 4, ["abc", "\u{1B}[0", "mdef"]),
    ("  - one two\nthree four", 9, ["  - one", "  two", "three", "four"]),
    ("\tone two", 8, ["    one", "    two"]),
    ("     one two", 8, ["     one", "    two"]),
    ("  one two", 7, ["  one", "two"]),
  ])
  func `lines break at words`(text: String, width: Int, expected: [String]) {
    #expect(lines(text, width) == expected)
  }

  @Test func `spaces take their place, so that nothing moves out of sight`() {
    #expect(lines("rm" + String(repeating: " ", count: 10) + "x", 5) == ["rm   ", "     ", "x"])
  }

  @Test func `how the bytes arrive doesn't change the lines`() {
    let text =
      "Zwölf 日本語 boxes,\r\n\tand 👩‍🚀 jump\u{301} over\u{1B}[2J thelonglonglongline 한국어.\r\n    An indented line 日本語.\nEnd \u{FF}"
    let bytes = Array(text.utf8) + [0xE6, 0x97]
    for width in [1, 2, 3, 7, 12, 80] {
      var whole = WrappedText(width: width)
      whole.append(bytes)
      whole.finish()
      let expected = drawn(whole)
      for chunks in chunkings(of: bytes) {
        var wrapped = WrappedText(width: width)
        for chunk in chunks { wrapped.append(chunk) }
        wrapped.finish()
        #expect(drawn(wrapped) == expected)
        #expect(wrapped.bytes == whole.bytes)
      }
    }
  }

  @Test func `another width breaks the text anew`() {
    let text = "the quick brown fox jumps over the lazy dog"
    var wrapped = WrappedText(text, width: 10)
    for width in [3, 20, 80, 1, 7] {
      wrapped.width = width
      #expect(drawn(wrapped) == lines(text, width))
    }
  }

  @Test func `no line is wider than it may be, and none is lost`() {
    var generator = SeededGenerator(seed: 3)
    let alphabet = ["a", "bc", " ", "  ", "日", "。", "e\u{301}", "👍🏽", "\n", "한", "-", "\u{7}"]
    for _ in 0..<200 {
      let count = Int.random(in: 0...60, using: &generator)
      let text = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? "" }.joined()
      let width = Int.random(in: 2...12, using: &generator)
      let wrapped = WrappedText(text, width: width)
      #expect(String(decoding: wrapped.bytes, as: UTF8.self) == text)
      for index in 0..<wrapped.lineCount {
        #expect(TextWidth.columns(of: drawn(wrapped)[index]) <= width)
        let range = wrapped.range(ofLine: index)
        if !range.isEmpty { #expect(wrapped.lineIndex(at: range.lowerBound) == index) }
      }
    }
  }

  @Test func `a character in pieces is drawn when it is there`() {
    var wrapped = WrappedText(width: 10)
    wrapped.append(Array("a".utf8) + [0xE6, 0x97])
    #expect(wrapped.line(0) == "a")
    wrapped.append([0xA5])
    #expect(wrapped.line(0) == "a日")
  }
}
