import JSON

// What a conversation offers for properties of one kind.
extension ConversationHints {
  /// The names of places, those of the property's end of a way first.
  func placeNames(for property: Property, among open: [Mention]) -> [String] {
    let wanted =
      property.direction.map(Self.prepositions)
      ?? ["in", "at", "near", "for", "around", "of"]
    let opposite = property.direction.map { Self.prepositions(of: $0 == .from ? .to : .from) } ?? []
    let others = opposite.union(["with", "by", "about", "as"])
    let places = open.filter { $0.isName && !others.contains($0.preposition) }
    let ordered =
      places.filter { wanted.contains($0.preposition) }
      + places.filter { !wanted.contains($0.preposition) && !$0.preposition.isEmpty }
      + places.filter { $0.preposition.isEmpty && $0.kind == .name }
    // A city lies in the second part of “San Francisco, CA”.
    return ordered.map { place in
      if ["address", "street"].contains(where: property.words.contains),
        let number = mentions.first(where: { $0.words.upperBound == place.words.lowerBound }),
        number.number != nil
      {
        return clause(from: number.words.lowerBound) ?? place.text
      }
      let parts = place.text.split(separator: ",").map { String($0.drop { $0 == " " }) }
      guard parts.count == 2 else { return place.text }
      if property.words.contains("city") { return parts[0] }
      return property.words.contains { ["country", "state", "region"].contains($0) }
        ? parts[1] : place.text
    }
  }

  /// The names of persons and things: of who made something, those after “by” first.
  func names(for property: Property, among open: [Mention]) -> [String] {
    let names = open.filter { $0.kind == .name }
    let isMaker = ["artist", "author"].contains { property.words.contains($0) }
    let likely = isMaker ? "by" : ""
    return (names.filter { $0.preposition == likely } + names.filter { $0.preposition != likely })
      .map(\.text)
  }

  // MARK: Languages, currencies, units

  static let languageCodes = [
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it",
    "portuguese": "pt", "dutch": "nl", "japanese": "ja", "chinese": "zh", "korean": "ko",
    "russian": "ru", "arabic": "ar", "hindi": "hi", "turkish": "tr", "polish": "pl",
    "swedish": "sv", "norwegian": "no", "danish": "da", "finnish": "fi", "greek": "el",
    "hebrew": "he", "thai": "th", "vietnamese": "vi", "ukrainian": "uk", "czech": "cs",
    "latin": "la",
  ]

  /// The languages that the question names, those of the property's direction first.
  func languages(for property: Property) -> [String] {
    let spoken = words.indices.filter { Self.languageCodes[words[$0].lowered] != nil }
    return directed(spoken, property).map {
      words[$0].lowered.prefix(1).uppercased() + words[$0].lowered.dropFirst()
    }
  }

  /// What currencies are called.
  private static let currencyNames = [
    "USD": ["usd", "dollar", "dollars", "$"], "EUR": ["eur", "euro", "euros", "€"],
    "GBP": ["gbp", "pound", "pounds", "£"], "JPY": ["jpy", "yen", "¥"],
    "CHF": ["chf", "franc", "francs"],
  ]

  /// How else units are written, which schemas name in full.
  private static let unitNames = [
    "celsius": ["c", "°c", "centigrade"], "fahrenheit": ["f", "°f"], "kilometers": ["km"],
    "kilometres": ["km"], "miles": ["mi"], "meters": ["m"], "metres": ["m"], "feet": ["ft"],
    "kilograms": ["kg"], "grams": ["g"], "pounds": ["lb", "lbs"], "inches": ["in"],
  ]

  private static func currency(_ word: TextWord) -> String? {
    let named = currencyNames.first {
      $0.value.contains(word.lowered) || $0.value.contains(String(word.text.prefix(1)))
    }
    if let named { return named.key }
    return word.text.count == 3 && word.text.allSatisfy { $0.isASCII && $0.isUppercase }
      ? word.text : nil
  }

  /// The codes of the currencies that the question names.
  func currencies(for property: Property) -> [String] {
    directed(words.indices.filter { Self.currency(words[$0]) != nil }, property)
      .compactMap { Self.currency(words[$0]) }
  }

  /// The units that the question names: what numbers count, and what follows “to”.
  func units(for property: Property, among open: [Mention]) -> [String] {
    var counted: [String] = []
    for number in mentions where number.number != nil {
      let next = number.words.upperBound
      if !number.unit.isEmpty {
        counted.append(number.unit)
      } else if next < words.count, words[next - 1].continues,
        words[next].text.allSatisfy(\.isLetter)
      {
        counted.append(words[next].text)
      }
    }
    let wanted = words.indices.dropFirst().filter { index in
      ["to", "into", "in", "many"].contains(words[index - 1].lowered)
        && words[index].text.allSatisfy(\.isLetter)
    }.map { words[$0].text }
    return property.direction == .to ? wanted + counted : counted + wanted
  }

  /// The places of words, those first that follow a preposition of the property's direction.
  private func directed(_ indices: [Int], _ property: Property) -> [Int] {
    guard let direction = property.direction else { return indices }
    let wanted = Self.prepositions(of: direction).union(direction == .to ? ["in"] : [])
    let fitting = indices.filter { $0 > 0 && wanted.contains(words[$0 - 1].lowered) }
    return fitting + indices.filter { !fitting.contains($0) }
  }

  // MARK: Times

