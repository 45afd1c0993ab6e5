/// A `content_block_delta` found in the bytes of an event's data.
struct ScannedDelta {
  enum Kind {
    case text, thinking, inputJSON
  }

  var index: Int
  var kind: Kind
  /// Where the string's content lies, without its quotes.
  var content: Range<Int>
  var hasEscapes: Bool
}

/// Reads the most common events of a stream straight from their bytes.
///
/// It knows text, thinking and input deltas, in any order of members and with any white space. Whatever
/// differs in any way, a member more, a key with an escape, is left to the JSON parser: nil says so.
struct ContentDeltaScanner {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  static func scan(_ bytes: UnsafeRawBufferPointer) -> ScannedDelta? {
    var scanner = ContentDeltaScanner(bytes: bytes)
    return scanner.scanEvent()
  }

  private init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  private mutating func scanEvent() -> ScannedDelta? {
    var hasType = false
    var index: Int?
    var delta: ScannedDelta?
    guard consume(UInt8(ascii: "{")) else { return nil }
    repeat {
      skipWhiteSpace()
      if index == nil, consume("\"index\"") {
        guard consume(UInt8(ascii: ":")), let number = scanIndex() else { return nil }
        index = number
      } else if delta == nil, consume("\"delta\"") {
        guard consume(UInt8(ascii: ":")), let found = scanDelta() else { return nil }
        delta = found
      } else if !hasType, consume("\"type\"") {
        guard consume(UInt8(ascii: ":")), consumeString("\"content_block_delta\"") else {
          return nil
        }
        hasType = true
      } else {
        return nil
      }
    } while consume(UInt8(ascii: ","))
    guard consume(UInt8(ascii: "}")) else { return nil }
    skipWhiteSpace()
    guard position == bytes.count, hasType, let index else { return nil }
    delta?.index = index
    return delta
  }

  private mutating func scanDelta() -> ScannedDelta? {
    var type: ScannedDelta.Kind?
    var content: (kind: ScannedDelta.Kind, range: Range<Int>, hasEscapes: Bool)?
    guard consume(UInt8(ascii: "{")) else { return nil }
    repeat {
      skipWhiteSpace()
      if type == nil, consume("\"type\"") {
        guard consume(UInt8(ascii: ":")) else { return nil }
        skipWhiteSpace()
        if consume("\"text_delta\"") {
          type = .text
        } else if consume("\"thinking_delta\"") {
          type = .thinking
        } else if consume("\"input_json_delta\"") {
          type = .inputJSON
        } else {
          return nil
        }
      } else if content == nil {
        let kind: ScannedDelta.Kind
        if consume("\"text\"") {
          kind = .text
        } else if consume("\"thinking\"") {
          kind = .thinking
        } else if consume("\"partial_json\"") {
          kind = .inputJSON
        } else {
          return nil
        }
        guard consume(UInt8(ascii: ":")), let (range, hasEscapes) = scanString() else { return nil }
        content = (kind, range, hasEscapes)
      } else {
        return nil
      }
    } while consume(UInt8(ascii: ","))
    guard consume(UInt8(ascii: "}")), let type, let content, content.kind == type else {
      return nil
    }
    return ScannedDelta(
      index: 0, kind: type, content: content.range, hasEscapes: content.hasEscapes)
  }

  /// A whole number without sign, fraction, exponent or leading zero.
  private mutating func scanIndex() -> Int? {
    skipWhiteSpace()
    let start = position
    var number = 0
    while position < bytes.count, position - start < 9 {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      number = number * 10 + Int(digit)
      position += 1
    }
    let count = position - start
    guard count > 0, count == 1 || bytes[start] != UInt8(ascii: "0") else { return nil }
    return number
  }

  private mutating func scanString() -> (content: Range<Int>, hasEscapes: Bool)? {
    guard consume(UInt8(ascii: "\"")) else { return nil }
    let start = position
    var hasEscapes = false
    while true {
      position = bytes.endOfOrdinary(from: position)
      guard position < bytes.count else { return nil }
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return (start..<position - 1, hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        position += 2
      default:
        return nil
      }
    }
  }

  private mutating func skipWhiteSpace() {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      position += 1
    }
  }

  /// Steps over white space and, if it is next, the byte.
  @inline(__always)
  private mutating func consume(_ byte: UInt8) -> Bool {
    skipWhiteSpace()
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// Steps over the text, if it is next.
  @inline(__always)
  private mutating func consume(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard position + count <= bytes.count else { return false }
    for offset in 0..<count where bytes[position + offset] != text.utf8Start[offset] {
      return false
    }
    position += count
    return true
  }

  @inline(__always)
  private mutating func consumeString(_ text: StaticString) -> Bool {
    skipWhiteSpace()
    return consume(text)
  }
}

/// How the last delta was written around its text.
///
/// Servers write all deltas of a block alike, so that the next one is recognized by comparing bytes.
struct ContentDeltaShape: Sendable {
  private let before: [UInt8]
  /// From the closing quote on.
  private let after: [UInt8]
  private let index: Int
  private let kind: ScannedDelta.Kind

