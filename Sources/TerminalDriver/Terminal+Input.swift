import Glibc

extension Terminal {
  /// What was written to the error output since the last call, at most 4 KB; it is still shown in full
  /// when the terminal is closed.
  public func takeErrorOutput() -> [UInt8] { diagnostics.takeNew() }

  /// What there was to read.
  public enum ReadOutcome: Hashable, Sendable {
    /// What was typed, pasted or reported, at most 64 KB.
    case bytes([UInt8])
    /// Nothing at the moment.
    case nothing
    /// The terminal is gone; there will never be more.
    case end
  }

  /// Takes what has been typed, without waiting.
  public func readInput() -> ReadOutcome {
    let limit = 65_536
    var bytes: [UInt8] = []
    while bytes.count < limit {
      // Not O_NONBLOCK: it would hold for the shell and the output as well.
      var poll = pollfd(fd: inputDescriptor, events: Int16(POLLIN), revents: 0)
      guard Glibc.poll(&poll, 1, 0) > 0 else { break }
      let start = bytes.count
      var count = 0
      // The kernel hands on at most 4 KB at a time.
      bytes.append(contentsOf: repeatElement(0, count: min(4096, limit - start)))
      bytes.withUnsafeMutableBytes {
        count = read(inputDescriptor, $0.baseAddress! + start, $0.count - start)
      }
      bytes.removeLast(bytes.count - start - max(count, 0))
      if count > 0 { continue }
      if count < 0, errno == EINTR || errno == EAGAIN { break }
      return bytes.isEmpty ? .end : .bytes(bytes)
    }
    return bytes.isEmpty ? .nothing : .bytes(bytes)
  }
}
