internal import JSON
internal import MessagesAPI
internal import Runs

extension Endpoint {
  /// The members that an endpoint has in the configuration.
  static let settingKeys = [
    "name", "url", "path", "auth", "key", "team", "headers", "model", "version", "kind",
    "allow_key_over_http",
  ]

  /// Reads an endpoint from the configuration; nil when it can't be used at all.
  init?(reading json: JSONValue, at pointer: JSONPointer, with reader: inout SettingsReader) {
    guard let object = json.objectValue else {
      reader.fail(pointer, "an endpoint has to be an object")
      return nil
    }
    reader.noteUnknown(object, at: pointer, known: Self.settingKeys)
    guard let name = reader.string(object, "name", at: pointer), !name.isEmpty,
      let url = reader.string(object, "url", at: pointer)
    else {
      reader.fail(pointer, "an endpoint needs a name and a url")
      return nil
    }
    guard name != Endpoint.embedded.name else {
      reader.fail(
        pointer.appending("name"), "embedded is the name of the endpoint inside the program")
      return nil
    }
    let kind = reader.choice(object, "kind", at: pointer) ?? Self.kind(ofURL: url)
    self.init(name: name, baseURL: url, kind: kind)
    pathStyle =
      reader.choice(object, "path", at: pointer) ?? (kind == .friendli ? .serverless : .plain)
    key = Self.key(object, at: pointer, with: &reader)
    authentication =
      reader.choice(object, "auth", at: pointer)
      ?? (key == nil ? .none : kind == .anthropic ? .xAPIKey : .bearer)
    team = reader.string(object, "team", at: pointer)
    defaultModel = reader.string(object, "model", at: pointer)
    version = reader.string(object, "version", at: pointer) ?? version
    allowsKeyOverPlainHTTP = reader.flag(object, "allow_key_over_http", at: pointer) ?? false
    for member in reader.object(object, "headers", at: pointer)?.members ?? [] {
      let header = HTTPHeader(member.key.value, member.value.stringValue ?? "")
      let place = pointer.appending("headers").appending(member.key.value)
      if Self.carriesCredential(header.name) {
        reader.fail(place, "a header with a credential doesn't belong here; use auth and key")
      } else if member.value.stringValue == nil || !Self.isWellFormed(header) {
        reader.fail(place, "a header needs a name and a text that fit on one line")
      } else {
        headers.append(header)
      }
    }
    if case .address(let failure)? = problem {
      reader.fail(
        pointer.appending("url"), "not an address that requests can go to (\(failure.reason))")
      return nil
    }
    if case .keyOverPlainHTTP(let origin)? = problem {
      reader.note(
        pointer.appending("url"), "the key won't be sent to \(origin) without https")
    }
  }

  private static func key(
    _ object: JSONObject, at pointer: JSONPointer, with reader: inout SettingsReader
  ) -> KeyReference? {
    guard let value = object["key"], !value.isNull else { return nil }
    let place = pointer.appending("key")
    if let text = value.stringValue {
      if let reference = KeyReference(parsing: text) { return reference }
      // The text may be a key, so it is not repeated.
      reader.fail(
        place, "a key itself is not kept here; write $VARIABLE, file:PATH or command:PROGRAM")
      return nil
    }
    if let words = value["command"]?.arrayValue?.compactMap(\.stringValue), !words.isEmpty {
      return .command(words)
    }
    if let path = value["file"]?.stringValue { return .file(path) }
    if let name = value["environment"]?.stringValue, KeyReference.isVariableName(name) {
      return .environment(name)
    }
    reader.fail(place, "key has to name an environment variable, a file or a command")
    return nil
  }

  /// The endpoint as the configuration writes it; what goes without saying is left out.
  var settings: JSONObject {
    var object: JSONObject = ["name": .string(name), "url": .string(baseURL)]
    object.append("kind", .string(kind.rawValue))
    object.append("path", .string(pathStyle.rawValue))
    object.append("auth", .string(authentication.rawValue))
    switch key {
    case .environment(let name)?: object.append("key", .string("$" + name))
    case .file(let path)?: object.append("key", .string("file:" + path))
    case .command(let words)?:
      object.append("key", ["command": .array(JSONArray(words.map { .string($0) }))])
    case nil: break
    }
    if let team { object.append("team", .string(team)) }
    if let defaultModel { object.append("model", .string(defaultModel)) }
    if version != EndpointProfile.commonVersion { object.append("version", .string(version)) }
    if allowsKeyOverPlainHTTP { object.append("allow_key_over_http", true) }
    if !headers.isEmpty {
      object.append(
        "headers",
        .object(
          JSONObject(headers.map { .init(key: JSONString($0.name), value: .string($0.value)) })))
    }
    return object
  }
}
