import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI

extension WorkbenchState {
  // MARK: - Keys

  /// A key for an overlay in which nothing is typed.
  mutating func receiveInOverlay(_ key: Key) -> [Effect] {
    let general = command(for: key, in: [.everywhere])
    if let general, [.redraw, .suspend].contains(general) { return perform(general) }
    switch overlay {
    case .help(var scroll):
      let command = command(for: key, in: [.panes, .everywhere])
      if scroll.move(by: command) {
        overlay = .help(scroll)
      } else if command == .palette {
        // It finds what is looked for in the help.
        unpark()
        return perform(.palette)
      } else if [.cancel, .help].contains(command) || key.typedCharacter == "q" {
        unpark()
      } else if command == .quit {
        return perform(.quit)
      }
      return []
    case .log(var scroll):
      let command = command(for: key, in: [.answer, .panes, .everywhere])
      if scroll.move(by: command) {
        overlay = .log(scroll)
      } else if command == .copy {
        return copyLog()
      } else if [.cancel, .showLog].contains(command) || key.typedCharacter == "q" {
        unpark()
      } else if command == .quit {
        return perform(.quit)
      }
      return []
    case .confirmation(let confirmation):
      switch key.typedCharacter {
      case _ where general == .quit && confirmation.purpose == .quit:
        return confirm(.quit)
      case "y", "Y":
        unpark()
        return confirm(confirmation.purpose)
      case "n", "N": unpark()
      default:
        if general == .cancel { unpark() }
        if general == .quit {
          unpark()
          return perform(.quit)
        }
      }
      return []
    case .editor, .picker, .prompt, nil: return []
    }
  }

  private mutating func confirm(_ purpose: Confirmation.Purpose) -> [Effect] {
    switch purpose {
    case .deletePreset(let name): [.deletePreset(name)]
    case .overwritePreset(let name): save(as: name, over: .anything)
    case .replaceFile(let path, let bytes, let export):
      [.writeFile(path: path, bytes: bytes, export, replaces: true)]
    case .quit: (activeRun.map { [.cancelRun($0.id)] } ?? []) + [.saveDraft, .quit]
    }
  }

  /// A key for a list to choose from.
  mutating func receive(_ key: Key, in picker: Picker) -> [Effect] {
    var picker = picker
    switch key.code {
    case .up: picker.list.move(by: -1, wrapping: true)
    case .down, .tab: picker.list.move(by: 1, wrapping: true)
    case .pageUp: picker.list.movePage(-1)
    case .pageDown: picker.list.movePage(1)
    case .enter where picker.selectedItem == nil && isListingPresets && picker.purpose == .presets:
      picker.waitingKey = key
    case .enter:
      guard picker.selectedItem != nil || picker.takesAnything else {
        notice = Notice("Nothing is called “\(picker.filter.text)”", .warning)
        return []
      }
      unpark()
      return choose(in: picker)
    case .delete where isListingPresets && picker.isAtEndOfFilter && picker.purpose == .presets:
      picker.waitingKey = key
    case .delete where picker.isAtEndOfFilter && picker.purpose == .presets:
      askToDelete(picker.selectedItem)
      return []
    default:
      let text = picker.filter.text
      let effects = edit(&picker.filter, key)
      if picker.filter.text != text { picker.narrow() }
      overlay = .picker(picker)
      return effects + preview(picker)
    }
    overlay = .picker(picker)
    return preview(picker)
  }

  /// A theme is tried on while it is selected.
  mutating func preview(_ picker: Picker) -> [Effect] {
    guard case .themes(let before) = picker.purpose, let item = picker.selectedItem,
      item.id != themeName
    else { return [] }
    themeBeforeTrying = before
    themeName = item.id
    return [.useTheme(name: item.id)]
  }

  func isTryingThemes(in overlay: Overlay) -> Bool {
    if case .picker(let picker) = overlay, case .themes = picker.purpose { true } else { false }
  }

  /// Goes back from a theme that was tried on, however the list of themes was left.
  mutating func themeEffects() -> [Effect] {
    guard let before = themeBeforeTrying,
      !(parked + [overlay].compactMap(\.self)).contains(where: isTryingThemes)
    else { return [] }
    themeBeforeTrying = nil
    guard before != themeName else { return [] }
    themeName = before
    return [.useTheme(name: before)]
  }

  private mutating func choose(in picker: Picker) -> [Effect] {
    guard let item = picker.selectedItem else {
      // What was typed stands for itself where any value may be meant.
      let typed = picker.filter.text
      guard !typed.isEmpty else { return [] }
      switch picker.purpose {
      case .model: change { $0.set(["model"], to: .string(typed)) }
      case .choice(let pointer): change { $0.set(pointer, to: .string(typed)) }
      default: break
      }
      return []
    }
    switch picker.purpose {
    case .presets:
      let isShipped = Self.isShipped(item)
      openingPreset = isShipped ? nil : item.title
      return [.loadPreset(name: item.title, isShipped: isShipped)]
    case .endpoints: chooseEndpoint(item.id)
    case .themes:
      themeBeforeTrying = nil
      themeName = item.id
      return [
        .useTheme(name: item.id), .keepTheme(name: item.id, over: settings.themeName),
      ]
    case .runs(let ids):
      let id = Int(item.id).map { ids[$0] }
      if let index = runs.firstIndex(where: { $0.id == id }) { showRun(at: index) }
    case .palette:
      if let command = Command(rawValue: item.id) { return performFromPalette(command) }
    case .model: change { $0.set(["model"], to: .string(item.id)) }
    case .choice(let pointer): change { $0.set(pointer, to: .string(item.id)) }
    case .newBlock(let list, let index): insertBlock(item.id, list: list, index: index)
    case .export: return copyExport(item.id)
    case .findings(let findings): if let index = Int(item.id) { goTo(findings[index]) }
    case .fields(let ids): if let index = Int(item.id) { goToField(ids[index]) }
    }
    return []
  }

