// What a schema says against itself: bounds, values, members, references.
extension JSONSchema.Inspection {
  /// Among how many names one is looked for that was meant, so that large schemas take no time.
  private static let mostNames = 100

  mutating func checkContradictions() {
    checkBounds()
    checkCounts()
    checkListedValues()
    checkRequiredNames()
    checkMemberCounts()
    if part["items"] == false, let least = part["minItems"]?.intValue {
      let count = part["prefixItems"]?.arrayValue?.count ?? 0
      if least > count {
        contradict(
          "minItems", "is \(least), but items is false and prefixItems has \(count)",
          for: ["array"])
      }
    }
  }

  /// Reports that no value of these types fits, which is no contradiction where there are other types.
  private mutating func contradict(
    _ key: String, _ message: String, for kinds: Set<String>, at index: Int? = nil,
    remedy: JSONSchema.Problem.Remedy? = nil
  ) {
    let isAll = types.map { !$0.isEmpty && kinds.isSuperset(of: $0) } ?? false
    report(
      isAll ? .contradictory : .doubtful, [key] + (index.map { [String($0)] } ?? []), message,
      remedy: remedy)
  }

  // MARK: Bounds

  private mutating func checkBounds() {
    for low in ["minimum", "exclusiveMinimum"] {
      for high in ["maximum", "exclusiveMaximum"] {
        guard let least = part[low]?.numberValue, let most = part[high]?.numberValue else {
          continue
        }
        let isOpen = low.hasPrefix("ex") || high.hasPrefix("ex")
        let (bottom, top) = (JSONDecimal(least), JSONDecimal(most))
        guard bottom > top || isOpen && bottom == top else { continue }
        contradict(
          low, "is \(least), but \(high) is \(most), so that no number fits",
          for: ["number", "integer"])
      }
    }
  }

  private mutating func checkCounts() {
    let pairs = [
      ("Length", "string"), ("Items", "array"), ("Contains", "array"), ("Properties", "object"),
    ]
    for (name, kind) in pairs {
      guard let least = part["min" + name]?.numberValue, let most = part["max" + name]?.numberValue,
        JSONDecimal(least) > JSONDecimal(most)
      else { continue }
      contradict(
        "min" + name, "is \(least), but max\(name) is \(most), so that no \(kind) fits",
        for: [kind])
    }
  }

  // MARK: Values

  private mutating func checkListedValues() {
    let values = part["enum"]?.arrayValue
    let named = types.map { $0.joined(separator: " or ") } ?? ""
    func isOfType(_ value: JSONValue, _ types: [String]) -> Bool {
      types.contains { JSONSchema.Evaluation.value(value, is: $0) }
    }
    if let types, let values, !values.isEmpty, !values.contains(where: { isOfType($0, types) }) {
      report(.contradictory, ["enum"], "holds no value of the type \(named)")
    }
    guard let constant = part["const"] else { return }
    if let types, !isOfType(constant, types) {
      let kind = JSONSchema.Evaluation.name(constant.typeName)
      report(.contradictory, ["const"], "is \(kind), but type is \(named)")
    } else if let values, !values.isEmpty,
      !values.contains(where: { JSONSchema.areEqual($0, constant) })
    {
      report(.contradictory, ["const"], "is none of the values of enum")
    }
  }

  // MARK: Members

