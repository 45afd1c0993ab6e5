/// Splits text into the tokens of the embedded model, and puts it together again without loss.
///
/// A space is put in front of a text, so that its first word is the same token as elsewhere. Text
/// is then cut into chunks: a word with the space before it, a number, a punctuation mark, a run of
/// line breaks. A chunk that the model's text holds is one token; any other is cut into the longest
/// known pieces from left to right, down to single bytes, so that everything can be encoded.
/// English comes to about 1.3 tokens a word.
public struct Tokenizer: Sendable {
  private let vocabulary: Vocabulary
  /// The tokens that a model may generate are `0..<generatedCount`: each is text by itself.
  let generatedCount: Int
  /// The tokens that only the text which the tokenizer was made from brought in.
  let chunkTokens: Range<Int>

  /// The token of an empty line.
  let paragraphBreak: TokenID

  /// The number of tokens.
  public var count: Int { vocabulary.count }

  /// The token after which nothing is said. It has no text.
  public static let endOfText: TokenID = 0

  /// A token that stands before the first of a passage of one kind. It has no text.
  static func start(of kind: Passage.Kind) -> TokenID { TokenID(kind.rawValue) + 1 }

  /// Makes a tokenizer whose whole tokens are the chunks of a text.
  init(text: Span<UInt8>) {
    var vocabulary = Vocabulary()
    vocabulary.appendSpecial()
    for _ in Passage.Kind.allCases { vocabulary.appendSpecial() }
    for byte in UInt8(0)..<0x80 { vocabulary.insert([byte].span) }
    for piece in Self.pieces { vocabulary.insert(piece.span) }
    paragraphBreak = vocabulary.insert(Array("\n\n".utf8).span)
    let firstChunk = vocabulary.count
    var start = 0
    while start < text.count {
      let end = Self.endOfChunk(in: text, from: start)
      vocabulary.insert(text.extracting(start..<end))
      start = end
    }
    generatedCount = vocabulary.count
    chunkTokens = firstChunk..<generatedCount
    for byte in UInt8(0x80)...0xFF { vocabulary.insert([byte].span) }
    for piece in Self.partialCharacters { vocabulary.insert(piece.span) }
    self.vocabulary = vocabulary
  }

  /// The tokens of a text.
  public func encode(_ text: String) -> [TokenID] {
    var tokens: [TokenID] = []
    tokens.reserveCapacity(text.utf8.count / 4)
    forEachToken(in: text) { tokens.append($0) }
    return tokens
  }

  /// The number of tokens in a text: what usage figures count.
  public func count(_ text: String) -> Int {
    var count = 0
    forEachToken(in: text) { _ in count += 1 }
    return count
  }

  /// The bytes of the text that has these tokens.
  public func decode(_ tokens: some Sequence<TokenID>) -> [UInt8] {
    var bytes: [UInt8] = []
    for token in tokens { bytes += vocabulary[token] }
    return bytes.first == UInt8(ascii: " ") ? Array(bytes.dropFirst()) : bytes
  }

  /// The text of one token. A piece of a character is shown as U+FFFD.
  public func text(of token: TokenID) -> String {
    String(decoding: vocabulary[token], as: UTF8.self)
  }

  /// A text cut where its tokens end, for sending it as a model would. Characters stay whole.
  public func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var pending: [UInt8] = []
    for token in encode(text) {
      pending += pieces.isEmpty && pending.isEmpty ? decode([token])[...] : vocabulary[token]
      guard let piece = String(validating: pending, as: UTF8.self) else { continue }
      pieces.append(piece)
      pending = []
    }
    return pieces
  }

  /// The bytes of one token.
  func bytes(of token: TokenID) -> ArraySlice<UInt8> { vocabulary[token] }

  private func forEachToken(in text: String, _ body: (TokenID) -> Void) {
    if text.isEmpty { return }
    let bytes = [UInt8(ascii: " ")] + text.utf8
    var start = 0
    while start < bytes.count {
      let end = Self.endOfChunk(in: bytes.span, from: start)
      let chunk = bytes.span.extracting(start..<end)
      if let token = vocabulary.token(chunk) {
        body(token)
      } else {
        forEachPiece(of: chunk, body)
      }
      start = end
    }
  }

  private func forEachPiece(of chunk: Span<UInt8>, _ body: (TokenID) -> Void) {
    var start = 0
    while start < chunk.count {
      let rest = chunk.extracting(start..<chunk.count)
      guard let (token, length) = vocabulary.longestPrefix(of: rest) else {
        preconditionFailure("every single byte is a token")
      }
      body(token)
      start += length
    }
  }
}
