/// A JSON number, kept as the text it was written with.
public struct JSONNumber: Hashable, Sendable {
  /// The number's text, such as `0.70` or `12345678901234567890`.
  public let text: String

  /// A number with this text, or nil when the text is not a JSON number.
  public init?(text: String) {
    guard case .number(let number)? = try? JSONValue(parsing: text), number.text == text else {
      return nil
    }
    self = number
  }

  public init(_ value: Int) { text = String(value) }

  /// A number with the shortest text that reads back as this value; whole numbers have no fraction.
  ///
  /// - Precondition: The value is finite.
  public init(_ value: Double) {
    precondition(value.isFinite, "JSON has no infinity and no NaN")
    text = Int(exactly: value).map(String.init) ?? value.description
  }

  /// A number whose text was checked by the parser.
  init(checked text: String) { self.text = text }

  /// The value as an `Int`, when it is whole and fits.
  public var intValue: Int? {
    Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
  }

  /// The nearest `Double`; infinite beyond its range.
  public var doubleValue: Double { Double(text) ?? .nan }
}

extension JSONNumber: CustomStringConvertible {
  public var description: String { text }
}
