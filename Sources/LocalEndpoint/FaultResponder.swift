import Runs
import JSON

/// Answers by a script where it says something about a request, and lets the endpoint answer the
/// others.
public final class FaultResponder: LocalResponder {
  private let script: FaultScript
  private let endpoint: any LocalResponder
  /// How often each step has been used.
  private let uses: Monitor<[Int]>

  /// Makes a responder of a script; requests that it says nothing about go to the endpoint.
  public init(_ script: FaultScript, otherwise endpoint: any LocalResponder) {
    self.script = script
    self.endpoint = endpoint
    uses = Monitor(Array(repeating: 0, count: script.steps.count))
  }

  public func respond(to request: LocalRequest, on response: any LocalResponse) {
    guard let step = takeStep(for: request) else {
      answerUnscripted(request, on: response)
      return
    }
    if step.delay > .zero, !response.pause(step.delay) { return }
    var delivery = FaultDelivery(step.delivery, on: response)

    switch step.content {
    case .raw(let items):
      delivery.isRaw = true
      delivery.send(items)
    case .body(let bytes, let type):
      response.head(step, status: 200, type: type, framing: .length(bytes.count))
      delivery.send([.bytes(bytes)])
    case .error(let message):
      let bytes = LocalFailure(status: step.status ?? 500, message: message)
        .body(requestID: request.id)
      response.head(
        step, status: 500, type: "application/json", framing: .length(bytes.count))
      delivery.send([.bytes(bytes)])
    case .stream(let items):
      response.head(step, status: 200, type: "text/event-stream", framing: .chunked)
      delivery.send(step.edited(items))
    case .endpoint where step.edits.isEmpty:
      let faulty = FaultyResponse(response, step: step, delivery: delivery)
      endpoint.respond(to: forwarded(request, by: step), on: faulty)
      faulty.finish()
    case .endpoint:
      let answer = CollectedResponse(response)
      endpoint.respond(to: forwarded(request, by: step), on: answer)
      guard let head = answer.head else { return }
      response.head(step, of: head, framing: .chunked)
      let isStream = head["content-type"]?.hasPrefix("text/event-stream") == true
      delivery.send(step.edited(FaultScript.items(of: answer.body, isStream: isStream)))
    }
  }

  public func answersEarly(_ request: LocalRequest) -> Bool {
    uses.update { uses in
      firstStep(for: request, model: nil, uses).map { script.steps[$0].isEarly } ?? false
    }
  }

  /// Lets the endpoint answer, whose models get those that the script names.
  private func answerUnscripted(_ request: LocalRequest, on response: any LocalResponse) {
    switch try? LocalRoute.find(request) {
    case .listModels where !script.modelNames.isEmpty:
      let answer = CollectedResponse(response)
      endpoint.respond(to: request, on: answer)
      guard let head = answer.head else { return }
      let body = list(addingTo: answer.body) ?? answer.body
      response.head(status: head.status, headers: head.headers, framing: .length(body.count))
      _ = response.body(body)
    case .retrieveModel(let name) where script.modelNames.contains(name):
      let body = Self.model(named: name).encoded(.compact)
      response.head(
        status: 200, headers: [HTTPHeader("content-type", "application/json")],
        framing: .length(body.count))
      _ = response.body(body)
    default: endpoint.respond(to: forwarded(request), on: response)
    }
  }

  /// The request as the endpoint gets it. A model that only the script knows becomes the default
  /// one, also once its steps are used up.
  private func forwarded(
    _ request: LocalRequest, by step: FaultScript.Step? = nil
  ) -> LocalRequest {
    guard var json = try? JSONParser.parse(request.body, limits: .init(depth: 100)) else {
      return request
    }
    if let name = step?.modelToAsk {
      json["/model"] = .string(JSONString(name))
    } else if let model = json["model"]?.stringValue, !LocalModel.isOffered(model),
      script.steps.contains(where: { $0.match.contains(model: model) })
    {
      json["/model"] = .string(JSONString(LocalModel.all[0].id))
    } else {
      return request
    }
    var request = request
    request.body = json.encoded(.asWritten)
    return request
  }

  private static func model(named name: String) -> JSONValue {
    LocalModel(
      id: name, name: name, summary: "Answers by a script of faults.", tokensPerSecond: nil,
      habit: .none
    ).json
  }