  init(_ delta: ScannedDelta, in bytes: UnsafeRawBufferPointer) {
    before = Array(bytes[..<delta.content.lowerBound])
    after = Array(bytes[delta.content.upperBound...])
    index = delta.index
    kind = delta.kind
  }

  /// The delta in the bytes, if all but its text is the same.
  func match(_ bytes: UnsafeRawBufferPointer) -> ScannedDelta? {
    let (start, end) = (before.count, bytes.count - after.count)
    guard start <= end, bytes.contains(before, at: 0), bytes.contains(after, at: end) else {
      return nil
    }
    var position = start
    var hasEscapes = false
    while true {
      position = bytes.endOfOrdinary(from: position)
      guard position < end else { break }
      guard bytes[position] == UInt8(ascii: "\\") else { return nil }
      hasEscapes = true
      position += 2
    }
    guard position == end else { return nil }
    return ScannedDelta(index: index, kind: kind, content: start..<end, hasEscapes: hasEscapes)
  }
}

extension UnsafeRawBufferPointer {
  @inline(__always)
  func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for offset in 0..<count where self[offset] != text.utf8Start[offset] { return false }
    return true
  }

  /// Whether these bytes stand at the position, at which there is room for them.
  @inline(__always)
  fileprivate func contains(_ other: [UInt8], at start: Int) -> Bool {
    other.withUnsafeBytes { other in
      var offset = 0
      while offset + 8 <= other.count {
        let word = loadUnaligned(fromByteOffset: start + offset, as: UInt64.self)
        if word != other.loadUnaligned(fromByteOffset: offset, as: UInt64.self) { return false }
        offset += 8
      }
      while offset < other.count {
        if self[start + offset] != other[offset] { return false }
        offset += 1
      }
      return true
    }
  }

  /// The position of the next quote, backslash or control byte, or the end.
  @inline(__always)
  fileprivate func endOfOrdinary(from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var position = start
    while position + 8 <= count {
      let word = UInt64(littleEndian: loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let quotes = word ^ (ones &* 0x22)
      let backslashes = word ^ (ones &* 0x5C)
      // The lowest bit set marks the first such byte.
      let special =
        ((quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
          | (word &- ones &* 0x20) & ~word) & (ones << 7)
      if special != 0 { return position + special.trailingZeroBitCount >> 3 }
      position += 8
    }
    while position < count {
      let byte = self[position]
      if byte == 0x22 || byte == 0x5C || byte < 0x20 { break }
      position += 1
    }
    return position
  }
}

extension [UInt8] {
  /// Appends the content of a JSON string with escapes.
  ///
  /// Returns false, and appends nothing, where an escape is not one or stands for a lone surrogate.
  mutating func appendUnescaped(_ content: UnsafeRawBufferPointer) -> Bool {
    let oldCount = count
    var rest = content[...]
    while let backslash = rest.firstIndex(of: UInt8(ascii: "\\")) {
      append(contentsOf: rest[..<backslash])
      guard let (scalar, end) = Self.scalar(escapedAt: backslash, in: content) else {
        removeLast(count - oldCount)
        return false
      }
      append(contentsOf: UTF8.encode(scalar)!)
      rest = content[end...]
    }
    append(contentsOf: rest)
    return true
  }

  private static func scalar(
    escapedAt start: Int, in bytes: UnsafeRawBufferPointer
  ) -> (Unicode.Scalar, end: Int)? {
    guard start + 1 < bytes.count else { return nil }
    switch bytes[start + 1] {
    case UInt8(ascii: "n"): return ("\n", start + 2)
    case let byte where byte == 0x22 || byte == 0x5C || byte == 0x2F:
      return (Unicode.Scalar(byte), start + 2)
    case UInt8(ascii: "t"): return ("\t", start + 2)
    case UInt8(ascii: "r"): return ("\r", start + 2)
    case UInt8(ascii: "b"): return ("\u{8}", start + 2)
    case UInt8(ascii: "f"): return ("\u{C}", start + 2)
    case UInt8(ascii: "u"): break
    default: return nil
    }
    guard let first = codeUnit(at: start, in: bytes) else { return nil }
    if let scalar = Unicode.Scalar(first) { return (scalar, start + 6) }
    guard UTF16.isLeadSurrogate(UInt16(first)), let second = codeUnit(at: start + 6, in: bytes),
      UTF16.isTrailSurrogate(UInt16(second))
    else { return nil }
    let value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    return Unicode.Scalar(value).map { ($0, start + 12) }
  }

  /// The code unit of `\uXXXX`.
  private static func codeUnit(at start: Int, in bytes: UnsafeRawBufferPointer) -> UInt32? {
    guard start + 6 <= bytes.count, bytes[start] == UInt8(ascii: "\\"),
      bytes[start + 1] == UInt8(ascii: "u")
    else { return nil }
    var unit: UInt32 = 0
    for byte in bytes[(start + 2)..<(start + 6)] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }
}
