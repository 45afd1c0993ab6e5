import JSON
import MessagesAPI
import Presets
import TerminalUI

extension WorkbenchState {
  /// A command for the selected line of the form.
  mutating func performInForm(_ command: Command) -> [Effect] {
    guard let row = form.selectedRow else { return [] }
    switch command {
    case .edit: return edit(row)
    case .stepDown: step(row, by: -1, isFar: false)
    case .stepUp: step(row, by: 1, isFar: false)
    case .stepDownFar: step(row, by: -1, isFar: true)
    case .stepUpFar: step(row, by: 1, isFar: true)
    case .toggle: toggle(row)
    case .unset: unset(row)
    case .setNull: setNull(row)
    case .reset: reset(row)
    case .addItem: addItem(near: row)
    case .removeItem: removeItem(row)
    case .duplicateItem: duplicateItem(row)
    case .moveItemUp: moveItem(row, by: -1)
    case .moveItemDown: moveItem(row, by: 1)
    case .changeRole: changeRole(row)
    case .addImage: addImage(near: row)
    case .changeContent: changeContent(row)
    case .editAsJSON: editAsJSON(row)
    case .addVariable: askForVariable()
    case .findField: showFields()
    case .nextFinding: goToNextFinding()
    case .mend: mend()
    default: break
    }
    return []
  }

  /// Changes the draft and makes the form's lines anew.
  mutating func change(_ edit: (inout RequestDraft) -> Void) {
    edit(&draft)
    updateForm()
  }

  // MARK: - Enter

  private mutating func edit(_ row: FormRow) -> [Effect] {
    switch row.id {
    case .group, .variables: fold(row)
    case .endpoint: showEndpoints()
    case .endpointSetting(let setting): edit(setting)
    case .field(let field): return edit(field, row)
    case .item(let pointer): editItem(pointer)
    case .member(let pointer): editMember(pointer, row)
    case .unknown(let pointer): editJSON(pointer)
    case .add(let list): add(to: list, at: draft[list]?.arrayValue?.count ?? 0)
    case .addField:
      overlay = .prompt(
        Prompt(
          purpose: .fieldName, title: "Other field", hint: "its name, such as seed",
          editor: TextEditor(text: "", isSingleLine: true)))
    case .variable(let name): editVariable(name, row)
    case .addVariable: askForVariable()
    }
    return []
  }

  private mutating func edit(_ field: RequestField, _ row: FormRow) -> [Effect] {
    switch field.kind {
    case .number, .string:
      if field == .model {
        showModels()
        return [.listModels(endpoint)]
      }
      if !choices(of: field).isEmpty {
        showChoices(field)
        return []
      }
      beginInline(row, text: draft[field.pointer].map(Self.plainText) ?? "")
    case .choice: showChoices(field)
    case .flag: toggle(row)
    case .text:
      if draft[field.pointer]?.arrayValue != nil {
        editJSON(field.pointer)
      } else {
        editText(field.pointer)
      }
    case .stringList: add(to: field.pointer, at: draft[field.pointer]?.arrayValue?.count ?? 0)
    case .json: editJSON(field.pointer)
    case .messages, .tools: editJSON(field.pointer)
    }
    return []
  }

  private static func plainText(_ value: JSONValue) -> String {
    value == .null ? "" : value.stringValue ?? value.text(.compact)
  }

  /// Enter on a message, block, tool or stop sequence.
  private mutating func editItem(_ pointer: JSONPointer) {
    guard let value = draft[pointer] else { return }
    if pointer.parent == RequestField.stopSequences.pointer {
      guard let row = form.selectedRow else { return }
      beginInline(row, text: Self.plainText(value))
      return
    }
    if value["source"]?["type"] == "base64", let index = pointer.tokens.last.flatMap(Int.init) {
      askForImage(list: pointer.parent, index: index, replaces: true)
      return
    }
    if let url = value["source"]?["url"]?.stringValue, let row = form.selectedRow {
      beginInline(row, text: url, target: pointer.appending("source").appending("url"))
      return
    }
    if let text = value.editableText {
      editText(pointer.appending(text))
    } else {
      editJSON(pointer)
    }
  }

