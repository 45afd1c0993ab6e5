/// A text as its lines, each with its line end, so that joining them gives back the text's bytes.
///
/// LF, CRLF and CR end a line. Places are given as a line and a UTF-8 offset in it.
///
/// The lines stand in blocks, so that an edit costs what its own lines and their blocks cost, and an
/// addition for each block behind them. Many edits at once cost what lies between the first and the last.
struct LineBuffer: Hashable, Sendable {
  typealias Location = TextEditor.Location

  struct Block: Hashable, Sendable {
    fileprivate(set) var lines: [String]
    fileprivate var byteCount: Int

    fileprivate init(_ lines: some Sequence<String>) {
      self.lines = Array(lines)
      byteCount = self.lines.reduce(0) { $0 + $1.utf8.count }
    }
  }

  /// What stands before a block.
  private struct Start: Hashable, Sendable {
    var line = 0
    var byte = 0
  }

  /// Whether line ends are characters like others, and all of the text is one line.
  let isSingleLine: Bool
  private(set) var blocks: [Block]
  private var starts: [Start]
  private(set) var count: Int
  private(set) var byteCount: Int

  /// The lines of a block: at least so many, unless it's the only one, and at most so many.
  static let blockLengths = 64...256

  init(_ text: String, isSingleLine: Bool) {
    self.isSingleLine = isSingleLine
    blocks = Self.blocks(of: isSingleLine ? [text] : Self.lines(of: text))
    starts = []
    (count, byteCount) = (0, 0)
    locateBlocks(from: 0)
  }

  /// The whole text.
  var text: String {
    var text = ""
    text.reserveCapacity(byteCount)
    for block in blocks {
      for line in block.lines { text += line }
    }
    return text
  }

  /// A line with its line end.
  subscript(line: Int) -> String {
    let block = block(ofLine: line)
    return blocks[block].lines[line - starts[block].line]
  }

  /// A line's length without its line end, in UTF-8 bytes.
  func length(of line: Int) -> Int {
    let text = self[line]
    return text.utf8.count - (line == count - 1 ? 0 : text.lineEndLength)
  }

  /// The place after the last character.
  var end: Location {
    Location(line: count - 1, offset: length(of: count - 1))
  }

  /// The text of a range.
  func text(in range: Range<Location>) -> String {
    let (lower, upper) = (range.lowerBound, range.upperBound)
    if lower.line == upper.line {
      return String(self[lower.line].utf8Slice(lower.offset..<upper.offset))
    }
    var text = String(self[lower.line].utf8Slice(lower.offset...))
    for line in lower.line + 1..<upper.line { text += self[line] }
    return text + self[upper.line].utf8Slice(..<upper.offset)
  }

  // MARK: Places and byte offsets

  /// The number of bytes before a place.
  func byteOffset(of location: Location) -> Int {
    let block = block(ofLine: location.line)
    let before = blocks[block].lines.prefix(location.line - starts[block].line)
    return before.reduce(starts[block].byte + location.offset) { $0 + $1.utf8.count }
  }

  /// The place that so many bytes stand before; it may be within a line end.
  func location(ofByte offset: Int) -> Location {
    let block = max(starts.partitioningIndex { $0.byte > offset } - 1, 0)
    var location = Location(line: starts[block].line, offset: offset - starts[block].byte)
    for line in blocks[block].lines {
      let length = line.utf8.count
      if location.offset < length || location.line == count - 1 { break }
      location.line += 1
      location.offset -= length
    }
    return location
  }

  private func block(ofLine line: Int) -> Int {
    max(starts.partitioningIndex { $0.line > line } - 1, 0)
  }

  // MARK: Editing

  /// Replaces a range by a text; returns the place after it.
  mutating func replace(_ range: Range<Location>, with text: String) -> Location {
    if canReplaceWithinLine(range, with: text) {
      replaceWithinLine(range, with: text)
      return Location(
        line: range.lowerBound.line, offset: range.lowerBound.offset + text.utf8.count)
    }
    let end = byteOffset(of: range.lowerBound) + text.utf8.count
    replaceLines(range, with: text)
    return location(ofByte: end)
  }

  /// Replaces parts of the text, given in bytes, from left to right and without overlap, in one pass.
  mutating func replace(_ parts: [(range: Range<Int>, text: String)]) {
    guard let first = parts.first?.range.lowerBound, let last = parts.last?.range.upperBound else {
      return
    }
    let range = location(ofByte: first)..<location(ofByte: last)
    let old = text(in: range)
    var new = ""
    new.reserveCapacity(parts.reduce(old.utf8.count) { $0 + $1.text.utf8.count - $1.range.count })
    var end = first
    for part in parts {
      new += old.utf8Slice(end - first..<part.range.lowerBound - first)
      new += part.text
      end = part.range.upperBound
    }
    _ = replace(range, with: new)
  }

  private func canReplaceWithinLine(_ range: Range<Location>, with text: String) -> Bool {
    let (line, start) = (range.lowerBound.line, range.lowerBound.offset)
    if isSingleLine { return true }
    return line == range.upperBound.line && range.upperBound.offset <= length(of: line)
      && !text.utf8.contains { $0 == 0x0A || $0 == 0x0D }
      && !(start == 0 && line > 0 && self[line - 1].endsWithCarriageReturn)
  }

