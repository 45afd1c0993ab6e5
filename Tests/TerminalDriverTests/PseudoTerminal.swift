import Glibc
import TerminalUI

/// The two ends of a terminal that nobody sits at; not the test's controlling terminal.
final class PseudoTerminal {
  /// The end that a person would sit at.
  let person: Int32
  /// The end that the program has.
  let program: Int32

  init(_ size: Size = Size(width: 40, height: 6)) {
    person = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var unlocked: Int32 = 0
    _ = ioctl(person, 0x4004_5431, &unlocked)  // TIOCSPTLCK
    var number: UInt32 = 0
    _ = ioctl(person, 0x8004_5430, &number)  // TIOCGPTN
    program = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    resize(size)
  }

  deinit {
    close(program)
    close(person)
  }

  func resize(_ size: Size) {
    var window = winsize()
    window.ws_col = UInt16(size.width)
    window.ws_row = UInt16(size.height)
    _ = ioctl(program, UInt(TIOCSWINSZ), &window)
  }

  func type(_ bytes: [UInt8]) {
    _ = write(person, bytes, bytes.count)
  }

  /// What the program has written since the last call.
  func takeOutput() -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var poll = pollfd(fd: person, events: Int16(POLLIN), revents: 0)
    while Glibc.poll(&poll, 1, 20) > 0, poll.revents & Int16(POLLIN) != 0 {
      let count = read(person, &buffer, buffer.count)
      if count <= 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The modes of the line, as numbers that can be compared.
  var modes: [UInt32] {
    var modes = termios()
    tcgetattr(program, &modes)
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
  }
}

/// An environment made for a test.
func environment(_ variables: [String: String]) -> (String) -> String? {
  { ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"].merging(variables) { $1 }[$0] }
}
