extension JSONSchema {
  /// A value being checked.
  struct Evaluation {
    let schema: JSONSchema
    var failures: [Failure] = []
    private var depth = 0
    private var steps = 0

    /// Schemas within schemas. Checking recurses, and a schema may refer to itself; so many levels fit on
    /// a stack of 512 KB even where nothing is optimised.
    private static let greatestDepth = 80
    /// How many schemas are applied at most.
    private static let mostSteps = 200_000

    init(schema: JSONSchema) { self.schema = schema }

    mutating func check(_ value: JSONValue, against schema: JSONValue, at pointer: JSONPointer) {
      guard let object = schema.objectValue else {
        if schema == false { fail(pointer, "false", "is not allowed") }
        return
      }
      depth += 1
      steps += 1
      defer { depth -= 1 }
      guard depth <= Self.greatestDepth, steps <= Self.mostSteps else {
        fail(pointer, "$ref", "is nested too deeply to be checked")
        return
      }
      checkAny(value, against: object, at: pointer)
      checkCombinations(value, of: object, at: pointer)
      switch value {
      case .null, .bool: break
      case .number(let number): check(number, against: object, at: pointer)
      case .string(let string): check(string.value, against: object, at: pointer)
      case .array(let array): check(array, against: object, at: pointer)
      case .object(let members): check(members, against: object, at: pointer)
      }
    }

    mutating func fail(_ pointer: JSONPointer, _ keyword: String, _ message: String) {
      failures.append(Failure(pointer: pointer, keyword: keyword, message: message))
    }

    /// The rules that a value breaks, which may not count.
    mutating func failures(
      of value: JSONValue, against schema: JSONValue, at pointer: JSONPointer
    ) -> [Failure] {
      let before = failures
      failures = []
      check(value, against: schema, at: pointer)
      defer { failures = before }
      return failures
    }

    mutating func isValid(
      _ value: JSONValue, against schema: JSONValue, at pointer: JSONPointer
    ) -> Bool {
      failures(of: value, against: schema, at: pointer).isEmpty
    }
  }
}

// MARK: - Keywords for any value

extension JSONSchema.Evaluation {
  private mutating func checkAny(
    _ value: JSONValue, against schema: JSONObject, at pointer: JSONPointer
  ) {
    if let type = schema["type"] {
      let types = type.arrayValue.map { $0.compactMap(\.stringValue) } ?? [type.stringValue ?? ""]
      if !types.contains(where: { Self.value(value, is: $0) }) {
        let kinds = types.map(Self.name).joined(separator: " or ")
        fail(pointer, "type", "is \(Self.name(value.typeName)), not \(kinds)")
      }
    }
    if let constant = schema["const"], !JSONSchema.areEqual(value, constant) {
      fail(pointer, "const", "is not \(constant)")
    }
    if let values = schema["enum"]?.arrayValue,
      !values.contains(where: { JSONSchema.areEqual(value, $0) })
    {
      let shown = values.prefix(8).map(\.description).joined(separator: ", ")
      fail(pointer, "enum", "is none of \(shown)\(values.count > 8 ? ", …" : "")")
    }
  }

  /// Whether a value is of a type of JSON Schema.
  static func value(_ value: JSONValue, is type: String) -> Bool {
    switch (type, value) {
    case ("integer", .number(let number)): JSONDecimal(number).isWhole
    default: type == value.typeName
    }
  }

  /// A type with its article.
  static func name(_ type: String) -> String {
    switch type {
    case "null": "null"
    case "array", "object", "integer": "an \(type)"
    default: "a \(type)"
    }
  }

  private mutating func checkCombinations(
    _ value: JSONValue, of schema: JSONObject, at pointer: JSONPointer
  ) {
    if let reference = schema["$ref"]?.stringValue {
      if let target = self.schema.subschema(at: reference) {
        check(value, against: target, at: pointer)
      } else {
        fail(pointer, "$ref", "can't be checked: there is no \(reference)")
      }
    }
    for part in schema["allOf"]?.arrayValue ?? [] { check(value, against: part, at: pointer) }
    if let parts = schema["anyOf"]?.arrayValue { checkAny(of: parts, value, at: pointer) }
    if let parts = schema["oneOf"]?.arrayValue { checkOne(of: parts, value, at: pointer) }
    if let part = schema["not"], isValid(value, against: part, at: pointer) {
      fail(pointer, "not", "is what it must not be")
    }
    if let condition = schema["if"] {
      let branch = isValid(value, against: condition, at: pointer) ? "then" : "else"
      if let part = schema[branch] { check(value, against: part, at: pointer) }
    }
  }

  private mutating func checkAny(
    of parts: JSONArray, _ value: JSONValue, at pointer: JSONPointer
  ) {
    var nearest: [JSONSchema.Failure]?
    for part in parts {
      let found = failures(of: value, against: part, at: pointer)
      if found.isEmpty { return }
      if found.count < nearest?.count ?? .max { nearest = found }
    }
    fail(pointer, "anyOf", "fits none of the \(parts.count) alternatives" + Self.hint(nearest))
  }

  private mutating func checkOne(
    of parts: JSONArray, _ value: JSONValue, at pointer: JSONPointer
  ) {
    var nearest: [JSONSchema.Failure]?
    var matches = 0
    for part in parts {
      let found = failures(of: value, against: part, at: pointer)
      if found.isEmpty { matches += 1 }
      if found.count < nearest?.count ?? .max { nearest = found }
    }
    switch matches {
    case 1: break
    case 0:
      fail(pointer, "oneOf", "fits none of the \(parts.count) alternatives" + Self.hint(nearest))
    default:
      fail(pointer, "oneOf", "fits \(matches) of the alternatives, not just one")
    }
  }

  /// What keeps a value from the alternative that it is nearest to.
  private static func hint(_ failures: [JSONSchema.Failure]?) -> String {
    failures?.first.map { ": \($0)" } ?? ""
  }
}
