import JSON
import LocalEndpoint
import MessagesAPI
import MessagesClient
import Presets
import Runs
import Testing

@Suite struct EndpointClientTests {
  private func client(
    environment: [String: String] = [:],
    _ answer: @escaping @Sendable (LocalRequest, any LocalResponse) -> Void = { _, _ in }
  ) -> EndpointClient {
    EndpointClient(
      http: HTTPTransport(environment: environment),
      embedded: EmbeddedTransport(Responder(answer)))
  }

  private func answering(_ status: Int = 200, _ text: String) -> EndpointClient {
    client { _, response in
      response.head(status: status, headers: [HTTPHeader("content-type", "application/json")])
      _ = response.body(Array(text.utf8))
    }
  }

  @Test func `the request that is shown has the key's name in place of the key`() throws {
    let endpoint = Endpoint(
      name: "friendli", baseURL: "https://api.friendli.ai", pathStyle: .serverless,
      authentication: .bearer, key: .environment("FRIENDLI_TOKEN"), team: "t1",
      headers: [HTTPHeader("anthropic-beta", "a,b")])
    let request = try EndpointClient.request(body: Array("{}".utf8), to: endpoint)
    #expect(request.shown.method == "POST")
    #expect(request.shown.url == "https://api.friendli.ai/serverless/v1/messages")
    #expect(
      request.shown.headers == [
        HTTPHeader("content-type", "application/json"),
        HTTPHeader("anthropic-version", "2023-06-01"), HTTPHeader("X-Friendli-Team", "t1"),
        HTTPHeader("anthropic-beta", "a,b"),
        HTTPHeader("accept", "application/json, text/event-stream"),
        HTTPHeader("authorization", "Bearer $FRIENDLI_TOKEN"),
      ])
  }

  @Test(arguments: [
    (Endpoint.PathStyle.plain, "/v1/messages"), (.serverless, "/serverless/v1/messages"),
    (.dedicated, "/dedicated/v1/messages"),
  ])
  func `a body reaches the server as it was given`(
    style: Endpoint.PathStyle, target: String
  ) throws {
    let server = try TestServer { _, response in response.head(status: 200, headers: []) }
    let endpoint = Endpoint(
      name: "local", baseURL: server.server.baseURL, pathStyle: style, authentication: .xAPIKey,
      key: .environment("K"))
    let recorder = Recorder()
    let body = Array("{\"model\" : \"m\", \"n\":1.0}".utf8)
    _ = try client(environment: ["K": "secret-key"]).send(
      body, to: endpoint, deliver: recorder.deliver)
    #expect(recorder.end() == .complete)
    let request = try #require(server.requests.first)
    #expect(request.target == target)
    #expect(request.body == body)
    #expect(request.header("x-api-key") == "secret-key")
    #expect(request.header("anthropic-version") == "2023-06-01")
  }

  @Test func `the embedded endpoint is asked inside the process`() throws {
    let client = client { request, response in
      response.head(status: 200, headers: [HTTPHeader("x", "1")])
      for _ in 0..<3 {
        guard response.body(Array(request.target.utf8)), response.pause(.milliseconds(1)) else {
          return
        }
      }
    }
    let recorder = Recorder()
    _ = try client.send([], to: .embedded, deliver: recorder.deliver)
    #expect(recorder.end() == .complete)
    let head = try #require(recorder.head)
    #expect(head.status == 200)
    #expect(head.headers.first == HTTPHeader("x", "1"))
    #expect(head["request-id"]?.hasPrefix("req_") == true)
    #expect(recorder.text == "/v1/messages/v1/messages/v1/messages")
    #expect(recorder.chunkTimes.count == 3)
  }

  @Test func `cancelling the embedded endpoint wakes it from its pause`() throws {
    let client = client { _, response in
      response.head(status: 200, headers: [])
      _ = response.body([65])
      #expect(!response.pause(.seconds(20)))
      #expect(!response.body([66]))
    }
    let recorder = Recorder()
    let transfer = try client.send([], to: .embedded, deliver: recorder.deliver)
    #expect(recorder.waitForBytes(1))
    let start = ContinuousClock.now
    transfer.cancel()
    #expect(recorder.end() == .cancelled)
    #expect(ContinuousClock.now - start < .milliseconds(100))
    #expect(recorder.text == "A")
  }

  @Test func `the embedded endpoint can fail as a connection does`() throws {
    func failure(
      _ answer: @escaping @Sendable (any LocalResponse) -> Void
    ) throws -> TransportError.Kind? {
      let recorder = Recorder()
      _ = try client { _, response in answer(response) }.send(
        [], to: .embedded, deliver: recorder.deliver)
      #expect(recorder.end() != nil)
      return recorder.failure?.kind
    }
    #expect(try failure { $0.cut(.reset) } == .reset)
    #expect(try failure { $0.cut(.close) } == .truncated(expected: nil))
    #expect(
      try failure {
        $0.head(status: 200, headers: [], framing: .length(9))
        _ = $0.body([1])
      } == .truncated(expected: 9))
    #expect(try failure { _ = $0.raw([1, 2]) } == .malformedResponse)
    #expect(try failure { $0.head(status: 200, headers: []) } == nil)
  }

  @Test func `models are read from all three shapes`() async throws {
    let anthropic = try await answering(
      200,
      """
      {"data":[{"type":"model","id":"claude-x","display_name":"Claude X","max_input_tokens":200000,
      "max_tokens":64000}],"has_more":false,"last_id":"claude-x"}
      """
    ).models(of: .embedded)
    let claude = try #require(anthropic.models.first)
    #expect(claude.id == "claude-x")
    #expect(claude.name == "Claude X")
    #expect(claude.contextLength == 200_000)
    #expect(claude.maximumOutput == 64_000)
    #expect(claude.prices == nil)

    let friendli = try await answering(
      200,
      """
      {"data":[{"id":"m","name":"m","context_length":8192,"max_completion_tokens":1024,
      "pricing":{"input":"0.0000001","output":"1e-7","input_cache_read":"0"}},{"name":7}]}
      """
    ).models(of: .embedded)
    #expect(friendli.models.count == 1)
    #expect(friendli.models[0].name == nil)
    #expect(friendli.models[0].prices?.input == "0.0000001")
    #expect(friendli.models[0].prices?.output == "1e-7")

    let openAI = try await answering(
      200, "{\"object\":\"list\",\"data\":[{\"id\":\"a/b\",\"object\":\"model\",\"created\":1}]}"
    ).models(of: .embedded)
    #expect(openAI.models.map(\.id) == ["a/b"])
  }

  @Test func `all pages of models are read`() async throws {
    let client = client { request, response in
      let isFirst = !request.target.contains("after_id=m1")
      response.head(status: 200, headers: [])
      _ = response.body(
        Array(
          (isFirst
            ? "{\"data\":[{\"id\":\"m1\"}],\"has_more\":true,\"last_id\":\"m1\"}"
            : "{\"data\":[{\"id\":\"m2\"}],\"has_more\":false,\"last_id\":\"m2\"}").utf8))
    }
    #expect(try await client.models(of: .embedded).models.map(\.id) == ["m1", "m2"])
  }

  @Test func `a question that has no answer says why`() async {
    await #expect(throws: EndpointClient.QueryError.notOffered) {
      try await answering(404, "{}").models(of: .embedded)
    }
    await #expect(throws: EndpointClient.QueryError.unreadable) {
      try await answering(200, "<html>").models(of: .embedded)
    }
    await #expect(throws: EndpointClient.QueryError.unreadable) {
      try await answering(200, "{}").models(of: .embedded)
    }
    await #expect(
      throws: EndpointClient.QueryError.transport(
        TransportError(phase: .receive, kind: .reset))
    ) {
      try await client { _, response in response.cut(.reset) }.models(of: .embedded)
    }
  }

  @Test func `tokens are counted with what counts`() async throws {
    let client = client { request, response in
      let counted: JSONValue = ["model": "m", "messages": [], "system": "s"]
      let isRight = (try? JSONParser.parse(request.body)) == counted
      response.head(status: 200, headers: [])
      _ = response.body(Array("{\"input_tokens\":\(isRight ? 42 : -1)}".utf8))
    }
    let request = MessageRequest([
      "model": "m", "max_tokens": 5, "messages": [], "stream": true, "system": "s",
    ])
    #expect(try await client.countTokens(request, of: .embedded) == 42)
  }

  @Test func `cancelling the task cancels the question`() async {
    let client = client { _, response in
      response.head(status: 200, headers: [])
      _ = response.pause(.seconds(20))
    }
    let task = Task {
      do throws(EndpointClient.QueryError) {
        _ = try await client.models(of: .embedded)
        return nil as EndpointClient.QueryError?
      } catch {
        return error
      }
    }
    task.cancel()
    // An answer that was waited for to its end would be unreadable, not cancelled.
    #expect(await task.value == .cancelled)
  }
}
