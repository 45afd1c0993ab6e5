/// Goes through a part of a text character by character, and compares them with those of a query.
///
/// Characters are the same when they are canonically equivalent. To find that out takes long, so most are
/// told apart by their scalars: a plain one next to a plain one is a character by itself, and the same as
/// no other.
struct CharacterReader {
  /// A character of a query.
  struct Wanted: Hashable, Sendable {
    /// Nil when it isn't plain.
    fileprivate let scalar: UInt32?
    fileprivate let text: String

    init(_ character: Character, ignoresCase: Bool) {
      let scalars = character.unicodeScalars
      let first = scalars[scalars.startIndex].value
      let isPlain = scalars.count == 1 && first.isPlain(ignoringCase: ignoresCase)
      scalar = isPlain ? first : nil
      text = String(character)
    }
  }

  private let text: Substring
  private let bytes: UnsafeBufferPointer<UInt8>
  private let range: Range<Int>
  private let ignoresCase: Bool

  /// - Parameters:
  ///   - bytes: The bytes of the text.
  ///   - range: The part, which begins and ends between scalars.
  ///   - ignoresCase: Whether the text is read as if it were in lower case.
  init(
    _ text: String, _ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>, ignoresCase: Bool
  ) {
    self.text = text.utf8Slice(range)
    self.bytes = bytes
    self.range = range
    self.ignoresCase = ignoresCase
  }

  /// The first offset, from one between characters on, at which the wanted character may stand.
  func next(_ wanted: Wanted, from start: Int) -> Int {
    guard let sought = wanted.scalar, start < range.upperBound else { return start }
    var offset = start
    var end = start
    var scalar = bytes.decodeScalar(at: &end)
    guard scalar.isPlain(ignoringCase: ignoresCase) else { return start }
    while scalar != sought {
      guard end < range.upperBound else { return range.upperBound }
      let next = end
      scalar = bytes.decodeScalar(at: &end)
      // What isn't plain may join with the one before it.
      guard scalar.isPlain(ignoringCase: ignoresCase) else { return offset }
      offset = next
    }
    return offset
  }

  /// Whether the character at an offset, which moves past it, is the one that is wanted.
  func reads(_ wanted: Wanted, at offset: inout Int) -> Bool {
    guard offset < range.upperBound else { return false }
    var end = offset
    let scalar = bytes.decodeScalar(at: &end)
    if scalar.isPlain(ignoringCase: ignoresCase), isPlain(at: end) {
      offset = end
      return wanted.scalar.map { $0 == scalar } ?? wanted.isSame(asPlain: scalar)
    }
    let character = text[text.utf8.index(text.startIndex, offsetBy: offset - range.lowerBound)]
    offset += character.utf8.count
    return (ignoresCase ? character.lowercased() : String(character)) == wanted.text
  }

  /// Whether a plain scalar or nothing stands at an offset.
  private func isPlain(at offset: Int) -> Bool {
    guard offset < range.upperBound else { return true }
    var end = offset
    return bytes.decodeScalar(at: &end).isPlain(ignoringCase: ignoresCase)
  }
}

extension CharacterReader.Wanted {
  /// What isn't plain may be another form of what is.
  fileprivate func isSame(asPlain scalar: UInt32) -> Bool {
    Unicode.Scalar(scalar).map { String($0) == text } ?? false
  }
}

extension UInt32 {
  /// Whether a scalar joins with no other plain one into a character or into another scalar, has no other
  /// form, and is in lower case, if that counts.
  ///
  /// Of the commonest scripts only; what isn't listed is merely slower to compare.
  ///
  /// Unicode Standard Annex 15, section 9 (what is listed has Quick_Check Yes and combining class 0);
  /// Annex 29, section 3.
  fileprivate func isPlain(ignoringCase: Bool) -> Bool {
    switch self {
    // Han.
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2F7FF: true
    // Capitals of the Latin, Greek and Cyrillic scripts.
    case 0x41...0x5A, 0xC0...0xDE, 0x391...0x3A9, 0x400...0x42F: !ignoringCase
    // In these parts of the Latin script a capital stands before each small letter.
    case 0x100...0x137, 0x14A...0x177, 0x1E00...0x1E95, 0x1EA0...0x1EFF:
      !ignoringCase || self & 1 == 1
    case 0x139...0x148, 0x179...0x17E: !ignoringCase || self & 1 == 0
    // Of the controls, CR joins with LF.
    case 0x0A, 0x20...0x7E, 0xA0...0xFF, 0x3AC...0x3CE, 0x430...0x45F: true
    // Hebrew, Arabic, Devanagari and Thai letters.
    case 0x5D0...0x5EA, 0x621...0x64A, 0x905...0x939, 0xE01...0xE30: true
    // Punctuation, kana, bopomofo.
    case 0x2010...0x2027, 0x3001...0x3029, 0x3041...0x3096, 0x30A1...0x30FE, 0x3105...0x312F: true
    // Hangul syllables, full-width forms, pictographs.
    case 0xAC00...0xD7A3, 0xFF01...0xFF20, 0xFF3B...0xFF9D: true
    case 0x1F300...0x1F3FA, 0x1F400...0x1FAFF: true
    default: false
    }
  }
}
