public import JSON
public import TerminalUI

/// A text in an editor that fills the screen, with a bar for searching below it.
public struct EditorOverlay: Hashable, Sendable {
  /// Where the text goes when it is done.
  public enum Target: Hashable, Sendable {
    /// A string in the body.
    case text(JSONPointer)
    /// A value in the body, as JSON.
    case json(JSONPointer)
    /// The whole body, as JSON.
    case body
    /// The result of a tool call of the run that is shown.
    case toolResult(id: String)
    /// The extra headers of the endpoint, `Name: value` a line.
    case headers
    /// The value of a variable.
    case variable(String)
  }

  /// What is typed below the text, if anything.
  public enum Bar: Hashable, Sendable {
    case search(EditorSearch)
    /// The line to go to, `LINE` or `LINE:COLUMN`; Escape goes back to where the cursor was.
    case line(TextEditor, from: TextEditor.Location)
  }

  /// Where the text goes when it is done.
  public let target: Target
  /// What is edited, as the frame names it: a place of the body, or words.
  public let title: String
  /// The text, with its cursor, selection and history.
  public var editor: TextEditor
  /// What is typed below the text; nil while keys go to the text.
  public internal(set) var bar: Bar?
  /// The words that may go on what is being written.
  public internal(set) var completion: Completion?
  /// What was searched for last.
  var query = ""
  /// What it was replaced by last.
  var replacement = ""
  /// Whether undo brought it back after it was left out.
  var isReopened = false
  /// Whether the list item that the text is for was added for it, and nothing was taken over since.
  var isNew = false
  /// Whether it is open for the external editor only, and closes with it.
  var isForExternalEditor = false
  /// What stands in the way of taking the text, once that was tried.
  public var complaint: String?
  /// The first place where the text isn't JSON, as long as it has to be.
  public internal(set) var fault: JSONParseError?
  /// The revision of the text that `fault` is about.
  private var checkedRevision = -1
  /// What is to be asked about a text that is too long to look at once.
  var questions: Set<TextQuestion.Kind> = []
  /// The question whose answer will be `fault`.
  var syntaxQuestion: Int?

  /// Whether the text is so long that it isn't made part of the request while it is typed.
  var isLong: Bool { editor.byteCount > Self.maximumTakenLength && target != .headers }

  /// The most bytes of a text that are made part of the request while it is typed.
  static let maximumTakenLength = 1 << 20

  init(target: Target, title: String, editor: TextEditor) {
    self.target = target
    self.title = title
    self.editor = editor
    self.editor.showsLineNumbers = isJSON
    check()
  }

  /// Whether the text has to be JSON.
  public var isJSON: Bool {
    switch target {
    case .json, .body: true
    case .text, .toolResult, .headers, .variable: false
    }
  }

  /// What is searched for while the bar for it is open.
  public var shownQuery: String {
    if case .search = bar { query } else { "" }
  }

  /// The lines that the bar takes.
  public var barHeight: Int {
    switch bar {
    case .search(let search): search.replacement == nil ? 1 : 2
    case .line: 1
    case nil: 0
    }
  }

  /// Where the cursor stands, for people: the line and the character in it, or its bytes in a long line.
  public var place: String {
    let cursor = editor.cursor
    let line = "line \(cursor.line + 1) of \(editor.lineCount)"
    guard cursor.offset <= 4096 else { return "\(line), byte \(cursor.offset + 1)" }
    return "\(line), column \(editor.charactersBeforeCursor + 1)"
  }

  /// Whether the text is still looked through for what keeps it from being JSON.
  public var isBeingChecked: Bool { syntaxQuestion != nil }

  /// The text of a JSON value that was written within another one, moved to the left edge.
  static func outdented(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let blanks = lines.last?.prefix { $0 == " " } ?? ""
    guard lines.count > 1, !blanks.isEmpty else { return text }
    let moved = lines.dropFirst().map { $0.hasPrefix(blanks) ? $0.dropFirst(blanks.count) : $0 }
    return ([lines[0]] + moved).joined(separator: "\n")
  }

  /// Looks for what keeps the text from being JSON, if it changed since.
  mutating func check() {
    guard isJSON, checkedRevision != editor.revision else { return }
    checkedRevision = editor.revision
    fault = nil
    syntaxQuestion = nil
    if editor.byteCount > Self.maximumLengthAtOnce {
      questions.insert(.syntax)
    } else {
      let text = editor.text
      // An empty text stands for a value that isn't there.
      if target == .body || !text.allSatisfy(\.isWhitespace) { fault = Self.fault(in: text) }
    }
  }

  /// The first place where a text isn't JSON.
  static func fault(in text: String) -> JSONParseError? {
    do throws(JSONParseError) {
      _ = try JSONValue(parsing: text)
      return nil
    } catch {
      return error
    }
  }
}

/// What is looked for in a text, and what it is to be replaced by.
public struct EditorSearch: Hashable, Sendable {
  /// What is looked for; line ends in it count.
  public var query: TextEditor
  /// Nil as long as nothing is to be replaced.
  public var replacement: TextEditor?
  /// Whether keys go to the replacement.
  public var isInReplacement = false
  /// Where the search began: what is found while the query is typed is the next match from there.
  var origin: TextEditor.Location
  /// How many matches there are, and which of them is selected; nil without a query, and while
  /// `isCounting`.
  public internal(set) var matches: TextEditor.MatchCount?
  /// The question whose answer will be `matches`.
  var question: Int?

  /// The field that has the keys.
  var field: TextEditor {
    get { isInReplacement ? replacement ?? query : query }
    set { if isInReplacement { replacement = newValue } else { query = newValue } }
  }

  /// Whether the matches are still counted, as they are in a long text.
  public var isCounting: Bool { question != nil }

  /// How much was found, for people; empty without a query.
  public var remark: String {
    guard let matches else { return isCounting ? " counting… " : "" }
    guard matches.count > 0 else { return " not found " }
    return matches.selected.map { " \($0) of \(matches.count) " } ?? " \(matches.count) matches "
  }

  init(_ query: String, from origin: TextEditor.Location) {
    self.query = TextEditor(text: query, isSingleLine: true)
    _ = self.query.apply(.selectAll)
    self.origin = origin
  }
}
