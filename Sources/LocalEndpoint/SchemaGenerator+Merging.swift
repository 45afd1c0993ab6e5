import JSON

extension SchemaGenerator {
  /// A schema without references and combinations, whose values fit the given one, or most of them do.
  ///
  /// Of `anyOf`, `oneOf` and `if` one branch is chosen. Nil for a schema that nothing fits.
  ///
  /// - Parameter isDeep: Whether the branch has to be a simple one, so that recursion comes to an end.
  mutating func flattened(_ part: JSONValue, isDeep: Bool, references: Int = 0) -> JSONObject? {
    guard var object = part.objectValue else { return part == true ? [:] : nil }
    guard references < 20 else { return nil }
    if let reference = object["$ref"]?.stringValue {
      object["$ref"] = nil
      guard let target = schema.subschema(at: reference),
        let flat = flattened(target, isDeep: isDeep, references: references + 1)
      else { return nil }
      object = Self.merged(object, flat)
    }
    for part in object["allOf"]?.arrayValue ?? [] {
      guard let flat = flattened(part, isDeep: isDeep, references: references + 1) else {
        return nil
      }
      object["allOf"] = nil
      object = Self.merged(object, flat)
    }
    for keyword in ["anyOf", "oneOf"] {
      guard let branches = object[keyword]?.arrayValue else { continue }
      object[keyword] = nil
      guard let branch = branch(of: branches, isDeep: isDeep),
        let flat = flattened(branch, isDeep: isDeep, references: references + 1)
      else { return nil }
      object = Self.merged(object, flat)
    }
    return withCondition(object, isDeep: isDeep, references: references)
  }

  /// One of the alternatives: the first of those that are easy at first, any later on.
  private mutating func branch(of branches: JSONArray, isDeep: Bool) -> JSONValue? {
    let possible = branches.filter { $0 != false }
    let simple = possible.filter { !Self.refers($0) && $0["type"] != "null" }
    if isDeep {
      return possible.first { $0["type"] == "null" } ?? simple.randomElement(using: &random)
        ?? possible.randomElement(using: &random)
    }
    if boldness == .hinted, let first = simple.first { return first }
    return possible.randomElement(using: &random)
  }

  /// Whether there is a reference anywhere in a schema.
  private static func refers(_ part: JSONValue) -> Bool {
    switch part {
    case .object(let object): object["$ref"] != nil || object.members.contains { refers($0.value) }
    case .array(let array): array.contains { refers($0) }
    case .null, .bool, .number, .string: false
    }
  }

  /// Puts `if` with `then`, or `else`, in place of a condition.
  private mutating func withCondition(
    _ object: JSONObject, isDeep: Bool, references: Int
  ) -> JSONObject? {
    guard let condition = object["if"] else { return object }
    var rest = object
    for keyword in ["if", "then", "else"] { rest[keyword] = nil }
    let isMet = object["else"] == nil || boldness == .hinted || chance(0.5)
    let parts = isMet ? [condition, object["then"]] : [object["else"]]
    for part in parts.compactMap(\.self) {
      guard let flat = flattened(part, isDeep: isDeep, references: references + 1) else {
        // Below a condition that can't be met, the rest may still do.
        return rest
      }
      rest = Self.merged(rest, flat)
    }
    return rest
  }

  // MARK: Merging

  /// A schema that says what two flat ones say together.
  static func merged(_ left: JSONObject, _ right: JSONObject) -> JSONObject {
    var result = left
    for member in right.members {
      let key = member.key.value
      guard let old = result[key] else {
        result[key] = member.value
        continue
      }
      result[key] = merged(key, old, member.value)
    }
    closeProperties(&result, left, right)
    closeProperties(&result, right, left)
    return result
  }

  /// What two values of one keyword come to.
  private static func merged(_ keyword: String, _ old: JSONValue, _ new: JSONValue) -> JSONValue {
    switch keyword {
    case "type": return mergedTypes(old, new)
    case "enum":
      let values = new.arrayValue ?? []
      return .array(JSONArray((old.arrayValue ?? []).filter { values.contains($0) }))
    case "required":
      let names = old.arrayValue ?? []
      return .array(names + JSONArray((new.arrayValue ?? []).filter { !names.contains($0) }))
    case "properties", "patternProperties":
      var properties = old.objectValue ?? [:]
      for member in new.objectValue?.members ?? [] {
        let name = member.key.value
        properties[name] = properties[name].map { ["allOf": [$0, member.value]] } ?? member.value
      }
      return .object(properties)
    case "items", "additionalProperties", "contains", "propertyNames":
      return ["allOf": [old, new]]
    case "prefixItems":
      let (first, second) = (old.arrayValue ?? [], new.arrayValue ?? [])
      return .array(
        JSONArray(
          (0..<max(first.count, second.count)).map { index in
            [
              "allOf": [
                index < first.count ? first[index] : true,
                index < second.count ? second[index] : true,
              ]
            ]
          }))
    case "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains":
      return (old.doubleValue ?? 0) > (new.doubleValue ?? 0) ? old : new
    case "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains":
      return (old.doubleValue ?? 0) < (new.doubleValue ?? 0) ? old : new
    case "multipleOf":
      guard let first = old.intValue, let second = new.intValue, first > 0, second > 0,
        first < 1 << 30, second < 1 << 30
      else { return (old.doubleValue ?? 0) > (new.doubleValue ?? 0) ? old : new }
      return .number(JSONNumber(first / divisor(first, second) * second))
    case "uniqueItems": return .bool(old == true || new == true)
    case "not": return ["anyOf": [old, new]]
    default: return old
    }
  }

  private static func mergedTypes(_ old: JSONValue, _ new: JSONValue) -> JSONValue {
    func list(_ value: JSONValue) -> [String] {
      value.arrayValue.map { $0.compactMap(\.stringValue) } ?? [value.stringValue ?? ""]
    }
    let (first, second) = (list(old), list(new))
    let common = first.filter { type in
      second.contains(type) || type == "integer" && second.contains("number")
    }
    let narrowed = second.filter {
      $0 == "integer" && !first.contains($0) && first.contains("number")
    }
    return .array(JSONArray((common + narrowed).map { .string($0) }))
  }

  /// Applies what one schema says of members that it doesn't name to those that only the other one names.
  private static func closeProperties(
    _ result: inout JSONObject, _ closed: JSONObject, _ open: JSONObject
  ) {
    guard let rest = closed["additionalProperties"] else { return }
    let named = closed["properties"]?.objectValue ?? [:]
    var properties = result["properties"]?.objectValue ?? [:]
    for member in open["properties"]?.objectValue?.members ?? []
    where named[member.key.value] == nil && closed["patternProperties"] == nil {
      properties[member.key.value] = ["allOf": [member.value, rest]]
    }
    if !properties.isEmpty { result["properties"] = .object(properties) }
  }

  private static func divisor(_ first: Int, _ second: Int) -> Int {
    second == 0 ? first : divisor(second, first % second)
  }
}
