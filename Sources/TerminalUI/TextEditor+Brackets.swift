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
  /// In JSON, brackets within strings don't count. A match is looked for in `lines` only.
  func bracketPair(near place: Location, within lines: Range<Int>? = nil)
    -> (bracket: Location, other: Location)?
  {
    let brackets = brackets(inLine: place.line)
    let index =
      brackets.firstIndex { $0.offset == place.offset }
      ?? brackets.firstIndex { $0.offset == place.offset - 1 }
    guard let index else { return nil }
    let lines = lines ?? 0..<buffer.count
    let other =
      brackets[index].isOpening
      ? closing(of: brackets, index, line: place.line, within: lines)
      : opening(of: brackets, index, line: place.line, within: lines)
    return other.map { (Location(line: place.line, offset: brackets[index].offset), $0) }
  }

  private func closing(of first: [Bracket], _ index: Int, line: Int, within lines: Range<Int>)
    -> Location?
  {
    var open: [UInt8] = []
    for line in line..<max(lines.upperBound, line + 1) {
      let brackets = open.isEmpty ? first[index...] : self.brackets(inLine: line)[...]
      for bracket in brackets {
        if bracket.isOpening {
          open.append(bracket.partner)
        } else if open.popLast() != bracket.byte {
          return nil
        } else if open.isEmpty {
          return Location(line: line, offset: bracket.offset)
        }
      }
    }
    return nil
  }

  private func opening(of first: [Bracket], _ index: Int, line: Int, within lines: Range<Int>)
    -> Location?
  {
    var open: [UInt8] = []
    for line in (min(lines.lowerBound, line)...line).reversed() {
      let brackets = open.isEmpty ? first[...index] : self.brackets(inLine: line)[...]
      for bracket in brackets.reversed() {
        if !bracket.isOpening {
          open.append(bracket.partner)
        } else if open.popLast() != bracket.byte {
          return nil
        } else if open.isEmpty {
          return Location(line: line, offset: bracket.offset)
        }
      }
    }
    return nil
  }

  private struct Bracket {
    var offset: Int
    var byte: UInt8

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

  private func brackets(inLine line: Int) -> [Bracket] {
    var brackets: [Bracket] = []
    var (isInString, isEscaped) = (false, false)
    for (offset, byte) in buffer[line].utf8.enumerated() {
      if isEscaped {
        isEscaped = false
        continue
      }
      switch byte {
      case 0x5C where isInString: isEscaped = true
      case 0x22 where mode == .json: isInString.toggle()
      case 0x28, 0x29, 0x5B, 0x5D, 0x7B, 0x7D:
        if !isInString { brackets.append(Bracket(offset: offset, byte: byte)) }
      default: break
      }
    }
    return brackets
  }
}
