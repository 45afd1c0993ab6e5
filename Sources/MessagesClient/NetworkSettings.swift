import Presets

/// What the environment says about the way to a server.
struct NetworkSettings: Hashable, Sendable {
  /// The proxy for `http` addresses.
  var httpProxy: String?
  /// The proxy for `https` addresses.
  var httpsProxy: String?
  /// Hosts that are reached without a proxy, as libcurl reads them.
  var unproxied: String?
  /// A file of trusted certificates in place of the system's.
  var certificateFile: String?
  /// A folder of trusted certificates in place of the system's.
  var certificateFolder: String?

  /// Reads `http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`, `SSL_CERT_FILE` and
  /// `SSL_CERT_DIR`.
  ///
  /// Upper-case names of proxies count too, but not `HTTP_PROXY`, which a client of a CGI program
  /// could set.
  init(environment: [String: String]) {
    let value = { (names: [String]) in
      names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }
    httpProxy = value(["http_proxy", "all_proxy", "ALL_PROXY"])
    httpsProxy = value(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
    unproxied = value(["no_proxy", "NO_PROXY"])
    certificateFile = value(["SSL_CERT_FILE"])
    certificateFolder = value(["SSL_CERT_DIR"])
  }

  /// The proxy for an address. Nothing that stays on this machine has one.
  func proxy(for address: WebAddress) -> String? {
    guard !address.isLoopback else { return nil }
    return address.scheme == "https" ? httpsProxy : httpProxy
  }
}
