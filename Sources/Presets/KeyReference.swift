/// Where a key is to be found when a request is sent. Never the key itself.
public enum KeyReference: Hashable, Sendable {
  /// The environment variable with this name.
  case environment(String)
  /// The first line that a program prints: its path or name, then its arguments. No shell is involved.
  case command([String])
  /// The first line of the file at this path; `~/` stands for the home folder.
  case file(String)
}

extension KeyReference: CustomStringConvertible {
  /// The reference as a person would write it, such as `$FRIENDLI_TOKEN`.
  public var description: String {
    switch self {
    case .environment(let name): "$" + name
    case .command(let words): "output of " + words.joined(separator: " ")
    case .file(let path): "file " + path
    }
  }
}

extension KeyReference {
  /// Reads a reference from the way it is typed: `$NAME`, `file:PATH` or `command:PROGRAM ARGUMENTS`.
  ///
  /// Nil for anything else, a key above all.
  public init?(parsing text: String) {
    if text.hasPrefix("$") {
      let name = String(text.dropFirst())
      guard Self.isVariableName(name) else { return nil }
      self = .environment(name)
    } else if text.hasPrefix("file:"), text.count > 5 {
      self = .file(String(text.dropFirst(5)))
    } else if text.hasPrefix("command:") {
      let words = text.dropFirst(8).split(separator: " ").map(String.init)
      guard !words.isEmpty else { return nil }
      self = .command(words)
    } else {
      return nil
    }
  }

  /// Whether a text can name an environment variable.
  static func isVariableName(_ name: String) -> Bool {
    guard let first = name.first, !first.isNumber else { return false }
    return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }
}
