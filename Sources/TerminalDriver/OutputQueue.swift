import Glibc

/// The way to a terminal that may be slow or have stopped reading.
///
/// What the terminal doesn't take at once is kept here, so that nobody waits for it. Its descriptor
/// is opened anew: not to block would otherwise hold for the shell as well.
final class OutputQueue {
  private let terminal: Int32
  private let descriptor: Int32
  private var waiting: ArraySlice<UInt8> = []

  init(to terminal: Int32) {
    self.terminal = terminal
    let own = open(
      "/proc/self/fd/\(terminal)", O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    // A terminal that belongs to someone else, as under `su`: what is written there blocks.
    descriptor = own >= 0 ? own : fcntl(terminal, F_DUPFD_CLOEXEC, 0)
  }

  deinit { close(descriptor) }

  /// Whether something waits for the terminal.
  var isBlocked: Bool { !waiting.isEmpty }

  /// Writes bytes, after all that waits.
  func send(_ bytes: [UInt8]) {
    if waiting.isEmpty { waiting = bytes[...] } else { waiting += bytes }
    flush()
  }

  /// Writes what the terminal takes now.
  func flush() {
    while !waiting.isEmpty {
      let count = waiting.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        waiting = waiting.dropFirst(count)
      } else if errno == EAGAIN {
        return
      } else if errno != EINTR {
        // The terminal is gone; reading from it tells so.
        waiting = []
      }
    }
    waiting = []
  }

  /// Forgets what waits, here and in the kernel, so that the next bytes have room.
  func discard() {
    guard isBlocked else { return }
    waiting = []
    tcflush(terminal, TCOFLUSH)
  }
}
