import CommandLineTool
import Glibc
import LocalEndpoint
import Presets
import TerminalDriver
import TerminalUI
import WorkbenchRuntime

/// The process's environment.
private func environment() -> [String: String] {
  var variables: [String: String] = [:]
  var pointer = environ
  while let entry = pointer.pointee {
    let text = String(cString: entry)
    if let equals = text.firstIndex(of: "=") {
      variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
    }
    pointer += 1
  }
  return variables
}

/// Makes room for the files that the interface has open; false when the system allows too few.
private func makeRoomForFiles() -> Bool {
  let needed: rlim_t = 32
  var limit = rlimit()
  guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return true }
  guard limit.rlim_cur < needed else { return true }
  limit.rlim_cur = min(limit.rlim_max, 256)
  setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  return limit.rlim_cur >= needed
}

/// Opens the interface and stays in it; what keeps it from opening is said on standard error.
@MainActor
private func openInterface(_ options: LaunchOptions, environment: [String: String]) -> ExitStatus {
  guard makeRoomForFiles() else {
    complain("too few files may be open here for the interface; try `ulimit -n 256`")
    return .usage
  }
  do throws(Terminal.Failure) {
    let terminal = try Terminal()
    let session: Session
    do throws(Session.Failure) {
      session = try Session(
        options: options, environment: environment, size: terminal.size,
        colorCount: terminal.colorCount,
        responder: { FaultResponder(.models, otherwise: RequestHandler(onSample: $0)) })
    } catch {
      terminal.close()
      guard case .argument(let sentence) = error else { return .usage }
      complain(sentence)
      return .usage
    }
    session.run(on: TerminalAdapter(terminal))
    terminal.close()
    return .success
  } catch {
    complain(sentence(for: error))
    return .usage
  }
}

/// Prints the actions of the interface with their keys, as the configuration sets them.
private func listKeys(environment: [String: String]) -> ExitStatus {
  let bytes = Array(KeyListing.text(environment: environment).utf8)
  return write(STDOUT_FILENO, bytes, bytes.count) == bytes.count ? .success : .failed
}

private func complain(_ sentence: String) {
  let bytes = Array("workbench: \(Neutralizer.visible(sentence))\n".utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}

/// Why the terminal can't be taken over, and what to do instead.
private func sentence(for failure: Terminal.Failure) -> String {
  switch failure {
  case .inputIsNoTerminal, .outputIsNoTerminal:
    "the interface needs a terminal; `workbench send` works without one"
  case .noType: "TERM is not set, so the terminal's type is unknown; try TERM=xterm-256color"
  case .unknownType(let name):
    "there is no description of the terminal type \(name); try TERM=xterm-256color"
  case .cannotMoveCursor(let name):
    "a terminal of type \(name) can't move its cursor; `workbench send` works there"
  case .systemCall(let call, let code): "\(call) failed: \(String(cString: strerror(code)))"
  }
}

// A reader that leaves and a full quota are errors of a write, not the end of the program.
signal(SIGPIPE, SIG_IGN)
signal(SIGXFSZ, SIG_IGN)
let variables = environment()
let status =
  switch CommandLineProgram.run(Array(CommandLine.arguments.dropFirst()), environment: variables) {
  case .exit(let status): status
  case .listKeys: listKeys(environment: variables)
  case .openInterface(let options): openInterface(options, environment: variables)
  }
// Not `exit`, which takes libcurl's libraries down while its thread may still work with them.
// Everything is written already: nothing here uses the buffers of stdio.
_exit(status.rawValue)
