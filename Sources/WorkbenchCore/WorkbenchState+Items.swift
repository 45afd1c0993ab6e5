import JSON
import MessagesAPI
import TerminalUI

// Messages, content blocks, tools and stop sequences: adding, removing, moving.
extension WorkbenchState {
  /// Adds an item after the line, to the list that the line belongs to.
  mutating func addItem(near row: FormRow) {
    switch row.id {
    case .add(let list): add(to: list, at: draft[list]?.arrayValue?.count ?? 0)
    case .item(let pointer):
      guard let index = pointer.tokens.last.flatMap(Int.init) else { return }
      add(to: pointer.parent, at: index + 1)
    case .field(let field):
      switch field.kind {
      case .messages, .tools, .stringList:
        add(to: field.pointer, at: draft[field.pointer]?.arrayValue?.count ?? 0)
      case .text where draft[field.pointer]?.arrayValue != nil:
        add(to: field.pointer, at: draft[field.pointer]?.arrayValue?.count ?? 0)
      case .string, .text, .number, .choice, .flag, .json: tellThatNothingIsAdded()
      }
    case .group(.messages): add(to: RequestField.messages.pointer, at: 0)
    case .group(.tools): add(to: RequestField.tools.pointer, at: 0)
    case .member(let pointer):
      guard let item = form.rows.last(where: { $0.id == .item(pointer.parent) }) else { return }
      addItem(near: item)
    case .variables, .variable, .addVariable: askForVariable()
    case .group, .endpoint, .endpointSetting, .unknown, .addField: tellThatNothingIsAdded()
    }
  }

  private mutating func tellThatNothingIsAdded() {
    notice = Notice(
      "Only to a list can something be added: messages, blocks, tools, stop sequences")
  }

  /// Adds an item to a list: at once where there is one kind of it, else after a question.
  mutating func add(to list: JSONPointer, at index: Int) {
    switch list.tokens.last {
    case "messages":
      let before = index > 0 ? draft[list.appending(index - 1)]?["role"]?.stringValue : nil
      insert(
        .object(InputMessage(role: before == "user" ? "assistant" : "user", text: "").json), list,
        index)
      editText(list.appending(index).appending("content"), isNew: true)
    case "stop_sequences":
      insert("", list, index)
      if let row = form.selectedRow { beginInline(row, text: "") }
      form.inline?.isNew = true
    case "tools":
      insert(.object(Tool.template.json), list, index)
      editJSON(list.appending(index), isNew: true)
    case "system":
      insert(["type": "text", "text": ""], list, index)
      editText(list.appending(index).appending("text"), isNew: true)
    default:
      let items = Block.templates.map {
        Picker.Item(id: $0.title, title: $0.title, note: $0.role)
      }
      overlay = .picker(
        Picker(purpose: .newBlock(list: list, index: index), title: "New block", items: items))
    }
  }

  /// Inserts the block that was chosen in the list of templates and opens it.
  mutating func insertBlock(_ title: String, list: JSONPointer, index: Int) {
    guard let template = Block.templates.first(where: { $0.title == title }) else { return }
    if template.block["source"]?["type"] == "base64" {
      askForImage(list: list, index: index, replaces: false)
      return
    }
    insert(template.block, list, index)
    let pointer = list.appending(index)
    if Block.type(of: template.block) == "text" {
      editText(pointer.appending("text"), isNew: true)
    } else {
      editJSON(pointer, isNew: true)
    }
  }

  /// Inserts an item that is yet to be written.
  private mutating func insert(_ value: JSONValue, _ list: JSONPointer, _ index: Int) {
    change {
      $0.insert(value, at: index, in: list, name: "add to \(list.spoken)", isOpen: true)
    }
    form.select(list.appending(index))
  }

  /// What a list item is called: a tool by its name, all else by its path.
  func name(of pointer: JSONPointer) -> String {
    guard pointer.parent == RequestField.tools.pointer else { return pointer.spoken }
    return draft[pointer]?["name"]?.stringValue ?? pointer.spoken
  }

  mutating func removeItem(_ row: FormRow) {
    if case .variable(let name) = row.id {
      removeVariable(name)
      return
    }
    guard case .item(let pointer) = row.id else {
      notice = Notice(spelled("Only an item of a list can be removed; \(.unset) unsets a field"))
      return
    }
    let name = name(of: pointer)
    change { $0.remove(pointer, name: "remove \(name)") }
    notice = Notice("Removed \(name)" + undoHint)
  }

  mutating func duplicateItem(_ row: FormRow) {
    guard case .item(let pointer) = row.id, let index = pointer.tokens.last.flatMap(Int.init)
    else {
      notice = Notice("Only an item of a list can be doubled")
      return
    }
    let name = name(of: pointer)
    change { $0.duplicate(pointer, name: "duplicate \(name)") }
    form.select(.item(pointer.parent.appending(index + 1)))
  }

  mutating func moveItem(_ row: FormRow, by distance: Int) {
    guard case .item(let pointer) = row.id, let index = pointer.tokens.last.flatMap(Int.init)
    else {
      notice = Notice("Only an item of a list can be moved")
      return
    }
    let name = name(of: pointer)
    var hasMoved = false
    change { hasMoved = $0.move(pointer, by: distance, name: "move \(name)") }
    if hasMoved {
      form.select(.item(pointer.parent.appending(index + distance)))
    } else {
      notice = Notice("It is the \(distance < 0 ? "first" : "last") already")
    }
  }

