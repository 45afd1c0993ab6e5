/// What was typed to find an item of a list: words, each of which has to be found.
///
/// A word is found in a title when its characters stand there in order, and elsewhere as a whole. The
/// score tells how well: starts of words and characters side by side count most.
struct FuzzyQuery: Hashable, Sendable {
  /// How a title fits.
  struct Match: Hashable, Sendable {
    var score = 0
    /// The characters of the title that were found, by their number.
    var positions: [Int] = []
  }

  private let words: [[Character]]

  init(_ text: String) {
    words = text.lowercased().split(separator: " ").map(Array.init)
  }

  var isEmpty: Bool { words.isEmpty }

  /// How an item fits; nil when a word isn't found in it.
  ///
  /// - Parameter others: Further texts in which a whole word may stand.
  func match(title: String, others: [String] = []) -> Match? {
    let characters = title.map(\.asLowercase)
    var match = Match()
    for word in words {
      if let found = Self.find(word, in: characters) {
        match.score += found.score
        match.positions += found.positions
      } else if others.contains(where: { $0.lowercased().contains(String(word)) }) {
        match.score += 1
      } else {
        return nil
      }
    }
    match.positions.sort()
    // The whole title is meant, though a longer one begins so, too.
    if characters == Array(words.joined(separator: " ")) { match.score += 1 }
    return match
  }

  /// The best of the ways to find a word, one for each place where it can begin.
  private static func find(_ word: [Character], in title: [Character]) -> Match? {
    title.indices.lazy.filter { title[$0] == word[0] }
      .compactMap { find(word, in: title, from: $0) }
      .max { $0.score < $1.score }
  }

  private static func find(_ word: [Character], in title: [Character], from start: Int) -> Match? {
    var match = Match()
    var index = start
    for (place, character) in word.enumerated() {
      guard let found = title[index...].firstIndex(of: character) else { return nil }
      let isStart = found == 0 || title[found - 1] == " "
      let isNext = place > 0 && found == index
      match.score += isNext ? 12 : isStart ? 10 : 2
      if found == 0 { match.score += 6 }
      match.positions.append(found)
      index = found + 1
    }
    // Letters scattered over the title are chance.
    let spread = index - start
    return spread > word.count * 4 + 4 ? nil : match
  }
}

extension Character {
  fileprivate var asLowercase: Character { lowercased().first ?? self }
}
