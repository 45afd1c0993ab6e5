extension JSONSchema.Inspection {
  /// What the value of a keyword has to be.
  private enum Kind {
    case schema
    /// Schemas by names.
    case schemas
    /// A list of schemas.
    case schemaList
    /// A schema, or a list of them up to draft 2019-09.
    case items
    /// Schemas or lists of names by names, up to draft 7.
    case dependencies
    case type
    case number
    /// A number above 0.
    case unit
    /// A whole number from 0.
    case count
    case flag
    case string
    case pattern
    case reference
    case values
    case names
    /// Lists of names by names.
    case nameLists
    /// Anything.
    case free
  }

  /// The keywords of draft 2020-12, and those of earlier ones that are still in use.
  private static let kinds: [String: Kind] = {
    let groups: [(Kind, [String])] = [
      (
        .schema,
        [
          "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "propertyNames",
          "contains", "not", "if", "then", "else", "contentSchema", "additionalItems",
        ]
      ),
      (.schemas, ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"]),
      (.schemaList, ["allOf", "anyOf", "oneOf", "prefixItems"]),
      (.items, ["items"]), (.dependencies, ["dependencies"]), (.type, ["type"]),
      (.number, ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]),
      (.unit, ["multipleOf"]),
      (
        .count,
        [
          "minLength", "maxLength", "minItems", "maxItems", "minContains", "maxContains",
          "minProperties", "maxProperties",
        ]
      ),
      (.flag, ["uniqueItems", "deprecated", "readOnly", "writeOnly"]),
      (
        .string,
        [
          "title", "description", "format", "contentEncoding", "contentMediaType", "$id", "$schema",
          "$anchor", "$dynamicAnchor", "$dynamicRef", "$comment",
        ]
      ),
      (.pattern, ["pattern"]), (.reference, ["$ref"]), (.values, ["enum", "examples"]),
      (.names, ["required"]), (.nameLists, ["dependentRequired"]),
      (.free, ["const", "default", "$vocabulary", "$recursiveRef", "$recursiveAnchor"]),
    ]
    return Dictionary(
      uniqueKeysWithValues: groups.flatMap { group in group.1.map { ($0, group.0) } })
  }()

  private static let keywords = kinds.keys.sorted()

  /// Words of other standards, which look like slips of keywords.
  private static let strangers: Set = ["example", "id", "when"]

  mutating func check(_ value: JSONValue, of key: String) {
    switch Self.kinds[key] {
    case nil: checkUnknown(key)
    case .schema?: add(value, at: key)
    case .schemas?: checkSchemas(value, of: key)
    case .schemaList?: checkSchemaList(value, of: key)
    case .items?: checkItems(value)
    case .dependencies?:
      for member in object(value, of: key)?.members ?? [] where member.value.arrayValue == nil {
        add(member.value, at: key, member.key.value)
      }
    case .type?: checkType(value)
    case .number?: _ = number(value, of: key)
    case .unit?:
      if let number = number(value, of: key), number <= JSONDecimal(JSONNumber(0)) {
        report(.invalid, [key], "has to be more than 0, and is \(value)")
      }
    case .count?: checkCount(value, of: key)
    case .flag?:
      if value.boolValue == nil { refuse(value, of: [key], "true or false", Self.flag(value)) }
    case .string?:
      _ = string(value, of: key)
      if key == "$id" { hasInnerIdentifiers = hasInnerIdentifiers || !place.isEmpty }
    case .pattern?: if let text = string(value, of: key) { checkPattern(text, at: [key]) }
    case .reference?:
      if let text = string(value, of: key) { references.append((place, text)) }
    case .values?: checkValues(value, of: key)
    case .names?: checkNames(value, at: [key])
    case .nameLists?:
      for member in object(value, of: key)?.members ?? [] {
        checkNames(member.value, at: [key, member.key.value])
      }
    case .free?: break
    }
  }

  /// Reports a value of another kind than the keyword has.
  private mutating func refuse(
    _ value: JSONValue, of path: [String], _ expected: String, _ meant: JSONValue? = nil
  ) {
    let kind = Evaluation.name(value.typeName)
    report(
      .invalid, path, "has to be \(expected), and is \(kind)",
      remedy: value.isNull ? .remove : meant.map { .set($0) })
  }

  private typealias Evaluation = JSONSchema.Evaluation

  // MARK: Schemas

  /// Reports what stands in the place of a schema.
  mutating func checkSchemaKind(_ value: JSONValue) {
    let meant = Self.flag(value) ?? Self.meantType(value).map { ["type": .string($0)] }
    refuse(value, of: [], "an object, true or false", meant)
  }

  private mutating func checkSchemas(_ value: JSONValue, of key: String) {
    let empty: JSONValue? = value.arrayValue?.isEmpty == true ? [:] : nil
    for member in object(value, of: key, empty)?.members ?? [] {
      let name = member.key.value
      if key == "patternProperties" { checkPattern(name, at: [key, name]) }
      add(member.value, at: key, name)
    }
  }

  private mutating func checkSchemaList(_ value: JSONValue, of key: String) {
    guard let list = value.arrayValue else {
      refuse(value, of: [key], "a list of schemas", value.objectValue.map { [.object($0)] })
      return
    }
    if list.isEmpty { report(.invalid, [key], "has to hold a schema, and is empty") }
    for (index, element) in list.enumerated() { add(element, at: key, String(index)) }
  }

  private mutating func checkItems(_ value: JSONValue) {
    guard let list = value.arrayValue else {
      add(value, at: "items")
      return
    }
    report(
      .doubtful, ["items"], "is a list, which draft 2020-12 calls prefixItems",
      remedy: part["additionalItems"] == nil ? .rename("prefixItems") : nil)
    for (index, element) in list.enumerated() { add(element, at: "items", String(index)) }
  }

  private mutating func object(
    _ value: JSONValue, of key: String, _ meant: JSONValue? = nil
  ) -> JSONObject? {
    if value.objectValue == nil { refuse(value, of: [key], "an object", meant) }
    return value.objectValue
  }

  // MARK: Types

  private mutating func checkType(_ value: JSONValue) {
    switch value {
    case .string(let type): checkType(type.value, at: ["type"])
    case .array(let list):
      if list.isEmpty { report(.invalid, ["type"], "has to name a type, and is empty") }
      var seen: Set<String> = []
      for (index, element) in list.enumerated() {
        let path = ["type", String(index)]
        guard let type = element.stringValue else {
          refuse(element, of: path, "a string")
          continue
        }
        checkType(type, at: path)
        if !seen.insert(type).inserted {
          report(.invalid, path, "is \(Self.quoted(type)) a second time", remedy: .remove)
        }
      }
    case .null, .bool, .number, .object: refuse(value, of: ["type"], "a type or a list of types")
    }
    if let names = Self.types(of: part), names.allSatisfy(Self.typeNames.contains) { types = names }
  }

  private mutating func checkType(_ type: String, at path: [String]) {
    guard !Self.typeNames.contains(type) else { return }
    if type.lowercased() == "any", path.count == 1 {
      report(
        .invalid, path, "can't be \(Self.quoted(type)); a schema without a type takes any value",
        remedy: .remove)
    } else if let meant = Self.meantType(.string(type)) {
      report(
        .invalid, path, "can't be \(Self.quoted(type)), perhaps meant as \(meant)",
        remedy: .set(.string(meant)))
    } else {
      let names = Self.typeNames.dropLast().joined(separator: ", ")
      report(.invalid, path, "can't be \(Self.quoted(type)), but \(names) or null")
    }
  }

  private static let typeNames = [
    "string", "number", "integer", "boolean", "object", "array", "null",
  ]

  /// The type that a string is, or may be a slip of.
  private static func meantType(_ value: JSONValue) -> String? {
    guard let text = value.stringValue else { return nil }
    let others = [
      "str": "string", "text": "string", "int": "integer", "long": "integer", "float": "number",
      "double": "number", "num": "number", "bool": "boolean", "dict": "object", "map": "object",
      "obj": "object", "list": "array", "tuple": "array", "none": "null", "nil": "null",
    ]
    return others[text.lowercased()] ?? Spelling.nearest(to: text, among: typeNames)
  }

  // MARK: Other values

  private mutating func number(_ value: JSONValue, of key: String) -> JSONDecimal? {
    if let number = value.numberValue { return JSONDecimal(number) }
    refuse(value, of: [key], "a number", Self.number(value))
    return nil
  }

  private mutating func checkCount(_ value: JSONValue, of key: String) {
    guard let number = value.numberValue.map(JSONDecimal.init) else {
      refuse(value, of: [key], "a whole number", Self.number(value))
      return
    }
    if !number.isWhole || number < JSONDecimal(JSONNumber(0)) {
      report(.invalid, [key], "has to be a whole number from 0 on, and is \(value)")
    }
  }

  private mutating func string(_ value: JSONValue, of key: String) -> String? {
    if value.stringValue == nil { refuse(value, of: [key], "a string") }
    return value.stringValue
  }

  private mutating func checkPattern(_ text: String, at path: [String]) {
    guard schema.expressions[text] == nil else { return }
    do throws(RegularExpression.ParseError) {
      _ = try RegularExpression(text)
    } catch {
      switch error {
      case .unexpected, .unexpectedEnd:
        report(.invalid, path, "is no regular expression: \(error)")
      // It may well be one for others.
      case .unsupported, .tooLarge: break
      }
    }
  }

  private mutating func checkValues(_ value: JSONValue, of key: String) {
    guard let list = value.arrayValue else {
      let isSingle = value.objectValue == nil
      refuse(value, of: [key], "a list of values", isSingle ? [value] : nil)
      return
    }
    if list.isEmpty, key == "enum" {
      report(.contradictory, [key], "is empty, so that no value fits", remedy: .remove)
    }
  }

  private mutating func checkNames(_ value: JSONValue, at path: [String]) {
    guard let list = value.arrayValue else {
      refuse(
        value, of: path, "a list of names",
        value.stringValue.map { [.string($0)] as JSONValue })
      return
    }
    var seen: Set<String> = []
    for (index, element) in list.enumerated() {
      let path = path + [String(index)]
      guard let name = element.stringValue else {
        refuse(element, of: path, "a string")
        continue
      }
      if !seen.insert(name).inserted {
        report(.invalid, path, "is \(Self.quoted(name)) a second time", remedy: .remove)
      }
    }
  }

  private mutating func checkUnknown(_ key: String) {
    guard !Self.strangers.contains(key), !key.hasPrefix("x-") else { return }
    let meant =
      Self.kinds["$" + key] == nil ? Spelling.nearest(to: key, among: Self.keywords) : "$" + key
    guard let meant, part[meant] == nil else { return }
    report(
      .doubtful, [key], "is not a keyword, perhaps meant as \(meant)", remedy: .rename(meant))
  }

  /// A flag that was written as a string.
  private static func flag(_ value: JSONValue) -> JSONValue? {
    switch value.stringValue?.lowercased() {
    case "true"?: true
    case "false"?: false
    default: nil
    }
  }

  /// A number that was written as a string.
  private static func number(_ value: JSONValue) -> JSONValue? {
    value.stringValue.flatMap { JSONNumber(text: $0) }.map { .number($0) }
  }
}
