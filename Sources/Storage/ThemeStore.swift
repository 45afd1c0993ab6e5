public import TerminalUI

/// The themes there are to choose from: the user's own, in a folder, and those of the program.
public struct ThemeStore: Hashable, Sendable {
  /// The folder of the user's own themes; nil when there is no place for them.
  public let folder: String?

  /// Why a theme can't be used.
  public enum Failure: Error, Hashable, Sendable {
    case unknown(String, known: [String])
    case file(FileError)
    case content(path: String, Theme.Failure)
  }

  public init(folder: String?) { self.folder = folder }

  /// The names of all themes: the user's own first, then the program's.
  public var names: [String] {
    let own = ownNames
    return own + Theme.builtInNames.filter { !own.contains($0) }
  }

  /// The theme with this name; a file of the user's own goes before a theme of the program.
  public func theme(named name: String) throws(Failure) -> Theme {
    if let folder, ownNames.contains(name) {
      let path = StoragePaths.joined(folder, name + Self.ending)
      let bytes: [UInt8]
      do { bytes = try FileStore.read(path).bytes } catch { throw .file(error) }
      do throws(Theme.Failure) {
        return try Theme(parsing: bytes, name: name) { source(of: $0, besides: name) }
      } catch {
        throw .content(path: path, error)
      }
    }
    guard let theme = Theme.builtIn(named: name) else { throw .unknown(name, known: names) }
    return theme
  }

  private static let ending = ".json"

  private var ownNames: [String] {
    guard let folder, let files = try? FileStore.names(in: folder) else { return [] }
    return files.filter { $0.hasSuffix(Self.ending) && !$0.hasPrefix(".") }
      .map { String($0.dropLast(Self.ending.count)) }.sorted()
  }

  /// The text of a theme that another one inherits from.
  private func source(of name: String, besides child: String) -> [UInt8]? {
    if let folder, name != child, ownNames.contains(name) {
      return try? FileStore.read(StoragePaths.joined(folder, name + Self.ending)).bytes
    }
    return Theme.builtInSource(named: name)
  }
}

extension ThemeStore.Failure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknown(let name, let known):
      "no theme is called \(name); there is \(known.joined(separator: ", "))"
    case .file(let error): "\(error)"
    case .content(let path, let failure): "\(path): \(failure)"
    }
  }
}
