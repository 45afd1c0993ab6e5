extension JSONSchema {
  /// Something that is wrong with a schema itself, whatever the values are.
  public struct Problem: Hashable, Sendable {
    /// What comes of it.
    public enum Effect: Hashable, Sendable {
      /// The specification forbids it, and validators refuse the whole schema.
      case invalid
      /// It is allowed, and no value fits the schema.
      case unsatisfiable
      /// It is allowed, and no value fits this part, without which others may fit the schema.
      case contradictory
      /// It is allowed, and hardly meant so.
      case doubtful
    }

    /// What would settle it at its place.
    public enum Remedy: Hashable, Sendable {
      case set(JSONValue)
      case remove
      /// Another name for the keyword.
      case rename(String)
    }

    public let effect: Effect
    /// Where in the schema.
    public let pointer: JSONPointer
    /// What is wrong, as the end of a sentence that begins with the place: `is 5, but maximum is 1`.
    public let message: String
    /// Nil where nothing is likely to be what was meant.
    public let remedy: Remedy?
  }

  /// What is wrong with the schema, in the order of its parts, with what references lead to last; nothing for
  /// one that can be used.
  ///
  /// Unknown keywords are allowed, unless they look like a slip, and so are the lists of `items` that drafts
  /// before 2020-12 had. A regular expression that is more than can be checked here counts as valid. A schema
  /// may be without problems and without a value that fits it all the same.
  public var problems: [Problem] { Inspection.problems(of: self) }
}

extension JSONSchema.Problem: CustomStringConvertible {
  /// The problem as a sentence that begins with the place, without a full stop. Elements of lists are counted
  /// from 1: `required 2 is “a” a second time`.
  public var description: String {
    pointer.isEmpty ? "the schema \(message)" : Self.name(of: pointer.tokens[...]) + " " + message
  }

  /// The same sentence about a schema that stands under a key: `input_schema.required 2 is …`.
  public func description(under key: String) -> String {
    Self.name(of: [key] + pointer.tokens[...]) + " " + message
  }

  private static func name(of tokens: ArraySlice<String>) -> String {
    // Below these keywords stand names, which may be numbers.
    let naming: Set = [
      "properties", "patternProperties", "dependentSchemas", "dependentRequired", "dependencies",
      "$defs", "definitions",
    ]
    // Each part ends with an element of a list, but for the last one.
    var parts: [[String]] = [[]]
    for index in tokens.indices {
      let before = index > tokens.startIndex ? tokens[index - 1] : ""
      if let number = Int(tokens[index]), !naming.contains(before),
        let list = parts[parts.count - 1].popLast()
      {
        parts[parts.count - 1].append("\(list) \(number + 1)")
        parts.append([])
      } else {
        parts[parts.count - 1].append(tokens[index])
      }
    }
    return parts.filter { !$0.isEmpty }.reversed().map { $0.joined(separator: ".") }
      .joined(separator: " of ")
  }
}
