import Runs
public import TerminalUI

/// Letters on everything in sight that can be gone to. Typing the letters goes there.
public struct JumpLabels: Hashable, Sendable {
  /// A place to go to.
  public enum Destination: Hashable, Sendable {
    case row(FormRow.ID)
    case tab(AnswerPane.Tab)
    case section(Int)
    case event(Int)
  }

  /// A place and the letters that lead there.
  public struct Target: Hashable, Sendable {
    /// One letter, or two where there are more places than letters.
    public let label: String
    /// The cell where the first letter is drawn.
    public let position: Position
    let destination: Destination
  }

  /// All of them, also those that the letters so far have ruled out.
  public private(set) var targets: [Target]
  /// The letters typed so far; the labels that begin otherwise are out.
  public internal(set) var typed = ""

  /// - Parameter places: The places in the order in which they get the shortest labels.
  init(_ places: [(Position, Destination)]) {
    let labels = Self.labels(count: places.count)
    targets = zip(places, labels).map {
      Target(label: $1, position: $0.0, destination: $0.1)
    }
  }

  /// The targets that the letters typed so far leave.
  public var candidates: [Target] { targets.filter { $0.label.hasPrefix(typed) } }

  /// The home row first.
  private static let letters = "asdfghjklqwertyuiopzxcvbnm".map(String.init)

  /// As many labels, none the beginning of another, as many of one letter as that leaves.
  static func labels(count: Int) -> [String] {
    let all = letters.count
    let count = min(count, all * all)
    let singles = count <= all ? count : (all * all - count) / (all - 1)
    let doubles = letters.dropFirst(singles).flatMap { first in letters.map { first + $0 } }
    return Array(letters.prefix(singles) + doubles.prefix(count - singles))
  }
}

extension WorkbenchState {
  /// Puts a label on everything in sight.
  mutating func showJumpLabels() {
    let request = rowPlaces
    let answer = tabPlaces + answerPlaces
    let labels = JumpLabels(focus == .request ? request + answer : answer + request)
    if !labels.targets.isEmpty { jump = labels }
  }

  private var rowPlaces: [(Position, JumpLabels.Destination)] {
    guard let area = layout.form else { return [] }
    return form.list.visible.map { index in
      (Position(x: area.x, y: area.y + index - form.list.offset), .row(form.rows[index].id))
    }
  }

  private var tabPlaces: [(Position, JumpLabels.Destination)] {
    guard run != nil, let area = layout.tabs else { return [] }
    return zip(AnswerPane.Tab.allCases, tabColumns)
      .filter { $1.upperBound <= area.width }
      .map { (Position(x: area.x + $1.lowerBound, y: area.y), .tab($0)) }
  }

  private var answerPlaces: [(Position, JumpLabels.Destination)] {
    guard let run, let area = layout.content else { return [] }
    switch answer.tab {
    case .events where answer.isEventOpen: return []
    case .answer, .request, .headers, .sampling:
      let text = answer.shown
      return (0..<area.height).compactMap { row in
        guard case .title(let section)? = text.transcript.line(text.scroll.offset + row) else {
          return nil
        }
        return (Position(x: area.x, y: area.y + row), .section(section))
      }
    case .events:
      return answer.events.visible.filter { $0 < run.eventCount }.map { index in
        (Position(x: area.x, y: area.y + index - answer.events.offset), .event(index))
      }
    }
  }

  /// A key while labels are shown: a letter of a label, or anything else to leave.
  mutating func receive(_ key: Key, in labels: JumpLabels) {
    var labels = labels
    jump = nil
    guard let letter = key.typedCharacter else { return }
    labels.typed += letter.lowercased()
    let candidates = labels.candidates
    if let target = candidates.first, target.label == labels.typed {
      go(to: target.destination)
    } else if !candidates.isEmpty {
      jump = labels
    }
  }

  private mutating func go(to destination: JumpLabels.Destination) {
    switch destination {
    case .row(let id):
      focus = .request
      form.select(id)
    case .tab(let tab): show(tab)
    case .section(let section):
      focus = .answer
      answer.shown.selectSection(section)
    case .event(let index):
      focus = .answer
      answer.events.move(by: index - answer.events.selection)
      showEvent()
    }
    fit()
  }
}
