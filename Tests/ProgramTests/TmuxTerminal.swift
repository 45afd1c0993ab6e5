import Glibc
import TestSupport

/// The program in a terminal of its own: tmux, which reads what the program writes as any terminal would.
final class TmuxTerminal {
  private let socket: String
  /// The home folder, removed when no terminal uses it any more.
  let home: TemporaryFolder

  /// Starts the program in a fresh home folder.
  ///
  /// - Parameters:
  ///   - home: A home folder to use again; a new one without.
  ///   - settings: Variables of the environment.
  ///   - underJobControl: Whether a shell runs the program as a job that can be stopped; Enter then
  ///     lets it go on.
  ///   - knowsTmux: Whether the program sees that it is in tmux, one that is set up as it comes.
  ///   - inBackground: Whether that shell starts it in the background and takes it to the front later.
  init(
    width: Int = 100, height: Int = 30, home: TemporaryFolder = TemporaryFolder(),
    settings: [String: String] = [:], arguments: [String] = [], underJobControl: Bool = false,
    inBackground: Bool = false, knowsTmux: Bool = false
  ) {
    socket = "workbench-test-\(getpid())-\(UInt32.random(in: 0...(.max)))"
    self.home = home
    mkfifo(home.path(Self.alive), 0o600)
    var words = ["env"]
    for name in Self.clearedVariables where name != "TMUX" || !knowsTmux { words += ["-u", name] }
    words.append("HOME=\(home.path)")
    words += settings.map { "\($0.key)=\($0.value)" }
    words += [Self.program] + arguments
    var command = words.map(Self.quoted).joined(separator: " ")
    if underJobControl {
      let script = "set -m; \(command); echo '[stopped]'; stty -a; read; fg >/dev/null"
      command = "bash -c " + Self.quoted(script)
    }
    if inBackground {
      command = "bash -c " + Self.quoted("set -m; \(command) & sleep 0.5; fg >/dev/null")
    }
    tmux(
      "-f", "/dev/null", "new-session", "-d", "-x", "\(width)", "-y", "\(height)",
      "exec 9<>" + Self.quoted(home.path(Self.alive)) + "; " + command
        + "; echo \"[ended $?]\"; stty -a | grep -o -- '-\\?icanon'; sleep 600")
    tmux("set", "-g", "status", "off")
    tmux("set", "-g", "escape-time", "0")
    if !knowsTmux { tmux("set", "-g", "set-clipboard", "on") }
  }

  deinit {
    tmux("kill-server")
    // The program keeps its draft on the way out; only then may the folder go.
    let pipe = open(home.path(Self.alive), O_RDONLY | O_NONBLOCK)
    defer { close(pipe) }
    var byte: UInt8 = 0
    for _ in 0..<500 where read(pipe, &byte, 1) < 0 { usleep(10_000) }
  }

  /// A pipe that the program has open as long as it lives.
  private static let alive = "alive"

  /// The program under test, which is built beside the tests.
  static var program: String {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    let own = String(decoding: path[..<max(count, 0)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let folder = own.split(separator: "/").dropLast().joined(separator: "/")
    let beside = "/\(folder)/workbench"
    if access(beside, X_OK) == 0 { return beside }
    // The test runner may stand elsewhere; its argument is the bundle.
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
    return bundle.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/workbench"
  }

  private static let clearedVariables = [
    "TMUX", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "FRIENDLI_TOKEN",
    "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "NO_COLOR", "COLORTERM",
    "STY",
  ]

  /// Presses keys by the names that tmux gives them.
  ///
  /// A key that is read together with Escape would be Alt with that key, however long a test waits. So
  /// what a terminal says when it gains focus follows, which is no key.
  func press(_ keys: String...) {
    for key in keys {
      if key == "Escape" { type("\u{1B}\u{1B}[I") } else { tmux("send-keys", key) }
    }
  }

  func type(_ text: String) { tmux("send-keys", "-l", text) }

  /// Pastes as a terminal does: in brackets, when the program asked for them.
  func paste(_ text: String) {
    tmux("set-buffer", "-b", "paste", text)
    tmux("paste-buffer", "-p", "-d", "-b", "paste")
  }

  func resize(width: Int, height: Int) {
    tmux("resize-window", "-x", "\(width)", "-y", "\(height)")
  }

  /// The lines of the screen.
  var screen: String { tmux("capture-pane", "-p") }

  /// The lines of the screen with the sequences that style them.
  var styledScreen: String { tmux("capture-pane", "-p", "-e") }

  /// Keeps what the program sends from now on, as it is sent, in a file.
  func record(to path: String) { tmux("pipe-pane", "-o", "exec cat > " + Self.quoted(path)) }

  /// What the program has put on the clipboard last.
  var clipboard: String { tmux("show-buffer") }

  /// Waits until the clipboard is as wished; false when that doesn't come in time.
  func copies(until isMet: (String) -> Bool) -> Bool { Self.wait { isMet(clipboard) } }

  /// Waits until the screen is as wished; false when that doesn't come in time.
  func waits(until isMet: (String) -> Bool) -> Bool { Self.wait { isMet(screen) } }

  /// Waits until a text is on the screen; false when it doesn't come in time.
  func shows(_ text: String) -> Bool { waits { $0.contains(text) } }

  /// Waits until a text is gone from the screen.
  func hides(_ text: String) -> Bool { waits { !$0.contains(text) } }

  /// Waits until a sequence that sets a colour, such as `ESC [31m`, is part of the screen.
  func colors(_ sequence: String) -> Bool { Self.wait { styledScreen.contains(sequence) } }

  /// Waits for a condition, far longer than a busy machine needs.
  static func wait(until isMet: () -> Bool) -> Bool {
    for _ in 0..<2400 {
      if isMet() { return true }
      usleep(50_000)
    }
    return false
  }

  @discardableResult
  private func tmux(_ arguments: String...) -> String {
    let command = (["tmux", "-L", socket] + arguments).map(Self.quoted).joined(separator: " ")
    guard let pipe = popen(command + " 2>/dev/null", "r") else { return "" }
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func quoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