  /// Enter on a member of a tool or block: a short string is typed in place.
  private mutating func editMember(_ pointer: JSONPointer, _ row: FormRow) {
    switch (draft[pointer], pointer.tokens.last) {
    case (.bool(let isOn)?, _): change { $0.set(pointer, to: .bool(!isOn)) }
    case (nil, "strict"): change { $0.set(pointer, to: true) }
    case (let value, "description"), (let value, "text"), (let value, "thinking"),
      (let value, "content"):
      if value == nil || value?.stringValue != nil { editText(pointer) } else { editJSON(pointer) }
    case (.string(let string)?, _): beginInline(row, text: string.value)
    case (nil, "name"): beginInline(row, text: "")
    default: editJSON(pointer)
    }
  }

  private mutating func editAsJSON(_ row: FormRow) {
    if case .variable(let name) = row.id {
      editVariableText(name)
      return
    }
    if let pointer = row.pointer { editJSON(pointer) } else { editBody() }
  }

  /// - Parameter isNew: Whether the item that it is the text of was added for it.
  mutating func editText(_ pointer: JSONPointer, isNew: Bool = false) {
    var editor = EditorOverlay(
      target: .text(pointer), title: pointer.path,
      editor: TextEditor(text: draft[pointer]?.stringValue ?? ""))
    editor.isNew = isNew
    overlay = .editor(editor)
  }

  /// - Parameter isNew: Whether the item was added to be edited.
  mutating func editJSON(_ pointer: JSONPointer, isNew: Bool = false) {
    let text = draft[pointer].map { EditorOverlay.outdented($0.text(.asWritten)) } ?? ""
    var editor = EditorOverlay(
      target: .json(pointer), title: pointer.path + " (JSON)",
      editor: TextEditor(text: text, mode: .json))
    editor.isNew = isNew
    overlay = .editor(editor)
  }

  mutating func editBody() {
    overlay = .editor(
      EditorOverlay(
        target: .body, title: "request (JSON)",
        editor: TextEditor(
          text: EditorOverlay.outdented(JSONValue.object(draft.body).text(.asWritten)), mode: .json)
      ))
  }

  /// The values of a field that is chosen: what the endpoint knows, or the tools that there are.
  private func choices(of field: RequestField) -> [String] {
    guard field == .toolChoiceName else { return endpoint.profile.choices(of: field) }
    return (draft[RequestField.tools.pointer]?.arrayValue ?? []).compactMap {
      $0["name"]?.stringValue
    }
  }

  private mutating func showChoices(_ field: RequestField) {
    let known = choices(of: field)
    let items = (known + field.choices.filter { !known.contains($0) }).map { value in
      Picker.Item(
        id: value, title: value, note: known.contains(value) ? "" : "not known at this endpoint")
    }
    overlay = .picker(
      Picker(
        purpose: .choice(field.pointer), title: field.id, items: items,
        selecting: draft[field.pointer]?.stringValue))
  }

  // MARK: - Steps and switches

  private mutating func step(_ row: FormRow, by count: Int, isFar: Bool) {
    if case .endpointSetting(let setting) = row.id {
      cycle(setting, by: count)
      return
    }
    guard case .field(let field) = row.id else {
      // Right opens, left closes, and neither does both.
      if row.canFold {
        if row.isFolded == (count > 0) { fold(row) }
      } else {
        notice = Notice(spelled("There are no steps here; \(.edit) edits it"))
      }
      return
    }
    let values = choices(of: field)
    if let scale = row.scale {
      step(
        field, to: scale.stepped(from: draft[field.pointer]?.doubleValue, by: count, coarse: isFar))
    } else if !values.isEmpty {
      let index = draft[field.pointer]?.stringValue.flatMap { values.firstIndex(of: $0) }
      let next = index.map { ($0 + count + values.count) % values.count } ?? 0
      change { $0.set(field.pointer, to: .string(values[next])) }
    } else if case .flag = field.kind {
      toggle(row)
    } else {
      notice = Notice(spelled("There are no steps here; \(.edit) edits it"))
    }
  }

