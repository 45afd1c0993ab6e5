import Glibc
import LocalEndpoint
import MessagesClient
import Presets
import Runs
import Testing

/// Catalogue groups T and K: keys are checked, go to one origin, and are seen nowhere.
@Suite struct CredentialTests {
  static let key = "sk-canary-0123456789abcdef"

  private func send(
    _ reference: KeyReference, environment: [String: String] = [:],
    authentication: Endpoint.Authentication = .bearer, to server: TestServer,
    origin: String? = nil
  ) -> Recorder {
    let recorder = Recorder()
    let credential = Credential(
      reference, authentication: authentication, origin: origin ?? server.server.baseURL)
    let transport = HTTPTransport(environment: environment)
    _ = transport.start(
      TransportRequest(url: server.url(), credential: credential), deliver: recorder.deliver)
    #expect(recorder.end() != nil)
    return recorder
  }

  private func server() throws -> TestServer {
    try TestServer { _, response in response.head(status: 200, headers: [], framing: .length(0)) }
  }

  @Test func `a key goes in the header of its scheme, and in no other`() throws {
    let server = try server()
    _ = send(.environment("K"), environment: ["K": Self.key], to: server)
    _ = send(
      .environment("K"), environment: ["K": Self.key], authentication: .xAPIKey, to: server)
    let requests = server.requests
    try #require(requests.count == 2)
    #expect(requests[0].header("authorization") == "Bearer " + Self.key)
    #expect(requests[0].header("x-api-key") == nil)
    #expect(requests[1].header("x-api-key") == Self.key)
    #expect(requests[1].header("authorization") == nil)
  }

  @Test(arguments: [
    "a\r\nx-evil: 1", "a\nb", "a\rb", "a\0b", "a b", " a", "a ", "", "Bearer abc", "bearer abc",
    "schlüssel", "\u{1F511}", "a\tb", "\u{1B}[2J", String(repeating: "k", count: 100_000),
  ])
  func `a key that could break out of its header is refused before anything is sent`(
    key: String
  ) throws {
    let server = try server()
    let recorder = send(.environment("K"), environment: ["K": key], to: server)
    guard case .notAllowed(let reason)? = recorder.failure?.kind else {
      Issue.record("sent: \(recorder.all)")
      return
    }
    #expect(server.requests.isEmpty)
    #expect(key.count < 4 || !reason.contains(key))
  }

