public import Presets
public import TerminalUI

/// What the configuration file and the folder of themes decide about the screen.
public struct Settings: Hashable, Sendable {
  /// The keys of all actions, with the user's own.
  public var keymap: Keymap
  /// All to choose from, the embedded one first.
  public var endpoints: [Endpoint]
  /// The themes to choose from.
  public var themeNames: [String]
  /// What is wrong with those that can't be used, by their names.
  public var themeProblems: [String: String] = [:]
  /// The theme that the file names.
  public var themeName: String?

  public init(
    keymap: Keymap, endpoints: [Endpoint], themeNames: [String], themeName: String? = nil
  ) {
    self.keymap = keymap
    self.endpoints = endpoints
    self.themeNames = themeNames
    self.themeName = themeName
  }
}

extension WorkbenchState {
  /// Takes over settings that were read again.
  ///
  /// What was chosen or changed while the program ran stays, unless the file says something new about it.
  mutating func use(_ new: Settings, problems: [String]) -> [Effect] {
    let old = settings
    let wasWrong = settingsProblems
    settings = new
    settingsProblems = problems
    boundKeys = Self.boundKeys(in: new.keymap)
    for endpoint in new.endpoints where !old.endpoints.contains(endpoint) { take(endpoint) }
    if let name = new.themeName, name != old.themeName {
      themeName = name
      themeBeforeTrying = nil
      if let overlay, isTryingThemes(in: overlay) { showThemes() }
    }
    updateForm()
    if let problem = problems.first {
      // The folder may have changed in other ways.
      guard problems != wasWrong else { return [.useTheme(name: themeName)] }
      let count = String(problems.count - 1)
      let more = problems.count > 1 ? spelled(" (\(count) more: \(.showLog))") : ""
      notice = Notice(problem + more, .error)
      for problem in problems.dropFirst() { keepInLog(Notice(problem, .error)) }
    } else if new != old || !wasWrong.isEmpty {
      notice = Notice("The configuration was read again", .success)
    }
    // The theme's own file may be what was saved.
    return [.useTheme(name: themeName)]
  }

  private mutating func take(_ new: Endpoint) {
    if let index = endpoints.firstIndex(where: { $0.name == new.name }) {
      endpoints[index] = new
    } else {
      endpoints.append(new)
    }
    if endpoint.name == new.name { endpoint = new }
  }
}
