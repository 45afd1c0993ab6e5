/// One row of a text: part of a line, or all of it.
struct TextRow: Hashable, Sendable {
  var line: Int
  /// The UTF-8 bytes of the line that the row shows.
  var range: Range<Int>
  /// The blank columns before them, in a row that goes on with an indented line.
  var indent: Int
  /// Whether the line goes on in another row.
  var isContinued: Bool
}

/// How lines are cut into rows.
///
/// Rows are found in one part of a line at a time, so that the longest line costs no more than one
/// part per row. Where a part begins depends on the line alone.
struct TextLayout: Hashable, Sendable {
  /// The columns of a row. A blank may stand in the column after them, and the cursor.
  var width: Int
  var wraps: Bool

  /// The columns from one tab stop to the next.
  static let tabWidth = 4

  private static let partLength = 4096
  /// How far a part's end moves back to stand after a blank.
  private static let slack = 128

  /// The part of a line, `length` bytes without its line end, that holds an offset.
  func part(of line: String, length: Int, at offset: Int) -> Range<Int> {
    if length <= Self.partLength { return 0..<length }
    var number = min(offset, length - 1) / Self.partLength
    var start = Self.partStart(number, in: line, length: length)
    var end = start
    repeat {
      (number, start) = (number + 1, end)
      end = Self.partStart(number, in: line, length: length)
    } while end <= offset && end < length
    return start..<end
  }

  private static func partStart(_ number: Int, in line: String, length: Int) -> Int {
    let offset = number * partLength
    if offset <= 0 { return 0 }
    if offset >= length { return length }
    let nearby = line.characterBoundary(atOrBefore: offset)
    let bytes = line.utf8
    var index = bytes.index(bytes.startIndex, offsetBy: nearby)
    for back in 0..<min(slack, nearby) {
      index = bytes.index(before: index)
      if bytes[index] == 0x20 { return line.characterBoundary(atOrBefore: nearby - back) }
    }
    return nearby
  }

  /// The columns before the rows that go on with a line: as many as it begins with, up to half a row.
  func indent(of line: String) -> Int {
    guard wraps else { return 0 }
    let limit = LineWrapper.mostIndent(width: width)
    var columns = 0
    for byte in line.utf8 {
      guard byte == 0x20 || byte == 0x09, columns < limit else { break }
      columns += byte == 0x20 ? 1 : Self.tabWidth - columns % Self.tabWidth
    }
    return min(columns, limit)
  }

  /// Where the rows of a part begin, all but the line's first behind an indentation.
  ///
  /// A row ends after the last blank or beside the last wide character that fits, or else where it's
  /// full. A blank that just doesn't fit still stands at the row's end.
  func rowStarts(in line: String, part: Range<Int>, length: Int, indent: Int) -> [Int] {
    var starts = [part.lowerBound]
    if !wraps { return starts }
    var reader = ClusterReader(line, part, column: part.lowerBound > 0 ? indent : 0)
    var chance = part.lowerBound
    while let cluster = reader.next() {
      if cluster.columns == 2, !cluster.isBlank { chance = cluster.range.lowerBound }
      let start = starts[starts.count - 1]
      if reader.column > width, cluster.range.lowerBound > start {
        if cluster.isBlank, cluster.columns == 1 {
          // After a blank at the line's end, the cursor needs a row to stand in.
          let end = cluster.range.upperBound
          if end < part.upperBound || end == length { starts.append(end) }
          reader.column = indent
        } else {
          let next = chance > start ? chance : cluster.range.lowerBound
          starts.append(next)
          reader.restart(at: next, column: indent)
          continue
        }
      }
      if cluster.isBlank || cluster.columns == 2 { chance = cluster.range.upperBound }
    }
    return starts
  }
}

/// Reads a part of a line character by character, with the columns that each takes.
struct ClusterReader {
  struct Cluster {
    var range: Range<Int>
    /// The columns it takes; a tab's depend on where it stands.
    var columns: Int
    var isBlank: Bool
    /// Whether it's drawn as one column of printable ASCII.
    var isPlain: Bool
  }

