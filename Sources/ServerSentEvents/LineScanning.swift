let lineFeed = UInt8(ascii: "\n")
let carriageReturn = UInt8(ascii: "\r")
let colon = UInt8(ascii: ":")
let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

/// The fields that the standard knows; all others are ignored.
enum Field {
  case data, event, id, retry
}

extension UnsafeRawBufferPointer {
  /// Finds the first LF or CR from `start` on, or the end of the bytes, and tells whether the bytes
  /// before it are all ASCII.
  @inline(__always)
  func lineEnd(from start: Int) -> (end: Int, isASCII: Bool) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highBits = ones << 7
    var position = start
    var seen: UInt64 = 0
    while position + 8 <= count {
      let word = UInt64(littleEndian: loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let lineFeeds = word ^ (ones &* UInt64(lineFeed))
      let carriageReturns = word ^ (ones &* UInt64(carriageReturn))
      // The lowest bit set marks the first byte that is zero in either word.
      let found =
        ((lineFeeds &- ones) & ~lineFeeds | (carriageReturns &- ones) & ~carriageReturns) & highBits
      if found != 0 {
        let bits = found.trailingZeroBitCount & ~7
        seen |= word & ((1 << UInt64(bits)) &- 1)
        return (position + bits >> 3, seen & highBits == 0)
      }
      seen |= word
      position += 8
    }
    while position < count {
      let byte = self[position]
      if byte == lineFeed || byte == carriageReturn { break }
      seen |= UInt64(byte)
      position += 1
    }
    return (position, seen & highBits == 0)
  }

  /// Splits a line at its first colon; one space after it doesn't belong to the value.
  @inline(__always)
  func fieldAndValue() -> (field: Field?, value: UnsafeRawBufferPointer) {
    var length = 0
    // No field's name is longer than five bytes.
    while length < Swift.min(count, 6), self[length] != colon { length += 1 }
    guard length < 6 else { return (nil, self) }
    var valueStart = Swift.min(length + 1, count)
    if valueStart < count, self[valueStart] == UInt8(ascii: " ") { valueStart += 1 }
    return (Field(self, length: length), part(valueStart, count))
  }

  /// The bytes from `start` up to `end`.
  @inline(__always)
  func part(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: baseAddress.map { $0 + start }, count: end - start)
  }

  /// The number that the bytes spell, if they are ASCII digits only and it fits.
  var decimal: Int? {
    guard !isEmpty, allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(String(decoding: self, as: UTF8.self))
  }

  var isValidUTF8: Bool {
    withMemoryRebound(to: UInt8.self) { bytes in
      (try? UTF8Span(validating: bytes.span)) != nil
    }
  }
}

extension Field {
  @inline(__always)
  init?(_ line: UnsafeRawBufferPointer, length: Int) {
    switch length {
    case 4 where line.hasPrefix("data"): self = .data
    case 5 where line.hasPrefix("event"): self = .event
    case 2 where line.hasPrefix("id"): self = .id
    case 5 where line.hasPrefix("retry"): self = .retry
    default: return nil
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes begin with the text.
  ///
  /// - Precondition: There are as many bytes as the text has.
  @inline(__always)
  fileprivate func hasPrefix(_ text: StaticString) -> Bool {
    for offset in 0..<text.utf8CodeUnitCount where self[offset] != text.utf8Start[offset] {
      return false
    }
    return true
  }
}
