/// Finds a query in text: letters in either case, unless the query has capitals.
public struct TextSearch: Hashable, Sendable {
  private let query: String
  private let bytes: [UInt8]
  private let ignoresCase: Bool
  private let isASCII: Bool
  /// The characters of a query that isn't ASCII.
  private let characters: [CharacterReader.Wanted]

  public init(_ query: String) {
    ignoresCase = !query.contains(where: \.isUppercase)
    self.query = ignoresCase ? query.lowercased() : query
    bytes = Array(self.query.utf8)
    isASCII = bytes.allSatisfy { $0 < 0x80 }
    characters =
      isASCII ? [] : self.query.map { [ignoresCase] in .init($0, ignoresCase: ignoresCase) }
  }

  /// The matches in the first `length` bytes of a line, as UTF-8 offsets.
  public func matches(in line: String, length: Int) -> [Range<Int>] {
    matches(in: line, within: 0..<length)
  }

  /// The matches that may reach into a part of a line, looked for no further than they can begin.
  func matches(in line: String, length: Int, near part: Range<Int>) -> [Range<Int>] {
    let start = line.characterBoundary(atOrBefore: max(part.lowerBound - reach, 0))
    let end = line.characterBoundary(atOrBefore: min(part.upperBound + reach, length))
    return matches(in: line, within: start..<end)
  }

  /// The bytes that a match may have at most: other forms of a letter can be longer.
  public var reach: Int { isASCII ? bytes.count : 4 * bytes.count }

  private func matches(in line: String, within range: Range<Int>) -> [Range<Int>] {
    if bytes.isEmpty || range.isEmpty { return [] }
    return isASCII
      ? byteMatches(in: line, within: range) : characterMatches(in: line, within: range)
  }

  /// Compares bytes, with ASCII letters alike in either case.
  private func byteMatches(in line: String, within range: Range<Int>) -> [Range<Int>] {
    let starts = line.withUTF8Bytes { text -> [Int] in
      bytes.withUnsafeBufferPointer { matchStarts(of: $0, in: text, within: range) }
    }
    // A match may not part a letter from the accent that follows it.
    return starts.map { $0..<$0 + bytes.count }.filter {
      line.characterBoundary(atOrBefore: $0.lowerBound) == $0.lowerBound
        && line.characterBoundary(atOrBefore: $0.upperBound) == $0.upperBound
    }
  }

  private func matchStarts(
    of wanted: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>,
    within range: Range<Int>
  ) -> [Int] {
    var found: [Int] = []
    let last = range.upperBound - wanted.count
    let lower = wanted[0]
    // For a letter, its other case; else the same byte.
    let upper = ignoresCase && 0x61...0x7A ~= lower ? lower - 0x20 : lower
    var offset = range.lowerBound
    while offset <= last {
      if text[offset] != lower, text[offset] != upper {
        offset += 1
        continue
      }
      var length = 1
      while length < wanted.count, folded(text[offset + length]) == wanted[length] { length += 1 }
      if length == wanted.count {
        found.append(offset)
        offset += length
      } else {
        offset += 1
      }
    }
    return found
  }

  @inline(__always)
  private func folded(_ byte: UInt8) -> UInt8 {
    ignoresCase && 0x41...0x5A ~= byte ? byte + 0x20 : byte
  }

  /// Compares characters by canonical equivalence.
  private func characterMatches(in line: String, within range: Range<Int>) -> [Range<Int>] {
    line.withUTF8Bytes { bytes in
      let reader = CharacterReader(line, bytes, range: range, ignoresCase: ignoresCase)
      var found: [Range<Int>] = []
      var offset = reader.next(characters[0], from: range.lowerBound)
      while offset < range.upperBound {
        var end = offset
        let isFound = reader.reads(characters[0], at: &end)
        let next = end
        if isFound, characters.dropFirst().allSatisfy({ reader.reads($0, at: &end) }) {
          found.append(offset..<end)
          offset = end
        } else {
          offset = next
        }
        offset = reader.next(characters[0], from: offset)
      }
      return found
    }
  }
}
