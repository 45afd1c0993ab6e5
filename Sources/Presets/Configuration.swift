public import JSON

/// The settings of the program: a lens over `config.json`, of which everything unknown is kept.
///
/// A setting that isn't as it should be counts as unset and is told in `problems`; only a text that isn't
/// JSON fails as a whole.
public struct Configuration: Hashable, Sendable {
  /// The whole file.
  public var document: JSONDocument

  /// The keys that an action has in a context, instead of those that it comes with.
  public struct KeySetting: Hashable, Sendable {
    /// Where the keys are heard; which places there are is the interface's to know.
    public let context: String
    /// The action's name, which needn't be a known one.
    public let action: String
    /// None leaves the action without a key.
    public let keys: [String]
  }

  /// Something to say about a setting.
  public struct Problem: Hashable, Sendable {
    /// The setting.
    public let pointer: JSONPointer
    /// Where it stands in the file.
    public let position: TextPosition
    /// False for what is merely ignored.
    public let isError: Bool
    /// A sentence without its full stop.
    public let message: String
  }

  /// The configuration of someone who hasn't made one.
  public init() { document = JSONDocument([:]) }

  /// Reads a file. What is wrong in JSON that can be read is in `problems`.
  public init(parsing bytes: [UInt8]) throws(JSONParseError) {
    document = try JSONDocument(parsing: bytes)
  }

  /// The text of the file.
  public var bytes: [UInt8] { document.bytes }

  /// The name of the theme.
  public var theme: String? {
    get { read { $0.string($1, "theme", at: JSONPointer()) } }
    set { document.value[JSONPointer(["theme"])] = newValue.map { .string($0) } }
  }

  /// The name of the endpoint that is chosen at the start.
  public var defaultEndpoint: String? {
    get { read { $0.string($1, "default_endpoint", at: JSONPointer()) } }
    set { document.value[JSONPointer(["default_endpoint"])] = newValue.map { .string($0) } }
  }

  /// The name of the keymap that the keys start from.
  public var keymap: String? { read { $0.string($1, "keymap", at: JSONPointer()) } }

  /// The program that long texts are edited with, and its arguments.
  public var editor: [String]? { read { $0.strings($1, "editor", at: JSONPointer()) } }

  /// The number of runs that are kept.
  public var keptRuns: Int? { read { $0.count($1, "keep_runs", at: JSONPointer()) } }

  /// The keys that were given to actions, in the order of the file.
  public var keys: [KeySetting] { read { Self.keys($1, with: &$0) } }

  /// The endpoints of the file, in its order.
  public var endpoints: [Endpoint] { read { Self.endpoints($1, with: &$0) } }

  /// Every endpoint there is: the embedded one, then those of the file, then those of the environment
  /// whose names are free.
  public func endpoints(environment: [String: String]) -> [Endpoint] {
    var endpoints = [.embedded] + self.endpoints
    for endpoint in Endpoint.fromEnvironment(environment)
    where !endpoints.contains(where: { $0.name == endpoint.name }) {
      endpoints.append(endpoint)
    }
    return endpoints
  }

  /// Adds an endpoint, or writes it over the one with its name.
  public mutating func setEndpoint(_ endpoint: Endpoint) {
    var list = document.value["endpoints"]?.arrayValue ?? []
    if let index = list.firstIndex(where: { $0["name"]?.stringValue == endpoint.name }) {
      var object = list[index].objectValue ?? [:]
      for key in Endpoint.settingKeys { object[key] = endpoint.settings[key] }
      list[index] = .object(object)
    } else {
      list.append(.object(endpoint.settings))
    }
    document.value[JSONPointer(["endpoints"])] = .array(list)
  }

  /// Removes the endpoint with a name.
  public mutating func removeEndpoint(named name: String) {
    guard var list = document.value["endpoints"]?.arrayValue else { return }
    list.removeAll { $0["name"]?.stringValue == name }
    document.value[JSONPointer(["endpoints"])] = .array(list)
  }

  /// What is to be said about the settings, in the order of the file.
  public var problems: [Problem] {
    var reader = SettingsReader()
    guard let object = document.value.objectValue else {
      return [
        Problem(
          pointer: JSONPointer(), position: TextPosition(line: 1, column: 1), isError: true,
          message: "the configuration has to be an object")
      ]
    }
    reader.noteUnknown(object, at: JSONPointer(), known: Self.settings)
    for key in ["theme", "default_endpoint", "keymap"] {
      _ = reader.string(object, key, at: JSONPointer())
    }
    _ = reader.strings(object, "editor", at: JSONPointer())
    _ = reader.count(object, "keep_runs", at: JSONPointer())
    _ = Self.keys(object, with: &reader)
    _ = Self.endpoints(object, with: &reader)
    return reader.remarks
      .map { problem(at: $0.pointer, $0.message, isError: $0.isError) }
      .sorted { $0.position < $1.position }
  }

  /// Something to say about the setting at a place, with its position in the file.
  public func problem(
    at pointer: JSONPointer, _ message: String, isError: Bool = true
  ) -> Problem {
    let bytes = document.bytes
    return Problem(
      pointer: pointer,
      position: TextPosition(of: pointer, in: bytes)
        ?? TextPosition(of: pointer.parent, in: bytes) ?? TextPosition(line: 1, column: 1),
      isError: isError, message: message)
  }

  private static let settings = [
    "$schema", "theme", "default_endpoint", "keymap", "keys", "editor", "keep_runs", "endpoints",
  ]

  private func read<Setting>(_ setting: (inout SettingsReader, JSONObject) -> Setting) -> Setting {
    var reader = SettingsReader()
    return setting(&reader, document.value.objectValue ?? [:])
  }

  private static func keys(
    _ object: JSONObject, with reader: inout SettingsReader
  ) -> [KeySetting] {
    let pointer: JSONPointer = "/keys"
    var settings: [KeySetting] = []
    for context in reader.object(object, "keys", at: JSONPointer())?.members ?? [] {
      let name = context.key.value
      guard let actions = context.value.objectValue else {
        reader.fail(
          pointer.appending(name),
          "\(name) has to be an object of actions with their keys, as in \"global\": {\"send\": [\"f5\"]}"
        )
        continue
      }
      for action in actions.keys {
        let isUnbound = actions[action]?.isNull == true
        let keys = isUnbound ? [] : reader.strings(actions, action, at: pointer.appending(name))
        if let keys { settings.append(KeySetting(context: name, action: action, keys: keys)) }
      }
    }
    return settings
  }

  private static func endpoints(
    _ object: JSONObject, with reader: inout SettingsReader
  ) -> [Endpoint] {
    let pointer: JSONPointer = "/endpoints"
    guard let value = object["endpoints"], !value.isNull else { return [] }
    guard let list = value.arrayValue else {
      reader.fail(pointer, "endpoints has to be a list")
      return []
    }
    var endpoints: [Endpoint] = []
    for (index, json) in list.enumerated() {
      let place = pointer.appending(index)
      guard let endpoint = Endpoint(reading: json, at: place, with: &reader) else { continue }
      if endpoints.contains(where: { $0.name == endpoint.name }) {
        reader.fail(place.appending("name"), "another endpoint is called \(endpoint.name)")
      } else {
        endpoints.append(endpoint)
      }
    }
    return endpoints
  }
}
