import Glibc
import LocalEndpoint
import MessagesClient
import Presets
import Runs
import Testing

/// Catalogue group N: what servers and networks do wrong.
@Suite struct HTTPTransportFaultTests {
  let transport = HTTPTransport(environment: [:])

  private func fetch(
    _ server: TestServer, timeouts: TransportRequest.Timeouts = .init(), body: [UInt8] = []
  ) -> Recorder {
    let recorder = Recorder()
    _ = transport.start(
      TransportRequest(
        url: server.url(), headers: [HTTPHeader("content-type", "application/json")], body: body,
        timeouts: timeouts), deliver: recorder.deliver)
    #expect(recorder.end() != nil)
    return recorder
  }

  private func fetch(raw text: String) throws -> Recorder {
    fetch(try TestServer { _, response in _ = response.raw(Array(text.utf8)) })
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `a redirect is shown and not followed`(status: Int) throws {
    let other = try TestServer { _, response in response.head(status: 200, headers: []) }
    let target = other.url("/elsewhere")
    let server = try TestServer { _, response in
      response.head(
        status: status, headers: [HTTPHeader("location", target)], framing: .length(0))
    }
    let recorder = fetch(server)
    #expect(recorder.end() == .complete)
    #expect(recorder.head?.status == status)
    #expect(recorder.head?["location"] == target)
    #expect(other.requests.isEmpty)
    #expect(server.requests.count == 1)
  }

  @Test(arguments: ["Basic realm=\"x\"", "Bearer", "Negotiate"])
  func `a 401 arrives at once, whatever it challenges with`(challenge: String) throws {
    let server = try TestServer { _, response in
      response.head(
        status: 401, headers: [HTTPHeader("www-authenticate", challenge)], framing: .length(2))
      _ = response.body(Array("no".utf8))
    }
    let recorder = fetch(server)
    #expect(recorder.head?.status == 401)
    #expect(recorder.text == "no")
    #expect(server.requests.count == 1)
  }

  @Test func `a body that ends early is truncated, by length or in a chunk`() throws {
    let short = fetch(
      try TestServer { _, response in
        response.head(status: 200, headers: [], framing: .length(100))
        _ = response.body(Array("part".utf8))
      })
    #expect(short.failure?.kind == .truncated(expected: 100))
    #expect(short.text == "part")

    let cut = fetch(
      try TestServer { _, response in
        response.head(status: 200, headers: [])
        _ = response.body(Array("part".utf8))
        response.cut(.close)
      })
    #expect(cut.failure?.kind == .truncated(expected: nil))
    #expect(cut.text == "part")
  }

  @Test func `a reset is told apart from an end`() throws {
    let recorder = fetch(
      try TestServer { _, response in
        response.head(status: 200, headers: [])
        _ = response.body(Array("part".utf8))
        _ = response.pause(.milliseconds(50))
        response.cut(.reset)
      })
    #expect(recorder.failure?.kind == .reset)
    #expect(recorder.failure?.phase == .receive)
    #expect(recorder.text == "part")
  }

  @Test func `a body may end with the connection`() throws {
    let recorder = fetch(
      try TestServer { _, response in
        response.head(status: 200, headers: [], framing: .untilClose)
        _ = response.body(Array("all".utf8))
      })
    #expect(recorder.end() == .complete)
    #expect(recorder.text == "all")
  }

  @Test func `a closed port refuses in the phase of connecting`() throws {
    let server = try TestServer { _, _ in }
    let url = server.url()
    server.server.stop()
    let recorder = Recorder()
    _ = transport.start(TransportRequest(url: url), deliver: recorder.deliver)
    #expect(recorder.end() != nil)
    #expect(recorder.failure?.phase == .connect)
    #expect(recorder.failure?.kind == .refused)
    try server.server.start()
  }

  @Test func `an unknown host fails in the phase of resolving`() {
    let recorder = Recorder()
    _ = transport.start(
      TransportRequest(url: "https://nothing.invalid/v1/messages"), deliver: recorder.deliver)
    #expect(recorder.end() != nil)
    #expect(recorder.failure?.phase == .resolve)
    #expect(recorder.failure?.kind == .dns)
  }

  @Test func `silence ends only where a limit is set`() throws {
    let server = try TestServer { _, response in
      response.head(status: 200, headers: [])
      _ = response.pause(.milliseconds(300))
      _ = response.body(Array("late".utf8))
    }
    #expect(fetch(server).text == "late")
    let limited = fetch(server, timeouts: .init(idle: .milliseconds(80)))
    #expect(limited.failure?.kind == .timeout)
    #expect(limited.failure?.phase == .receive)
  }

  @Test func `informational heads are passed over`() throws {
    let recorder = try fetch(
      raw: "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\n"
        + "content-length: 2\r\n\r\nok")
    #expect(recorder.head?.status == 200)
    #expect(recorder.head?.headers.map(\.name) == ["content-length"])
    #expect(recorder.text == "ok")
  }

  @Test func `headers keep their order, duplicates and odd characters`() throws {
    let recorder = try fetch(
      raw: "HTTP/1.1 200\r\nA: 1\r\na:2\r\nX:  \u{1B}[2J \r\n  folded\r\nempty:\r\n"
        + "content-length: 0\r\n\r\n")
    let headers = try #require(recorder.head).headers
    #expect(
      headers.dropLast() == [
        HTTPHeader("A", "1"), HTTPHeader("a", "2"), HTTPHeader("X", "\u{1B}[2J folded"),
        HTTPHeader("empty", ""),
      ])
  }

