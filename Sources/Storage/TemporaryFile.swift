internal import Glibc

/// A file that takes the new bytes until they are safe.
///
/// Its name tells the process that made it, so that what a killed process left can be told from the files
/// of one that is still at work.
struct TemporaryFile: ~Copyable {
  let path: String
  private let file: FileDescriptor

  private static let prefix = ".workbench-"
  private static let ending = ".tmp"

  /// Makes an empty file that only its owner can read.
  init(in folder: String) throws(FileError) {
    var count = 0
    while true {
      let path = StoragePaths.joined(folder, "\(Self.prefix)\(getpid())-\(count)\(Self.ending)")
      do {
        file = try FileDescriptor(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
        self.path = path
        return
      } catch {
        guard error.cause == .system(EEXIST), count < 1000 else { throw error }
        count += 1
      }
    }
  }

  /// Writes the bytes through to the disk and takes on the owner and permissions of the old file.
  func fill(with bytes: [UInt8], like old: stat?) throws(FileError) -> FileStore.Version {
    try file.write(bytes)
    if let old { file.adoptOwner(of: old) }
    try file.synchronize()
    return FileStore.Version(try file.status())
  }

  /// Removes the file, unless it has its final name by now.
  func remove() { unlink(path) }

  /// Removes what killed processes left in a folder.
  static func removeLitter(in folder: String) {
    for name in (try? FileStore.names(in: folder)) ?? [] {
      guard name.hasPrefix(prefix), name.hasSuffix(ending) else { continue }
      let process = name.dropFirst(prefix.count).prefix { $0 != "-" }
      guard let process = pid_t(process), kill(process, 0) < 0, errno == ESRCH else { continue }
      unlink(StoragePaths.joined(folder, name))
    }
  }
}

extension FileStore {
  /// The names in a folder, sorted; those that aren't UTF-8 are repaired. A missing folder is empty.
  static func names(in folder: String) throws(FileError) -> [String] {
    guard let stream = opendir(folder) else {
      if errno == ENOENT { return [] }
      throw .system(.list, folder)
    }
    defer { closedir(stream) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    if errno != 0 { throw .system(.list, folder) }
    return names.sorted()
  }
}
