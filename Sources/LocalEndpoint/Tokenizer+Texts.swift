extension Tokenizer {
  /// The texts of a text's tokens, one each. A character of several tokens comes with its last one.
  func encodedPieces(of text: String) -> [String] {
    var pending: [UInt8] = []
    return encode(text).enumerated().map { index, token in
      pending += index == 0 ? decode([token])[...] : bytes(of: token)
      guard let piece = String(validating: pending, as: UTF8.self) else { return "" }
      pending = []
      return piece
    }
  }
}
