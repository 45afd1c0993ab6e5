/// A JSON string: its text, and its escapes when it was parsed from a text that had some.
public struct JSONString: Sendable {
  /// The text that the string stands for. Lone surrogates, which no Swift string can hold, read as U+FFFD
  /// here and are kept for writing.
  public let value: String

  /// The string as it was written, quotes included, when it had escapes.
  let source: JSONSource?

  public init(_ value: String) {
    self.value = value
    source = nil
  }

  init(_ value: String, source: JSONSource?) {
    self.value = value
    self.source = source
  }
}

extension JSONString: Hashable {
  public static func == (left: JSONString, right: JSONString) -> Bool {
    // Swift compares strings by canonical equivalence; on the wire `é` has two spellings that differ.
    haveSameBytes(left.value, right.value)
      && (!(left.mayHideSurrogates || right.mayHideSurrogates)
        || left.source?.bytes == right.source?.bytes)
  }

  /// Compares as bytes; two references to one long text are known to be equal without reading it.
  private static func haveSameBytes(_ left: String, _ right: String) -> Bool {
    let answer = left.utf8.withContiguousStorageIfAvailable { left in
      right.utf8.withContiguousStorageIfAvailable { right in
        left.count == right.count
          && (left.baseAddress == right.baseAddress || left.elementsEqual(right))
      }
    }
    return (answer ?? nil) ?? left.utf8.elementsEqual(right.utf8)
  }

  /// Whether U+FFFD may stand for a lone surrogate, of which there are many.
  private var mayHideSurrogates: Bool {
    source != nil && value.unicodeScalars.contains("\u{FFFD}")
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension JSONString: ExpressibleByStringLiteral, CustomStringConvertible {
  public init(stringLiteral value: String) { self.init(value) }
  public var description: String { value }
}
