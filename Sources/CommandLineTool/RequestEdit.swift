import JSON
import MessagesAPI

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
