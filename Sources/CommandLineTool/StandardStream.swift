import Glibc
import TerminalUI

/// Standard output or standard error.
struct StandardStream: Sendable {
  static let output = StandardStream(descriptor: 1)
  static let error = StandardStream(descriptor: 2)

  let descriptor: Int32

  /// Whether a terminal reads it, which obeys what is written.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes all of the bytes; false when the reader has left.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
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
        guard count > 0 else { return false }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
      return true
    }
  }

  /// Writes a text that may hold anything, visibly when a terminal reads it.
  @discardableResult
  func write(untrusted text: String) -> Bool {
    guard isTerminal else { return write(Array(text.utf8)) }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return write(Array(lines.map { Neutralizer.visible($0) }.joined(separator: "\n").utf8))
  }

  /// Writes a line of ours about something that may hold anything.
  @discardableResult
  func line(_ text: String) -> Bool {
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
