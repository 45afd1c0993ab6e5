/// Finds the tokens of JSON in a line, for colouring it.
///
/// A line is looked at for itself, for no token of JSON goes on in another line. Grammar beyond
/// tokens isn't checked: that is a parser's task.
enum JSONHighlighter {
  /// What a token is.
  enum Kind: Hashable, Sendable {
    /// A string before a colon.
    case key
    case string, number
    /// `true`, `false` or `null`.
    case keyword
    case punctuation
    /// What no JSON text holds: an unknown word, a malformed number, an open string, a bad escape.
    case error

    /// What a theme calls it.
    var scope: String {
      switch self {
      case .key: "json.key"
      case .string: "json.string"
      case .number: "json.number"
      case .keyword: "json.keyword"
      case .punctuation: "json.punctuation"
      case .error: "error"
      }
    }
  }

  /// A part of the line.
  struct Token: Hashable, Sendable {
    /// UTF-8 offsets in the line.
    var range: Range<Int>
    var kind: Kind

    init(_ range: Range<Int>, _ kind: Kind) {
      self.range = range
      self.kind = kind
    }
  }

  /// The tokens of a line, from left to right.
  static func tokens(in line: String) -> [Token] {
    line.withUTF8Bytes { tokens(in: $0, 0..<$0.count, startsInString: false) }
  }

  /// The tokens of a part of a long line.
  ///
  /// Whether the part begins within a string is guessed: as that which makes fewer errors.
  static func tokens(in line: String, part: Range<Int>) -> [Token] {
    line.withUTF8Bytes { bytes in
      let outside = tokens(in: bytes, part, startsInString: false)
      if part.lowerBound == 0 { return outside }
      let inside = tokens(in: bytes, part, startsInString: true)
      return inside.errorCount < outside.errorCount ? inside : outside
    }
  }

  private static func tokens(
    in bytes: UnsafeBufferPointer<UInt8>, _ part: Range<Int>, startsInString: Bool
  ) -> [Token] {
    var scanner = Scanner(bytes: bytes, end: part.upperBound, offset: part.lowerBound)
    if startsInString { scanner.scanString(from: part.lowerBound) }
    while scanner.scanToken() {}
    return scanner.tokens
  }
}

extension [JSONHighlighter.Token] {
  fileprivate var errorCount: Int {
    reduce(0) { $0 + ($1.kind == .error ? 1 : 0) }
  }
}

/// The scanner behind `JSONHighlighter`.
private struct Scanner {
  typealias Token = JSONHighlighter.Token

  let bytes: UnsafeBufferPointer<UInt8>
  /// Where the part ends. The line may go on.
  let end: Int
  var offset: Int
  var tokens: [Token] = []

  /// Scans the next token; false if there's none.
  mutating func scanToken() -> Bool {
    while offset < end, bytes[offset].isBlank { offset += 1 }
    if offset >= end { return false }
    let start = offset
    offset += 1
    switch bytes[start] {
    case UInt8(ascii: "\""):
      scanString(from: start)
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: ":"), UInt8(ascii: ","):
      tokens.append(Token(start..<offset, .punctuation))
    default:
      while offset < end, !bytes[offset].endsWord { offset += 1 }
      tokens.append(Token(start..<offset, kind(ofWord: start..<offset)))
    }
    return true
  }

  /// Scans the rest of a string that began at `start`; bad escapes in it are tokens of their own.
  mutating func scanString(from start: Int) {
    let first = tokens.count
    var pieceStart = start
    while offset < end, bytes[offset] != UInt8(ascii: "\"") {
      if bytes[offset] == UInt8(ascii: "\\") {
        let length = escapeLength
        if length == 0 {
          if pieceStart < offset { tokens.append(Token(pieceStart..<offset, .string)) }
          let escapeEnd = min(offset + 2, end)
          tokens.append(Token(offset..<escapeEnd, .error))
          pieceStart = escapeEnd
          offset = escapeEnd
        } else {
          offset = min(offset + length, end)
        }
      } else if bytes[offset] < 0x20 {
        if bytes[offset] == 0x0A || bytes[offset] == 0x0D { break }
        if pieceStart < offset { tokens.append(Token(pieceStart..<offset, .string)) }
        tokens.append(Token(offset..<offset + 1, .error))
        offset += 1
        pieceStart = offset
      } else {
        offset += 1
      }
    }
    let isClosed = offset < end && bytes[offset] == UInt8(ascii: "\"")
    if isClosed { offset += 1 }
    // A part of a line that ends within a string says nothing about where the string ends.
    let isCut = !isClosed && offset == end && end < bytes.count
    if pieceStart < offset {
      tokens.append(Token(pieceStart..<offset, isClosed || isCut ? .string : .error))
    }
    if isClosed, isBeforeColon {
      for index in tokens.indices[first...] where tokens[index].kind == .string {
        tokens[index].kind = .key
      }
    }
  }

  private var isBeforeColon: Bool {
    var next = offset
    while next < bytes.count, bytes[next].isBlank { next += 1 }
    return next < bytes.count && bytes[next] == UInt8(ascii: ":")
  }

  /// The length of the escape at the offset, 0 if there's no such escape.
  private var escapeLength: Int {
    guard offset + 1 < end else { return end < bytes.count ? 1 : 0 }
    switch bytes[offset + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return 2
    case UInt8(ascii: "u"):
      let digits = bytes[min(offset + 2, bytes.count)..<min(offset + 6, bytes.count)]
      return digits.count == 4 && digits.allSatisfy(\.isHexDigit) ? 6 : 0
    default:
      return 0
    }
  }

  private func kind(ofWord word: Range<Int>) -> JSONHighlighter.Kind {
    let text = bytes[word]
    if ["true", "false", "null"].contains(where: { text.elementsEqual($0.utf8) }) {
      return .keyword
    }
    return Self.isNumber(text) ? .number : .error
  }

  /// RFC 8259, section 6.
  private static func isNumber(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var rest = text[...]
    func takeDigits() -> Bool {
      let digits = rest.prefix { 0x30...0x39 ~= $0 }
      rest = rest[digits.endIndex...]
      return !digits.isEmpty
    }
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    if rest.first == UInt8(ascii: "0") {
      rest.removeFirst()
    } else if !takeDigits() {
      return false
    }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      if !takeDigits() { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
      if !takeDigits() { return false }
    }
    return rest.isEmpty
  }
}

extension UInt8 {
  /// Whether JSON allows the byte between tokens.
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }

  fileprivate var endsWord: Bool {
    switch self {
    case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: ":"), UInt8(ascii: ","):
      true
    default: isBlank
    }
  }

  fileprivate var isHexDigit: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}