  /// The seconds in what times are counted in.
  private static let seconds = [
    "second": 1.0, "sec": 1, "s": 1, "minute": 60, "min": 60, "hour": 3600, "h": 3600, "hr": 3600,
    "day": 86_400, "week": 604_800, "millisecond": 0.001, "ms": 0.001, "milli": 0.001,
  ]

  private static func seconds(in unit: String) -> Double? {
    seconds[unit] ?? (unit.hasSuffix("s") ? seconds[String(unit.dropLast())] : nil)
  }

  /// A time in the unit that the property's name tells; nil when there is nothing to convert.
  func duration(_ mention: Mention, for property: Property) -> JSONNumber? {
    let next = mention.words.upperBound
    let counted = next < words.count && words[next - 1].continues ? words[next].lowered : ""
    let unit = mention.unit.isEmpty ? counted : mention.unit
    guard let number = mention.number, let from = Self.seconds(in: unit),
      let to = property.words.lazy.compactMap(Self.seconds(in:)).first, from != to
    else { return nil }
    let value = number.doubleValue * from / to
    return value.isFinite ? JSONNumber(value) : nil
  }

  // MARK: Choices

  /// Which of several words the question speaks of: by the place where it does, those first that
  /// stand beside the property's name or after a preposition of its direction.
  func choices(among values: [String], for name: String) -> [String] {
    let property = Property(name)
    let found = values.flatMap { value in positions(of: value).map { (value: value, range: $0) } }
      .sorted { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) }
    func score(_ range: Range<Int>) -> Int {
      let mention = Mention(kind: .name, text: "", words: range)
      let before = range.lowerBound > 0 ? words[range.lowerBound - 1].lowered : ""
      let direction: Property.Direction? =
        Self.prepositions(of: .from).contains(before)
        ? .from : Self.prepositions(of: .to).contains(before) ? .to : nil
      let way = property.direction.map { $0 == direction ? 2 : direction == nil ? 0 : -2 } ?? 0
      return way + (isLabelled(mention, property) ? 1 : 0)
    }
    let best = found.map { score($0.range) }.max() ?? 0
    let ordered = found.filter { score($0.range) == best } + found.filter { score($0.range) < best }
    return ordered.map(\.value)
  }

  /// Where the question has the words of a value in a row.
  private func positions(of value: String) -> [Range<Int>] {
    let parts = PropertyKind.words(of: value)
    guard !parts.isEmpty, words.count >= parts.count else { return [] }
    let names = Self.currencyNames[value.uppercased()] ?? Self.unitNames[value.lowercased()] ?? []
    return (0...(words.count - parts.count)).compactMap { start in
      let range = start..<(start + parts.count)
      let isSpoken = zip(words[range], parts).allSatisfy { word, part in
        word.lowered == part || part.count > 3 && Property.isForm(word.lowered, of: part)
          || PropertyKind.words(of: word.text).contains(part) && parts.count == 1
      }
      let word = words[start]
      let unit = mentions.first { $0.words == range }?.unit.lowercased() ?? ""
      let isMeant =
        parts.count == 1
        && (names.contains(word.lowered) && word.lowered.count > 1
          || names.contains(String(word.text.prefix(1))) && word.text.count > 1
            && !word.text.prefix(1).allSatisfy(\.isLetter)
          || names.contains(unit))
      return isSpoken || isMeant ? range : nil
    }
  }

  // MARK: Switches

  private static let positive: Set<String> = [
    "enable", "enabled", "on", "with", "include", "including", "activate", "active", "show", "true",
    "yes", "start", "allow", "turn-on",
  ]
  private static let negative: Set<String> = [
    "disable", "disabled", "off", "without", "exclude", "excluding", "deactivate", "inactive",
    "hide",
    "false", "no", "not", "don't", "don’t", "never", "stop",
  ]

  /// Whether the question wants something on or off; nil when it doesn't speak of it.
  func flag(for name: String) -> Bool? {
    let parts = PropertyKind.words(of: name).filter {
      !["is", "has", "include", "use", "with", "should", "be"].contains($0)
    }
    let start =
      parts.isEmpty
      ? nil
      : words.indices.first { start in
        start + parts.count <= words.count
          && zip(words[start...], parts).allSatisfy { Property.isForm($0.lowered, of: $1) }
      }
    let state: Set<String> = ["on", "enabled", "enable", "active", "power", "state", "switch"]
    if let start, !state.contains(name.lowercased()) {
      let end = start + parts.count
      for word in words[end...].prefix(2) {
        if ["on", "true", "yes", "enabled"].contains(word.lowered) { return true }
        if ["off", "false", "no", "disabled"].contains(word.lowered) { return false }
        guard ["is", "to", "should", "be", "="].contains(word.lowered) else { break }
      }
      for word in words[..<start].suffix(5).reversed() {
        if let mark = word.mark, !":=".contains(mark) { break }
        if Self.negative.contains(word.lowered) { return false }
        if Self.positive.contains(word.lowered) { return true }
      }
      return true
    }
    guard parts.contains(where: state.contains) else { return mentions(name) ? true : nil }
    if words.contains(where: { ["off", "disable", "deactivate", "disabled"].contains($0.lowered) })
    {
      return false
    }
    let isOn = words.indices.contains { index in
      ["enable", "activate", "enabled"].contains(words[index].lowered)
        || words[index].lowered == "on"
          && (words[max(0, index - 3)..<index].contains {
            ["turn", "switch", "put", "power"].contains($0.lowered)
          })
    }
    return isOn ? true : nil
  }
}
