/// One header line of a request or an answer.
public struct HTTPHeader: Hashable, Sendable {
  /// The name, in the case in which it was written.
  public var name: String

  /// The value, without the white space around it.
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
