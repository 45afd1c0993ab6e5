internal import JSON
public import MessagesAPI
public import Runs

/// A server to send requests to: where it is, how it wants to be addressed, and where its key comes from.
///
/// An endpoint holds no secret, so it may be shown, saved, compared and exported as it is.
public struct Endpoint: Hashable, Sendable, Identifiable {
  /// The name that the endpoint is chosen by.
  public var name: String

  /// The address that the paths of the API are put after, as it was typed.
  public var baseURL: String

  /// What stands between the base URL and the resource.
  public var pathStyle: PathStyle

  /// The header that the key travels in. Never two.
  public var authentication: Authentication

  /// Where the key is found; nil when there is none.
  public var key: KeyReference?

  /// The value of `X-Friendli-Team`.
  public var team: String?

  /// Further headers, none of which may carry a credential.
  public var headers: [HTTPHeader]

  /// The model of a request that names none.
  public var defaultModel: String?

  /// The value of `anthropic-version`.
  public var version: String

  /// What kind of server it is, and so what is known about it.
  public var kind: EndpointProfile.Kind

  /// Whether the key may go over plain HTTP to another machine, where anyone on the way can read it.
  public var allowsKeyOverPlainHTTP: Bool

  public var id: String { name }

  public init(
    name: String, baseURL: String, pathStyle: PathStyle = .plain,
    authentication: Authentication = .none, key: KeyReference? = nil, team: String? = nil,
    headers: [HTTPHeader] = [], defaultModel: String? = nil,
    version: String = EndpointProfile.commonVersion, kind: EndpointProfile.Kind = .generic,
    allowsKeyOverPlainHTTP: Bool = false
  ) {
    self.name = name
    self.baseURL = baseURL
    self.pathStyle = pathStyle
    self.authentication = authentication
    self.key = key
    self.team = team
    self.headers = headers
    self.defaultModel = defaultModel
    self.version = version
    self.kind = kind
    self.allowsKeyOverPlainHTTP = allowsKeyOverPlainHTTP
  }

  /// The endpoint inside this program: no network, no key.
  public static let embedded = Endpoint(
    name: "embedded", baseURL: "embedded:", defaultModel: "workbench-small", kind: .embedded)

  /// Whether requests stay inside this program.
  public var isEmbedded: Bool { baseURL == "embedded:" }

  /// What is known about the server.
  public var profile: EndpointProfile {
    let header = headers.last { $0.name.lowercased() == "anthropic-version" }
    return EndpointProfile(kind, version: header?.value ?? version)
  }

  /// A request as it is sent: one that names no model gets the endpoint's own.
  public func completed(_ request: MessageRequest) -> MessageRequest {
    guard request.body["model"] == nil, let defaultModel else { return request }
    var request = request
    request.body.members.insert(.init(key: "model", value: .string(defaultModel)), at: 0)
    return request
  }
}

extension Endpoint {
  /// What stands between the base URL and the resource.
  public enum PathStyle: String, Hashable, Sendable, CaseIterable {
    /// `/v1/messages`
    case plain
    /// `/serverless/v1/messages`
    case serverless
    /// `/dedicated/v1/messages`
    case dedicated

    var segments: [String] { self == .plain ? ["v1"] : [rawValue, "v1"] }
  }

  /// The header that a key travels in.
  public enum Authentication: String, Hashable, Sendable, CaseIterable {
    /// `Authorization: Bearer KEY`
    case bearer
    /// `x-api-key: KEY`
    case xAPIKey = "x-api-key"
    case none
  }

  /// What an endpoint offers at addresses of their own.
  public enum Resource: Hashable, Sendable, CaseIterable {
    case messages, countTokens, models

    var segments: [String] {
      switch self {
      case .messages: ["messages"]
      case .countTokens: ["messages", "count_tokens"]
      case .models: ["models"]
      }
    }
  }
}
