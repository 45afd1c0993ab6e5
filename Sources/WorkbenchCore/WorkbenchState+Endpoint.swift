import MessagesAPI
import Presets
import Runs
import TerminalUI

extension WorkbenchState {
  private static let otherURL = "other"

  mutating func showEndpoints() {
    var items = endpoints.map { endpoint in
      Picker.Item(
        id: endpoint.name, title: endpoint.name,
        detail: endpoint.isEmbedded ? "in this program, no key, no network" : endpoint.baseURL)
    }
    items.append(Picker.Item(id: Self.otherURL, title: "Other base URL…"))
    overlay = .picker(
      Picker(purpose: .endpoints, title: "Endpoint", items: items, selecting: endpoint.name))
  }

  mutating func chooseEndpoint(_ name: String) {
    guard name != Self.otherURL else {
      overlay = .prompt(
        Prompt(
          purpose: .baseURL, title: "Base URL",
          hint: "such as http://localhost:8080 or https://api.friendli.ai",
          editor: TextEditor(text: "", isSingleLine: true)))
      return
    }
    guard let endpoint = endpoints.first(where: { $0.name == name }) else { return }
    use(endpoint)
  }

  /// Sends requests to another endpoint, as an edit that can be undone.
  private mutating func use(_ endpoint: Endpoint) {
    if endpoint.name != self.endpoint.name {
      origins[draft.mark("go to \(endpoint.name)")] = .endpoint(self.endpoint)
    }
    self.endpoint = endpoint
    updateForm()
    let address = endpoint.isEmbedded ? endpoint.name : (try? endpoint.url()) ?? endpoint.baseURL
    notice = Notice("Requests go to \(address)", .success)
  }

  /// Makes an endpoint of a URL and goes there; what is wrong with the URL, if anything.
  mutating func useEndpoint(at text: String) -> String? {
    do throws(Endpoint.ArgumentError) {
      let endpoint = try Endpoint(argument: text, among: endpoints)
      if !endpoints.contains(where: { $0.name == endpoint.name }) { endpoints.append(endpoint) }
      use(endpoint)
      return nil
    } catch {
      return Wording.sentence(for: error)
    }
  }

  /// Puts an endpoint in the place of the one with its name.
  mutating func put(_ endpoint: Endpoint) {
    if let index = endpoints.firstIndex(where: { $0.name == endpoint.name }) {
      endpoints[index] = endpoint
    }
  }

  /// Puts a changed endpoint in the place of the one in use, as an edit that can be undone.
  private mutating func replaceEndpoint(_ changed: Endpoint, _ setting: EndpointSetting) {
    guard changed != endpoint else { return }
    origins[draft.mark("set \(setting.label) of \(endpoint.name)")] = .settings(of: endpoint)
    put(changed)
    endpoint = changed
    updateForm()
  }

  mutating func edit(_ setting: EndpointSetting) {
    switch setting {
    case .pathStyle, .authentication: cycle(setting, by: 1)
    case .baseURL, .key, .team:
      guard let row = form.selectedRow else { return }
      beginInline(row, text: setting.text(in: endpoint))
    case .headers:
      overlay = .editor(
        EditorOverlay(
          target: .headers, title: "extra headers, Name: value a line",
          editor: TextEditor(text: setting.lines(in: endpoint))))
    }
  }

  mutating func cycle(_ setting: EndpointSetting, by count: Int) {
    var changed = endpoint
    switch setting {
    case .pathStyle: changed.pathStyle = changed.pathStyle.stepped(by: count)
    case .authentication: changed.authentication = changed.authentication.stepped(by: count)
    case .baseURL, .key, .team, .headers: return
    }
    replaceEndpoint(changed, setting)
  }

  /// Sets what was typed; what is wrong with it, if anything.
  mutating func set(_ setting: EndpointSetting, to text: String) -> String? {
    var changed = endpoint
    switch setting {
    case .baseURL: return move(to: text)
    case .key:
      changed.key = KeyReference(parsing: text)
      if changed.key == nil, !text.isEmpty {
        return "a key is named, not typed: $VARIABLE, file:PATH or command:PROGRAM ARGUMENTS"
      }
      if changed.key != nil, changed.authentication == .none { changed.authentication = .bearer }
    case .team: changed.team = text.isEmpty ? nil : text
    case .pathStyle, .authentication, .headers: return nil
    }
    if let problem = changed.problem { return Wording.sentence(for: problem) }
    replaceEndpoint(changed, setting)
    return nil
  }

