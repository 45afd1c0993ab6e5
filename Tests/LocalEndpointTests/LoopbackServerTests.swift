import Glibc
import JSON
import LocalEndpoint
import Runs
import Testing

/// Says where a request was heard, with its body.
struct EchoResponder: LocalResponder {
  func respond(to request: LocalRequest, on response: any LocalResponse) {
    do throws(LocalFailure) {
      _ = try LocalRoute.find(request)
    } catch {
      error.send(to: request, on: response)
      return
    }
    let body = Array("\(request.method) \(request.target) ".utf8) + request.body
    response.head(status: 200, headers: [], framing: .length(body.count))
    _ = response.body(body)
  }
}

/// Catalogue group E, over raw sockets.
@Suite struct LoopbackServerTests {
  func serve(
    _ configuration: LoopbackServer.Configuration = .init(),
    _ responder: any LocalResponder = EchoResponder(), _ body: (UInt16) throws -> Void
  ) throws {
    let server = LoopbackServer(responder, configuration: configuration)
    try server.start()
    defer { server.stop() }
    try body(server.port)
  }

  func post(
    _ body: String = "{}", path: String = "/v1/messages", _ headers: String = ""
  ) -> String {
    "POST \(path) HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"
      + "content-type: application/json\r\ncontent-length: \(body.utf8.count)\r\n\(headers)\r\n"
      + body
  }

  @Test func `both loopback addresses answer on the same port`() throws {
    try serve { port in
      for usesIPv6 in [false, true] {
        let client = try #require(RawClient(port: port, usesIPv6: usesIPv6))
        client.send(post())
        #expect(client.readAll().hasSuffix("POST /v1/messages {}"))
      }
    }
  }

  @Test(arguments: [
    "/v1/messages", "/serverless/v1/messages", "/dedicated/v1/messages", "//v1//messages/",
    "/v1/messages?beta=true", "/v1/messages/count_tokens",
  ])
  func `every way of writing a path leads there`(path: String) throws {
    try serve { port in
      #expect(RawClient.exchange(post(path: path), port: port).status == 200)
    }
  }

