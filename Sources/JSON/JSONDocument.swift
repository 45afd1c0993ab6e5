/// A whole JSON text: one value and the white space around it.
///
/// A document that wasn't edited is written back byte for byte.
public struct JSONDocument: Hashable, Sendable {
  public var value: JSONValue
  private let before: [UInt8]
  private let after: [UInt8]

  /// A new document, which ends with a line feed.
  public init(_ value: JSONValue) {
    self.value = value
    before = []
    after = [UInt8(ascii: "\n")]
  }

  public init(
    parsing bytes: [UInt8], limits: JSONParser.Limits = .default
  ) throws(JSONParseError) {
    value = try JSONParser.parse(bytes, limits: limits)
    before = Array(bytes.prefix { JSONParser.isWhiteSpace($0) })
    after = Array(bytes.reversed().prefix { JSONParser.isWhiteSpace($0) }.reversed())
  }

  /// The document's text: untouched parts as they were read.
  public var bytes: [UInt8] { before + value.encoded(.asWritten) + after }
}
