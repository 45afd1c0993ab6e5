import Runs

/// Splits the bytes of a connection into requests, strictly.
///
/// Whatever two readers could take in two ways is refused: both kinds of length, two lengths,
/// folded lines, bare line feeds, space before a colon. How the bytes are cut into pieces never
/// changes the requests.
///
/// RFC 9112.
struct HTTPRequestParser: Sendable {
  /// The sizes that a request may have.
  struct Limits: Hashable, Sendable {
    /// The request line, in bytes.
    var target = 16 * 1024
    /// All header lines, in bytes.
    var header = 64 * 1024
    /// How many header lines.
    var headerCount = 128
    /// The body, in bytes, as the API has it.
    var body = 32 << 20
  }

  /// What the connection must do next.
  enum Step: Hashable, Sendable {
    /// Read more bytes.
    case needsBytes
    /// Answer already, if the body isn't wanted: this is all but it.
    case head(Request)
    /// Ask for the body, which the client holds back.
    case mustContinue
    /// Answer.
    case request(Request)
  }

  /// A whole request.
  struct Request: Hashable, Sendable {
    var method: String
    var target: String
    var headers: [HTTPHeader]
    var body: [UInt8]
    /// Whether the client can read chunks: HTTP/1.1.
    var understandsChunks: Bool
    /// Whether another request may follow on the connection.
    var keepsAlive: Bool
  }

  /// Why the bytes are no request: the status to answer with, and the reason.
  struct Failure: Error, Hashable, Sendable {
    var status: Int
    var reason: String
  }

  private enum State {
    case requestLine
    case headers
    case body(left: Int)
    case chunkSize
    case chunk(left: Int)
    case chunkEnd
    case trailers
  }

  private let limits: Limits
  private var buffer: [UInt8] = []
  /// What of the buffer has been used up.
  private var position = 0
  /// Up to where the buffer holds no line feed.
  private var searched = 0
  private var state = State.requestLine
  private var request = Request()
  private var headerSize = 0
  private var hasSkippedLine = false
  private var mustContinue = false

  init(limits: Limits = Limits()) {
    self.limits = limits
  }

  /// Whether part of a request has come, but not all of it.
  var isInRequest: Bool {
    if case .requestLine = state { return position < buffer.count }
    return true
  }

  /// Whether a body follows the header that has been read.
  private var hasBody: Bool {
    if case .body(left: 0) = state { false } else { true }
  }

  /// Whether the header has come, but not all of the body.
  var isInBody: Bool {
    switch state {
    case .requestLine, .headers: false
    case .body, .chunkSize, .chunk, .chunkEnd, .trailers: true
    }
  }

  /// Takes the next bytes of the connection.
  mutating func append(_ bytes: some Collection<UInt8>) {
    buffer.removeFirst(position)
    searched = max(0, searched - position)
    position = 0
    buffer += bytes
  }

  /// The next step that the bytes so far allow. After an error the connection is of no more use.
  mutating func next() throws(Failure) -> Step {
    while true {
      switch state {
      case .requestLine:
        guard let line = try line(limit: limits.target, status: 414) else { return .needsBytes }
        // One empty line before a request is forgiven, as old clients end a body with one.
        if line.isEmpty, !hasSkippedLine {
          hasSkippedLine = true
          continue
        }
        request = try HTTPGrammar.requestLine(line)
        state = .headers
      case .headers:
        guard let line = try headerLine() else { return .needsBytes }
        guard line.isEmpty else {
          request.headers.append(try HTTPGrammar.header(line))
          continue
        }
        state = try bodyState()
        if hasBody { return .head(request) }
      case .body, .chunk, .chunkSize, .chunkEnd, .trailers:
        if mustContinue, position == buffer.count {
          mustContinue = false
          return .mustContinue
        }
        guard try readBody() else { return .needsBytes }
        return .request(finished())
      }
    }
  }
}

