/// Finds a query over several lines: what one line ends with, whole lines, and what another begins with.
///
/// A line end of the query is the same as any line end of the text. Case counts as in a `TextSearch`.
struct LineSearch {
  typealias Location = TextEditor.Location

  private let parts: [TextSearch]

  private static let lookBehind = 256

  /// Nil for a query without a line end.
  init?(_ query: String) {
    guard query.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return nil }
    let ignoresCase = !query.contains(where: \.isUppercase)
    parts = query.replacingLineEnds(with: "\n").utf8.split(
      separator: 0x0A, omittingEmptySubsequences: false
    ).map { TextSearch(String(Substring($0)), ignoresCase: ignoresCase) }
  }

  /// The match that begins in a line: one at most, for it holds the line's end.
  private func match(in buffer: LineBuffer, beginningIn line: Int) -> Range<Location>? {
    let last = line + parts.count - 1
    guard last < buffer.count,
      let start = parts[0].start(atEndOf: buffer[line], length: buffer.length(of: line))
    else { return nil }
    for (line, part) in zip(line + 1..<last, parts.dropFirst()) {
      let length = buffer.length(of: line)
      guard part.end(atStartOf: buffer[line], length: length) == length else { return nil }
    }
    let length = buffer.length(of: last)
    return parts[parts.count - 1].end(atStartOf: buffer[last], length: length).map { end in
      Location(line: line, offset: start)..<Location(line: last, offset: end)
    }
  }

  /// The matches in a text in order and without overlap.
  func matches(in buffer: LineBuffer) -> Matches {
    Matches(search: self, buffer: buffer, lines: 0..<buffer.count)
  }

  /// The matches that reach into some lines.
  ///
  /// Which of those that overlap count depends on what stands before them. That is looked at as far back as
  /// one overlaps with the next, but no further than `lookBehind` lines beyond what a match can hold.
  func matches(in buffer: LineBuffer, near lines: Range<Int>) -> [Range<Location>] {
    let reach = parts.count - 1
    var first = max(lines.lowerBound - reach, 0)
    let limit = first - Self.lookBehind
    while first > max(limit, 0) {
      let start =
        match(in: buffer, beginningIn: first)?.lowerBound ?? Location(line: first, offset: 0)
      let overlaps = (max(first - reach, 0)..<first).contains {
        match(in: buffer, beginningIn: $0).map { $0.upperBound > start } ?? false
      }
      if !overlaps { break }
      first -= 1
    }
    let end = min(lines.upperBound, buffer.count)
    return Matches(search: self, buffer: buffer, lines: first..<end)
      .filter { $0.upperBound.line >= lines.lowerBound }
  }

  /// Goes from match to match, of those that begin in some lines.
  struct Matches: Sequence, IteratorProtocol {
    private let search: LineSearch
    private let buffer: LineBuffer
    private var lines: Range<Int>
    private var end = Location.start

    fileprivate init(search: LineSearch, buffer: LineBuffer, lines: Range<Int>) {
      self.search = search
      self.buffer = buffer
      self.lines = lines
    }

    mutating func next() -> Range<Location>? {
      while let line = lines.popFirst() {
        guard let match = search.match(in: buffer, beginningIn: line), match.lowerBound >= end
        else { continue }
        end = match.upperBound
        return match
      }
      return nil
    }
  }
}
