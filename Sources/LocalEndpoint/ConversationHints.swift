import JSON

/// The values that a conversation offers for the input of a tool: places, numbers, quotations and the like.
struct ConversationHints: Sendable {
  private struct Place: Sendable {
    var name: String
    /// The word that stands before it, such as `in`.
    var preposition: String
  }

  /// What the user asked.
  private(set) var question = ""
  private var places: [Place] = []
  /// Words after “in” that aren't written like a name.
  private var possiblePlaces: [String] = []
  private(set) var numbers: [JSONNumber] = []
  private var quotations: [String] = []
  private var names: [String] = []
  private var emails: [String] = []
  private var urls: [String] = []
  private var dates: [String] = []
  private var times: [String] = []
  private var paths: [String] = []
  private var expressions: [String] = []
  /// The words of the question, in small letters.
  private var words: [String] = []

  /// Only so much of a long question is looked at, in characters.
  private static let longestQuestion = 4000

  init(_ conversation: Conversation) {
    let results = conversation.results.map(\.text).joined(separator: "\n")
    self.init(conversation.question + (results.isEmpty ? "" : "\n" + results))
    question = conversation.question
  }

  init(_ text: String) {
    question = text
    let text = String(text.prefix(Self.longestQuestion))
    readQuotations(in: text)
    readExpressions(in: text)
    readWords(in: text)
  }

  /// The values for a string property, the likeliest first.
  func strings(for name: String, schema: JSONValue) -> [String] {
    let named = value(after: name).map { [$0] } ?? []
    let found =
      switch PropertyKind(name, schema: schema) {
      case .place(let direction): placeNames(direction) + names + quotations + possiblePlaces
      case .email: emails
      case .url: urls
      case .date: dates
      case .time: times
      case .expression: expressions + quotations
      case .query: quotations + [Self.topic(of: question)]
      case .name: quotations + names
      case .path: paths + quotations
      case .other: quotations
      }
    return named + found
  }

  /// How strongly the question offers a value of a kind.
  func weight(of kind: PropertyKind) -> Int {
    switch kind {
    case .expression: expressions.isEmpty ? 0 : 3
    case .email: emails.isEmpty ? 0 : 2
    case .url: urls.isEmpty ? 0 : 2
    case .place: places.contains { $0.preposition == "in" } ? 1 : 0
    case .date, .time, .query, .name, .path, .other: 0
    }
  }

  /// Whether the question has a word, or all the words of a name.
  func mentions(_ text: String) -> Bool {
    let parts = PropertyKind.words(of: text)
    return !parts.isEmpty && parts.allSatisfy(words.contains)
  }

  /// For a tool that takes one of several things that are listed: hints with each of them alone.
  func alternatives(for tool: ToolDefinition) -> [ConversationHints] {
    let kinds = tool.properties
      .filter { $0.value["type"] == "string" }
      .map { PropertyKind($0.key.value, schema: $0.value) }
    let ways = kinds.count {
      if case .place = $0 { true } else { false }
    }
    if ways == 1, kinds.contains(.place(.any)), places.count > 1 {
      return places.map { place in
        var hints = self
        hints.places = [place]
        hints.names = []
        return hints
      }
    }
    if kinds.contains(.expression), expressions.count > 1 {
      return expressions.map { expression in
        var hints = self
        hints.expressions = [expression]
        return hints
      }
    }
    return []
  }

  private func placeNames(_ direction: PropertyKind.Direction) -> [String] {
    let wanted: Set<String> =
      switch direction {
      case .any: ["in", "at", "near", "for", "around", "of"]
      case .from: ["from"]
      case .to: ["to", "into", "towards"]
      }
    let (fitting, others) =
      (
        places.filter { wanted.contains($0.preposition) },
        places.filter { !wanted.contains($0.preposition) }
      )
    return (fitting + others).map(\.name)
  }

  /// What a question is about, without the words that ask for it.
  private static func topic(of question: String) -> String {
    var rest = question[...]
    for opening in [
      "please ", "can you ", "could you ", "search for ", "search the web for ", "look up ",
      "find out ",
      "find ", "search ", "what is ", "what's ", "tell me about ",
    ] where rest.lowercased().hasPrefix(opening) {
      rest = rest.dropFirst(opening.count)
    }
    while let last = rest.last, last.isWhitespace || ".?!".contains(last) { rest.removeLast() }
    return String(rest.split(whereSeparator: \.isNewline).first ?? rest)
  }

  /// The word that follows a property's name: `title: x`, `title = x`, `title is x`.
  private func value(after name: String) -> String? {
    let raw = question.prefix(Self.longestQuestion).split(whereSeparator: \.isWhitespace)
    let label = PropertyKind.words(of: name)
    guard !label.isEmpty, raw.count > label.count else { return nil }
    for start in 0..<(raw.count - label.count) {
      let window = raw[start..<(start + label.count)]
      let plain = window.map { $0.lowercased().filter { $0.isLetter || $0.isNumber } }
      guard plain == label else { continue }
      var next = start + label.count
      if let last = window.last?.last, ":=".contains(last) {
        // The value follows at once.
      } else if next + 1 < raw.count, ["is", "=", ":"].contains(raw[next].lowercased()) {
        next += 1
      } else {
        continue
      }
      let value = Self.trimmed(raw[next])
      return value.isEmpty ? nil : quotations.first { $0.hasPrefix(value) } ?? value
    }
    return nil
  }
}

