/// Reads a JSON text that is still arriving, such as the input of a tool call.
///
/// Append what arrives; at any moment `preview` is the value so far and `openPath` tells where the next
/// byte goes. How the text is cut into pieces doesn't matter. Each byte is looked at once and nothing
/// recurses. A text that is not JSON is read up to its first error.
///
/// The preview is for showing. Whether a text may be used is for `JSONParser` to say.
public struct PartialJSONParser: Sendable {
  /// The token that the text ends in the middle of.
  public enum Token: Hashable, Sendable {
    case key, string, number, literal
  }

  /// Why the text is not the beginning of JSON, if so. Nothing after the position is read.
  public private(set) var error: JSONParseError?

  private let limits: JSONParser.Limits
  private var text: [UInt8] = []
  private var frames: [Frame] = []
  private var expectation = Expectation.value
  private var token: Token?
  /// Where the open token begins.
  private var tokenStart = 0
  private var string = PartialJSONString()
  private var number = PartialJSONNumber()
  private var root: JSONValue?

  /// An array or object that isn't closed yet.
  private enum Frame: Sendable {
    case array([JSONValue])
    case object([JSONObject.Member], key: JSONString?)
  }

  /// What may stand next, between tokens.
  private enum Expectation {
    case value, valueOrEnd, key, keyOrEnd, colon, commaOrEnd, nothing
  }

  public init(limits: JSONParser.Limits = .default) { self.limits = limits }

  /// Reads the text so far in one go.
  public init(_ text: some Sequence<UInt8>, limits: JSONParser.Limits = .default) {
    self.init(limits: limits)
    append(text)
  }

  /// Takes the next piece of the text.
  public mutating func append(_ bytes: some Sequence<UInt8>) {
    for byte in bytes where error == nil {
      text.append(byte)
      if !read(byte) || text.count > limits.length { fail() }
    }
  }

  /// Whether the text is one whole value. A number at the end of the text may go on, so it isn't.
  public var isComplete: Bool { root != nil && error == nil }

  /// The token that the text ends in the middle of; nil between tokens.
  public var openToken: Token? { token }

  /// The path of the value that is being written; nil before and after the text's one value.
  ///
  /// Once a key is complete, its value counts as being written.
  public var openPath: JSONPointer? {
    guard root == nil, !(frames.isEmpty && token == nil) else { return nil }
    var tokens: [String] = []
    for (depth, frame) in frames.enumerated() {
      let isInnermost = depth == frames.count - 1
      switch frame {
      case .array(let elements):
        if !isInnermost || token != nil { tokens.append(String(elements.count)) }
      case .object(_, let key):
        if let key { tokens.append(key.value) }
      }
    }
    return JSONPointer(tokens)
  }

  /// The value so far; nil when none has begun.
  ///
  /// An open string ends where the text does, without half a character or escape. An open number is read
  /// as far as it is one, an open literal as what it will be. A member without a value is left out.
  public var preview: JSONValue? {
    if let root { return root }
    var inner = openValue
    for frame in frames.reversed() {
      switch frame {
      case .array(var elements):
        if let inner { elements.append(inner) }
        inner = .array(JSONArray(elements))
      case .object(var members, let key):
        if let key, let inner { members.append(.init(key: key, value: inner)) }
        inner = .object(JSONObject(members))
      }
    }
    return inner
  }

  private var openValue: JSONValue? {
    switch token {
    case .key, nil: nil
    case .string: .string(string.preview)
    case .number: wholePart.map { .number(JSONNumber(checked: $0)) }
    case .literal: Self.literals[text[tokenStart]]?.value
    }
  }

  /// The longest number that the open token begins with; nil where there is just a sign.
  private var wholePart: String? {
    let digits = text[tokenStart...].dropLast(number.unfinishedCount)
    return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
  }

  private mutating func fail() {
    // The strict parser names the error, so that both tell the same.
    do throws(JSONParseError) {
      _ = try JSONParser.parse(text, limits: limits)
      preconditionFailure("the strict parser reads what the lenient one doesn't")
    } catch {
      self.error = error
      text.removeLast()
    }
  }
}

// MARK: - Reading

