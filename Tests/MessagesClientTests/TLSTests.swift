import Glibc
import LocalEndpoint
import MessagesClient
import Presets
import Runs
import TestSupport
import Testing

/// Catalogue T1 and T6, against `openssl s_server` with certificates made for the test.
@Suite(.serialized) struct TLSTests {
  private let folder = TemporaryFolder()

  /// Runs a shell command in the folder; true when it succeeds.
  private func shell(_ command: String) -> Bool {
    system("cd \(folder.path) && (\(command)) > /dev/null 2>&1") == 0
  }

  /// A certificate of the test's own authority: `NAME.pem` and `NAME.key`.
  private func makeCertificate(_ name: String, for host: String, days: Int = 2) {
    let extensions = "subjectAltName=\(host)"
    #expect(
      shell(
        "test -f ca.pem || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
          + "-keyout ca.key -out ca.pem -subj /CN=test-authority -days 3"))
    #expect(
      shell(
        "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout \(name).key "
          + "-out \(name).csr -subj /CN=\(name) && echo '\(extensions)' > \(name).ext && "
          + "openssl x509 -req -in \(name).csr -CA ca.pem -CAkey ca.key -CAcreateserial "
          + "-out \(name).pem -days \(days) -extfile \(name).ext"))
  }

  /// Serves with a certificate while the body runs; the body gets the port.
  ///
  /// Without `-www`, the server sends what the shell command `input` writes.
  private func serve(
    _ name: String, _ options: String = "-www", input: String = "sleep 30",
    _ body: (UInt16) throws -> Void
  ) throws {
    let port = try #require(Listener.freePort())
    _ = shell("rm -f server.log")
    var process: pid_t = 0
    let server =
      "openssl s_server -accept 127.0.0.1:\(port) -cert \(name).pem -key \(name).key \(options)"
    let command =
      "cd \(folder.path) && (\(input)) | sh -c 'echo $$ > server.pid; exec \(server)' "
      + "> server.log 2>&1"
    let arguments = ["sh", "-c", command]
    let words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    let code = posix_spawn(&process, "/bin/sh", nil, &attributes, words, environ)
    posix_spawnattr_destroy(&attributes)
    try #require(code == 0)
    defer {
      kill(-process, SIGKILL)
      waitpid(process, nil, 0)
    }
    let isReady = (0..<500).contains { _ in
      usleep(10_000)
      return String(decoding: folder.read("server.log") ?? [], as: UTF8.self).contains("ACCEPT")
    }
    try #require(isReady)
    try body(port)
  }

  private func fetch(_ port: UInt16, host: String = "127.0.0.1", trusting: Bool = true) -> Recorder
  {
    let recorder = Recorder()
    let environment = trusting ? ["SSL_CERT_FILE": folder.path("ca.pem")] : [:]
    let transport = HTTPTransport(environment: environment)
    _ = transport.start(
      TransportRequest(method: "GET", url: "https://\(host):\(port)/"), deliver: recorder.deliver)
    #expect(recorder.end() != nil)
    return recorder
  }

  @Test func `a certificate of a trusted authority for the host is accepted`() throws {
    makeCertificate("good", for: "IP:127.0.0.1,DNS:localhost")
    try serve("good") { port in
      let recorder = fetch(port)
      #expect(recorder.end() == .complete)
      #expect(recorder.head?.status == 200)
      #expect(fetch(port, host: "localhost").end() == .complete)
    }
  }

  @Test func `an unknown authority, another host or an old certificate is refused unsent`() throws {
    makeCertificate("good", for: "IP:127.0.0.1")
    makeCertificate("other", for: "DNS:example.com")
    #expect(
      shell(
        "openssl x509 -req -in good.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out old.pem "
          + "-days 0 -extfile good.ext && cp good.key old.key && sleep 1"))
    for (name, trusting) in [("good", false), ("other", true), ("old", true)] {
      try serve(name) { port in
        let recorder = fetch(port, trusting: trusting)
        #expect(recorder.failure?.phase == .tls, "\(name)")
        guard case .tlsCertificate(let reason)? = recorder.failure?.kind else {
          Issue.record("\(name): \(recorder.all)")
          return
        }
        #expect(!reason.isEmpty)
        let log = String(decoding: folder.read("server.log") ?? [], as: UTF8.self)
        #expect(!log.contains("GET /"))
      }
    }
  }

  @Test func `an old version of TLS is refused`() throws {
    makeCertificate("good", for: "IP:127.0.0.1")
    try serve("good", "-www -tls1_1 -cipher DEFAULT@SECLEVEL=0") { port in
      let recorder = fetch(port)
      #expect(recorder.failure?.phase == .tls)
      #expect(recorder.failure?.kind == .tls)
    }
  }

  @Test func `plain text where TLS belongs is told`() throws {
    let server = try TestServer { _, response in response.head(status: 200, headers: []) }
    let recorder = fetch(server.server.port)
    #expect(recorder.failure?.phase == .tls)
  }

  @Test func `a connection that is cut without a farewell is truncated`() throws {
    makeCertificate("good", for: "IP:127.0.0.1")
    let answer = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\npart\r\n"
    folder.write("answer", Array(answer.utf8))
    let input = "cat answer; sleep 2; kill -9 $(cat server.pid)"
    try serve("good", "", input: input) { port in
      let recorder = fetch(port)
      guard case .truncated? = recorder.failure?.kind else {
        Issue.record("\(recorder.all)")
        return
      }
      #expect(recorder.text == "part")
    }
  }
}
