import Glibc
import JSON
import LocalEndpoint
import MessagesAPI
import MessagesClient
import Presets
import Runs

/// `workbench send`
struct SendCommand: Sendable {
  private let endpoint: Endpoint
  private let body: [UInt8]
  private let request: TransportRequest
  private let form: AnswerForm
  private let environment: [String: String]

  init(_ arguments: Arguments, _ surroundings: Surroundings) throws(UsageError) {
    let name = arguments.value("--output") ?? AnswerForm.text.rawValue
    guard let form = AnswerForm(rawValue: name) else {
      throw .invalid(
        option: "--output", value: name,
        expected: AnswerForm.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let preset = try surroundings.request(arguments.operand)
    endpoint = try surroundings.endpoint(arguments.value("--endpoint"), for: preset)
    guard form != .sampling || endpoint.isEmbedded else {
      throw .endpoint("only the embedded endpoint tells how it draws its tokens")
    }
    self.form = form
    environment = surroundings.environment

    var json = preset.switchedOnRequest.json
    for argument in arguments.values("--set") {
      try RequestEdit(setting: argument).apply(to: &json)
    }
    for path in arguments.values("--unset") {
      try RequestEdit(removing: path).apply(to: &json)
    }
    let variables = try preset.variables(settingFrom: arguments, for: json)
    let missing = variables.unfilled(in: json).map(\.name)
    guard missing.isEmpty else { throw .missingVariables(missing) }
    json = variables.filled(in: json)
    if let object = json.objectValue { json = endpoint.completed(MessageRequest(object)).json }
    if json["stream"] == nil { json["/stream"] = true }
    body = json.encoded(.asWritten)
    do throws(Endpoint.Problem) {
      request = try EndpointClient.request(body: body, to: endpoint)
    } catch {
      throw .endpoint("\(endpoint.name): \(Sentence.about(error))")
    }
  }

  /// Sends the request and waits for the end of the answer.
  func run() -> ExitStatus {
    Signals.hold()
    let answer = Monitor(
      Answer(
        Run(
          id: Run.ID(1), request: request.shown, endpointName: endpoint.name,
          startedAt: Double(time(nil))), form))
    let handler =
      form == .sampling
      ? RequestHandler { sample in answer.update { $0.write(sample) } } : RequestHandler()
    let client = EndpointClient(
      http: HTTPTransport(environment: environment),
      embedded: EmbeddedTransport(FaultResponder(.models, otherwise: handler)))
    let transfer = client.start(request) { event in
      answer.update { $0.receive(event) }
    }
    Signals.onEnd {
      // A second signal doesn't wait for the first one's effect.
      let isSecond = answer.update { $0.cancel() }
      if isSecond { _exit(ExitStatus.cancelled.rawValue) }
      transfer.cancel()
    }
    answer.wait { $0.hasEnded || $0.outputFailure != nil }
    return answer.update { answer in answer.conclude() }
  }
}

/// An answer as it is received and written.
private struct Answer: Sendable {
  private var run: Run
  private var writer: AnswerWriter
  private var isCancelled = false
  /// Why nothing more can be written.
  private(set) var outputFailure: StandardStream.Failure?

  init(_ run: Run, _ form: AnswerForm) {
    self.run = run
    writer = AnswerWriter(form)
  }

  var hasEnded: Bool { run.end != nil }

  mutating func receive(_ event: TransportEvent) {
    switch event {
    case .head(let head, let time): run.receive(head: head, at: time)
    case .chunk(let bytes, let time):
      run.receive(chunk: bytes, at: time)
      write(writer.progress(of: run, chunk: bytes))
    case .end(let end, let time):
      run.finish(end, at: time)
      write(writer.rest(of: run))
    }
  }

  /// Notes a signal; true when there had been one before.
  mutating func cancel() -> Bool {
    defer { isCancelled = true }
    return isCancelled
  }

  /// Says how it ended, on standard error and as a status.
  func conclude() -> ExitStatus {
    switch outputFailure {
    case .readerLeft: return .success
    case .error(let code):
      say("the answer can't be written: \(String(cString: strerror(code)))")
      return .failed
    case nil: break
    }
    let outcome = run.outcome
    if outcome != .complete { say(Sentence.about(outcome)) }
    for hint in Sentence.hints(for: run) { say(hint) }
    if outcome.allowsTools { say(Sentence.summary(of: run)) }
    return ExitStatus(outcome)
  }

  private func say(_ sentence: String) { StandardStream.error.line("workbench: \(sentence)") }

  /// Writes a line of `--output sampling`.
  mutating func write(_ sample: RequestHandler.Sample) {
    write(sample.json.encoded(.compact) + [UInt8(ascii: "\n")])
  }

  private mutating func write(_ bytes: [UInt8]) {
    guard !bytes.isEmpty, outputFailure == nil else { return }
    outputFailure = StandardStream.output.write(bytes)
  }
}

extension ExitStatus {
  /// What an outcome is to the shell.
  init(_ outcome: Run.Outcome) {
    switch outcome {
    case .complete, .endedWithoutTerminator: self = .success
    case .rejected, .redirected, .failed: self = .rejected
    case .truncated, .transportFailed, .protocolFault, .streaming: self = .failed
    case .cancelled: self = .cancelled
    }
  }
}

extension RequestHandler.Sample {
  /// The token's line of `--output sampling`.
  fileprivate var json: JSONValue {
    [
      "block": .number(JSONNumber(block)), "position": .number(JSONNumber(position)),
      "drawn": record.drawn.map { .string($0.text) } ?? .null,
      "candidate_count": .number(JSONNumber(record.candidateCount)),
      "cut_by_top_k": .number(JSONNumber(record.cutByTopK)),
      "cut_by_top_p": .number(JSONNumber(record.cutByTopP)),
      "candidates": .array(
        JSONArray(
          record.candidates.map { candidate in
            [
              "text": .string(candidate.text),
              "probability": .number(JSONNumber(candidate.probability)),
              "tempered_probability": .number(JSONNumber(candidate.temperedProbability)),
              "verdict": .string(candidate.verdict.rawValue),
            ]
          })),
    ]
  }
}
