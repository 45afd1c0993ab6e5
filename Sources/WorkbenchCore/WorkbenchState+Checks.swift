import JSON
public import MessagesAPI
import Presets
import TerminalUI

// What may be wrong with the request: going there, and mending it.
extension WorkbenchState {
  mutating func showFindings() {
    guard !findings.isEmpty else {
      notice = Notice("Nothing to object to at \(endpoint.name)", .success)
      return
    }
    let items = findings.enumerated().map { index, finding in
      Picker.Item(
        id: String(index), title: finding.message, note: finding.mend == nil ? "" : "can be mended")
    }
    overlay = .picker(Picker(purpose: .findings(findings), title: "Check", items: items))
  }

  /// What the lines below the form tell, the worst first: all but what is wrong with the selected
  /// field, which stands above them in full.
  public var findingsBelow: [Finding] {
    let told = form.selectedRow.flatMap { finding(at: $0) }
    return findings.filter { $0 != told }
  }

  /// How many of the lines for findings have none to tell, since the selected field's stands above them.
  public var spareCheckLines: Int { max((layout.checks?.height ?? 0) - findingsBelow.count, 0) }

  /// What is known against the model: the endpoint's list has another, or only the embedded endpoint has it.
  func modelFinding(in sent: MessageRequest) -> Finding? {
    guard case .value(let value) = sent[.model], let name = value.stringValue else {
      return nil
    }
    let message: String
    if !models.isEmpty, !models.contains(name) {
      message = "\(endpoint.name) lists \(models.count) models, but not \(name)."
    } else if models.isEmpty, name == Endpoint.embedded.defaultModel,
      [.friendli, .anthropic, .vLLM, .ollama, .liteLLM].contains(endpoint.profile.kind)
    {
      message = spelled(
        "\(name) is a model of the embedded endpoint; \(.edit) lists those of \(endpoint.name).")
    } else {
      return nil
    }
    let usual = endpoint.defaultModel.flatMap { $0 == name ? nil : $0 }
    return Finding(
      severity: .warning, pointer: RequestField.model.pointer, message: message,
      mend: usual.map {
        Mend(title: "Set model to \($0)", edits: [.set(RequestField.model.pointer, .string($0))])
      })
  }

  /// Goes to the field that a finding is about.
  mutating func goTo(_ finding: Finding) {
    focus = .request
    currentFinding = finding
    if let name = variable(missedBy: finding) {
      form.folded.remove(.variables)
      updateForm()
      form.select(.variable(name))
    } else {
      show(finding.pointer)
    }
    // Where there is no room for it below the form, the last line says what is wrong.
    if layout.formHelpHeight <= 1 { notice = Notice(finding.message, .warning) }
  }

  /// Goes to the field of the finding after the one that was gone to last; the worst comes first.
  mutating func goToNextFinding() {
    guard !findings.isEmpty else {
      notice = Notice("Nothing to object to at \(endpoint.name)", .success)
      return
    }
    let last = currentFinding.flatMap { findings.firstIndex(of: $0) }
    goTo(findings[last.map { ($0 + 1) % findings.count } ?? 0])
  }

  /// Applies the mend of the finding at the selected line, or else of the worst that has one.
  mutating func mend() {
    let here = form.selectedRow.flatMap { findingsOfRows[$0.id] } ?? []
    let shown = here.first { $0 == currentFinding }
    guard
      let finding = ([shown].compactMap(\.self) + here + findings).first(where: { $0.mend != nil }),
      let mend = finding.mend
    else {
      notice = Notice(
        findings.isEmpty
          ? "Nothing to object to at \(endpoint.name)"
          : spelled("No mend is known; \(.nextFinding) goes to the field"))
      return
    }
    change { $0.apply(mend, name: mend.name) }
    focus = .request
    show(finding.pointer)
    notice = Notice(mend.title + undoHint, .success)
  }

  /// Selects the line that edits a place, unfolding what hides it.
  mutating func show(_ pointer: JSONPointer) {
    if let key = pointer.tokens.first {
      let group = MessageRequest.fields.first { $0.path.first == key }?.group
      form.folded.remove(.group(group ?? .compatibility))
      for length in 1...pointer.tokens.count {
        form.folded.remove(.item(JSONPointer(Array(pointer.tokens.prefix(length)))))
      }
      updateForm()
    }
    form.select(pointer)
  }

  // MARK: - Finding a field

  /// Every line that edits something, folded ones included.
  private var allRows: [FormRow] {
    FormRows(draft: draft, endpoint: endpoint, folded: [], expanded: nil).rows
  }

  mutating func showFields() {
    var (group, item) = ("", "")
    var items: [Picker.Item] = []
    let rows = allRows
    for (index, row) in rows.enumerated() {
      if row.isGroup {
        group = row.label
        continue
      }
      var note = group
      if case .item = row.id { item = row.label }
      if case .member = row.id { note = item }
      items.append(
        Picker.Item(
          id: String(index), title: row.label, detail: row.valueText, note: note,
          keywords: row.keywords))
    }
    let selected = form.selectedRow.flatMap { row in rows.firstIndex { $0.id == row.id } }
    overlay = .picker(
      Picker(
        purpose: .fields(rows.map(\.id)), title: "Go to field", items: items,
        selecting: selected.map(String.init)))
  }

  mutating func goToField(_ id: FormRow.ID) {
    let rows = allRows
    guard let index = rows.firstIndex(where: { $0.id == id }) else { return }
    focus = .request
    if let heading = rows[..<index].last(where: \.isGroup) { form.folded.remove(heading.id) }
    if let pointer = rows[index].pointer {
      if case .member = id { form.expanded.insert(.item(pointer.parent)) }
      show(pointer)
    } else {
      form.folded = form.folded.filter { if case .item = $0 { false } else { true } }
      updateForm()
    }
    form.select(id)
  }
}

extension Mend {
  /// What undo says that it takes back: the title without its capital.
  fileprivate var name: String { title.prefix(1).lowercased() + title.dropFirst() }
}

extension FormRow {
  /// Further words by which the line is found: the names on the wire.
  fileprivate var keywords: String {
    if case .endpointSetting(.headers) = id { return "anthropic-version anthropic-beta" }
    return pointer?.path ?? ""
  }

  /// The value as a picker shows it.
  fileprivate var valueText: String {
    switch value {
    case .absent: remark.isEmpty ? "" : "– \(remark)"
    case .null: "null"
    case .value(let text): text
    }
  }
}
