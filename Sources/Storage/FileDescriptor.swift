internal import Glibc

/// An open file, closed at the end of its life.
struct FileDescriptor: ~Copyable {
  private let number: Int32
  private let path: String

  /// Opens a file; it is closed in programs that are started.
  ///
  /// `open(2)`
  init(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(FileError) {
    self.path = path
    number = retrying { Glibc.open(path, flags | O_CLOEXEC, mode) }
    if number < 0 { throw .system(.open, path) }
  }

  deinit { _ = Glibc.close(number) }

  /// Reads to the end of the file.
  func readAll(limit: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    let size = 65_536
    while true {
      var count = 0
      let room = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: size))
      bytes.withUnsafeMutableBytes { buffer in
        count = retrying { read(number, buffer.baseAddress! + room, size) }
      }
      guard count >= 0 else { throw .system(.read, path) }
      bytes.removeLast(size - count)
      if count == 0 { return bytes }
      guard bytes.count <= limit else { throw FileError(.read, path, .tooLong(limit: limit)) }
    }
  }

  /// Writes all bytes, however many calls that takes.
  func write(_ bytes: [UInt8]) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        retrying { Glibc.write(number, buffer.baseAddress! + written, buffer.count - written) }
      }
      guard count > 0 else { throw .system(.write, path) }
      written += count
    }
  }

  /// Waits until what was written is on the disk.
  ///
  /// `fsync(2)`
  func synchronize() throws(FileError) {
    if retrying({ fsync(number) }) < 0 { throw .system(.sync, path) }
  }

  /// What the file is.
  ///
  /// `fstat(2)`
  func status() throws(FileError) -> stat {
    var status = stat()
    if fstat(number, &status) < 0 { throw .system(.inspect, path) }
    return status
  }

  /// Gives the file the owner and permissions of another one. Where the group can't be given, it gets no
  /// permissions either.
  func adoptOwner(of other: stat) {
    var mode = other.st_mode & 0o7777
    if fchown(number, other.st_uid, other.st_gid) < 0 { mode &= ~0o6070 }
    _ = fchmod(number, mode)
  }

  /// Waits until no other program holds the file locked, where the file system knows locks.
  ///
  /// `flock(2)`: the lock ends with the descriptor, also when the program is killed.
  func lock() { _ = retrying { flock(number, LOCK_EX) } }

  /// Locks the file unless another program holds it locked.
  func tryLock() -> Bool { retrying { flock(number, LOCK_EX | LOCK_NB) } == 0 }
}

/// Makes a system call again for as long as a signal interrupts it.
func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}
