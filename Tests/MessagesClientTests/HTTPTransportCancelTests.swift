import Glibc
import LocalEndpoint
import MessagesClient
import Runs
import Testing

/// Catalogue N11: a cancel at every moment.
@Suite struct HTTPTransportCancelTests {
  @Test func `a cancel at a random time ends once, quickly, and nothing comes after it`() throws {
    let server = try TestServer { _, response in
      response.head(status: 200, headers: [])
      while response.body(Array("data: more\n\n".utf8)) {}
    }
    let transport = HTTPTransport(environment: [:])
    var random = SystemRandomNumberGenerator()
    var slowest = Duration.zero
    for round in 0..<300 {
      let recorder = Recorder()
      let transfer = transport.start(
        TransportRequest(url: server.url()), deliver: recorder.deliver)
      usleep(UInt32.random(in: 0...3000, using: &random))
      let start = ContinuousClock.now
      transfer.cancel()
      #expect(recorder.end() == .cancelled, "round \(round)")
      slowest = max(slowest, .now - start)
      let count = recorder.all.count
      if round % 50 == 0 { usleep(2000) }
      #expect(recorder.all.count == count)
    }
    #expect(slowest < .milliseconds(100), "\(slowest)")
  }

  @Test func `a cancel from within a delivery ends the transfer`() throws {
    let server = try TestServer { _, response in
      response.head(status: 200, headers: [])
      while response.body(Array("data: more\n\n".utf8)) {}
    }
    let recorder = Recorder()
    let transfer = Monitor<(any Transfer)?>(nil)
    let started = HTTPTransport(environment: [:]).start(TransportRequest(url: server.url())) {
      recorder.deliver($0)
      transfer.wait { $0 != nil }
      transfer.update { $0 }?.cancel()
    }
    transfer.update { $0 = started }
    #expect(recorder.end() == .cancelled)
    // The head, at which the cancel came, and the end.
    #expect(recorder.all.count == 2)
  }

  @Test func `a cancel while the name is looked up does not wait for the resolver`() {
    let recorder = Recorder()
    let transfer = HTTPTransport(environment: [:]).start(
      TransportRequest(url: "https://nothing.invalid/"), deliver: recorder.deliver)
    let start = ContinuousClock.now
    transfer.cancel()
    #expect(recorder.end() == .cancelled)
    #expect(ContinuousClock.now - start < .milliseconds(500))
  }

  @Test func `a transport may go away before its transfers`() throws {
    let server = try TestServer { _, response in
      response.head(status: 200, headers: [])
      _ = response.pause(.milliseconds(50))
      _ = response.body(Array("all".utf8))
    }
    let recorder = Recorder()
    do {
      let transport = HTTPTransport(environment: [:])
      _ = transport.start(TransportRequest(url: server.url()), deliver: recorder.deliver)
    }
    #expect(recorder.end() == .complete)
    #expect(recorder.text == "all")
  }

  @Test func `transfers run beside each other`() throws {
    let server = try TestServer { request, response in
      response.head(status: 200, headers: [])
      for _ in 0..<20 {
        guard response.body(request.body), response.pause(.milliseconds(5)) else { return }
      }
    }
    let transport = HTTPTransport(environment: [:])
    let recorders = (0..<40).map { index in
      let recorder = Recorder()
      _ = transport.start(
        TransportRequest(
          url: server.url(), headers: [.init("content-type", "application/json")],
          body: Array("\(index) ".utf8)), deliver: recorder.deliver)
      return recorder
    }
    for (index, recorder) in recorders.enumerated() {
      #expect(recorder.end() == .complete)
      #expect(recorder.text == String(repeating: "\(index) ", count: 20))
    }
  }
}
