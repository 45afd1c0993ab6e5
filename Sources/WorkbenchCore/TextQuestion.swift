public import JSON
public import TerminalUI

/// What is to be found out about a text in the editor that is too long for it to be found out with
/// every key.
public struct TextQuestion: Hashable, Sendable {
  /// What is asked about a text.
  public enum Kind: Hashable, Sendable {
    /// Where the text isn't JSON.
    case syntax
    /// How many matches a query has.
    case matches(of: String)
  }

  /// What was found out.
  public enum Answer: Hashable, Sendable {
    /// The first place where it isn't JSON; nil when it is.
    case syntax(JSONParseError?)
    case matches(TextEditor.MatchCount)
  }

  /// Distinguishes questions; later ones have higher numbers.
  public let number: Int
  /// What is asked.
  public let kind: Kind
  private let text: TextEditor

  init(number: Int, kind: Kind, text: TextEditor) {
    self.number = number
    self.kind = kind
    self.text = text.withoutHistory
  }

  /// Looks; this takes time in proportion to the text.
  public func answer() -> Answer {
    switch kind {
    case .syntax: .syntax(EditorOverlay.fault(in: text.text))
    case .matches(let query): .matches(text.matchCount(of: query))
    }
  }
}

extension EditorOverlay {
  /// The longest text, in bytes, about which everything is found out at once.
  static let maximumLengthAtOnce = 32 << 10

  /// Takes an answer, unless the text has changed since it was asked for.
  mutating func take(_ answer: TextQuestion.Answer, to number: Int) {
    switch answer {
    case .syntax(let fault):
      guard syntaxQuestion == number else { return }
      syntaxQuestion = nil
      self.fault = fault
    case .matches(let count):
      guard case .search(var search) = bar, search.question == number else { return }
      search.question = nil
      search.matches = count
      bar = .search(search)
    }
  }
}

extension WorkbenchState {
  /// The questions that came up about the text in the editor.
  mutating func editorEffects() -> [Effect] {
    guard case .editor(var editor) = overlay, !editor.questions.isEmpty else { return [] }
    let effects = editor.questions.map { kind -> Effect in
      questionCount += 1
      switch kind {
      case .syntax: editor.syntaxQuestion = questionCount
      case .matches: editor.awaitMatches(questionCount)
      }
      return .examine(TextQuestion(number: questionCount, kind: kind, text: editor.editor))
    }
    editor.questions = []
    overlay = .editor(editor)
    return effects
  }

  mutating func take(_ answer: TextQuestion.Answer, to number: Int) {
    guard case .editor(var editor) = overlay else { return }
    editor.take(answer, to: number)
    overlay = .editor(editor)
  }
}
