extension RequestField {
  /// The model's name, or the endpoint id of a dedicated endpoint.
  public static let model = RequestField(
    id: "model", group: .model, kind: .string,
    summary: "The model that answers, or the endpoint id of a dedicated endpoint.",
    whenUnset: "the server's own model, or a refusal")

  /// The most tokens of the answer, thinking included.
  public static let maxTokens = RequestField(
    id: "max_tokens", group: .model,
    kind: .number(
      NumberScale(
        range: 1...32_000, fineStep: 64, coarseStep: 1024, start: 1024, fractionDigits: 0,
        isCurved: true)),
    summary: "The most tokens that the answer may have, thinking included.",
    whenUnset: "the server sets the limit")

  /// Whether the answer comes as a stream of events.
  public static let stream = RequestField(
    id: "stream", group: .model, kind: .flag,
    summary: "Whether the answer arrives as a stream of events or as one JSON document.",
    whenUnset: "one document at the end")

  /// The instructions that stand above the conversation.
  public static let system = RequestField(
    id: "system", group: .system, kind: .text,
    summary: "Instructions that stand above the conversation: a string or text blocks.",
    whenUnset: "no instructions")

  /// The conversation.
  public static let messages = RequestField(
    id: "messages", group: .messages, kind: .messages,
    summary: "The conversation so far, user and assistant by turns, a user first.",
    whenUnset: "nothing can be sent")

  /// How far the most likely tokens are preferred.
  public static let temperature = RequestField(
    id: "temperature", group: .sampling,
    kind: .number(
      NumberScale(range: 0...2, fineStep: 0.05, coarseStep: 0.25, start: 1, fractionDigits: 2)),
    summary: "How evenly tokens are drawn: 0 takes the likeliest, higher values vary more.",
    whenUnset: "1 on most servers")

  /// The share of probability from which tokens are drawn.
  public static let topP = RequestField(
    id: "top_p", group: .sampling,
    kind: .number(
      NumberScale(range: 0...1, fineStep: 0.01, coarseStep: 0.1, start: 1, fractionDigits: 2)),
    summary: "Draws only from the likeliest tokens whose probabilities together reach this share.",
    whenUnset: "every token may be drawn")

  /// The number of tokens from which one is drawn.
  public static let topK = RequestField(
    id: "top_k", group: .sampling,
    kind: .number(
      NumberScale(
        range: 1...200, fineStep: 1, coarseStep: 10, start: 40, fractionDigits: 0,
        isCurved: true)),
    summary: "Draws only from this many of the likeliest tokens.",
    whenUnset: "every token may be drawn")

  /// Strings that end the answer.
  public static let stopSequences = RequestField(
    id: "stop_sequences", group: .sampling, kind: .stringList,
    summary: "Strings that end the answer where one of them would appear.",
    whenUnset: "the model ends by itself or at max_tokens")

  /// Whether and how the model thinks before it answers.
  public static let thinkingType = RequestField(
    id: "thinking.type", group: .thinking,
    kind: .choice(["enabled", "adaptive", "disabled", "between_tools"]),
    summary: "Whether the model thinks first: with a budget, as it sees fit, or not at all.",
    whenUnset: "the model's own habit")

  /// The most tokens of thinking.
  public static let thinkingBudget = RequestField(
    id: "thinking.budget_tokens", group: .thinking,
    kind: .number(
      NumberScale(
        range: 1...32_000, fineStep: 128, coarseStep: 1024, start: 1024, fractionDigits: 0,
        isCurved: true)),
    summary: "The most tokens of thinking, below max_tokens; only with thinking enabled.",
    whenUnset: "thinking enabled is refused without it")

  /// How much of the thinking is shown.
  public static let thinkingDisplay = RequestField(
    id: "thinking.display", group: .thinking, kind: .choice(["summarized", "omitted"]),
    summary: "Whether thinking comes as a summary, or with its text left out.",
    whenUnset: "the model's own habit")

