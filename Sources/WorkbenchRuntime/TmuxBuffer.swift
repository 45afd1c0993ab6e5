import Glibc

/// The newest buffer of the tmux that this program runs in.
enum TmuxBuffer {
  /// How long tmux may take, in milliseconds.
  private static let patience: Int32 = 2000

  /// Puts a file's text in a buffer of its own, and on the clipboard of the terminal around tmux; false
  /// when tmux doesn't take it.
  ///
  /// By default, tmux heeds no program that sends a text for the clipboard, but it obeys its own command.
  static func load(_ path: String, environment: [String: String]) -> Bool {
    // Before version 3.2 it knows nothing of clipboards here.
    [["-w", "-"], ["-"]].contains { options in
      let command = try? ChildProcess(
        ["tmux", "load-buffer"] + options, environment: environment, input: path)
      guard let command else { return false }
      switch command.wait(atMost: patience) {
      case .exited(0): return true
      case .exited, .signalled: return false
      case nil:
        kill(command.id, SIGKILL)
        return false
      }
    }
  }
}
