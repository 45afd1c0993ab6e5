/// The folders that the program keeps its files in, by the XDG Base Directory specification.
///
/// A folder is nil when neither its variable nor `HOME` says where it is; the program then runs without
/// saving there. Nothing is made or looked at: these are names.
public struct StoragePaths: Hashable, Sendable {
  /// The folder of the configuration and of themes.
  public let configuration: String?

  /// The folder of presets and runs.
  public let data: String?

  /// The folder of drafts and of what else is remembered.
  public let state: String?

  /// The name of the program's folder inside those of XDG.
  public static let folderName = "messages-workbench"

  /// `WORKBENCH_CONFIG_DIR`, `WORKBENCH_DATA_DIR` and `WORKBENCH_STATE_DIR` name the folders themselves;
  /// after them come the variables of XDG, of which relative values are ignored as the specification
  /// asks, then `HOME`.
  public init(environment: [String: String]) {
    func folder(_ own: String, _ shared: String, _ inHome: String) -> String? {
      if let path = environment[own], !path.isEmpty { return path }
      if let path = environment[shared], path.hasPrefix("/") {
        return Self.joined(path, Self.folderName)
      }
      guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
      return Self.joined(Self.joined(home, inHome), Self.folderName)
    }
    configuration = folder("WORKBENCH_CONFIG_DIR", "XDG_CONFIG_HOME", ".config")
    data = folder("WORKBENCH_DATA_DIR", "XDG_DATA_HOME", ".local/share")
    state = folder("WORKBENCH_STATE_DIR", "XDG_STATE_HOME", ".local/state")
  }

  /// The configuration file.
  public var configurationFile: String? { configuration.map { Self.joined($0, "config.json") } }

  /// The folder of the user's own themes.
  public var themes: String? { configuration.map { Self.joined($0, "themes") } }

  /// The folder of presets.
  public var presets: String? { data.map { Self.joined($0, "presets") } }

  /// The folder of runs.
  public var runs: String? { data.map { Self.joined($0, "runs") } }

  /// The folder of drafts.
  public var drafts: String? { state.map { Self.joined($0, "drafts") } }

  /// The file that tells which theme was chosen last.
  public var chosenTheme: String? { state.map { Self.joined($0, "theme.json") } }

  /// The file for what was copied last: the terminal's clipboard may not take it.
  public var copiedText: String? { state.map { Self.joined($0, "copied.txt") } }

  /// A path with one more step.
  public static func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}
