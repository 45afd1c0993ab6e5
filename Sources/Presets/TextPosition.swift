public import JSON

/// A place in a text, as editors count.
public struct TextPosition: Hashable, Sendable, Comparable {
  /// Lines are counted from 1.
  public let line: Int

  /// Characters (Unicode scalars) are counted from 1.
  public let column: Int

  public static func < (left: TextPosition, right: TextPosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

extension TextPosition: CustomStringConvertible {
  public var description: String { "line \(line), column \(column)" }
}

extension TextPosition {
  /// Where a value stands in a JSON text: its key when it is a member, else itself.
  ///
  /// Nil when the path leads nowhere. Of members with one key the last counts, as when reading.
  public init?(of pointer: JSONPointer, in bytes: [UInt8]) {
    var scanner = Scanner(bytes: bytes)
    guard let offset = scanner.find(pointer.tokens[...]) else { return nil }
    let before = bytes[..<offset]
    line = 1 + before.count { $0 == UInt8(ascii: "\n") }
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    column = 1 + before[start...].count { $0 & 0xC0 != 0x80 }
  }

  /// Walks over a text that is known to be JSON.
  private struct Scanner {
    let bytes: [UInt8]
    private var offset = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// The offset of the place that a path leads to from here; behind the value otherwise.
    mutating func find(_ tokens: ArraySlice<String>) -> Int? {
      skipWhiteSpace()
      guard let token = tokens.first else { return offset }
      let isObject = bytes[offset] == UInt8(ascii: "{")
      guard isObject || bytes[offset] == UInt8(ascii: "[") else {
        skipValue()
        return nil
      }
      var found: Int?
      var index = 0
      offset += 1
      skipWhiteSpace()
      while bytes[offset] != UInt8(ascii: "}"), bytes[offset] != UInt8(ascii: "]") {
        let place = offset
        let name = isObject ? key() : String(index)
        if name == token {
          let start = offset
          found = tokens.count == 1 ? place : find(tokens.dropFirst())
          offset = start
        }
        skipValue()
        skipWhiteSpace()
        if bytes[offset] == UInt8(ascii: ",") { offset += 1 }
        skipWhiteSpace()
        index += 1
      }
      offset += 1
      return found
    }

    /// Reads a key and its colon.
    private mutating func key() -> String {
      let start = offset
      skipString()
      let text = Array(bytes[start..<offset])
      skipWhiteSpace()
      offset += 1
      skipWhiteSpace()
      return (try? JSONParser.parse(text))?.stringValue ?? ""
    }

    private mutating func skipWhiteSpace() {
      while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
    }

    private mutating func skipString() {
      offset += 1
      while bytes[offset] != UInt8(ascii: "\"") {
        offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
      }
      offset += 1
    }

    private mutating func skipValue() {
      var depth = 0
      while offset < bytes.count {
        switch bytes[offset] {
        case UInt8(ascii: "\""):
          skipString()
          continue
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          if depth == 0 { return }
          depth -= 1
        case UInt8(ascii: ","):
          if depth == 0 { return }
        default: break
        }
        offset += 1
      }
    }
  }
}
