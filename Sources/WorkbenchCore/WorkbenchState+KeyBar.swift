import Presets
import TerminalUI

extension WorkbenchState {
  /// A key on the last line, and what it does here.
  public struct KeyHint: Hashable, Sendable {
    /// What it asks for; nil for Enter where that takes what is typed or selected.
    public let command: Command?
    /// The key as people read it; of several, the one that is heard here.
    public let key: String
    /// What it does here, in a word or two.
    public let label: String
    /// Where it stands on the line.
    public let columns: Range<Int>
  }

  /// The keys that the last line has room for: those that go on with what was struck, or the commonest.
  /// The key for help is among them, where there is room for two.
  public func keyBar(width: Int) -> [KeyHint] {
    let keys = struckKeys.isEmpty ? commonKeys : continuations
    var hints: [KeyHint] = []
    var x = 1
    func add(_ key: (command: Command?, key: String, label: String), keeping room: Int) -> Bool {
      let length = Self.width(of: key)
      guard x + length + 1 + room <= width else { return false }
      hints.append(
        KeyHint(command: key.command, key: key.key, label: key.label, columns: x..<x + length))
      x += length + 2
      return true
    }
    let help = keys.firstIndex { $0.command == .help } ?? keys.count
    let room = keys.indices.contains(help) ? Self.width(of: keys[help]) + 2 : 0
    for (index, key) in keys.enumerated() {
      guard !add(key, keeping: index > 0 && index < help ? room : 0) else { continue }
      if index < help, help < keys.count { _ = add(keys[help], keeping: 0) }
      break
    }
    return hints
  }

  private static func width(of key: (command: Command?, key: String, label: String)) -> Int {
    TextWidth.columns(of: key.key) + 1 + TextWidth.columns(of: key.label)
  }

  /// The width of the key bar: what the name of the endpoint leaves of the last line.
  public var keyBarWidth: Int {
    let width = layout.status.width
    // The form names the endpoint, too.
    return width < 60 ? width : width - min(TextWidth.columns(of: endpoint.name) + 2, width / 3)
  }

  private var commonKeys: [(command: Command?, key: String, label: String)] {
    hints.compactMap { command, label in
      guard let command else { return (nil, [Key(.enter)].text, label) }
      let keys = boundKeys[command] ?? []
      let key = isTyping ? keys.first { isHeardInText($0, as: command) } : keys.first
      return key.map { (command, $0.text, label) }
    }
  }

  /// Whether keys give a command while a text is typed.
  private func isHeardInText(_ keys: [Key], as command: Command) -> Bool {
    guard keys.areHeardInTexts else { return false }
    return ActionCatalog.entry(for: command).context != .everywhere
      || !takesKey(keys[0], before: command)
  }

