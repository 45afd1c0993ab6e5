import MessagesAPI
import Presets
import Runs
public import TerminalUI

extension WorkbenchState {
  /// Changes the state as the action says, and returns what is to be done outside.
  ///
  /// - Parameter now: Time since the program's start.
  public mutating func apply(_ action: Action, at now: Duration) -> [Effect] {
    self.now = now
    if !action.isArrival, !isWriting { catchUp() }
    let (pane, place) = (focus, layout.answer)
    let effects = receive(action)
    // A step of the tour says how to go to its pane; an editor makes room for itself.
    if tour != nil && focus != pane || layout.answer != place { fit() }
    if action.isArrival {
      // It is laid out with the next frame, unless a search waits for it.
      if answer.search == nil { return effects }
      catchUp()
    }
    advanceTour()
    fitOverlay()
    return effects + searchEffects() + editorEffects() + themeEffects()
  }

  private mutating func receive(_ action: Action) -> [Effect] {
    switch action {
    case .input(let event): return receive(event)
    case .perform(let command): return perform(command)
    case .run(let id, let update): return receive(update, of: id)
    case .runsRestored(let runs): restore(runs)
    case .models(let names, let baseURL): take(models: names, of: baseURL)
    case .presetsListed(let listing, let problem):
      if let problem { notice = Notice(problem, .error) }
      return showPresets(listing)
    case .presetLoaded(let preset, let name, let isShipped):
      openingPreset = nil
      open(preset, name: name, isShipped: isShipped)
    case .presetSaved(let preset, let name):
      self.preset = LoadedPreset(name: name.text, saved: preset, isShipped: false)
      notice = Notice("Saved as \(name)", .success)
      return [.saveDraft]
    case .presetConflict(let name, let reason): askToOverwrite(name, reason: reason)
    case .presetDeleted(let name):
      // The request is saved nowhere else now.
      if let preset, !preset.isShipped, preset.name == name.text { self.preset = nil }
      notice = Notice("Deleted \(name); it is in the presets' trash folder", .success)
      return [.listPresets]
    case .edited(let text): return finishExternalEdit(text)
    case .configured(let settings, let problems): return use(settings, problems: problems)
    case .imageRead(let path, let reading): take(reading, from: path)
    case .requestRead(let path, let reading): take(reading, from: path)
    case .pathCompleted(let path, let longer, let choices):
      completePath(path, to: longer, choices: choices)
    case .sampled(let sample, let requestID): take(sample, requestID: requestID)
    case .fileWritten(let path, let count): tellWritten(path, byteCount: count)
    case .fileNotWritten(let path, let reason): tellNotWritten(path, reason: reason)
    case .fileConflict(let path, let bytes, let export):
      askToReplaceFile(path, bytes: bytes, export)
    case .continueSearch:
      answer.search?.isAwaited = false
      continueSearch()
    case .examined(let answer, let number): take(answer, to: number)
    case .copyKept(let path, let isSent): tellOfCopy(in: path, isSent: isSent)
    case .failed(let message):
      openingPreset = nil
      notice = Notice(message, .error)
    case .notice(let notice): self.notice = notice
    case .awaitsFiles:
      notice = Notice(
        spelled("A file can't be written now; \(.quit) again leaves without it"), .warning)
    case .logged(let text):
      for line in text.split(whereSeparator: \.isNewline) {
        notice = Notice(String(line), .warning)
      }
    }
    return []
  }

  /// Whether keys go to a text, and so can't mean anything in the answer.
  var isWriting: Bool {
    if case .editor = overlay { true } else { false }
  }

  /// Tells the state that it is about to be drawn, and what time it is.
  ///
  /// - Parameter withArrivals: Whether all that has streamed in is laid out before. A key needn't wait
  ///   for that.
  public mutating func advance(to now: Duration, withArrivals: Bool = true) {
    self.now = now
    if withArrivals { catchUp() }
    if isAnswering { updateFigures() }
  }

