/// Why a text is not JSON, and where.
public struct JSONParseError: Error, Hashable, Sendable {
  /// What was wrong at the position.
  public enum Reason: Hashable, Sendable {
    case emptyText
    case unexpectedEnd
    case unexpectedByte(UInt8)
    case expected(String)
    case invalidNumber
    case invalidEscape
    case controlCharacterInString(UInt8)
    case invalidUTF8
    case trailingText
    /// Arrays and objects are nested deeper than the limit.
    case tooDeep(limit: Int)
    /// The text is longer than the limit, in bytes.
    case tooLong(limit: Int)
  }

  public let reason: Reason
  /// Bytes before the position.
  public let offset: Int
  /// Lines are counted from 1.
  public let line: Int
  /// Characters (Unicode scalars) are counted from 1.
  public let column: Int

  init(_ reason: Reason, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    self.reason = reason
    self.offset = offset
    let before = bytes[..<Swift.min(offset, bytes.count)]
    line = 1 + before.count { $0 == UInt8(ascii: "\n") }
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    column = 1 + before[start...].count { $0 & 0xC0 != 0x80 }
  }
}

extension JSONParseError: CustomStringConvertible {
  public var description: String { "line \(line), column \(column): \(reason)" }
}

extension JSONParseError.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .emptyText: "there is no JSON here"
    case .unexpectedEnd: "the text ends in the middle of a value"
    case .unexpectedByte(let byte): "unexpected \(Self.name(byte))"
    case .expected(let what): "expected \(what)"
    case .invalidNumber: "not a JSON number"
    case .invalidEscape: "not a JSON escape"
    case .controlCharacterInString(0x0A), .controlCharacterInString(0x0D):
      // More often than not it is the quote that was forgotten.
      "the closing quote is missing, or \\n for a line end"
    case .controlCharacterInString(let byte):
      "\(Self.name(byte)) in a string has to be written as an escape"
    case .invalidUTF8: "not UTF-8"
    case .trailingText: "text after the end of the value"
    case .tooDeep(let limit): "nested deeper than \(limit) levels"
    case .tooLong(let limit): "longer than \(limit) bytes"
    }
  }

  private static func name(_ byte: UInt8) -> String {
    switch byte {
    case 0x0A: "line end"
    case 0x09: "tab"
    case 0x21...0x7E: "“\(Character(Unicode.Scalar(byte)))”"
    default: "byte 0x" + String(byte, radix: 16)
    }
  }
}
