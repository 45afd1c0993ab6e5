import JSON
import MessagesAPI
import Presets

/// A change of a request from the command line.
enum RequestEdit: Hashable, Sendable {
  case set(JSONPointer, JSONValue)
  case remove(JSONPointer)

  /// Reads `path=json`. What can't be JSON is text, so that words need no quotes.
  init(setting argument: String) throws(UsageError) {
    let path = String(argument.prefix { $0 != "=" })
    guard !path.isEmpty, path.count < argument.count else {
      throw .invalid(option: "--set", value: argument, expected: "PATH=JSON")
    }
    let text = String(argument.dropFirst(path.count + 1))
    do throws(JSONParseError) {
      self = .set(Self.pointer(path), try JSONValue(parsing: text))
    } catch {
      guard !["{", "[", "\""].contains(text.prefix(1)) else {
        throw .invalid(option: "--set", value: argument, expected: "JSON; \(error)")
      }
      self = .set(Self.pointer(path), .string(text))
    }
  }

  /// Reads the path of a field to remove.
  init(removing path: String) throws(UsageError) {
    guard !path.isEmpty else { throw .invalid(option: "--unset", value: path, expected: "a path") }
    self = .remove(Self.pointer(path))
  }

  /// Makes the change, or says which path leads nowhere.
  func apply(to body: inout JSONValue) throws(UsageError) {
    switch self {
    case .set(let pointer, let value):
      body[pointer] = value
      guard body[pointer] == value else {
        throw .invalid(option: "--set", value: pointer.path, expected: "a path in the request")
      }
    case .remove(let pointer):
      body[pointer] = nil
    }
  }

  /// `tools[0].name`, `tools.0.name` or `/tools/0/name`.
  private static func pointer(_ path: String) -> JSONPointer {
    path.hasPrefix("/")
      ? JSONPointer(parsing: path) ?? JSONPointer(path: path)
      : JSONPointer(path: path)
  }
}

extension Preset {
  /// The preset's variables with the values that `--var` gives them.
  ///
  /// A name that only stands in the texts will do, so that a bare body can have variables, too.
  func variables(
    settingFrom arguments: Arguments, for request: JSONValue
  ) throws(UsageError) -> PresetVariables {
    var variables = variables
    for argument in arguments.values("--var") {
      let name = String(argument.prefix { $0 != "=" })
      guard !name.isEmpty, name.count < argument.count else {
        throw .invalid(option: "--var", value: argument, expected: "NAME=VALUE")
      }
      let known = variables.list.map(\.name)
      let mentioned = PresetVariables.names(in: request)
      guard known.contains(name) || mentioned.contains(name) else {
        throw .unknownVariable(name, known: known + mentioned.filter { !known.contains($0) })
      }
      variables[name] = .init(name, String(argument.dropFirst(name.count + 1)))
    }
    return variables
  }
}
