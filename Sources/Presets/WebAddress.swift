/// The parts of an `http` or `https` address, checked so that a key can be bound to its origin.
///
/// Stricter than browsers: what an address could hide is refused rather than repaired.
///
/// RFC 3986.
public struct WebAddress: Hashable, Sendable {
  /// `http` or `https`.
  public let scheme: String

  /// The host in lower case, an IPv6 address without its brackets.
  public let host: String

  /// The port, that of the scheme when the address names none.
  public let port: Int

  /// The segments of the path, without empty ones.
  public let path: [String]

  /// Why a text isn't an address that requests may go to.
  public enum Failure: Error, Hashable, Sendable {
    case empty
    case missingScheme
    case unsupportedScheme(String)
    case missingHost
    case invalidHost(String)
    case invalidPort(String)
    /// A name and perhaps a password stand before the host.
    case userInformation
    case query
    case fragment
    /// A space, a control character, or anything outside ASCII, by its code point.
    case character(UInt32)
  }

  public init(parsing text: String) throws(Failure) {
    guard !text.isEmpty else { throw .empty }
    if let odd = text.unicodeScalars.first(where: { !("!"..."~").contains($0) || $0 == "\\" }) {
      throw .character(odd.value)
    }
    guard let mark = Self.split(text, at: "://") else { throw .missingScheme }
    scheme = mark.before.lowercased()
    guard scheme == "http" || scheme == "https" else { throw .unsupportedScheme(scheme) }
    guard !mark.after.contains("#") else { throw .fragment }
    guard !mark.after.contains("?") else { throw .query }
    let authority = mark.after.prefix { $0 != "/" }
    guard !authority.contains("@") else { throw .userInformation }
    let digits: Substring?
    (host, digits) = try Self.hostAndPort(authority)
    port = try digits.map(Self.port) ?? (scheme == "https" ? 443 : 80)
    path = mark.after.dropFirst(authority.count).split(separator: "/").map(String.init)
  }

  private init(scheme: String, host: String, port: Int, path: [String]) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = path
  }

  /// The address with a path of its own.
  public func replacingPath(_ path: [String]) -> WebAddress {
    WebAddress(scheme: scheme, host: host, port: port, path: path)
  }

  /// Scheme, host and port: what a key is bound to.
  ///
  /// RFC 6454.
  public var origin: String {
    let name = host.contains(":") ? "[\(host)]" : host
    let isUsual = port == (scheme == "https" ? 443 : 80)
    return "\(scheme)://\(name)" + (isUsual ? "" : ":\(port)")
  }

  /// Whether the host is this machine, so that nothing sent to it leaves it.
  public var isLoopback: Bool {
    if host == "localhost" || host == "::1" { return true }
    let octets = host.split(separator: ".", omittingEmptySubsequences: false)
    return octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
  }
}

extension WebAddress: CustomStringConvertible {
  /// The address, without a slash at its end.
  public var description: String { origin + path.map { "/" + $0 }.joined() }
}

extension WebAddress.Failure {
  /// What is wrong with the address, as part of a sentence.
  public var reason: String {
    switch self {
    case .empty: "it is empty"
    case .missingScheme: "it doesn't begin with https://"
    case .unsupportedScheme(let scheme): "\(scheme) isn't http or https"
    case .missingHost: "it names no host"
    case .invalidHost(let host): "\(host) is no host"
    case .invalidPort(let port): port.isEmpty ? "the port is missing" : "\(port) is no port"
    case .userInformation: "it holds a name or a password"
    case .query: "it has a query"
    case .fragment: "it has a fragment"
    case .character(let code):
      "it holds the character U+" + String(code, radix: 16, uppercase: true)
    }
  }
}

extension WebAddress {
  private static func split(_ text: String, at mark: String) -> (before: String, after: Substring)?
  {
    guard let start = text.firstIndex(of: ":"), text[start...].hasPrefix(mark) else { return nil }
    return (String(text[..<start]), text[start...].dropFirst(mark.count))
  }

  private static func hostAndPort(
    _ authority: Substring
  ) throws(Failure) -> (host: String, port: Substring?) {
    let isBracketed = authority.hasPrefix("[")
    let end = isBracketed ? authority.firstIndex(of: "]") : authority.firstIndex(of: ":")
    let name = authority[..<(end ?? authority.endIndex)].drop { isBracketed && $0 == "[" }
    guard !name.isEmpty else { throw .missingHost }
    let allowed = isBracketed ? "0123456789abcdef:." : "0123456789abcdefghijklmnopqrstuvwxyz-._"
    let host = name.lowercased()
    guard host.allSatisfy(allowed.contains), !isBracketed || end != nil else {
      throw .invalidHost(String(authority))
    }
    let rest = authority[(end ?? authority.endIndex)...].drop { isBracketed && $0 == "]" }
    guard !rest.isEmpty else { return (host, nil) }
    guard rest.first == ":" else { throw .invalidHost(String(authority)) }
    return (host, rest.dropFirst())
  }

  private static func port(_ digits: Substring) throws(Failure) -> Int {
    guard digits.allSatisfy({ ("0"..."9").contains($0) }), let port = Int(digits),
      (1...65_535).contains(port)
    else { throw .invalidPort(String(digits)) }
    return port
  }
}
