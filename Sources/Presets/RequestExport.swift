public import MessagesAPI
internal import JSON
internal import Runs

/// A request as something to be run elsewhere. A key is never written: a placeholder says where it is found.
public struct RequestExport: Sendable {
  /// The forms that a request is written in.
  public enum Format: String, Hashable, Sendable, CaseIterable {
    case curl
    case python = "Python"
    case typeScript = "TypeScript"
    case http = "HTTP"
  }

  let body: JSONObject
  let endpoint: Endpoint
  let address: WebAddress?

  /// The text of a request.
  ///
  /// The embedded endpoint has no address of its own: the text then goes to `$WORKBENCH_URL`, which
  /// `workbench serve` prints.
  public static func text(
    of request: MessageRequest, to endpoint: Endpoint, as format: Format
  ) throws(Endpoint.Problem) -> String {
    let address = endpoint.isEmbedded ? nil : try? WebAddress(parsing: endpoint.url())
    if let problem = endpoint.problem { throw problem }
    let export = RequestExport(
      body: endpoint.completed(request).body, endpoint: endpoint, address: address)
    return switch format {
    case .curl: export.curl
    case .python: export.python
    case .typeScript: export.typeScript
    case .http: export.http
    }
  }

  /// The variable that stands for the address of `workbench serve`.
  static let addressVariable = "WORKBENCH_URL"

  /// The path of the resource, for an address that only a variable knows.
  var path: String { "/" + (endpoint.pathStyle.segments + ["messages"]).joined(separator: "/") }

  /// The part of the address that the official clients want: they add `/v1/messages` themselves.
  var clientBase: String? {
    address.map { $0.replacingPath(Array($0.path.dropLast(2))).description }
  }

  /// The headers that a client library doesn't send by itself.
  var clientHeaders: [HTTPHeader] {
    endpoint.requestHeaders.filter { $0.name != "content-type" }
  }

  /// The body as JSON that reads well.
  var bodyText: String { JSONValue.object(body).text(.pretty) }
}

extension RequestExport {
  /// A command for a POSIX shell.
  private var curl: String {
    let url =
      address.map { Self.shellQuoted($0.description) } ?? "\"$\(Self.addressVariable)\(path)\""
    var lines = ["curl --no-buffer \(url)"]
    lines += endpoint.requestHeaders.map {
      "--header " + Self.shellQuoted("\($0.name): \($0.value)")
    }
    if let credential { lines.append("--header \"\(credential)\"") }
    lines.append("--data-raw " + Self.shellQuoted(bodyText))
    return lines.joined(separator: " \\\n  ") + "\n"
  }

  /// The message as it goes over the wire, but for the key.
  private var http: String {
    var lines = [
      "POST /\(address?.path.joined(separator: "/") ?? String(path.dropFirst())) HTTP/1.1"
    ]
    let host = address.map { String($0.origin.dropFirst($0.scheme.count + 3)) }
    lines.append("host: " + (host ?? "$\(Self.addressVariable)"))
    lines += endpoint.requestHeaders.map { "\($0.name): \($0.value)" }
    if let credential { lines.append(credential) }
    lines.append("content-length: \(bodyText.utf8.count)")
    return lines.joined(separator: "\n") + "\n\n" + bodyText + "\n"
  }

  /// The header with the key's placeholder, as it may stand between the double quotes of a shell.
  private var credential: String? {
    guard let key = endpoint.key else { return nil }
    let value =
      switch key {
      case .environment(let name): "$" + name
      case .command(let words): "$(" + words.map(Self.shellQuoted).joined(separator: " ") + ")"
      case .file(let path): "$(head -n 1 \(Self.shellQuotedPath(path)))"
      }
    return switch endpoint.authentication {
    case .bearer: "authorization: Bearer \(value)"
    case .xAPIKey: "x-api-key: \(value)"
    case .none: nil
    }
  }

  /// A word of a shell command, in quotes when it needs them.
  static func shellQuoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,".utf8.contains(byte)
    }
    if isPlain, !text.isEmpty { return text }
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }

  /// A path, of which the shell has to read `~/` itself.
  private static func shellQuotedPath(_ path: String) -> String {
    path.hasPrefix("~/") ? "~/" + shellQuoted(String(path.dropFirst(2))) : shellQuoted(path)
  }
}
