internal import Glibc

/// Reads files, and replaces them so that a crash leaves either the old bytes or the new ones.
///
/// The process has to ignore `SIGXFSZ`, which would end it where a size limit turns up as an error.
public enum FileStore {
  /// Which file stands at a path: another one after every change that keeps clock and size honest.
  public struct Version: Hashable, Sendable {
    private let device: UInt
    private let inode: UInt
    private let size: Int
    private let seconds: Int
    private let nanoseconds: Int

    init(_ status: stat) {
      device = UInt(status.st_dev)
      inode = UInt(status.st_ino)
      size = Int(status.st_size)
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
    }
  }

  /// What has to stand at a path for it to be written.
  public enum Expectation: Hashable, Sendable {
    case anything
    case nothing
    case version(Version)
  }

  /// The most bytes that are read from one file.
  public static let lengthLimit = 64 << 20

  /// The bytes of a file and which file they came from.
  public static func read(
    _ path: String, limit: Int = lengthLimit
  ) throws(FileError) -> (bytes: [UInt8], version: Version) {
    // Without O_NONBLOCK a pipe would be waited for.
    let file = try FileDescriptor(path, O_RDONLY | O_NONBLOCK)
    let status = try file.status()
    guard status.isFile else { throw FileError(.read, path, .notAFile) }
    guard status.st_size <= limit else { throw FileError(.read, path, .tooLong(limit: limit)) }
    return (try file.readAll(limit: limit), Version(status))
  }

  /// Replaces a file, or makes one that only its owner can read.
  ///
  /// The bytes go to a temporary file in the same folder, then to the disk, then under the name in one
  /// step; the folder follows to the disk. A symbolic link is kept and what it points to is replaced;
  /// owner and permissions are kept; other hard links to the file keep the old bytes. When something
  /// fails, the old file stands as it was and the temporary one is gone; only if the folder's own way to
  /// the disk fails do the new bytes stand there already.
  ///
  /// - Returns: Which file stands at the path now.
  @discardableResult
  public static func replace(
    _ path: String, with bytes: [UInt8], expecting expectation: Expectation = .anything
  ) throws(FileError) -> Version {
    do throws(FileError) {
      return try replaceTarget(linkTarget(of: path), with: bytes, expecting: expectation)
    } catch {
      // The caller knows the file by this path, and not the temporary one or where a link leads.
      throw FileError(error.operation, path, error.cause)
    }
  }

  private static func replaceTarget(
    _ target: String, with bytes: [UInt8], expecting expectation: Expectation
  ) throws(FileError) -> Version {
    let old = try status(of: target)
    if let old, !old.isFile { throw FileError(.write, target, .notAFile) }
    try check(expectation, old, target)

    let folder = folder(of: target)
    let temporary = try TemporaryFile(in: folder)
    do throws(FileError) {
      let version = try temporary.fill(with: bytes, like: old)
      let folderDescriptor = try FileDescriptor(folder, O_RDONLY | O_DIRECTORY)
      // Programs that save at the same moment take turns from the check to the rename.
      folderDescriptor.lock()
      try check(expectation, status(of: target), target)
      if rename(temporary.path, target) < 0 { throw FileError.system(.rename, target) }
      try folderDescriptor.synchronize()
      return version
    } catch {
      temporary.remove()
      throw error
    }
  }

  /// Makes a folder and those above it that are missing, for their owner only.
  public static func makeFolder(_ path: String) throws(FileError) {
    if mkdir(path, 0o700) == 0 { return }
    let failure = errno
    if failure == ENOENT, folder(of: path) != path {
      try makeFolder(folder(of: path))
      if mkdir(path, 0o700) == 0 { return }
    }
    guard let status = try status(of: path), status.isFolder else {
      throw FileError(.makeFolder, path, .system(failure == ENOENT ? errno : failure))
    }
  }

  /// Removes a file; one that isn't there is no error.
  public static func remove(_ path: String) throws(FileError) {
    if unlink(path) < 0, errno != ENOENT { throw .system(.remove, path) }
  }

  /// Moves a file to a name that nothing has yet.
  static func move(_ path: String, to newPath: String) throws(FileError) {
    // A link and an unlink never overwrite, as a rename would.
    if link(path, newPath) < 0 {
      let cause: FileError.Cause = errno == EEXIST ? .exists : .system(errno)
      throw FileError(.rename, newPath, cause)
    }
    if unlink(path) < 0 { throw .system(.remove, path) }
  }

  private static func check(
    _ expectation: Expectation, _ status: stat?, _ path: String
  ) throws(FileError) {
    switch expectation {
    case .anything: break
    case .nothing:
      if status != nil { throw FileError(.write, path, .exists) }
    case .version(let version):
      if status.map(Version.init) != version { throw FileError(.write, path, .changed) }
    }
  }
}

extension FileStore {
  /// What stands at a path, links followed; nil when nothing does.
  static func status(of path: String) throws(FileError) -> stat? {
    var status = stat()
    if stat(path, &status) == 0 { return status }
    if errno == ENOENT { return nil }
    throw .system(.inspect, path)
  }

  /// The folder that a path lies in.
  public static func folder(of path: String) -> String {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? path.dropLast() : path[...]
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }

  /// The path that a symbolic link leads to in the end, also when nothing is there yet.
  ///
  /// `readlink(2)`
  private static func linkTarget(of path: String) throws(FileError) -> String {
    var target = path
    for _ in 0..<40 {
      var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(target, &buffer, buffer.count)
      guard count >= 0 else { return target }
      let link = String(decoding: buffer[..<count], as: UTF8.self)
      target = link.hasPrefix("/") ? link : StoragePaths.joined(folder(of: target), link)
    }
    throw FileError(.open, path, .system(ELOOP))
  }
}

extension stat {
  var isFile: Bool { st_mode & S_IFMT == S_IFREG }
  var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
}