  mutating func changeRole(_ row: FormRow) {
    guard case .item(let pointer) = row.id, pointer.tokens.first == "messages",
      pointer.tokens.count >= 2
    else {
      notice = Notice("Only a message has a role")
      return
    }
    let role = JSONPointer(Array(pointer.tokens.prefix(2))).appending("role")
    let next: JSONValue = draft[role] == "user" ? "assistant" : "user"
    change { $0.set(role, to: next) }
  }

  /// Begins a field by its name; one that is there, or has a line of its own, is gone to.
  mutating func addField(_ typed: String) {
    let name = typed.filter { !$0.isWhitespace }
    guard !name.isEmpty else { return }
    let fields = MessageRequest.fields
    let known = fields.first { $0.id == name } ?? fields.first { $0.path.first == name }
    if let known {
      show(known.pointer)
      notice = Notice("\(name) has a place in the form: here")
    } else if draft[[name]] != nil {
      show([name])
    } else {
      editJSON([name])
    }
  }

  // MARK: - Typing in place

  mutating func beginInline(_ row: FormRow, text: String, target: JSONPointer? = nil) {
    var editor = TextEditor(text: text, isSingleLine: true)
    _ = editor.apply(.selectAll)
    form.inline = .init(row: row.id, target: target, editor: editor)
  }

  /// Begins to type the number that is selected, with a key that can be its beginning.
  mutating func beginNumber(with key: Key) {
    guard focus == .request, let character = key.typedCharacter, "0123456789.-".contains(character),
      let row = form.selectedRow, row.scale != nil
    else { return }
    beginInline(row, text: "")
    _ = form.inline?.editor.apply(.insert(String(character)))
  }

  /// A key for the value that is typed in the form.
  mutating func receiveInline(_ key: Key) -> [Effect] {
    guard var inline = form.inline else { return [] }
    switch key.code {
    case .enter:
      commitInline(inline)
      return []
    case .tab, .up, .down:
      commitInline(inline)
      guard form.inline == nil else { return [] }
      let isBack = key.code == .up || key.modifiers.contains(.shift)
      form.list.move(isBack ? .up : .down)
      return []
    default:
      let effects = edit(&inline.editor, key)
      inline.complaint = nil
      form.inline = inline
      return effects
    }
  }

  mutating func commitInline(_ inline: RequestForm.InlineEdit) {
    let text = inline.editor.text
    // What nothing was typed into stays the value that it is, whatever its kind.
    if inline.isNew ? text.isEmpty : inline.editor.revision == 0 {
      leaveInline()
      return
    }
    form.inline = nil
    switch inline.row {
    case .field(let field):
      guard !text.isEmpty else {
        if draft[field.pointer] != nil { change { $0.set(field.pointer, to: nil) } }
        return
      }
      guard case .number = field.kind else {
        change { $0.set(field.pointer, to: .string(text)) }
        return
      }
      guard let number = JSONNumber(typed: text) else {
        keepOpen(
          inline,
          because: spelled(
            "“\(text)” is not a number; \(.cancel), then \(.editAsJSON) writes anything as JSON"))
        return
      }
      change { $0.set(field.pointer, to: .number(number)) }
    case .item(let pointer):
      change {
        $0.set(
          inline.target ?? pointer, to: .string(text), completing: inline.isNew ? pointer : nil)
      }
    case .member(let pointer):
      change { $0.set(pointer, to: .string(text)) }
    case .endpointSetting(let setting):
      if let complaint = set(setting, to: text) { keepOpen(inline, because: complaint) }
    case .variable(let name): setVariable(name, to: text.isEmpty ? nil : text)
    case .group, .endpoint, .add, .unknown, .addField, .variables, .addVariable: break
    }
  }

  /// Leaves the value as it was; an item that was added for it goes.
  mutating func leaveInline() {
    guard let inline = form.inline else { return }
    form.inline = nil
    if inline.isNew, case .item(let pointer) = inline.row { removeUnwritten(pointer) }
  }

  /// Leaves the value open with what is wrong with it, which the last line says where there is no help.
  private mutating func keepOpen(_ inline: RequestForm.InlineEdit, because complaint: String) {
    form.inline = inline
    form.inline?.complaint = complaint
    if layout.formHelpHeight <= 1 { notice = Notice(complaint, .error) }
  }
}

extension JSONNumber {
  /// A number as people type it: `.5`, `5.`, `+5`, `08` and spaces around it will do.
  fileprivate init?(typed text: String) {
    var digits = Substring(text).drop(while: \.isWhitespace)
    while digits.last?.isWhitespace == true { digits.removeLast() }
    let sign = digits.first == "-" ? "-" : ""
    if let first = digits.first, "+-".contains(first) { digits.removeFirst() }
    while digits.first == "0", digits.dropFirst().first?.isASCIIDigit == true {
      digits.removeFirst()
    }
    if digits.first == ".", digits.dropFirst().first?.isASCIIDigit == true { digits = "0" + digits }
    if digits.last == ".", digits.dropLast().last?.isASCIIDigit == true { digits.removeLast() }
    self.init(text: sign + digits)
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
