import Glibc

/// Runs a program without a shell and reads what it prints.
enum CommandOutput {
  /// The first bytes that the program prints, up to a little more than a key may have.
  ///
  /// The program runs in a process group of its own, which is killed when the time is over. Its
  /// standard input is empty; what it says on standard error is dropped, as it may hold a piece of
  /// the key.
  static func read(
    _ words: [String], _ environment: [String: String], timeout: Duration
  ) throws(CredentialError) -> [UInt8] {
    guard let name = words.first else { throw .empty }
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw .commandFailed(name, status: errno) }
    defer { close(ends[0]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }

    let process = Result { () throws(CredentialError) in
      try spawn(words, environment, output: ends[1])
    }
    close(ends[1])
    return try output(of: process.get(), name, ends[0], timeout)
  }

  private static func output(
    of process: pid_t, _ name: String, _ descriptor: Int32, _ timeout: Duration
  ) throws(CredentialError) -> [UInt8] {
    let output = drain(descriptor, until: .now + timeout)
    if output == nil { kill(-process, SIGKILL) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    guard let output else { throw .commandTimedOut(name) }
    guard status == 0 else { throw .commandFailed(name, status: status >> 8) }
    return output
  }

  private static func spawn(
    _ words: [String], _ environment: [String: String], output: Int32
  ) throws(CredentialError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The thread's blocked and the program's ignored signals are not the command's.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    // A session of its own: no terminal to write to, and a group that can be ended as a whole.
    let newSession = Int32(0x80)  // POSIX_SPAWN_SETSID
    posix_spawnattr_setflags(
      &attributes, Int16(Int32(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | newSession))

    let arguments = words.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, words[0], &actions, &attributes, arguments, variables)
    guard code == 0 else { throw .commandFailed(words[0], status: code) }
    return process
  }

  /// Reads to the end; nil when the deadline comes first.
  private static func drain(_ descriptor: Int32, until deadline: ContinuousClock.Instant)
    -> [UInt8]?
  {
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let left = deadline - .now
      guard left > .zero else { return nil }
      var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&poller, 1, left.wholeMilliseconds) > 0 else { continue }
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { return output }
      guard count > 0 else { continue }
      // A longer output is no key; the rest is read only so that the program can end.
      if output.count <= Secret.limit { output += buffer.prefix(count) }
    }
  }
}

extension Duration {
  /// The duration in milliseconds, rounded up, for calls that take an `int`.
  var wholeMilliseconds: Int32 {
    let (seconds, attoseconds) = components
    let milliseconds = Double(seconds) * 1e3 + Double(attoseconds) / 1e15
    return Int32(min(max(milliseconds.rounded(.up), 0), Double(Int32.max)))
  }
}
