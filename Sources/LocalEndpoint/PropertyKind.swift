import JSON

/// What kind of thing a string property asks for, as far as its name, format and description tell.
enum PropertyKind: Hashable, Sendable {
  case place(Direction), email, url, date, time, expression, query, name, path
  case other

  /// Which end of a way a place is.
  enum Direction: Hashable, Sendable {
    case any, from, to
  }

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
    let parts = Self.words(of: name)
    for part in parts.reversed() {
      switch part {
      case "origin", "departure", "source": return .place(.from)
      case "destination", "arrival": return .place(.to)
      case "city", "location", "place", "town", "country", "region", "cities", "locations",
        "places",
        "area", "address", "airport":
        return .place(
          parts.contains("from") || parts.contains("origin") || parts.contains("departure")
            ? .from
            : parts.contains("to") || parts.contains("destination") || parts.contains("arrival")
              ? .to : .any)
      case "email", "mail", "recipient", "recipients", "cc", "bcc", "emails": return .email
      case "url", "uri", "link", "href", "website": return .url
      case "date", "day", "deadline", "birthday": return .date
      case "time", "hour": return .time
      case "expression", "formula", "equation", "calculation", "expr": return .expression
      case "query", "question", "search", "keywords", "prompt", "topic", "q", "sentence",
        "statement":
        return .query
      case "name", "person", "author", "title", "subject", "company", "user", "username",
        "customer":
        return .name
      case "path", "file", "filename", "directory", "folder": return .path
      default: continue
      }
    }
    return nil
  }

  private static func kind(description: String) -> PropertyKind {
    let words = words(of: description)
    if words.contains("city") || words.contains("location") { return .place(.any) }
    if words.contains("email") || words.contains("mail") { return .email }
    if words.contains("url") { return .url }
    if words.contains("arithmetic") || words.contains("expression") { return .expression }
    if words.contains("query") { return .query }
    return .other
  }

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
