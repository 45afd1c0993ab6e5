import Storage
import TerminalUI
import WorkbenchCore

/// The actions of the interface as a table to read: what `keys` in the configuration file may name.
public enum KeyListing {
  /// A line for each action, below its context: its name, its keys, and what it does.
  public static func text(environment: [String: String]) -> String {
    let files = SettingsFiles(
      paths: StoragePaths(environment: environment), environment: environment)
    let keymap = (files.read().reading ?? files.standard).settings.keymap
    let entries = ActionCatalog.entries
    let nameWidth = (entries.map(\.command.rawValue.count).max() ?? 0) + 2
    let rows = ActionCatalog.Context.allCases.map { context in
      let actions = entries.filter { $0.context == context }.map { entry in
        let keys = keymap.keys(for: entry.command.rawValue, in: context.rawValue)
          .map { $0.map(\.description).joined(separator: " ") }.joined(separator: ", ")
        let name = padded(entry.command.rawValue, to: nameWidth)
        return "  \(name)\(padded(keys.isEmpty ? "–" : keys, to: 26))\(entry.help)"
      }
      return ([context.rawValue] + actions).joined(separator: "\n")
    }
    return rows.joined(separator: "\n\n") + "\n"
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 2))
  }
}
