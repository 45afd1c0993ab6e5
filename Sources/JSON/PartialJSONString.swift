/// The inside of a JSON string that is still arriving.
struct PartialJSONString: Sendable {
  /// The content so far, escapes resolved.
  private var content: [UInt8] = []
  /// The bytes of an escape that isn't complete, from its backslash.
  private var escape: [UInt8] = []
  /// The first half of a surrogate pair whose other half may follow.
  private var highSurrogate: UInt32?

  /// Whether the next byte belongs to an escape, so that a quote wouldn't end the string.
  var isInEscape: Bool { !escape.isEmpty }

  /// What there is to show, without half a character.
  var preview: String {
    // A character has at most four bytes, so at most three of it can be here.
    for cut in 0...min(3, content.count) {
      if let text = String(validating: content.dropLast(cut), as: UTF8.self) { return text }
    }
    return String(decoding: content, as: UTF8.self)
  }

  /// Takes a byte of the string; false when it can't stand here.
  mutating func append(_ byte: UInt8) -> Bool {
    if isInEscape {
      escape.append(byte)
      return readEscape()
    }
    if byte == UInt8(ascii: "\\") {
      escape = [byte]
      return true
    }
    guard byte >= 0x20 else { return false }
    settleSurrogate()
    content.append(byte)
    return true
  }

  /// The whole string's text; nil when it isn't UTF-8.
  mutating func finish() -> String? {
    settleSurrogate()
    return String(validating: content, as: UTF8.self)
  }

  private mutating func readEscape() -> Bool {
    guard escape[1] == UInt8(ascii: "u") else {
      guard let byte = Self.simpleEscapes[escape[1]] else { return false }
      settleSurrogate()
      content.append(byte)
      escape = []
      return true
    }
    guard escape.count > 2 else { return true }
    guard Self.isHexDigit(escape[escape.count - 1]) else { return false }
    guard escape.count == 6 else { return true }
    let digits = String(decoding: escape[2...], as: UTF8.self)
    escape = []
    if let unit = UInt32(digits, radix: 16) { append(unit: unit) }
    return true
  }

  private mutating func append(unit: UInt32) {
    if let high = highSurrogate, (0xDC00..<0xE000).contains(unit) {
      highSurrogate = nil
      append(Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00)))
      return
    }
    settleSurrogate()
    if (0xD800..<0xDC00).contains(unit) {
      highSurrogate = unit
    } else {
      append(Unicode.Scalar(unit))
    }
  }

  /// Gives up waiting for the second half of a surrogate pair.
  private mutating func settleSurrogate() {
    guard highSurrogate != nil else { return }
    highSurrogate = nil
    append(nil as Unicode.Scalar?)
  }

  /// Appends a scalar; U+FFFD for a lone surrogate.
  private mutating func append(_ scalar: Unicode.Scalar?) {
    content += String(scalar ?? "\u{FFFD}").utf8
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }

  private static let simpleEscapes: [UInt8: UInt8] = [
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
  ]
}