  private mutating func replaceWithinLine(_ range: Range<Location>, with text: String) {
    let line = range.lowerBound.line
    let block = block(ofLine: line)
    let growth = text.utf8.count - (range.upperBound.offset - range.lowerBound.offset)
    blocks[block].lines[line - starts[block].line]
      .replaceUTF8(range.lowerBound.offset..<range.upperBound.offset, with: text)
    blocks[block].byteCount += growth
    byteCount += growth
    for next in starts.indices.dropFirst(block + 1) { starts[next].byte += growth }
  }

  /// Replaces whole lines.
  private mutating func replaceLines(_ range: Range<Location>, with text: String) {
    var first = range.lowerBound.line
    let last = range.upperBound.line
    let prefix = String(self[first].utf8Slice(..<range.lowerBound.offset))
    let suffix = self[last].utf8Slice(range.upperBound.offset...)
    var lines: [String]
    if makesLineEnd(range, with: text) {
      var changed = prefix + text + suffix
      if first > 0 {
        first -= 1
        changed = self[first] + changed
      }
      lines = Self.lines(of: changed)
      if last < count - 1 { lines.removeLast() }
    } else {
      lines = Self.lines(of: text)
      lines[0] = prefix + lines[0]
      lines[lines.count - 1] += suffix
    }

    var (firstBlock, lastBlock) = (block(ofLine: first), block(ofLine: last))
    let before = blocks[firstBlock].lines.prefix(first - starts[firstBlock].line)
    let after = blocks[lastBlock].lines.dropFirst(last + 1 - starts[lastBlock].line)
    lines = before + lines + after
    // Too few lines for a block go into the one behind them, or before.
    if lines.count < Self.blockLengths.lowerBound {
      if lastBlock + 1 < blocks.count {
        lastBlock += 1
        lines += blocks[lastBlock].lines
      } else if firstBlock > 0 {
        firstBlock -= 1
        lines = blocks[firstBlock].lines + lines
      }
    }
    blocks.replaceSubrange(firstBlock...lastBlock, with: Self.blocks(of: lines))
    locateBlocks(from: firstBlock)
  }

  /// Whether an edit parts a CRLF, or brings a CR and an LF together.
  private func makesLineEnd(_ range: Range<Location>, with text: String) -> Bool {
    let (lower, upper) = (range.lowerBound, range.upperBound)
    if lower.offset > length(of: lower.line) || upper.offset > length(of: upper.line) {
      return true
    }
    let suffix = self[upper.line].utf8Slice(upper.offset...)
    let isAfterReturn =
      lower.offset == 0 && lower.line > 0 && self[lower.line - 1].endsWithCarriageReturn
    let isBeforeFeed = suffix.utf8.first == 0x0A
    return isAfterReturn && (text.utf8.first ?? suffix.utf8.first) == 0x0A
      || isBeforeFeed && text.endsWithCarriageReturn
  }

  private mutating func locateBlocks(from first: Int) {
    starts.removeSubrange(min(first, starts.count)...)
    var start = Start()
    if let last = starts.last {
      start.line = last.line + blocks[first - 1].lines.count
      start.byte = last.byte + blocks[first - 1].byteCount
    }
    for block in blocks[first...] {
      starts.append(start)
      start.line += block.lines.count
      start.byte += block.byteCount
    }
    (count, byteCount) = (start.line, start.byte)
  }

  /// Lines in blocks of one size, as nearly as may be.
  private static func blocks(of lines: [String]) -> [Block] {
    let number = (lines.count - 1) / blockLengths.upperBound + 1
    return (0..<number).map {
      Block(lines[$0 * lines.count / number..<($0 + 1) * lines.count / number])
    }
  }

  /// Splits a text after its line ends. There's always a last line without one.
  private static func lines(of text: String) -> [String] {
    text.withUTF8Bytes { bytes in
      var lines: [String] = []
      var start = 0
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        index += 1
        guard byte == 0x0A || byte == 0x0D else { continue }
        if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
        lines.append(String(decoding: bytes[start..<index], as: UTF8.self))
        start = index
      }
      lines.append(String(decoding: bytes[start...], as: UTF8.self))
      return lines
    }
  }
}

extension StringProtocol {
  /// The part of a text between two UTF-8 offsets, which must not cut a scalar.
  func utf8Slice(_ offsets: some RangeExpression<Int>) -> SubSequence {
    let range = offsets.relative(to: 0..<utf8.count)
    let start = utf8.index(startIndex, offsetBy: range.lowerBound)
    return self[start..<utf8.index(start, offsetBy: range.count)]
  }
}

extension String {
  /// Replaces the part between two UTF-8 offsets, which must not cut a scalar.
  mutating func replaceUTF8(_ offsets: Range<Int>, with text: String) {
    let start = utf8.index(startIndex, offsetBy: offsets.lowerBound)
    replaceSubrange(start..<utf8.index(start, offsetBy: offsets.count), with: text)
  }

  /// The length of the line end that the text ends with: 0, 1 or 2.
  fileprivate var lineEndLength: Int {
    switch utf8.last {
    case 0x0A: utf8.dropLast().last == 0x0D ? 2 : 1
    case 0x0D: 1
    default: 0
    }
  }

  fileprivate var endsWithCarriageReturn: Bool { utf8.last == 0x0D }
}
