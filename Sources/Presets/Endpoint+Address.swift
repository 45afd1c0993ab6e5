public import Runs

extension Endpoint {
  /// Why nothing may be sent to an endpoint as it is set up.
  public enum Problem: Error, Hashable, Sendable {
    case address(WebAddress.Failure)
    /// The key would cross a network in the clear.
    case keyOverPlainHTTP(origin: String)
    /// The header would carry a credential, which belongs in the key.
    case credentialInHeader(name: String)
    /// The header's name or value can't stand in an HTTP message.
    case malformedHeader(name: String)
  }

  /// The address of a resource, once everything about the endpoint was found in order.
  public func url(for resource: Resource = .messages) throws(Problem) -> String {
    if let problem { throw problem }
    return try address(of: resource)
  }

  /// The first thing that keeps requests from being sent; nil when there is none.
  public var problem: Problem? {
    if let problemWithHeaders { return problemWithHeaders }
    guard !isEmbedded else { return nil }
    let root: WebAddress
    do { root = try self.root() } catch { return .address(error) }
    let sendsKey = key != nil && authentication != .none
    if sendsKey, root.scheme == "http", !root.isLoopback, !allowsKeyOverPlainHTTP {
      return .keyOverPlainHTTP(origin: root.origin)
    }
    return nil
  }

  /// The first of the extra headers that can't be sent; nil when all can.
  public var problemWithHeaders: Problem? {
    for header in extraHeaders {
      if Self.carriesCredential(header.name) { return .credentialInHeader(name: header.name) }
      if !Self.isWellFormed(header) { return .malformedHeader(name: header.name) }
    }
    return nil
  }

  /// What the key is bound to, such as `https://api.friendli.ai`; nil for the embedded endpoint and for
  /// addresses that aren't one.
  public var origin: String? { isEmbedded ? nil : (try? root())?.origin }

  /// The headers of a request, without the one that carries the key.
  public var requestHeaders: [HTTPHeader] {
    let own = [
      HTTPHeader("content-type", "application/json"), HTTPHeader("anthropic-version", version),
    ]
    let replaced = Set(extraHeaders.map { $0.name.lowercased() })
    return own.filter { !replaced.contains($0.name) } + extraHeaders
  }

  private var extraHeaders: [HTTPHeader] {
    (team.map { [HTTPHeader("X-Friendli-Team", $0)] } ?? []) + headers
  }

  private func address(of resource: Resource) throws(Problem) -> String {
    let segments = pathStyle.segments + resource.segments
    if isEmbedded { return baseURL + "/" + segments.joined(separator: "/") }
    do {
      let root = try self.root()
      return root.replacingPath(root.path + segments).description
    } catch {
      throw .address(error)
    }
  }

  /// The base URL without what `pathStyle` adds, so that an address pasted whole means the same.
  private func root() throws(WebAddress.Failure) -> WebAddress {
    let address = try WebAddress(parsing: baseURL)
    var path = address.path
    for resource in Resource.allCases where path.hasSuffix(["v1"] + resource.segments) {
      path.removeLast(resource.segments.count)
    }
    if path.last == "v1" { path.removeLast() }
    if pathStyle != .plain, path.last == pathStyle.rawValue { path.removeLast() }
    return address.replacingPath(path)
  }
}

extension Endpoint {
  /// Whether a header is one of those that carry credentials.
  public static func carriesCredential(_ headerName: String) -> Bool {
    let name = headerName.lowercased()
    return ["authorization", "proxy-authorization", "x-api-key", "api-key", "cookie"].contains(name)
  }

  /// Whether a header can stand in an HTTP message: a token, and a value without control characters.
  ///
  /// RFC 9110, section 5.
  static func isWellFormed(_ header: HTTPHeader) -> Bool {
    let marks = "!#$%&'*+-.^_`|~"
    return !header.name.isEmpty
      && header.name.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
          || marks.unicodeScalars.contains($0)
      }
      && header.value.unicodeScalars.allSatisfy {
        $0 == "\t" || !(0..<0x20 ~= $0.value || $0 == "\u{7F}")
      }
  }
}

extension [String] {
  fileprivate func hasSuffix(_ suffix: [String]) -> Bool {
    count >= suffix.count && self[(count - suffix.count)...].elementsEqual(suffix)
  }
}
