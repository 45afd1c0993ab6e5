extension EndpointProfile {
  /// The columns of the tables, in their order: a kind of server, or a version of one.
  enum Column: String, Hashable, CaseIterable {
    case embedded, friendli
    case anthropic = "2023"
    case anthropicWithoutSampling = "2026"
    case llamaCpp, vLLM, ollama, liteLLM, generic

    init(_ kind: Kind) {
      self =
        switch kind {
        case .embedded: .embedded
        case .friendli: .friendli
        case .anthropic: .anthropic
        case .llamaCpp: .llamaCpp
        case .vLLM: .vLLM
        case .ollama: .ollama
        case .liteLLM: .liteLLM
        case .generic: .generic
        }
    }
  }

  /// The row that stands for whatever has no row of its own.
  static let others = "*"

  /// Fields by dotted path. R required, u used, i ignored, x rejected, ? not known.
  static let fields = table(
    """
                                           emb fri 23  26  lla vll oll lit gen
    model                                   u   R   R   R   u   R   R   R   R
    max_tokens                              u   u   R   R   u   R   u   u   u
    stream                                  u   u   u   u   u   u   u   u   u
    system                                  u   u   u   u   u   u   u   u   u
    messages                                R   R   R   R   R   R   R   R   R
    temperature                             u   u   u   x   u   u   u   u   u
    top_p                                   u   u   u   x   u   u   u   u   u
    top_k                                   u   u   u   x   u   u   u   ?   ?
    stop_sequences                          u   u   u   u   u   u   u   u   u
    thinking.type                           u   u   u   u   u   ?   u   ?   ?
    thinking.budget_tokens                  u   u   u   u   u   ?   i   ?   ?
    thinking.display                        u   ?   u   u   i   ?   i   ?   ?
    output_config.effort                    u   u   u   u   i   ?   u   ?   ?
    output_config.format.type               u   u   u   u   i   ?   ?   ?   ?
    output_config.format.schema             u   u   u   u   i   ?   ?   ?   ?
    tools                                   u   u   u   u   u   u   u   u   u
    tools.type                              i   i   u   u   ?   ?   ?   ?   ?
    tools.input_schema                      u   u   R   R   u   R   u   u   u
    tool_choice.type                        u   u   u   u   u   u   i   u   u
    tool_choice.name                        u   u   u   u   i   u   i   u   u
    tool_choice.disable_parallel_tool_use   u   u   u   u   i   ?   i   ?   ?
    tool_result.is_error                    u   ?   u   u   ?   ?   ?   ?   ?
    cache_control                           i   i   u   u   i   ?   i   u   ?
    container                               i   i   u   u   i   ?   i   ?   ?
    context_manager                         i   i   x   x   i   ?   i   ?   ?
    context_management                      i   ?   u   u   i   ?   i   ?   ?
    inference_geo                           i   i   u   u   i   ?   i   ?   ?
    metadata                                i   i   u   u   i   i   i   u   ?
    service_tier                            i   i   u   u   i   ?   i   u   ?
    speed                                   i   ?   u   u   i   ?   i   ?   ?
    diagnostics                             i   ?   u   u   i   ?   i   ?   ?
    seed                                    u   ?   x   x   i   ?   i   ?   ?
    *                                       i   ?   x   x   i   ?   i   ?   ?
    """)

  /// Content blocks by wire type, with the same letters.
  static let blocks = table(
    """
                                           emb fri 23  26  lla vll oll lit gen
    text                                    u   u   u   u   u   u   u   u   u
    image                                   i   u   u   u   u   u   u   u   u
    thinking                                i   u   u   u   ?   u   u   u   ?
    tool_use                                u   u   u   u   u   u   u   u   u
    tool_result                             u   u   u   u   u   u   u   u   u
    document                                i   i   u   u   i   ?   i   ?   ?
    search_result                           i   i   u   u   i   ?   i   ?   ?
    redacted_thinking                       i   i   u   u   i   ?   i   u   ?
    server_tool_use                         i   i   u   u   i   ?   i   ?   ?
    web_search_tool_result                  i   i   u   u   i   ?   i   ?   ?
    web_fetch_tool_result                   i   i   u   u   i   ?   i   ?   ?
    code_execution_tool_result              i   i   u   u   i   ?   i   ?   ?
    bash_code_execution_tool_result         i   i   u   u   i   ?   i   ?   ?
    text_editor_code_execution_tool_result  i   i   u   u   i   ?   i   ?   ?
    tool_search_tool_result                 i   i   u   u   i   ?   i   ?   ?
    container_upload                        i   i   u   u   i   ?   i   ?   ?
    *                                       i   ?   ?   ?   i   x   i   ?   ?
    """)

  /// What leaving a field out means, where a server is known to differ from the field's own sentence.
  static let unset: [String: [Kind: String]] = [
    "model": [.embedded: "workbench-small", .llamaCpp: "the model that it was started with"],
    "max_tokens": [
      .embedded: "4096", .llamaCpp: "4096", .friendli: "up to the model's own limit",
    ],
    "temperature": [.embedded: "1", .anthropic: "1"],
    "stream": [.friendli: "one document at the end, the default"],
    "thinking.budget_tokens": [.llamaCpp: "10000"],
    "thinking.type": [.embedded: "no thinking", .friendli: "the model's template decides"],
    "thinking.display": [.embedded: "the whole thinking"],
    "output_config.effort": [.embedded: "high, at any length", .anthropic: "high"],
    "service_tier": [.anthropic: "auto"],
  ]

  private static func table(_ text: String) -> [String: [Column: Support]] {
    var rows: [String: [Column: Support]] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: " ")
      let supports = cells.dropFirst().map { Support(rawValue: $0.first!) }
      precondition(supports.count == Column.allCases.count, "every column has a cell")
      rows[String(cells[0])] = Dictionary(
        uniqueKeysWithValues: zip(Column.allCases, supports.map { $0! }))
    }
    return rows
  }
}

extension EndpointProfile {
  /// What is known about a kind of server beside its tables.
  struct Facts {
    var thinkingTypes: [String] = []
    var efforts: [String] = []
    var temperatures = 0.0...2.0
    var minimumBudget = 1
    var countsTokens: Bool?
    var listsModels: Bool?
  }

  static func facts(of kind: Kind) -> Facts {
    switch kind {
    case .embedded:
      Facts(
        thinkingTypes: ["enabled", "adaptive", "disabled"],
        efforts: ["minimal", "low", "medium", "high", "xhigh", "max", "ultracode"],
        countsTokens: true, listsModels: true)
    case .friendli:
      Facts(
        thinkingTypes: ["enabled", "adaptive", "disabled"],
        efforts: ["minimal", "low", "medium", "high", "xhigh", "max", "ultracode"],
        countsTokens: false)
    case .anthropic:
      Facts(
        thinkingTypes: ["enabled", "adaptive", "disabled", "between_tools"],
        efforts: ["low", "medium", "high", "xhigh", "max"],
        temperatures: 0...1, minimumBudget: 1024, countsTokens: true, listsModels: true)
    case .llamaCpp:
      Facts(thinkingTypes: ["enabled"], countsTokens: true, listsModels: true)
    case .ollama:
      Facts(
        thinkingTypes: ["enabled", "disabled"], efforts: ["low", "medium", "high", "xhigh"],
        countsTokens: true, listsModels: true)
    case .vLLM, .liteLLM:
      Facts(countsTokens: true, listsModels: true)
    case .generic:
      Facts()
    }
  }
}
