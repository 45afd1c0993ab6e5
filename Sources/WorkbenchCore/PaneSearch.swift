import Runs
public import TerminalUI

/// A search in the text of a tab.
///
/// It goes through a long text step by step, each of bounded cost, so that keys are heard meanwhile.
public struct PaneSearch: Sendable {
  /// A place where the query was found.
  struct Match: Hashable, Comparable {
    /// The section of the text, or the event.
    let section: UInt32
    /// The byte of the body; -1 in the section's title, where no more than one match counts.
    let start: Int32

    static let title: Int32 = -1

    static func < (left: Match, right: Match) -> Bool {
      (left.section, left.start) < (right.section, right.start)
    }
  }

  /// The query as it is typed.
  public internal(set) var field = TextEditor(text: "", isSingleLine: true)
  /// Whether keys go into the query.
  public internal(set) var isTyping = true
  /// What is found so far, in the order of the text.
  private(set) var matches: [Match] = []
  /// The match that was gone to.
  var current: Match?
  /// Whether all of the text has been gone through.
  public private(set) var isComplete = true
  /// Whether the next step was asked for.
  var isAwaited = false
  /// Where to go on.
  private var next = TextPosition(section: 0, offset: 0)
  private(set) var pattern = TextSearch("")

  /// How many bytes are gone through in one step.
  static let stepLength = 128 << 10
  /// No more matches than these are counted.
  static let matchLimit = 100_000

  /// What is looked for: letters in either case, unless it has capitals.
  public var query: String { field.text }
  /// How many matches were found so far, up to `matchLimit`.
  public var count: Int { matches.count }
  /// Whether there are more matches than are counted.
  public var isOverLimit: Bool { matches.count >= Self.matchLimit }

  /// The number of the match that was gone to, from 1.
  public var number: Int? { current.flatMap { index(of: $0) }.map { $0 + 1 } }

  /// Begins again, with the query as it stands.
  mutating func restart() {
    pattern = TextSearch(query)
    matches = []
    next = TextPosition(section: 0, offset: 0)
    isComplete = query.isEmpty
  }

  /// Goes on at the end of a text that has grown.
  mutating func extend() { isComplete = query.isEmpty }

  // MARK: - Finding

  /// Goes through the next part of a transcript.
  mutating func step(through transcript: Transcript) {
    var budget = Self.stepLength
    dropMatches(from: next)
    while !isComplete, budget > 0 {
      guard next.section < transcript.sections.count, !isOverLimit else {
        finish(transcript)
        return
      }
      let section = transcript.sections[next.section]
      if next.offset == 0, !ranges(in: section.title).isEmpty {
        append(Match(section: UInt32(next.section), start: Match.title))
      }
      let bytes = section.body.bytes
      let end = bytes.boundary(atOrBefore: min(next.offset + budget, bytes.count))
      budget -= max(end - next.offset, 1)
      if end > next.offset { find(in: bytes, next.offset..<end) { _ in nil } }
      next =
        end == bytes.count
        ? TextPosition(section: next.section + 1, offset: 0)
        : TextPosition(section: next.section, offset: resumption(of: next.offset..<end, in: bytes))
    }
  }

  /// Goes through the next part of a run's events; an event is found once.
  mutating func step(through run: Run) {
    guard !isComplete else { return }
    let start = next.offset
    let limit = min(start + Self.stepLength, run.keptByteCount)
    // The byte behind the limit tells whether a character ends there.
    var bytes = run.body(in: start..<min(limit + 1, run.keptByteCount))
    bytes.removeSubrange(bytes.boundary(atOrBefore: limit - start)...)
    let end = start + bytes.count
    bytes = bytes.repaired
    find(in: bytes, bytes.indices) { run.eventIndex(atByte: start + $0) }
    if end == run.keptByteCount || isOverLimit {
      isComplete = true
    } else {
      next.offset = start + resumption(of: bytes.indices, in: bytes)
    }
  }

  /// Keeps the matches that begin in a range.
  ///
  /// - Parameter event: The event at an offset, where events are searched.
  private mutating func find(
    in bytes: [UInt8], _ range: Range<Int>, event: (Int) -> Int?
  ) {
    let text = String(decoding: bytes[range], as: UTF8.self)
    for found in pattern.matches(in: text, length: text.utf8.count) where !isOverLimit {
      let offset = range.lowerBound + found.lowerBound
      let match =
        event(offset).map { Match(section: UInt32($0), start: 0) }
        ?? Match(section: UInt32(next.section), start: Int32(clamping: offset))
      append(match)
    }
  }

