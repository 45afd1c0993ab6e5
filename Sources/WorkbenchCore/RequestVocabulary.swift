import JSON
import MessagesAPI

/// The words that may stand at a place of a request: members, and values where there is a choice.
struct RequestVocabulary {
  let draft: RequestDraft
  let models: [String]

  /// A word and what it is for.
  struct Word: Hashable {
    let text: String
    var meaning = ""
    /// Whether it stands in quotes.
    var isString = true
  }

  /// The words that fit at a place; `base` is the place of the text itself in the request.
  func words(in context: JSONContext, base: JSONPointer) -> [Word] {
    let path = base.tokens + context.path
    let taken = Set(context.keys)
    if let start = Self.schemaStart(in: path) {
      return schemaWords(in: context, at: Array(path[start...])).filter {
        context.position != .key || !taken.contains($0.text)
      }
    }
    switch context.position {
    case .key: return members(at: path, in: context).filter { !taken.contains($0.text) }
    case .value(let key): return values(of: key, at: path, in: context)
    }
  }

  // MARK: Schemas

  /// Where in a path a schema begins, as the number of tokens that lead there.
  private static func schemaStart(in path: [String]) -> Int? {
    if path.count >= 3, path[0] == "tools", path[2] == "input_schema" { return 3 }
    return path.starts(with: ["output_config", "format", "schema"]) ? 3 : nil
  }

  private func schemaWords(in context: JSONContext, at path: [String]) -> [Word] {
    let place = SchemaVocabulary.place(at: path)
    switch (place, context.position) {
    case (.schema, .key):
      return SchemaVocabulary.keywords.map { Word(text: $0.name, meaning: $0.meaning) }
    case (.schema, .value(let key?)): return Self.values(ofKeyword: key)
    case (.data("type"), .value): return Self.values(ofKeyword: "type")
    case (.data("required"), .value): return Self.names(of: propertiesBesideParent(of: context))
    default: return []
    }
  }

  private static func values(ofKeyword key: String) -> [Word] {
    switch key {
    case "type": SchemaVocabulary.types.map { Word(text: $0) }
    case "format": SchemaVocabulary.formats.map { Word(text: $0) }
    case "additionalProperties", "uniqueItems": flags
    default: []
    }
  }

  /// The names of the properties that stand beside the array around the place.
  private func propertiesBesideParent(of context: JSONContext) -> [String] {
    guard let parent = context.chain.dropLast().last,
      let properties = context.child("properties", of: parent)
    else { return [] }
    return context.keys(of: properties)
  }

  // MARK: The request

  private func members(at path: [String], in context: JSONContext) -> [Word] {
    guard let kind = kind(at: path, in: context) else { return [] }
    var seen: Set<String> = []
    return MessageRequest.knownMembers(of: kind).filter { seen.insert($0).inserted }.map { name in
      let own = path + [name]
      // What an object is for, its type tells.
      let field = MessageRequest.fields.first { $0.path == own || $0.path == own + ["type"] }
      return Word(text: name, meaning: field?.summary ?? "")
    }
  }

  /// The kind of object at a path, as `MessageRequest.knownMembers` names it.
  private func kind(at path: [String], in context: JSONContext) -> String? {
    switch (path.first, path.count) {
    case (nil, _): return "body"
    case ("thinking", 1), ("tool_choice", 1), ("output_config", 1), ("cache_control", 1),
      ("metadata", 1):
      return path[0]
    case ("output_config", 2) where path[1] == "format": return "format"
    case ("tools", 2): return "tool"
    case ("messages", 2): return "message"
    default: break
    }
    switch path.last {
    case "source": return "source"
    case "cache_control": return "cache_control"
    default: break
    }
    let isBlock = path.count >= 2 && ["content", "system"].contains(path[path.count - 2])
    guard isBlock else { return nil }
    let type = context.string("type")
    return type.map { "block.\($0)" } ?? "block"
  }

  private func values(of key: String?, at path: [String], in context: JSONContext) -> [Word] {
    guard let key else { return [] }
    if let field = MessageRequest.fields.first(where: { $0.path == path + [key] }) {
      switch field.kind {
      case .choice(let values): return values.map { Word(text: $0) }
      case .flag: return Self.flags
      case .string where field == .model: return Self.names(of: models)
      case .string where field == .toolChoiceName:
        return Self.names(of: strings("name", in: "tools"))
      case .string, .text, .number, .stringList, .json, .messages, .tools: return []
      }
    }
    let kind = kind(at: path, in: context) ?? ""
    switch (key, kind) {
    case ("role", "message"): return Self.names(of: ["user", "assistant"])
    case ("type", "source"): return Self.names(of: ["base64", "url", "file"])
    case ("media_type", "source"): return Self.names(of: ImageFormat.allCases.map(\.mediaType))
    case ("type", "cache_control"): return Self.names(of: ["ephemeral"])
    case ("ttl", "cache_control"): return Self.names(of: ["5m", "1h"])
    case ("type", "tool"): return Self.names(of: ["custom"])
    case ("type", _) where kind.hasPrefix("block"):
      return Self.names(of: MessageRequest.knownBlockTypes)
    case ("tool_use_id", _): return Self.names(of: toolUseIDs)
    case ("is_error", _), ("strict", _): return Self.flags
    default: return []
    }
  }

  private func strings(_ key: String, in list: String) -> [String] {
    draft.body[list]?.arrayValue?.compactMap { $0[key]?.stringValue } ?? []
  }

  private var toolUseIDs: [String] {
    let blocks = draft.body["messages"]?.arrayValue?.flatMap { message in
      Array(message["content"]?.arrayValue ?? [])
    }
    return (blocks ?? []).filter { $0["type"] == "tool_use" }.compactMap { $0["id"]?.stringValue }
  }

  private static let flags = [
    Word(text: "true", isString: false), Word(text: "false", isString: false),
  ]

  private static func names(of texts: [String]) -> [Word] { texts.map { Word(text: $0) } }
}
