import Glibc
import LocalEndpoint
import Testing

extension LoopbackServerTests {
  @Test func `a slow request is given up`() throws {
    var configuration = LoopbackServer.Configuration()
    configuration.headerTimeout = .milliseconds(100)
    configuration.bodyTimeout = .milliseconds(200)
    configuration.idleTimeout = .milliseconds(300)
    try serve(configuration) { port in
      #expect(RawClient.exchange("GET /v1/mod", port: port).status == 408)
      let body = "POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{"
      #expect(RawClient.exchange(body, port: port).status == 408)
      // A connection that says nothing is closed without a word.
      #expect(RawClient.exchange("", port: port).isEmpty)

      // Bytes that trickle in don't buy time.
      let client = try #require(RawClient(port: port))
      let start = ContinuousClock.now
      for character in "GET /v1/models HTTP/1.1" where client.send(String(character)) {
        usleep(20_000)
      }
      #expect(client.readAll().status == 408)
      #expect(ContinuousClock.now - start < .seconds(3))
    }
  }

  @Test func `connections over the limit are told so while all others are being answered`() throws {
    var configuration = LoopbackServer.Configuration()
    configuration.maximumConnections = 4
    let responder = Responder { _, response in
      response.head(status: 200, headers: [])
      _ = response.pause(.seconds(30))
    }
    try serve(configuration, responder) { port in
      let busy = (0..<4).compactMap { _ in RawClient(port: port) }
      for client in busy {
        client.send("GET /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n")
        #expect(client.read().status == 200)
      }
      let refused = try #require(RawClient(port: port))
      #expect(refused.readAll().status == 503)
    }
  }

  @Test func `hundreds of half-open connections keep nobody from being served`() throws {
    let made = Monitor(0)
    var configuration = LoopbackServer.Configuration { exchange in
      if exchange.ending == .madeRoom { made.update { $0 += 1 } }
    }
    configuration.maximumConnections = 40
    try serve(configuration) { port in
      let beginnings = [
        "", "GET /v1/mod", "GET /v1/models HTTP/1.1\r\nhost: localhost\r\n",
        "POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{",
      ]
      var halfOpen: [RawClient] = []
      for number in 0..<400 {
        let client = try #require(RawClient(port: port))
        client.send(beginnings[number % 4])
        halfOpen.append(client)
        if number % 20 == 19 {
          #expect(RawClient.exchange(post(), port: port).status == 200)
        }
      }
      // Those that had begun a request are told why it isn't heard; who said nothing is left.
      for (number, client) in halfOpen.prefix(4).enumerated() {
        #expect(client.readAll().status == (number == 0 ? nil : 503))
      }
      #expect(made.wait(atMost: .seconds(5)) { $0 >= 360 })
      // The youngest are still heard.
      halfOpen[398].send("\r\n")
      #expect(halfOpen[398].read().status == 200)
      halfOpen[399].send("12345678")
      #expect(halfOpen[399].read().status == 200)
    }
  }

  @Test func `a connection that is idle makes room for a new one`() throws {
    var configuration = LoopbackServer.Configuration()
    configuration.maximumConnections = 4
    try serve(configuration) { port in
      let request = "GET /v1/models HTTP/1.1\r\nhost: localhost\r\n\r\n"
      let clients = (0..<4).compactMap { _ in RawClient(port: port) }
      for client in clients {
        client.send(request)
        #expect(client.read().status == 200)
      }
      usleep(50_000)
      #expect(RawClient.exchange(post(), port: port).status == 200)
      #expect(clients[0].readAll().isEmpty)
      clients[3].send(request)
      #expect(clients[3].read().status == 200)
    }
  }

  @Test func `a body over the limit is refused before it is sent`() throws {
    var configuration = LoopbackServer.Configuration()
    configuration.maximumBodySize = 10
    try serve(configuration) { port in
      #expect(RawClient.exchange(post("12345678901"), port: port).status == 413)
      #expect(RawClient.exchange(post("1234567890"), port: port).status == 200)
    }
  }
}