extension HTTPRequestParser {
  /// Reads what there is of the body; true at its end.
  private mutating func readBody() throws(Failure) -> Bool {
    while true {
      switch state {
      case .body(let left):
        let rest = take(left)
        state = .body(left: rest)
        return rest == 0
      case .chunkSize:
        guard let line = try line(limit: 256, status: 400) else { return false }
        let size = try HTTPGrammar.chunkSize(line)
        guard size <= limits.body - request.body.count else { throw Self.tooLarge }
        state = size == 0 ? .trailers : .chunk(left: size)
      case .chunk(let left):
        let rest = take(left)
        state = rest == 0 ? .chunkEnd : .chunk(left: rest)
        if rest > 0 { return false }
      case .chunkEnd:
        guard buffer.count - position >= 2 else { return false }
        guard buffer[position...].starts(with: [0x0D, 0x0A]) else {
          throw Failure(status: 400, reason: "A chunk has another length than it says.")
        }
        position += 2
        state = .chunkSize
      case .trailers:
        guard let line = try headerLine() else { return false }
        if line.isEmpty { return true }
        _ = try HTTPGrammar.header(line)
      case .requestLine, .headers:
        preconditionFailure("the body has not begun")
      }
    }
  }

  private mutating func finished() -> Request {
    defer {
      state = .requestLine
      headerSize = 0
      hasSkippedLine = false
      mustContinue = false
      request = Request()
    }
    return request
  }

  /// Decides by the headers how the body is delimited.
  private mutating func bodyState() throws(Failure) -> State {
    let values = { [headers = request.headers] (name: String) in
      headers.filter { $0.name.lowercased() == name }.map(\.value)
    }
    let hosts = values("host")
    guard hosts.count == 1 || hosts.isEmpty && !request.understandsChunks else {
      throw Failure(status: 400, reason: "A request has exactly one Host header.")
    }
    for expectation in values("expect") {
      guard expectation.lowercased() == "100-continue" else {
        throw Failure(status: 417, reason: "Only 100-continue can be expected.")
      }
      mustContinue = request.understandsChunks
    }
    let options = values("connection").joined(separator: ",").lowercased()
      .split { $0 == "," || $0 == " " || $0 == "\t" }
    request.keepsAlive =
      request.understandsChunks ? !options.contains("close") : options.contains("keep-alive")

    let lengths = values("content-length")
    let codings = values("transfer-encoding")
    guard codings.isEmpty || lengths.isEmpty else {
      throw Failure(status: 400, reason: "Content-Length and Transfer-Encoding exclude each other.")
    }
    guard lengths.count <= 1, codings.count <= 1 else {
      throw Failure(status: 400, reason: "The body's length is given twice.")
    }
    if let coding = codings.first {
      guard request.understandsChunks, coding.lowercased() == "chunked" else {
        throw Failure(status: 501, reason: "The only transfer coding is chunked.")
      }
      return .chunkSize
    }
    let length = try lengths.first.map(HTTPGrammar.contentLength) ?? 0
    guard length <= limits.body else { throw Self.tooLarge }
    return .body(left: length)
  }

  private static let tooLarge = Failure(status: 413, reason: "The body is too large.")

  /// Moves up to `count` bytes to the body; how many are missing.
  private mutating func take(_ count: Int) -> Int {
    let bytes = buffer[position...].prefix(count)
    request.body += bytes
    position += bytes.count
    return count - bytes.count
  }

  private mutating func headerLine() throws(Failure) -> ArraySlice<UInt8>? {
    guard let line = try line(limit: limits.header - headerSize, status: 431) else { return nil }
    headerSize += line.count + 2
    guard request.headers.count < limits.headerCount else {
      throw Failure(status: 431, reason: "There are too many headers.")
    }
    return line
  }

  /// The next line without its CRLF, or nil when its end hasn't come.
  private mutating func line(
    limit: Int, status: Int
  ) throws(Failure) -> ArraySlice<UInt8>? {
    let start = max(position, searched)
    guard let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) else {
      searched = buffer.count
      guard buffer.count - position <= limit else {
        throw Failure(status: status, reason: "The request line or a header is too long.")
      }
      return nil
    }
    guard end - position <= limit + 1 else {
      throw Failure(status: status, reason: "The request line or a header is too long.")
    }
    guard end > position, buffer[end - 1] == UInt8(ascii: "\r") else {
      throw Failure(status: 400, reason: "A line ends with CRLF, not with LF alone.")
    }
    defer { position = end + 1 }
    return buffer[position..<end - 1]
  }
}

extension HTTPRequestParser.Request {
  fileprivate init() {
    self.init(
      method: "", target: "", headers: [], body: [], understandsChunks: false, keepsAlive: false)
  }
}
