import TerminalUI

// Where text is, and what is selected of it.

extension Transcript {
  /// The columns of a body's line before its text.
  public static let bodyIndent = 2

  /// The line that shows a place of the text; of a folded section its title.
  public func line(of position: TextPosition) -> Int {
    let section = sections[position.section]
    guard !section.isFolded, section.body.lineCount > 0 else {
      return start(of: position.section)
    }
    return start(of: position.section) + 1 + section.body.lineIndex(at: position.offset)
  }

  /// The place that is nearest to a column of a line; nil when there is no text at all.
  func position(line: Int, column: Int) -> TextPosition? {
    guard lineCount > 0 else { return nil }
    let index = min(max(line, 0), lineCount - 1)
    switch self.line(index) {
    case .body(let section, let line):
      let offset = sections[section].body.offset(
        atColumn: column - Self.bodyIndent, inLine: line)
      return TextPosition(section: section, offset: offset)
    case .title(let section): return TextPosition(section: section, offset: 0)
    case .gap:
      let section = section(at: index)
      return TextPosition(section: section, offset: sections[section].body.bytes.count)
    case nil: return nil
    }
  }

  /// What a selection covers: whole units from its anchor to its head.
  func range(of selection: TextSelection) -> Range<TextPosition> {
    let first = min(selection.anchor, selection.head)
    let last = max(selection.anchor, selection.head)
    guard sections.indices.contains(last.section) else { return first..<first }
    let start = unit(selection.unit, at: first).lowerBound
    let end = unit(selection.unit, at: last).upperBound
    return TextPosition(
      section: first.section, offset: start)..<max(
        TextPosition(section: last.section, offset: end),
        TextPosition(section: first.section, offset: start))
  }

  /// The text in a range, with what is drawn before its lines as far as they don't share it; sections
  /// stand apart by an empty line.
  func text(in range: Range<TextPosition>) -> String {
    let (first, last) = (range.lowerBound, range.upperBound)
    return (first.section...last.section).map { number in
      let bytes = sections[number].body.bytes
      let start = number == first.section ? min(first.offset, bytes.count) : 0
      let end = number == last.section ? min(last.offset, bytes.count) : bytes.count
      var text = Self.text(of: sections[number].body, in: start..<max(start, end))
      // What ends the last line is not meant.
      if number == last.section || bytes.last == 0x0A, text.last == 0x0A { text.removeLast() }
      return String(decoding: text, as: UTF8.self)
    }.joined(separator: "\n\n")
  }

  /// A part of a body as it is drawn, but joined where it was wrapped. A piece of code or of a quote alone
  /// needs no indentation.
  private static func text(of body: any TextLines, in range: Range<Int>) -> [UInt8] {
    // No prefix where a line doesn't begin in the range.
    var lines: [(prefix: String?, text: Range<Int>)] = []
    var index = body.lineCount == 0 ? 0 : body.lineIndex(at: range.lowerBound)
    while index < body.lineCount {
      let line = body.range(ofLine: index)
      let part = line.clamped(to: range)
      guard line.lowerBound < range.upperBound else { break }
      let begins = line.lowerBound == 0 || body.bytes[line.lowerBound - 1] == 0x0A
      if begins || lines.isEmpty {
        let isWhole = begins && part.lowerBound == line.lowerBound
        lines.append((isWhole ? body.prefix(ofLine: index) : nil, part))
      } else {
        let start = lines[lines.count - 1].text.lowerBound
        lines[lines.count - 1].text = start..<part.upperBound
      }
      index += 1
    }
    func isBlank(_ text: Range<Int>) -> Bool { body.bytes[text].allSatisfy { $0 == 0x0A } }
    let prefixes = lines.filter { !isBlank($0.text) }.compactMap(\.prefix)
    let shared = prefixes.reduce(prefixes.first?.count ?? 0) { count, prefix in
      min(count, zip(prefixes[0], prefix).prefix { $0 == $1 }.count)
    }
    return lines.flatMap { line in
      var prefix = (line.prefix ?? "").dropFirst(shared)
      if isBlank(line.text) { while prefix.last == " " { prefix.removeLast() } }
      return Array(prefix.utf8) + body.bytes[line.text]
    }
  }

  private func unit(_ unit: TextSelection.Unit, at position: TextPosition) -> Range<Int> {
    let body = sections[position.section].body
    let bytes = body.bytes
    guard !bytes.isEmpty else { return 0..<0 }
    let offset = min(position.offset, bytes.count)
    switch unit {
    case .character:
      let line = body.drawnRange(ofLine: body.lineIndex(at: offset))
      guard offset < line.upperBound else { return offset..<offset }
      let character = String(decoding: bytes[offset..<line.upperBound], as: UTF8.self).first
      return offset..<offset + (character?.utf8.count ?? 0)
    case .word: return Self.word(at: offset, in: bytes)
    case .row: return body.range(ofLine: body.lineIndex(at: offset))
    case .line:
      let start = bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      return start..<(bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count)
    }
  }

  /// The letters and digits around a byte, or the one character that is none.
  private static func word(at offset: Int, in bytes: [UInt8]) -> Range<Int> {
    func isWord(_ index: Int) -> Bool {
      switch bytes[index] {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...: true
      default: false
      }
    }
    guard offset < bytes.count else { return offset..<offset }
    guard isWord(offset) else { return offset..<offset + 1 }
    var (start, end) = (offset, offset + 1)
    while start > 0, isWord(start - 1) { start -= 1 }
    while end < bytes.count, isWord(end) { end += 1 }
    return start..<end
  }
}
