internal import Presets
public import Runs

/// What a transport sends.
public struct TransportRequest: Hashable, Sendable {
  /// How long to wait for the server.
  public struct Timeouts: Hashable, Sendable {
    /// Until there is a connection, name resolution and TLS included.
    public var connect: Duration
    /// Between two bytes of the answer; nil waits for ever, since a model may think for minutes.
    public var idle: Duration?

    /// Makes a set of limits.
    public init(connect: Duration = .seconds(10), idle: Duration? = nil) {
      self.connect = connect
      self.idle = idle
    }
  }

  /// The method, such as `POST`.
  public var method: String
  /// An `http` or `https` address with perhaps a query, or `embedded:` and a path.
  public var url: String
  /// The headers without the one that carries the key.
  public var headers: [HTTPHeader]
  /// The key to send, by reference.
  public var credential: Credential?
  /// The body.
  public var body: [UInt8]
  /// How long to wait.
  public var timeouts: Timeouts

  /// Makes a request.
  public init(
    method: String = "POST", url: String, headers: [HTTPHeader] = [],
    credential: Credential? = nil, body: [UInt8] = [], timeouts: Timeouts = Timeouts()
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.credential = credential
    self.body = body
    self.timeouts = timeouts
  }

  /// The request as it is kept and shown: in place of the key stands its reference.
  public var shown: Run.Request {
    let key = credential.map { [$0.shownHeader] } ?? []
    return Run.Request(method: method, url: url, headers: headers + key, body: body)
  }
}

extension TransportRequest {
  /// The address without its query, once nothing about the request speaks against sending it.
  func checkedAddress() throws(TransportError) -> WebAddress {
    guard Self.isToken(method) else { throw .notAllowed("the method isn't a word") }
    for header in headers {
      guard Self.isToken(header.name) else {
        throw .notAllowed("a header's name is malformed")
      }
      guard !Self.framingHeaders.contains(header.name.lowercased()) else {
        throw .notAllowed("the header \(header.name) is set by the connection")
      }
      guard header.value.utf8.count <= Self.headerValueLimit,
        header.value.utf8.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x09 })
      else { throw .notAllowed("the header \(header.name) has a malformed value") }
    }

    let address: WebAddress
    let path = url.prefix { $0 != "?" }
    guard url.dropFirst(path.count).utf8.allSatisfy({ (0x21..<0x7F).contains($0) && $0 != 0x23 })
    else { throw .notAllowed("the address has a malformed query") }
    do throws(WebAddress.Failure) {
      address = try WebAddress(parsing: String(path))
    } catch {
      throw .notAllowed("the address can't be used: \(error)")
    }
    if let credential { try credential.requirePermission(for: address) }
    return address
  }

  /// Headers that say where the message ends, which a caller must not.
  private static let framingHeaders: Set<String> = [
    "connection", "content-length", "expect", "host", "proxy-connection", "te", "trailer",
    "transfer-encoding", "upgrade",
  ]

  /// The longest value of a header, in bytes.
  private static let headerValueLimit = 16 * 1024

  /// RFC 9110, section 5.6.2.
  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "!#$%&'*+-.^_`|~".utf8.contains($0)
        }
      }
  }
}

extension TransportError {
  /// The request is not sent, for this reason.
  static func notAllowed(_ reason: String) -> TransportError {
    TransportError(phase: .send, kind: .notAllowed(reason: reason))
  }
}