  private mutating func checkRequiredNames() {
    guard let required = part["required"]?.arrayValue, !required.isEmpty else { return }
    let properties = part["properties"]?.objectValue ?? [:]
    let known = Set(properties.keys)
    let forbidden = Set(properties.members.filter { $0.value == false }.map(\.key.value))
    let isClosed = part["additionalProperties"] == false
    // What was meant is a member that isn't asked for yet.
    let asked = Set(Self.names(.array(required)))
    let free = Array(properties.keys.lazy.filter { !asked.contains($0) }.prefix(Self.mostNames))
    for (index, element) in required.enumerated() {
      guard let name = element.stringValue else { continue }
      if known.contains(name) {
        guard forbidden.contains(name) else { continue }
        contradict(
          "required", "is \(Self.quoted(name)), which properties forbids", for: ["object"],
          at: index, remedy: .remove)
        continue
      }
      let isForbidden = isClosed && !isPatterned(name)
      guard isForbidden || !free.isEmpty else { continue }
      let meant = Spelling.nearest(to: name, among: free)
      let suggestion = meant.map { ", perhaps meant as \($0)" } ?? ""
      if isForbidden {
        contradict(
          "required",
          "is \(Self.quoted(name)), which is none of properties, and additionalProperties is false\(suggestion)",
          for: ["object"], at: index, remedy: meant.map { .set(.string($0)) } ?? .remove)
      } else if let meant {
        report(
          .doubtful, ["required", String(index)],
          "is \(Self.quoted(name)), which is none of properties\(suggestion)",
          remedy: .set(.string(meant)))
      }
    }
  }

  /// Whether a name may match a pattern of members.
  private func isPatterned(_ name: String) -> Bool {
    (part["patternProperties"]?.objectValue?.keys ?? []).contains {
      schema.expressions[$0]?.matches(name) != false
    }
  }

  private mutating func checkMemberCounts() {
    let names = Set(Self.names(part["required"])).count
    if let most = part["maxProperties"]?.intValue, most >= 0, names > most {
      contradict(
        "maxProperties", "is \(most), but required names \(names)", for: ["object"])
    }
    guard let least = part["minProperties"]?.intValue, part["additionalProperties"] == false,
      part["patternProperties"] == nil
    else { return }
    let count = Set(part["properties"]?.objectValue?.keys ?? []).count
    if least > count {
      contradict(
        "minProperties",
        "is \(least), but additionalProperties is false and properties has \(count)",
        for: ["object"])
    }
  }

  // MARK: References

  mutating func checkReferences() {
    for (owner, text) in references {
      guard let target = schema.place(of: text) else {
        checkLostReference(text, of: owner)
        continue
      }
      let value = schema.root[target] ?? .null
      if value.objectValue == nil, value.boolValue == nil {
        let kind = JSONSchema.Evaluation.name(value.typeName)
        report(.invalid, ["$ref"], "leads to \(kind), which is no schema", owner: owner)
      } else if leadsBack(from: target, to: owner) {
        report(.contradictory, ["$ref"], "leads back to itself", owner: owner)
      }
    }
  }

  /// Reports a reference to nothing, unless it may be to something that can't be followed here.
  private mutating func checkLostReference(_ text: String, of owner: JSONPointer) {
    guard !hasInnerIdentifiers else { return }
    let isInside = text.hasPrefix("#")
    if !isInside, let base = schema.root["$id"]?.stringValue, text.hasPrefix(base) { return }
    let meant = meant(by: text)
    let suggestion = meant.map { ", perhaps meant as \($0)" } ?? ""
    report(
      isInside ? .invalid : .doubtful, ["$ref"],
      isInside
        ? "is \(Self.quoted(text)), which leads nowhere\(suggestion)"
        : "is \(Self.quoted(text)), which leads out of the schema\(suggestion)",
      remedy: meant.map { .set(.string($0)) }, owner: owner)
  }

  /// Whether references that follow each other come to a part again.
  private func leadsBack(from target: JSONPointer, to owner: JSONPointer) -> Bool {
    var place = target
    for _ in 0..<20 {
      if place == owner { return true }
      guard let next = schema.root[place]?["$ref"]?.stringValue, let target = schema.place(of: next)
      else { return false }
      place = target
    }
    return false
  }

  /// The reference to a definition that a text may be a slip of.
  private func meant(by text: String) -> String? {
    let name = text.split { "#/".contains($0) }.last.map(String.init) ?? ""
    for group in ["$defs", "definitions"] {
      let names = schema.root[group]?.objectValue?.keys ?? []
      let meant =
        names.contains(name)
        ? name : Spelling.nearest(to: name, among: Array(names.prefix(Self.mostNames)))
      if let meant { return "#\(JSONPointer([group, meant]))" }
    }
    return nil
  }
}
