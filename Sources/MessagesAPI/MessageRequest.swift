public import JSON

/// The body of a request to create a message: a lens over its JSON.
///
/// Nothing is decoded into a form of its own, so that unknown fields, the order of members, the text of
/// numbers and the difference between absent and null survive every edit of something else.
public struct MessageRequest: Sendable {
  /// The whole body.
  public var body: JSONObject

  /// Objects that exist only because a field inside them was set.
  private var impliedParents: Set<JSONPointer> = []

  public init(_ body: JSONObject = [:]) { self.body = body }

  /// What the body says about a documented field.
  public subscript(field: RequestField) -> FieldState {
    get { self[field.pointer] }
    set { self[field.pointer] = newValue }
  }

  /// What the body says about the place at the end of a path.
  ///
  /// Setting a value makes the objects on the way that are missing or null, and an object of that kind
  /// goes again when its last member is unset. What stood in the body before stays: an object that was
  /// loaded empty, or emptied by hand, is left as `{}`.
  public subscript(pointer: JSONPointer) -> FieldState {
    get { FieldState(json[pointer]) }
    set {
      guard let value = newValue.json else {
        remove(at: pointer)
        return
      }
      noteImpliedParents(of: pointer)
      json[pointer] = value
    }
  }

  /// The body as a JSON value.
  public var json: JSONValue {
    get { .object(body) }
    set { body = newValue.objectValue ?? body }
  }

  private mutating func noteImpliedParents(of pointer: JSONPointer) {
    for length in 1..<max(1, pointer.tokens.count) {
      let parent = JSONPointer(Array(pointer.tokens.prefix(length)))
      if self[parent].isNothing {
        json[parent] = [:]
        impliedParents.insert(parent)
      }
    }
  }

  private mutating func remove(at pointer: JSONPointer) {
    json[pointer] = nil
    impliedParents.remove(pointer)
    let parent = pointer.parent
    if impliedParents.contains(parent), json[parent]?.objectValue?.isEmpty == true {
      remove(at: parent)
    }
  }
}

extension MessageRequest: Hashable {
  /// Two requests are equal when their bodies are.
  public static func == (left: MessageRequest, right: MessageRequest) -> Bool {
    left.body == right.body
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(body) }
}

extension MessageRequest {
  /// The model asked for; nil when absent, null or not a string.
  public var model: String? { body["model"]?.stringValue }

  /// The limit of the answer in tokens; nil when absent or not a whole number.
  public var maxTokens: Int? { body["max_tokens"]?.intValue }

  /// The sampling temperature; nil when absent or not a number.
  public var temperature: Double? { body["temperature"]?.doubleValue }

  /// Whether the answer is asked for as a stream.
  public var isStreaming: Bool { body["stream"]?.boolValue ?? false }

  /// The strings that end the answer.
  public var stopSequences: [String] {
    body["stop_sequences"]?.arrayValue?.compactMap(\.stringValue) ?? []
  }

  /// The most tokens of thinking; nil when absent or not a whole number.
  public var thinkingBudget: Int? { json[RequestField.thinkingBudget.pointer]?.intValue }

  /// The instructions as one text: the string, or the text blocks with a line feed between them.
  public var systemText: String {
    guard let system = body["system"] else { return "" }
    if let text = system.stringValue { return text }
    return (system.arrayValue ?? []).compactMap { $0["text"]?.stringValue }.joined(separator: "\n")
  }
}

extension FieldState {
  /// Whether an object has to be made before something can be set inside it.
  fileprivate var isNothing: Bool { self == .absent || self == .null }
}
