import Glibc
import Synchronization

/// Turns signals into flags and a byte to wake the loop with.
final class SignalWatch {
  /// Becomes readable when a signal has arrived.
  let wakeDescriptor: Int32
  private let writeDescriptor: Int32
  private var earlier: [(signal: Int32, action: sigaction)] = []
  private var paused: [(signal: Int32, action: sigaction)] = []

  private static let watched = [SIGWINCH, SIGCONT, SIGTERM, SIGHUP, SIGINT]

  init() throws(Terminal.Failure) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .systemCall("pipe", errno) }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (wakeDescriptor, writeDescriptor) = (ends[0], ends[1])
    wakeEnd.store(writeDescriptor, ordering: .sequentiallyConsistent)
    arrived.store(0, ordering: .sequentiallyConsistent)
    toldToEnd.store(0, ordering: .sequentiallyConsistent)
    SignalWatch.watched.forEach(install)
  }

  /// Watches for Ctrl-Z from outside, after ncurses has installed a handler of its own.
  func installStop() {
    install(SIGTSTP)
  }

  /// Gives the signals back, and closes the descriptors.
  func stop() {
    wakeEnd.store(-1, ordering: .sequentiallyConsistent)
    for (signal, action) in earlier.reversed() {
      var action = action
      sigaction(signal, &action, nil)
    }
    earlier = []
    Glibc.close(wakeDescriptor)
    Glibc.close(writeDescriptor)
  }

  /// The signals that have arrived since the last call.
  func take() -> [Int32] {
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) {
      while read(wakeDescriptor, $0.baseAddress, $0.count) > 0 {}
    }
    let bits = arrived.exchange(0, ordering: .sequentiallyConsistent)
    return (0..<32).filter { bits & 1 << UInt32($0) != 0 }
  }

  /// Stops the process group with the signal's own effect, and returns when it goes on.
  func stopProcessGroup() {
    var standard = sigaction()
    standard.__sigaction_handler.sa_handler = SIG_DFL
    var own = sigaction()
    sigaction(SIGTSTP, &standard, &own)
    kill(0, SIGTSTP)
    sigaction(SIGTSTP, &own, nil)
    // That it goes on is known here.
    arrived.bitwiseAnd(~(1 << UInt32(SIGCONT)), ordering: .sequentiallyConsistent)
  }

  /// Leaves the signals of keys to the program that has the terminal, until `resume`.
  func pause() {
    paused = [SIGINT, SIGQUIT, SIGTSTP].map { signal in
      var (ignoring, own) = (sigaction(), sigaction())
      ignoring.__sigaction_handler.sa_handler = SIG_IGN
      sigaction(signal, &ignoring, &own)
      return (signal, own)
    }
  }

  /// Watches them again.
  func resume() {
    for (signal, action) in paused {
      var action = action
      sigaction(signal, &action, nil)
    }
    paused = []
  }

  private func install(_ signal: Int32) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = noteSignal
    action.sa_flags = SA_RESTART
    var old = sigaction()
    sigaction(signal, &action, &old)
    earlier.append((signal, old))
  }
}

/// One bit for every signal that has arrived.
private let arrived = Atomic<UInt32>(0)
/// Where to write a byte when one arrives, or -1.
private let wakeEnd = Atomic<Int32>(-1)
/// When the program was told to end, in nanoseconds of a clock that no one sets; 0 when it wasn't.
private let toldToEnd = Atomic<Int64>(0)
/// How long the program may take to end in good order, in nanoseconds. A window that is closed tells it
/// twice or three times at once: by its shell, and by the kernel.
private let patience: Int64 = 1_000_000_000

/// The handler: only what a handler may do.
private func noteSignal(_ signal: Int32) {
  let savedError = errno
  // No list of them: to make one may allocate.
  if signal == SIGTERM || signal == SIGHUP || signal == SIGINT {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let now = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    let (isFirst, first) = toldToEnd.compareExchange(
      expected: 0, desired: now, ordering: .sequentiallyConsistent)
    if !isFirst, now - first > patience { EmergencyExit.leave(with: signal) }
  }
  arrived.bitwiseOr(1 << UInt32(signal), ordering: .sequentiallyConsistent)
  var byte: UInt8 = 0
  let end = wakeEnd.load(ordering: .sequentiallyConsistent)
  if end >= 0 { _ = write(end, &byte, 1) }
  errno = savedError
}
