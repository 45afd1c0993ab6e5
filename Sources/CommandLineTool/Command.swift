/// A command of the program. The table of all is `Command.all`: the parser and the help read it.
struct Command: Sendable {
  /// What is typed after `workbench`; empty for the interface.
  let name: String
  /// What the command does, as one sentence.
  let summary: String
  /// The operand in the usage line and what it means; nil for a command that takes none.
  var operand: (usage: String, help: String)? = nil
  var options: [Option] = []
  /// Paragraphs below the options.
  var notes: [String] = []

  /// An option of a command.
  struct Option: Sendable {
    let name: String
    /// The name of its value; nil for a switch.
    let value: String?
    let help: String
    var isRepeatable = false
  }
}

extension Command {
  static let interface = Command(
    name: "", summary: "Opens the workbench.",
    operand: ("[PRESET|FILE]", "the preset or file to open; the last draft unless given"),
    options: [
      endpoint,
      Option(name: "--theme", value: "NAME", help: "the theme to draw with"),
    ])

  static let send = Command(
    name: "send",
    summary: "Sends a request and writes the answer to standard output as it comes.",
    operand: (requestUsage, "a preset's name, a file, or - for standard input"),
    options: [
      endpoint,
      Option(
        name: "--set", value: "PATH=JSON",
        help: "set a field, such as temperature=0.2; text may stand without quotes",
        isRepeatable: true),
      variable,
      Option(
        name: "--unset", value: "PATH", help: "remove a field, such as tools.0",
        isRepeatable: true),
      Option(
        name: "--output", value: "FORM",
        help: "text (the default), json for the whole message, events for the bytes as they come, "
          + "sampling for how the embedded model drew each token, as JSON lines"),
    ],
    notes: [
      "The answer is asked for as a stream unless the request says otherwise. All that isn't the answer "
        + "goes to standard error. Ctrl-C cancels and keeps what has come.",
      "Exit status: 0 the answer is complete, 2 wrong usage, 3 the endpoint refused or failed, "
        + "4 the connection failed or the answer is cut, 5 cancelled.",
    ])

  static let serve = Command(
    name: "serve",
    summary: "Serves the embedded endpoint over HTTP on 127.0.0.1 and ::1.",
    options: [
      Option(name: "--port", value: "N", help: "the port; a free one unless given"),
      Option(
        name: "--rate", value: "N", help: "tokens a second, in place of each model's own pace"),
      Option(name: "--seed", value: "N", help: "the seed of requests that name none"),
      Option(
        name: "--token", value: nil,
        help: "ask clients for a key: that in WORKBENCH_SERVE_TOKEN, else one made up and shown"),
      Option(
        name: "--ignore", value: "FIELD,…",
        help: "don't know these fields of requests, as some servers don't"),
      Option(
        name: "--script", value: "FILE", help: "answer by a script of faults where it matches"),
    ],
    notes: [
      "The base URL is the first line on standard output; requests are logged on standard error. "
        + "Ctrl-C ends it."
    ])

  static let check = Command(
    name: "check", summary: "Tells what an endpoint would refuse or ignore in a request.",
    operand: (requestUsage, "a preset's name, a file, or - for standard input"),
    options: [endpoint, variable],
    notes: ["Exit status: 0 nothing would be refused, 1 something would, 2 wrong usage."])

  static let locate = Command(
    name: "locate", summary: "Prints where files are kept.",
    operand: ("config|themes|presets|runs", "the configuration file, or one of the folders"))

  static let keys = Command(
    name: "keys",
    summary: "Prints the actions of the interface: their names in the configuration, and keys.")

  static let all = [interface, send, serve, check, locate, keys]

  private static let requestUsage = "[PRESET|FILE|-]"

  private static let endpoint = Option(
    name: "--endpoint", value: "NAME|URL",
    help: "the endpoint: one that is set up, or any base URL")

  private static let variable = Option(
    name: "--var", value: "NAME=VALUE",
    help: "what {{NAME}} stands for in the texts of the request", isRepeatable: true)

  static let help = Option(name: "--help", value: nil, help: "show this help")
  static let version = Option(name: "--version", value: nil, help: "show the version")
}
