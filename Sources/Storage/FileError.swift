internal import Glibc

/// What went wrong with a file.
public struct FileError: Error, Hashable, Sendable {
  /// What was being done.
  public enum Operation: String, Hashable, Sendable {
    case open, read, write, sync, rename, inspect, list, remove, lock
    case makeFolder = "make folder"
  }

  /// Why it failed.
  public enum Cause: Hashable, Sendable {
    /// A system call failed with this `errno`.
    case system(Int32)
    /// The file isn't the one that was read: someone wrote, replaced or removed it.
    case changed
    /// There is a file already where a new one was to be made.
    case exists
    /// A folder, a pipe or a device stands where a file is expected.
    case notAFile
    /// The file is longer than it may be, in bytes.
    case tooLong(limit: Int)
  }

  /// What was being done.
  public let operation: Operation
  /// The file or folder that it was done to.
  public let path: String
  /// Why it failed.
  public let cause: Cause

  public init(_ operation: Operation, _ path: String, _ cause: Cause) {
    self.operation = operation
    self.path = path
    self.cause = cause
  }

  /// The failure of the system call that was made last.
  static func system(_ operation: Operation, _ path: String) -> FileError {
    FileError(operation, path, .system(errno))
  }

  /// Whether the file, or a folder on the way to it, isn't there.
  public var isMissing: Bool { cause == .system(ENOENT) }
}

extension FileError: CustomStringConvertible {
  /// A sentence without its full stop, such as `can't write /p/x.json: No space left on device`.
  public var description: String { "can't \(operation.rawValue) \(path): \(cause)" }
}

extension FileError.Cause: CustomStringConvertible {
  public var description: String {
    switch self {
    case .system(let code): strerror(code).map { String(cString: $0) } ?? "error \(code)"
    case .changed: "it was changed by something else"
    case .exists: "it exists already"
    case .notAFile: "it is not a file"
    case .tooLong(let limit): "it is longer than \(limit) bytes"
    }
  }
}
