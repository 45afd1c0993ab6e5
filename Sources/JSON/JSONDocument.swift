/// A whole JSON text: one value and the white space around it.
///
/// A document that wasn't edited is written back byte for byte, with the byte order mark that some
/// editors put before it.
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

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Throws errors whose positions are counted from behind a byte order mark.
  public init(
    parsing bytes: [UInt8], limits: JSONParser.Limits = .default
  ) throws(JSONParseError) {
    let mark = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark : []
    let bytes = mark.isEmpty ? bytes : Array(bytes.dropFirst(mark.count))
    value = try JSONParser.parse(bytes, limits: limits)
    before = mark + bytes.prefix { JSONParser.isWhiteSpace($0) }
    after = Array(bytes.reversed().prefix { JSONParser.isWhiteSpace($0) }.reversed())
  }

  /// The document's text: untouched parts as they were read.
  public var bytes: [UInt8] { before + value.encoded(.asWritten) + after }
}
