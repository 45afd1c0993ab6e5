import Runs

/// Decides who may ask: programs on this machine, but no web page, and only with the token if there
/// is one.
///
/// A page can make a browser send requests to this machine, under any name that its owner's DNS
/// gives it; but then the request says so in `Origin` or `Host`.
struct LoopbackGuard: Sendable {
  let token: String?

  func check(_ request: LocalRequest) throws(LocalFailure) {
    if let host = request.header("host"), !Self.isLoopback(host) {
      throw LocalFailure(
        status: 403, message: "This endpoint answers on this machine only, under loopback names.")
    }
    let isCrossSite = request.header("sec-fetch-site").map { $0 != "none" } ?? false
    guard request.header("origin") == nil, !isCrossSite else {
      throw LocalFailure(status: 403, message: "This endpoint does not answer browsers.")
    }
    if let token { try check(token, in: request) }
    if request.method == "POST" { try checkType(of: request) }
  }

  private func check(_ token: String, in request: LocalRequest) throws(LocalFailure) {
    let scheme = "Bearer "
    let bearer = request.header("authorization").flatMap { value in
      value.hasPrefix(scheme) ? String(value.dropFirst(scheme.count)) : nil
    }
    let keys = [bearer, request.header("x-api-key")].compactMap { $0 }
    guard keys.contains(where: { Self.isEqual($0, token) }) else {
      throw LocalFailure(
        status: 401, message: "The endpoint's token is missing or wrong.",
        headers: [HTTPHeader("www-authenticate", "Bearer")])
    }
  }

  private func checkType(of request: LocalRequest) throws(LocalFailure) {
    guard let value = request.header("content-type") else { return }
    let type = value.prefix { $0 != ";" && $0 != " " }.lowercased()
    switch type {
    case "application/json":
      break
    case "text/plain", "application/x-www-form-urlencoded", "multipart/form-data":
      // What a page may send without asking first.
      throw LocalFailure(
        status: 403, message: "Bodies of type \(type) are not accepted; send application/json.")
    default:
      throw LocalFailure(status: 415, message: "The content-type has to be application/json.")
    }
    guard (request.header("content-encoding") ?? "identity").lowercased() == "identity" else {
      throw LocalFailure(status: 415, message: "Compressed bodies are not accepted.")
    }
  }

  static func isLoopback(_ host: String) -> Bool {
    let host = host.lowercased()
    for name in ["localhost", "127.0.0.1", "[::1]"] where host.hasPrefix(name) {
      let port = host.dropFirst(name.count)
      if port.isEmpty { return true }
      return port.first == ":" && UInt16(port.dropFirst()) != nil
    }
    return false
  }

  /// Compares in a time that doesn't tell how much was right.
  private static func isEqual(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
