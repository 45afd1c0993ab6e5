import Glibc
import LocalEndpoint

/// The signals that end a command.
enum Signals {
  /// From now on these signals wait for `onEnd`, and writing to a closed pipe is an error code.
  ///
  /// Called on the main thread before there are others.
  static func hold() {
    signal(SIGPIPE, SIG_IGN)
    var signals = ending
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Calls the closure for each signal that comes, on a thread of its own.
  static func onEnd(_ body: @escaping @Sendable () -> Void) {
    BackgroundThread.start {
      var signals = ending
      var number: Int32 = 0
      while sigwait(&signals, &number) == 0 { body() }
    }
  }

  private static var ending: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
    return signals
  }
}