  /// Keeps a match, unless it was found already: where parts overlap, and an event may hold many.
  private mutating func append(_ match: Match) {
    if matches.last.map({ $0 < match }) ?? true { matches.append(match) }
  }

  /// Where to go on behind a range, at whose end a match may have been cut.
  private func resumption(of range: Range<Int>, in bytes: [UInt8]) -> Int {
    let offset = bytes.boundary(atOrBefore: range.upperBound - pattern.reach)
    return offset > range.lowerBound ? offset : range.upperBound
  }

  /// The end is reached for now: what may still change at the end of the last text is looked at again
  /// when more has come.
  private mutating func finish(_ transcript: Transcript) {
    isComplete = true
    guard let last = transcript.sections.indices.last, !isOverLimit else { return }
    let body = transcript.sections[last].body
    let settled = min(body.settledByteCount, max(body.bytes.count - pattern.reach, 0))
    next = TextPosition(section: last, offset: body.bytes.boundary(atOrBefore: settled))
  }

  private mutating func dropMatches(from position: TextPosition) {
    let first = Match(position)
    matches.removeLast(matches.count - index(after: first))
  }

  // MARK: - Going from match to match

  /// The number of matches before one.
  private func index(after match: Match) -> Int {
    var (low, high) = (0, matches.count)
    while low < high {
      let middle = (low + high) / 2
      if matches[middle] < match { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func index(of match: Match) -> Int? {
    let index = index(after: match)
    return index < matches.count && matches[index] == match ? index : nil
  }

  /// The first match at a place or after it, or else the first of all.
  func match(from position: TextPosition) -> Match? {
    let wanted = Match(position)
    let index = index(after: wanted)
    return index < matches.count ? matches[index] : matches.first
  }

  /// The match so many further on, round the ends.
  func match(_ distance: Int, from match: Match) -> Match? {
    guard !matches.isEmpty else { return nil }
    let before = index(after: match)
    let isThere = before < matches.count && matches[before] == match
    let target = before + (isThere || distance < 0 ? distance : distance - 1)
    return matches[((target % matches.count) + matches.count) % matches.count]
  }

  /// The matches that are to be seen in a part of a body.
  public func ranges(in body: any TextLines, near part: Range<Int>) -> [Range<Int>] {
    guard !query.isEmpty else { return [] }
    let bytes = body.bytes
    let start = bytes.boundary(atOrBefore: max(part.lowerBound - pattern.reach, 0))
    let end = bytes.boundary(atOrBefore: min(part.upperBound + pattern.reach, bytes.count))
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    return pattern.matches(in: text, length: text.utf8.count)
      .map { $0.lowerBound + start..<$0.upperBound + start }
      .filter { $0.overlaps(part) }
  }

  /// Where the query stands in a line that is drawn.
  public func ranges(in line: String) -> [Range<Int>] {
    query.isEmpty ? [] : pattern.matches(in: line, length: line.utf8.count)
  }

  /// Whether a place is where the match is that was gone to.
  public func isCurrent(section: Int, offset: Int) -> Bool {
    current == Match(TextPosition(section: section, offset: offset))
  }

  /// Whether the match that was gone to is in a section's title.
  public func isCurrent(titleOf section: Int) -> Bool {
    current == Match(section: UInt32(section), start: Match.title)
  }
}

extension PaneSearch.Match {
  init(_ position: TextPosition) {
    self.init(section: UInt32(position.section), start: Int32(clamping: position.offset))
  }
}

extension [UInt8] {
  /// The last boundary between scalars of UTF-8 that isn't after an offset; the offset itself in what is
  /// no UTF-8.
  fileprivate func boundary(atOrBefore offset: Int) -> Int {
    let offset = Swift.min(Swift.max(offset, 0), count)
    // A scalar has four bytes at most.
    return (Swift.max(offset - 3, 0)...offset)
      .last { $0 == count || self[$0] & 0xC0 != 0x80 } ?? offset
  }

  /// The bytes with a question mark for each that is no UTF-8: of what is no text, the rest can still be
  /// found.
  fileprivate var repaired: [UInt8] {
    if String(validating: self, as: UTF8.self) != nil { return self }
    var repaired: [UInt8] = []
    repaired.reserveCapacity(count)
    var (parser, bytes) = (Unicode.UTF8.ForwardParser(), makeIterator())
    while true {
      switch parser.parseScalar(from: &bytes) {
      case .valid(let scalar): repaired += scalar
      case .error(let length): repaired += repeatElement(UInt8(ascii: "?"), count: length)
      case .emptyInput: return repaired
      }
    }
  }
}
