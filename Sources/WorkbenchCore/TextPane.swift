public import TerminalUI

/// A text in sections that is scrolled, searched and selected in.
public struct TextPane: Sendable {
  /// The text in sections, laid out at the pane's width.
  public internal(set) var transcript: Transcript
  /// Which of its lines are in sight.
  public internal(set) var scroll = ScrollView()
  /// The place of the selected section.
  public internal(set) var selectedSection: Int?
  /// The text that is selected, also when it is none as yet.
  public internal(set) var selection: TextSelection?

  init(width: Int = 40) { transcript = Transcript(width: width) }

  mutating func fit(_ size: Size) {
    transcript.width = size.width
    scroll.height = size.height
    scroll.contentHeight = transcript.lineCount
  }

  /// Fits a document, whose end isn't waited for: what is at the top stays there, as far as it can.
  mutating func fitDocument(_ size: Size) {
    let offset = scroll.offset
    fit(size)
    scroll.scroll(to: offset)
  }

  /// Shows a document instead of what was there.
  mutating func show(_ parts: [DocumentPart]) {
    let offset = scroll.offset
    transcript.show(parts)
    scroll.contentHeight = transcript.lineCount
    scroll.scroll(to: offset)
  }

  /// Selects a section and scrolls to it.
  mutating func selectSection(_ section: Int) {
    selectedSection = section
    revealSection(section)
  }

  private mutating func revealSection(_ section: Int) {
    let start = transcript.start(of: section)
    let height = transcript.sections[section].height
    // As much of it as there is room for, its title in any case.
    scroll.reveal(start + min(height, scroll.height) - 1)
    scroll.reveal(start)
  }

  /// The place of the selected section, as long as it is there.
  var existingSection: Int? {
    selectedSection.flatMap { transcript.sections.indices.contains($0) ? $0 : nil }
  }

  /// The place of the selected section, as long as a part of it is in sight.
  var selectedSectionInSight: Int? {
    existingSection.flatMap { lines(of: $0).overlaps(scroll.visible) ? $0 : nil }
  }

  /// The first section of which more than the empty line at its end is in sight.
  var firstSectionInSight: Int? {
    guard !transcript.sections.isEmpty, let first = scroll.visible.first else { return nil }
    let section = transcript.section(at: first)
    let next = section + 1
    let isGap = transcript.line(first) == .gap && next < transcript.sections.count
    return isGap && scroll.visible.contains(transcript.start(of: next)) ? next : section
  }

  /// The section so many further on than the selected one. Where that is out of sight, it is counted from
  /// what is in sight: the first title there, or going back the last one.
  func section(_ distance: Int) -> Int? {
    let last = transcript.sections.count - 1
    guard let first = firstSectionInSight else { return nil }
    if let selected = selectedSectionInSight { return min(max(selected + distance, 0), last) }
    let titles = (first...last).prefix { transcript.start(of: $0) < scroll.visible.upperBound }
      .filter { scroll.visible.contains(transcript.start(of: $0)) }
    return distance > 0 ? titles.first ?? min(first + 1, last) : titles.last ?? first
  }

  private func lines(of section: Int) -> Range<Int> {
    let start = transcript.start(of: section)
    return start..<start + transcript.sections[section].height - 1
  }

  mutating func toggleFold(_ section: Int) {
    let offset = scroll.offset
    transcript.toggleFold(section)
    scroll.contentHeight = transcript.lineCount
    // What was opened is to be read, not its end.
    scroll.scroll(to: offset)
    selectSection(section)
  }

  /// Folds every section, or if all are folded, none.
  mutating func toggleAllFolds() {
    let section = selectedSectionInSight ?? firstSectionInSight
    transcript.setAllFolds(transcript.sections.contains { !$0.isFolded })
    scroll.contentHeight = transcript.lineCount
    if let section { revealSection(section) }
  }

  /// How far the text was read.
  struct Place {
    var row = 0
    var width = 0
    /// The text in the first row, should the width be another when it is come back to.
    var top: TextPosition?
    var selectedSection: Int?
    var folds: [Transcript.Section.Kind: Bool] = [:]
  }

  var place: Place {
    Place(
      row: scroll.offset, width: transcript.width,
      top: transcript.position(line: scroll.offset, column: 0), selectedSection: selectedSection,
      folds: transcript.currentFolds)
  }

  /// Goes back to a place of the same text, which was laid out with the folds of then.
  mutating func go(to place: Place) {
    selectedSection = place.selectedSection
    if place.width == transcript.width {
      scroll.scroll(to: place.row)
    } else if let top = place.top, transcript.sections.indices.contains(top.section) {
      scroll.scroll(to: transcript.line(of: top))
    }
  }

  /// Scrolls to a place of the text, and unfolds what hides it.
  mutating func reveal(_ position: TextPosition) {
    if transcript.sections[position.section].isFolded { toggleFold(position.section) }
    let line = transcript.line(of: position)
    guard !scroll.visible.contains(line) else { return }
    // With some lines before it, to see what it is about.
    scroll.scroll(to: line - scroll.height / 3)
  }

  /// What is selected; nil when that is nothing.
  public var selectedRange: Range<TextPosition>? {
    guard let selection else { return nil }
    // A click alone selects nothing.
    if selection.unit == .character, selection.anchor == selection.head { return nil }
    let range = transcript.range(of: selection)
    return range.isEmpty ? nil : range
  }

  /// The selected text; nil when that is nothing.
  var selectedText: String? { selectedRange.map { transcript.text(in: $0) } }
}

/// A place in a transcript: a byte of a section's body.
public struct TextPosition: Hashable, Comparable, Sendable {
  /// The place of the section in the transcript.
  public var section: Int
  /// The byte of the section's body, which may be its end.
  public var offset: Int

  public init(section: Int, offset: Int) {
    self.section = section
    self.offset = offset
  }

  public static func < (left: TextPosition, right: TextPosition) -> Bool {
    (left.section, left.offset) < (right.section, right.offset)
  }
}

/// What is selected: everything from where it began to where the mouse or the keys have come.
public struct TextSelection: Hashable, Sendable {
  /// What is selected at a time.
  public enum Unit: Hashable, Sendable {
    case character, word
    /// A line as it is on the screen.
    case row
    /// A line of the text, however many rows it takes.
    case line
  }

  /// How much is selected at the least.
  public var unit: Unit
  /// Where the selection began; it may be behind the head.
  public var anchor: TextPosition
  /// Where the mouse or the keys have come to.
  public var head: TextPosition
  /// Whether keys that move go on selecting.
  var isByKeys = false
}
