import Glibc
import TestSupport

/// Runs the built program as a shell does.
struct Shell {
  /// What a run of the program came to.
  struct Result {
    var output: [UInt8]
    var errors: String
    var status: Int32

    var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// A folder for the program's files, so that nobody's own are read.
  let folder = TemporaryFolder()

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - input: What it reads on standard input.
  ///   - signals: A signal to send, and what has to stand in the output before.
  func run(
    _ arguments: [String], program: String = TmuxTerminal.program,
    environment: [String: String] = [:], input: String = "",
    signal: (number: Int32, after: String)? = nil
  ) -> Result {
    folder.write("input", Array(input.utf8))
    folder.write("output", [])
    folder.write("errors", [])
    let process = start(arguments, program: program, environment: environment)
    if let signal {
      _ = waits { output(of: "output").contains(signal.after) }
      kill(process, signal.number)
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let code = status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
    return Result(
      output: folder.read("output") ?? [], errors: output(of: "errors"), status: code)
  }

  /// Starts the program with its standard streams in files of the folder.
  func start(
    _ arguments: [String], program: String = TmuxTerminal.program,
    environment: [String: String] = [:]
  ) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, folder.path("input"), O_RDONLY, 0)
    for (descriptor, name) in [(1, "output"), (2, "errors")] {
      posix_spawn_file_actions_addopen(
        &actions, Int32(descriptor), folder.path(name), O_WRONLY | O_CREAT | O_APPEND, 0o600)
    }
    let home = ["HOME": folder.path, "PATH": "/usr/bin:/bin"]
    let variables = home.merging(environment) { $1 }.map { strdup("\($0)=\($1)") } + [nil]
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { (words + variables).forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, program, &actions, nil, words, variables)
    precondition(code == 0, "\(program) can't be started")
    return process
  }

  /// What a file of the folder holds.
  func output(of name: String) -> String {
    String(decoding: folder.read(name) ?? [], as: UTF8.self)
  }

  /// Waits for a condition, far longer than a busy machine needs.
  func waits(for condition: () -> Bool) -> Bool {
    for _ in 0..<12_000 {
      if condition() { return true }
      usleep(10_000)
    }
    return false
  }
}