  private let line: String
  private let end: Int
  private var index: String.Index
  private var offset: Int
  /// The columns that were read so far, with those before.
  var column: Int

  init(_ line: String, _ range: Range<Int>, column: Int) {
    self.line = line
    self.column = column
    end = range.upperBound
    offset = range.lowerBound
    index = line.utf8.index(line.startIndex, offsetBy: offset)
  }

  /// Goes on reading at an offset, in another column.
  mutating func restart(at offset: Int, column: Int) {
    self.offset = offset
    index = line.utf8.index(line.startIndex, offsetBy: offset)
    self.column = column
  }

  mutating func next() -> Cluster? {
    if offset >= end { return nil }
    let bytes = line.utf8
    let byte = bytes[index]
    let start = index
    let lower = offset
    index = bytes.index(after: index)
    offset += 1
    let isAlone = byte < 0x80 && byte != 0x0D && (index == line.endIndex || bytes[index] < 0x80)
    if !isAlone {
      index = line.index(after: start)
      offset += bytes.distance(from: start, to: index) - 1
    }
    let isASCII = offset - lower == 1
    let columns =
      switch byte {
      case _ where !isASCII: TextWidth.columns(of: line[start..<index])
      case 0x09: TextLayout.tabWidth - column % TextLayout.tabWidth
      case 0x20...0x7E: 1
      default: 2
      }
    column += columns
    return Cluster(
      range: lower..<offset, columns: columns, isBlank: isASCII && (byte == 0x20 || byte == 0x09),
      isPlain: isASCII && 0x20...0x7E ~= byte)
  }
}

/// Walks over the rows of a text, up and down.
struct RowWalker {
  private let buffer: LineBuffer
  private let layout: TextLayout
  private(set) var text: String
  private var line: Int
  private var length: Int
  private var indent: Int
  private(set) var part: Range<Int>
  private var starts: [Int]
  private var index: Int

  /// Starts at the row that shows a place; where two rows meet, at the upper one if `atRowEnd`.
  init(_ buffer: LineBuffer, _ layout: TextLayout, at place: TextEditor.Location, atRowEnd: Bool) {
    self.buffer = buffer
    self.layout = layout
    line = min(place.line, buffer.count - 1)
    text = buffer[line]
    length = buffer.length(of: line)
    indent = layout.indent(of: text)
    part = 0..<0
    starts = [0]
    index = 0
    enterPart(at: min(place.offset, length))
    index = starts.lastIndex { $0 <= place.offset } ?? 0
    if atRowEnd, starts[index] == place.offset, place.offset > 0 { _ = moveUp() }
  }

  /// The row where the walker is.
  var row: TextRow {
    let end = index + 1 < starts.count ? starts[index + 1] : part.upperBound
    return TextRow(
      line: line, range: starts[index]..<end, indent: starts[index] > 0 ? indent : 0,
      isContinued: index + 1 < starts.count || part.upperBound < length)
  }

  /// Moves to the next row; false at the text's end.
  mutating func moveDown() -> Bool {
    if index + 1 < starts.count {
      index += 1
    } else if part.upperBound < length {
      enterPart(at: part.upperBound)
    } else if line + 1 < buffer.count {
      enterLine(line + 1)
      enterPart(at: 0)
    } else {
      return false
    }
    return true
  }

  /// Moves to the row before; false at the text's start.
  mutating func moveUp() -> Bool {
    if index > 0 {
      index -= 1
      return true
    }
    if part.lowerBound > 0 {
      enterPart(at: text.characterBoundary(before: part.lowerBound))
    } else if line > 0 {
      enterLine(line - 1)
      enterPart(at: length)
    } else {
      return false
    }
    index = starts.count - 1
    return true
  }

  private mutating func enterLine(_ line: Int) {
    self.line = line
    text = buffer[line]
    length = buffer.length(of: line)
    indent = layout.indent(of: text)
  }

  private mutating func enterPart(at offset: Int) {
    part = layout.part(of: text, length: length, at: offset)
    starts = layout.rowStarts(in: text, part: part, length: length, indent: indent)
    index = 0
  }
}