  private func list(addingTo body: [UInt8]) -> [UInt8]? {
    guard var json = try? JSONParser.parse(body), let listed = json["data"]?.arrayValue else {
      return nil
    }
    let added = script.modelNames.filter { name in
      !listed.contains { $0["id"]?.stringValue == name }
    }
    .map(Self.model)
    json["/data"] = .array(JSONArray(Array(listed) + added))
    if let last = added.last { json["/last_id"] = last["id"] }
    return json.encoded(.compact)
  }

  /// The first step that matches and isn't used up, which this uses once.
  private func takeStep(for request: LocalRequest) -> FaultScript.Step? {
    let model = (try? JSONParser.parse(request.body, limits: .init(depth: 100)))?["model"]
    return uses.update { uses in
      guard let index = firstStep(for: request, model: model?.stringValue, uses) else { return nil }
      uses[index] += 1
      return script.steps[index]
    }
  }

  private func firstStep(for request: LocalRequest, model: String?, _ uses: [Int]) -> Int? {
    script.steps.indices.first { index in
      let step = script.steps[index]
      return step.match.contains(request, model: model) && uses[index] < step.times ?? .max
    }
  }
}

extension FaultScript.Match {
  func contains(_ request: LocalRequest, model: String?) -> Bool {
    if let method, method != request.method { return false }
    if let path, path != request.path { return false }
    return self.model == nil || model.map { contains(model: $0) } ?? false
  }

  /// Whether this speaks of a model by its name.
  func contains(model name: String) -> Bool {
    guard let model else { return false }
    return model.hasSuffix("*") ? name.hasPrefix(model.dropLast()) : name == model
  }
}

extension FaultScript.Step {
  fileprivate func edited(_ items: [FaultScript.Item]) -> [FaultScript.Item] {
    var items = items
    for edit in edits { edit.apply(to: &items) }
    return items
  }

  /// The endpoint's headers, with those of the step in place of the ones with their names.
  fileprivate func headers(over others: [HTTPHeader]) -> [HTTPHeader] {
    let names = Set(headers.map { $0.name.lowercased() })
    return others.filter { !names.contains($0.name.lowercased()) } + headers
  }
}

extension LocalResponse {
  fileprivate func head(
    _ step: FaultScript.Step, status: Int, type: String, framing: BodyFraming
  ) {
    let head = ResponseHead(status: status, headers: [HTTPHeader("content-type", type)])
    self.head(step, of: head, framing: framing)
  }

  fileprivate func head(_ step: FaultScript.Step, of head: ResponseHead, framing: BodyFraming) {
    let isWhole = step.delivery.repetitions == 1
    self.head(
      status: step.status ?? head.status, headers: step.headers(over: head.headers),
      framing: step.framing ?? (isWhole ? framing : .chunked))
  }
}

/// Passes an answer on as it comes, delivered as the step says.
private final class FaultyResponse: LocalResponse {
  private let response: any LocalResponse
  private let step: FaultScript.Step
  private var delivery: FaultDelivery

  init(_ response: any LocalResponse, step: FaultScript.Step, delivery: FaultDelivery) {
    self.response = response
    self.step = step
    self.delivery = delivery
  }

  func head(status: Int, headers: [HTTPHeader], framing: BodyFraming) {
    response.head(step, of: ResponseHead(status: status, headers: headers), framing: framing)
  }

  func body(_ bytes: [UInt8]) -> Bool { delivery.send(bytes) }
  func pause(_ duration: Duration) -> Bool { !delivery.isOver && response.pause(duration) }
  func cut(_ kind: ConnectionCut) { response.cut(kind) }
  func raw(_ bytes: [UInt8]) -> Bool { response.raw(bytes) }
  func finish() { delivery.finish() }
}

/// Keeps an answer instead of sending it.
private final class CollectedResponse: LocalResponse {
  private(set) var head: ResponseHead?
  private(set) var body: [UInt8] = []
  private let response: any LocalResponse

  init(_ response: any LocalResponse) {
    self.response = response
  }

  func head(status: Int, headers: [HTTPHeader], framing: BodyFraming) {
    if head == nil, status >= 200 { head = ResponseHead(status: status, headers: headers) }
  }

  func body(_ bytes: [UInt8]) -> Bool {
    body += bytes
    return true
  }

  func pause(_ duration: Duration) -> Bool { response.pause(duration) }
  func cut(_ kind: ConnectionCut) { response.cut(kind) }
  func raw(_ bytes: [UInt8]) -> Bool { response.raw(bytes) }
}
