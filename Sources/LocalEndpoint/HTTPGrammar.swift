import Runs

/// The grammar of single lines of a request.
enum HTTPGrammar {
  typealias Failure = HTTPRequestParser.Failure

  /// `method SP request-target SP HTTP-version`, each separated by one space.
  static func requestLine(
    _ line: ArraySlice<UInt8>
  ) throws(Failure) -> HTTPRequestParser.Request {
    let words = line.split(
      separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count == 3, words[0].count <= 32, isToken(words[0]) else {
      throw Failure(status: 400, reason: "The request line is malformed.")
    }
    guard words[1].first == UInt8(ascii: "/"), words[1].allSatisfy({ (0x21..<0x7F).contains($0) })
    else { throw Failure(status: 400, reason: "The request target is not a path.") }
    let version = String(decoding: words[2], as: UTF8.self)
    guard version == "HTTP/1.1" || version == "HTTP/1.0" else {
      throw Failure(
        status: version.hasPrefix("HTTP/") ? 505 : 400, reason: "The version is not HTTP/1.1.")
    }
    return HTTPRequestParser.Request(
      method: String(decoding: words[0], as: UTF8.self),
      target: String(decoding: words[1], as: UTF8.self), headers: [], body: [],
      understandsChunks: version == "HTTP/1.1", keepsAlive: false)
  }

  /// `field-name ":" OWS field-value OWS`
  static func header(_ line: ArraySlice<UInt8>) throws(Failure) -> HTTPHeader {
    let name = line.prefix { $0 != UInt8(ascii: ":") }
    guard name.count < line.count, isToken(name) else {
      throw Failure(status: 400, reason: "A header's name is malformed.")
    }
    let value = trimmed(line.dropFirst(name.count + 1))
    guard value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
      throw Failure(status: 400, reason: "A header's value holds a control character.")
    }
    return HTTPHeader(
      String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
  }

  /// Digits and nothing else: no sign, no list.
  static func contentLength(_ value: String) throws(Failure) -> Int {
    guard !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw Failure(status: 400, reason: "Content-Length is not a number.")
    }
    // A number that doesn't fit is a number that is too large.
    return Int(value) ?? .max
  }

  /// `1*HEXDIG [ chunk-ext ]`. Extensions are read over.
  static func chunkSize(_ line: ArraySlice<UInt8>) throws(Failure) -> Int {
    let digits = line.prefix { $0 != UInt8(ascii: ";") }
    let isClean = line.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    let text = String(decoding: digits, as: UTF8.self)
    guard isClean, text.allSatisfy(\.isHexDigit), text.utf8.count == text.count,
      text.count <= 15, let size = Int(text, radix: 16)
    else { throw Failure(status: 400, reason: "A chunk's size is malformed.") }
    return size
  }

  /// RFC 9110, section 5.6.2.
  static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
    !bytes.isEmpty
      && bytes.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "!#$%&'*+-.^_`|~".utf8.contains($0)
        }
      }
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    guard let end = bytes.lastIndex(where: { !isSpace($0) }) else { return [] }
    return bytes[...end].drop(while: isSpace)
  }
}
