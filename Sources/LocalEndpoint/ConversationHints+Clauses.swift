// Parts of sentences as values: lists, what to say, what to look for.
extension ConversationHints {
  /// Words at which a listed thing ends, and before which it doesn't begin.
  private static let borders: Set<String> = [
    "to", "in", "on", "for", "at", "from", "with", "of", "into", "by", "as", "about", "please",
    "then",
    "is", "are", "the", "a", "an", "some", "my", "our", "me", "i", "we", "add", "buy", "get", "put",
    "need", "order", "create", "make", "include", "tag", "want", "have", "has", "between",
    "assigned",
  ]
  private static let joints: Set<String> = ["and", "or", "&"]

  /// The things that the question lists: “red, green and blue”. Empty unless there are three, or two
  /// with a word between them.
  func listItems(for property: Property) -> [String] {
    guard let first = words.indices.first(where: { separates(after: $0) }) else { return [] }
    var start = first
    // The first word of a sentence tells what to do.
    while start > 1, start > first - 3, words[start - 1].continues, words[start - 2].mark != ".",
      !Self.borders.contains(words[start - 1].lowered),
      !property.isNamed(by: words[start - 1].lowered), !isBorder(start)
    {
      start -= 1
    }
    var items = [text(start...first)]
    var index = first
    var isJoined = false
    while separates(after: index) {
      var next = index + 1
      while next < words.count, Self.joints.contains(words[next].lowered) {
        next += 1
        isJoined = true
      }
      var end = next
      while end < words.count, end < next + 3, !isBorder(end) {
        end += 1
        if !words[end - 1].continues || separates(after: end - 1) { break }
      }
      guard end > next else { break }
      items.append(text(next...(end - 1)))
      index = end - 1
    }
    return items.count > 2 || items.count == 2 && isJoined ? items : []
  }

  private func isBorder(_ index: Int) -> Bool {
    Self.borders.contains(words[index].lowered) || Self.joints.contains(words[index].lowered)
  }

  /// Whether another listed thing follows a word.
  private func separates(after index: Int) -> Bool {
    guard index + 1 < words.count, !isBorder(index) else { return false }
    if words[index].mark == "," { return true }
    return words[index].continues && Self.joints.contains(words[index + 1].lowered)
      && index + 2 < words.count
  }

  /// Words as they are, without a number before them.
  private func text(_ range: ClosedRange<Int>) -> String {
    var range = range
    if range.count > 1, WrittenValue.number(words[range.lowerBound].text) != nil {
      range = (range.lowerBound + 1)...range.upperBound
    }
    return words[range].map(\.text).joined(separator: " ")
  }

  // MARK: Clauses