  @Test(arguments: ["hello", "SSH-2.0-x\r\n", "HTTP/0.9 200\r\n\r\n"])
  func `what is no HTTP is refused`(text: String) throws {
    #expect(try fetch(raw: text).failure?.kind == .malformedResponse)
  }

  @Test func `a header without measure is refused`() throws {
    let lines = String(repeating: "x: " + String(repeating: "y", count: 1000) + "\r\n", count: 400)
    let recorder = try fetch(raw: "HTTP/1.1 200 OK\r\n" + lines + "\r\n")
    #expect(recorder.failure?.kind == .malformedResponse)
    #expect(recorder.head == nil)
  }

  @Test(arguments: ["gzip", "br", "zstd"])
  func `a compressed body is refused by name`(coding: String) throws {
    let recorder = fetch(
      try TestServer { _, response in
        response.head(status: 200, headers: [HTTPHeader("content-encoding", coding)])
        _ = response.body([1, 2, 3])
      })
    #expect(recorder.failure?.kind == .encoding)
    #expect(recorder.failure?.detail.contains(coding) == true)
    #expect(recorder.body.isEmpty)
  }

  @Test func `an answer before the end of the upload is read`() throws {
    var configuration = LoopbackServer.Configuration()
    configuration.maximumBodySize = 1000
    let server = try TestServer(configuration: configuration) { _, _ in }
    let recorder = fetch(server, body: Array(repeating: 65, count: 8 << 20))
    #expect(recorder.head?.status == 413)
    #expect(recorder.text.contains("request_too_large"))
  }

  @Test func `a large upload arrives whole`() throws {
    let server = try TestServer { request, response in
      response.head(status: 200, headers: [])
      _ = response.body(Array("\(request.body.count)".utf8))
    }
    #expect(fetch(server, body: Array(repeating: 65, count: 20 << 20)).text == "20971520")
  }

  @Test func `a connection is used again`() throws {
    let server = try TestServer { _, response in response.head(status: 200, headers: []) }
    let before = openDescriptors()
    for _ in 0..<200 { #expect(fetch(server).end() == .complete) }
    #expect(server.requests.count == 200)
    // The pair of sockets of one connection, and what libcurl opens for itself; other tests run
    // alongside.
    #expect(openDescriptors() - before < 60)
  }

  @Test func `a proxy is not asked for loopback addresses`() throws {
    let proxy = try TestServer { _, response in response.head(status: 502, headers: []) }
    let server = try TestServer { _, response in response.head(status: 200, headers: []) }
    let recorder = Recorder()
    let proxied = HTTPTransport(
      environment: ["http_proxy": proxy.server.baseURL, "all_proxy": proxy.server.baseURL])
    _ = proxied.start(TransportRequest(url: server.url()), deliver: recorder.deliver)
    #expect(recorder.end() == .complete)
    #expect(recorder.head?.status == 200)
    #expect(proxy.requests.isEmpty)
  }

  @Test(arguments: [
    (["http_proxy": "P"], true), (["HTTP_PROXY": "P"], false), (["all_proxy": "P"], true),
    (["http_proxy": "P", "no_proxy": "example.invalid"], false),
    (["http_proxy": "P", "no_proxy": "other.invalid"], true), ([:], false),
  ])
  func `a proxy is asked for other hosts by the environment's rules`(
    variables: [String: String], isAsked: Bool
  ) throws {
    let proxy = Listener()
    let environment = variables.mapValues { $0 == "P" ? "http://127.0.0.1:\(proxy.port)" : $0 }
    let recorder = Recorder()
    _ = HTTPTransport(environment: environment).start(
      TransportRequest(url: "http://example.invalid/v1/messages"), deliver: recorder.deliver)
    #expect(proxy.isAsked(within: isAsked ? .seconds(5) : .milliseconds(200)) == isAsked)
  }
}

/// How many descriptors the process has open.
func openDescriptors() -> Int {
  guard let folder = opendir("/proc/self/fd") else { return 0 }
  defer { closedir(folder) }
  var count = 0
  while readdir(folder) != nil { count += 1 }
  return count
}
