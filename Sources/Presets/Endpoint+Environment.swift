public import MessagesAPI
internal import Runs

extension Endpoint {
  /// The endpoints that the environment makes ready: the embedded one first, then one for each key.
  ///
  /// Two keys for one server give two endpoints, so that it is always plain which one is sent.
  public static func fromEnvironment(_ environment: [String: String]) -> [Endpoint] {
    [.embedded] + anthropic(environment) + friendli(environment)
  }

  /// The kind of server that an address belongs to, as far as its host tells.
  public static func kind(ofURL url: String) -> EndpointProfile.Kind {
    guard let host = (try? WebAddress(parsing: url))?.host else { return .generic }
    if host == "anthropic.com" || host.hasSuffix(".anthropic.com") { return .anthropic }
    if host == "friendli.ai" || host.hasSuffix(".friendli.ai") { return .friendli }
    return .generic
  }

  private static func anthropic(_ environment: [String: String]) -> [Endpoint] {
    let isSet = { (name: String) in environment[name]?.isEmpty == false }
    let url = environment["ANTHROPIC_BASE_URL"].flatMap { $0.isEmpty ? nil : $0 }
    let base = Endpoint(
      name: "anthropic", baseURL: url ?? "https://api.anthropic.com",
      headers: headers(parsing: environment["ANTHROPIC_CUSTOM_HEADERS"] ?? ""),
      defaultModel: environment["ANTHROPIC_MODEL"], kind: url.map(kind(ofURL:)) ?? .anthropic)
    var endpoints: [Endpoint] = []
    if isSet("ANTHROPIC_API_KEY") {
      var endpoint = base
      endpoint.authentication = .xAPIKey
      endpoint.key = .environment("ANTHROPIC_API_KEY")
      endpoints.append(endpoint)
    }
    if isSet("ANTHROPIC_AUTH_TOKEN") {
      var endpoint = base
      endpoint.authentication = .bearer
      endpoint.key = .environment("ANTHROPIC_AUTH_TOKEN")
      if !endpoints.isEmpty { endpoint.name = "anthropic-token" }
      endpoints.append(endpoint)
    }
    return endpoints.isEmpty && url != nil ? [base] : endpoints
  }

  private static func friendli(_ environment: [String: String]) -> [Endpoint] {
    guard environment["FRIENDLI_TOKEN"]?.isEmpty == false else { return [] }
    let serverless = Endpoint(
      name: "friendli", baseURL: "https://api.friendli.ai", pathStyle: .serverless,
      authentication: .bearer, key: .environment("FRIENDLI_TOKEN"),
      team: environment["FRIENDLI_TEAM"].flatMap { $0.isEmpty ? nil : $0 }, kind: .friendli)
    var dedicated = serverless
    dedicated.name = "friendli-dedicated"
    dedicated.pathStyle = .dedicated
    return [serverless, dedicated]
  }

  /// Headers, one a line. The value of one that carries a credential is left out, so that the endpoint is
  /// found to be set up wrongly and no secret is kept.
  private static func headers(parsing text: String) -> [HTTPHeader] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let name = line[..<colon].trimmingSpaces
      let value = line[line.index(after: colon)...].trimmingSpaces
      return HTTPHeader(name, carriesCredential(name) ? "" : value)
    }
  }
}

extension Endpoint {
  /// Why an argument names no endpoint.
  public enum ArgumentError: Error, Hashable, Sendable {
    case unknownName(String, known: [String])
    case address(WebAddress.Failure)
  }

  /// The endpoint that an argument of the command line means: the name of a known one, or a URL.
  ///
  /// A URL gets a known endpoint's key only when it has that endpoint's origin.
  public init(argument: String, among known: [Endpoint]) throws(ArgumentError) {
    if let endpoint = known.first(where: { $0.name == argument }) {
      self = endpoint
      return
    }
    guard argument.contains("://") else {
      throw .unknownName(argument, known: known.map(\.name))
    }
    let address: WebAddress
    do { address = try WebAddress(parsing: argument) } catch { throw .address(error) }
    var endpoint =
      known.first { $0.origin == address.origin }
      ?? Endpoint(name: address.origin, baseURL: argument, kind: Self.kind(ofURL: argument))
    endpoint.baseURL = argument
    let style = PathStyle.allCases.first { address.path.contains($0.rawValue) }
    if let style { endpoint.pathStyle = style }
    self = endpoint
  }
}

extension Substring {
  /// The text without the spaces and tabs around it.
  var trimmingSpaces: String {
    let isSpace = { (character: Character) in character == " " || character == "\t" }
    let start = drop(while: isSpace)
    return String(start.reversed().drop(while: isSpace).reversed())
  }
}
