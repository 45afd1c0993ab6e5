public import JSON
public import MessagesAPI

/// A request that is kept, with what is worth remembering about it.
///
/// The file is `{"name", "description", "endpoint", "notes", "variables", "request"}`, where `request` is the
/// body of the API, untouched; a bare body is a preset too. Unknown members, their order and the layout of
/// what wasn't edited are kept, so that an unedited preset is written back byte for byte.
public struct Preset: Hashable, Sendable {
  /// The whole file.
  public var document: JSONDocument

  /// Why a text isn't a preset.
  public enum ParseError: Error, Hashable, Sendable {
    case notJSON(JSONParseError)
    /// The text is JSON of another kind, named as JSON Schema names it.
    case notAnObject(found: String)
  }

  public init(parsing bytes: [UInt8]) throws(ParseError) {
    do { document = try JSONDocument(parsing: bytes) } catch { throw .notJSON(error) }
    guard document.value.objectValue != nil else {
      throw .notAnObject(found: document.value.typeName)
    }
  }

  /// A new preset; what is nil isn't written.
  public init(
    name: String? = nil, description: String? = nil, endpoint: String? = nil,
    request: MessageRequest
  ) {
    var object: JSONObject = [:]
    for (key, text) in [("name", name), ("description", description), ("endpoint", endpoint)] {
      if let text { object.append(key, .string(text)) }
    }
    object.append("request", request.json)
    document = JSONDocument(.object(object))
  }

  /// The text of the preset's file.
  public var bytes: [UInt8] { document.bytes }

  /// Whether the file is the body alone, with nothing about it.
  public var isBareBody: Bool { document.value["request"]?.objectValue == nil }

  /// The body that the preset keeps.
  public var request: MessageRequest {
    get { MessageRequest(requestObject) }
    set {
      guard newValue.body != requestObject else { return }
      if isBareBody {
        document.value = newValue.json
      } else {
        document.value["/request"] = newValue.json
      }
    }
  }

  /// What the preset is called where it is shown; the name of its file may differ.
  public var name: String? {
    get { self["name"] }
    set { self["name"] = newValue }
  }

  /// What the preset is good for.
  public var description: String? {
    get { self["description"] }
    set { self["description"] = newValue }
  }

  /// The name of the endpoint that the preset was made for.
  public var endpoint: String? {
    get { self["endpoint"] }
    set { self["endpoint"] = newValue }
  }

  /// Whatever its owner wants to remember.
  public var notes: String? {
    get { self["notes"] }
    set { self["notes"] = newValue }
  }

  /// What `{{name}}` stands for in the request; null in the file is a variable without a value.
  public var variables: PresetVariables {
    get {
      guard !isBareBody, let members = document.value["variables"]?.objectValue?.members else {
        return PresetVariables()
      }
      return PresetVariables(
        members.map { PresetVariables.Variable($0.key.value, Self.text(of: $0.value)) })
    }
    set {
      guard newValue != variables else { return }
      wrapBareBody()
      var object = document.value["variables"]?.objectValue ?? [:]
      for key in object.keys where newValue[key] == nil { object[key] = nil }
      for variable in newValue.list {
        // What stays as it was keeps its spelling.
        if let old = object[variable.name], Self.text(of: old) == variable.value { continue }
        object[variable.name] = variable.value.map { .string($0) } ?? .null
      }
      document.value["/variables"] = newValue.isEmpty ? nil : .object(object)
    }
  }

  private static func text(of value: JSONValue) -> String? {
    value.isNull ? nil : value.stringValue ?? value.text(.compact)
  }

  private var requestObject: JSONObject {
    document.value["request"]?.objectValue ?? document.value.objectValue ?? [:]
  }

  private subscript(key: String) -> String? {
    get { isBareBody ? nil : document.value[key]?.stringValue }
    set {
      guard newValue != self[key] else { return }
      wrapBareBody()
      document.value[JSONPointer([key])] = newValue.map { .string($0) }
    }
  }

  /// Makes room for something beside the body.
  private mutating func wrapBareBody() {
    if isBareBody { document.value = ["request": document.value] }
  }
}

extension Preset {
  /// The presets that travel with the program, the one for a first start in front.
  public static let shipped: [Preset] = EmbeddedFiles.all.map { file in
    do {
      return try Preset(parsing: Array("\(file.text)".utf8))
    } catch {
      preconditionFailure("\(file.name) is no preset: \(error)")
    }
  }
}
