import JSON

/// The values that a conversation offers for the input of a tool: places, numbers, quotations and the
/// like.
///
/// A value that stands beside the name of a property belongs to it (“4 people”, “volume 7”, “with
/// the subject "Dinner"”), and to none of its siblings; others go by their kind.
struct ConversationHints: Sendable {
  /// What the user asked.
  private(set) var question = ""
  let words: [TextWord]
  private(set) var mentions: [Mention]
  private(set) var expressions: [String]
  /// The characters that the words were read from.
  let characters: [Character]

  /// Only so much of a long question is looked at, in characters.
  private static let longestQuestion = 4000

  init(_ conversation: Conversation) {
    let results = conversation.results.map(\.text).joined(separator: "\n")
    self.init(conversation.question + (results.isEmpty ? "" : "\n" + results))
    question = conversation.question
  }

  init(_ text: String) {
    question = text
    characters = Array(text.prefix(Self.longestQuestion))
    words = TextWord.words(of: characters)
    mentions = Mention.mentions(in: words)
    expressions = Self.expressions(in: String(characters))
  }

  /// The values for a string property, the likeliest first.
  ///
  /// - Parameters:
  ///   - siblings: The names of the properties beside it.
  ///   - isListed: Whether it is one of several values of the same kind.
  func strings(
    for name: String, schema: JSONValue, beside siblings: [String] = [], isListed: Bool = false
  ) -> [String] {
    let property = Property(name, schema: schema)
    var values = value(boundTo: property).map { [$0] } ?? []
    if isListed, [.other, .name, .prose, .query].contains(property.kind) {
      values += listItems(for: property)
    }
    let open = open(for: property, beside: siblings)
    values += found(for: property, among: open)
    if schema["pattern"] != nil || schema["format"] != nil {
      values += sorted(open, for: property).filter { $0.kind == .time }.map { $0.text + ":00Z" }
      values += dateTime(among: open)
      values +=
        currencies(for: property)
        + languages(for: property).compactMap { Self.languageCodes[$0.lowercased()] }
      values += sorted(open, for: property).map(\.text)
      values += words.map(\.text).filter { $0.contains { !$0.isLowercase } }
    }
    return values
  }

  private func found(for property: Property, among open: [Mention]) -> [String] {
    func texts(_ kinds: Mention.Kind...) -> [String] {
      sorted(open.filter { kinds.contains($0.kind) }, for: property).map(\.text)
    }
    switch property.kind {
    case .place:
      // A mere “to” may want an address or a currency.
      let isBare = property.words == ["to"] || property.words == ["from"]
      return (isBare ? texts(.email) : []) + placeNames(for: property, among: open)
        + (isBare ? currencies(for: property) : []) + texts(.quotation) + texts(.possiblePlace)
    case .email: return texts(.email)
    case .url: return texts(.url) + texts(.path)
    case .date: return texts(.date) + texts(.day)
    case .time: return texts(.time)
    case .expression: return expressions + texts(.quotation)
    case .query:
      return texts(.quotation)
        + [property.words.contains("topic") ? theme : nil, order, topic].compactMap(\.self)
    case .name:
      let isTitle = ["title", "subject"].contains { property.words.contains($0) }
      let titles = isTitle ? [theme, object].compactMap(\.self) : []
      let isCalled = isTitle || property.words.contains("name")
      return texts(.quotation) + (isCalled ? [title].compactMap(\.self) : [])
        + labelled(open, property, [.name]) + titles
        + names(for: property, among: open) + labelled(open, property, [.code])
    case .path: return texts(.path) + texts(.url) + texts(.quotation)
    case .language: return languages(for: property) + texts(.quotation)
    case .currency: return currencies(for: property)
    case .unit: return units(for: property, among: open)
    case .code:
      return labelled(open, property, [.number, .quotation]) + texts(.code) + texts(.quotation)
        + texts(.number).filter { $0.count > 2 && $0.allSatisfy(\.isNumber) } + texts(.name)
    case .phone: return texts(.phone)
    case .command: return texts(.quotation) + (order.map { [$0] } ?? [])
    case .prose: return texts(.quotation) + [speech, remark].compactMap(\.self)
    case .other: return labelled(open, property, [.quotation, .code, .name]) + texts(.quotation)
    }
  }

  /// The numbers for a property, the likeliest first.
  ///
  /// - Parameter isNamed: Whether only those count that stand beside the property's name.
  func numbers(
    for name: String, beside siblings: [String] = [], isNamed: Bool = false
  ) -> [JSONNumber] {
    let property = Property(name)
    let open = open(for: property, beside: siblings).filter { $0.number != nil }
    let named = open.filter { isLabelled($0, property) }
    let others = isNamed ? [] : open.filter { !named.contains($0) }
    return (named + others).compactMap { duration($0, for: property) ?? $0.number }
  }

  /// How many elements the question offers for an array, without those that are used elsewhere.
  func count(for name: String, items: JSONValue, without used: Set<String>) -> Int {
    let property = Property(name, schema: items)
    if let values = items["enum"]?.arrayValue {
      return Set(choices(among: values.compactMap(\.stringValue), for: name)).count
    }
    switch items["type"]?.stringValue {
    case "integer", "number": return numbers(for: name).count
    case "object": return listItems(for: property).count
    case "string" where [.other, .name, .prose, .query].contains(property.kind):
      return listItems(for: property).filter { !used.contains($0) }.count
    case "string": return Set(found(for: property, among: mentions)).subtracting(used).count
    default: return 0
    }
  }

