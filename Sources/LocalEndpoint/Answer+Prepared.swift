import JSON

extension Answer {
  /// The parts of an answer that have to fit a schema.
  struct Prepared {
    /// A call of a tool, with its input token by token.
    struct Call {
      let name: String
      let input: [InputSampler.Piece]
    }

    var calls: [Call] = []
    /// A text that fits the schema of the format, token by token.
    var text: [InputSampler.Piece]?
  }

  /// Makes up what has to fit a schema.
  ///
  /// - Throws: When nothing is found that fits where something has to, which can't be told any more once the
  ///   answer has begun.
  mutating func prepare() throws(LocalFailure) {
    let calls = ToolPlan(conversation, settings).calls
    let first = thinkingBudget > 0 ? 1 : 0
    for (index, call) in calls.enumerated() {
      var generator = generator(
        for: call.tool.inputSchema, hints: call.hints, block: first + index)
      let input = generator.value()
      if settings.toolChoice != .auto, let misfit = generator.misfit {
        throw Self.failure(misfit, at: call.tool.schemaPlace)
      }
      let isClumsy = settings.model.habit == .clumsy && !call.tool.isStrict
      prepared.calls.append(
        Prepared.Call(
          name: call.tool.name,
          input: isClumsy
            ? plainPieces(of: ClumsyInput.text(of: input, using: &generator.random))
            : generator.pieces(of: input)))
    }
    guard calls.isEmpty, let format = settings.format else { return }
    var generator = generator(
      for: format, hints: ConversationHints(conversation), block: first)
    let value = generator.value()
    if let misfit = generator.misfit {
      throw Self.failure(misfit, at: ["output_config", "format", "schema"])
    }
    prepared.text = generator.pieces(of: value)
  }

  private static func failure(_ misfit: String, at pointer: JSONPointer) -> LocalFailure {
    RequestValidation.failure(for: [.init(pointer: pointer, reason: misfit)])
  }

  /// - Parameter block: The index of the content block that the value is for.
  private func generator(
    for schema: JSONValue, hints: ConversationHints, block: Int
  ) -> SchemaGenerator {
    var sampling = settings.sampling
    // Every call gets numbers of its own, from the seed of the request; at temperature 0 none
    // matter.
    var random = SplitMix64(seed: (sampling.temperature > 0 ? sampling.seed : 0) &+ UInt64(block))
    sampling.seed = random.next()
    let sampler = InputSampler(
      model, question: conversation.question, background: conversation.system,
      sampling: sampling, recordedCandidates: recordedCandidates)
    return SchemaGenerator(schema, hints: hints, sampler: sampler, seed: random.next())
  }
}