  /// What the question is about, without the words that ask for it.
  var topic: String {
    var rest = question[...]
    // “Who wrote it? Search the web.”
    if let end = rest.firstIndex(where: { ".?!".contains($0) }), end > rest.startIndex {
      let next = rest.index(after: end)
      if next < rest.endIndex, rest[next].isWhitespace { rest = rest[..<end] }
    }
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for opening in Self.openings where rest.lowercased().hasPrefix(opening) {
        rest = rest.dropFirst(opening.count)
        hasChanged = true
      }
    }
    for bound in [", at most", " at most", ", up to", " up to", ", limit", ", max"] {
      if let range = rest.firstRange(of: bound) { rest = rest[..<range.lowerBound] }
    }
    while let last = rest.last, last.isWhitespace || ".?!,".contains(last) { rest.removeLast() }
    return String(rest.split(whereSeparator: \.isNewline).first ?? rest)
  }

  private static let openings = [
    "please ", "can you ", "could you ", "search the web for ", "search for ", "search ",
    "look up ",
    "look for ", "find out ", "find me ", "find ", "what is ", "what's ", "tell me about ",
    "google ",
  ]

  /// What the question wants said or done: after “saying”, “remind me to” and the like.
  var speech: String? {
    let markers = [
      ["remind", "me", "to"], ["remind", "me", "that"], ["tell", "her"], ["tell", "him"],
      ["tell", "them"], ["saying"], ["that", "says"], ["you", "say"], ["translate"],
    ]
    for marker in markers {
      guard let start = start(after: marker) else { continue }
      return clause(from: start, hasTime: marker[0] != "remind")
    }
    // “Remind me on Monday to …”
    guard let start = start(after: ["remind", "me"]) else {
      return start(after: ["that"]).flatMap { clause(from: $0) }
    }
    let goal = words.indices.dropFirst(start).first { words[$0].lowered == "to" }
    return goal.flatMap { clause(from: $0 + 1) }
  }

  /// What follows a colon.
  var remark: String? {
    words.firstIndex { $0.mark == ":" }.flatMap { clause(from: $0 + 1, hasTime: true) }
  }

  /// What the question says it is about.
  var theme: String? { start(after: ["about"]).flatMap { clause(from: $0) } }

  /// What the question wants a thing called.
  var title: String? {
    let markers = [["titled"], ["called"], ["named"], ["entitled"]]
    return markers.lazy.compactMap { start(after: $0) }.first
      .flatMap { phrase(from: $0, before: Self.phraseEnds.union(["with", "assigned", "and"])) }
  }

  /// What the question wants made: “Put lunch with Ann on my calendar”.
  var object: String? {
    let verbs: Set<String> = [
      "schedule", "put", "create", "add", "book", "plan", "make", "open", "file", "arrange",
    ]
    guard let first = words.first, verbs.contains(first.lowered) else { return nil }
    let start = words.dropFirst().firstIndex { !["a", "an", "the"].contains($0.lowered) }
    return start.flatMap { phrase(from: $0, before: Self.phraseEnds) }
  }

  private static let phraseEnds: Set<String> = [
    "on", "at", "for", "to", "in", "by", "from", "about", "titled", "called", "named", "saying",
  ]

  /// The words up to one that begins to say something else, to a mark or to a value.
  private func phrase(from start: Int, before ends: Set<String>) -> String? {
    var end = start
    while end < words.count, !ends.contains(words[end].lowered),
      !mentions.contains(where: { $0.words.lowerBound == end && $0.kind != .name })
    {
      end += 1
      if !words[end - 1].continues { break }
    }
    if end > start, words[end - 1].lowered == "with" { end -= 1 }
    return end > start ? source(start..<end) : nil
  }

  /// Names of what letters and events consist of, at which a text before them ends: “body: Hello”.
  private static let partNames: Set<String> = [
    "subject", "title", "body", "message", "text", "content", "note", "notes", "to", "cc", "date",
    "time", "location", "priority",
  ]

  /// What stands from a word to the end of its sentence, or to a time, which says when, or to the
  /// language to say it in.
  ///
  /// - Parameter hasTime: Whether a time belongs to the clause itself.
  func clause(from start: Int, hasTime: Bool = false) -> String? {
    var begin = start
    while begin < words.count, words[begin].lowered == "that" { begin += 1 }
    guard begin < words.count else { return nil }
    var end = begin + 1
    while end < words.count, words[end - 1].mark.map({ !".!?;:".contains($0) }) ?? true,
      words[end].mark != ":" || !Self.partNames.contains(words[end].lowered)
    {
      end += 1
    }
    let times: Set<Mention.Kind> = [.number, .date, .day, .time]
    let time = mentions.first { times.contains($0.kind) && $0.words.lowerBound > begin }
    if !hasTime, let time, ["in", "at", "on", "by", ""].contains(time.preposition),
      time.words.lowerBound < end
    {
      end = time.words.lowerBound - (time.preposition.isEmpty ? 0 : 1)
    }
    let language = words.indices.prefix(end).dropFirst(begin + 2).first { index in
      Self.languageCodes[words[index].lowered] != nil
        && ["in", "into", "to"].contains(words[index - 1].lowered)
    }
    if let language { end = language - 1 }
    return end > begin ? source(begin..<end) : nil
  }

  /// What the question wants run: everything after “run”.
  var order: String? {
    guard var start = start(after: ["run"]) ?? start(after: ["execute"]) else { return nil }
    let fillers: Set<String> = [
      "the", "this", "following", "shell", "bash", "sql", "command", "query", "script", "statement",
    ]
    while start < words.count, fillers.contains(words[start].lowered) { start += 1 }
    return start < words.count ? source(start..<words.count) : nil
  }

  /// Where what follows some words begins.
  func start(after marker: [String]) -> Int? {
    guard words.count > marker.count else { return nil }
    return (0..<(words.count - marker.count)).first {
      words[$0..<($0 + marker.count)].map(\.lowered) == marker
    }.map { $0 + marker.count }
  }

  /// Words with all that stands between them, without the marks at the end.
  private func source(_ range: Range<Int>) -> String {
    let place =
      words[range.lowerBound].place.lowerBound..<words[range.upperBound - 1].place.upperBound
    var text = characters[place]
    while let last = text.last, ".,;:!?".contains(last) { text.removeLast() }
    return String(text)
  }

  // MARK: Dates and expressions

  /// A date with a time of day, in the form of RFC 3339.
  func dateTime(among mentions: [Mention]) -> [String] {
    guard let date = mentions.first(where: { $0.kind == .date }), date.text.count == 10 else {
      return []
    }
    let time = mentions.first { $0.kind == .time }?.text ?? "00:00"
    return ["\(date.text)T\(time):00Z"]
  }

  /// The runs of numbers and operators in a text that hold at least one operation.
  static func expressions(in text: String) -> [String] {
    var expressions: [String] = []
    var run = ""
    if let root = text.lowercased().firstRange(of: "square root of ") {
      let number = text.lowercased()[root.upperBound...].prefix { $0.isNumber || $0 == "." }
      let digits = number.last == "." ? number.dropLast() : number
      if !digits.isEmpty { expressions.append("sqrt(\(digits))") }
    }
    for character in WrittenValue.withOperators(text) + "\n" {
      if character.isASCII && character.isNumber || "+-*/^%().×÷ ".contains(character) {
        run.append(character)
        continue
      }
      if let expression = expression(in: run) { expressions.append(expression) }
      run = ""
    }
    return expressions
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
}
