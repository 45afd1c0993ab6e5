import JSON
import LocalEndpoint
public import MessagesAPI
public import Presets
public import Runs

extension EndpointClient {
  /// Why a question to an endpoint has no answer.
  public enum QueryError: Error, Hashable, Sendable {
    case problem(Endpoint.Problem)
    /// The server has no such resource: 404 or 405.
    case notOffered
    case rejected(APIError)
    case transport(TransportError)
    /// The answer isn't what was asked for.
    case unreadable
    case cancelled
  }

  /// The models that the endpoint offers, all pages of them.
  public func models(of endpoint: Endpoint) async throws(QueryError) -> ModelCatalog {
    var catalog = ModelCatalog()
    var query = endpoint.kind == .anthropic ? "?limit=1000" : ""
    // A bound, so that a server which always has more can't keep us.
    for _ in 0..<10 {
      let json = try await ask(.models, of: endpoint, query: query)
      guard let page = ModelCatalog(json: json) else { throw .unreadable }
      catalog.models += page.models
      guard let last = page.nextPage else { break }
      query = "?limit=1000&after_id=\(last)"
    }
    return catalog
  }

  /// The number of input tokens that a message request would have.
  public func countTokens(
    _ request: MessageRequest, of endpoint: Endpoint
  ) async throws(QueryError) -> Int {
    let counted = [
      "model", "messages", "system", "tools", "tool_choice", "thinking", "output_config",
      "cache_control", "speed",
    ]
    let members = request.body.members.filter { counted.contains($0.key.value) }
    let body = JSONValue.object(JSONObject(members)).encoded(.asWritten)
    let json = try await ask(.countTokens, body: body, of: endpoint)
    guard let count = json["input_tokens"]?.intValue, count >= 0 else { throw .unreadable }
    return count
  }

  private func ask(
    _ resource: Endpoint.Resource, body: [UInt8] = [], of endpoint: Endpoint, query: String = ""
  ) async throws(QueryError) -> JSONValue {
    let request: TransportRequest
    do throws(Endpoint.Problem) {
      request = try Self.request(
        resource, body: body, to: endpoint, query: query,
        timeouts: .init(idle: .seconds(30)))
    } catch {
      throw .problem(error)
    }
    let (answer, end) = await answer(to: request)
    switch end {
    case .complete: break
    case .failed(let error): throw .transport(error)
    case .cancelled: throw .cancelled
    }
    guard let head = answer.head else { throw .unreadable }
    guard head.isSuccess else {
      if head.status == 404 || head.status == 405 { throw .notOffered }
      throw .rejected(APIError(body: answer.body, status: head.status))
    }
    guard let json = try? JSONParser.parse(answer.body) else { throw .unreadable }
    return json
  }

  private struct Answer {
    var head: ResponseHead?
    var body: [UInt8] = []
  }

  /// Sends a request and collects its answer. Cancelling the task cancels the transfer.
  private func answer(to request: TransportRequest) async -> (Answer, TransportEnd) {
    let answer = Monitor(Answer())
    let transfer = Monitor<(any Transfer)?>(nil)
    return await withTaskCancellationHandler {
      let end = await withCheckedContinuation { continuation in
        let started = start(request) { event in
          switch event {
          case .head(let head, _):
            answer.update { $0.head = head }
          case .chunk(let bytes, _):
            let count = answer.update { answer in
              answer.body += bytes
              return answer.body.count
            }
            if count > Self.answerLimit { transfer.update { $0?.cancel() } }
          case .end(let end, _):
            continuation.resume(returning: end)
          }
        }
        transfer.update { $0 = started }
        if Task.isCancelled { started.cancel() }
      }
      return (answer.update { $0 }, end)
    } onCancel: {
      transfer.update { $0?.cancel() }
    }
  }

  /// The longest answer to a question, in bytes.
  private static var answerLimit: Int { 32 << 20 }
}
