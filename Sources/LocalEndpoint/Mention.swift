import JSON

/// A value that a text offers, and where it stands.
struct Mention: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case quotation, email, url, path, date, day, time, number, phone, name
    /// Capitals, or letters with digits, such as `AAPL` and `ORD-12`.
    case code
    /// Words after “in” that aren't written like a name.
    case possiblePlace
  }

  /// Which end of a range a number is.
  enum Bound: Hashable, Sendable {
    case least, most
  }

  var kind: Kind
  var text: String
  var number: JSONNumber?
  /// What a number counts, as far as it is written with it.
  var unit = ""
  var bound: Bound?
  /// The word that stands before it, such as `in`; empty if it is no preposition.
  var preposition = ""
  var words: Range<Int>

  /// Whether it is written like the name of a place.
  var isName: Bool {
    kind == .name || kind == .code && text.allSatisfy { $0.isLetter || ", ".contains($0) }
  }

  /// The values that the words of a text offer, in their order.
  static func mentions(in words: [TextWord]) -> [Mention] {
    var reader = Reader(words: words)
    var index = 0
    while index < words.count {
      index = reader.readValue(at: index) ?? reader.readName(at: index) ?? (index + 1)
    }
    return reader.mentions
  }
}

private struct Reader {
  let words: [TextWord]
  var mentions: [Mention] = []

  private static let articles: Set<String> = ["the", "a", "an", "my", "our", "your", "his", "her"]
  static let prepositions: Set<String> = [
    "in", "at", "near", "from", "to", "into", "for", "around", "towards", "of", "between", "with",
    "on", "by", "about", "as",
  ]

  /// Notes a value that is known by how it is written; what comes after it.
  mutating func readValue(at index: Int) -> Int? {
    let word = words[index]
    let text = word.text
    if word.isQuotation { return add(.quotation, text, index, 1) }
    if text.contains("@"), JSONSchema.Format.email.matches(text) {
      return add(.email, text, index, 1)
    }
    if text.contains("://") || word.lowered.hasPrefix("www.") { return add(.url, text, index, 1) }
    if JSONSchema.Format.ipv4.matches(text) || JSONSchema.Format.uuid.matches(text) {
      return add(.code, text, index, 1)
    }
    if let date = WrittenValue.date(words[index...]) {
      return add(.date, date.text, index, date.count)
    }
    if WrittenValue.days.contains(word.lowered) { return add(.day, text, index, 1) }
    if let time = WrittenValue.time(words[index...]) {
      return add(.time, time.text, index, time.count)
    }
    if let phone = phone(at: index) { return add(.phone, phone.text, index, phone.count) }
    if let next = readNumber(at: index) { return next }
    if text.contains("/") || text.dropFirst().dropLast().contains("."),
      text.contains(where: \.isLetter), text.count > 3
    {
      return add(.path, text, index, 1)
    }
    let isTagged = text.count > 1 && "#@".contains(text.prefix(1))
    if isTagged || text.contains(where: \.isNumber), text.contains(where: \.isLetter) {
      return add(.code, text, index, 1)
    }
    return nil
  }

  private mutating func readNumber(at index: Int) -> Int? {
    guard let (value, unit) = WrittenValue.number(words[index].text) else { return nil }
    var number = value
    let before = index > 0 ? words[index - 1].lowered : ""
    if ["minus", "negative"].contains(before),
      index < 2 || WrittenValue.number(words[index - 2].text) == nil
    {
      number = JSONNumber(text: "-" + value.text) ?? value
    }
    _ = add(.number, number.text, index, 1)
    let last = mentions.count - 1
    mentions[last].number = number
    mentions[last].unit = unit
    mentions[last].bound = bound(at: index)
    return index + 1
  }

  /// Which end of a range the words before a number make it.
  private func bound(at index: Int) -> Mention.Bound? {
    let before = " " + words[max(0, index - 3)..<index].map(\.lowered).joined(separator: " ")
    if Self.most.contains(where: { before.hasSuffix(" " + $0) }) { return .most }
    if Self.least.contains(where: { before.hasSuffix(" " + $0) }) { return .least }
    let preposition = mentions.last?.preposition ?? ""
    let earlier = mentions.dropLast().last { $0.kind == .number }
    if preposition == "between" { return earlier?.bound == .least ? .most : .least }
    let hasEnd = index + 1 < words.count && words[index + 1].lowered == "to"
    if preposition == "from", hasEnd { return .least }
    return preposition == "to" && earlier?.bound == .least ? .most : nil
  }

  private static let most = [
    "at most", "up to", "no more than", "maximum of", "maximum", "max", "under", "below",
    "less than", "fewer than", "limit of", "within",
  ]
  private static let least = [
    "at least", "more than", "over", "above", "minimum of", "minimum", "min", "no less than",
  ]

  private func phone(at index: Int) -> (text: String, count: Int)? {
    let parts = words[index...].prefix(6)
    var count = 0
    for word in parts {
      guard word.text.allSatisfy({ $0.isASCII && $0.isNumber || "+-()./".contains($0) }) else {
        break
      }
      count += 1
      guard word.continues else { break }
    }
    let text = words[index..<(index + count)].map(\.text).joined(separator: " ")
    let isWritten = text.hasPrefix("+") || text.contains("-") && text.contains(where: \.isNumber)
    guard isWritten, (7...15).contains(text.count { $0.isNumber }) else { return nil }
    return (text, count)
  }

