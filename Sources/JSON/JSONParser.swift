/// Parses JSON texts: strict, with positions, never deeper or longer than its limits.
///
/// RFC 8259. A lone surrogate escape is let through, because servers send it; everything else that the
/// grammar forbids is an error.
public struct JSONParser {
  /// What a text may ask for at most.
  public struct Limits: Hashable, Sendable {
    /// Levels of arrays and objects.
    public var depth: Int
    /// Bytes of the text; never more than 4 GiB.
    public var length: Int

    public init(depth: Int = 512, length: Int = 256 << 20) {
      precondition(length <= UInt32.max)
      self.depth = depth
      self.length = length
    }

    /// 512 levels and 256 MiB.
    public static let `default` = Limits()
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  /// The same bytes as an array that values may share, or nil when they aren't to remember them.
  private let buffer: [UInt8]?
  private let limits: Limits
  private var position = 0
  private var depth = 0

  /// The value that the whole text stands for, with its memory of how it was written.
  public static func parse(
    _ bytes: [UInt8], limits: Limits = .default
  ) throws(JSONParseError) -> JSONValue {
    let result: Result<JSONValue, JSONParseError> = bytes.withUnsafeBufferPointer { pointer in
      Self.parse(pointer, buffer: bytes, limits: limits)
    }
    return try result.get()
  }

  /// The value that the whole text stands for, with no memory of white space and escapes: for texts that
  /// are read and not edited, such as the events of a stream.
  public static func parse(
    transient bytes: UnsafeBufferPointer<UInt8>, limits: Limits = .default
  ) throws(JSONParseError) -> JSONValue {
    try parse(bytes, buffer: nil, limits: limits).get()
  }

