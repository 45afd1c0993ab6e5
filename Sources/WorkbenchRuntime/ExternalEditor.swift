import Glibc
import WorkbenchCore

/// Lets a text be edited in the program that the configuration, `$VISUAL` or `$EDITOR` names.
enum ExternalEditor {
  /// Edits the text and says what came of it. The terminal has to be free.
  ///
  /// The text is in a file of its own that only its owner can read. It is removed afterwards, unless it
  /// holds something that can't be taken.
  ///
  /// - Parameter command: The program of the configuration and its arguments.
  static func edit(
    _ text: String, fileExtension: String, command: [String]?, environment: [String: String]
  ) -> Action {
    let program =
      command.flatMap(Program.init(words:))
      ?? ["VISUAL", "EDITOR"].lazy.compactMap { Program(setting: environment[$0]) }.first
    guard let program else {
      return .failed("Neither the configuration nor VISUAL nor EDITOR names an editor")
    }
    guard let file = TemporaryText(text, fileExtension: fileExtension, environment: environment)
    else { return .failed("No temporary file could be made: \(String(cString: strerror(errno)))") }
    let ending = run(program.words + [file.path], environment: environment)
    let left = file.read()
    let edited = left.flatMap { String(validating: $0, as: UTF8.self) }
    let isChanged = left.map { $0 != Array(text.utf8) } ?? false
    let problem: String
    switch ending {
    case .exited(0):
      if let edited {
        file.remove()
        return .edited(isChanged ? edited : nil)
      }
      problem = left == nil ? "left no text" : "left what is not UTF-8"
    case .exited(let status): problem = "ended with status \(status)"
    case .signalled(let signal): problem = "was ended by signal \(signal)"
    case .notStarted(let code): problem = "can't be started: \(String(cString: strerror(code)))"
    }
    // What was written is not thrown away, though it isn't taken.
    if !isChanged { file.remove() }
    let place = isChanged ? "; what it wrote is in \(file.path)" : ""
    return .failed("\(program.name) \(problem). The text is as it was" + place)
  }

  /// Shows the text in `$PAGER`, or in `less`, and says what was wrong, if anything was.
  static func page(_ text: String, environment: [String: String]) -> String? {
    let program = Program(setting: environment["PAGER"]) ?? Program(name: "less", words: ["less"])
    guard let file = TemporaryText(text, fileExtension: "txt", environment: environment) else {
      return "No temporary file could be made: \(String(cString: strerror(errno)))"
    }
    defer { file.remove() }
    switch run(program.words + [file.path], environment: environment) {
    // How a pager was left is of no interest.
    case .exited, .signalled: return nil
    case .notStarted(let code):
      return "\(program.name) can't be started: \(String(cString: strerror(code)))"
    }
  }

  /// A program and the arguments that stand before the file.
  private struct Program {
    /// What sentences call it.
    let name: String
    let words: [String]

    init(name: String, words: [String]) {
      self.name = name
      self.words = words
    }

    init?(words: [String]) {
      guard let name = words.first else { return nil }
      self.init(name: name, words: words)
    }

    /// Reads a variable as git does: it is a shell command, to which the file is added. Words without
    /// anything that a shell would treat otherwise need none.
    init?(setting: String?) {
      let words = (setting ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
      guard let setting, let name = words.first else { return nil }
      let needsShell = setting.contains { "|&;<>()$`\\\"'*?[#~=%\n".contains($0) }
      self.init(
        name: name, words: needsShell ? ["sh", "-c", setting + " \"$@\"", name] : words)
    }
  }

  private enum Ending {
    case exited(Int32)
    case signalled(Int32)
    case notStarted(Int32)
  }

  private static func run(_ words: [String], environment: [String: String]) -> Ending {
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] =
      environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for string in arguments + variables { free(string) } }
    // A Ctrl-C typed in the editor is the editor's.
    let ignored = [SIGINT, SIGQUIT, SIGTSTP].map { number in
      var (ignoring, own) = (sigaction(), sigaction())
      ignoring.__sigaction_handler.sa_handler = SIG_IGN
      sigaction(number, &ignoring, &own)
      return (number, own)
    }
    defer {
      for (number, own) in ignored {
        var own = own
        sigaction(number, &own, nil)
      }
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigfillset(&defaults)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var child = pid_t()
    let code = posix_spawnp(&child, words[0], nil, &attributes, &arguments, &variables)
    guard code == 0 else { return .notStarted(code) }
    var status: Int32 = 0
    while true {
      if waitpid(child, &status, WUNTRACED) == -1 {
        guard errno == EINTR else { break }
      } else if status & 0xFF == 0x7F {
        // It was stopped, as by Ctrl-Z. The shell takes over when this process is stopped, too.
        raise(SIGSTOP)
        kill(child, SIGCONT)
      } else {
        break
      }
    }
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
  }
}

/// A text in a file that only its owner can read.
private struct TemporaryText {
  let path: String

  init?(_ text: String, fileExtension: String, environment: [String: String]) {
    let folder = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    let template = "\(folder)/workbench-XXXXXX.\(fileExtension)"
    var name = Array(template.utf8CString)
    let descriptor = mkstemps(&name, Int32(fileExtension.utf8.count + 1))
    guard descriptor >= 0 else { return nil }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        close(descriptor)
        unlink(path)
        return nil
      }
      written += count
    }
    close(descriptor)
  }

  /// The bytes of the file; nil when there is none to be read.
  func read() -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return ferror(file) == 0 ? bytes : nil
  }

  func remove() { unlink(path) }
}
