/// A schema that JSON values can be checked against: what `input_schema` and `output_config.format` hold.
///
/// All keywords of JSON Schema 2020-12 that constrain a value are understood, except
/// `unevaluatedProperties`, `unevaluatedItems` and references into other documents. `format` is checked,
/// not just noted. Keywords that aren't known constrain nothing.
///
/// JSON Schema Core and Validation, draft 2020-12.
public struct JSONSchema: Sendable {
  /// One rule that a value breaks.
  public struct Failure: Hashable, Sendable {
    /// Where in the value.
    public let pointer: JSONPointer
    /// The rule's name in the schema, such as `minimum`; `false` for a schema that allows nothing.
    public let keyword: String
    /// What is wrong, as the end of a sentence that begins with the value: `is 3, not at least 5`.
    public let message: String
  }

  /// The schema as it was given.
  public let root: JSONValue
  /// The regular expressions in it; those that can't be used are missing.
  let expressions: [String: RegularExpression]
  /// Where the parts are that have an `$anchor`; of those with one name, the first.
  private let anchors: [String: JSONPointer]

  public init(_ schema: JSONValue) {
    root = schema
    var names = Names()
    names.collect(from: schema)
    anchors = names.anchors
    expressions = Dictionary(
      uniqueKeysWithValues: names.patterns.compactMap { pattern in
        (try? RegularExpression(pattern)).map { (pattern, $0) }
      })
  }

  /// The rules that the value breaks, in the order of the value's parts; none if it is valid.
  public func validate(_ value: JSONValue) -> [Failure] {
    var evaluation = Evaluation(schema: self)
    evaluation.check(value, against: root, at: JSONPointer())
    return evaluation.failures
  }

  /// Whether the value breaks no rule.
  public func isValid(_ value: JSONValue) -> Bool { validate(value).isEmpty }

  /// Whether the value breaks no rule of a part of the schema, or of one made from its parts.
  public func isValid(_ value: JSONValue, against subschema: JSONValue) -> Bool {
    var evaluation = Evaluation(schema: self)
    evaluation.check(value, against: subschema, at: JSONPointer())
    return evaluation.failures.isEmpty
  }

  /// The schema that a `$ref` names: `#`, `#/$defs/city` or `#city` for an `$anchor`.
  public func subschema(at reference: String) -> JSONValue? {
    place(of: reference).flatMap { root[$0] }
  }

  /// Where the schema is that a `$ref` names.
  func place(of reference: String) -> JSONPointer? {
    guard reference.hasPrefix("#") else { return nil }
    let fragment = Self.decodingPercents(in: reference.dropFirst())
    guard let pointer = JSONPointer(parsing: fragment) else { return anchors[fragment] }
    return root[pointer] == nil ? nil : pointer
  }

  /// What parts of a schema are looked for by.
  private struct Names {
    var patterns: Set<String> = []
    var anchors: [String: JSONPointer] = [:]
    private var path: [String] = []

    mutating func collect(from value: JSONValue) {
      switch value {
      case .array(let array):
        for (index, element) in array.enumerated() { collect(from: element, at: String(index)) }
      case .object(let object):
        for member in object.members {
          let key = member.key.value
          if let text = member.value.stringValue {
            if key == "pattern" { patterns.insert(text) }
            if key == "$anchor" || key == "$dynamicAnchor", anchors[text] == nil {
              anchors[text] = JSONPointer(path)
            }
          }
          if key == "patternProperties" { patterns.formUnion(member.value.objectValue?.keys ?? []) }
          collect(from: member.value, at: key)
        }
      case .null, .bool, .number, .string: break
      }
    }

    private mutating func collect(from value: JSONValue, at token: String) {
      path.append(token)
      collect(from: value)
      path.removeLast()
    }
  }

  private static func decodingPercents(in text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == UInt8(ascii: "%"), let decoded = UInt8(digits, radix: 16) {
        bytes.append(decoded)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension JSONSchema.Failure: CustomStringConvertible {
  /// The failure as a sentence, with the place as the API's error messages write it.
  public var description: String {
    (pointer.isEmpty ? "the value" : pointer.path) + " " + message
  }
}

extension JSONSchema {
  /// The value in a form that is the same for all values that JSON Schema takes for equal: members sorted,
  /// the last of duplicates only, numbers by their value.
  static func canonical(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null, .bool: return value
    case .string(let string): return .string(string.value)
    case .number(let number): return .string("#" + JSONDecimal(number).description)
    case .array(let array): return .array(JSONArray(array.map { canonical($0) }))
    case .object(let object):
      var members: [String: JSONValue] = [:]
      for member in object.members { members[member.key.value] = canonical(member.value) }
      return .object(
        JSONObject(
          members.sorted { $0.key < $1.key }.map { .init(key: JSONString($0.key), value: $0.value) }
        ))
    }
  }

  /// Whether two values are equal: the order of members and the text of numbers don't count.
  static func areEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
    left == right || left.typeName == right.typeName && canonical(left) == canonical(right)
  }
}
