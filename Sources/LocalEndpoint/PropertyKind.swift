import JSON

/// What kind of thing a string property asks for, as far as its name, format and description tell.
enum PropertyKind: Hashable, Sendable {
  case place, email, url, date, time, expression, query, name, path, language, currency, unit, code,
    phone, command, prose
  case other

  init(_ name: String, schema: JSONValue) {
    self = Self.kind(named: name) ?? Self.kind(format: schema["format"]?.stringValue) ?? .other
    if schema["enum"] != nil || schema["const"] != nil { self = .other }
    if let type = schema["type"]?.stringValue, type != "string", type != "array" { self = .other }
    if self == .other, schema["type"] == "string" {
      self = Self.kind(description: schema["description"]?.stringValue ?? "")
    }
  }

  private static func kind(format: String?) -> PropertyKind? {
    switch format {
    case "email": .email
    case "uri": .url
    case "date", "date-time": .date
    case "time": .time
    default: nil
    }
  }

  private static func kind(named name: String) -> PropertyKind? {
    let parts = words(of: name)
    if parts == ["from"] || parts == ["to"] { return .place }
    return parts.reversed().lazy.compactMap { kinds[$0] }.first
  }

  private static func kind(description: String) -> PropertyKind {
    let words = words(of: description)
    if words.contains("city") || words.contains("location") { return .place }
    if words.contains("email") || words.contains("mail") { return .email }
    if words.contains("url") { return .url }
    if words.contains("arithmetic") || words.contains("expression") { return .expression }
    if words.contains("query") { return .query }
    return .other
  }

  /// The last of a name's words that stands here decides.
  private static let kinds: [String: PropertyKind] = {
    let words: [PropertyKind: String] = [
      .place: """
      city location place town country region cities locations places area address airport \
      origin departure source destination arrival room restaurant hotel venue station state
      """,
      .email: "email mail recipient recipients cc bcc emails", .url: "url uri link href website",
      .date: "date day deadline birthday", .time: "time hour",
      .expression: "expression formula equation calculation expr",
      .query: "query question search keywords prompt topic q sentence statement",
      .name: "name person author title subject company user username customer song track movie "
        + "book product item artist singer band assignee",
      .path: "path file filename directory folder repo repository",
      .language: "language lang locale",
      .currency: "currency currencies", .unit: "unit units",
      .code:
        "id ids code ticker symbol sku reference ref isbn iban zip postcode channel handle hashtag",
      .phone: "phone telephone mobile tel", .command: "command cmd sql shell",
      .prose: "text message content body note notes comment reminder task description",
    ]
    return Dictionary(
      words.flatMap { kind, words in words.split(separator: " ").map { (String($0), kind) } },
      uniquingKeysWith: { first, _ in first })
  }()

  /// The words of a name such as `departure_city`, `departureCity` or `Departure city`.
  static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var wasLowercase = false
    for character in name {
      if !character.isLetter && !character.isNumber || character.isUppercase && wasLowercase {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if character.isLetter || character.isNumber { word += character.lowercased() }
      wasLowercase = character.isLowercase
    }
    return word.isEmpty ? words : words + [word]
  }
}

/// A property as far as a text can say something of it.
struct Property: Sendable {
  /// Which end of a way or a change it is.
  enum Direction: Hashable, Sendable {
    case from, to
  }

  let kind: PropertyKind
  let direction: Direction?
  /// The words that a text would name it by.
  let labels: [String]
  /// All words of its name.
  let words: [String]

  init(_ name: String, schema: JSONValue = [:]) {
    words = PropertyKind.words(of: name)
    kind = PropertyKind(name, schema: schema)
    let telling = words.filter { !Self.vague.contains($0) }
    labels = telling.isEmpty ? words : telling
    let (from, to) = (Self.fromWords, Self.toWords)
    direction =
      words.contains(where: from.contains)
      ? .from : words.contains(where: to.contains) ? .to : nil
  }

  private static let fromWords: Set<String> = [
    "from", "origin", "departure", "source", "base", "start", "sender",
  ]
  private static let toWords: Set<String> = [
    "to", "destination", "arrival", "target", "end", "dest",
  ]

  private static let vague: Set<String> = [
    "id", "number", "value", "date", "time", "name", "count", "num", "max", "min", "maximum",
    "minimum", "from", "to", "in", "of", "is", "has", "the", "unit", "language", "currency", "text",
    "type",
  ]

  /// Whether a word of a text is one of the property's own, in whatever form.
  func isNamed(by word: String) -> Bool {
    labels.contains { Self.isSame(word, $0) }
  }

  private static func isSame(_ left: String, _ right: String) -> Bool {
    isForm(left, of: right) || synonyms.contains { $0.contains(left) && $0.contains(right) }
  }

  /// Whether a word is another one, or a form of it.
  static func isForm(_ left: String, of right: String) -> Bool {
    left == right || left == right + "s" || right == left + "s"
      || min(left.count, right.count) >= 4 && (left.hasPrefix(right) || right.hasPrefix(left))
  }

  private static let synonyms: [Set<String>] = [
    ["guests", "people", "persons", "party", "adults", "passengers", "seats", "travellers"],
    ["limit", "results", "result", "top"], ["age", "years", "year"],
    ["body", "message", "text", "content", "saying", "says"],
    ["title", "called", "named", "entitled"],
    ["duration", "minutes", "hours", "seconds", "days"], ["amount", "price", "cost"],
    ["degrees", "temperature", "celsius", "fahrenheit"], ["percent", "percentage"],
  ]
}
