/// How much is said, in sentences.
struct AnswerLength: Sendable, Hashable {
  /// Until so many sentences are said, another passage follows where the text would end.
  var atLeast: Int
  /// After so many sentences the text ends, very probably. Nil leaves it to the text.
  var atMost: Int?

  /// As long as the passage that is said.
  static let natural = AnswerLength()

  init(atLeast: Int = 0, atMost: Int? = nil) {
    self.atLeast = atLeast
    self.atMost = atMost
  }

  /// The length that a request asks for in words, such as "in two sentences", or nil.
  init?(askedForIn request: String) {
    let words = request.lowercased().split { !($0.isLetter || $0.isNumber) }
    let numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    for (number, unit) in zip(words, words.dropFirst())
    where unit == "sentence" || unit == "sentences" {
      let count = numbers.firstIndex(of: String(number)).map { $0 + 1 } ?? Int(number)
      guard let count = number == "a" || number == "single" ? 1 : count, count > 0 else { continue }
      self.init(atLeast: count, atMost: count)
      return
    }
    guard words.contains("briefly") || words.contains("brief") else { return nil }
    self.init(atMost: 2)
  }
}