// MARK: - Reading

extension ConversationHints {
  private static let marks: Set<Character> = [
    ".", ",", ";", ":", "!", "?", "(", ")", "[", "]", "\"", "'", "“", "”", "‘", "’", "`", "…", "<",
    ">",
  ]

  private static func trimmed(_ word: Substring) -> String {
    var word = word.drop { marks.contains($0) }
    while let last = word.last, marks.contains(last) { word.removeLast() }
    return String(word)
  }

  private mutating func readQuotations(in text: String) {
    for (opening, closing) in [("\"", "\""), ("“", "”"), ("`", "`")] as [(Character, Character)] {
      var rest = text[...]
      while let start = rest.firstIndex(of: opening) {
        let inside = rest[rest.index(after: start)...]
        guard let end = inside.firstIndex(of: closing) else { break }
        if start < end, inside.startIndex < end { quotations.append(String(inside[..<end])) }
        rest = inside[inside.index(after: end)...]
      }
    }
    // A single quote is an apostrophe, unless it stands at the border of a word.
    let characters = Array(" " + text + " ")
    var start: Int?
    for index in characters.indices.dropFirst().dropLast() where characters[index] == "'" {
      if let opening = start, !characters[index + 1].isLetter {
        quotations.append(String(characters[(opening + 1)..<index]))
        start = nil
      } else if !characters[index - 1].isLetter, !characters[index + 1].isWhitespace {
        start = index
      }
    }
  }

  /// Reads runs of numbers and operators that hold at least one operation.
  private mutating func readExpressions(in text: String) {
    var run = ""
    for character in text + "\n" {
      if character.isASCII && character.isNumber || "+-*/^%().×÷ ".contains(character) {
        run.append(character)
        continue
      }
      if let expression = Self.expression(in: run) { expressions.append(expression) }
      run = ""
    }
  }

  private static func expression(in run: String) -> String? {
    var text = run.drop { " +*/^%).×÷".contains($0) }
    while let last = text.last, " +-*/^%(.×÷".contains(last) { text.removeLast() }
    let plain = text.filter { $0 != " " }
    let isOperation = zip(plain, plain.dropFirst()).contains { left, right in
      (left.isNumber || left == ")") && "+-*/^%×÷".contains(right)
    }
    let isDate = plain.split(separator: "-").map(\.count) == [4, 2, 2]
    let depth = plain.count { $0 == "(" } - plain.count { $0 == ")" }
    guard isOperation, !isDate, depth == 0 else { return nil }
    return String(text.map { $0 == "×" ? "*" : $0 == "÷" ? "/" : $0 })
  }

  private mutating func readWords(in text: String) {
    var name = ""
    var preposition = ""
    var startsSentence = true
    func isName(_ word: String) -> Bool { word.first?.isUppercase == true }

    func finishName(_ hints: inout ConversationHints) {
      guard !name.isEmpty else { return }
      if preposition.isEmpty {
        hints.names.append(name)
      } else {
        hints.places.append(Place(name: name, preposition: preposition))
      }
      name = ""
    }

    for raw in text.split(whereSeparator: \.isWhitespace) {
      let word = Self.trimmed(raw)
      let lowercased = word.lowercased()
      words += PropertyKind.words(of: word)
      readValue(word)
      let joins = ["and", "or", "&"].contains(lowercased)
      if isName(word), !startsSentence, !["I", "I'm", "I'd", "I'll"].contains(word) {
        name += (name.isEmpty ? "" : " ") + Self.withoutPossessive(word)
      } else {
        finishName(&self)
        if preposition == "in", !Self.noPlaces.contains(lowercased) { possiblePlaces.append(word) }
        if !joins {
          preposition = Self.prepositions.contains(lowercased) ? lowercased : ""
        }
      }
      if let last = raw.last, ",;:.!?)".contains(last) { finishName(&self) }
      startsSentence = raw.last.map { ".!?".contains($0) } ?? false
      if startsSentence { preposition = "" }
    }
    finishName(&self)
  }

  private static let prepositions: Set<String> = [
    "in", "at", "near", "from", "to", "into", "for", "around", "towards", "of", "between",
  ]

  private static let noPlaces: Set<String> = [
    "the", "a", "an", "my", "your", "this", "that", "one", "two", "three", "detail", "short",
    "json",
    "order", "general", "and", "or", "it", "all", "which", "what",
  ]

  private static func withoutPossessive(_ word: String) -> String {
    for ending in ["'s", "’s"] where word.hasSuffix(ending) { return String(word.dropLast(2)) }
    return word
  }

  /// Notes a word that is a value by itself.
  private mutating func readValue(_ word: String) {
    let digits = word.filter { !"$€£%,°".contains($0) }
    if let number = JSONNumber(text: digits) { numbers.append(number) }
    if word.contains("@"), JSONSchema.Format.email.matches(word) { emails.append(word) }
    if word.hasPrefix("http://") || word.hasPrefix("https://") { urls.append(word) }
    if JSONSchema.Format.date.matches(word) || JSONSchema.Format.dateTime.matches(word) {
      dates.append(word)
    }
    if JSONSchema.Format.time.matches(word + ":00Z") { times.append(word) }
    if word.contains("/") || word.contains("."), word.contains(where: \.isLetter),
      !word.contains("@"), !word.contains("//")
    {
      paths.append(word)
    }
  }
}
