public import Presets
public import Runs

/// A key to send: where it is found, how it is sent, and the one origin that it may go to.
///
/// The key itself is looked up when a request leaves, and kept nowhere.
public struct Credential: Hashable, Sendable {
  /// Where the key is found.
  public let reference: KeyReference
  /// The header that it travels in.
  public let authentication: Endpoint.Authentication
  /// Scheme, host and port that it belongs to.
  public let origin: String
  /// Whether it may cross a network in the clear.
  public let allowsPlainHTTP: Bool

  /// Binds a key to an origin.
  public init(
    _ reference: KeyReference, authentication: Endpoint.Authentication, origin: String,
    allowsPlainHTTP: Bool = false
  ) {
    self.reference = reference
    self.authentication = authentication
    self.origin = origin
    self.allowsPlainHTTP = allowsPlainHTTP
  }

  /// The key of an endpoint, bound to that endpoint's origin; nil when it sends none.
  public init?(of endpoint: Endpoint) {
    guard let key = endpoint.key, endpoint.authentication != .none, let origin = endpoint.origin
    else { return nil }
    self.init(
      key, authentication: endpoint.authentication, origin: origin,
      allowsPlainHTTP: endpoint.allowsKeyOverPlainHTTP)
  }

  /// The header with the reference in place of the key.
  public var shownHeader: HTTPHeader { header("\(reference)") }

  func header(_ key: String) -> HTTPHeader {
    switch authentication {
    case .bearer: HTTPHeader("authorization", "Bearer " + key)
    case .xAPIKey: HTTPHeader("x-api-key", key)
    case .none: preconditionFailure("an endpoint without authentication has no credential")
    }
  }

  func requirePermission(for address: WebAddress) throws(TransportError) {
    guard address.origin == origin else {
      throw .notAllowed("the key belongs to \(origin), not to \(address.origin)")
    }
    guard address.scheme == "https" || address.isLoopback || allowsPlainHTTP else {
      throw .notAllowed("the key would cross the network to \(address.origin) unencrypted")
    }
  }
}

/// Why a key can't be sent. Holds nothing of the key.
public enum CredentialError: Error, Hashable, Sendable {
  case variableMissing(String)
  case fileUnreadable(String, errno: Int32)
  case fileReadableByOthers(String)
  case commandFailed(String, status: Int32)
  case commandTimedOut(String)
  case empty
  case tooLong(limit: Int)
  /// The name of the scheme stands before the key.
  case schemePrefix
  /// A space, a control character or something outside ASCII, at this offset.
  case character(offset: Int)
}

extension CredentialError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .variableMissing(let name): "the variable \(name) is not set"
    case .fileUnreadable(let path, let code): "the key file \(path) can't be read (error \(code))"
    case .fileReadableByOthers(let path):
      "the key file \(path) can be read by everyone; chmod 600 makes it yours"
    case .commandFailed(let name, let status): "\(name) gave no key (status \(status))"
    case .commandTimedOut(let name): "\(name) gave no key in time"
    case .empty: "the key is empty"
    case .tooLong(let limit): "the key is longer than \(limit) bytes"
    case .schemePrefix: "the key begins with the word Bearer, which is not part of it"
    case .character(let offset):
      "the key has a character that no key has, at position \(offset + 1)"
    }
  }
}
