import Dispatch
import Glibc

/// A program that was started without a shell, and is waited for on a thread of its own.
final class ChildProcess {
  let id: pid_t
  /// From where its status can be read once it has ended.
  private let end: Int32

  /// Why a program can't be started, as a number from `errno`.
  struct Failure: Error { let code: Int32 }

  /// What became of it.
  enum Ending {
    case exited(Int32)
    case signalled(Int32)
  }

  /// Starts a program, which has the signals as they are by default.
  ///
  /// - Parameter input: The file that it reads instead of the terminal; what it writes is dropped then.
  init(
    _ words: [String], environment: [String: String], input: String? = nil
  ) throws(Failure) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Failure(code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    do throws(Failure) {
      id = try Self.start(words, environment: environment, input: input)
    } catch {
      for end in ends { close(end) }
      throw error
    }
    end = ends[0]
    DispatchQueue.global().async { [id, isInFront = input == nil, writer = ends[1]] in
      var status = Self.wait(for: id, isInFront: isInFront)
      _ = write(writer, &status, MemoryLayout<Int32>.size)
      close(writer)
    }
  }

  deinit { close(end) }

  /// Waits for its end; nil when something comes to another descriptor before, or the time is over.
  ///
  /// - Parameter milliseconds: How long to wait; -1 for ever.
  func wait(or descriptor: Int32 = -1, atMost milliseconds: Int32 = -1) -> Ending? {
    var polled = [end, descriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while poll(&polled, 2, milliseconds) < 0, errno == EINTR {}
    var status: Int32 = 0
    guard polled[0].revents != 0, read(end, &status, MemoryLayout<Int32>.size) > 0 else {
      return nil
    }
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
  }

  private static func start(
    _ words: [String], environment: [String: String], input: String?
  ) throws(Failure) -> pid_t {
    let arguments = words.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for string in arguments + variables { free(string) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Threads of queues block signals, and some are ignored here.
    var (all, none) = (sigset_t(), sigset_t())
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var child = pid_t()
    let code = posix_spawnp(&child, words[0], &actions, &attributes, arguments, variables)
    guard code == 0 else { throw Failure(code: code) }
    return child
  }

  private static func wait(for child: pid_t, isInFront: Bool) -> Int32 {
    var status: Int32 = 0
    while true {
      if waitpid(child, &status, isInFront ? WUNTRACED : 0) == -1 {
        guard errno == EINTR else { return status }
      } else if status & 0xFF == 0x7F {
        // It was stopped, as by Ctrl-Z. The shell takes over when this process is stopped, too.
        kill(getpid(), SIGSTOP)
        kill(child, SIGCONT)
      } else {
        return status
      }
    }
  }
}