  /// A key for a line that asks for a short text.
  mutating func receive(_ key: Key, in prompt: Prompt) -> [Effect] {
    var prompt = prompt
    if key.code == .tab {
      switch prompt.purpose {
      case .image, .file, .importRequest: return [.completePath(prompt.editor.text)]
      case .savePresetAs, .baseURL, .fieldName, .variableName: break
      }
    }
    guard key.code == .enter else {
      let effects = edit(&prompt.editor, key)
      prompt.complaint = nil
      overlay = .prompt(prompt)
      return effects
    }
    let text = prompt.editor.text
    guard !text.isEmpty else { return [] }
    switch prompt.purpose {
    case .savePresetAs:
      do throws(PresetName.Failure) {
        let name = try PresetName(text)
        unpark()
        let isItself = preset.map { !$0.isShipped && $0.name == name.text } ?? false
        return save(as: name, over: isItself ? .itself : .nothing)
      } catch {
        prompt.complaint = Wording.sentence(for: error)
        overlay = .prompt(prompt)
        return []
      }
    case .baseURL:
      if let problem = useEndpoint(at: text) {
        prompt.complaint = problem
        overlay = .prompt(prompt)
        return []
      }
      overlay = nil
    case .fieldName:
      overlay = nil
      addField(text)
    case .variableName:
      if let complaint = declareVariable(text) {
        prompt.complaint = complaint
        overlay = .prompt(prompt)
      }
    case .importRequest: return importRequest(from: text)
    case .image: return [.readImage(path: text)]
    case .file(let export): return write(export, to: text)
    }
    return []
  }

  // MARK: - Closing

  /// Escape in an overlay: an editor keeps what was written.
  mutating func closeOverlay() -> [Effect] {
    switch overlay {
    case .editor(let editor): _ = commit(editor, leavingOut: true)
    case .picker, .help, .log, .confirmation, .prompt, nil: unpark()
    }
    return []
  }

  /// Keeps what is open while the help or the palette lies over it.
  mutating func park() {
    if let overlay { parked.append(overlay) }
  }

  /// Closes what is open; what lies below it is there again.
  mutating func unpark() { overlay = parked.popLast() }

  // MARK: - External editor

  mutating func editExternally() -> [Effect] {
    if overlay == nil {
      guard leavesText(for: .edit) else { return [] }
      if focus == .answer, let run, let call = selectedCall, run.canAnswer(call) {
        answerTool()
      } else if let row = form.selectedRow {
        openEditor(for: row)
      }
      _ = withEditor { _, overlay in overlay.isForExternalEditor = true }
    }
    guard case .editor(let editor) = overlay else {
      notice = Notice("Select a text or a JSON value first")
      return []
    }
    return [
      .editExternally(text: editor.editor.text, fileExtension: editor.isJSON ? "json" : "txt")
    ]
  }

  private mutating func openEditor(for row: FormRow) {
    switch row.id {
    case .field(let field):
      switch field.kind {
      case .text where draft[field.pointer]?.arrayValue == nil: editText(field.pointer)
      case .string, .choice, .number, .flag: editBody()
      case .text, .json, .messages, .tools, .stringList: editJSON(field.pointer)
      }
    case .item(let pointer) where draft[pointer]?["type"] == "image": editJSON(pointer)
    case .item(let pointer) where pointer.parent == RequestField.stopSequences.pointer:
      editText(pointer)
    case .member(let pointer):
      if draft[pointer]?.stringValue != nil { editText(pointer) } else { editJSON(pointer) }
    case .item, .unknown: _ = performInForm(.edit)
    case .endpointSetting(.headers): edit(.headers)
    case .variable(let name): editVariableText(name)
    case .group, .endpoint, .endpointSetting, .add, .addField, .variables, .addVariable: editBody()
    }
  }

  mutating func finishExternalEdit(_ text: String?) -> [Effect] {
    guard case .editor(var editor) = overlay else { return [] }
    let original = editor.editor.text
    if var text {
      // Editors end every text with a line end.
      if text.utf8.last == 0x0A, original.utf8.last != 0x0A { text.removeLast() }
      if text != original { _ = editor.editor.apply(.setText(text)) }
      editor.complaint = nil
    }
    editor.check()
    overlay = .editor(editor)
    if editor.isForExternalEditor { _ = commit(editor) }
    return []
  }
}

extension ScrollView {
  /// Scrolls as a command for movement asks for; false for any other one.
  fileprivate mutating func move(by command: Command?) -> Bool {
    switch command {
    case .moveUp: move(.up)
    case .moveDown: move(.down)
    case .pageUp: move(.pageUp)
    case .pageDown: move(.pageDown)
    case .moveToStart: move(.start)
    case .moveToEnd: move(.end)
    default: return false
    }
    return true
  }
}