  /// How strongly the question offers a value of a kind.
  func weight(of kind: PropertyKind) -> Int {
    func offers(_ kind: Mention.Kind) -> Bool { mentions.contains { $0.kind == kind } }
    return switch kind {
    case .expression: expressions.isEmpty ? 0 : 3
    case .email: offers(.email) ? 2 : 0
    case .url: offers(.url) ? 2 : 0
    case .path: offers(.path) ? 2 : 0
    case .place: mentions.contains { $0.isName && $0.preposition == "in" } ? 1 : 0
    default: 0
    }
  }

  /// Whether the question has a word, or all the words of a name.
  func mentions(_ text: String) -> Bool {
    let parts = PropertyKind.words(of: text)
    return !parts.isEmpty && parts.allSatisfy { part in spoken.contains(part) }
  }

  /// Every word in small letters, and the parts of names.
  private var spoken: Set<String> { Set(words.flatMap { PropertyKind.words(of: $0.text) }) }

  /// For a tool that takes one of several things that are listed: hints with each of them alone.
  func alternatives(for tool: ToolDefinition) -> [ConversationHints] {
    let kinds = tool.properties
      .filter { $0.value["type"] == "string" }
      .map { Property($0.key.value, schema: $0.value) }
    let ways = kinds.filter { $0.kind == .place }
    let places = mentions.filter { $0.isName && !$0.preposition.isEmpty }
    if ways.count == 1, ways[0].direction == nil, places.count > 1 {
      return places.map { place in
        var hints = self
        hints.mentions.removeAll { $0.isName && $0 != place }
        return hints
      }
    }
    if kinds.contains(where: { $0.kind == .expression }), expressions.count > 1 {
      return expressions.map { expression in
        var hints = self
        hints.expressions = [expression]
        return hints
      }
    }
    return []
  }
}

// MARK: - Belonging

extension ConversationHints {
  /// Words that may stand between a name and its value.
  private static let joints: Set<String> = [
    "is", "are", "be", "as", "of", "to", "from", "in", "the", "a", "an", "with", "at", "for", "on",
    "should",
    "by",
  ]

  private static let leastNames: Set<String> = [
    "min", "minimum", "least", "start", "lower", "low", "from",
  ]
  private static let mostNames: Set<String> = [
    "max", "maximum", "limit", "most", "end", "upper", "high", "to", "budget",
  ]

  /// Whether a mention stands beside a property's name.
  func isLabelled(_ mention: Mention, _ property: Property) -> Bool {
    let ends: Set<String>? =
      switch mention.bound {
      case .least: Self.leastNames
      case .most: Self.mostNames
      case nil: nil
      }
    if let ends, property.words.contains(where: ends.contains) { return true }
    if !mention.unit.isEmpty, property.isNamed(by: mention.unit == "%" ? "percent" : mention.unit) {
      return true
    }
    var index = mention.words.lowerBound - 1
    while index >= 0, words[index].mark.map({ ":=".contains($0) }) ?? true {
      // In “4 people at 19:30” the people are counted already.
      let isCounting = mentions.contains { $0.number != nil && $0.words.upperBound == index }
      if !isCounting, property.isNamed(by: words[index].lowered) { return true }
      guard Self.joints.contains(words[index].lowered) else { break }
      index -= 1
    }
    let end = mention.words.upperBound
    guard end < words.count, words[end - 1].continues else { return false }
    return !Self.joints.contains(words[end].lowered) && property.isNamed(by: words[end].lowered)
  }

  /// The mentions that don't belong to a sibling, those first that belong to the property.
  private func open(for property: Property, beside siblings: [String]) -> [Mention] {
    let others = siblings.map { Property($0) }
    let own = mentions.filter { isLabelled($0, property) }
    return own
      + mentions.filter { mention in
        !own.contains(mention) && !others.contains { isLabelled(mention, $0) }
      }
  }

  private func labelled(_ open: [Mention], _ property: Property, _ kinds: [Mention.Kind])
    -> [String]
  {
    open.filter { kinds.contains($0.kind) && isLabelled($0, property) }.map(\.text)
  }

  /// Those first that stand at the property's end of a way.
  private func sorted(_ mentions: [Mention], for property: Property) -> [Mention] {
    guard let direction = property.direction else { return mentions }
    let wanted = Self.prepositions(of: direction)
    return mentions.filter { wanted.contains($0.preposition) }
      + mentions.filter { !wanted.contains($0.preposition) }
  }

  static func prepositions(of direction: Property.Direction) -> Set<String> {
    direction == .from ? ["from"] : ["to", "into", "towards"]
  }

  /// The value that a property is said to have: `title: x`, `title = x`, `title is x`.
  private func value(boundTo property: Property) -> String? {
    let label = property.words
    guard !label.isEmpty, words.count > label.count else { return nil }
    for start in 0..<(words.count - label.count)
    where words[start..<(start + label.count)].map(\.lowered) == label {
      var next = start + label.count
      if let mark = words[next - 1].mark {
        guard ":=".contains(mark) else { continue }
        if mark == ":", property.kind == .prose { return clause(from: next) }
      } else if next + 1 < words.count, ["is", "=", ":"].contains(words[next].lowered) {
        next += 1
      } else {
        // “with username ada”
        let before = start > 0 ? words[start - 1].lowered : ""
        guard ["with", "and", "using"].contains(before), !Self.joints.contains(words[next].lowered)
        else { continue }
      }
      let mention = mentions.first { $0.words.lowerBound == next && $0.kind != .possiblePlace }
      return mention?.text ?? words[next].text
    }
    return nil
  }
}