  /// How hard the model tries.
  public static let effort = RequestField(
    id: "output_config.effort", group: .thinking,
    kind: .choice(["minimal", "low", "medium", "high", "xhigh", "max", "ultracode"]),
    summary: "How much the model spends on the answer, in thought and in words.",
    whenUnset: "high on most servers")

  /// The tools that the model may call.
  public static let tools = RequestField(
    id: "tools", group: .tools, kind: .tools,
    summary: "The tools that the model may call, each with a JSON Schema of its input.",
    whenUnset: "no tools")

  /// Whether the model may, must or must not call a tool.
  public static let toolChoiceType = RequestField(
    id: "tool_choice.type", group: .tools, kind: .choice(["auto", "any", "tool", "none"]),
    summary: "Whether the model may call a tool, must call one, must call a named one, or none.",
    whenUnset: "auto when there are tools")

  /// The tool that must be called.
  public static let toolChoiceName = RequestField(
    id: "tool_choice.name", group: .tools, kind: .string,
    summary: "The tool that must be called; only with the type tool.",
    whenUnset: "type tool needs it")

  /// Whether at most one tool is called in an answer.
  public static let disableParallelToolUse = RequestField(
    id: "tool_choice.disable_parallel_tool_use", group: .tools, kind: .flag,
    summary: "Whether an answer may hold one call only; not with the type none.",
    whenUnset: "several calls in one answer are possible")

  /// The kind of format that the text must have.
  public static let outputFormatType = RequestField(
    id: "output_config.format.type", group: .output, kind: .choice(["json_schema"]),
    summary: "The form of the answer's text; json_schema holds it to a schema.",
    whenUnset: "free text")

  /// The schema that the text must fit.
  public static let outputFormatSchema = RequestField(
    id: "output_config.format.schema", group: .output, kind: .json,
    summary: "The JSON Schema that the answer's text must fit.",
    whenUnset: "json_schema needs it")

  /// A cache mark for the whole request.
  public static let cacheControl = RequestField(
    id: "cache_control", group: .compatibility, kind: .json,
    summary: "Marks the end of what the prompt cache may keep.",
    whenUnset: "no mark at the top level")

  /// The container that server tools run in.
  public static let container = RequestField(
    id: "container", group: .compatibility, kind: .json,
    summary: "The container that server tools run in, by id or as an object.",
    whenUnset: "none is reused")

  /// How the server shortens a long conversation.
  public static let contextManager = RequestField(
    id: "context_manager", group: .compatibility, kind: .json,
    summary: "How the server shortens a long conversation; Anthropic calls it context_management.",
    whenUnset: "nothing is shortened")

  /// Where the model runs.
  public static let inferenceGeo = RequestField(
    id: "inference_geo", group: .compatibility, kind: .json,
    summary: "The region that the model runs in.",
    whenUnset: "the account's own setting")

  /// Facts about the request for the server's own books.
  public static let metadata = RequestField(
    id: "metadata", group: .compatibility, kind: .json,
    summary: "Facts for the server's books, such as an opaque user_id.",
    whenUnset: "none")

  /// The class of capacity that serves the request.
  public static let serviceTier = RequestField(
    id: "service_tier", group: .compatibility, kind: .choice(["auto", "standard_only"]),
    summary: "The class of capacity that may serve the request.",
    whenUnset: "auto")
}

extension MessageRequest {
  /// Every documented field, in the order of the form.
  public static let fields: [RequestField] = [
    .model, .maxTokens, .stream, .system, .messages, .temperature, .topP, .topK, .stopSequences,
    .thinkingType, .thinkingBudget, .thinkingDisplay, .effort, .tools, .toolChoiceType,
    .toolChoiceName, .disableParallelToolUse, .outputFormatType, .outputFormatSchema,
    .cacheControl, .container, .contextManager, .inferenceGeo, .metadata, .serviceTier,
  ]

  /// The documented field with a dotted path, if there is one.
  public static func field(_ id: String) -> RequestField? { fields.first { $0.id == id } }
}
