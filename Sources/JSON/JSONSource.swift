/// The bytes that a value was parsed from: a part of a buffer shared by all values of one document.
struct JSONSource: Sendable {
  let buffer: [UInt8]
  let start: UInt32
  let end: UInt32

  var bytes: ArraySlice<UInt8> { buffer[Int(start)..<Int(end)] }
}

/// How an array or object was laid out, for writing it again after an edit.
enum JSONLayout: Sendable, Hashable {
  /// Not parsed from anything.
  case unspecified
  /// On one line, with or without a space after `,` and `:`.
  case oneLine(isSpaced: Bool)
  /// A line for each element, indented by this many spaces more than its parent.
  case lines(indent: Int)

  /// The spaces that each level is indented by.
  var indent: Int { if case .lines(let indent) = self { indent } else { 0 } }

  /// Whether a space stands after a colon.
  var isSpaced: Bool { if case .oneLine(let isSpaced) = self { isSpaced } else { true } }

  /// Reads the layout off the bytes of an array or object, brackets included.
  ///
  /// - Parameter isSpaced: Whether a space stands after a comma or colon.
  init(of bytes: ArraySlice<UInt8>, isSpaced: Bool) {
    var index = bytes.startIndex + 1
    if index < bytes.endIndex, bytes[index] == UInt8(ascii: "\r") { index += 1 }
    guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "\n") else {
      self = .oneLine(isSpaced: isSpaced)
      return
    }
    // The indent is what the first element has more than the closing bracket.
    let first = bytes[(index + 1)...].prefix { $0 == UInt8(ascii: " ") }.count
    let last = bytes.dropLast().reversed().prefix { $0 == UInt8(ascii: " ") }.count
    self = .lines(indent: first > last ? min(first - last, 16) : 2)
  }
}
