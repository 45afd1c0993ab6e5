import TerminalUI

/// The drawn tokens as a text with a cursor on one of them.
public struct SamplingPane: Sendable {
  /// The tokens' text, a section for each block.
  public internal(set) var text = TextPane()
  /// The token that is looked at; nil for the last one, as they come.
  public internal(set) var cursor: Int?
  /// Where each token's text begins.
  private var places: [TextPosition] = []

  /// How many tokens are shown.
  public var count: Int { places.count }
  /// The token that is looked at; nil when there is none.
  public var current: Int? {
    places.isEmpty ? nil : min(cursor ?? .max, places.count - 1)
  }

  /// Where the text of the token that is looked at begins.
  var place: TextPosition? { current.map { places[$0] } }

  /// Takes in the samples that have come since the last time.
  mutating func update(_ samples: [TokenSample]) {
    guard samples.count > places.count else { return }
    for sample in samples[places.count...] {
      places.append(text.transcript.append(sample.text, toBlock: sample.block))
    }
    text.scroll.contentHeight = text.transcript.lineCount
    if cursor == nil { revealCursor() }
  }

  /// What a token takes of the text.
  public func range(of token: Int) -> Range<TextPosition> {
    let start = places[token]
    let isLast = token + 1 == places.count || places[token + 1].section != start.section
    let end =
      isLast ? text.transcript.sections[start.section].body.bytes.count : places[token + 1].offset
    return start..<TextPosition(section: start.section, offset: max(end, start.offset))
  }

  mutating func moveCursor(to token: Int) {
    guard count > 0 else { return }
    cursor = min(max(token, 0), count - 1)
    // Lines that are selected by keys go on to the token.
    if let place, text.selection?.isByKeys == true { text.selection?.head = place }
    revealCursor()
  }

  /// Goes to the token at a place of the text.
  mutating func moveCursor(to position: TextPosition) {
    moveCursor(to: places.partitioningIndex { $0 > position } - 1)
  }

  /// Goes to the token that stands a number of lines further on, at about the same column.
  mutating func moveCursor(lines: Int) {
    guard let current else { return }
    let place = places[current]
    let line = text.transcript.line(of: place)
    let body = text.transcript.sections[place.section].body
    let column = body.column(of: place.offset, inLine: body.lineIndex(at: place.offset))
    var target = line + lines
    // Titles and gaps are passed over.
    while (0..<text.transcript.lineCount).contains(target),
      !text.transcript.isText(target)
    {
      target += lines < 0 ? -1 : 1
    }
    guard text.transcript.isText(target),
      let position = text.transcript.position(
        line: target, column: column + Transcript.bodyIndent)
    else {
      moveCursor(to: lines < 0 ? 0 : count - 1)
      return
    }
    moveCursor(to: position)
  }

  mutating func revealCursor() {
    guard let current else { return }
    let line = text.transcript.line(of: places[current])
    text.scroll.reveal(line)
  }
}

extension Transcript {
  /// Whether a line holds text of a body.
  func isText(_ line: Int) -> Bool {
    if case .body? = self.line(line) { true } else { false }
  }

  /// Appends to the section of a block, and returns where.
  mutating func append(_ text: String, toBlock block: Int) -> TextPosition {
    if sections.last?.id != .block(block) {
      sections.append(
        Section(
          id: .block(block), title: "block \(block)", scope: "text",
          body: WrappedText(width: bodyWidth)))
    }
    let last = sections.count - 1
    let position = TextPosition(section: last, offset: sections[last].body.bytes.count)
    sections[last].body.append(Array(text.utf8))
    measure(from: last)
    return position
  }
}
