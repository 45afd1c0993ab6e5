/// One header line.
public struct HTTPHeader: Hashable, Sendable {
  /// The name, in the case in which it was sent.
  public var name: String
  /// The value, without the white space around it.
  public var value: String

  /// Makes a header.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
