public import JSON

/// The variables of a request: `{{name}}` inside a string stands for a value that is given when it is sent.
///
/// Only values are looked at, never keys. What looks like a variable but has no value stays as it is.
public enum PresetVariables {
  /// The names that occur in a value, in the order of their first occurrence.
  public static func names(in value: JSONValue) -> [String] {
    var names: [String] = []
    collect(value, into: &names)
    return names
  }

  /// A copy of a value with the variables replaced; strings without variables keep their spelling.
  public static func substituting(
    _ values: [String: String], in value: JSONValue
  ) -> JSONValue {
    guard !values.isEmpty else { return value }
    switch value {
    case .string(let string):
      let text = substitute(values, in: string.value)
      return text == string.value ? value : .string(text)
    case .array(let array):
      let elements = array.map { substituting(values, in: $0) }
      return elements.elementsEqual(array) ? value : .array(JSONArray(elements))
    case .object(var object):
      for position in object.members.indices {
        let member = object.members[position].value
        let new = substituting(values, in: member)
        if new != member { object.members[position].value = new }
      }
      return .object(object)
    case .null, .bool, .number:
      return value
    }
  }

  private static func collect(_ value: JSONValue, into names: inout [String]) {
    switch value {
    case .string(let string):
      for piece in pieces(of: string.value) {
        if case .variable(let name, _) = piece, !names.contains(name) { names.append(name) }
      }
    case .array(let array):
      for element in array { collect(element, into: &names) }
    case .object(let object):
      for member in object.members { collect(member.value, into: &names) }
    case .null, .bool, .number:
      break
    }
  }

  private static func substitute(_ values: [String: String], in text: String) -> String {
    pieces(of: text).map { piece in
      switch piece {
      case .text(let text): String(text)
      case .variable(let name, let spelling): values[name] ?? String(spelling)
      }
    }.joined()
  }

  private enum Piece {
    case text(Substring)
    case variable(name: String, spelling: Substring)
  }

  /// The text cut at its variables.
  private static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    var start = rest.startIndex
    while let open = rest[start...].firstRange(of: "{{") {
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else { break }
      let name = rest[open.upperBound..<close.lowerBound].trimmingSpaces
      guard isName(name) else {
        start = rest.index(after: open.lowerBound)
        continue
      }
      pieces.append(.text(rest[..<open.lowerBound]))
      pieces.append(.variable(name: name, spelling: rest[open.lowerBound..<close.upperBound]))
      rest = rest[close.upperBound...]
      start = rest.startIndex
    }
    return pieces + [.text(rest)]
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first == "_" || first.properties.isAlphabetic
    else {
      return false
    }
    return text.unicodeScalars.allSatisfy {
      "_-.".unicodeScalars.contains($0) || $0.properties.isAlphabetic
        || $0.properties.numericType != nil
    }
  }
}

extension Substring {
  /// Where a short text first occurs, by its UTF-8.
  fileprivate func firstRange(of text: String) -> Range<Index>? {
    let pattern = Array(text.utf8)
    var start = startIndex
    while let first = utf8[start...].firstIndex(of: pattern[0]) {
      if utf8[first...].starts(with: pattern) {
        return first..<utf8.index(first, offsetBy: pattern.count)
      }
      start = utf8.index(after: first)
    }
    return nil
  }
}
