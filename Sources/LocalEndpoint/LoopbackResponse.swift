import Runs

/// Writes an answer on a connection.
final class LoopbackResponse: LocalResponse {
  private(set) var status: Int?
  private(set) var sentByteCount = 0
  /// Whether the connection can carry another request after this one.
  private(set) var keepsAlive: Bool

  private let socket: Socket
  private let requestID: String
  /// Whether nothing may follow the head: it answers HEAD, or its status says so.
  private var isBodiless: Bool
  private let understandsChunks: Bool
  private var framing = BodyFraming.chunked
  private var ending = LoopbackServer.Exchange.Ending.complete
  private var isRaw = false
  /// A head that waits to be sent along with the first bytes of its body.
  private var pending: [UInt8] = []

  init(
    _ socket: Socket, requestID: String, isHead: Bool, understandsChunks: Bool, keepsAlive: Bool
  ) {
    self.socket = socket
    self.requestID = requestID
    isBodiless = isHead
    self.understandsChunks = understandsChunks
    self.keepsAlive = keepsAlive
  }

  func head(status: Int, headers: [HTTPHeader], framing: BodyFraming) {
    guard status >= 200 else {
      // HTTP/1.0 knows no interim answers.
      if understandsChunks { _ = send(Self.lines(status, headers)) }
      return
    }
    guard self.status == nil else { return }
    self.status = status
    self.framing = framing == .chunked && !understandsChunks ? .untilClose : framing
    if self.framing == .untilClose { keepsAlive = false }

    var headers = headers
    for own in [HTTPHeader("request-id", requestID), HTTPHeader("date", HTTPDate.now)]
    where !headers.contains(where: { $0.name.lowercased() == own.name }) {
      headers.append(own)
    }
    if status == 204 || status == 304 {
      isBodiless = true
    } else {
      headers += framingHeaders
    }
    headers.append(HTTPHeader("connection", keepsAlive ? "keep-alive" : "close"))
    pending = Self.lines(status, headers)
    if case .length = self.framing { return }
    _ = send([])
  }

  private var framingHeaders: [HTTPHeader] {
    switch framing {
    case .length(let count): [HTTPHeader("content-length", "\(count)")]
    case .chunked: [HTTPHeader("transfer-encoding", "chunked")]
    case .untilClose: []
    }
  }

  func body(_ bytes: [UInt8]) -> Bool {
    guard status != nil, !bytes.isEmpty, !isBodiless else { return ending == .complete }
    sentByteCount += bytes.count
    guard framing == .chunked else { return send(bytes) }
    return send(Array((String(bytes.count, radix: 16) + "\r\n").utf8) + bytes + [0x0D, 0x0A])
  }

  func pause(_ duration: Duration) -> Bool {
    guard send([]) else { return false }
    if !socket.pause(duration) { ending = .clientLeft }
    return ending == .complete
  }

  func cut(_ kind: ConnectionCut) {
    guard send([]) else { return }
    if kind == .reset { socket.resetWhenClosed() }
    ending = .cut
  }

  func raw(_ bytes: [UInt8]) -> Bool {
    isRaw = true
    keepsAlive = false
    return send(bytes)
  }

  /// Ends the answer to this request.
  func finish(_ request: LocalRequest) -> LoopbackServer.Exchange.Ending {
    if status == nil, ending == .complete, !isRaw {
      LocalFailure(status: 500, message: "The endpoint gave no answer.")
        .send(to: request, on: self)
    }
    switch framing {
    case .chunked where status != nil && !isBodiless: _ = send(Array("0\r\n\r\n".utf8))
    case .length(let count) where count != sentByteCount && !isBodiless: keepsAlive = false
    case .chunked, .length, .untilClose: break
    }
    _ = send([])
    return ending
  }

  /// Sends what is pending and then these bytes, in one go.
  private func send(_ bytes: [UInt8]) -> Bool {
    guard ending == .complete else { return false }
    let all = pending + bytes
    pending = []
    if !all.isEmpty, !socket.send(all) { ending = .clientLeft }
    return ending == .complete
  }

  private static func lines(_ status: Int, _ headers: [HTTPHeader]) -> [UInt8] {
    var bytes = Array("HTTP/1.1 \(status) \(reasons[status] ?? "")\r\n".utf8)
    for header in headers {
      let line = "\(header.name): \(header.value)".utf8
      // Whatever a script or a model's name puts into a header, it stays one line.
      bytes += line.map { $0 == 0x0D || $0 == 0x0A || $0 == 0 ? UInt8(ascii: " ") : $0 }
      bytes += [0x0D, 0x0A]
    }
    return bytes + [0x0D, 0x0A]
  }

  private static let reasons = [
    100: "Continue", 103: "Early Hints", 200: "OK", 204: "No Content", 301: "Moved Permanently",
    302: "Found", 303: "See Other", 307: "Temporary Redirect", 308: "Permanent Redirect",
    400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict",
    413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type",
    417: "Expectation Failed", 422: "Unprocessable Content", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 500: "Internal Server Error", 501: "Not Implemented",
    502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
    505: "HTTP Version Not Supported",
  ]
}
