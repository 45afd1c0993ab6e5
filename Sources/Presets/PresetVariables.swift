public import JSON

/// The variables of a request: `{{name}}` inside a string stands for a value that is filled in when it
/// is sent.
///
/// Only values are looked at, never keys. What names none of the variables stays as it is.
public struct PresetVariables: Hashable, Sendable {
  /// The variables, in the order of the preset's file.
  public private(set) var list: [Variable]

  /// A name and what stands for it.
  public struct Variable: Hashable, Sendable {
    /// What stands between the braces.
    public let name: String
    /// Nil for one that has to be given before the request can be sent.
    public var value: String?

    public init(_ name: String, _ value: String? = nil) {
      self.name = name
      self.value = value
    }
  }

  /// A place in a request that needs a variable.
  public struct Use: Hashable, Sendable {
    /// The variable that is needed.
    public let name: String
    /// The text that names it.
    public let pointer: JSONPointer

    public init(name: String, pointer: JSONPointer) {
      self.name = name
      self.pointer = pointer
    }
  }

  /// - Parameter list: Of variables with one name, the last counts.
  public init(_ list: [Variable] = []) {
    self.list = []
    for variable in list { self[variable.name] = variable }
  }

  public var isEmpty: Bool { list.isEmpty }

  /// The variable with a name. Nil removes it; a new one comes last.
  public subscript(name: String) -> Variable? {
    get { list.first { $0.name == name } }
    set {
      let index = list.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let variable?): list[index] = variable
      case (let index?, nil): list.remove(at: index)
      case (nil, let variable?): list.append(variable)
      case (nil, nil): break
      }
    }
  }

  /// A copy of a value with the variables that have a value filled in; strings without them keep their
  /// spelling.
  public func filled(in value: JSONValue) -> JSONValue {
    let pairs = list.compactMap { variable in variable.value.map { (variable.name, $0) } }
    let values = Dictionary(pairs) { $1 }
    return values.isEmpty ? value : Self.fill(values, in: value)
  }

  /// Where a value needs a variable that has no value: the first place for each.
  public func unfilled(in value: JSONValue) -> [Use] {
    var names = Set(list.lazy.filter { $0.value == nil }.map(\.name))
    guard !names.isEmpty else { return [] }
    var uses: [Use] = []
    Self.visit(value, at: JSONPointer()) { text, pointer in
      for name in Self.names(in: text, where: names.contains) where names.remove(name) != nil {
        uses.append(Use(name: name, pointer: pointer))
      }
    }
    return uses
  }

  /// Whether a value needs any of the variables.
  public func areUsed(in value: JSONValue) -> Bool {
    let names = Set(list.lazy.map(\.name))
    guard !names.isEmpty else { return false }
    var isUsed = false
    Self.visit(value, at: JSONPointer()) { text, _ in
      isUsed = isUsed || !Self.names(in: text, where: names.contains).isEmpty
    }
    return isUsed
  }

  /// The names that occur in a value, in the order of their first occurrence, variables or not.
  public static func names(in value: JSONValue) -> [String] {
    var names: [String] = []
    var seen: Set<String> = []
    visit(value, at: JSONPointer()) { text, _ in
      names += Self.names(in: text, where: isName).filter { seen.insert($0).inserted }
    }
    return names
  }

  /// Whether a text looks like the name of a variable: letters, digits and `_ - .`, not a digit first.
  public static func isName(_ text: String) -> Bool {
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

extension PresetVariables {
  /// Goes through the strings of a value.
  private static func visit(
    _ value: JSONValue, at pointer: JSONPointer, _ take: (String, JSONPointer) -> Void
  ) {
    switch value {
    case .string(let string): take(string.value, pointer)
    case .array(let array):
      for (index, element) in array.enumerated() {
        visit(element, at: pointer.appending(index), take)
      }
    case .object(let object):
      for member in object.members {
        visit(member.value, at: pointer.appending(member.key.value), take)
      }
    case .null, .bool, .number: break
    }
  }

  private static func fill(_ values: [String: String], in value: JSONValue) -> JSONValue {
    switch value {
    case .string(let string):
      let text = fill(values, in: string.value)
      return text == string.value ? value : .string(text)
    case .array(let array):
      let elements = array.map { fill(values, in: $0) }
      return elements.elementsEqual(array) ? value : .array(JSONArray(elements))
    case .object(var object):
      for position in object.members.indices {
        let member = object.members[position].value
        let new = fill(values, in: member)
        if new != member { object.members[position].value = new }
      }
      return .object(object)
    case .null, .bool, .number:
      return value
    }
  }

  private static func fill(_ values: [String: String], in text: String) -> String {
    pieces(of: text) { values[$0] != nil }.map { piece in
      switch piece {
      case .text(let text): String(text)
      case .variable(let name): values[name] ?? ""
      }
    }.joined()
  }

  /// The names in a text, each once.
  private static func names(in text: String, where isWanted: (String) -> Bool) -> [String] {
    var names: [String] = []
    var seen: Set<String> = []
    for case .variable(let name) in pieces(of: text, where: isWanted)
    where seen.insert(name).inserted {
      names.append(name)
    }
    return names
  }

  private enum Piece {
    case text(Substring)
    case variable(String)
  }

  /// The most bytes between the braces.
  private static let maximumNameLength = 200

  /// The text cut at its variables.
  private static func pieces(of text: String, where isVariable: (String) -> Bool) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    var start = rest.startIndex
    while let open = rest[start...].firstRange(of: "{{") {
      let limit = rest.utf8.index(
        open.upperBound, offsetBy: maximumNameLength, limitedBy: rest.endIndex)
      let near = rest[open.upperBound..<(limit ?? rest.endIndex)]
      guard let close = near.firstRange(of: "}}"),
        case let name = rest[open.upperBound..<close.lowerBound].trimmingSpaces, isVariable(name)
      else {
        start = rest.utf8.index(after: open.lowerBound)
        continue
      }
      pieces.append(.text(rest[..<open.lowerBound]))
      pieces.append(.variable(name))
      rest = rest[close.upperBound...]
      start = rest.startIndex
    }
    return pieces + [.text(rest)]
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
