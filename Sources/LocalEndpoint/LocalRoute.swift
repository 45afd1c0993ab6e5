/// What a request to the embedded endpoint is for.
public enum LocalRoute: Hashable, Sendable {
  /// `POST …/messages`
  case createMessage
  /// `POST …/messages/count_tokens`
  case countTokens
  /// `GET …/models`
  case listModels
  /// `GET …/models/ID`, with the ID's percent escapes resolved.
  case retrieveModel(String)

  /// Finds the route of a request, or says what is wrong with its path or method.
  ///
  /// `/v1`, `/serverless/v1` and `/dedicated/v1` mean the same. Doubled and trailing slashes and
  /// any query are tolerated, since clients join base URLs and paths in every way.
  public static func find(_ request: LocalRequest) throws(LocalFailure) -> LocalRoute {
    let segments = request.path.split(separator: "/").map(String.init)
    var rest = segments[...]
    if let first = rest.first, first == "serverless" || first == "dedicated" { rest.removeFirst() }
    guard rest.popFirst() == "v1" else { throw .notFound(request) }

    switch Array(rest) {
    case ["messages"]:
      try require("POST", request)
      return .createMessage
    case ["messages", "count_tokens"]:
      try require("POST", request)
      return .countTokens
    case ["models"]:
      try require("GET", request)
      return .listModels
    case let path where path.count >= 2 && path[0] == "models":
      try require("GET", request)
      // A model's name may hold slashes, as in `fault/reset`.
      return .retrieveModel(unescaped(path.dropFirst().joined(separator: "/")))
    default:
      throw .notFound(request)
    }
  }

  private static func require(_ method: String, _ request: LocalRequest) throws(LocalFailure) {
    guard request.method == method || method == "GET" && request.method == "HEAD" else {
      throw .wrongMethod(request, allowed: method)
    }
  }

  private static func unescaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = UInt8(String(Substring(rest.prefix(2))), radix: 16),
        rest.count >= 2
      {
        bytes.append(value)
        rest.removeFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
