import Glibc
import JSON
import Presets
import Storage
import TerminalUI
import WorkbenchCore

/// The user's configuration file and folder of themes, as the interface reads them.
struct SettingsFiles {
  let paths: StoragePaths
  let environment: [String: String]

  init(paths: StoragePaths, environment: [String: String]) {
    self.paths = paths
    self.environment = environment
  }

  /// What the files say.
  struct Reading: Hashable {
    var configuration = Configuration()
    let settings: Settings
    /// The user's own themes, by their names.
    let themes: [String: Theme]
    /// What is wrong with them, each with its place; the rest holds.
    var problems: [String] = []
  }

  var themes: ThemeStore { ThemeStore(folder: paths.themes) }

  /// The folders in which a change may be one of the settings.
  var folders: [String] {
    guard let file = paths.configurationFile, let folder = paths.configuration else { return [] }
    var folders = [folder] + [paths.themes].compactMap(\.self)
    // The file may be a link to where someone keeps all such files.
    if let target = realpath(file, nil) {
      let path = String(cString: target)
      free(target)
      if let slash = path.lastIndex(of: "/") { folders.append(String(path[..<slash])) }
    }
    return folders
  }

  /// Reads the files. One that isn't there is as good as an empty one.
  ///
  /// - Returns: Nil, and what is wrong, when the file can't be made sense of at all.
  func read() -> (reading: Reading?, problem: String?) {
    guard let path = paths.configurationFile else { return (reading(of: Configuration()), nil) }
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileStore.read(path).bytes
    } catch {
      return error.isMissing ? (reading(of: Configuration()), nil) : (nil, "\(error)")
    }
    do throws(JSONParseError) {
      return (reading(of: try Configuration(parsing: bytes)), nil)
    } catch {
      return (nil, "\(Self.fileName), \(error)")
    }
  }

  /// The settings of someone who has none.
  var standard: Reading { reading(of: Configuration()) }

  private func reading(of configuration: Configuration) -> Reading {
    var problems = configuration.problems
    var settings = Settings(
      keymap: ActionCatalog.keymap,
      endpoints: configuration.endpoints(environment: environment), themeNames: themes.names,
      themeName: configuration.theme)
    // The program's own are sound.
    var ownThemes: [String: Theme] = [:]
    for name in themes.userNames {
      do throws(ThemeStore.LoadError) {
        ownThemes[name] = try themes.theme(named: name)
      } catch {
        settings.themeProblems[name] = sentence(for: error, theme: name)
      }
    }
    var themeProblems: [String] = []
    if let name = configuration.theme {
      if !settings.themeNames.contains(name) {
        settings.themeName = nil
        problems.append(configuration.problem(at: "/theme", "there is no theme \(name)"))
      } else if let problem = settings.themeProblems[name] {
        settings.themeName = nil
        themeProblems = [problem]
      }
    }
    if !ownThemes.isEmpty,
      let name = chosenTheme(over: settings.themeName) ?? settings.themeName,
      let theme = ownThemes[name]
    {
      themeProblems += theme.slips.map { sentence(for: .theme($0), theme: name) }
    }
    if let name = configuration.keymap {
      if let known = ActionCatalog.KeymapName(rawValue: name) {
        settings.keymap = ActionCatalog.keymap(named: known)
      } else {
        let names = ActionCatalog.KeymapName.allCases.map(\.rawValue).joined(separator: ", ")
        problems.append(configuration.problem(at: "/keymap", "keymap is one of \(names)"))
      }
    }
    if let name = configuration.defaultEndpoint,
      !settings.endpoints.contains(where: { $0.name == name })
    {
      problems.append(
        configuration.problem(at: "/default_endpoint", "there is no endpoint \(name)"))
    }
    problems += ActionCatalog.bind(configuration, in: &settings.keymap)
    return Reading(
      configuration: configuration, settings: settings, themes: ownThemes,
      problems: problems.sorted { $0.position < $1.position }.map {
        "\(Self.fileName), \($0.position): \($0.message)"
      } + themeProblems)
  }

  /// The theme that was chosen in the interface, if the configuration file still says what it said then,
  /// and the theme is still there.
  func chosenTheme(over configured: String?) -> String? {
    guard let path = paths.chosenTheme, let bytes = try? FileStore.read(path).bytes,
      let choice = try? JSONParser.parse(bytes), choice["configured"]?.stringValue == configured,
      let name = choice["theme"]?.stringValue, (try? themes.theme(named: name)) != nil
    else { return nil }
    return name
  }

  /// Remembers a theme that was chosen in the interface.
  func keepTheme(_ name: String, over configured: String?) throws(FileError) {
    guard let path = paths.chosenTheme else { return }
    try FileStore.makeFolder(FileStore.folder(of: path))
    let choice: JSONValue = [
      "theme": .string(name), "configured": configured.map { .string($0) } ?? .null,
    ]
    try FileStore.replace(path, with: choice.encoded(.pretty))
  }

  /// The file as notices name it: there is little room, and `workbench locate config` knows where it is.
  private static let fileName = "config.json"

  /// Why a theme can't be used.
  func sentence(for error: ThemeStore.LoadError, theme name: String) -> String {
    switch error {
    case .file(let error): return "themes/\(name).json: \(error)"
    case .theme(let failure):
      let place = failure.path.flatMap { position(of: $0, inTheme: name) }
      return "themes/\(name).json" + (place.map { ", \($0)" } ?? "") + ": \(failure)"
    case .unknown: return "there is no theme \(name)"
    }
  }

  /// Where a member stands in a theme's file.
  private func position(
    of path: JSONPointer, inTheme name: String
  ) -> Presets.TextPosition? {
    guard let file = themes.path(of: name), let bytes = try? FileStore.read(file).bytes else {
      return nil
    }
    return Presets.TextPosition(of: path, in: bytes)
  }
}
