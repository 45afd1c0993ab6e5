extension TextEditor {
  static func closingBracket(of opening: Character) -> Character? {
    switch opening {
    case "(": ")"
    case "[": "]"
    case "{": "}"
    default: nil
    }
  }

  /// The bracket at a place, after it or else before it, and the one that matches it.
  ///
  /// In JSON, brackets within strings don't count. A match is looked for in the whole text, or only
  /// in `lines`, and there in no more than a part of a long line.
  func bracketPair(near place: Location, within lines: Range<Int>? = nil)
    -> (bracket: Location, other: Location)?
  {
    let line = brackets(inLine: place.line, near: lines == nil ? nil : place.offset)
    let index =
      line.brackets.firstIndex { $0.offset == place.offset }
      ?? line.brackets.firstIndex { $0.offset == place.offset - 1 }
    guard let index else { return nil }
    let bracket = line.brackets[index]
    let step = bracket.isOpening ? 1 : -1
    let other = partner(of: index, in: line, at: place.line, step: step, within: lines)
    return other.map { (Location(line: place.line, offset: bracket.offset), $0) }
  }

  /// Goes from a bracket forward or back until everything that was opened is closed.
  private func partner(
    of index: Int, in first: BracketLine, at line: Int, step: Int, within lines: Range<Int>?
  ) -> Location? {
    var awaited: [UInt8] = []
    var (line, current) = (line, first)
    var rest = step > 0 ? Array(first.brackets[index...]) : first.brackets[...index].reversed()
    while true {
      for bracket in rest {
        if bracket.isOpening == (step > 0) {
          awaited.append(bracket.partner)
        } else if awaited.popLast() != bracket.byte {
          return nil
        } else if awaited.isEmpty {
          return Location(line: line, offset: bracket.offset)
        }
      }
      line += step
      guard step > 0 ? current.reachesEnd : current.reachesStart,
        (lines ?? 0..<buffer.count).contains(line)
      else { return nil }
      current = brackets(
        inLine: line, near: lines == nil ? nil : step > 0 ? 0 : buffer.length(of: line))
      rest = step > 0 ? current.brackets : current.brackets.reversed()
    }
  }

  /// The brackets of a line, or of a part of it.
  private struct BracketLine {
    var brackets: [Bracket]
    var reachesStart: Bool
    var reachesEnd: Bool
  }

  private struct Bracket {
    var offset: Int
    var byte: UInt8

    init?(in text: String, at offset: Int) {
      self.offset = offset
      byte = text.utf8[text.utf8.index(text.startIndex, offsetBy: offset)]
      guard [0x28, 0x29, 0x5B, 0x5D, 0x7B, 0x7D].contains(byte) else { return nil }
    }

    var isOpening: Bool { byte == 0x28 || byte == 0x5B || byte == 0x7B }

    /// The byte of the bracket that matches: two further on in ASCII, but one with parentheses.
    var partner: UInt8 {
      switch byte {
      case 0x28: 0x29
      case 0x29: 0x28
      default: isOpening ? byte + 2 : byte - 2
      }
    }
  }

  private func brackets(inLine line: Int, near offset: Int?) -> BracketLine {
    let text = buffer[line]
    let length = buffer.length(of: line)
    let part = offset.map { layout.part(of: text, length: length, at: $0) } ?? 0..<length
    let brackets =
      mode == .json
      ? JSONHighlighter.tokens(in: text, part: part).compactMap { token in
        token.kind == .punctuation ? Bracket(in: text, at: token.range.lowerBound) : nil
      } : part.compactMap { Bracket(in: text, at: $0) }
    return BracketLine(
      brackets: brackets, reachesStart: part.lowerBound == 0, reachesEnd: part.upperBound == length)
  }
}
