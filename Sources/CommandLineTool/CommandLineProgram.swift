public import Presets

/// The program as seen from the shell: reads the arguments, and carries out every command but the
/// interface.
public enum CommandLineProgram {
  /// What there is left to do.
  public enum Next: Hashable, Sendable {
    case openInterface(LaunchOptions)
    /// Print the actions of the interface and their keys.
    case listKeys
    case exit(ExitStatus)
  }

  /// The version of the program.
  public static let version = "0.1.0"

  /// Reads the arguments after the program's name, and carries them out unless they ask for the
  /// interface.
  public static func run(_ arguments: [String], environment: [String: String]) -> Next {
    let named = Command.all.first { !$0.name.isEmpty && $0.name == arguments.first }
    let command = named ?? .interface
    let rest = named == nil ? arguments[...] : arguments.dropFirst()
    do throws(UsageError) {
      let parsed = try Arguments(rest, for: command)
      if parsed.has(Command.help.name) {
        StandardStream.output.write(Array(HelpText(command).description.utf8))
        return .exit(.success)
      }
      if parsed.has(Command.version.name) {
        StandardStream.output.line("workbench \(version)")
        return .exit(.success)
      }
      let surroundings = Surroundings(environment: environment)
      // The interface tells them itself.
      for problem in named == nil ? [] : surroundings.problems {
        StandardStream.error.line("workbench: \(problem)")
      }
      return try run(command, parsed, surroundings)
    } catch {
      StandardStream.error.line("workbench: \(error)")
      return .exit(.usage)
    }
  }

  private static func run(
    _ command: Command, _ arguments: Arguments, _ surroundings: Surroundings
  ) throws(UsageError) -> Next {
    switch command.name {
    case Command.send.name:
      return .exit(try SendCommand(arguments, surroundings).run())
    case Command.serve.name:
      return .exit(try ServeCommand(arguments, surroundings).run())
    case Command.check.name:
      return .exit(try CheckCommand(arguments, surroundings).run())
    case Command.locate.name:
      return .exit(try LocateCommand(arguments, surroundings).run())
    case Command.keys.name:
      return .listKeys
    default:
      return .openInterface(try interfaceOptions(arguments, surroundings))
    }
  }

  private static func interfaceOptions(
    _ arguments: Arguments, _ surroundings: Surroundings
  ) throws(UsageError) -> LaunchOptions {
    if let name = arguments.operand {
      if name.contains("/") || name.hasSuffix(".json") {
        _ = try surroundings.request(name)
      } else {
        _ = try surroundings.preset(named: name, orCommandOf: Command.all.map(\.name))
      }
    }
    if let name = arguments.value("--endpoint") { _ = try surroundings.endpoint(name) }
    return LaunchOptions(
      preset: arguments.operand, endpoint: arguments.value("--endpoint"),
      theme: arguments.value("--theme"))
  }
}

/// What the shell is told when the program ends.
public enum ExitStatus: Int32, Hashable, Sendable {
  case success = 0
  /// `check` found what an endpoint would refuse.
  case findings = 1
  case usage = 2
  /// The endpoint refused the request or reported an error.
  case rejected = 3
  /// The connection failed, or the answer is cut or unusable.
  case failed = 4
  case cancelled = 5
}
