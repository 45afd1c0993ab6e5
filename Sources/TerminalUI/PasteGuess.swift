/// Tells a paste from typing where the terminal doesn't put pastes in brackets.
///
/// Nobody types a line end amid a sentence within one read. Such a text taken for keys would be indented
/// at every line, and leave a field at its first, with the rest as keys that mean something elsewhere.
public struct PasteGuess: Sendable {
  /// Until when what comes goes on with the last piece.
  private var deadline: Duration?
  /// The beginning of a character that the last piece cut.
  private var cut: [UInt8] = []

  /// How many bytes of text make a paste, if a line ends among them.
  private static let leastLength = 17
  /// How long the next piece of a paste is waited for.
  private static let pause = Duration.milliseconds(100)

  public init() {}

  /// Takes what was read at once, and returns it apart as a pasted text and as what may be keys.
  ///
  /// - Parameter isText: Whether a text that may have several lines is expected now.
  public mutating func split(
    _ bytes: [UInt8], at now: Duration, isText: Bool
  ) -> (paste: String?, keys: [UInt8]) {
    if bytes.isEmpty { return (nil, []) }
    let goesOn = deadline.map { now < $0 } ?? false
    let all = cut + bytes
    (deadline, cut) = (nil, [])
    guard isText, Self.isPlain(all), goesOn || Self.hasInnerLineEnd(all) else {
      return (nil, all)
    }
    deadline = now + Self.pause
    cut = Array(all.suffix(Self.lengthOfCutCharacter(all)))
    return (String(decoding: all.dropLast(cut.count), as: UTF8.self), [])
  }

  /// Whether there is nothing but text, tabs and line ends.
  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 || isLineEnd($0) }
  }

  private static func hasInnerLineEnd(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.firstIndex(where: { !isLineEnd($0) }),
      let last = bytes.lastIndex(where: { !isLineEnd($0) })
    else { return false }
    let text = bytes[first...last]
    let length = text.count { !isLineEnd($0) }
    return length >= leastLength && length < text.count
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0D || byte == 0x0A }

  /// How many bytes at the end begin a character that isn't whole.
  private static func lengthOfCutCharacter(_ bytes: [UInt8]) -> Int {
    let tail = bytes.suffix(3)
    guard let lead = tail.lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return 0 }
    let needed = max((~bytes[lead]).leadingZeroBitCount, 1)
    let found = bytes.count - lead
    return found < needed ? found : 0
  }
}