  /// Notes capitals, or words that may be a place; what comes after them.
  mutating func readName(at index: Int) -> Int? {
    let word = words[index]
    let isShouted =
      word.text.count > 1 && word.text.count <= 6 && word.text.allSatisfy(\.isUppercase)
    if isName(index), isShouted || !startsSentence(index) {
      var end = index + 1
      while end < words.count, words[end - 1].continues, isName(end) || isParticle(end) { end += 1 }
      let name = words[index..<end].map { $0.text }.joined(separator: " ")
      let isCode = end == index + 1 && isShouted
      let next = add(isCode ? .code : .name, withoutPossessive(name, end), index, end - index)
      joinPlace()
      return next
    }
    guard index > 0, ["in", "at", "near", "into"].contains(preposition(before: index)) else {
      return nil
    }
    var end = index
    while end < words.count, end < index + 3, isPlain(end) {
      end += 1
      if !words[end - 1].continues { break }
    }
    guard end > index else { return nil }
    var text = words[index..<end].map(\.text).joined(separator: " ")
    // “paris, france”
    if words[end - 1].mark == ",", end < words.count, isPlain(end),
      end + 1 == words.count || words[end].mark.map({ $0 != "," }) == true
    {
      text += ", " + words[end].text
      end += 1
    }
    return add(.possiblePlace, text, index, end - index)
  }

  private func isName(_ index: Int) -> Bool {
    let word = words[index]
    return word.text.first?.isUppercase == true && !word.isQuotation
      && !["i", "i'm", "i'd", "i'll", "ok"].contains(word.lowered)
      && !WrittenValue.days.contains(word.lowered) && !word.text.contains("@")
      && WrittenValue.date(words[index...]) == nil
  }

  /// Whether a word stands within a name, as in “Rio de Janeiro”.
  private func isParticle(_ index: Int) -> Bool {
    ["de", "da", "do", "del", "la", "el", "van", "von", "der"].contains(words[index].text)
      && words[index].continues && index + 1 < words.count && isName(index + 1)
  }

  /// Whether a word may be part of a place that isn't written like a name.
  private func isPlain(_ index: Int) -> Bool {
    let word = words[index]
    return !word.isQuotation && word.text.allSatisfy(\.isLetter)
      && !Self.noPlaces.contains(word.lowered)
      && !Self.prepositions.contains(word.lowered) && !Self.articles.contains(word.lowered)
      && !WrittenValue.days.contains(word.lowered) && WrittenValue.number(word.text) == nil
  }

  private static let noPlaces: Set<String> = [
    "this", "that", "detail", "short", "json", "order", "general", "and", "or", "it", "all",
    "which", "what", "please", "thanks", "now", "then", "like", "most", "least", "is", "one", "me",
    "celsius", "fahrenheit", "kelvin",
  ]

  /// Makes one of a city and what it lies in: “San Francisco, CA”.
  private mutating func joinPlace() {
    guard mentions.count >= 2 else { return }
    let (first, second) = (mentions[mentions.count - 2], mentions[mentions.count - 1])
    guard first.isName, second.isName, first.words.upperBound == second.words.lowerBound,
      words[first.words.upperBound - 1].mark == ",",
      ["in", "at", "near", "for", "from", "to", "of"].contains(first.preposition)
    else { return }
    let end = second.words.upperBound
    let isListed =
      end < words.count
      && (words[end - 1].mark == "," && words[end].text.first?.isUppercase == true
        || ["and", "or", "&"].contains(words[end].lowered))
    guard !isListed, !first.text.contains(",") else { return }
    mentions.removeLast()
    mentions[mentions.count - 1].kind = .name
    mentions[mentions.count - 1].text += ", " + second.text
    mentions[mentions.count - 1].words = first.words.lowerBound..<end
  }

  /// “Paris's weather” is about Paris, and “at Luigi's” about Luigi's.
  private func withoutPossessive(_ name: String, _ end: Int) -> String {
    guard name.hasSuffix("'s") || name.hasSuffix("’s"), end < words.count,
      words[end - 1].continues, !Self.prepositions.contains(words[end].lowered)
    else { return name }
    return String(name.dropLast(2))
  }

  private func startsSentence(_ index: Int) -> Bool {
    index == 0 || words[index - 1].mark.map { ".!?".contains($0) } ?? false
  }

  private mutating func add(_ kind: Mention.Kind, _ text: String, _ index: Int, _ count: Int) -> Int
  {
    mentions.append(
      Mention(
        kind: kind, text: text, preposition: preposition(before: index),
        words: index..<(index + count)))
    return index + count
  }

  /// The preposition before a word; within a list it is that of the first one.
  private func preposition(before index: Int) -> String {
    var index = index - 1
    while index >= 0, Self.articles.contains(words[index].lowered) { index -= 1 }
    guard index >= 0 else { return "" }
    let word = words[index].lowered
    if words[index].continues, Self.prepositions.contains(word) { return word }
    let isJoint = ["and", "or", "&"].contains(word)
    if let last = mentions.last, last.words.upperBound == index + (isJoint ? 0 : 1),
      isJoint || words[index].mark == ","
    {
      return last.preposition
    }
    return ""
  }
}
