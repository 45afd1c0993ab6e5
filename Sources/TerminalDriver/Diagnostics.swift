import CNcurses
import Glibc

/// Catches what is written to the error output while the screen must not be disturbed.
///
/// A file in memory takes the place of descriptor 2, if that is a terminal.
final class Diagnostics {
  /// The real error output, or -1 when it is left alone.
  let terminal: Int32
  /// The file, or -1.
  let file: Int32
  /// How much of the file `takeNew` has handed on.
  private var taken: off_t = 0

  init() {
    guard isatty(STDERR_FILENO) == 1 else {
      (terminal, file) = (-1, -1)
      return
    }
    file = workbench_memory_file("errors")
    terminal = file < 0 ? -1 : fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0)
    // Every writer goes on at the end, and the handler of a crash reads from the start.
    if file >= 0 { _ = fcntl(file, F_SETFL, O_APPEND) }
    resume()
  }

  deinit {
    for descriptor in [file, terminal] where descriptor >= 0 { Glibc.close(descriptor) }
  }

  /// Catches again.
  func resume() {
    if terminal >= 0 { dup2(file, STDERR_FILENO) }
  }

  /// What was caught since the last call, at most 4 KB.
  func takeNew() -> [UInt8] {
    guard file >= 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      count = max(pread(file, buffer.baseAddress, buffer.count, taken), 0)
      taken += off_t(count)
    }
  }

  /// Lets the error output through, as another program needs it.
  func pause() {
    if terminal >= 0 { dup2(terminal, STDERR_FILENO) }
  }

  /// Writes what was caught to the error output.
  func show() {
    pause()
    if terminal >= 0 { copyCaught(from: file, to: terminal) }
  }
}

/// Copies a file from its start, as text without control characters. Only calls that a signal handler
/// may make.
func copyCaught(from file: Int32, to output: Int32) {
  var offset: off_t = 0
  var isAfterLead = false
  withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
    while let start = buffer.baseAddress {
      let count = pread(file, start, buffer.count, offset)
      if count <= 0 { return }
      offset += off_t(count)
      for index in 0..<count {
        let byte = buffer[index]
        // ESC and its kind; in UTF-8, those of eight bits are C2 and one of 80 to 9F.
        let isControl =
          byte < 0x20 && byte != 0x09 && byte != 0x0A || byte == 0x7F
          || isAfterLead && byte < 0xA0 && byte >= 0x80
        isAfterLead = byte == 0xC2
        // With C2 before it, BF is an inverted question mark.
        if isControl { buffer[index] = byte >= 0x80 ? 0xBF : UInt8(ascii: "?") }
      }
      if Glibc.write(output, start, count) < 0 { return }
    }
  }
}
