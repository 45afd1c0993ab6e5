extension Tokenizer {
  /// Where the chunk that begins at an offset ends: the grammar below, in one pass.
  ///
  /// ```
  /// chunk  = [space] word | [space] mark+ | newline+ | space+
  /// word   = letter+ (joint letter+)*      joint: . ' - / between letters or digits, and a
  ///                                        comma between digits
  /// mark+  = the same punctuation mark or control character, any number of times
  /// ```
  /// Digits, the underscore and every byte outside ASCII count as letters. A run of spaces leaves
  /// its last one to the word that follows.
  static func endOfChunk(in text: Span<UInt8>, from start: Int) -> Int {
    switch Class(text[start]) {
    case .space:
      let end = endOfRun(in: text, from: start)
      guard end < text.count, Class(text[end]) != .newline else { return end }
      return end - start > 1 ? end - 1 : endOfChunk(in: text, from: end)
    case .letter: return endOfWord(in: text, from: start)
    case .newline, .mark: return endOfRun(in: text, from: start)
    }
  }

  private static func endOfRun(in text: Span<UInt8>, from start: Int) -> Int {
    var end = start + 1
    while end < text.count, text[end] == text[start] { end += 1 }
    return end
  }

  private static func endOfWord(in text: Span<UInt8>, from start: Int) -> Int {
    var end = start + 1
    while end < text.count {
      if Class(text[end]) == .letter {
        end += 1
      } else if isJoint(text[end], after: text[end - 1]), end + 1 < text.count,
        Class(text[end + 1]) == .letter, text[end] != UInt8(ascii: ",") || isDigit(text[end + 1])
      {
        end += 2
      } else {
        break
      }
    }
    return end
  }

  private static func isJoint(_ byte: UInt8, after previous: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "'"), UInt8(ascii: "-"), UInt8(ascii: "/"): true
    case UInt8(ascii: ","): isDigit(previous)
    default: false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private enum Class {
    case space, newline, letter, mark

    init(_ byte: UInt8) {
      switch byte {
      case UInt8(ascii: " "): self = .space
      case UInt8(ascii: "\n"): self = .newline
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
        self = .letter
      default: self = .mark
      }
    }
  }
}
