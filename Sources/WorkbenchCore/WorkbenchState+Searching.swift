import Runs
import TerminalUI

// Find in the tabs on the right.

extension WorkbenchState {
  /// Opens the line for the query; what was looked for before stands in it, to be typed over.
  mutating func openSearch() {
    guard run != nil else {
      notice = Notice(spelled("There is no answer to search yet; \(.send) sends"))
      return
    }
    focus = .answer
    var search = answer.search ?? PaneSearch()
    search.isTyping = true
    _ = search.field.apply(.selectAll)
    answer.search = search
    searchOrigin = visiblePlace
  }

  /// A key for the query.
  mutating func receiveInSearch(_ key: Key) -> [Effect] {
    guard var search = answer.search else { return [] }
    if key.code == .enter {
      answer.search?.isTyping = false
      if search.query.isEmpty { answer.search = nil }
      return []
    }
    let query = search.query
    let effects = edit(&search.field, key)
    answer.search = search
    guard search.query != query else { return effects }
    continueSearch(isNew: true)
    return effects
  }

  mutating func pasteInSearch(_ text: String) {
    _ = answer.search?.field.apply(.paste(text))
    continueSearch(isNew: true)
  }

  /// The keys that go from match to match while the query is typed.
  func searchCommand(for key: Key) -> Command? {
    guard overlay == nil, focus == .answer, key.typedCharacter == nil else { return nil }
    switch key.code {
    case .down: return .findNext
    case .up: return .findPrevious
    default:
      let command = command(for: key, in: [.answer])
      return command == .findNext || command == .findPrevious ? command : nil
    }
  }

  /// Asks for the next step of a search that has not come to the end.
  mutating func searchEffects() -> [Effect] {
    guard let search = answer.search, !search.isComplete, !search.isAwaited else { return [] }
    answer.search?.isAwaited = true
    return [.continueSearch]
  }

  /// Looks in another run for what was looked for; what is on the screen stays there.
  mutating func resumeSearch(_ search: PaneSearch?) {
    answer.search = search
    answer.search?.isTyping = false
    searchOrigin = visiblePlace
    continueSearch(isNew: true)
  }

  /// Goes through the next part of the text.
  mutating func continueSearch(isNew: Bool = false) {
    guard var search = answer.search, let run else { return }
    if isNew {
      search.restart()
      search.current = nil
    }
    let before = search.number
    if answer.tab == .events {
      search.step(through: run)
    } else {
      search.step(through: answer.shown.transcript)
    }
    // The nearest match is known as soon as there is one behind the place where the search began.
    if search.current == nil, let match = search.match(from: searchOrigin),
      search.isComplete || match >= PaneSearch.Match(searchOrigin)
    {
      search.current = match
    }
    answer.search = search
    if before == nil, search.isTyping, let match = search.current { reveal(match) }
  }

  /// Goes to a match so many further on.
  mutating func goToMatch(_ distance: Int) {
    guard let search = answer.search, !search.query.isEmpty else {
      openSearch()
      return
    }
    let match =
      search.current.flatMap { search.match(distance, from: $0) }
      ?? search.match(from: visiblePlace)
    guard let match else {
      let query = Preview.line(of: search.query)
      notice = Notice(search.isComplete ? "“\(query)” is not here" : "Still searching…")
      return
    }
    answer.search?.current = match
    reveal(match)
  }

  private mutating func reveal(_ match: PaneSearch.Match) {
    if answer.tab == .events {
      answer.events.selection = Int(match.section)
      answer.events.reveal()
      showEvent()
    } else if answer.shown.transcript.sections.indices.contains(Int(match.section)) {
      answer.shown.selectedSection = Int(match.section)
      guard match.start != PaneSearch.Match.title else {
        answer.shown.selectSection(Int(match.section))
        return
      }
      answer.shown.reveal(TextPosition(match))
      if answer.tab == .sampling { answer.sampling.moveCursor(to: TextPosition(match)) }
    }
  }

  /// The place of the first text on the screen.
  private var visiblePlace: TextPosition {
    if answer.tab == .events { return TextPosition(section: answer.events.selection, offset: 0) }
    let pane = answer.shown
    return pane.transcript.position(line: pane.scroll.offset, column: 0)
      ?? TextPosition(section: 0, offset: 0)
  }
}

extension TextPosition {
  fileprivate init(_ match: PaneSearch.Match) {
    self.init(section: Int(match.section), offset: Int(match.start))
  }
}
