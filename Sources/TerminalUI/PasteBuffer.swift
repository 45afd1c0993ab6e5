/// The bytes of a bracketed paste, and where it ends.
///
/// The end is `ESC [ 2 0 1 ~`, but a pasted text may hold just that, and keys after it that would
/// then be obeyed. Therefore all that comes in one burst up to its last end is the paste; what
/// stands after that end is input again. Only an end with the next paste's start right behind it
/// ends a paste within a burst.
struct PasteBuffer: Sendable {
  private var bytes: [UInt8] = []
  private let maximumLength: Int
  /// How many bytes came, kept or not.
  private var count = 0
  /// Where the last end marker begins, unless a start marker follows it.
  private var end: Int?
  /// How many bytes of a marker the last bytes are, and which marker it is from the fifth on.
  private var matched = 0
  private var matchedDigit: UInt8 = 0
  private var countSinceSettling = 0

  private static let markerPrefix = Array("\u{1B}[20".utf8)
  private static let markerLength = 6
  /// How much may follow the end of a paste in one burst.
  private static let maximumTail = 64 << 10

  init(maximumLength: Int = 0) {
    self.maximumLength = maximumLength
  }

  /// Whether a pause would settle something.
  var isUnsettled: Bool {
    end != nil || countSinceSettling > 0
  }

  /// Appends bytes; delivers the pastes that the next one's start shows to be complete.
  mutating func append(
    _ new: Slice<UnsafeBufferPointer<UInt8>>, deliver: (InputEvent) -> Void
  ) {
    countSinceSettling += new.count
    var rest = new
    while let byte = rest.first {
      if matched == 0 {
        let plain = rest.prefix { $0 != 0x1B }
        keep(plain)
        rest = rest[plain.endIndex...]
        if rest.isEmpty { return }
        matched = 1
        keep(rest.prefix(1))
      } else {
        keep(rest.prefix(1))
        match(byte, deliver: deliver)
      }
      rest.removeFirst()
    }
  }

  private mutating func keep(_ new: Slice<UnsafeBufferPointer<UInt8>>) {
    count += new.count
    if count <= maximumLength + Self.maximumTail {
      bytes.append(contentsOf: new)
    } else {
      bytes = []
    }
  }

  private mutating func match(_ byte: UInt8, deliver: (InputEvent) -> Void) {
    switch (matched, byte) {
    case (_, 0x1B):
      matched = 1
    case (..<4, Self.markerPrefix[min(matched, 3)]):
      matched += 1
    case (4, UInt8(ascii: "0")), (4, UInt8(ascii: "1")):
      matched = 5
      matchedDigit = byte
    case (5, UInt8(ascii: "~")):
      matched = 0
      if matchedDigit == UInt8(ascii: "1") {
        end = count - Self.markerLength
      } else if let end, count == end + 2 * Self.markerLength {
        deliver(event(length: end))
        self = PasteBuffer(maximumLength: maximumLength)
      } else {
        end = nil
      }
    default:
      matched = 0
    }
  }

  private func event(length: Int) -> InputEvent {
    length <= maximumLength && length <= bytes.count
      ? .paste(String(decoding: bytes[..<length], as: UTF8.self))
      : .oversizedPaste(byteCount: length)
  }

  /// The paste, and the bytes after it, if a pause shows that it's over.
  ///
  /// It is when its end has come. A paste whose end never comes is ended by an Escape that stands
  /// alone between two pauses, so that it can't hold the keyboard for ever.
  mutating func settle() -> (event: InputEvent, rest: [UInt8])? {
    defer { countSinceSettling = 0 }
    if let end {
      return (event(length: end), Array(bytes.dropFirst(end + Self.markerLength)))
    }
    if countSinceSettling == 1, matched == 1 {
      return (event(length: count - 1), [0x1B])
    }
    return nil
  }
}
