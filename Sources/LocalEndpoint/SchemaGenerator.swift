import JSON

/// Makes up JSON values that fit a schema: what the conversation offers in the places for it, and
/// else what the language model draws of what is allowed there.
///
/// A value is built along the schema, checked against it, and built anew with other choices when it
/// doesn't fit, as can happen below `not` or `oneOf`. For a schema that nothing fits, the nearest value
/// that was found is returned.
struct SchemaGenerator {
  let schema: JSONSchema
  let hints: ConversationHints
  var sampler: InputSampler
  /// For what the model knows nothing about, such as the digits of an address.
  var random: SplitMix64
  /// How free the choices are, from the likeliest value to anything.
  var boldness = Boldness.hinted
  /// The hints that other members of the value hold already.
  var used: Set<String> = []
  /// What was drawn, by its place in the value.
  var drawn: [JSONPointer: Drawn] = [:]
  /// Why the value that was made last doesn't fit, as the end of a sentence that begins with the
  /// schema; nil when it fits.
  private(set) var misfit: String?
  /// How many more schemas may be looked into, so that no schema keeps the generator busy for long.
  private var steps = 0

  /// How values are chosen, from one attempt to the next.
  enum Boldness: Int, Comparable {
    /// What the conversation offers, then defaults and examples, then what the model draws.
    case hinted
    /// Any value, any branch.
    case free
    /// Any value, and nothing that isn't required.
    case minimal

    static func < (left: Boldness, right: Boldness) -> Bool { left.rawValue < right.rawValue }
  }

  /// Where a value stands.
  struct Place {
    /// The key of the member, or of the array that holds the element.
    var name = ""
    var pointer = JSONPointer()
    /// The keys of the members beside it.
    var siblings: [String] = []
    /// Whether it is an element of an array, or part of one.
    var isListed = false

    var depth: Int { pointer.tokens.count }

    func inside(_ name: String, beside siblings: [String] = []) -> Place {
      Place(
        name: name, pointer: pointer.appending(name), siblings: siblings.filter { $0 != name },
        isListed: isListed)
    }

    func inside(_ index: Int) -> Place {
      var place = self
      place.pointer = pointer.appending(index)
      place.isListed = true
      return place
    }
  }

  private static let attempts = 60
  private static let mostSteps = 3_000
  /// From this depth on only what is required is made, in the simplest way.
  static let greatestFreeDepth = 5
  private static let greatestDepth = 40

  init(_ schema: JSONValue, hints: ConversationHints, sampler: InputSampler, seed: UInt64) {
    self.schema = JSONSchema(schema)
    self.hints = hints
    self.sampler = sampler
    random = SplitMix64(seed: seed)
  }

  /// A value that fits the schema, if there is one that can be found.
  mutating func value() -> JSONValue {
    misfit = nil
    var nearest: (value: JSONValue, failures: [JSONSchema.Failure])?
    for attempt in 0..<Self.attempts {
      boldness = attempt < 4 ? .hinted : attempt.isMultiple(of: 3) ? .minimal : .free
      steps = Self.mostSteps
      used = []
      drawn = [:]
      guard let value = value(for: schema.root, at: Place()) else { continue }
      let failures = schema.validate(value)
      if failures.isEmpty { return value }
      if failures.count < nearest?.failures.count ?? .max { nearest = (value, failures) }
    }
    misfit =
      "has no value that could be found"
      + (nearest.map { ": in the nearest, \($0.failures[0])" } ?? "")
    return nearest?.value ?? [:]
  }

  /// A value that fits a part of the schema; nil when none was found.
  mutating func value(for part: JSONValue, at place: Place) -> JSONValue? {
    steps -= 1
    guard steps > 0, place.depth < Self.greatestDepth,
      let flat = flattened(part, isDeep: place.depth > Self.greatestFreeDepth)
    else { return nil }
    if let constant = flat["const"] { return constant }
    if let values = flat["enum"]?.arrayValue { return choice(among: values, for: flat, at: place) }
    if boldness == .hinted, let value = suggestion(in: flat, at: place) { return value }
    switch chosenKind(of: flat) {
    case "object": return object(for: flat, at: place)
    case "array": return array(for: flat, at: place)
    case "string": return string(for: flat, at: place)
    case "integer", "number": return number(for: flat, at: place)
    case "boolean": return boolean(for: flat, at: place)
    case "null": return .null
    default: return nil
    }
  }

  /// Whether a value fits a part of the schema.
  func fits(_ value: JSONValue, _ part: JSONObject) -> Bool {
    schema.isValid(value, against: .object(part))
  }

  mutating func chance(_ probability: Double) -> Bool { random.nextFraction() < probability }

  // MARK: Choices

  /// A value of an `enum`: one that the conversation mentions, or the model draws.
  private mutating func choice(
    among values: JSONArray, for part: JSONObject, at place: Place
  ) -> JSONValue? {
    var rest = part
    rest["enum"] = nil
    let fitting = values.filter { fits($0, rest) }
    guard boldness == .hinted else { return fitting.randomElement(using: &random) }
    let texts = fitting.map { $0.stringValue ?? $0.text(.compact) }
    let mentioned = hints.choices(among: texts, for: place.name)
    if let text = mentioned.first(where: { !used.contains($0) }) ?? mentioned.first,
      let index = texts.firstIndex(of: text)
    {
      return fitting[index]
    }
    if let value = part["default"], fitting.contains(value) { return value }
    return draw(among: Array(fitting), for: part, at: place)
  }

  /// What the schema itself proposes, where the conversation has nothing to offer.
  private mutating func suggestion(in part: JSONObject, at place: Place) -> JSONValue? {
    guard !["object", "array"].contains(kind(of: part) ?? ""),
      kind(of: part) != "string" || offeredStrings(for: part, at: place).isEmpty,
      kind(of: part) != "integer" && kind(of: part) != "number"
        || hints.numbers(for: place.name, beside: place.siblings, isNamed: true).isEmpty
    else { return nil }
    if let value = part["default"], fits(value, part) { return value }
    let examples = Array(part["examples"]?.arrayValue ?? []).filter { fits($0, part) }
    return draw(among: examples, for: part, at: place)
  }

  private mutating func boolean(for part: JSONObject, at place: Place) -> JSONValue? {
    guard boldness == .hinted else { return .bool(chance(0.5)) }
    if let flag = hints.flag(for: place.name) { return .bool(flag) }
    return draw(among: [true, false], for: part, at: place)
  }

  /// The type that a value gets, when the schema leaves it open: any, once the likeliest didn't fit.
  private mutating func chosenKind(of part: JSONObject) -> String? {
    guard boldness == .free, part["type"] == nil, chance(0.5) else { return kind(of: part) }
    return ["null", "boolean", "integer", "string", "array", "object"].randomElement(using: &random)
  }

  /// The type that a schema's keywords speak of; nil when there is none that it allows.
  private func kind(of part: JSONObject) -> String? {
    let types = part["type"].map { type in
      type.arrayValue.map { $0.compactMap(\.stringValue) } ?? [type.stringValue ?? ""]
    }
    if let types { return types.first { $0 != "null" } ?? types.first }
    let keywords: [(type: String, names: [String])] = [
      (
        "object",
        [
          "properties", "required", "additionalProperties", "patternProperties",
          "minProperties", "maxProperties", "propertyNames", "dependentRequired",
        ]
      ),
      ("array", ["items", "prefixItems", "minItems", "maxItems", "contains", "uniqueItems"]),
      ("number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    ]
    return keywords.first { $0.names.contains { part[$0] != nil } }?.type ?? "string"
  }
}