  @Test(arguments: [
    ("GET /v1/messages", 405), ("PUT /v1/messages", 405), ("DELETE /v1/models", 405),
    ("OPTIONS /v1/messages", 405), ("POST /v1/models", 405), ("GET /v1/models", 200),
    ("GET /serverless/v1/models/fault/reset", 200), ("HEAD /v1/models", 200), ("GET /", 404),
    ("GET /v2/messages", 404), ("GET /v1/messages/other", 404), ("GET /v1", 404),
    ("GET /other/v1/messages", 404), ("GET /v1/../etc/passwd", 404),
  ])
  func `a wrong path or method is told in the shape of the API`(
    line: String, status: Int
  ) throws {
    try serve { port in
      let answer = RawClient.exchange(
        "\(line) HTTP/1.1\r\nhost: 127.0.0.1:\(port)\r\nconnection: close\r\n\r\n", port: port)
      #expect(answer.status == status)
      guard status >= 400 else { return }
      let body = try JSONValue(parsing: String(answer.split(separator: "\r\n\r\n")[1]))
      #expect(body["type"] == "error")
      #expect(body["error"]?["message"]?.stringValue?.isEmpty == false)
      let id = try #require(body["request_id"]?.stringValue)
      #expect(answer.contains("request-id: \(id)\r\n"))
      if status == 405 { #expect(answer.contains("allow: ")) }
    }
  }

  @Test func `HEAD has the head of GET and no body`() throws {
    try serve { port in
      let answer = RawClient.exchange(
        "HEAD /v1/models HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", port: port)
      #expect(answer.status == 200)
      #expect(answer.contains("content-length: 16\r\n"))
      #expect(answer.hasSuffix("\r\n\r\n"))
    }
  }

  @Test(arguments: [
    "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "localhost:x", "127.0.0.2",
    "[::2]", "localhost@evil.example", "", "0.0.0.0", "localhost:99999",
  ])
  func `another host is refused`(host: String) throws {
    try serve { port in
      let answer = RawClient.exchange(
        "GET /v1/models HTTP/1.1\r\nhost: \(host)\r\nconnection: close\r\n\r\n", port: port)
      #expect(answer.status == 403)
      #expect(answer.contains("permission_error"))
    }
  }

  @Test(arguments: [
    "origin: https://evil.example\r\n", "origin: null\r\n", "origin: http://localhost\r\n",
    "sec-fetch-site: cross-site\r\n", "content-type: text/plain\r\n",
  ])
  func `what a browser may have been tricked into is refused`(header: String) throws {
    try serve { port in
      let request =
        header.hasPrefix("content-type")
        ? post().replacing("content-type: application/json\r\n", with: header)
        : post("{}", header)
      let answer = RawClient.exchange(request, port: port)
      #expect(answer.status == 403)
      #expect(!answer.lowercased().contains("access-control"))
    }
  }

  @Test(arguments: [("gzip", 415), ("br, identity", 415), ("identity", 200), ("Identity", 200)])
  func `a compressed body is refused by name`(coding: String, status: Int) throws {
    try serve { port in
      let answer = RawClient.exchange(post("{}", "content-encoding: \(coding)\r\n"), port: port)
      #expect(answer.status == status)
      if status >= 400 { #expect(answer.contains("invalid_request_error")) }
    }
  }

  @Test func `a preflight gets no leave`() throws {
    try serve { port in
      let answer = RawClient.exchange(
        "OPTIONS /v1/messages HTTP/1.1\r\nhost: localhost\r\norigin: https://evil.example\r\n"
          + "access-control-request-method: POST\r\nconnection: close\r\n"
          + "access-control-request-private-network: true\r\n\r\n", port: port)
      #expect(answer.status == 403)
      #expect(!answer.lowercased().contains("access-control-allow"))
    }
  }

  @Test func `a token is asked for in either header`() throws {
    try serve(.init(token: "open-sesame")) { port in
      #expect(RawClient.exchange(post(), port: port).status == 401)
      for header in ["x-api-key: open-sesam", "authorization: open-sesame", "x-api-key: "] {
        #expect(RawClient.exchange(post("{}", header + "\r\n"), port: port).status == 401)
      }
      for header in ["x-api-key: open-sesame", "authorization: Bearer open-sesame"] {
        #expect(RawClient.exchange(post("{}", header + "\r\n"), port: port).status == 200)
      }
    }
  }

  /// Requests that are no good: the lines before the empty one, the body, the status.
  static let malformed: [(head: String, body: String, status: Int)] = [
    ("GET /v1/models HTTP/1.1|host: a|host: b", "", 400), ("GET /v1/models HTTP/1.1", "", 400),
    ("GET  /v1/models HTTP/1.1|host: a", "", 400), ("GET /v1/models HTTP/3|host: a", "", 505),
    ("GET http://a/v1/models HTTP/1.1|host: a", "", 400), ("GET /v1/models", "", 400),
    ("GET /v1/models HTTP/1.1|host : a", "", 400), ("\u{16}\u{3}\u{1}", "", 400),
    ("GET /v1/models HTTP/1.1|host: a|x: b| folded", "", 400), ("||", "", 400),
    ("GET /v1/models HTTP/1.1|host: a|x: b\0c", "", 400),
    ("GET /v1/models HTTP/1.1|host: a|x: b\u{1B}c", "", 400),
    ("GET /v1/models HTTP/1.1|host: a|x: b\rc", "", 400),
    ("GET /v1/models HTTP/1.1|host: a|x: b\nc: d", "", 400),
    ("GET /v1/models HTTP/1.1|host: a|: b", "", 400),
    ("POST / HTTP/1.1|host: a|content-length: 2|transfer-encoding: chunked", "0|", 400),
    ("POST / HTTP/1.1|host: a|content-length: 2|content-length: 2", "{}", 400),
    ("POST / HTTP/1.1|host: a|content-length: -2", "{}", 400),
    ("POST / HTTP/1.1|host: a|content-length: +2", "{}", 400),
    ("POST / HTTP/1.1|host: a|content-length: 2, 2", "{}", 400),
    ("POST / HTTP/1.1|host: a|content-length: 99999999999999999999", "", 413),
    ("POST / HTTP/1.1|host: a|transfer-encoding: gzip", "", 501),
    ("POST / HTTP/1.1|host: a|transfer-encoding: chunked, chunked", "", 501),
    ("POST / HTTP/1.1|host: a|transfer-encoding: chunked", "x|", 400),
    ("POST / HTTP/1.1|host: a|transfer-encoding: chunked", "-1|", 400),
    ("POST / HTTP/1.1|host: a|transfer-encoding: chunked", "2|abc|0||", 400),
    ("POST / HTTP/1.1|host: a|transfer-encoding: chunked", "ffffffffffffffff|", 400),
    ("POST / HTTP/1.1|host: a|expect: magic", "", 417),
    ("GET /" + String(repeating: "a", count: 20_000), "", 414),
    ("GET / HTTP/1.1|x: " + String(repeating: "a", count: 80_000), "", 431),
    ("GET / HTTP/1.1" + String(repeating: "|x: y", count: 200), "", 431),
  ]

  @Test(arguments: malformed.indices)
  func `what could be read in two ways is refused`(index: Int) throws {
    let row = Self.malformed[index]
    let text = (row.head + "||" + row.body).replacing("|", with: "\r\n")
    try serve { port in
      let answer = RawClient.exchange(text, port: port)
      #expect(answer.status == row.status)
      #expect(answer.contains("\"type\":\"error\""))
      #expect(answer.contains("connection: close\r\n"))
    }
  }

  @Test func `a chunked body is put together, its extensions and trailers passed over`() throws {
    try serve { port in
      let answer = RawClient.exchange(
        "POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: Chunked\r\n"
          + "connection: close\r\n\r\n2;a=\"b\"\r\n{}\r\n00A\r\n 123456789\r\n0\r\nx-sum: 1\r\n\r\n",
        port: port)
      #expect(answer.hasSuffix("POST /v1/messages {} 123456789"))
    }
  }

  @Test func `requests that come together are answered one after the other`() throws {
    try serve { port in
      let one = "POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\n\r\n"
      let answer = RawClient.exchange(
        one + "a" + one + "b" + post("c"), port: port)
      let bodies = ["a", "b", "c"].map { answer.contains("POST /v1/messages \($0)") }
      #expect(bodies == [true, true, true])
      #expect(answer.split(separator: "HTTP/1.1 200").count == 3)
    }
  }

  @Test func `a body that waits for leave gets it`() throws {
    try serve { port in
      let client = try #require(RawClient(port: port))
      client.send(
        "POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n"
          + "expect: 100-continue\r\nconnection: close\r\n\r\n")
      #expect(client.read() == "HTTP/1.1 100 Continue\r\n\r\n")
      client.send("{}")
      #expect(client.readAll().status == 200)
    }
  }

  @Test func `a script may answer before the body has come`() throws {
    let step = #"{"early": true, "times": 1, "status": 413, "error": "too much"}"#
    let script = try FaultScript(parsing: Array("{\"steps\": [\(step)]}".utf8))
    try serve(.init(), FaultResponder(script, otherwise: EchoResponder())) { port in
      let client = try #require(RawClient(port: port))
      client.send("POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-length: 99999\r\n\r\n{")
      let answer = client.readAll()
      #expect(answer.status == 413)
      #expect(answer.contains("too much"))
      #expect(RawClient.exchange(post("whole"), port: port).hasSuffix("whole"))
    }
  }

  @Test func `an old client gets no chunks`() throws {
    let responder = Responder { _, response in
      response.head(status: 200, headers: [])
      _ = response.body(Array("one".utf8))
      _ = response.body(Array("two".utf8))
    }
    try serve(.init(), responder) { port in
      let answer = RawClient.exchange("GET /v1/models HTTP/1.0\r\n\r\n", port: port)
      #expect(!answer.lowercased().contains("transfer-encoding"))
      #expect(answer.hasSuffix("\r\n\r\nonetwo"))
    }
  }

  @Test func `every event goes out at once, as one chunk`() throws {
    let responder = Responder { _, response in
      response.head(status: 200, headers: [])
      _ = response.body(Array("data: 1\n\n".utf8))
      _ = response.pause(.milliseconds(200))
      _ = response.body(Array("data: 2\n\n".utf8))
    }
    try serve(.init(), responder) { port in
      let client = try #require(RawClient(port: port))
      client.send("GET /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n")
      let start = ContinuousClock.now
      #expect(client.read(until: "1\n\n\r\n").hasSuffix("\r\n\r\n9\r\ndata: 1\n\n\r\n"))
      #expect(ContinuousClock.now - start < .milliseconds(150))
      #expect(client.read(until: "0\r\n\r\n") == "9\r\ndata: 2\n\n\r\n0\r\n\r\n")
    }
  }

  @Test func `a responder hears that its client has left`() throws {
    let ending = Monitor<LoopbackServer.Exchange.Ending?>(nil)
    let responder = Responder { _, response in
      response.head(status: 200, headers: [])
      #expect(!response.pause(.seconds(20)))
      #expect(!response.body([65]))
    }
    let log: @Sendable (LoopbackServer.Exchange) -> Void = { exchange in
      ending.update { $0 = exchange.ending }
    }
    try serve(.init(log: log), responder) { port in
      let start = ContinuousClock.now
      do {
        let client = try #require(RawClient(port: port))
        client.send("GET /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n")
        _ = client.read()
      }
      #expect(ending.wait(atMost: .seconds(5)) { $0 == .clientLeft })
      #expect(ContinuousClock.now - start < .seconds(2))
    }
  }

  @Test func `a responder that says nothing is a 500`() throws {
    try serve(.init(), Responder { _, _ in }) { port in
      let answer = RawClient.exchange(post(), port: port)
      #expect(answer.status == 500)
      #expect(answer.contains("api_error"))
    }
  }

  @Test(arguments: ["GET /v1/models", "GET /nowhere", "nonsense"])
  func `every answer has a date and the name of its request`(line: String) throws {
    try serve { port in
      let answer = RawClient.exchange(
        "\(line) HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", port: port)
      #expect(answer.contains("\r\nrequest-id: req_"))
      #expect(answer.contains("\r\ndate: "))
      #expect(answer.contains(" GMT\r\n"))
    }
  }

  @Test func `a header can't be ended by what stands in it`() throws {
    let responder = Responder { _, response in
      response.head(status: 200, headers: [HTTPHeader("x", "a\r\ny: b\n\0")], framing: .length(0))
    }
    try serve(.init(), responder) { port in
      let answer = RawClient.exchange(post(), port: port)
      #expect(answer.contains("x: a  y: b  \r\n"))
    }
  }

  @Test func `starting and stopping two hundred times leaves nothing behind`() throws {
    let server = LoopbackServer(EchoResponder())
    try server.start()
    server.stop()
    var configuration = LoopbackServer.Configuration()
    configuration.port = try freePort()
    let again = LoopbackServer(EchoResponder(), configuration: configuration)
    for _ in 0..<200 {
      try again.start()
      let client = try #require(RawClient(port: again.port))
      client.send("GET /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n")
      #expect(client.read().status == 200)
      // The connection is still open: stopping closes it.
      again.stop()
      #expect(client.read().isEmpty)
      #expect(RawClient(port: configuration.port) == nil)
    }
  }

  @Test func `a port in use is an error with its cause`() throws {
    try serve { port in
      var configuration = LoopbackServer.Configuration()
      configuration.port = port
      let second = LoopbackServer(EchoResponder(), configuration: configuration)
      let error = #expect(throws: LoopbackServer.StartError.self) { try second.start() }
      #expect(error?.port == port)
      #expect(error?.code == EADDRINUSE)
      #expect(second.port == 0)
    }
  }

  @Test func `stopping interrupts an answer`() throws {
    let server = LoopbackServer(
      Responder { _, response in
        response.head(status: 200, headers: [])
        _ = response.pause(.seconds(30))
      })
    try server.start()
    let client = try #require(RawClient(port: server.port))
    client.send("GET /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n")
    _ = client.read()
    let start = ContinuousClock.now
    server.stop()
    #expect(ContinuousClock.now - start < .seconds(2))
  }

  private func freePort() throws -> UInt16 {
    let server = LoopbackServer(EchoResponder())
    try server.start()
    defer { server.stop() }
    return server.port
  }
}

/// Answers with a closure.
struct Responder: LocalResponder {
  let answer: @Sendable (LocalRequest, any LocalResponse) -> Void

  init(_ answer: @escaping @Sendable (LocalRequest, any LocalResponse) -> Void) {
    self.answer = answer
  }

  func respond(to request: LocalRequest, on response: any LocalResponse) {
    answer(request, response)
  }
}
