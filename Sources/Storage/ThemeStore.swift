public import TerminalUI

/// The themes of a user, one file each, over those that travel with the program.
public struct ThemeStore: Hashable, Sendable {
  /// The folder of the user's themes; nil when there is none.
  public let folder: String?

  /// Why a theme can't be used.
  public enum LoadError: Error, Hashable, Sendable {
    case file(FileError)
    case theme(Theme.Failure)
    /// Neither the folder nor the program has a theme of this name.
    case unknown(String)
  }

  private static let ending = ".json"

  public init(folder: String?) { self.folder = folder }

  /// The names to choose from, sorted: the user's and the program's.
  public var names: [String] {
    Set(Theme.builtInNames + userNames).sorted()
  }

  /// The theme with a name, the user's own before the program's.
  public func theme(named name: String) throws(LoadError) -> Theme {
    guard let source = try userSource(named: name) else {
      guard let theme = Theme.builtIn(named: name) else { throw .unknown(name) }
      return theme
    }
    do {
      return try Theme(parsing: source, name: name) { try? userSource(named: $0) }
    } catch {
      throw .theme(error)
    }
  }

  /// Where a user's theme of this name is, or would be.
  public func path(of name: String) -> String? {
    folder.map { StoragePaths.joined($0, name + Self.ending) }
  }

  /// The names of the user's themes.
  public var userNames: [String] {
    guard let folder, let names = try? FileStore.names(in: folder) else { return [] }
    return names.filter { $0.hasSuffix(Self.ending) && !$0.hasPrefix(".") }
      .map { String($0.dropLast(Self.ending.count)) }
  }

  /// The JSON text of one of the user's themes; nil when there is none of this name.
  private func userSource(named name: String) throws(LoadError) -> [UInt8]? {
    // Only names that the folder lists are read, so that no name leads out of it.
    guard userNames.contains(name), let path = path(of: name) else { return nil }
    do { return try FileStore.read(path).bytes } catch { throw .file(error) }
  }
}