  private mutating func toggle(_ row: FormRow) {
    switch row.id {
    case .group, .variables: fold(row)
    case .field(let field):
      guard case .flag = field.kind else {
        performOnStep(row)
        return
      }
      let value = draft[field.pointer]?.boolValue ?? false
      change { $0.set(field.pointer, to: .bool(!value)) }
    case .item(let pointer):
      let isOff = draft.leftOut.contains(pointer)
      let name = "switch \(name(of: pointer)) \(isOff ? "on" : "off")"
      change { $0.toggle(pointer, name: name) }
    case .endpoint, .endpointSetting, .add, .member, .unknown, .addField, .variable, .addVariable:
      _ = edit(row)
    }
  }

  private mutating func performOnStep(_ row: FormRow) {
    guard case .field(let field) = row.id, case .choice = field.kind else { return }
    step(row, by: 1, isFar: false)
  }

  private mutating func fold(_ row: FormRow) {
    let isExpandable = row.pointer.map { draft[$0]?["content"]?.arrayValue == nil } ?? false
    if isExpandable {
      if form.expanded.remove(row.id) == nil { form.expanded.insert(row.id) }
    } else if form.folded.remove(row.id) == nil {
      form.folded.insert(row.id)
    }
    updateForm()
    form.revealChildren()
  }

  private mutating func unset(_ row: FormRow) {
    switch row.id {
    case .field(let field):
      if row.value == .null, draft[field.pointer] == nil {
        change { $0.set(field.pointer.parent, to: nil) }
      }
      if let obstacle = draft.obstacle(to: field.pointer) {
        change { $0.set(obstacle, to: nil) }
      }
      guard draft[field.pointer] != nil else { return }
      change { $0.set(field.pointer, to: nil, name: "unset \(field.id)") }
    case .member(let pointer), .unknown(let pointer): change { $0.set(pointer, to: nil) }
    case .item: removeItem(row)
    case .endpointSetting(let setting): clear(setting)
    case .variable(let name): setVariable(name, to: nil)
    case .group, .endpoint, .add, .addField, .variables, .addVariable:
      notice = Notice("Only a field can be unset")
    }
  }

  private mutating func setNull(_ row: FormRow) {
    switch row.id {
    case .field(let field):
      // A choice of how its object works says nothing alone: the object is null.
      let isSelector = field.path.count > 1 && field.key == "type"
      let pointer = isSelector ? field.pointer.parent : field.pointer
      change { $0.set(pointer, to: .null, name: "null \(pointer.spoken)") }
    case .member(let pointer), .unknown(let pointer):
      change { $0.set(pointer, to: .null, name: "null \(pointer.spoken)") }
    case .group, .endpoint, .endpointSetting, .item, .add, .addField, .variables, .variable,
      .addVariable:
      notice = Notice("Only a field can be null")
    }
  }

  /// Back to the value that the saved preset has, or to no value.
  private mutating func reset(_ row: FormRow) {
    guard let preset else { return }
    if case .variable(let name) = row.id {
      setVariable(name, to: preset.saved.variables[name]?.value)
      return
    }
    guard let pointer = row.pointer else {
      notice = Notice("Only what the request holds can be reset")
      return
    }
    let body = JSONValue.object(preset.saved.request.body)
    // An item may have stood elsewhere in its list.
    let place = Set([pointer]).carried(from: .object(draft.body), to: body).first
    let saved = place.flatMap { body[$0] }
    guard saved != draft[pointer] else {
      notice = Notice("\(pointer.spoken) is as it was saved")
      return
    }
    if case .item = row.id, saved == nil {
      notice = Notice("\(pointer.spoken) isn't in the saved preset")
      return
    }
    change { $0.set(pointer, to: saved, name: "reset \(pointer.spoken)") }
  }
}

extension JSONValue {
  /// Where in a message or block the text lies that Enter edits; nil when only JSON will do.
  fileprivate var editableText: JSONPointer? {
    if self["content"]?.stringValue != nil { return ["content"] }
    switch self["type"]?.stringValue {
    case "text": return ["text"]
    default: return nil
    }
  }
}