  /// What can be done here; nil stands for Enter where it takes what is typed or selected.
  private var hints: [(Command?, String)] {
    let general: [(Command?, String)] = [(.palette, "Commands"), (.help, "Help"), (.quit, "Quit")]
    switch overlay {
    case .editor(let editor): return hints(in: editor) + general
    case .picker(let picker):
      return [(nil, picker.purpose.verb), (.cancel, "Close"), (.help, "Help")]
    case .prompt: return [(nil, "Take"), (.cancel, "Close"), (.help, "Help")]
    case .confirmation: return [(.cancel, "Close")]
    case .help: return [(.palette, "Find"), (.cancel, "Close")]
    case .log: return [(.copy, "Copy"), (.cancel, "Close")]
    case nil: break
    }
    if jump != nil { return [(.cancel, "Leave the letters")] }
    if focus == .request, form.inline != nil {
      return [(nil, "Take"), (.cancel, "Leave"), (.send, "Send")] + general
    }
    if focus == .answer, answer.eventAnchor != nil || answer.shown.selection != nil {
      return [(.copy, "Copy"), (.cancel, "Select nothing")] + general
    }
    if isAnswering, !hasOpenedInAnswer {
      return [(.cancel, "Stop"), (.nextPane, "Pane")] + general
    }
    switch focus {
    case .request:
      var edits = rowHints
      if let name = undoName { edits.insert((.undo, "Undo \(name)"), at: 1) }
      edits.append((.findField, "Go to"))
      // Where the other pane is out of sight, the way there comes first.
      edits.insert((.nextPane, "Answer"), at: layout.answer == nil ? 0 : edits.count)
      let presets: [(Command?, String)] = [(.openPresets, "Presets"), (.savePreset, "Save")]
      return tourKeysHere + [(.send, "Send")] + edits + presets + general
    case .answer:
      if let search = answer.search {
        let keys: [(Command?, String)] = [(.findNext, "Next"), (.findPrevious, "Previous")]
        return (search.isTyping ? [(nil, "Done")] : []) + keys + [(.cancel, "Close")] + general
      }
      let tokens: [(Command, String)] =
        answer.tab == .sampling && answer.sampling.count > 0
        ? [(.nextToken, "Next token"), (.previousToken, "Before")] : []
      let all: [(Command, String)] =
        tokens + [
          (.send, "Send"),
          answer.tab == .events
            ? (.openEvent, answer.isEventOpen ? "List" : "Open") : (.answerTool, "Tool result"),
          (.continueConversation, "Continue"), (.find, "Find"), (.copy, "Copy"),
        ]
      var keys: [(Command?, String)] = all.filter { obstacle(to: $0.0) == nil }
      keys.insert((.nextPane, "Request"), at: layout.request == nil ? 1 : keys.count)
      return tourKeysHere + keys + general
    }
  }

  /// The keys of the tour, where its step has no frame to tell them.
  private var tourKeysHere: [(Command?, String)] {
    Tour.isCompact(on: size) ? tourHints.map { ($0.command, $0.label) } : []
  }

  /// What can be done with the selected line of the form.
  private var rowHints: [(Command?, String)] {
    guard let row = form.selectedRow else { return [(.edit, "Edit")] }
    switch row.id {
    case .group, .variables: return [(.edit, row.isFolded ? "Unfold" : "Fold")]
    case .item: return [(.edit, "Edit"), (.removeItem, "Remove"), (.toggle, "On/off")]
    case .add, .addField, .addVariable: return [(.edit, "Add")]
    case .endpoint: return [(.edit, "Choose")]
    case .endpointSetting(.pathStyle), .endpointSetting(.authentication):
      return [(.edit, "Next")]
    case .endpointSetting: return [(.edit, "Edit")]
    case .field, .member, .unknown, .variable: return [(.edit, "Edit"), (.unset, "Unset")]
    }
  }

  private func hints(in editor: EditorOverlay) -> [(Command?, String)] {
    switch editor.bar {
    case nil where editor.completion != nil: [(nil, "Take"), (.cancel, "Close the list")]
    case nil:
      [
        (.cancel, "Done"), (.send, isWritingResult ? "Go on" : "Send"), (.editorFind, "Find"),
        (.editorReplace, "Replace"),
        (.editExternally, "$EDITOR"), (.editorGoToLine, "Line"),
      ]
    case .line: [(nil, "Go there"), (.cancel, "Back")]
    case .search(let search):
      (search.isInReplacement ? [(nil, "Replace")] : [])
        + [(.cancel, "Close"), (.editorFindNext, "Next"), (.editorFindPrevious, "Previous")]
        + [search.replacement == nil ? (.editorReplace, "Replace") : (.editorReplaceAll, "All")]
    }
  }

  private var continuations: [(command: Command?, key: String, label: String)] {
    paneContexts.flatMap { keymap.continuations(of: struckKeys, in: $0.rawValue) }
      .compactMap { keys, action in
        Command(rawValue: action).map { ($0, keys.text, ActionCatalog.entry(for: $0).title) }
      }
  }
}

extension Picker.Purpose {
  /// What Enter does with an item, in a word.
  fileprivate var verb: String {
    switch self {
    case .presets: "Open"
    case .themes: "Keep"
    case .findings, .fields: "Go there"
    case .endpoints, .runs, .palette, .model, .choice, .newBlock, .export: "Take"
    }
  }
}
