import Glibc
import TerminalUI

/// Standard output or standard error.
struct StandardStream: Sendable {
  static let output = StandardStream(descriptor: 1)
  static let error = StandardStream(descriptor: 2)

  let descriptor: Int32

  /// Whether a terminal reads it, which obeys what is written.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Why not all was written.
  enum Failure: Hashable, Sendable {
    /// Whoever reads has had enough.
    case readerLeft
    /// The cause as an `errno`, such as a full disk.
    case error(Int32)
  }

  /// Writes all of the bytes, or tells why not.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Failure? {
    bytes.withUnsafeBytes { bytes in
      var rest = bytes
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        if count < 0, errno == EAGAIN {
          var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&poller, 1, -1)
          continue
        }
        guard count > 0 else { return errno == EPIPE ? .readerLeft : .error(errno) }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
      return nil
    }
  }

  /// Writes a line of ours about something that may hold anything.
  func line(_ text: String) {
    write(Array((Neutralizer.visible(text) + "\n").utf8))
  }

  /// Everything that standard input holds.
  static func readInput(limit: Int) -> [UInt8]? {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = read(0, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count == 0 ? all : nil }
      all += buffer[..<count]
      if all.count > limit { return nil }
    }
  }
}
