// What a line says about itself.

extension MarkdownParser {
  /// A line with spaces for the tabs that say what it is, before its text. In the text they stay, for
  /// whoever copies it; in a table they can't.
  static func expandingTabs(in line: Line) -> [UInt8] {
    let isTable = line.contains(UInt8(ascii: "|"))
    let start = isTable ? line.endIndex : line.firstIndex { !isMark($0) } ?? line.endIndex
    return expanded(line[..<start]) + line[start...]
  }

  /// Whether a byte can stand before the text of a line.
  private static func isMark(_ byte: UInt8) -> Bool {
    " \t>-*+#=_`~.)0123456789".utf8.contains(byte)
  }

  private static func expanded(_ line: Line) -> [UInt8] {
    var result: [UInt8] = []
    for byte in line {
      if byte == 0x09 {
        result += repeatElement(0x20, count: 4 - result.count % 4)
      } else {
        result.append(byte)
      }
    }
    return result
  }

  /// How many quotes a line stands in, and what it says there.
  static func quotes(of line: Line) -> (Int, Line) {
    var (count, rest) = (0, line)
    while true {
      let blanks = rest.prefix { $0 == 0x20 }.count
      guard blanks < 4, rest.dropFirst(blanks).first == UInt8(ascii: ">") else {
        return (count, rest)
      }
      rest = rest.dropFirst(blanks + 1)
      if rest.first == 0x20 { rest = rest.dropFirst() }
      count += 1
    }
  }

  /// The number of characters and the language of a line that opens a block of code.
  static func fence(of content: Line) -> (count: Int, language: String)? {
    guard let first = content.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else {
      return nil
    }
    let count = content.prefix { $0 == first }.count
    let info = content.dropFirst(count).drop { $0 == 0x20 }
    guard count >= 3, first == UInt8(ascii: "~") || !info.contains(first) else { return nil }
    let language = info.prefix { $0 != 0x20 }
    return (count, String(decoding: language, as: UTF8.self).lowercased())
  }

  static func closesFence(_ line: Line, _ fence: UInt8, _ count: Int) -> Bool {
    let content = line.drop { $0 == 0x20 }
    let marks = content.prefix { $0 == fence }.count
    return marks >= count && content.dropFirst(marks).allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  static func headingLevel(of content: Line) -> Int? {
    let count = content.prefix { $0 == UInt8(ascii: "#") }.count
    guard (1...6).contains(count), content.dropFirst(count).first ?? 0x20 == 0x20 else {
      return nil
    }
    return count
  }

  /// A heading without the marks that may close it.
  static func headingText(_ rest: Line) -> [UInt8] {
    var text = rest.drop { $0 == 0x20 }
    while text.last == 0x20 { text.removeLast() }
    let open = text.reversed().drop { $0 == UInt8(ascii: "#") }
    guard open.count < text.count, open.first ?? 0x20 == 0x20 else { return Array(text) }
    return open.reversed()
  }

  /// The character of a line below a heading.
  static func underline(_ content: Line) -> UInt8? {
    let marks = content.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }
    guard let first = marks.first, first == UInt8(ascii: "=") || first == UInt8(ascii: "-"),
      marks.count >= 2, marks.allSatisfy({ $0 == first })
    else { return nil }
    return first
  }

  static func isRule(_ content: Line) -> Bool {
    let marks = content.filter { $0 != 0x20 }
    guard let first = marks.first, "*-_".utf8.contains(first) else { return false }
    return marks.count >= 3 && marks.allSatisfy { $0 == first }
  }

  /// Whether a list item that begins like this is a task that is done; nil for one that is no task.
  static func task(_ text: Line) -> Bool? {
    guard text.count > 4, text.starts(with: "[".utf8), text.dropFirst(2).starts(with: "] ".utf8)
    else {
      return nil
    }
    switch text[text.startIndex + 1] {
    case 0x20: return false
    case UInt8(ascii: "x"), UInt8(ascii: "X"): return true
    default: return nil
    }
  }

  /// What a list item begins with: the bytes up to its text, and what is shown instead.
  static func marker(of content: Line) -> (width: Int, shown: String)? {
    guard let first = content.first else { return nil }
    var shown = "• "
    var count = 1
    if !"-*+".utf8.contains(first) {
      let digits = content.prefix { 0x30...0x39 ~= $0 }
      guard (1...9).contains(digits.count),
        let end = content.dropFirst(digits.count).first,
        end == UInt8(ascii: ".") || end == UInt8(ascii: ")")
      else { return nil }
      count = digits.count + 1
      shown = String(decoding: content.prefix(count), as: UTF8.self) + " "
    }
    let blanks = content.dropFirst(count).prefix { $0 == 0x20 }.count
    guard blanks > 0 else { return nil }
    return (count + (blanks > 4 ? 1 : blanks), shown)
  }
}
