/// A JSON value that remembers how it was written.
///
/// Member order, duplicate keys, the text of numbers, string escapes and, where nothing was edited, the
/// white space between tokens are kept, so that `text(.asWritten)` of an untouched value gives back the
/// bytes it was parsed from. Two values are equal when they say the same in the same order: white space
/// and escapes don't count, the text of numbers does (`1.0` is not `1`).
///
/// RFC 8259.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(JSONString)
  case array(JSONArray)
  case object(JSONObject)
}

extension JSONValue {
  /// A string with no memory of escapes.
  public static func string(_ text: String) -> JSONValue { .string(JSONString(text)) }

  /// Whether the value is the literal `null`.
  public var isNull: Bool { self == .null }

  public var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  public var numberValue: JSONNumber? {
    if case .number(let value) = self { value } else { nil }
  }

  /// The number as an `Int`, when it is a whole number that fits; `1.0` and `1e2` are whole.
  public var intValue: Int? { numberValue?.intValue }

  /// The nearest `Double`; infinite for numbers beyond its range.
  public var doubleValue: Double? { numberValue?.doubleValue }

  public var stringValue: String? {
    if case .string(let value) = self { value.value } else { nil }
  }

  public var arrayValue: JSONArray? {
    if case .array(let value) = self { value } else { nil }
  }

  public var objectValue: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }

  /// What kind of value it is, as JSON Schema's `type` names it (`integer` is not told from `number`).
  public var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }

  /// The member with this key, the last one of duplicates; nil for any other kind of value.
  public subscript(key: String) -> JSONValue? {
    objectValue?[key]
  }

  /// The element at this index; nil beyond the ends and for any other kind of value.
  public subscript(index: Int) -> JSONValue? {
    guard let array = arrayValue, array.indices.contains(index) else { return nil }
    return array[index]
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(nilLiteral: ()) { self = .null }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
  public init(floatLiteral value: Double) { self = .number(JSONNumber(value)) }
  public init(stringLiteral value: String) { self = .string(JSONString(value)) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(JSONArray(elements)) }
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements.map { .init(key: JSONString($0.0), value: $0.1) }))
  }
}

extension JSONValue: CustomStringConvertible {
  public var description: String { text(.compact) }
}
