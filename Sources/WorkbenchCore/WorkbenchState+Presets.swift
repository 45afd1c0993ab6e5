import JSON
import MessagesAPI
public import Presets
import TerminalUI

extension WorkbenchState {
  var presetItems: [Picker.Item] {
    presetListing.map { summary in
      Picker.Item(
        id: (summary.isShipped ? "shipped/" : "own/") + summary.name, title: summary.name,
        detail: summary.problem ?? summary.summary,
        note: summary.problem != nil ? "unreadable" : summary.isShipped ? "shipped" : "")
    }
  }

  mutating func showPresets(_ listing: [PresetSummary]) {
    presetListing = listing
    guard case .picker(var picker) = overlay, picker.purpose == .presets else { return }
    picker.replace(items: presetItems)
    overlay = .picker(picker)
  }

  /// What the form's request came from, and where it goes.
  struct Origin: Hashable, Sendable {
    var preset: LoadedPreset?
    var endpoint: Endpoint
  }

  /// Puts a loaded preset in the form, as one edit that can be taken back.
  mutating func open(_ preset: Preset, name: String, isShipped: Bool) {
    replaceRequest(
      body: preset.request.body, switchedOff: preset.switchedOff, name: "open \(name)",
      origin: LoadedPreset(name: name, saved: preset, isShipped: isShipped))
    if let known = endpoints.first(where: { $0.name == preset.endpoint }) { endpoint = known }
    form = RequestForm()
    updateForm()
    form.selectFirstField()
    notice = Notice(spelled("Opened \(name); {undo} goes back"), .success)
  }

  mutating func startNewRequest() {
    guard let example = Preset.shipped.first else { return }
    replaceRequest(
      body: example.request.body, switchedOff: [], name: "start a new request", origin: nil)
    notice = Notice(spelled("A new request; {undo} takes that back"))
  }

  private mutating func replaceRequest(
    body: JSONObject, switchedOff: Set<JSONPointer>, name: String, origin: LoadedPreset?
  ) {
    if tour != nil { leaveTour() }
    let (before, edit) = (Origin(preset: preset, endpoint: endpoint), draft.undoID)
    change { $0.replace(body: body, switchedOff: switchedOff, name: name) }
    if let id = draft.undoID, id != edit { origins[id] = before }
    preset = origin
    focus = .request
  }

  /// Goes with an edit that is undone or done again: where it opened something, the names go along.
  mutating func exchangeOrigin(ofEdit id: Int?) {
    guard let id, let origin = origins[id] else { return }
    origins[id] = Origin(preset: preset, endpoint: endpoint)
    (preset, endpoint) = (origin.preset, origin.endpoint)
  }

  mutating func savePreset() -> [Effect] {
    guard let preset, !preset.isShipped, let name = try? PresetName(preset.name) else {
      askForPresetName()
      return []
    }
    return [.savePreset(presetToSave, name: name, replaces: false)]
  }

  mutating func askForPresetName() {
    let name = preset.map { $0.isShipped ? "my-" + $0.name : $0.name } ?? ""
    var editor = TextEditor(text: name, isSingleLine: true)
    _ = editor.apply(.selectAll)
    overlay = .prompt(
      Prompt(
        purpose: .savePresetAs, title: "Save preset as", hint: "a file name without ending",
        editor: editor))
  }

  /// The preset as it would be saved: everything of the loaded file, with the form's request.
  public var presetToSave: Preset {
    var preset = self.preset?.saved ?? Preset(request: MessageRequest(draft.body))
    preset.request = MessageRequest(draft.body)
    if preset.switchedOff != draft.switchedOff { preset.switchedOff = draft.switchedOff }
    if !endpoint.isEmbedded || preset.endpoint != nil { preset.endpoint = endpoint.name }
    return preset
  }

  mutating func askToOverwrite(_ name: PresetName, reason: String) {
    overlay = .confirmation(
      Confirmation(
        purpose: .overwritePreset(name),
        question: "The preset “\(name)”: \(reason). Replace it with what is in the form?",
        verb: "Replace"))
  }

  mutating func askToDelete(_ item: Picker.Item?) {
    guard let item, let name = try? PresetName(item.title) else { return }
    guard !presetListing.contains(where: { $0.name == item.title && $0.isShipped }) else {
      notice = Notice("\(item.title) came with the program and stays")
      return
    }
    overlay = .confirmation(
      Confirmation(
        purpose: .deletePreset(name),
        question: "Delete the preset “\(item.title)”? It goes to the trash folder.",
        verb: "Delete"))
  }
}
