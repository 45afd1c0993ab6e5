import JSON

/// The arguments of a command, taken apart by its row in the table.
struct Arguments: Hashable, Sendable {
  private(set) var operand: String?
  private var values: [String: [String]] = [:]

  /// The value of an option that is given once.
  func value(_ option: String) -> String? { values[option]?.last }

  /// All values of an option, in their order.
  func values(_ option: String) -> [String] { values[option] ?? [] }

  /// Whether an option is given.
  func has(_ option: String) -> Bool { values[option] != nil }

  init(_ arguments: ArraySlice<String>, for command: Command) throws(UsageError) {
    var rest = arguments
    var takesOptions = true
    while let argument = rest.popFirst() {
      guard !SecretGuard.looksLikeKey(argument) else { throw .key }
      if takesOptions, argument == "--" {
        takesOptions = false
      } else if takesOptions, argument.hasPrefix("-"), argument != "-" {
        try takeOption(argument, &rest, command)
      } else {
        guard operand == nil, command.operand != nil else { throw .excess(argument) }
        operand = argument
      }
    }
  }

  /// Takes an option and its value, as `--name value` or `--name=value`.
  private mutating func takeOption(
    _ argument: String, _ rest: inout ArraySlice<String>, _ command: Command
  ) throws(UsageError) {
    var name = String(argument.prefix { $0 != "=" })
    var value = name == argument ? nil : String(argument.dropFirst(name.count + 1))
    if name == "-h" { name = Command.help.name }
    guard !SecretGuard.isForKeys(name) else { throw .key }
    guard let option = command.allOptions.first(where: { $0.name == name }) else {
      let names = command.allOptions.map(\.name)
      throw .unknownOption(name, command, suggestion: name.nearest(in: names))
    }
    guard option.isRepeatable || values[name] == nil else { throw .repeated(name) }
    if option.value == nil {
      guard value == nil else { throw .needsNoValue(name) }
    } else {
      value = value ?? rest.popFirst()
      guard let value else { throw .needsValue(option.usage) }
      guard !SecretGuard.looksLikeKey(value) else { throw .key }
    }
    values[name, default: []].append(value ?? "")
  }
}

/// Keeps keys out of the arguments, which everyone on the machine can read.
enum SecretGuard {
  /// Whether an argument begins as the keys of known services do.
  static func looksLikeKey(_ text: String) -> Bool {
    let starts = ["sk-", "flp_", "Bearer "]
    return starts.contains { text.hasPrefix($0) && text.count >= $0.count + 12 }
  }

  /// Whether an option's name asks for a key.
  static func isForKeys(_ option: String) -> Bool {
    ["--key", "--api-key", "--apikey", "--auth-token", "--password"].contains(option)
  }
}

extension String {
  /// The name that was probably meant.
  func nearest(in names: [String]) -> String? {
    let ranked = names.map { (name: $0, distance: Spelling.distance(utf8, $0.utf8)) }
      .min { $0.distance < $1.distance }
    guard let ranked, ranked.distance <= max(1, count / 3) else { return nil }
    return ranked.name
  }
}
