import JSON
import Presets
import Storage

/// Why a command can't be carried out as it was typed.
enum UsageError: Error {
  case unknownOption(String, Command, suggestion: String?)
  case needsValue(String)
  case needsNoValue(String)
  case repeated(String)
  case excess(String)
  /// A key on the command line.
  case key
  /// A value that an option can't take.
  case invalid(option: String, value: String, expected: String)
  case unknownPreset(String, suggestion: String?)
  case unreadable(path: String, reason: String)
  case endpoint(String)
  case unknownVariable(String, known: [String])
  /// The request needs variables that have no value.
  case missingVariables([String])
}

extension UsageError: CustomStringConvertible {
  var description: String {
    switch self {
    case .unknownOption(let name, let command, let suggestion):
      "there is no option \(name)" + Self.hint(suggestion)
        + "; `\(Self.helpCommand(command))` lists them"
    case .needsValue(let usage): "a value is missing: \(usage)"
    case .needsNoValue(let name): "\(name) takes no value"
    case .repeated(let name): "\(name) is given twice"
    case .excess(let argument): "don't know what to do with \"\(argument)\""
    case .key:
      "a key doesn't belong on the command line, where every process can read it; put it into a "
        + "variable such as ANTHROPIC_API_KEY or FRIENDLI_TOKEN, or let an endpoint refer to it"
    case .invalid(let option, let value, let expected):
      "\(option) takes \(expected), not \"\(value)\""
    case .unknownPreset(let name, let suggestion):
      "there is no preset and no file \"\(name)\"" + Self.hint(suggestion)
    case .unreadable(let path, let reason): "\(path): \(reason)"
    case .endpoint(let reason): reason
    case .unknownVariable(let name, let known):
      "no {{\(name)}} stands in the request; "
        + (known.isEmpty ? "it has no variables" : "there is \(known.joined(separator: ", "))")
    case .missingVariables(let names):
      "no value for \(names.joined(separator: ", ")): give it with --var \(names[0])=VALUE, or write a "
        + "default under variables in the preset"
    }
  }

  private static func hint(_ suggestion: String?) -> String {
    suggestion.map { " (did you mean \($0)?)" } ?? ""
  }

  private static func helpCommand(_ command: Command) -> String {
    ["workbench", command.name, "--help"].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
