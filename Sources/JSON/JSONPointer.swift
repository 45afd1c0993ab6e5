/// A path from a value to one inside it, such as `/messages/0/content`.
///
/// RFC 6901.
public struct JSONPointer: Hashable, Sendable {
  /// The reference tokens, unescaped: keys and array indices.
  public var tokens: [String]

  public init(_ tokens: [String] = []) { self.tokens = tokens }

  /// Reads a pointer from its text, where `~1` stands for a slash and `~0` for a tilde; nil when the text
  /// is neither empty nor begins with a slash.
  public init?(parsing text: String) {
    guard !text.isEmpty else {
      self.init()
      return
    }
    guard text.hasPrefix("/") else { return nil }
    let tokens = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    self.init(tokens.map { Self.unescaped($0) })
  }

  /// The path as people write it: `messages[0].content`, the way error messages name fields.
  public init(path: String) {
    let parts = path.split { $0 == "." || $0 == "[" }
    self.init(parts.map { String($0.last == "]" ? $0.dropLast() : $0) })
  }

  public var isEmpty: Bool { tokens.isEmpty }

  public var parent: JSONPointer { JSONPointer(tokens.dropLast()) }

  public func appending(_ token: String) -> JSONPointer { JSONPointer(tokens + [token]) }
  public func appending(_ index: Int) -> JSONPointer { JSONPointer(tokens + [String(index)]) }
  public func appending(_ other: JSONPointer) -> JSONPointer { JSONPointer(tokens + other.tokens) }

  public func hasPrefix(_ prefix: JSONPointer) -> Bool {
    tokens.starts(with: prefix.tokens)
  }

  /// The path as error messages of the API write it: `messages.0.content`.
  public var path: String { tokens.joined(separator: ".") }

  private static func unescaped(_ token: Substring) -> String {
    guard token.contains("~") else { return String(token) }
    var text = ""
    var isEscaped = false
    for character in token {
      switch (isEscaped, character) {
      case (true, "1"): text.append("/")
      case (true, "0"): text.append("~")
      case (true, _): text += "~" + String(character)
      case (false, "~"): break
      case (false, _): text.append(character)
      }
      isEscaped = !isEscaped && character == "~"
    }
    return isEscaped ? text + "~" : text
  }
}

extension JSONPointer: CustomStringConvertible, ExpressibleByStringLiteral {
  public var description: String {
    tokens.map { token in
      "/"
        + token.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
    }.joined()
  }

  /// - Precondition: The literal is a well-formed pointer.
  public init(stringLiteral value: String) {
    guard let pointer = JSONPointer(parsing: value) else {
      preconditionFailure("\(value) is not a JSON pointer")
    }
    self = pointer
  }
}

extension JSONValue {
  /// The value at the end of the path.
  ///
  /// Setting replaces or adds a member or an element (an index equal to the count, or `-`, appends) and
  /// makes the objects and arrays that are missing on the way; setting nil removes. Setting changes nothing when
  /// the path leads through a string, number, boolean or a missing array element.
  public subscript(pointer: JSONPointer) -> JSONValue? {
    get {
      var value = self
      for token in pointer.tokens {
        let next = value.arrayValue == nil ? value[token] : Int(token).flatMap { value[$0] }
        guard let next else { return nil }
        value = next
      }
      return value
    }
    set { set(pointer.tokens[...], to: newValue) }
  }

  private mutating func set(_ tokens: ArraySlice<String>, to newValue: JSONValue?) {
    guard let token = tokens.first else {
      self = newValue ?? .null
      return
    }
    let rest = tokens.dropFirst()
    switch self {
    case .object(var object):
      if rest.isEmpty {
        object[token] = newValue
      } else {
        guard newValue != nil || object[token] != nil else { return }
        var child = object[token] ?? .null
        if child.isNull {
          child = Self.container(for: rest)
          let empty = child
          child.set(rest, to: newValue)
          guard child != empty else { return }
        } else {
          child.set(rest, to: newValue)
        }
        object[token] = child
      }
      self = .object(object)
    case .array(var array):
      guard let index = token == "-" ? array.count : Int(token), (0...array.count).contains(index)
      else { return }
      if index == array.count {
        guard let newValue else { return }
        var child = Self.container(for: rest)
        child.set(rest, to: newValue)
        array.append(child)
      } else if rest.isEmpty, newValue == nil {
        array.remove(at: index)
      } else {
        var child = array[index]
        child.set(rest, to: newValue)
        if child != array[index] { array[index] = child }
      }
      self = .array(array)
    case .null, .bool, .number, .string:
      return
    }
  }

  /// What holds the end of a path where there is nothing: a number or `-` means an array.
  private static func container(for path: ArraySlice<String>) -> JSONValue {
    path.first.map { $0 == "-" || Int($0) != nil } == true ? .array([]) : .object([:])
  }
}

extension JSONPointer: ExpressibleByArrayLiteral {
  /// A pointer from its reference tokens, unescaped.
  public init(arrayLiteral tokens: String...) { self.init(tokens) }
}
