public import JSON

/// What a body says about one field. Absent and null are different things on the wire.
public enum FieldState: Hashable, Sendable {
  /// The body doesn't name the field.
  case absent
  /// The body gives the field the value `null`.
  case null
  /// The body gives the field a value, which isn't null.
  case value(JSONValue)

  /// The state of a member that is there with this value, or isn't there.
  public init(_ value: JSONValue?) {
    switch value {
    case nil: self = .absent
    case .null?: self = .null
    case let value?: self = .value(value)
    }
  }

  /// The value as it stands in the body; nil when the field is absent.
  public var json: JSONValue? {
    switch self {
    case .absent: nil
    case .null: .null
    case .value(let value): value
    }
  }
}
