public import Presets

/// The presets in a folder, one file each.
///
/// A file that can't be read or isn't a preset is listed with the reason and left as it is.
public struct PresetStore: Hashable, Sendable {
  /// The folder; it needn't exist until something is saved.
  public let folder: String

  /// One file of the folder.
  public struct Entry: Hashable, Sendable, Identifiable {
    /// The name of the file, without its ending.
    public let name: String
    public let content: Content

    public var id: String { name }

    /// The preset, when the file holds one.
    public var preset: Preset? {
      if case .preset(let preset, _) = content { preset } else { nil }
    }
  }

  /// What a file holds.
  public enum Content: Hashable, Sendable {
    case preset(Preset, FileStore.Version)
    case unreadable(LoadError)
  }

  /// Why a preset can't be loaded.
  public enum LoadError: Error, Hashable, Sendable {
    case name(PresetName.Failure)
    case file(FileError)
    case content(Preset.ParseError)
  }

  public init(folder: String) { self.folder = folder }

  /// Every file that could be a preset, sorted by name.
  public func list() throws(FileError) -> [Entry] {
    try FileStore.names(in: folder)
      .filter { $0.hasSuffix(PresetName.fileEnding) && !$0.hasPrefix(".") }
      .map { String($0.dropLast(PresetName.fileEnding.count)) }
      .map { Entry(name: $0, content: content(of: $0)) }
  }

  /// The preset with this name, and which file it was read from.
  public func load(_ name: PresetName) throws(LoadError) -> (Preset, FileStore.Version) {
    let bytes: [UInt8]
    let version: FileStore.Version
    do { (bytes, version) = try FileStore.read(path(of: name)) } catch { throw .file(error) }
    do { return (try Preset(parsing: bytes), version) } catch { throw .content(error) }
  }

  /// Writes a preset over the file that it was read from, unless that was changed since.
  @discardableResult
  public func save(
    _ preset: Preset, as name: PresetName, over version: FileStore.Version
  ) throws(FileError) -> FileStore.Version {
    try save(preset, as: name, expecting: .version(version))
  }

  /// Writes a preset; without an expectation only under a name that is free, also where upper and lower
  /// case are the same.
  @discardableResult
  public func save(
    _ preset: Preset, as name: PresetName, expecting expectation: FileStore.Expectation = .nothing
  ) throws(FileError) -> FileStore.Version {
    try FileStore.makeFolder(folder)
    if expectation == .nothing, let twin = try twin(of: name) {
      throw FileError(.write, StoragePaths.joined(folder, twin), .exists)
    }
    return try FileStore.replace(path(of: name), with: preset.bytes, expecting: expectation)
  }

  /// Takes a preset out of the folder, into one where people find it if they want it back.
  public func delete(_ name: PresetName) throws(FileError) {
    let trash = StoragePaths.joined(folder, ".trash")
    try FileStore.makeFolder(trash)
    var count = 0
    while true {
      let place = StoragePaths.joined(trash, "\(count)-\(name.fileName)")
      do {
        try FileStore.move(path(of: name), to: place)
        return
      } catch {
        guard error.cause == .exists else { throw error }
        count += 1
      }
    }
  }

  /// Removes what a killed program may have left in the folder.
  public func removeLitter() { TemporaryFile.removeLitter(in: folder) }

  /// Where a preset's file is.
  public func path(of name: PresetName) -> String { StoragePaths.joined(folder, name.fileName) }

  private func content(of name: String) -> Content {
    let checked: PresetName
    do { checked = try PresetName(name) } catch { return .unreadable(.name(error)) }
    do {
      let (preset, version) = try load(checked)
      return .preset(preset, version)
    } catch {
      return .unreadable(error)
    }
  }

  /// The file whose name differs from this one in nothing but case.
  private func twin(of name: PresetName) throws(FileError) -> String? {
    let folded = name.fileName.lowercased()
    return try FileStore.names(in: folder).first { $0.lowercased() == folded }
  }
}