  private mutating func receive(_ event: InputEvent) -> [Effect] {
    switch event {
    case .key(let key):
      lastInput = now
      return receive(key)
    case .paste(let text):
      lastInput = now
      return paste(text)
    case .oversizedPaste(let count):
      notice = Notice("The paste of \(count) bytes is too large and was left out", .error)
    case .mouse(let mouse):
      lastInput = now
      return receive(mouse)
    case .focus: break
    case .resize(let size): resize(to: size)
    }
    return []
  }

  private mutating func resize(to size: Size) {
    self.size = size
    fit()
  }

  /// Fits everything that knows its size to the layout.
  mutating func fit() {
    fitTour()
    updateForm()
    fitAnswer()
  }

  private mutating func fitOverlay() {
    switch overlay {
    case .editor(var editor):
      editor.editor.viewSize = editorArea(of: editor).size
      overlay = .editor(editor)
    case .picker(var picker):
      let height = max(pickerLayout(picker).list.height, 1)
      guard height != picker.list.height else { break }
      picker.list.height = height
      picker.list.reveal()
      overlay = .picker(picker)
    case .help(var scroll):
      scroll.height = helpHeight
      scroll.contentHeight = helpLines.count
      overlay = .help(scroll)
    case .log(let scroll): overlay = .log(fitted(scroll))
    case .confirmation, .prompt, nil: break
    }
  }

  // MARK: - Keys

  /// A key, for what has the keys now.
  mutating func receive(_ key: Key) -> [Effect] {
    if let labels = jump {
      if isQuitting(key) {
        jump = nil
        return perform(.quit)
      }
      receive(key, in: labels)
      return []
    }
    if isTyping {
      if let command = searchCommand(for: key) { return perform(command) }
      if case .picker(let picker) = overlay, picker.waitingKey != nil, key.code != .escape {
        notice = Notice("The presets are still being read")
        return []
      }
      if case .editor = overlay, key.typedCharacter == nil,
        let id = keymap.binding(of: [key], in: ActionCatalog.Context.editor.rawValue),
        let command = Command(rawValue: id)
      {
        return perform(command)
      }
      if let command = command(for: key, in: [.everywhere]), !takesKey(key, before: command) {
        return perform(command)
      }
      return type(key)
    }
    if overlay != nil { return receiveInOverlay(key) }
    if isTypedAfterSending(key) { return [] }
    struckKeys.append(key)
    switch keymap.match(struckKeys, inFirstOf: paneContexts.map(\.rawValue)) {
    case .action(let id):
      struckKeys = []
      return Command(rawValue: id).map { perform($0) } ?? []
    case .pending: return []
    case .none:
      struckKeys = []
      beginNumber(with: key)
      if key == "q" { notice = Notice(spelled("\(.quit) quits, \(.help) helps")) }
      return []
    }
  }

  /// Whether a text that is typed takes a key before what it means elsewhere.
  func takesKey(_ key: Key, before command: Command) -> Bool {
    guard command != .suspend, !isLeftToTable(key), let textCommand = TextEditor.command(for: key)
    else { return false }
    // Where there is nothing to copy, Ctrl-C closes.
    return !(command == .cancel && textCommand == .copy && isInLineWithoutSelection)
  }

  /// Whether a key would do what the table of actions has for an editor, where the keys of the table do
  /// that and no others.
  private func isLeftToTable(_ key: Key) -> Bool {
    guard let command = TextEditor.command(for: key) else { return false }
    // The help tells of what lies below it.
    let place = if case .help = overlay { parked.last } else { overlay }
    if case .editor = place { return Self.commandsInTable.contains(command) }
    return false
  }

  /// What the table of actions has of the things that are done to a text.
  private static let commandsInTable = Set(
    Command.allCases.compactMap { $0.textCommand(clipboard: "") })

  /// Whether a line is typed in, and nothing of it is selected.
  private var isInLineWithoutSelection: Bool {
    switch overlay {
    case .picker(let picker): picker.filter.selection == nil
    case .prompt(let prompt): prompt.editor.selection == nil
    case nil: form.inline.map { $0.editor.selection == nil } ?? isTypingInPane
    case .editor, .help, .log, .confirmation: false
    }
  }

