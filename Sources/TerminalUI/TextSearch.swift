/// Finds a query in text: letters in either case, unless the query has capitals.
public struct TextSearch: Hashable, Sendable {
  private let query: String
  private let bytes: [UInt8]
  private let ignoresCase: Bool
  private let isASCII: Bool
  /// The characters of a query that isn't ASCII.
  private let characters: [CharacterReader.Wanted]

  public init(_ query: String) {
    self.init(query, ignoresCase: !query.contains(where: \.isUppercase))
  }

  init(_ query: String, ignoresCase: Bool) {
    self.ignoresCase = ignoresCase
    self.query = ignoresCase ? query.lowercased() : query
    bytes = Array(self.query.utf8)
    isASCII = bytes.allSatisfy { $0 < 0x80 }
    characters =
      isASCII ? [] : self.query.map { .init($0, ignoresCase: ignoresCase) }
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

  /// Where the query ends that a line of `length` bytes begins with; nil if it begins with something else.
  func end(atStartOf line: String, length: Int) -> Int? {
    if bytes.isEmpty { return 0 }
    if isASCII {
      guard bytes.count <= length else { return nil }
      return byteMatches(in: line, within: 0..<bytes.count).first?.upperBound
    }
    return line.withUTF8Bytes { bytes in
      let reader = CharacterReader(line, bytes, range: 0..<length, ignoresCase: ignoresCase)
      var end = 0
      return characters.allSatisfy { reader.reads($0, at: &end) } ? end : nil
    }
  }

  /// Where the query starts that a line of `length` bytes ends with; nil if it ends with something else.
  func start(atEndOf line: String, length: Int) -> Int? {
    if bytes.isEmpty { return length }
    if isASCII {
      guard bytes.count <= length else { return nil }
      return byteMatches(in: line, within: length - bytes.count..<length).first?.lowerBound
    }
    return line.withUTF8Bytes { bytes in
      let reader = CharacterReader(line, bytes, range: 0..<length, ignoresCase: ignoresCase)
      var start = length
      for wanted in characters.reversed() {
        guard start > 0 else { return nil }
        start = line.characterBoundary(before: start)
        var end = start
        guard reader.reads(wanted, at: &end) else { return nil }
      }
      return start
    }
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
