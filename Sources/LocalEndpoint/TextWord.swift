/// A word of a text, without the marks around it; a quotation is one word.
struct TextWord: Sendable {
  var text: String
  /// The word in small letters.
  var lowered: String
  var isQuotation = false
  /// The mark that follows, if it ends a clause, or `:` and `=`, which bind a value to its name.
  var mark: Character?
  /// Where the word stands, marks included, in characters.
  var place: Range<Int>

  /// Whether nothing separates the word from the next one.
  var continues: Bool { mark == nil }
}

extension TextWord {
  private static let opening = Set("([{\"'“‘`<*")
  private static let closing = Set(".,;:!?)]}\"'”’`>…*")
  private static let clauseMarks = Set(".,;:!?")

  /// The words of a text.
  static func words(of characters: [Character]) -> [TextWord] {
    var words: [TextWord] = []
    var index = 0
    while index < characters.count {
      if characters[index].isWhitespace {
        index += 1
      } else if let end = endOfQuotation(in: characters, at: index) {
        let text = String(characters[(index + 1)..<end])
        var word = TextWord(
          text: text, lowered: text.lowercased(), isQuotation: true, place: index..<(end + 1))
        index = end + 1
        word.mark = index < characters.count ? mark(characters[index]) : nil
        words.append(word)
      } else {
        let end = endOfWord(in: characters, at: index)
        let raw = characters[index..<end]
        let start = raw.firstIndex { !opening.contains($0) } ?? end
        let last = raw.lastIndex { !closing.contains($0) } ?? start
        if start <= last, start < end {
          let text = String(characters[start...last])
          let after = characters[(last + 1)..<end]
          let isBound = end < characters.count && characters[end] == "="
          words.append(
            TextWord(
              text: text, lowered: text.lowercased(),
              mark: isBound ? "=" : after.compactMap(mark).first, place: index..<end))
        }
        index = end + (end < characters.count && characters[end] == "=" ? 1 : 0)
      }
    }
    return words
  }

  private static func mark(_ character: Character) -> Character? {
    clauseMarks.contains(character) ? character : nil
  }

  /// Where a word ends: at white space, at a quotation, and after the name of `name=value`.
  private static func endOfWord(in characters: [Character], at start: Int) -> Int {
    var end = start
    var isName = true
    while end < characters.count, !characters[end].isWhitespace {
      let character = characters[end]
      if end > start, "\"“`".contains(character) { break }
      if isName, end > start {
        if character == "=" { break }
        if character == ":", end + 1 < characters.count, characters[end + 1].isLetter {
          return end + 1
        }
      }
      isName = isName && (character.isLetter || character == "_")
      end += 1
    }
    return max(end, start + 1)
  }

  /// Where the quotation that begins here ends, if there is one.
  private static func endOfQuotation(in characters: [Character], at start: Int) -> Int? {
    let closings: [Character: Character] = ["\"": "\"", "“": "”", "`": "`", "'": "'", "‘": "’"]
    guard let closing = closings[characters[start]] else { return nil }
    let end = characters.indices.dropFirst(start + 1).first { index in
      guard characters[index] == closing else { return false }
      // Within a word it is an apostrophe.
      let next = index + 1 < characters.count ? characters[index + 1] : " "
      return closing == "'" || closing == "’" ? !next.isLetter : true
    }
    guard let end, end > start + 1, !characters[start + 1].isWhitespace else { return nil }
    return end
  }
}
