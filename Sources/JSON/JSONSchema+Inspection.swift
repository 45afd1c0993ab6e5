extension JSONSchema {
  /// A schema being looked through for problems.
  ///
  /// Parts wait in a list for their turn, so that a deep schema needs no deep stack.
  struct Inspection {
    let schema: JSONSchema
    /// The part that is looked at, and where it is.
    private(set) var part: JSONObject = [:]
    private(set) var place = JSONPointer()
    /// The types that the part names, when they are in order.
    var types: [String]?
    /// What is found, with the part that it is found in.
    private var found: [(problem: Problem, owner: JSONPointer)] = []
    private var pending: [(place: JSONPointer, part: JSONValue)] = []
    private var children: [(place: JSONPointer, part: JSONValue)] = []
    /// References with the parts that they stand in.
    var references: [(owner: JSONPointer, text: String)] = []
    /// Whether a part has an `$id`, so that references may count from it and lead to it.
    var hasInnerIdentifiers = false

    static func problems(of schema: JSONSchema) -> [Problem] {
      var inspection = Inspection(schema: schema)
      inspection.inspect()
      return inspection.settled()
    }

    private init(schema: JSONSchema) { self.schema = schema }

    private mutating func inspect() {
      pending = [(JSONPointer(), schema.root)]
      while let (place, part) = pending.popLast() {
        self.place = place
        guard let object = part.objectValue else {
          if part.boolValue == nil { checkSchemaKind(part) }
          continue
        }
        self.part = object
        types = nil
        children = []
        for member in object.lastMembers { check(member.value, of: member.key.value) }
        checkContradictions()
        pending += children.reversed()
      }
      checkReferences()
    }

    /// Notes a schema within the part, to be looked at later.
    mutating func add(_ child: JSONValue, at path: String...) {
      children.append((JSONPointer(place.tokens + path), child))
    }

    /// - Parameter owner: The part that it is found in; the one that is looked at when nil.
    mutating func report(
      _ effect: Problem.Effect, _ path: [String], _ message: String,
      remedy: Problem.Remedy? = nil, owner: JSONPointer? = nil
    ) {
      let owner = owner ?? place
      let pointer = JSONPointer(owner.tokens + path)
      found.append(
        (Problem(effect: effect, pointer: pointer, message: message, remedy: remedy), owner))
    }

    // MARK: What every value meets

    /// What was found, once it is known which contradictions no value can get around.
    private func settled() -> [Problem] {
      guard found.contains(where: { $0.problem.effect == .contradictory }) else {
        return found.map(\.problem)
      }
      let unavoidable = unavoidableParts()
      return found.map { problem, owner in
        guard problem.effect == .contradictory, unavoidable.contains(owner) else { return problem }
        return Problem(
          effect: .unsatisfiable, pointer: problem.pointer, message: problem.message,
          remedy: problem.remedy)
      }
    }

    /// The parts that every value, or something in every value, has to fit.
    private func unavoidableParts() -> Set<JSONPointer> {
      var parts: Set<JSONPointer> = []
      var pending = [JSONPointer()]
      while let place = pending.popLast() {
        guard parts.insert(place).inserted, let part = schema.root[place]?.objectValue else {
          continue
        }
        if let reference = part["$ref"]?.stringValue, let target = schema.place(of: reference) {
          pending.append(target)
        }
        for index in (part["allOf"]?.arrayValue ?? []).indices {
          pending.append(place.appending("allOf").appending(index))
        }
        switch Self.types(of: part) {
        case ["object"]?:
          for name in Self.names(part["required"]) where part["properties"]?[name] != nil {
            pending.append(place.appending("properties").appending(name))
          }
        case ["array"]?:
          let first = part["prefixItems"]?.arrayValue?.count ?? 0
          let least = part["minItems"]?.intValue ?? 0
          for index in 0..<max(0, min(first, least)) {
            pending.append(place.appending("prefixItems").appending(index))
          }
          if least > first { pending.append(place.appending("items")) }
          if part["minContains"] != 0 { pending.append(place.appending("contains")) }
        default: break
        }
      }
      return parts
    }

    /// The types that a part names; nil when it names none, or something else.
    static func types(of part: JSONObject) -> [String]? {
      switch part["type"] {
      case .string(let type)?: [type.value]
      case .array(let list)?: list.compactMap(\.stringValue)
      default: nil
      }
    }

    /// A text of the schema in a sentence, cut where it is long.
    static func quoted(_ text: String) -> String {
      let start = text.prefix(60)
      return start.endIndex < text.endIndex ? "“\(start)…”" : "“\(start)”"
    }

    /// The strings of a list.
    static func names(_ list: JSONValue?) -> [String] {
      (list?.arrayValue ?? []).compactMap(\.stringValue)
    }
  }
}

extension JSONObject {
  /// The members without those that a later one with the same key takes the place of.
  fileprivate var lastMembers: [Member] {
    var seen: Set<String> = []
    guard Set(keys).count < count else { return members }
    return members.reversed().filter { seen.insert($0.key.value).inserted }.reversed()
  }
}
