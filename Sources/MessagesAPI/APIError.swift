public import JSON

/// What a server said went wrong, in an error body or in an `error` event.
public struct APIError: Error, Hashable, Sendable {
  /// The kind of error, such as `overloaded_error`; servers have names of their own.
  public var type: String?
  /// The server's sentence, or the text of a body that has no shape.
  public var message: String
  /// The request's id, where the body gives it.
  public var requestID: String?
  /// The HTTP status; nil for an error in mid-stream, whose status was 200.
  public var status: Int?
  /// `error.details.error_code`, which tells of spend limits that waiting doesn't lift.
  public var code: String?
  /// The whole object that the error was read from; nil when it wasn't JSON.
  public var json: JSONValue?

  public init(
    type: String? = nil, message: String, requestID: String? = nil, status: Int? = nil,
    code: String? = nil, json: JSONValue? = nil
  ) {
    self.type = type
    self.message = message
    self.requestID = requestID
    self.status = status
    self.code = code
    self.json = json
  }
}

extension APIError {
  /// Reads an error from JSON of any shape that servers use; nil where there is no error in it.
  ///
  /// `{"type":"error","error":{…}}`, `{"error":{…}}`, `{"error":"…"}`, `{"detail":…}`, and an unwrapped
  /// object with a `message`.
  public init?(json: JSONValue, status: Int? = nil) {
    guard let body = json.objectValue else { return nil }
    let inner = body["error"]?.objectValue
    let message =
      inner.flatMap(Self.message) ?? body["error"]?.stringValue ?? Self.message(in: body)
      ?? body["detail"].flatMap(Self.message(inDetail:))
    guard message != nil || inner != nil else { return nil }
    let type = inner == nil ? body["type"] : inner?["type"]
    let code = inner?["details"]?["error_code"] ?? inner?["code"] ?? body["code"]
    self.init(
      type: type?.stringValue.flatMap { $0 == "error" ? nil : $0 }, message: message ?? "",
      requestID: (body["request_id"] ?? inner?["request_id"])?.stringValue, status: status,
      code: code.flatMap { $0.stringValue ?? $0.numberValue?.text }, json: json)
  }

  /// Reads an error from a whole body: JSON of any shape, or else its text.
  public init(body: [UInt8], status: Int?) {
    if let json = try? JSONParser.parse(body), let error = APIError(json: json, status: status) {
      self = error
    } else {
      self.init(message: Self.text(of: body), status: status)
    }
  }

  /// Whether the same request may succeed later, by the table that the official clients follow.
  public var isTransient: Bool {
    switch status {
    case 408, 409, 429: true
    case let status?: status >= 500
    case nil: ["overloaded_error", "api_error", "timeout_error", "rate_limit_error"].contains(type)
    }
  }

  private static func message(in object: JSONObject) -> String? {
    (object["message"] ?? object["msg"])?.stringValue
  }

  /// FastAPI: a text, or a list of `{loc: [path…], msg, type}`.
  private static func message(inDetail detail: JSONValue) -> String? {
    switch detail {
    case .string(let text): text.value
    case .object(let object): message(in: object) ?? detail.text(.compact)
    case .array(let items):
      items.map { item in
        let path = item["loc"]?.arrayValue?.map { $0.stringValue ?? $0.text(.compact) } ?? []
        let message = item["msg"]?.stringValue ?? item.text(.compact)
        return path.isEmpty ? message : "\(path.joined(separator: ".")): \(message)"
      }.joined(separator: "; ")
    case .null, .bool, .number: nil
    }
  }

  /// The first part of a body that isn't JSON; of HTML its title, since the rest is markup.
  private static func text(of body: [UInt8]) -> String {
    let body = body.prefix(4096)
    let start = "<title>".utf8
    let text =
      body.indices.first { body[$0...].starts(with: start) }
      .map { body[($0 + start.count)...].prefix { $0 != UInt8(ascii: "<") } } ?? body.prefix(500)
    let line = String(decoding: text, as: UTF8.self).drop(while: \.isWhitespace)
    return String(line.prefix((line.lastIndex { !$0.isWhitespace }.map { line[...$0].count }) ?? 0))
  }
}

extension APIError: CustomStringConvertible {
  public var description: String {
    [status.map(String.init), type, message.isEmpty ? nil : message]
      .compactMap(\.self).joined(separator: ": ")
  }
}
