import MessagesAPI
import Presets
import Runs
import JSON
public import TerminalUI

extension WorkbenchState {
  // MARK: - Palette and help

  mutating func showPalette() {
    // In an editor, undo and redo are the editor's own.
    let left: [Command] = openEditor == nil ? [.palette] : [.palette, .undo, .redo]
    let entries = ActionCatalog.entries.filter {
      !left.contains($0.command) && ($0.context != .editor || openEditor != nil)
    }
    let items = inPaletteOrder(entries).map { entry in
      let obstacle = obstacle(to: entry.command)
      return Picker.Item(
        id: entry.command.rawValue, title: entry.title,
        detail: obstacle ?? editName(of: entry.command) ?? entry.help,
        note: keys(for: entry).first ?? "", isEnabled: obstacle == nil)
    }
    overlay = .picker(Picker(purpose: .palette, title: "Commands", items: items))
  }

  /// What undo would take back, or redo bring back.
  private func editName(of command: Command) -> String? {
    switch command {
    case .undo: undoName.map { "Take back: \($0)" }
    case .redo: draft.redoName.map { "Bring back: \($0)" }
    default: nil
    }
  }

  /// What was chosen lately first, and what would do nothing last.
  private func inPaletteOrder(_ entries: [ActionCatalog.Entry]) -> [ActionCatalog.Entry] {
    func rank(_ entry: ActionCatalog.Entry) -> Int {
      if obstacle(to: entry.command) != nil { return recentCommands.count + 2 }
      // What everyone's fingers know comes last, what only an editor does first in it.
      if entry.context == .editor, !recentCommands.contains(entry.command) { return -1 }
      let rest = recentCommands.count + (entry.command.isMovement ? 1 : 0)
      return recentCommands.firstIndex(of: entry.command) ?? rest
    }
    return entries.enumerated()
      .map { (rank: rank($1), place: $0, entry: $1) }
      .sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }
      .map(\.entry)
  }

  /// Does what was chosen in the palette, or says why it can't be done.
  mutating func performFromPalette(_ command: Command) -> [Effect] {
    if let obstacle = obstacle(to: command) {
      let title = ActionCatalog.entry(for: command).title
      notice = Notice("“\(title)” can't be done now: \(obstacle)", .warning)
      return []
    }
    recentCommands.removeAll { $0 == command }
    recentCommands.insert(command, at: 0)
    return perform(command)
  }

  /// The keys of an action as people read them.
  public func keys(for entry: ActionCatalog.Entry) -> [String] {
    (boundKeys[entry.command] ?? []).map(\.text)
  }

  /// The keys of every action, the one that the catalogue prefers first.
  static func boundKeys(in keymap: Keymap) -> [Command: [[Key]]] {
    Dictionary(
      uniqueKeysWithValues: ActionCatalog.entries.map { ($0.command, keys(of: $0, in: keymap)) })
  }

  /// - Parameter places: Where a key may mean something else before; nil for every place within the action's.
  static func keys(
    of entry: ActionCatalog.Entry, in keymap: Keymap, within places: [ActionCatalog.Context]? = nil
  ) -> [[Key]] {
    let bound = keymap.keys(for: entry.command.rawValue, in: entry.context.rawValue)
    let preferred = entry.keys.compactMap { try? [Key](parsing: $0) }.filter { bound.contains($0) }
    let all = preferred + bound.filter { !preferred.contains($0) }
    // A key that means something else in a more special place is shown where there is no other.
    let free = all.filter { keys in
      (places ?? entry.context.panesWithin).allSatisfy { inner in
        keymap.binding(of: keys, in: inner.rawValue).map { $0 == entry.command.rawValue } ?? true
      }
    }
    return free.isEmpty ? all : free
  }

  /// Where a list to choose from lies.
  public func pickerFrame(_ picker: Picker) -> Rect {
    let width = min(max(picker.widths.whole, 76), size.width - 2, 120)
    return layout.dialog(
      width: width,
      height: min(
        max(picker.items.count, 3) + 4 + footnoteHeight(in: picker, width: width), size.height - 2))
  }

  /// The lines for the whole text of the selected item and the rule above it, where items are sentences
  /// too long for a line.
  private func footnoteHeight(in picker: Picker, width: Int) -> Int {
    guard case .findings = picker.purpose,
      picker.items.contains(where: { TextWidth.columns(of: $0.title + $0.note) + 6 > width })
    else { return 0 }
    let longest = picker.items.map { WrappedText($0.title, width: width - 4).lineCount }.max()
    return min(longest ?? 0, 3) + 1
  }

  /// Where a line is asked for, and in it the field that it is typed in.
  public var promptFrame: Rect { layout.dialog(width: min(64, size.width - 2), height: 5) }
  public var promptField: Rect { promptFrame.inset(by: 1).row(1).inset(columns: 1, rows: 0) }

  /// Where a text is edited: over the form when that is wide enough, else over both panes.
  public var editorFrame: Rect {
    let both = Rect(x: 0, y: 0, width: size.width, height: layout.strip.y)
    return showsAnswerBesideEditor ? layout.request ?? both : both
  }

  /// Whether an editor leaves the answer in sight.
  public var showsAnswerBesideEditor: Bool {
    layout.answer != nil && layout.request?.width ?? 0 >= Self.leastEditorWidth
  }

  /// The narrowest form, in columns, that a text is edited over.
  private static var leastEditorWidth: Int { 50 }

  /// A question as wrapped lines, and where it lies.
  public func confirmationLayout(_ confirmation: Confirmation) -> (text: WrappedText, frame: Rect) {
    let text = WrappedText(confirmation.question, width: max(min(56, size.width - 6), 1))
    return (text, layout.dialog(width: text.width + 4, height: text.lineCount + 4))
  }

  /// The two answers to a question, and where they stand.
  public func confirmationChoices(
    _ confirmation: Confirmation
  ) -> [(key: Character, label: String, rect: Rect)] {
    let inside = confirmationLayout(confirmation).frame.inset(by: 1)
    let y = inside.y + inside.height - 1
    let width = confirmation.verb.count + 2
    return [
      ("y", confirmation.verb, Rect(x: inside.x + 1, y: y, width: width, height: 1)),
      ("n", "Leave it", Rect(x: inside.x + width + 4, y: y, width: 10, height: 1)),
    ]
  }

  /// Where the items of a list are, and below a rule the whole text of the selected one, if it has a place.
  public func pickerLayout(_ picker: Picker) -> (list: Rect, footnote: Rect) {
    let frame = pickerFrame(picker)
    let room = frame.inset(by: 1).split(top: 2).rest
    let height = min(footnoteHeight(in: picker, width: frame.width), room.height - 2)
    let (list, footnote) = room.split(bottom: max(height, 0))
    return (list, footnote)
  }

  // MARK: - Models, runs, themes, findings

  mutating func showModels() {
    overlay = .picker(
      Picker(
        purpose: .model, title: "Model — type any name", items: modelItems,
        selecting: currentModel))
  }

  /// Takes in what a server serves; a list that is open goes on with it.
  mutating func take(models names: [String], of baseURL: String) {
    served = (baseURL, names)
    updateForm()
    guard case .picker(var picker) = overlay, picker.purpose == .model else { return }
    picker.replace(items: modelItems)
    overlay = .picker(picker)
  }

  private var currentModel: String? {
    draft[RequestField.model.pointer]?.stringValue ?? endpoint.defaultModel
  }

  private var modelItems: [Picker.Item] {
    let unlisted = [currentModel].compactMap(\.self).filter { !models.contains($0) }
    return (unlisted + models).map {
      Picker.Item(id: $0, title: $0, note: $0 == endpoint.defaultModel ? "default" : "")
    }
  }

  mutating func showRuns() {
    guard !runs.isEmpty else {
      notice = Notice(spelled("Nothing was sent yet; \(.send) sends"))
      return
    }
    summarizeRuns()
    let items = runs.indices.reversed().map { index in
      Picker.Item(
        id: String(index), title: "Run \(index + 1)", detail: summaries[runs[index].id]?.text ?? "",
        note: runs[index].figures)
    }
    overlay = .picker(
      Picker(
        purpose: .runs(runs.map(\.id)), title: "Runs", items: items,
        selecting: shownRun.map(String.init)))
  }

  /// What the list of runs says of one, and the run before it that it was compared with.
  struct RunSummary {
    let text: String
    let predecessor: Run.ID?
  }

  /// Makes the summaries that aren't there yet: the requests are read for them, which may be long.
  private mutating func summarizeRuns() {
    var before: (run: Run, body: JSONValue?)?
    var known: [Run.ID: RunSummary] = [:]
    for run in runs {
      defer { if before?.run.id != run.id { before = (run, nil) } }
      if let summary = summaries[run.id], summary.predecessor == before?.run.id {
        known[run.id] = summary
        continue
      }
      let body = try? JSONParser.parse(run.request.body)
      var parts = [run.summary(of: body)]
      if let (last, lastBody) = before, let body,
        let old = lastBody ?? (try? JSONParser.parse(last.request.body))
      {
        parts.insert(run.changes(from: old, at: last, to: body), at: 0)
      }
      known[run.id] = RunSummary(
        text: parts.joined(separator: " · "), predecessor: before?.run.id)
      before = (run, body)
    }
    summaries = known
  }

  mutating func showThemes() {
    overlay = .picker(
      Picker(
        purpose: .themes(before: themeName), title: "Theme",
        items: themeNames.map { name in
          let problem = settings.themeProblems[name]
          return Picker.Item(
            id: name, title: name,
            detail: problem ?? Theme.builtInDescription(named: name) ?? "one of your own",
            note: problem == nil ? "" : "unreadable", isEnabled: problem == nil)
        }, selecting: themeName))
  }
}
