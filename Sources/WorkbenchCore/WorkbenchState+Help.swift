public import TerminalUI

// The help for where one is, made of the table of actions and of what lists and editors do by themselves.
extension WorkbenchState {
  /// The lines of the help: what has the keys first.
  public var helpLines: [HelpLine] {
    var sections: [[HelpLine]] = []
    func add(_ title: String, _ rows: [(String, String)]) {
      sections.append([.heading(title)] + rows.flatMap { lines(keys: $0.0, help: $0.1) })
    }
    var contexts = paneContexts + [.editor]
    switch parked.last {
    case .editor: contexts = [.editor, .everywhere]
    case .picker(let picker):
      add("In this list", Self.listHelp + picker.purpose.help)
      contexts = [.everywhere]
    case .prompt(let prompt):
      add("On this line", Self.lineHelp + prompt.purpose.help)
      contexts = [.everywhere]
    case .help, .log, .confirmation: break
    case nil:
      guard isTypingInPane else { break }
      add("On this line", Self.lineHelp)
      contexts = [.everywhere]
    }
    for context in contexts {
      let isTyped = context == .everywhere && !contexts.contains(.panes)
      let rows = ActionCatalog.entries.filter { $0.context == context }.compactMap { entry in
        let keys = isTyped ? keysWhileTyping(for: entry) : keysHere(for: entry)
        // What is a part of the text, or moves in it, does nothing else here.
        let isTaken = isTyped && keys.isEmpty && !self.keys(for: entry).isEmpty
        return isTaken ? nil : (shown(keys), entry.help)
      }
      add(context.title, (context == .editor ? Self.textHelp : []) + rows)
    }
    return Array(sections.joined(separator: [.gap]))
  }

  /// The first key, and the second where the column has room for both.
  private func shown(_ keys: [String]) -> String {
    let both = keys.prefix(2).joined(separator: ", ")
    return TextWidth.columns(of: both) <= helpKeyWidth - 4 ? both : keys.first ?? ""
  }

  /// The keys of an action that mean nothing else where one is.
  private func keysHere(for entry: ActionCatalog.Entry) -> [String] {
    guard let end = paneContexts.firstIndex(of: entry.context) else { return keys(for: entry) }
    return Self.keys(of: entry, in: keymap, within: Array(paneContexts[..<end])).map(\.text)
  }

  /// The keys of an action that are not for the text that is typed.
  private func keysWhileTyping(for entry: ActionCatalog.Entry) -> [String] {
    let bound = keymap.keys(for: entry.command.rawValue, in: entry.context.rawValue)
      .filter { $0.count == 1 && !takesKey($0[0], before: entry.command) }.map(\.text)
    return keys(for: entry).filter(bound.contains)
  }

  /// A line of the help.
  public enum HelpLine: Hashable, Sendable {
    case heading(String)
    /// Without keys where it goes on with what the line above says.
    case action(keys: String, help: String)
    case gap
  }

  /// The columns before what an action does.
  public var helpKeyWidth: Int { size.width < 60 ? 16 : 22 }

  /// An action in as many lines as its help takes.
  private func lines(keys: String, help: String) -> [HelpLine] {
    let wrapped = WrappedText(help, width: max(helpWidth - 3 - helpKeyWidth, 10))
    return (0..<wrapped.lineCount).map {
      .action(keys: $0 == 0 ? keys : "", help: String(wrapped.line($0)))
    }
  }

  private static let textHelp = [
    ("Esc", "Take the text over and close"),
    ("Shift-arrows", "Select; a double click selects a word, a triple one a line"),
    ("Ctrl-arrows", "Move by words; up and down scroll and leave the cursor"),
    ("Home, End", "To the ends of the row, then of the line; with Ctrl of the text"),
    ("Ctrl-W, Alt-D", "Delete the word before, the word after"),
    ("Ctrl-U, Ctrl-K", "Delete to the start, to the end of the line"),
    ("Tab, Shift-Tab", "Indent, or the selected lines; the other way"),
  ]

  private static let listHelp = [
    ("Letters", "Narrow the list; the letters need not stand together"),
    ("Up, Down", "Go through the list; so does the wheel"),
    ("Enter", "Take what is selected; so does a second click"),
    ("Esc", "Close the list"),
  ]

  private static let lineHelp = [
    ("Enter", "Take the line"),
    ("Esc", "Close it"),
    ("Ctrl-A C X V", "Select all, copy, cut, paste"),
    ("Alt-Z, Alt-Y", "Undo, redo"),
  ]

  private var helpWidth: Int { min(86, size.width - 2) }

  /// The lines of help that are visible.
  var helpHeight: Int { max(helpFrame.height - 2, 1) }

  /// Where the help lies.
  public var helpFrame: Rect {
    layout.dialog(width: helpWidth, height: min(helpLines.count + 2, size.height - 2))
  }
}

extension Picker.Purpose {
  /// What can be done in this list beyond all lists.
  fileprivate var help: [(String, String)] {
    switch self {
    case .presets:
      [("Delete", "Delete the preset, with the cursor behind what is typed; it asks first")]
    case .model, .choice:
      [("Any text", "Enter takes what was typed, where nothing in the list fits")]
    case .themes: [("Up, Down", "A theme is tried on while it is selected; Esc goes back")]
    case .endpoints, .runs, .palette, .newBlock, .findings, .fields, .export: []
    }
  }
}

extension Prompt.Purpose {
  /// What can be done on this line beyond all lines.
  fileprivate var help: [(String, String)] {
    switch self {
    case .file, .image: [("Tab", "Complete the path")]
    case .importRequest:
      [
        ("Tab", "Complete the path"),
        ("Paste", "A curl command, a body, a preset or a capture is taken at once"),
      ]
    case .savePresetAs, .baseURL, .fieldName, .variableName: []
    }
  }
}
