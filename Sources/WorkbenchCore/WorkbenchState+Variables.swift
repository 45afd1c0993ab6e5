import JSON
public import MessagesAPI
import Presets
import TerminalUI

// Variables: names in the texts that are filled in when the request is sent.
extension WorkbenchState {
  /// Asks for the name of a new variable; one that a text mentions is proposed.
  mutating func askForVariable() {
    let mentioned = PresetVariables.names(in: .object(draft.body))
    var editor = TextEditor(
      text: mentioned.first { draft.variables[$0] == nil } ?? "", isSingleLine: true)
    _ = editor.apply(.selectAll)
    overlay = .prompt(
      Prompt(
        purpose: .variableName, title: "Variable",
        hint: "its name, such as city: {{city}} in a text stands for it", editor: editor))
  }

  /// Makes a variable and lets its value be typed; what is wrong with the name, if anything.
  mutating func declareVariable(_ name: String) -> String? {
    guard PresetVariables.isName(name) else {
      return "a name is made of letters, digits and _ - . and begins with a letter"
    }
    guard draft.variables[name] == nil else { return "there is a variable \(name) already" }
    overlay = nil
    change { $0.setVariable(name, to: .init(name), name: "add the variable \(name)") }
    askForValue(of: name)
    return nil
  }

  /// Lets the value of a variable be typed.
  mutating func askForValue(of name: String) {
    focus = .request
    form.folded.remove(.variables)
    fit()
    form.select(.variable(name))
    if let row = form.selectedRow { editVariable(name, row) }
    let isUsed = PresetVariables.names(in: .object(draft.body)).contains(name)
    notice = Notice(
      isUsed
        ? "{{\(name)}} stands in the request: type what it stands for"
        : "Type what {{\(name)}} stands for, once a text holds it")
  }

  /// Enter on a variable: a short value is typed in place.
  mutating func editVariable(_ name: String, _ row: FormRow) {
    let value = draft.variables[name]?.value ?? ""
    if value.count > 200 || value.contains(where: \.isNewline) {
      editVariableText(name)
    } else {
      beginInline(row, text: value)
    }
  }

  mutating func editVariableText(_ name: String) {
    overlay = .editor(
      EditorOverlay(
        target: .variable(name), title: "{{\(name)}}",
        editor: TextEditor(text: draft.variables[name]?.value ?? "")))
  }

  mutating func setVariable(_ name: String, to value: String?) {
    guard draft.variables[name] != nil else { return }
    let edit = value == nil ? "unset {{\(name)}}" : "set {{\(name)}}"
    change { $0.setVariable(name, to: .init(name, value), name: edit) }
  }

  mutating func removeVariable(_ name: String) {
    change { $0.setVariable(name, to: nil, name: "remove {{\(name)}}") }
    notice = Notice("{{\(name)}} is no variable now" + spelled("; \(.undo) takes that back"))
  }

  /// Says how what looks like a variable in a new text becomes one.
  mutating func tellOfNewVariables(in text: String, before: JSONValue?) {
    let known = Set(before.map { PresetVariables.names(in: $0) } ?? [])
    let names = PresetVariables.names(in: .string(text))
    guard let name = names.first(where: { draft.variables[$0] == nil && !known.contains($0) })
    else { return }
    let keys = boundKeys[.addVariable]?.first?.text ?? "“Add variable…” in the palette"
    notice = Notice("{{\(name)}} is sent as it stands; \(keys) makes it a variable")
  }

  /// The variable whose missing value a finding tells of.
  func variable(missedBy finding: Finding) -> String? {
    unfilled.first { Finding($0) == finding }?.name
  }

  /// The worst that is to be said of a line of the form.
  public func finding(at row: FormRow) -> Finding? {
    if case .variable(let name) = row.id {
      return unfilled.first { $0.name == name }.map(Finding.init)
    }
    // Of several, the one that was gone to.
    let here = findingsOfRows[row.id] ?? []
    return here.first { $0 == currentFinding } ?? here.first
  }
}

extension Finding {
  /// That a text needs a variable that has no value.
  init(_ use: PresetVariables.Use) {
    self.init(
      severity: .error, pointer: use.pointer,
      message: "{{\(use.name)}} has no value yet; it is needed to send.", mend: nil)
  }
}
