import JSON
import LocalEndpoint
import MessagesAPI
import Runs
import Testing

@Suite struct FaultModelTests {
  private func answer(_ name: String) -> RecordedResponse {
    let response = RecordedResponse()
    let handler = RequestHandler(options: .init(seed: 1, tokensPerSecond: .infinity))
    FaultResponder(.models, otherwise: handler).respond(
      to: LocalRequest(
        method: "POST", target: "/v1/messages",
        body: Array(
          """
          {"model": "fault/\(name)", "max_tokens": 100, "stream": true,
           "messages": [{"role": "user", "content": "What does top_p do?"}]}
          """.utf8)), on: response)
    return response
  }

  @Test func `models that fail at once have their status`() {
    let statuses = [
      "overloaded": 529, "rate-limit": 429, "unauthorized": 401, "html": 502, "redirect": 307,
    ]
    for (name, status) in statuses { #expect(answer(name).head?.status == status) }
    #expect(answer("not-http").rawBytes.starts(with: Array("220".utf8)))
  }

  @Test(arguments: [
    "one-byte", "crlf", "unnamed", "overlap", "unknown", "null-usage", "refusal", "stall",
  ])
  func `odd streams are folded to their end`(name: String) {
    let run = answer(name).run
    #expect(run.outcome == .complete)
    #expect(!run.message.text.isEmpty)
  }

  @Test func `broken streams are told apart`() {
    #expect(answer("no-terminator").run.outcome == .endedWithoutTerminator)
    #expect(answer("no-stop-reason").run.outcome == .truncated(.bodyEnded))
    guard case .truncated(.transport) = answer("cut").run.outcome,
      case .truncated(.transport(let error)) = answer("reset").run.outcome,
      case .failed(let failure) = answer("error").run.outcome
    else {
      Issue.record("\(answer("cut").run.outcome) \(answer("error").run.outcome)")
      return
    }
    #expect(error.kind == .reset)
    #expect(failure.type == "api_error")
    guard case .protocolFault(.stream(.invalidJSON)) = answer("bad-json").run.outcome else {
      Issue.record("\(answer("bad-json").run.outcome)")
      return
    }
  }

  @Test(arguments: ["overloaded", "rate-limit", "unauthorized"])
  func `an error by script has the shape of all errors`(name: String) throws {
    let response = answer(name)
    let body = try JSONParser.parse(response.body)
    #expect(body["type"] == "error")
    #expect(body["error"]?["message"]?.stringValue?.isEmpty == false)
    #expect(body["request_id"] == "req_0")
    let error = try #require(body["error"]?["type"]?.stringValue)
    #expect(["overloaded_error", "rate_limit_error", "authentication_error"].contains(error))
    #expect(response.framing == .length(response.body.count))
  }

  @Test func `each of them can be asked for by its name`() throws {
    func model(_ name: String) throws -> (status: Int?, id: JSONValue?) {
      let response = RecordedResponse()
      FaultResponder(.models, otherwise: RequestHandler()).respond(
        to: LocalRequest(method: "GET", target: "/serverless/v1/models/\(name)"), on: response)
      return (response.head?.status, try JSONParser.parse(response.body)["id"])
    }
    for name in FaultScript.models.steps.compactMap(\.match.model) + ["workbench-slow"] {
      #expect(try model(name) == (200, .string(JSONString(name))))
    }
    #expect(try model("fault/none-of-them").status == 404)
  }

  @Test func `a misspelt one is not found`() {
    #expect(answer("ct").head?.status == 404)
    #expect(String(decoding: answer("ct").body, as: UTF8.self).contains("fault/cut"))
  }

  @Test func `a model of a script is the default one where the script says nothing more`() throws {
    let script = try FaultScript(
      parsing: Array(
        """
        {"steps": [{"match": {"model": "fault/busy"}, "times": 1, "status": 529, "error": "busy"},
          {"match": {"model": "fault/late"}, "delay_ms": 1}]}
        """.utf8))
    let handler = RequestHandler(options: .init(seed: 1, tokensPerSecond: .infinity))
    let responder = FaultResponder(
      script, otherwise: FaultResponder(.models, otherwise: handler))
    func answer(_ model: String) throws -> (status: Int?, model: JSONValue?) {
      let response = RecordedResponse()
      responder.respond(
        to: LocalRequest(
          method: "POST", target: "/v1/messages",
          body: Array(
            """
            {"model": "\(model)", "max_tokens": 1, "messages": [{"role": "user", "content": "Hi"}]}
            """.utf8)), on: response)
      return (response.head?.status, try JSONParser.parse(response.body)["model"])
    }
    #expect(try answer("fault/busy").status == 529)
    #expect(try answer("fault/busy") == (200, "workbench-small"))
    #expect(try answer("fault/late") == (200, "workbench-small"))
    #expect(try answer("fault/overloaded").status == 529)
    #expect(try answer("fault/lte").status == 404)
  }

  @Test func `the list of models has them`() throws {
    let response = RecordedResponse()
    FaultResponder(.models, otherwise: RequestHandler()).respond(
      to: LocalRequest(method: "GET", target: "/v1/models"), on: response)
    let list = try JSONParser.parse(response.body)
    let ids = list["data"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
    #expect(ids.first == "workbench-small")
    #expect(ids.contains("fault/cut"))
    #expect(Set(ids).count == ids.count)
    #expect(response.framing == .length(response.body.count))
  }
}
