import JSON

/// What a request demands of its answer.
struct AnswerSettings: Sendable {
  /// Whether and how much is thought before the answer.
  enum Thinking: Sendable, Hashable {
    case disabled
    /// At most so many tokens.
    case enabled(budget: Int)
    /// As the prompt demands.
    case adaptive
  }

  /// Whether a tool is called.
  enum ToolChoice: Sendable, Hashable {
    case auto, any, none
    case tool(String)
  }

  let model: LocalModel
  let requestedModel: String
  let sampling: SamplingParameters
  let maximumTokens: Int
  let stopSequences: [String]
  let thinking: Thinking
  let showsThinking: Bool
  let effort: Effort
  let tools: [ToolDefinition]
  let toolChoice: ToolChoice
  let allowsParallelCalls: Bool
  /// The schema that the text has to fit.
  let format: JSONValue?
  /// Where ids come from.
  var identity: SplitMix64

  /// Reads a valid request.
  init(_ body: JSONValue, kind: LocalModel, seed: UInt64, identity: SplitMix64) {
    model = kind
    requestedModel = body["model"]?.stringValue ?? kind.id
    let topK = body["top_k"]?.intValue
    sampling = SamplingParameters(
      temperature: body["temperature"]?.doubleValue ?? 1, topK: topK == 0 ? nil : topK,
      topP: body["top_p"]?.doubleValue, seed: seed)
    maximumTokens = body["max_tokens"]?.intValue ?? LocalModel.defaultMaximumTokens
    stopSequences = (body["stop_sequences"]?.arrayValue ?? []).compactMap(\.stringValue)
    thinking =
      switch body["thinking"]?["type"]?.stringValue {
      case "enabled": .enabled(budget: body["thinking"]?["budget_tokens"]?.intValue ?? 1)
      case "adaptive": .adaptive
      default: .disabled
      }
    showsThinking = body["thinking"]?["display"] != "omitted"
    effort = Effort(body["output_config"]?["effort"]?.stringValue)
    tools = ToolDefinition.usable(in: body)
    let choice = body["tool_choice"]
    toolChoice =
      switch choice?["type"]?.stringValue {
      case "any": .any
      case "none": .none
      case "tool": .tool(choice?["name"]?.stringValue ?? "")
      default: .auto
      }
    allowsParallelCalls = choice?["disable_parallel_tool_use"] != true
    format = body["output_config"]?["format"].flatMap { $0["schema"] }
    self.identity = identity
  }

  /// The message as it is before anything is said.
  func message(usage: UsageCount) -> JSONObject {
    var identity = identity
    return [
      "id": .string("msg_" + identity.nextName()), "type": "message", "role": "assistant",
      "model": .string(requestedModel), "content": [], "stop_reason": nil, "stop_sequence": nil,
      "usage": usage.json,
    ]
  }
}

/// How much is thought and said, by the documented steps of `output_config.effort`.
struct Effort: Sendable, Hashable {
  /// The step: 0 for `minimal` up to 6 for `ultracode`.
  private let step: Int
  private let isUnset: Bool

  /// Leaving it out is like `high`, except that the answer is as long as it comes.
  init(_ name: String?) {
    step = RequestValidation.efforts.firstIndex(of: name ?? "high") ?? 3
    isUnset = name == nil
  }

  /// How much is said, in sentences.
  var answerLength: AnswerLength {
    if isUnset { return .natural }
    switch step {
    case 0: return AnswerLength(atMost: 1)
    case 1: return AnswerLength(atMost: 2)
    default: return AnswerLength(atLeast: 5 * step - 7)
    }
  }

  /// How much is thought, in sentences.
  var thinkingLength: AnswerLength {
    switch step {
    case 0: AnswerLength(atMost: 1)
    case 1: AnswerLength(atMost: 3)
    default: AnswerLength(atLeast: 5 * step - 7)
    }
  }

  /// Whether a prompt is thought about when the model may decide.
  func isWorthThinking(about question: String) -> Bool {
    let words = question.lowercased().split { !$0.isLetter && $0 != "'" }.map(String.init)
    let hard: Set<String> = [
      "why", "how", "compare", "difference", "prove", "plan", "design", "analyse", "analyze",
      "debug", "solve", "derive", "step", "steps", "reason", "think", "carefully", "trade-off",
      "versus", "decide", "optimise", "optimize", "calculate", "estimate",
    ]
    let questions = question.count { $0 == "?" }
    let difficulty =
      words.count { hard.contains($0) } * 4 + words.count / 10 + max(0, questions - 1)
    return difficulty + step >= 7
  }
}

/// The tokens of a request and its answer.
struct UsageCount: Sendable {
  var input: Int
  /// How much of the input an earlier request began with.
  var cached: Int
  var output = 0
  var thinking = 0

  var json: JSONValue {
    var usage: JSONObject = [
      "input_tokens": .number(JSONNumber(input)), "output_tokens": .number(JSONNumber(output)),
      "cache_read_input_tokens": .number(JSONNumber(cached)),
      "cache_creation_input_tokens": 0,
    ]
    if thinking > 0 {
      usage["output_tokens_details"] = ["thinking_tokens": .number(JSONNumber(thinking))]
    }
    return .object(usage)
  }
}

extension SplitMix64 {
  /// A name of 24 letters and digits.
  mutating func nextName() -> String {
    let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789")
    return String((0..<24).map { _ in letters[Int(next() % UInt64(letters.count))] })
  }
}
