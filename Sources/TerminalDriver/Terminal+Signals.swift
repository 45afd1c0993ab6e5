import Glibc

extension Terminal {
  /// What a signal asked for.
  public enum Request: Hashable, Sendable {
    /// The terminal has another size.
    case resize
    /// Stop: call `suspend`.
    case suspend
    /// The program was stopped from outside and goes on: call `restore`.
    case resume
    /// End in good order. Another such signal a second later ends the program at once.
    case terminate(signal: Int32)
  }

  /// A descriptor that becomes readable when a signal has arrived, for `poll`.
  public var wakeDescriptor: Int32 { signals.wakeDescriptor }

  /// What signals have asked for since the last call.
  public func takeSignals() -> Set<Request> {
    var requests: Set<Request> = []
    for signal in signals.take() {
      switch signal {
      case SIGWINCH: requests.insert(.resize)
      case SIGTSTP: requests.insert(.suspend)
      case SIGCONT: requests.insert(.resume)
      default: requests.insert(.terminate(signal: signal))
      }
    }
    return requests
  }
}
