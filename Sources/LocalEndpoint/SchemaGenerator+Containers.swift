import JSON

extension SchemaGenerator {
  /// The most elements or members that a value is made with.
  private static let longestList = 1_000

  // MARK: Objects

  mutating func object(for part: JSONObject, at place: Place) -> JSONValue? {
    let properties = part["properties"]?.objectValue ?? [:]
    var required = (part["required"]?.arrayValue ?? []).compactMap(\.stringValue)
    let most = part["maxProperties"]?.intValue ?? .max
    var names = properties.keys.filter { required.contains($0) }
    names += required.filter { !names.contains($0) }
    // What isn't required gets what the others leave of the conversation's offers.
    names += properties.keys.filter { !required.contains($0) }
    var members: [String: JSONValue] = [:]
    var index = 0
    while index < names.count {
      let name = names[index]
      index += 1
      guard members[name] == nil else { continue }
      let isRequired = required.contains(name)
      let inside = place.inside(name, beside: properties.keys)
      guard
        isRequired || members.count < most && isWanted(properties[name] ?? true, at: inside)
      else { continue }
      guard
        let value = value(
          for: memberSchema(name, in: part), at: inside)
      else {
        if isRequired { return nil }
        continue
      }
      members[name] = value
      if let text = value.stringValue { used.insert(text) }
      let also = part["dependentRequired"]?[name]?.arrayValue?.compactMap(\.stringValue) ?? []
      names += also
      required += also
    }
    // Members stand in the order of the schema, as models write them.
    var object = JSONObject()
    for name in properties.keys + names where object[name] == nil {
      if let value = members[name] { object.append(name, value) }
    }
    return filled(object, for: part, at: place).map { .object($0) }
  }

  /// Whether a member that isn't required is made all the same.
  private mutating func isWanted(_ part: JSONValue, at place: Place) -> Bool {
    guard part != false, boldness < .minimal, place.depth <= Self.greatestFreeDepth + 1 else {
      return false
    }
    guard boldness == .hinted else { return chance(0.5) }
    let name = place.name
    if let values = part["enum"]?.arrayValue {
      return !hints.choices(among: values.compactMap(\.stringValue), for: name).isEmpty
    }
    switch part["type"]?.stringValue {
    case "boolean": return hints.flag(for: name) != nil
    case "integer", "number":
      return !hints.numbers(for: name, beside: place.siblings, isNamed: true).isEmpty
    case "array":
      return hints.mentions(name)
        || hints.count(for: name, items: part["items"] ?? true, without: used) > 0
    case "string" where !hints.mentions(name):
      let offered = offeredStrings(
        for: part.objectValue ?? [:], at: place,
        isKnown: PropertyKind(name, schema: part) == .other)
      return offered.contains { !used.contains($0) }
    default: return hints.mentions(name)
    }
  }

  /// The schema of a member: its own, those of the patterns that its name matches, or that of the rest.
  private func memberSchema(_ name: String, in part: JSONObject) -> JSONValue {
    var parts: [JSONValue] = []
    if let own = part["properties"]?[name] { parts.append(own) }
    for member in part["patternProperties"]?.objectValue?.members ?? [] {
      if (try? RegularExpression(member.key.value))?.matches(name) == true {
        parts.append(member.value)
      }
    }
    if parts.isEmpty { return part["additionalProperties"] ?? true }
    return parts.count == 1 ? parts[0] : ["allOf": .array(JSONArray(parts))]
  }

  /// Adds members until there are enough.
  private mutating func filled(
    _ object: JSONObject, for part: JSONObject, at place: Place
  ) -> JSONObject? {
    guard let least = part["minProperties"]?.intValue, object.count < least else { return object }
    guard least <= Self.longestList else { return nil }
    var object = object
    var names = (part["properties"]?.objectValue?.keys ?? []).filter { object[$0] == nil }
    let patterns = part["patternProperties"]?.objectValue?.keys ?? []
    for attempt in 0..<(4 * least + 8) where object.count < least {
      let name: String
      if !names.isEmpty {
        name = names.removeFirst()
      } else if attempt.isMultiple(of: 2), let pattern = patterns.randomElement(using: &random),
        let sample = (try? RegularExpression(pattern))?.sample(extra: 3, using: &random)
      {
        name = sample
      } else {
        let rule = part["propertyNames"].flatMap { flattened($0, isDeep: true) }
        let made = rule.flatMap { string(for: $0, at: Place(name: "key \(attempt)")) }
        name = made?.stringValue ?? "key\(attempt + 1)"
      }
      guard object[name] == nil,
        let value = value(for: memberSchema(name, in: part), at: place.inside(name))
      else { continue }
      object.append(name, value)
    }
    return object.count < least ? nil : object
  }

  // MARK: Arrays

  mutating func array(for part: JSONObject, at place: Place) -> JSONValue? {
    let prefix = part["prefixItems"]?.arrayValue ?? part["items"]?.arrayValue ?? []
    let rest = part["items"]?.arrayValue == nil ? part["items"] : part["additionalItems"]
    let least = max(part["minItems"]?.intValue ?? 0, 0)
    let most = part["maxItems"]?.intValue ?? .max
    guard least <= most, least <= Self.longestList else { return nil }
    var wanted = max(least, min(most, prefix.count))
    if boldness < .minimal, place.depth < Self.greatestFreeDepth, rest != false {
      let offered =
        boldness == .hinted
        ? hints.count(for: place.name, items: rest ?? true, without: used) : 0
      let count = offered > 0 ? offered : Int.random(in: 1...3, using: &random)
      wanted = max(wanted, min(most, count))
    }
    if rest == false { wanted = min(wanted, prefix.count) }
    var elements: [JSONValue] = []
    while elements.count < wanted {
      let schema = elements.count < prefix.count ? prefix[elements.count] : rest ?? true
      guard let element = element(for: schema, beside: elements, in: part, at: place) else { break }
      elements.append(element)
    }
    guard elements.count >= least, addContained(to: &elements, for: part, at: place) else {
      return nil
    }
    return .array(JSONArray(elements))
  }

  /// An element that isn't there yet, where each may be there only once.
  private mutating func element(
    for schema: JSONValue, beside others: [JSONValue], in part: JSONObject, at place: Place
  ) -> JSONValue? {
    let tries = part["uniqueItems"] == true ? 24 : 2
    let before = boldness
    defer { boldness = before }
    for attempt in 0..<tries {
      if attempt > 0 { boldness = max(boldness, .free) }
      guard let element = value(for: schema, at: place.inside(others.count)) else { continue }
      if part["uniqueItems"] == true, others.contains(element) { continue }
      if let text = element.stringValue { used.insert(text) }
      return element
    }
    return nil
  }

  /// Sees to it that an array holds what it has to contain.
  private mutating func addContained(
    to elements: inout [JSONValue], for part: JSONObject, at place: Place
  ) -> Bool {
    guard let kind = part["contains"] else { return true }
    let least = part["minContains"]?.intValue ?? 1
    guard least <= Self.longestList else { return false }
    let prefix = part["prefixItems"]?.arrayValue?.count ?? 0
    let most = part["maxItems"]?.intValue ?? .max
    var missing = least - elements.count { schema.isValid($0, against: kind) }
    var position = max(prefix, 0)
    while missing > 0 {
      let wanted: JSONValue = ["allOf": [kind, part["items"] ?? true]]
      guard let element = element(for: wanted, beside: elements, in: part, at: place) else {
        return false
      }
      if elements.count < most {
        elements.append(element)
      } else {
        guard position < elements.count else { return false }
        elements[position] = element
        position += 1
      }
      missing -= 1
    }
    return true
  }
}