  /// Whether a key is the rest of a text whose editor was closed by sending, and so means nothing here.
  private mutating func isTypedAfterSending(_ key: Key) -> Bool {
    guard let limit = typingGoesOnUntil, key.typedCharacter != nil, now < limit else {
      typingGoesOnUntil = nil
      return false
    }
    typingGoesOnUntil = now + Self.typingPause
    notice = Notice("The text was sent, and its editor is closed; this was left out")
    return true
  }

  /// Who pauses for so long doesn't go on typing.
  static let typingPause = Duration.milliseconds(500)

  /// Where a key is looked up while nothing lies over the panes.
  var paneContexts: [ActionCatalog.Context] {
    guard focus == .answer else { return [.form, .panes, .everywhere] }
    let ofTab: [ActionCatalog.Context] =
      switch answer.tab {
      case .answer, .request, .headers: []
      case .events: [.events]
      case .sampling: [.sampling]
      }
    return ofTab + [.answer, .panes, .everywhere]
  }

  /// Whether keys that are letters go into a text.
  public var isTyping: Bool {
    switch overlay {
    case .editor, .prompt, .picker: true
    case .help, .log, .confirmation: false
    case nil: isTypingInPane
    }
  }

  /// Whether a text of several lines may be meant for what is typed now. One that is typed into a list
  /// ahead of it chooses there, and goes on elsewhere.
  public var takesPaste: Bool {
    if case .picker = overlay { false } else { jump == nil && isTyping }
  }

  /// Whether keys that are letters go into a text of the form or the answer, whatever lies over it.
  var isTypingInPane: Bool {
    focus == .request ? form.inline != nil : answer.search?.isTyping ?? false
  }

  /// Whether a key leaves the program.
  public func isQuitting(_ key: Key) -> Bool { command(for: key, in: [.everywhere]) == .quit }

  func command(for key: Key, in contexts: [ActionCatalog.Context]) -> Command? {
    if case .action(let id) = keymap.match([key], inFirstOf: contexts.map(\.rawValue)) {
      return Command(rawValue: id)
    }
    // Whatever the configuration says, there is a way out.
    return key.code == .escape && contexts.contains(.everywhere) ? .cancel : nil
  }

  /// A key for the text that is being typed.
  private mutating func type(_ key: Key) -> [Effect] {
    switch overlay {
    case .editor: return isLeftToTable(key) ? [] : typeInEditor(key)
    case .prompt(let prompt): return receive(key, in: prompt)
    case .picker(let picker): return receive(key, in: picker)
    case .help, .log, .confirmation: return []
    case nil: return focus == .answer ? receiveInSearch(key) : receiveInline(key)
    }
  }

  /// Gives a key to an editor, and passes on what it cut or copied.
  mutating func edit(_ editor: inout TextEditor, _ key: Key) -> [Effect] {
    guard let command = TextEditor.command(for: key, clipboard: clipboard) else { return [] }
    return take(editor.apply(command))
  }

  /// Passes on what an editor copied or cut.
  mutating func take(_ outcome: TextEditor.Outcome) -> [Effect] {
    switch outcome {
    case .copied(let text): return copy(text, as: "the selection")
    case .cut(let text):
      clipboard = text
      return [.copy(text)]
    case .ignored, .moved, .edited, .replaced: return []
    }
  }

  private mutating func paste(_ text: String) -> [Effect] {
    switch overlay {
    case .editor: pasteInEditor(text)
    case .prompt(let prompt)
    where prompt.purpose == .importRequest && Self.looksLikeRequest(text):
      return importRequest(from: text)
    case .prompt(var prompt):
      _ = prompt.editor.apply(.paste(text))
      overlay = .prompt(prompt)
    case .picker(var picker):
      _ = picker.filter.apply(.paste(String(text.prefix(Picker.maximumFilterLength))))
      picker.narrow()
      overlay = .picker(picker)
    case .help, .log, .confirmation: break
    case nil:
      if focus == .answer, answer.search?.isTyping == true {
        pasteInSearch(text)
      } else if form.inline != nil {
        _ = form.inline?.editor.apply(.paste(text))
      } else if !importPaste(text) {
        notice = Notice(
          spelled("Nothing here takes text; press \(.edit) on a field first"), .warning)
      }
    }
    return []
  }
}