  private static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, buffer: [UInt8]?, limits: Limits
  ) -> Result<JSONValue, JSONParseError> {
    var parser = JSONParser(bytes: bytes, buffer: buffer, limits: limits)
    do throws(JSONParseError) {
      return .success(try parser.parseText())
    } catch {
      return .failure(error)
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, buffer: [UInt8]?, limits: Limits) {
    self.bytes = bytes
    self.buffer = buffer
    self.limits = limits
  }

  static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private mutating func parseText() throws(JSONParseError) -> JSONValue {
    guard bytes.count <= limits.length else { throw error(.tooLong(limit: limits.length)) }
    skipWhiteSpace()
    guard position < bytes.count else { throw error(.emptyText) }
    let value = try parseValue()
    skipWhiteSpace()
    guard position == bytes.count else { throw error(.trailingText) }
    return value
  }

  private mutating func parseValue() throws(JSONParseError) -> JSONValue {
    guard position < bytes.count else { throw error(.unexpectedEnd) }
    switch bytes[position] {
    case UInt8(ascii: "{"): return .object(try parseObject())
    case UInt8(ascii: "["): return .array(try parseArray())
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return .number(try parseNumber())
    case UInt8(ascii: "t"): return try parse("true", as: .bool(true))
    case UInt8(ascii: "f"): return try parse("false", as: .bool(false))
    case UInt8(ascii: "n"): return try parse("null", as: .null)
    case let byte: throw error(.unexpectedByte(byte))
    }
  }

  private mutating func parse(
    _ literal: StaticString, as value: JSONValue
  ) throws(JSONParseError) -> JSONValue {
    for index in 0..<literal.utf8CodeUnitCount {
      guard position < bytes.count else { throw error(.unexpectedEnd) }
      guard bytes[position] == literal.utf8Start[index] else {
        throw error(.unexpectedByte(bytes[position]))
      }
      position += 1
    }
    return value
  }

  private mutating func parseObject() throws(JSONParseError) -> JSONObject {
    let start = position
    try enter()
    var members: [JSONObject.Member] = []
    var isSpaced = false
    if !consume(UInt8(ascii: "}")) {
      repeat {
        skipWhiteSpace()
        guard position < bytes.count else { throw error(.unexpectedEnd) }
        guard bytes[position] == UInt8(ascii: "\"") else {
          throw error(.expected("a key in quotes"))
        }
        let key = try parseString()
        guard consume(UInt8(ascii: ":")) else { throw unexpected(or: "“:” after the key") }
        isSpaced = isSpaced || isAtSpace
        skipWhiteSpace()
        members.append(.init(key: key, value: try parseValue()))
      } while consume(UInt8(ascii: ","))
      guard consume(UInt8(ascii: "}")) else { throw unexpected(or: "“,” or “}”") }
    }
    depth -= 1
    guard let source = source(from: start) else { return JSONObject(members) }
    return JSONObject(members, source: source, isSpaced: isSpaced)
  }

  private mutating func parseArray() throws(JSONParseError) -> JSONArray {
    let start = position
    try enter()
    var elements: [JSONValue] = []
    var isSpaced = false
    if !consume(UInt8(ascii: "]")) {
      repeat {
        isSpaced = isSpaced || !elements.isEmpty && isAtSpace
        skipWhiteSpace()
        elements.append(try parseValue())
      } while consume(UInt8(ascii: ","))
      guard consume(UInt8(ascii: "]")) else { throw unexpected(or: "“,” or “]”") }
    }
    depth -= 1
    guard let source = source(from: start) else { return JSONArray(elements) }
    return JSONArray(elements, source: source, isSpaced: isSpaced)
  }

  /// Steps over an opening bracket.
  private mutating func enter() throws(JSONParseError) {
    guard depth < limits.depth else { throw error(.tooDeep(limit: limits.depth)) }
    depth += 1
    position += 1
  }

  private mutating func parseNumber() throws(JSONParseError) -> JSONNumber {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    if position < bytes.count, bytes[position] == UInt8(ascii: "0") {
      position += 1
      guard position == bytes.count || bytes[position] &- UInt8(ascii: "0") >= 10 else {
        throw error(.invalidNumber)
      }
    } else {
      try parseDigits()
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      try parseDigits()
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count,
        bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
      {
        position += 1
      }
      try parseDigits()
    }
    return JSONNumber(checked: String(decoding: bytes[start..<position], as: UTF8.self))
  }

  /// Steps over one or more digits.
  private mutating func parseDigits() throws(JSONParseError) {
    let start = position
    while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
    guard position > start else {
      throw error(position < bytes.count ? .invalidNumber : .unexpectedEnd)
    }
  }

  private mutating func skipWhiteSpace() {
    while position < bytes.count, Self.isWhiteSpace(bytes[position]) { position += 1 }
  }

  /// Steps over white space and, if it is next, the byte.
  private mutating func consume(_ byte: UInt8) -> Bool {
    skipWhiteSpace()
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private var isAtSpace: Bool { position < bytes.count && bytes[position] == UInt8(ascii: " ") }

  private func source(from start: Int) -> JSONSource? {
    buffer.map { JSONSource(buffer: $0, start: UInt32(start), end: UInt32(position)) }
  }

  private func error(_ reason: JSONParseError.Reason) -> JSONParseError {
    JSONParseError(reason, at: position, in: bytes)
  }

  private func unexpected(or expectation: String) -> JSONParseError {
    error(position < bytes.count ? .expected(expectation) : .unexpectedEnd)
  }
}

// MARK: - Strings

extension JSONParser {
  private mutating func parseString() throws(JSONParseError) -> JSONString {
    let start = position
    position += 1
    let content = position
    while true {
      guard position < bytes.count else { throw error(.unexpectedEnd) }
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let text = try validated(content..<position)
        position += 1
        return JSONString(text)
      case UInt8(ascii: "\\"):
        let text = try parseEscapes(from: content)
        return JSONString(text, source: source(from: start))
      case let byte where byte < 0x20:
        throw error(.controlCharacterInString(byte))
      default:
        position += 1
      }
    }
  }

  /// Reads the rest of a string that has escapes, up to and over the closing quote.
  private mutating func parseEscapes(from content: Int) throws(JSONParseError) -> String {
    var text = try validated(content..<position)
    var run = position
    while true {
      guard position < bytes.count else { throw error(.unexpectedEnd) }
      switch bytes[position] {
      case UInt8(ascii: "\""):
        text += try validated(run..<position)
        position += 1
        return text
      case UInt8(ascii: "\\"):
        text += try validated(run..<position)
        text.unicodeScalars.append(try parseEscape())
        run = position
      case let byte where byte < 0x20:
        throw error(.controlCharacterInString(byte))
      default:
        position += 1
      }
    }
  }

  private mutating func parseEscape() throws(JSONParseError) -> Unicode.Scalar {
    guard position + 1 < bytes.count else {
      position = bytes.count
      throw error(.unexpectedEnd)
    }
    let letter = bytes[position + 1]
    if letter == UInt8(ascii: "u") { return try parseUnicodeEscape() }
    let scalar: Unicode.Scalar? =
      switch letter {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): Unicode.Scalar(letter)
      case UInt8(ascii: "b"): "\u{8}"
      case UInt8(ascii: "f"): "\u{C}"
      case UInt8(ascii: "n"): "\n"
      case UInt8(ascii: "r"): "\r"
      case UInt8(ascii: "t"): "\t"
      default: nil
      }
    guard let scalar else { throw error(.invalidEscape) }
    position += 2
    return scalar
  }

  /// Reads `\uXXXX`, or a pair of them that makes one scalar.
  private mutating func parseUnicodeEscape() throws(JSONParseError) -> Unicode.Scalar {
    let unit = try codeUnit(at: position)
    position += 6
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { return "\u{FFFD}" }
    let low = try codeUnit(at: position)
    guard (0xDC00..<0xE000).contains(low) else { return "\u{FFFD}" }
    position += 6
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private func codeUnit(at start: Int) throws(JSONParseError) -> UInt32 {
    var unit: UInt32 = 0
    for index in (start + 2)..<(start + 6) {
      guard index < bytes.count else { throw error(.unexpectedEnd) }
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(byte - 0x30)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(byte - 0x57)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(byte - 0x37)
      default: throw error(.invalidEscape)
      }
    }
    return unit
  }

  private mutating func validated(_ range: Range<Int>) throws(JSONParseError) -> String {
    guard let text = String(validating: bytes[range], as: UTF8.self) else {
      position = range.lowerBound
      throw error(.invalidUTF8)
    }
    return text
  }
}

extension JSONValue {
  /// The value that the text stands for, with its memory of how it was written.
  public init(
    parsing text: String, limits: JSONParser.Limits = .default
  ) throws(JSONParseError) {
    self = try JSONParser.parse(Array(text.utf8), limits: limits)
  }
}
