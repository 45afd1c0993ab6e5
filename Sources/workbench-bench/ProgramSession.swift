import Glibc

/// The program in a pseudo-terminal of its own, 120 by 36, as a person would run it.
final class ProgramSession {
  private let terminal: Int32
  private let process: pid_t
  private let home: String?
  /// When it was started.
  let start: ContinuousClock.Instant
  /// How many bytes it has written so far.
  private(set) var byteCount = 0
  private var buffer = [UInt8](repeating: 0, count: 65_536)
  /// The end of what it has written, for a text that arrives in two pieces.
  private var tail: [UInt8] = []

  /// The program beside this one; nil when it hasn't been built.
  static let path: String? = {
    guard let own = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(own) }
    let folder = String(cString: own).split(separator: "/").dropLast().joined(separator: "/")
    let path = "/\(folder)/workbench"
    return access(path, X_OK) == 0 ? path : nil
  }()

  /// Starts the program, or another one; nil when it or a terminal can't be had.
  ///
  /// - Parameter settings: Further variables of its environment.
  init?(
    _ path: String? = ProgramSession.path, arguments: [String] = [], settings: [String] = []
  ) {
    guard let path else { return nil }
    terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var unlocked: Int32 = 0
    var number: UInt32 = 0
    // TIOCSPTLCK and TIOCGPTN.
    guard ioctl(terminal, 0x4004_5431, &unlocked) == 0, ioctl(terminal, 0x8004_5430, &number) == 0
    else {
      close(terminal)
      return nil
    }
    var window = winsize(ws_row: 36, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &window)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/pts/\(number)", O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setflags(&attributes, 0x80)  // POSIX_SPAWN_SETSID
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    home = Self.emptyFolder()
    let usual = [
      "TERM=xterm-256color", "LC_ALL=C.UTF-8", "HOME=\(home ?? "/nonexistent")",
      "PATH=/usr/bin:/bin",
    ]
    start = .now
    var child: pid_t = 0
    var argv = ([path] + arguments).map { strdup($0) }
    var envp = (usual + settings).map { strdup($0) }
    argv.append(nil)
    envp.append(nil)
    defer { for text in argv + envp { free(text) } }
    guard posix_spawn(&child, path, &actions, &attributes, argv, envp) == 0 else {
      close(terminal)
      return nil
    }
    process = child
  }

  /// An empty folder: a home in which nobody's settings take part, and no draft of an earlier session.
  private static func emptyFolder() -> String? {
    var template = Array("/tmp/workbench-bench-XXXXXX".utf8CString)
    return mkdtemp(&template).map { String(cString: $0) }
  }

  /// A file in a folder of its own; nil when it can't be written.
  static func file(holding text: String) -> String? {
    guard let folder = emptyFolder() else { return nil }
    let path = folder + "/request.json"
    guard let file = fopen(path, "w") else { return nil }
    defer { fclose(file) }
    return fputs(text, file) >= 0 ? path : nil
  }

  /// Removes such a file with its folder.
  static func removeFile(_ path: String) {
    unlink(path)
    rmdir(String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)))
  }

  /// Removes a folder and all that is in it.
  private static func remove(_ folder: String) {
    guard let stream = opendir(folder) else { return }
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != ".", name != ".." else { continue }
      let path = folder + "/" + name
      if entry.pointee.d_type == UInt8(DT_DIR) { remove(path) } else { unlink(path) }
    }
    closedir(stream)
    rmdir(folder)
  }

  func type(_ keys: String) {
    _ = write(terminal, keys, keys.utf8.count)
  }

  /// Reads until one of the texts appears, and tells which one; nil after the time is up.
  func wait(
    forOneOf texts: [String], within limit: Duration = .seconds(10)
  ) -> Int? {
    let deadline = ContinuousClock.now + limit
    let needles = texts.map { Array($0.utf8) }
    let longest = needles.map(\.count).max() ?? 1
    while ContinuousClock.now < deadline {
      let left = Int32(clamping: Int((deadline - .now) / .milliseconds(1)) + 1)
      guard let piece = read(waiting: max(left, 0)) else { continue }
      if piece.isEmpty { return nil }
      let text = tail + piece
      tail = Array(text.suffix(longest - 1))
      if let found = needles.firstIndex(where: { Self.contains($0, in: text) }) { return found }
    }
    return nil
  }

  func wait(for text: String, within limit: Duration = .seconds(10)) -> Bool {
    wait(forOneOf: [text], within: limit) != nil
  }

  /// Reads until nothing has come for so many milliseconds.
  func settle(milliseconds: Int32 = 60) {
    while let piece = read(waiting: milliseconds), !piece.isEmpty {}
    tail = []
  }

  /// Processor time of all of its threads so far, those that have ended included.
  var processorTime: Duration {
    var (clock, time) = (clockid_t(), timespec())
    guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else {
      return .zero
    }
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  /// The most memory that it has had, in megabytes of a million bytes.
  var peakMemory: Double {
    let line = Self.contents(of: "/proc/\(process)/status").split(separator: "\n")
      .first { $0.hasPrefix("VmHWM:") }
    let kibibytes = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
    return kibibytes.flatMap { Double($0) }.map { $0 * 1024 / 1e6 } ?? .nan
  }

  /// Quits it with its own key, and waits until it is gone.
  func quit() {
    type("\u{11}")
    let deadline = ContinuousClock.now + .seconds(3)
    while waitpid(process, nil, WNOHANG) == 0 {
      if ContinuousClock.now > deadline { kill(process, SIGKILL) }
      _ = read(waiting: 5)
    }
    close(terminal)
    if let home { Self.remove(home) }
  }

  /// What it has written; nil when nothing came, empty when it is gone.
  func read(waiting milliseconds: Int32) -> ArraySlice<UInt8>? {
    var poller = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&poller, 1, milliseconds) > 0 else { return nil }
    let count = max(Glibc.read(terminal, &buffer, buffer.count), 0)
    byteCount += count
    return buffer[..<count]
  }

  private static func contains(_ needle: [UInt8], in text: [UInt8]) -> Bool {
    text.withUnsafeBytes { text in
      var start = 0
      while text.count - start >= needle.count,
        let found = memchr(text.baseAddress! + start, Int32(needle[0]), text.count - start)
      {
        start = found - UnsafeMutableRawPointer(mutating: text.baseAddress!)
        if text[start...].starts(with: needle) { return true }
        start += 1
      }
      return false
    }
  }

  private static func contents(of path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
