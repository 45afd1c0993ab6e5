import Glibc
import TerminalUI

/// Puts the terminal back when the program is struck down by a signal.
///
/// The handlers run on a stack of their own, for a stack may have overflowed, and only write bytes
/// and set modes; then the signal has the effect it had before.
enum EmergencyExit {
  /// What the handlers need, in memory that never moves.
  struct Plan {
    var input: Int32
    var output: Int32
    var modes: termios
    var bytes: UnsafeMutableBufferPointer<UInt8>
    var errorFile: Int32
    var errorTerminal: Int32
  }

  /// What ends a program that doesn't say otherwise, but for those that `SignalWatch` notes.
  private static let signals = [
    SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGSYS, SIGXCPU, SIGUSR1, SIGUSR2,
    SIGALRM, SIGVTALRM, SIGPROF, SIGSTKFLT, SIGIO, SIGPWR,
  ]

  /// Prepares for the worst.
  static func arm(for terminal: Terminal) {
    var text = Array(Modes.off.utf8)
    // Where there is no alternate screen to leave, the prompt comes below what stays.
    let capabilities =
      ["sgr0", "op", "cnorm"].map(Terminal.capability) + [Terminal.lastRow]
      + ["rmcup", "el"].map(Terminal.capability)
    for capability in capabilities { text += (capability ?? "").utf8 }
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
    _ = bytes.initialize(from: text)
    plan.pointee = Plan(
      input: terminal.inputDescriptor, output: terminal.outputDescriptor,
      modes: terminal.savedModes, bytes: bytes, errorFile: terminal.diagnostics.file,
      errorTerminal: terminal.diagnostics.terminal)

    var stack = stack_t()
    stack.ss_size = 65_536
    stack.ss_sp = alternateStack
    sigaltstack(&stack, nil)
    for signal in signals {
      sigaction(signal, nil, &earlier[Int(signal)])
      // Whoever started the program may not want it to be heard.
      if isIgnored(earlier[Int(signal)]) { continue }
      var action = sigaction()
      action.__sigaction_handler.sa_sigaction = crash
      action.sa_flags = Int32(SA_ONSTACK | SA_SIGINFO)
      sigaction(signal, &action, nil)
    }
  }

  /// Whether an action is `SIG_IGN`, which is 1 on every Linux; functions can't be compared.
  private static func isIgnored(_ action: sigaction) -> Bool {
    withUnsafeBytes(of: action.__sigaction_handler) { $0.load(as: Int.self) == 1 }
  }

  /// Forgets the terminal, which is back as it was.
  static func disarm() {
    guard let old = plan.pointee else { return }
    for signal in signals { sigaction(signal, &earlier[Int(signal)], nil) }
    plan.pointee = nil
    old.bytes.deallocate()
  }

  /// Puts the terminal back and ends by the signal.
  static func leave(with signal: Int32) {
    putBack()
    end(by: signal)
  }

  /// Only what a signal handler may do.
  fileprivate static func end(by signal: Int32) {
    var standard = sigaction()
    standard.__sigaction_handler.sa_handler = SIG_DFL
    sigaction(signal, &standard, nil)
    raise(signal)
  }

  /// Only what a signal handler may do.
  fileprivate static func putBack() {
    guard var plan = plan.pointee else { return }
    EmergencyExit.plan.pointee = nil
    // A terminal that doesn't read must not keep the program from ending.
    tcflush(plan.output, TCOFLUSH)
    _ = write(plan.output, plan.bytes.baseAddress, plan.bytes.count)
    // A program in the background would be stopped for setting modes.
    var ignore = sigaction()
    ignore.__sigaction_handler.sa_handler = SIG_IGN
    sigaction(SIGTTOU, &ignore, nil)
    tcsetattr(plan.input, TCSANOW, &plan.modes)
    if plan.errorTerminal >= 0 {
      dup2(plan.errorTerminal, STDERR_FILENO)
      copyCaught(from: plan.errorFile, to: plan.errorTerminal)
    }
  }

  // Written while armed on the one thread that owns the terminal, read by handlers.
  nonisolated(unsafe) fileprivate static let plan: UnsafeMutablePointer<Plan?> = {
    let pointer = UnsafeMutablePointer<Plan?>.allocate(capacity: 1)
    pointer.initialize(to: nil)
    return pointer
  }()

  // As `plan`.
  nonisolated(unsafe) fileprivate static let earlier: UnsafeMutablePointer<sigaction> = {
    let pointer = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
    pointer.initialize(repeating: sigaction(), count: 65)
    return pointer
  }()

  // Used by the kernel alone.
  nonisolated(unsafe) private static let alternateStack = UnsafeMutableRawPointer.allocate(
    byteCount: 65_536, alignment: 16)
}

/// The handler of signals that end the program: afterwards they do what they did before.
private func crash(
  _ signal: Int32, _ information: UnsafeMutablePointer<siginfo_t>?, _: UnsafeMutableRawPointer?
) {
  EmergencyExit.putBack()
  // Another program sent it. The runtime's handler would show where this one stands, and let it go on:
  // it counts on the fault that it was called for to come again.
  if let information, information.pointee.si_code == SI_USER {
    EmergencyExit.end(by: signal)
    return
  }
  sigaction(signal, &EmergencyExit.earlier[Int(signal)], nil)
  raise(signal)
}
