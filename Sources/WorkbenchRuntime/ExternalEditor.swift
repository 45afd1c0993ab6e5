import Glibc
import WorkbenchCore

/// Lets a text be edited in the program that the configuration, `$VISUAL` or `$EDITOR` names, or else in
/// `nano` or `vi`.
enum ExternalEditor {
  /// Edits the text and says what came of it. The terminal has to be free.
  ///
  /// The text is in a file of its own that only its owner can read. It is removed afterwards, unless it
  /// holds something that can't be taken.
  ///
  /// - Parameter command: The program of the configuration and its arguments.
  static func edit(
    _ text: String, fileExtension: String, command: [String]?, environment: [String: String],
    until interruption: Interruption = Interruption()
  ) -> Action {
    let program =
      command.flatMap(Program.init(words:))
      ?? ["VISUAL", "EDITOR"].lazy.compactMap { Program(setting: environment[$0]) }.first
      ?? ["nano", "vi"].lazy.compactMap { Program(installed: $0, environment) }.first
    guard let program else {
      return .failed(
        "Neither the configuration nor VISUAL nor EDITOR names an editor, nor is nano or vi here")
    }
    guard let file = TemporaryText(text, fileExtension: fileExtension, environment: environment)
    else { return .failed("No temporary file could be made: \(String(cString: strerror(errno)))") }
    let ending = run(program.words + [file.path], environment: environment, interruption)
    let left = file.read()
    let edited = left.flatMap { String(validating: $0, as: UTF8.self) }
    let isChanged = left.map { $0 != Array(text.utf8) } ?? false
    let problem: String
    switch ending {
    case .ended(.exited(0)):
      if let edited {
        file.remove()
        return .edited(isChanged ? edited : nil)
      }
      problem = left == nil ? "left no text" : "left what is not UTF-8"
    case .ended(.exited(let status)): problem = "ended with status \(status)"
    case .ended(.signalled(let signal)): problem = "was ended by signal \(signal)"
    case .stillRuns: return .failed("\(program.name) still edits \(file.path)")
    case .notStarted(let code): problem = "can't be started: \(String(cString: strerror(code)))"
    }
    // What was written is not thrown away, though it isn't taken.
    if !isChanged { file.remove() }
    let place = isChanged ? "; what it wrote is in \(file.path)" : ""
    return .failed("\(program.name) \(problem). The text is as it was" + place)
  }

  /// Shows the text in `$PAGER`, or in `less`, and says what was wrong, if anything was.
  ///
  /// - Parameter waitsForReader: Whether Enter is awaited where that program ends before anyone can have
  ///   read what it wrote.
  static func page(
    _ text: String, environment: [String: String], waitsForReader: Bool = false,
    until interruption: Interruption = Interruption()
  ) -> String? {
    let program = Program(setting: environment["PAGER"]) ?? Program(name: "less", words: ["less"])
    guard let file = TemporaryText(text, fileExtension: "txt", environment: environment) else {
      return "No temporary file could be made: \(String(cString: strerror(errno)))"
    }
    defer { file.remove() }
    let clock = MonotonicClock()
    switch run(program.words + [file.path], environment: environment, interruption) {
    case .ended(.exited(0)):
      // It only writes, as `cat` does.
      if waitsForReader, clock.now < .milliseconds(300) { awaitEnter(interruption) }
      return nil
    case .ended(.exited(let status)): return "\(program.name) ended with status \(status)"
    case .ended(.signalled(let signal)): return "\(program.name) was ended by signal \(signal)"
    case .stillRuns: return nil
    case .notStarted(let code):
      return "\(program.name) can't be started: \(String(cString: strerror(code)))"
    }
  }

  /// Leaves what was written on the terminal until Enter is pressed there, or this program is told to end.
  private static func awaitEnter(_ interruption: Interruption) {
    let words = Array("\nEnter goes back\n".utf8)
    _ = write(STDOUT_FILENO, words, words.count)
    repeat {
      var descriptors = [STDIN_FILENO, interruption.descriptor].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      _ = poll(&descriptors, nfds_t(descriptors.count), -1)
      if descriptors[0].revents != 0 {
        tcflush(STDIN_FILENO, TCIFLUSH)
        return
      }
    } while !interruption.isToldToEnd()
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

    /// Looks for a program where programs are.
    init?(installed name: String, _ environment: [String: String]) {
      let paths = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
      guard let path = paths.first(where: { access($0, X_OK) == 0 }) else { return nil }
      self.init(name: name, words: [path])
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

  /// What ends the other program's stay in the terminal before that ends.
  struct Interruption {
    /// Becomes readable when `isToldToEnd` is to be asked.
    var descriptor: Int32 = -1
    var isToldToEnd: () -> Bool = { false }
  }

  private enum Ending {
    case ended(ChildProcess.Ending)
    case stillRuns
    case notStarted(Int32)
  }

  /// Runs a program in the terminal until it ends, or until this one is told to end: then it is, too.
  private static func run(
    _ words: [String], environment: [String: String], _ interruption: Interruption
  ) -> Ending {
    let child: ChildProcess
    do throws(ChildProcess.Failure) {
      child = try ChildProcess(words, environment: environment)
    } catch {
      return .notStarted(error.code)
    }
    while true {
      if let ending = child.wait(or: interruption.descriptor) { return .ended(ending) }
      if interruption.isToldToEnd() { break }
    }
    for signal in [SIGHUP, SIGCONT] { kill(child.id, signal) }
    return child.wait(atMost: 2000).map { .ended($0) } ?? .stillRuns
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
