import Glibc

/// A folder of a test's own, removed with everything in it when the test lets go of it.
public final class TemporaryFolder: Sendable {
  public let path: String

  public init() {
    var template = Array("/tmp/workbench-test-XXXXXX".utf8CString)
    guard let made = template.withUnsafeMutableBufferPointer({ mkdtemp($0.baseAddress!) }) else {
      preconditionFailure("no folder could be made in /tmp")
    }
    path = String(cString: made)
  }

  deinit { Self.remove(path) }

  /// A path inside the folder.
  public func path(_ name: String) -> String { path + "/" + name }

  /// The names in the folder, sorted.
  public func names(in subfolder: String = "") -> [String] { Self.names(in: path(subfolder)) }

  /// Writes a file.
  public func write(_ name: String, _ bytes: [UInt8]) {
    let file = fopen(path(name), "wb")
    precondition(file != nil, "can't write \(name)")
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  /// The bytes of a file; nil when there is none.
  public func read(_ name: String) -> [UInt8]? {
    guard let file = fopen(path(name), "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  private static func names(in path: String) -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func remove(_ path: String) {
    for name in names(in: path) {
      let inside = path + "/" + name
      var status = stat()
      if lstat(inside, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        remove(inside)
      } else {
        unlink(inside)
      }
    }
    rmdir(path)
  }
}
