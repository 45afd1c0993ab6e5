import JSON
public import Runs

/// An error that the embedded endpoint answers with.
///
/// Its body has the documented shape, `{"type": "error", "error": {…}, "request_id": …}`.
public struct LocalFailure: Error, Hashable, Sendable {
  /// The HTTP status.
  public var status: Int
  /// The error's type, such as `invalid_request_error`.
  public var type: String
  /// What is wrong, in words.
  public var message: String
  /// Further headers of the answer.
  public var headers: [HTTPHeader]

  /// Makes an error; its type follows from the status unless given.
  public init(
    status: Int, type: String? = nil, message: String, headers: [HTTPHeader] = []
  ) {
    self.status = status
    self.type = type ?? Self.type(of: status)
    self.message = message
    self.headers = headers
  }

  /// The body of the answer.
  public func body(requestID: String) -> [UInt8] {
    let error: JSONValue = [
      "type": "error",
      "error": [
        "type": .string(JSONString(type)), "message": .string(JSONString(message)),
      ],
      "request_id": .string(JSONString(requestID)),
    ]
    return error.encoded(.compact)
  }

  /// Answers a request with this error.
  public func send(to request: LocalRequest, on response: any LocalResponse) {
    let bytes = body(requestID: request.id)
    response.head(
      status: status, headers: [HTTPHeader("content-type", "application/json")] + headers,
      framing: .length(bytes.count))
    _ = response.body(bytes)
  }

  /// The error type that goes with a status.
  static func type(of status: Int) -> String {
    switch status {
    case 401: "authentication_error"
    case 402: "billing_error"
    case 403: "permission_error"
    case 404: "not_found_error"
    case 409: "conflict_error"
    case 413: "request_too_large"
    case 429: "rate_limit_error"
    case 504: "timeout_error"
    case 503, 529: "overloaded_error"
    case 500...: "api_error"
    default: "invalid_request_error"
    }
  }
}

extension LocalFailure {
  static func notFound(_ request: LocalRequest) -> LocalFailure {
    LocalFailure(
      status: 404,
      message: "There is nothing at \(request.path): "
        + "this endpoint has /v1/messages, /v1/messages/count_tokens and /v1/models.")
  }

  static func wrongMethod(_ request: LocalRequest, allowed: String) -> LocalFailure {
    LocalFailure(
      status: 405, message: "\(request.path) takes \(allowed), not \(request.method).",
      headers: [HTTPHeader("allow", allowed)])
  }
}