extension PartialJSONParser {
  private static let literals: [UInt8: (name: [UInt8], value: JSONValue)] = [
    UInt8(ascii: "t"): (Array("true".utf8), true),
    UInt8(ascii: "f"): (Array("false".utf8), false),
    UInt8(ascii: "n"): (Array("null".utf8), nil),
  ]

  /// Reads a byte; false when it can't stand here.
  private mutating func read(_ byte: UInt8) -> Bool {
    switch token {
    case nil: readBetweenTokens(byte)
    case .key, .string: readInString(byte)
    case .literal: readInLiteral(byte)
    case .number: readInNumber(byte)
    }
  }

  private mutating func readBetweenTokens(_ byte: UInt8) -> Bool {
    if JSONParser.isWhiteSpace(byte) { return true }
    switch expectation {
    case .value, .valueOrEnd:
      if byte == UInt8(ascii: "]"), expectation == .valueOrEnd { return close(byte) }
      return beginValue(byte)
    case .key, .keyOrEnd:
      if byte == UInt8(ascii: "}"), expectation == .keyOrEnd { return close(byte) }
      guard byte == UInt8(ascii: "\"") else { return false }
      begin(.key)
    case .colon:
      guard byte == UInt8(ascii: ":") else { return false }
      expectation = .value
    case .commaOrEnd:
      guard byte == UInt8(ascii: ",") else { return close(byte) }
      if case .object = frames.last { expectation = .key } else { expectation = .value }
    case .nothing:
      return false
    }
    return true
  }

  private mutating func begin(_ kind: Token) {
    token = kind
    tokenStart = text.count - 1
    string = PartialJSONString()
  }

  private mutating func beginValue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard frames.count < limits.depth else { return false }
      let isObject = byte == UInt8(ascii: "{")
      frames.append(isObject ? .object([], key: nil) : .array([]))
      expectation = isObject ? .keyOrEnd : .valueOrEnd
    case UInt8(ascii: "\""): begin(.string)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      begin(.number)
      number = PartialJSONNumber()
      return number.append(byte)
    case _ where Self.literals[byte] != nil: begin(.literal)
    default: return false
    }
    return true
  }

  private mutating func readInString(_ byte: UInt8) -> Bool {
    guard byte == UInt8(ascii: "\""), !string.isInEscape else { return string.append(byte) }
    guard let text = string.finish() else { return false }
    guard token == .key else {
      end(.string(text))
      return true
    }
    token = nil
    expectation = .colon
    if case .object(let members, _)? = frames.popLast() {
      frames.append(.object(members, key: JSONString(text)))
    }
    return true
  }

  private mutating func readInLiteral(_ byte: UInt8) -> Bool {
    guard let literal = Self.literals[text[tokenStart]] else { return false }
    let length = text.count - tokenStart
    guard byte == literal.name[length - 1] else { return false }
    if length == literal.name.count { end(literal.value) }
    return true
  }

  private mutating func readInNumber(_ byte: UInt8) -> Bool {
    if number.append(byte) { return true }
    guard number.isWhole else { return false }
    let digits = String(decoding: text[tokenStart..<(text.count - 1)], as: UTF8.self)
    end(.number(JSONNumber(checked: digits)))
    return readBetweenTokens(byte)
  }

  private mutating func close(_ byte: UInt8) -> Bool {
    switch (frames.last, byte) {
    case (.array(let elements), UInt8(ascii: "]")):
      frames.removeLast()
      end(.array(JSONArray(elements)))
    case (.object(let members, _), UInt8(ascii: "}")):
      frames.removeLast()
      end(.object(JSONObject(members)))
    default:
      return false
    }
    return true
  }

  /// Puts a whole value where it belongs.
  private mutating func end(_ value: JSONValue) {
    token = nil
    expectation = .commaOrEnd
    // Taken off the stack while it grows, so that it isn't copied.
    switch frames.popLast() {
    case .array(var elements):
      elements.append(value)
      frames.append(.array(elements))
    case .object(var members, let key):
      if let key { members.append(.init(key: key, value: value)) }
      frames.append(.object(members, key: nil))
    case nil:
      root = value
      expectation = .nothing
    }
  }
}