  @Test func `a missing variable is named`() throws {
    let server = try server()
    let recorder = send(.environment("NOT_SET"), to: server)
    #expect(
      recorder.failure?.kind == .notAllowed(reason: "the variable NOT_SET is not set"))
    #expect(server.requests.isEmpty)
  }

  @Test func `a key is refused to every origin but its own`() throws {
    let server = try server()
    let port = server.server.port
    for origin in [
      "http://localhost:\(port)", "https://127.0.0.1:\(port)", "http://127.0.0.1:\(port &+ 1)",
      "https://api.anthropic.com", "http://127.0.0.1.evil.invalid:\(port)", "",
    ] {
      let recorder = send(
        .environment("K"), environment: ["K": Self.key], to: server, origin: origin)
      guard case .notAllowed? = recorder.failure?.kind else {
        Issue.record("sent to \(origin)")
        continue
      }
    }
    #expect(server.requests.isEmpty)
  }

  @Test func `plain HTTP to another machine is refused unless allowed`() {
    let url = "http://example.invalid"
    for isAllowed in [false, true] {
      let recorder = Recorder()
      let credential = Credential(
        .environment("K"), authentication: .bearer, origin: url, allowsPlainHTTP: isAllowed)
      let transport = HTTPTransport(environment: ["K": Self.key])
      _ = transport.start(
        TransportRequest(url: url + "/v1/messages", credential: credential),
        deliver: recorder.deliver)
      #expect(recorder.end() != nil)
      // The name has no address, which shows that the request was about to be sent.
      #expect((recorder.failure?.kind == .dns) == isAllowed)
    }
  }

  @Test func `a key file is read to its line's end, unless everyone can read it`() throws {
    let path = "/tmp/workbench-key-\(getpid())-\(Int.random(in: 0..<1 << 30))"
    defer { unlink(path) }
    let descriptor = open(path, O_CREAT | O_WRONLY | O_EXCL, 0o600)
    try #require(descriptor >= 0)
    let text = Self.key + "\r\nsecond line\n"
    #expect(write(descriptor, text, text.utf8.count) == text.utf8.count)
    close(descriptor)

    let server = try server()
    _ = send(.file(path), to: server)
    #expect(server.requests.first?.header("authorization") == "Bearer " + Self.key)

    chmod(path, 0o644)
    let refused = send(.file(path), to: server)
    #expect("\(String(describing: refused.failure))".contains("chmod 600"))
    #expect(send(.file(path + "-missing"), to: server).failure != nil)
    #expect(send(.file("/tmp"), to: server).failure != nil)
    #expect(server.requests.count == 1)
  }

  @Test func `a command for a key has no terminal that it could write to`() throws {
    let server = try server()
    let leadsItsSession = "set -- $(cat /proc/$$/stat); [ $6 = $$ ] && echo \(Self.key)"
    let recorder = send(
      .command(["sh", "-c", leadsItsSession]), environment: ["PATH": "/usr/bin:/bin"], to: server)
    #expect(recorder.failure == nil)
    #expect(server.requests.first?.header("authorization") == "Bearer " + Self.key)
  }

  @Test func `a command gives a key without a shell`() throws {
    let server = try server()
    let shout = "$(echo x);`id`"
    _ = send(
      .command(["printf", "%s\\n", Self.key]), environment: ["PATH": "/usr/bin:/bin"], to: server)
    #expect(server.requests.first?.header("authorization") == "Bearer " + Self.key)
    _ = send(
      .command(["printf", "%s", shout.filter { $0 != " " }]),
      environment: ["PATH": "/usr/bin:/bin"], to: server)
    #expect(server.requests.last?.header("authorization") == "Bearer $(echox);`id`")
  }

  @Test(arguments: [
    ["false"], ["no-such-program-here"], ["true"], ["head", "-c", "20000", "/dev/zero"],
  ])
  func `a command that gives no key sends nothing`(words: [String]) throws {
    let server = try server()
    let recorder = send(.command(words), environment: ["PATH": "/usr/bin:/bin"], to: server)
    #expect(recorder.failure != nil)
    #expect(server.requests.isEmpty)
  }

  @Test func `a key that the server sends back is hidden, however it is cut`() throws {
    let key = Self.key
    let server = try TestServer { request, response in
      let echo = request.header("authorization") ?? ""
      response.head(
        status: 400, headers: [HTTPHeader("x-echo", echo), HTTPHeader("request-id", echo)])
      for byte in "before \(echo) and sk-canary, sk-canary-01".utf8 {
        guard response.body([byte]) else { return }
      }
    }
    let recorder = send(.environment("K"), environment: ["K": key], to: server)
    let stars = String(repeating: "*", count: key.count)
    #expect(recorder.text == "before Bearer \(stars) and sk-canary, sk-canary-01")
    #expect(recorder.head?["x-echo"] == "Bearer " + stars)
    #expect(!"\(recorder.all)".contains(key))
  }

  @Test func `no description holds the key`() throws {
    let credential = Credential(
      .environment("K"), authentication: .bearer, origin: "https://api.friendli.ai")
    let request = TransportRequest(url: "https://api.friendli.ai/v1", credential: credential)
    #expect(request.shown.headers == [HTTPHeader("authorization", "Bearer $K")])
    let transport = HTTPTransport(environment: ["K": Self.key])
    var dumped = ""
    dump(request, to: &dumped)
    dump(credential, to: &dumped)
    #expect(!dumped.contains("canary"))
    #expect(!"\(transport) \(request) \(credential)".contains("canary"))
  }

  @Test(arguments: [
    HTTPHeader("x\r\ny", "1"), HTTPHeader("x", "1\r\ny: 2"), HTTPHeader("x", "1\n"),
    HTTPHeader("", "1"), HTTPHeader("x y", "1"), HTTPHeader("x:", "1"), HTTPHeader("x", "\0"),
    HTTPHeader("x", "ü"), HTTPHeader("Content-Length", "1"), HTTPHeader("host", "evil"),
    HTTPHeader("transfer-encoding", "chunked"),
    HTTPHeader("x", String(repeating: "y", count: 20_000)),
  ])
  func `a header that isn't one is refused`(header: HTTPHeader) throws {
    let server = try server()
    let recorder = Recorder()
    _ = HTTPTransport(environment: [:]).start(
      TransportRequest(url: server.url(), headers: [header]), deliver: recorder.deliver)
    #expect(recorder.end() != nil)
    guard case .notAllowed? = recorder.failure?.kind else {
      Issue.record("sent \(header)")
      return
    }
    #expect(server.requests.isEmpty)
  }

  @Test(arguments: [
    "ftp://127.0.0.1/", "file:///etc/passwd", "http://user@127.0.0.1/", "http://127.0.0.1/#x",
    "http://127.0.0.1/a b", "http://127.0.0.1/?a b", "http://exämple.org/", "127.0.0.1:80", "",
    "http://127.0.0.1:0/", "http://127.0.0.1:99999/", "http:///v1", "http://127.0.0.1/\r\nx: y",
  ])
  func `an address that isn't plain is refused`(url: String) {
    let recorder = Recorder()
    _ = HTTPTransport(environment: [:]).start(
      TransportRequest(url: url), deliver: recorder.deliver)
    #expect(recorder.end() != nil)
    guard case .notAllowed? = recorder.failure?.kind else {
      Issue.record("sent to \(url): \(recorder.all)")
      return
    }
  }
}
