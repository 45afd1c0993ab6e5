import Runs

/// Collects the header lines of a response until its final head is whole.
///
/// RFC 9112, sections 4 and 5.
struct ResponseHeadReader: Sendable {
  /// The most bytes that all header lines may hold together.
  static let limit = 256 * 1024

  private var head: ResponseHead?
  private var size = 0
  private(set) var isFinished = false

  /// Why a head can't be read.
  enum Failure: Error {
    case tooLarge, malformed
  }

  /// Takes the next line with its line end; the head, when this line ends the final one.
  ///
  /// Heads with an informational status are passed over, and so are the trailers after the body.
  mutating func append(_ line: [UInt8]) throws(Failure) -> ResponseHead? {
    guard !isFinished else { return nil }
    size += line.count
    guard size <= Self.limit else { throw .tooLarge }

    let content = Self.trimmed(line[...])
    guard !content.isEmpty else {
      guard let head, head.status >= 200 || head.status == 101 else {
        self.head = nil
        return nil
      }
      isFinished = true
      return head
    }
    if head == nil {
      head = try ResponseHead(status: Self.status(content))
    } else if Self.isSpace(line[0]) {
      // An obsolete folded line goes on with the value before it.
      guard let last = head?.headers.indices.last else { throw .malformed }
      head?.headers[last].value += " " + String(decoding: content, as: UTF8.self)
    } else {
      let name = content.prefix { $0 != UInt8(ascii: ":") }
      let value = Self.trimmed(content.dropFirst(name.count + 1))
      head?.headers.append(
        HTTPHeader(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
    }
    return nil
  }

  private static func status(_ line: ArraySlice<UInt8>) throws(Failure) -> Int {
    let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[0].hasPrefix("HTTP/"), let status = Int(words[1]) else {
      throw .malformed
    }
    return status
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank = { (byte: UInt8) in
      isSpace(byte) || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
    }
    guard let end = bytes.lastIndex(where: { !isBlank($0) }) else { return [] }
    return bytes[...end].drop(while: isBlank)
  }
}
