import LocalEndpoint
import Runs

/// The thread on which libcurl works, and the way to it.
///
/// Other threads only leave commands and wake it up. Without a transfer it sleeps.
final class CurlEngine: Sendable {
  enum Command: Sendable {
    case add(CurlTransfer, PreparedRequest)
    /// Ends a transfer that can't be sent.
    case refuse(CurlTransfer, TransportError)
    case cancel(CurlTransfer)
  }

  private struct State {
    var commands: [Command] = []
    var isRunning = false
    var isClosing = false
    /// Wakes the thread up, while there is something to wake.
    var wake: (@Sendable () -> Void)?
  }

  private let state = Monitor(State())

  /// Leaves a command for the thread, which is started if need be.
  func post(_ command: Command) {
    let mustStart = state.update { state in
      state.commands.append(command)
      state.wake?()
      defer { state.isRunning = true }
      return !state.isRunning
    }
    guard mustStart, !BackgroundThread.start({ self.run() }) else { return }
    failAll(TransportError(phase: .send, kind: .other, detail: "no thread is free"))
  }

  /// Ends the thread once nothing is under way any more.
  func close() {
    state.update {
      $0.isClosing = true
      $0.wake?()
    }
  }

  private func run() {
    let session: CurlSession
    do throws(TransportError) {
      session = try CurlSession()
    } catch {
      failAll(error)
      return
    }
    state.update { $0.wake = session.waker }

    while let commands = nextCommands(isIdle: session.isIdle) {
      for command in commands {
        switch command {
        case .add(let transfer, let prepared): session.add(transfer, prepared)
        case .refuse(let transfer, let error): transfer.end(.failed(error))
        case .cancel(let transfer): session.cancel(transfer)
        }
      }
      session.work()
      if !session.isIdle || !state.update(\.isClosing) { session.wait() }
    }
    session.close()
  }

  /// The commands that were left, or nil when it is time for the thread to end.
  private func nextCommands(isIdle: Bool) -> [Command]? {
    state.update { state in
      if state.isClosing, isIdle, state.commands.isEmpty {
        // No wake-up may come once the session is closed. A late command starts the thread anew.
        state.wake = nil
        state.isRunning = false
        return nil
      }
      defer { state.commands = [] }
      return state.commands
    }
  }

  /// Ends everything that waits. The next request tries anew to start the thread.
  private func failAll(_ error: TransportError) {
    let commands = state.update { state in
      defer { state = State() }
      return state.commands
    }
    for command in commands {
      switch command {
      case .add(let transfer, _): transfer.end(.failed(error))
      case .refuse(let transfer, let error): transfer.end(.failed(error))
      case .cancel(let transfer): transfer.end(.cancelled)
      }
    }
  }
}
