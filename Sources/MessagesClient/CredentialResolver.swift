import Glibc
import Presets

/// Looks keys up where their references point. Blocks for as long as a command takes.
struct CredentialResolver: Sendable {
  /// The variables that references may name, and that commands see.
  var environment: [String: String]
  /// How long a command may take.
  var commandTimeout: Duration = .seconds(30)

  func secret(_ reference: KeyReference) throws(CredentialError) -> Secret {
    switch reference {
    case .environment(let name):
      guard let value = environment[name] else { throw .variableMissing(name) }
      return try Secret(value.utf8)
    case .file(let path):
      return try Secret(Self.firstLine(of: contents(of: path)))
    case .command(let words):
      let output = try CommandOutput.read(words, environment, timeout: commandTimeout)
      return try Secret(Self.firstLine(of: output))
    }
  }

  private func contents(of path: String) throws(CredentialError) -> [UInt8] {
    let home = path.hasPrefix("~/") ? environment["HOME"] : nil
    let descriptor = open(home.map { $0 + path.dropFirst(1) } ?? path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .fileUnreadable(path, errno: errno) }
    defer { close(descriptor) }

    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .fileUnreadable(path, errno: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .fileUnreadable(path, errno: EINVAL) }
    guard status.st_mode & S_IROTH == 0 else { throw .fileReadableByOthers(path) }

    var bytes = [UInt8](repeating: 0, count: Secret.limit + 2)
    let count = read(descriptor, &bytes, bytes.count)
    guard count >= 0 else { throw .fileUnreadable(path, errno: errno) }
    return Array(bytes.prefix(count))
  }

  private static func firstLine(of bytes: [UInt8]) -> ArraySlice<UInt8> {
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
  }
}
