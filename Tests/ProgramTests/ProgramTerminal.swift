import Glibc
import TestSupport

/// The program in a pseudo-terminal of its own, which is its controlling terminal, for what signals do.
final class ProgramTerminal {
  let home: TemporaryFolder
  /// How the program ended, as `waitpid` tells it; nil as long as it runs.
  var status: Int32? {
    var code: Int32 = 0
    if ending == nil, waitpid(process, &code, WNOHANG) == process { ending = code }
    return ending
  }
  private var ending: Int32?
  /// Everything that the program has written.
  private(set) var output = ""
  /// The modes of the line before the program was started.
  private(set) var modesBefore: [UInt32] = []

  private let person: Int32
  private let program: Int32
  let process: pid_t
  private var isPersonOpen = true

  /// - Parameters:
  ///   - home: The folder of an earlier program, to go on with what that left.
  ///   - settings: Further variables of the environment.
  ///   - underShell: Whether a shell with job control is started, which starts the program.
  init(
    arguments: [String] = [], home: TemporaryFolder = TemporaryFolder(),
    settings more: [String: String] = [:], underShell: Bool = false
  ) {
    self.home = home
    person = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var unlocked: Int32 = 0
    _ = ioctl(person, 0x4004_5431, &unlocked)  // TIOCSPTLCK
    var number: UInt32 = 0
    _ = ioctl(person, 0x8004_5430, &number)  // TIOCGPTN
    let path = "/dev/pts/\(number)"
    program = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    var window = winsize(ws_row: 30, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(program, UInt(TIOCSWINSZ), &window)
    modesBefore = Self.modes(of: program)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    // A session leader's first terminal becomes its controlling one.
    posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setflags(
      &attributes, 0x80 | Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))  // SETSID
    // Tests block signals and ignore them, and a program inherits that.
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    var settings = [
      "HOME": home.path, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin",
      // The runtime's own report of a crash would wait for a key.
      "SWIFT_BACKTRACE": "enable=no",
    ]
    settings.merge(more) { $1 }
    let variables = settings.map { strdup("\($0)=\($1)") }
    let file = underShell ? "/bin/bash" : TmuxTerminal.program
    let words = ([file] + (underShell ? ["--norc", "--noprofile", "-i"] : arguments)).map {
      strdup($0)
    }
    defer { (words + variables).forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawn(
      &process, file, &actions, &attributes, words + [nil], variables + [nil])
    precondition(code == 0, "the program can't be started")
    self.process = process
    if underShell {
      mkfifo(home.path(Self.alive), 0o600)
      type("'\(TmuxTerminal.program)' 9<>\(home.path(Self.alive))\r")
    }
  }

  /// A pipe that a program under a shell has open as long as it lives.
  private static let alive = "alive"

  /// Waits until a program under a shell is gone; false when it isn't in time.
  func isLeft() -> Bool {
    let pipe = open(home.path(Self.alive), O_RDONLY | O_NONBLOCK)
    defer { close(pipe) }
    var byte: UInt8 = 0
    return waits { Glibc.read(pipe, &byte, 1) == 0 }
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    if isPersonOpen { close(person) }
    close(program)
  }

  func type(_ text: String) { type(Array(text.utf8)) }

  func type(_ bytes: [UInt8]) { _ = write(person, bytes, bytes.count) }

  func signal(_ number: Int32) { kill(process, number) }

  /// Takes the terminal away, as a closed window does.
  func hangUp() {
    close(person)
    isPersonOpen = false
  }

  func resize(width: UInt16, height: UInt16) {
    var window = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(person, UInt(TIOCSWINSZ), &window)
  }

  /// Reads until a text was written; false when it doesn't come.
  func writes(_ text: String) -> Bool {
    waits { output.contains(text) }
  }

  /// Reads until the program has ended; false when it doesn't.
  ///
  /// - Parameter reading: Whether what it writes is read meanwhile.
  func ends(reading: Bool = true) -> Bool {
    let hasEnded = waits(reading: reading) { status != nil }
    read()
    return hasEnded
  }

  /// Whether the terminal takes no more before it is read.
  var isFull: Bool {
    var poll = pollfd(fd: program, events: Int16(POLLOUT), revents: 0)
    return Glibc.poll(&poll, 1, 0) == 0
  }

  /// The modes of the line, as numbers that can be compared.
  var modes: [UInt32] { Self.modes(of: program) }

  private static func modes(of terminal: Int32) -> [UInt32] {
    var modes = termios()
    tcgetattr(terminal, &modes)
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
  }

  /// Waits for a condition, far longer than a busy machine needs.
  ///
  /// - Parameter reading: Whether what the program writes is read meanwhile.
  func waits(reading: Bool = true, until isMet: () -> Bool) -> Bool {
    for _ in 0..<12_000 {
      if reading { read() }
      if isMet() { return true }
      usleep(10_000)
    }
    return false
  }

  private func read() {
    guard isPersonOpen else { return }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var poll = pollfd(fd: person, events: Int16(POLLIN), revents: 0)
    while Glibc.poll(&poll, 1, 0) > 0, poll.revents & Int16(POLLIN) != 0 {
      let count = Glibc.read(person, &buffer, buffer.count)
      if count <= 0 { return }
      output += String(decoding: buffer[..<count], as: UTF8.self)
    }
  }
}
