import Presets
import Runs

/// A request that may be sent, with its key looked up.
struct PreparedRequest: Sendable {
  let request: TransportRequest
  let address: WebAddress
  let network: NetworkSettings
  let secret: Secret?

  /// Checks the request and looks its key up, which may take as long as a command takes.
  init(
    _ request: TransportRequest, network: NetworkSettings, resolver: CredentialResolver
  ) throws(TransportError) {
    self.request = request
    self.network = network
    address = try request.checkedAddress()
    guard let credential = request.credential else {
      secret = nil
      return
    }
    do throws(CredentialError) {
      secret = try resolver.secret(credential.reference)
    } catch {
      throw .notAllowed("\(error)")
    }
  }

  /// The header lines in libcurl's notation.
  var headerLines: [String] {
    var headers = request.headers
    if let secret, let credential = request.credential {
      headers.append(credential.header(secret.text))
    }
    if !headers.contains(where: { $0.name.lowercased() == "accept-encoding" }) {
      headers.append(HTTPHeader("accept-encoding", "identity"))
    }
    // A semicolon sends an empty value; a bare colon keeps libcurl from adding a header of its own.
    let unwanted = ["accept", "content-type", "expect"].filter { name in
      !headers.contains { $0.name.lowercased() == name }
    }
    return headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
      + unwanted.map { $0 + ":" }
  }
}
