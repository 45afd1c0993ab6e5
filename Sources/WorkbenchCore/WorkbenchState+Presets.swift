import JSON
import MessagesAPI
public import Presets
import TerminalUI

extension WorkbenchState {
  var presetItems: [Picker.Item] {
    presetListing.map { summary in
      Picker.Item(
        id: (summary.isShipped ? Self.shippedMark : "own/") + summary.name, title: summary.name,
        detail: summary.problem ?? summary.summary,
        note: summary.problem != nil ? "unreadable" : summary.isShipped ? "shipped" : "")
    }
  }

  private static let shippedMark = "shipped/"

  /// Whether an item of the list of presets came with the program; one of one's own may have its name.
  static func isShipped(_ item: Picker.Item) -> Bool { item.id.hasPrefix(shippedMark) }

  /// The presets that came with the program.
  public static var shippedPresets: [PresetSummary] {
    Preset.shipped.map {
      PresetSummary(name: $0.name ?? "preset", summary: $0.description ?? "", isShipped: true)
    }
  }

  /// Lists the presets; what is known of them is shown at once.
  mutating func openPresets() -> [Effect] {
    overlay = .picker(Picker(purpose: .presets, title: "Presets", items: presetItems))
    isListingPresets = true
    return [.listPresets]
  }

  mutating func showPresets(_ listing: [PresetSummary]) -> [Effect] {
    presetListing = listing
    isListingPresets = false
    guard case .picker(var picker) = overlay, picker.purpose == .presets else { return [] }
    picker.replace(items: presetItems)
    overlay = .picker(picker)
    guard let key = picker.waitingKey else { return [] }
    picker.waitingKey = nil
    overlay = .picker(picker)
    return receive(key, in: picker)
  }

  /// What an edit changed beside the request, as it was.
  enum Origin: Hashable, Sendable {
    /// It put another request in the form: what that came from, and where it goes.
    case opening(preset: LoadedPreset?, endpoint: Endpoint)
    /// It changed the settings of an endpoint.
    case settings(of: Endpoint)
    /// It chose another endpoint.
    case endpoint(Endpoint)
  }

  /// Puts a loaded preset in the form, as one edit that can be taken back.
  mutating func open(_ preset: Preset, name: String, isShipped: Bool) {
    replaceRequest(
      with: preset, name: "open \(name)",
      origin: LoadedPreset(name: name, saved: preset, isShipped: isShipped))
    if let known = endpoints.first(where: { $0.name == preset.endpoint }) { endpoint = known }
    form = RequestForm()
    updateForm()
    form.selectFirstField()
    notice = Notice(spelled("Opened \(name); \(.undo) goes back"), .success)
  }

  mutating func startNewRequest() {
    guard let example = Preset.shipped.first else { return }
    replaceRequest(with: example, name: "start a new request", origin: nil)
    notice = Notice(spelled("A new request; \(.undo) takes that back"))
  }

  /// Puts another request in the form, as one edit that can be taken back.
  mutating func replaceRequest(with new: Preset, name: String, origin: LoadedPreset?) {
    if tour != nil { leaveTour() }
    replaceRequest(with: RequestDraft(new), name: name, origin: origin)
    focus = .request
  }

  /// Puts what another draft holds in the form, as one edit that can be taken back.
  mutating func replaceRequest(with new: RequestDraft, name: String, origin: LoadedPreset?) {
    let (before, edit) = (Origin.opening(preset: preset, endpoint: endpoint), draft.undoID)
    change { $0.replace(with: new, name: name) }
    if let id = draft.undoID, id != edit { origins[id] = before }
    preset = origin
  }

  /// Goes with an edit that is undone or done again: what is beside the request goes along.
  mutating func exchangeOrigin(ofEdit id: Int?) {
    guard let id, let origin = origins[id] else { return }
    switch origin {
    case .opening(let preset, let endpoint):
      origins[id] = .opening(preset: self.preset, endpoint: self.endpoint)
      (self.preset, self.endpoint) = (preset, endpoint)
    case .settings(let endpoint):
      origins[id] = endpoints.first { $0.name == endpoint.name }.map { .settings(of: $0) }
      put(endpoint)
      self.endpoint = endpoint
    case .endpoint(let endpoint):
      origins[id] = .endpoint(self.endpoint)
      self.endpoint = endpoints.first { $0.name == endpoint.name } ?? endpoint
    }
  }

  mutating func savePreset() -> [Effect] {
    guard let preset, !preset.isShipped, let name = try? PresetName(preset.name) else {
      askForPresetName()
      return []
    }
    return save(as: name, over: .itself)
  }

  /// Saves the preset; a slow disk is waited for with these words.
  mutating func save(as name: PresetName, over replaced: Effect.Replaced) -> [Effect] {
    notice = Notice("Saving \(name)…")
    var preset = presetToSave
    // A copy isn't called as what it was made from.
    if preset.name != nil, name.text != self.preset?.name { preset.name = name.text }
    return [.savePreset(preset, name: name, over: replaced)]
  }

  mutating func askForPresetName() {
    let name = preset.map { $0.isShipped ? Self.ownName(for: $0.name) : $0.name } ?? ""
    var editor = TextEditor(text: name, isSingleLine: true)
    _ = editor.apply(.selectAll)
    park()
    overlay = .prompt(
      Prompt(
        purpose: .savePresetAs, title: "Save preset as", hint: "a file name without ending",
        editor: editor))
  }

  /// What a copy of a preset that came with the program, or of a file somewhere, may be called.
  private static func ownName(for name: String) -> String {
    let (file, ending) = (name.split(separator: "/").last ?? "", ".json")
    return file.hasSuffix(ending) ? String(file.dropLast(ending.count)) : "my-" + name
  }

  /// The preset as it would be saved: everything of the loaded file, with the form's request.
  public var presetToSave: Preset {
    var preset = self.preset?.saved ?? Preset(request: MessageRequest(draft.body))
    draft.write(to: &preset)
    if !endpoint.isEmbedded || preset.endpoint != nil { preset.endpoint = endpoint.name }
    return preset
  }

  mutating func askToOverwrite(_ name: PresetName, reason: String) {
    // Who is typing meanwhile must not answer by accident.
    guard !isTyping else {
      notice = Notice(spelled("Not saved: \(reason). \(.savePreset) asks again"), .warning)
      return
    }
    notice = nil
    park()
    overlay = .confirmation(
      Confirmation(
        purpose: .overwritePreset(name),
        question: "The preset “\(name)”: \(reason). Replace it with what is in the form?",
        verb: "Replace"))
  }

  mutating func askToDelete(_ item: Picker.Item?) {
    guard let item, let name = try? PresetName(item.title) else { return }
    guard !Self.isShipped(item) else {
      notice = Notice("\(item.title) came with the program and stays")
      return
    }
    park()
    overlay = .confirmation(
      Confirmation(
        purpose: .deletePreset(name),
        question: "Delete the preset “\(item.title)”? It goes to the trash folder.",
        verb: "Delete"))
  }
}