  /// Gives the endpoint another base URL. A key is meant for one origin, and doesn't go along to another;
  /// nor does what was known about the server there.
  private mutating func move(to url: String) -> String? {
    var changed = endpoint
    changed.baseURL = url
    var hint = ""
    if changed.origin != endpoint.origin {
      changed.kind = Endpoint.kind(ofURL: url)
      if changed.key != nil {
        changed.key = nil
        hint = "The key is for \(endpoint.origin ?? endpoint.baseURL) only and was taken off"
      }
    }
    if let problem = changed.problem { return Wording.sentence(for: problem) }
    replaceEndpoint(changed, .baseURL)
    if !hint.isEmpty { notice = Notice(hint + undoHint, .warning) }
    return nil
  }

  mutating func clear(_ setting: EndpointSetting) {
    var changed = endpoint
    switch setting {
    case .key: changed.key = nil
    case .team: changed.team = nil
    case .headers: changed.headers = []
    case .baseURL, .pathStyle, .authentication:
      notice = Notice("An endpoint needs this; change it instead")
      return
    }
    replaceEndpoint(changed, setting)
  }

  /// Sets the extra headers, one a line; the first that can't be sent is objected to.
  mutating func setHeaders(_ text: String) throws(Objection) {
    var changed = endpoint
    changed.headers = []
    for line in text.split(whereSeparator: \.isNewline) where !line.allSatisfy(\.isWhitespace) {
      let name = line.prefix { $0 != ":" }
      changed.headers.append(
        HTTPHeader(
          name: Self.trimmed(name), value: Self.trimmed(line.dropFirst(name.count + 1))))
      if let problem = changed.problemWithHeaders {
        throw Objection(
          reason: Wording.sentence(for: problem),
          offset: text.utf8.distance(from: text.startIndex, to: line.startIndex))
      }
    }
    replaceEndpoint(changed, .headers)
  }

  private static func trimmed(_ text: Substring) -> String {
    let tail = text.drop { $0.isWhitespace }
    return String(String(tail.reversed().drop { $0.isWhitespace }).reversed())
  }

  // MARK: - Taking the request elsewhere

  mutating func showExports() {
    let items = RequestExport.Format.allCases.map {
      Picker.Item(id: $0.rawValue, title: $0.rawValue)
    }
    overlay = .picker(
      Picker(purpose: .export, title: "Copy as — a key stays a reference", items: items))
  }

  mutating func copyExport(_ format: String) -> [Effect] {
    guard let format = RequestExport.Format(rawValue: format) else { return [] }
    do throws(Endpoint.Problem) {
      let text = try RequestExport.text(of: draft.request, to: endpoint, as: format)
      return copy(text, as: "the request as \(format.rawValue)")
    } catch {
      notice = Notice("Nothing was copied: " + Wording.sentence(for: error), .error)
      return []
    }
  }
}

extension EndpointSetting {
  /// The setting's value as one line.
  func text(in endpoint: Endpoint) -> String {
    switch self {
    case .baseURL: endpoint.baseURL
    case .pathStyle: endpoint.pathStyle.shownPath
    case .authentication: endpoint.authentication.rawValue
    case .key: endpoint.key?.description ?? ""
    case .team: endpoint.team ?? ""
    case .headers: endpoint.headers.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
    }
  }

  func lines(in endpoint: Endpoint) -> String {
    endpoint.headers.map { "\($0.name): \($0.value)\n" }.joined()
  }
}

extension Endpoint.PathStyle {
  var shownPath: String { self == .plain ? "/v1/messages" : "/\(rawValue)/v1/messages" }
}

extension CaseIterable where Self: Equatable {
  /// The case so many steps on, going round.
  fileprivate func stepped(by count: Int) -> Self {
    let all = Array(Self.allCases)
    let index = all.firstIndex(of: self) ?? 0
    return all[((index + count) % all.count + all.count) % all.count]
  }
}
