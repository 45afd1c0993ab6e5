import Glibc
import LocalEndpoint
import MessagesClient
import Presets
import Runs
import Testing

@Suite struct HTTPTransportTests {
  let transport = HTTPTransport(environment: [:])

  @Test func `a request arrives as it was sent, and its answer comes back whole`() throws {
    let server = try TestServer { request, response in
      response.head(status: 200, headers: [HTTPHeader("x-answer", "yes")], framing: .length(2))
      _ = response.body(Array("ok".utf8))
    }
    let recorder = Recorder()
    _ = transport.start(
      TransportRequest(
        url: server.url("/v1/messages?beta=true"),
        headers: [HTTPHeader("content-type", "application/json"), HTTPHeader("x-empty", "")],
        body: Array("{}".utf8)), deliver: recorder.deliver)

    #expect(recorder.end() == .complete)
    #expect(recorder.head?.status == 200)
    #expect(recorder.head?["x-answer"] == "yes")
    #expect(recorder.text == "ok")
    let request = try #require(server.requests.first)
    #expect(request.method == "POST")
    #expect(request.target == "/v1/messages?beta=true")
    #expect(request.body == Array("{}".utf8))
    #expect(request.header("x-empty") == "")
    #expect(request.header("expect") == nil)
    #expect(request.header("accept-encoding") == "identity")
  }

  @Test func `every chunk is handed on when it comes`() throws {
    let server = try TestServer { _, response in
      response.head(status: 200, headers: [])
      for index in 0..<5 {
        guard response.body(Array("\(index)".utf8)), response.pause(.milliseconds(40)) else {
          return
        }
      }
    }
    let recorder = Recorder()
    _ = transport.start(TransportRequest(url: server.url()), deliver: recorder.deliver)
    #expect(recorder.end() == .complete)
    #expect(recorder.text == "01234")
    #expect(recorder.chunkTimes.count == 5)
    let gaps = zip(recorder.chunkTimes, recorder.chunkTimes.dropFirst()).map { $1 - $0 }
    #expect(gaps.allSatisfy { $0 > .milliseconds(20) && $0 < .milliseconds(400) }, "\(gaps)")
  }

  @Test func `many small chunks come in order and complete`() throws {
    let server = try TestServer { _, response in
      response.head(status: 200, headers: [])
      for index in 0..<20_000 where !response.body(Array("\(index)\n".utf8)) { return }
    }
    let recorder = Recorder()
    _ = transport.start(TransportRequest(url: server.url()), deliver: recorder.deliver)
    #expect(recorder.end() == .complete)
    let isWhole = recorder.text == (0..<20_000).map { "\($0)\n" }.joined()
    #expect(isWhole)
  }

  @Test func `cancelling closes the connection at once and ends once`() throws {
    let left = Monitor(false)
    let server = try TestServer { _, response in
      response.head(status: 200, headers: [])
      _ = response.body(Array("half".utf8))
      _ = response.pause(.seconds(20))
      left.update { $0 = true }
    }
    let recorder = Recorder()
    let transfer = transport.start(TransportRequest(url: server.url()), deliver: recorder.deliver)
    #expect(recorder.waitForBytes(4))
    let start = ContinuousClock.now
    transfer.cancel()
    transfer.cancel()
    #expect(recorder.end() == .cancelled)
    #expect(left.wait(atMost: .seconds(5)) { $0 })
    #expect(ContinuousClock.now - start < .milliseconds(100))
    #expect(recorder.text == "half")
    usleep(20_000)
    #expect(recorder.all.filter { $0.end != nil }.count == 1)
  }
}
