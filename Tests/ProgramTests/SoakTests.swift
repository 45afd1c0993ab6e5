import Glibc
import LocalEndpoint
import TestSupport
import Testing

/// What a long session must not gather.
@Suite(.serialized) struct SoakTests {
  @Test func `hundreds of runs leave no descriptors and no threads behind`() throws {
    let count = Monitor(0)
    let script = try FaultScript(parsing: Array(#"{"steps": [{"say": "done"}]}"#.utf8))
    let server = LoopbackServer(
      Counting(
        count: count, responder: FaultResponder(script, otherwise: RequestHandler())))
    try server.start()
    defer { server.stop() }
    let terminal = ProgramTerminal(arguments: ["--endpoint", server.baseURL])
    try #require(terminal.writes("temperature"))

    /// Sends until there were so many requests; while an answer comes, the key only says so.
    func send(upTo limit: Int) -> Bool {
      terminal.waits {
        terminal.type("\u{1B}[15~")
        return count.update { $0 } >= limit
      }
    }
    func entries(_ folder: String) -> Int {
      let path = "/proc/\(terminal.process)/\(folder)"
      guard let stream = opendir(path) else { return 0 }
      defer { closedir(stream) }
      var count = 0
      while readdir(stream) != nil { count += 1 }
      return count
    }
    try #require(send(upTo: 30))
    let (descriptors, threads) = (entries("fd"), entries("task"))
    try #require(send(upTo: 300))
    // Those of a request that is just under way, and of a queue that has more to do than before.
    #expect(terminal.waits { entries("fd") <= descriptors + 4 && entries("task") <= threads + 4 })
  }
}

/// Counts requests on their way to a responder.
private struct Counting: LocalResponder {
  let count: Monitor<Int>
  let responder: any LocalResponder

  func respond(to request: LocalRequest, on response: any LocalResponse) {
    if request.path == "/v1/messages" { count.update { $0 += 1 } }
    responder.respond(to: request, on: response)
  }
}
