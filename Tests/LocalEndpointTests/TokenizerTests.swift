import Testing

@testable import LocalEndpoint

@Suite struct TokenizerTests {
  private let tokenizer = LanguageModel.shared.tokenizer

  @Test(arguments: [
    "", " ", "  ", "\n", " \n ", "word", " word", "  word", "word ", "word\n\n\nword", "a\tb\r\nc",
    "top_p is 0.95, or 1,024.", "don't end-to-end v1/messages a.b.c ...", "…, ,5 5, .5 5.",
    "日本語 한국어 Ελλάδα 🌊👩‍👩‍👧‍👦", "e\u{301}\u{0}\u{1B}[31m", String(repeating: " ", count: 100),
  ])
  func `text survives encoding and decoding`(text: String) {
    #expect(tokenizer.decode(tokenizer.encode(text)) == Array(text.utf8))
    #expect(tokenizer.pieces(of: text).joined() == text)
    #expect(tokenizer.count(text) == tokenizer.encode(text).count)
  }

  @Test func `random text survives encoding and decoding`() {
    var random = SplitMix64(seed: 1)
    let alphabet: [Unicode.Scalar] = Array(
      "  \n\n\t.,'-/_:;()0123456789abcdefghijklmnopqrstuvwxyzTHEéßяב中文🌊\u{301}\u{200D}"
        .unicodeScalars)
    for _ in 0..<500 {
      var text = ""
      for _ in 0..<Int.random(in: 0...60, using: &random) {
        text.unicodeScalars.append(alphabet.randomElement(using: &random) ?? " ")
      }
      #expect(Array(tokenizer.decode(tokenizer.encode(text))) == Array(text.utf8))
      #expect(tokenizer.pieces(of: text).joined() == text)
    }
  }

  @Test func `words of the model's text are whole tokens`() {
    let tokens = tokenizer.encode("The temperature is 0.5, so top_p and max_tokens don't matter.")
    #expect(
      tokens.map(tokenizer.text(of:)) == [
        " The", " temperature", " is", " 0.5", ",", " so", " top_p", " and", " max_tokens",
        " don't",
        " matter", ".",
      ])
  }

  @Test func `English has about 1.3 tokens a word`() {
    let text = """
      Yesterday our neighbours painted the whole fence yellow, because their youngest daughter had \
      said that brown wood looked sad. Several people stopped, laughed and took pictures of it, and \
      by the end of the week half of the street was talking about nothing else. The old man at the \
      corner asked whether the city should forbid such things or pay for them.
      """
    let words = text.split(separator: " ").count
    let ratio = Double(tokenizer.count(text)) / Double(words)
    #expect((1.1...1.5).contains(ratio), "\(ratio) tokens a word")
  }

  @Test func `an unknown long word is cut into several pieces`() {
    #expect((4...14).contains(tokenizer.count("antidisestablishmentarianism")))
    #expect((10...40).contains(tokenizer.count("3f9a77c2-11de-4b6e-9d1c-0a5b7e8c2f44")))
  }
}
