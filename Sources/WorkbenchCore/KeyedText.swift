import TerminalUI

/// A text in which commands stand for the keys that give them, as in `"Press \(.send) to send it."`.
///
/// Which key that is depends on the keymap, so the words are made by `WorkbenchState.spelled`.
public struct KeyedText: Hashable, Sendable, ExpressibleByStringInterpolation {
  enum Part: Hashable {
    case words(String)
    case key(Command)
  }

  private(set) var parts: [Part]

  public init(stringLiteral value: String) { parts = [.words(value)] }

  public init(stringInterpolation: Interpolation) { parts = stringInterpolation.parts }

  /// The one text behind the other, with no blank between them.
  public static func + (left: KeyedText, right: KeyedText) -> KeyedText {
    var sum = left
    sum.parts += right.parts
    return sum
  }

  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var parts: [Part] = []

    public init(literalCapacity: Int, interpolationCount: Int) {}

    public mutating func appendLiteral(_ literal: String) { parts.append(.words(literal)) }

    public mutating func appendInterpolation(_ command: Command) { parts.append(.key(command)) }

    /// Words that stand as they are, whatever they hold.
    public mutating func appendInterpolation(_ words: String) { parts.append(.words(words)) }
  }
}

extension WorkbenchState {
  /// The words of a text, with the keys of this keymap.
  public func spelled(_ text: KeyedText) -> String {
    text.parts.map { part in
      switch part {
      case .words(let words): words
      case .key(let command):
        boundKeys[command]?.first?.text
          ?? "“\(ActionCatalog.entry(for: command).title)” in the palette"
      }
    }.joined()
  }

  /// The end of a notice about an edit.
  var undoHint: String { spelled("; \(.undo) takes that back") }
}
