import JSON
import Runs

/// The embedded Messages endpoint: answers requests with the embedded language model.
///
/// Everything that the API documents has its effect, or is checked; what the endpoint has no use
/// for is accepted. An answer depends on the request and the seed alone, and a handler holds no
/// clock: time passes through `LocalResponse.pause`.
///
/// `input_tokens` counts the whole prompt, as `count_tokens` does; `cache_read_input_tokens` is how
/// much of it an earlier request of this handler began with.
public final class RequestHandler: LocalResponder {
  /// How a handler answers.
  public struct Options: Sendable {
    /// The seed of requests that name none in a `seed` field of their own; nil gives each another.
    public var seed: UInt64?
    /// What ids, and the seeds that nobody chose, are derived from.
    public var identity: UInt64
    /// The pace of all models in tokens a second, in place of their own; infinite for none.
    public var tokensPerSecond: Double?
    /// Fields of the body that the handler doesn't know, such as `top_k`: as some servers don't.
    public var ignoredFields: Set<String>

    public init(
      seed: UInt64? = nil, identity: UInt64 = .random(in: 0...(.max)),
      tokensPerSecond: Double? = nil, ignoredFields: Set<String> = []
    ) {
      self.seed = seed
      self.identity = identity
      self.tokensPerSecond = tokensPerSecond
      self.ignoredFields = ignoredFields
    }
  }

  /// A token that was drawn, for those who want to see how.
  ///
  /// Tokens that leave nothing to choose, such as a tool's keys, values that the conversation
  /// offers and the report of a result, have none.
  public struct Sample: Sendable {
    /// The request that the token belongs to, as the answer's header `request-id` names it.
    public var requestID: String
    /// The index of its content block.
    public var block: Int
    /// Tokens of the answer before it, thinking included. In a stream every token whose text is
    /// complete is a delta, except for what waits to become a stop sequence.
    public var position: Int
    /// How it was drawn. Where the end was drawn, no text belongs to it; in a tool's input the
    /// token is the one after the value, such as its closing quote.
    public var record: SamplingRecord
  }

  let options: Options
  let onSample: (@Sendable (Sample) -> Void)?
  let model: LanguageModel
  private let state = Monitor(State())

  private struct State {
    var requestCount: UInt64 = 0
    var cache = PromptCache()
  }

  /// - Parameter onSample: Called from the thread of the request, for every token that the model
  ///   draws, before the token is sent. Drawing tokens for it costs time.
  public convenience init(
    options: Options = Options(), onSample: (@Sendable (Sample) -> Void)? = nil
  ) {
    self.init(options: options, model: .shared, onSample: onSample)
  }

  init(options: Options, model: LanguageModel, onSample: (@Sendable (Sample) -> Void)? = nil) {
    self.options = options
    self.model = model
    self.onSample = onSample
  }

  public func respond(to request: LocalRequest, on response: any LocalResponse) {
    do throws(LocalFailure) {
      switch try LocalRoute.find(request) {
      case .createMessage: try createMessage(request, on: response)
      case .countTokens:
        let body = try validBody(of: request, counting: true)
        _ = try LocalModel.find(body["model"]?.stringValue)
        let count = Conversation.tokens(of: body, tokenizer: model.tokenizer).count
        send(["input_tokens": .number(JSONNumber(count))], on: response)
      case .listModels: send(LocalModel.list, on: response)
      case .retrieveModel(let id): send(try LocalModel.named(id).json, on: response)
      }
    } catch {
      error.send(to: request, on: response)
    }
  }

  private func send(_ json: JSONValue, on response: any LocalResponse) {
    let bytes = json.encoded(.compact)
    response.head(
      status: 200, headers: [HTTPHeader("content-type", "application/json")],
      framing: .length(bytes.count))
    _ = response.body(bytes)
  }
}

// MARK: - Creating a message

extension RequestHandler {
  /// Levels that a body may have: few enough for the stack of a connection's thread.
  private static let limits = JSONParser.Limits(depth: 100, length: 32 << 20)

  /// The body, once it has passed every check.
  private func validBody(
    of request: LocalRequest, counting: Bool = false
  ) throws(LocalFailure) -> JSONValue {
    var body: JSONValue
    do throws(JSONParseError) {
      body = try JSONParser.parse(request.body, limits: Self.limits)
    } catch {
      if case .tooLong = error.reason {
        throw LocalFailure(status: 413, message: "The body is \(error.reason).")
      }
      throw LocalFailure(status: 400, message: "The body is not JSON: \(error).")
    }
    for field in options.ignoredFields { body[JSONPointer(path: field)] = nil }
    let failures = RequestValidation.failures(
      in: body, version: request.header("anthropic-version"), counting: counting)
    guard failures.isEmpty else { throw RequestValidation.failure(for: failures) }
    return body
  }

  private func createMessage(
    _ request: LocalRequest, on response: any LocalResponse
  ) throws(LocalFailure) {
    let body = try validBody(of: request)
    let kind = try LocalModel.find(body["model"]?.stringValue)
    let prompt = Conversation.tokens(of: body, tokenizer: model.tokenizer)
    guard prompt.count < LocalModel.contextLength else {
      throw LocalFailure(
        status: 422,
        message: "messages: the prompt has \(prompt.count) tokens, "
          + "and the model reads at most \(LocalModel.contextLength)")
    }
    let (number, cached) = state.update { state in
      state.requestCount += 1
      return (state.requestCount, state.cache.commonPrefix(adding: prompt))
    }
    let seed = body["seed"]?.intValue.map { UInt64($0) } ?? options.seed
    var identity = SplitMix64(seed: options.identity &+ number)
    let settings = AnswerSettings(
      body, kind: kind, seed: seed ?? identity.next(), identity: identity)
    let usage = UsageCount(input: prompt.count, cached: cached)
    let pace = (options.tokensPerSecond ?? kind.tokensPerSecond).flatMap { $0.isFinite ? $0 : nil }
    let writer = MessageWriter(
      response, message: settings.message(usage: usage),
      isStreaming: body["stream"] == true, tokensPerSecond: pace)
    let report = onSample.map { onSample in
      { onSample(Sample(requestID: request.id, block: $0, position: $1, record: $2)) }
    }
    var answer = Answer(
      to: Conversation(body), settings, model: model, usage: usage, writer: writer, onSample: report
    )
    try answer.prepare()
    // A client that has left gets nothing more.
    try? answer.write()
  }
}
