import JSON

/// An answer while it is written: thinking, then tool calls, or text.
struct Answer {
  let conversation: Conversation
  let settings: AnswerSettings
  let model: LanguageModel
  let writer: MessageWriter
  private(set) var usage: UsageCount
  var identity: SplitMix64
  private let onSample: ((Int, Int, SamplingRecord) -> Void)?
  private var blockCount = 0
  private var stop: StopSequenceMatcher
  /// What has to fit a schema, and is made before anything is sent.
  var prepared = Prepared()

  /// How many candidates a sampling record holds.
  private static let mostCandidates = 40

  init(
    to conversation: Conversation, _ settings: AnswerSettings, model: LanguageModel,
    usage: UsageCount, writer: MessageWriter,
    onSample: ((_ block: Int, _ position: Int, SamplingRecord) -> Void)?
  ) {
    self.conversation = conversation
    self.settings = settings
    self.model = model
    self.usage = usage
    self.writer = writer
    self.onSample = onSample
    identity = settings.identity
    // The message's own id came first.
    _ = identity.nextName()
    stop = StopSequenceMatcher(settings.stopSequences)
  }

  /// How many more tokens the answer may have.
  var tokensLeft: Int { settings.maximumTokens - usage.output }

  /// How many candidates the record of each token that is drawn holds.
  var recordedCandidates: Int { onSample == nil ? 0 : Self.mostCandidates }

  /// Writes the whole answer, once it is prepared.
  mutating func write() throws(MessageWriter.ClientLeft) {
    try writer.start()
    try think()
    var reason = "end_turn"
    if !prepared.calls.isEmpty {
      for call in prepared.calls where tokensLeft > 0 { try write(call) }
      reason = "tool_use"
    } else if let text = prepared.text {
      try writeText { answer throws(MessageWriter.ClientLeft) in try answer.say(text) }
    } else {
      try writeText { answer throws(MessageWriter.ClientLeft) in try answer.writeProse() }
    }
    if stop.match != nil {
      reason = "stop_sequence"
    } else if isCut {
      reason = "max_tokens"
    }
    try writer.finish(.init(reason: reason, stopSequence: stop.match, usage: usage.json))
  }

  /// Whether the limit kept something from being said.
  private var isCut = false
}

// MARK: - Thinking

extension Answer {
  /// How many tokens the thinking may have; none when nothing is thought.
  var thinkingBudget: Int {
    switch settings.thinking {
    case .disabled: 0
    case .enabled(let tokens): min(tokens, settings.maximumTokens - 1)
    case .adaptive:
      settings.effort.isWorthThinking(about: conversation.question)
        ? settings.maximumTokens / 2 : 0
    }
  }

  private mutating func think() throws(MessageWriter.ClientLeft) {
    let budget = thinkingBudget
    guard budget > 0 else { return }
    try writer.startBlock(["type": "thinking", "thinking": "", "signature": ""])
    var generation = Generation(
      session(kind: .thinking, length: settings.effort.thinkingLength),
      sampling: settings.sampling, maximumTokens: budget,
      recordedCandidates: recordedCandidates)
    var thoughts: [TokenID] = []
    while let step = generation.next() {
      report(step.record)
      guard step.token != Tokenizer.endOfText else { break }
      thoughts.append(step.token)
      usage.output += 1
      usage.thinking += 1
      try writer.pauseForToken()
      if settings.showsThinking, !step.text.isEmpty { try writer.append(step.text, as: .thinking) }
    }
    try writer.append(signature(of: thoughts), as: .signature)
    try stopBlock()
  }

  /// A text that only this thought has, as far as anyone can tell.
  private func signature(of thoughts: [TokenID]) -> String {
    // FNV-1a over the tokens.
    let digest = thoughts.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { digest, token in
      (digest ^ UInt64(token)) &* 0x100_0000_01B3
    }
    var random = SplitMix64(seed: digest)
    return "EmbeddedWorkbench" + random.nextName() + random.nextName() + "=="
  }

  private mutating func stopBlock() throws(MessageWriter.ClientLeft) {
    try writer.stopBlock()
    blockCount += 1
  }

  private func report(_ record: SamplingRecord?) {
    guard let onSample, let record else { return }
    onSample(blockCount, usage.output, record)
  }

  private func session(
    kind: Passage.Kind, length: AnswerLength, question: String? = nil
  ) -> LanguageModel.Session {
    let asked =
      AnswerLength(askedForIn: conversation.question)
      ?? AnswerLength(askedForIn: conversation.system)
    let wanted = kind == .thinking ? length : asked ?? length
    // Whoever thinks for long turns from the question to the ways of thinking.
    let ways =
      kind == .thinking ? "\notherwise plan, check, compare, doubt, form, finish, step" : ""
    return model.session(
      for: LanguageModel.Prompt(
        question: question ?? conversation.question,
        background: conversation.system + "\n" + conversation.background + ways,
        opening: kind == .answer ? conversation.prefill : ""),
      kind: kind, length: settings.model.habit == .terse ? AnswerLength(atMost: 1) : wanted)
  }
}

// MARK: - Text

extension Answer {
  private mutating func writeText(
    _ body: (inout Answer) throws(MessageWriter.ClientLeft) -> Void
  ) throws(MessageWriter.ClientLeft) {
    guard tokensLeft > 0 else {
      isCut = true
      return
    }
    try writer.startBlock(["type": "text", "text": ""])
    try body(&self)
    let rest = stop.finish()
    if !rest.isEmpty { try writer.append(rest, as: .text) }
    try stopBlock()
  }

  /// Says what the model comes up with: about the results of tools, if there are some.
  private mutating func writeProse() throws(MessageWriter.ClientLeft) {
    guard !conversation.results.isEmpty else {
      try generate(session(kind: .answer, length: settings.effort.answerLength))
      return
    }
    let report = ToolPlan.report(of: conversation.results)
    let isShort = settings.model.habit == .terse || settings.effort.answerLength.atMost == 1
    try say(plainPieces(of: isShort ? report : report + " "))
    guard stop.match == nil, !isCut, !isShort else { return }
    try generate(
      session(
        kind: .toolResult, length: AnswerLength(atMost: 2),
        question: report + " " + conversation.question))
  }

  /// Draws tokens until the text is over.
  private mutating func generate(
    _ session: LanguageModel.Session
  ) throws(MessageWriter.ClientLeft) {
    guard tokensLeft > 0 else {
      isCut = true
      return
    }
    var generation = Generation(
      session, sampling: settings.sampling, maximumTokens: tokensLeft,
      recordedCandidates: recordedCandidates)
    while stop.match == nil, let step = generation.next() {
      report(step.record)
      guard step.token != Tokenizer.endOfText else { return }
      try saw(step.text)
    }
    if generation.ending == .maximumTokens, stop.match == nil { isCut = true }
  }

  /// Says a text token by token, as far as the limit and the stop sequences let it.
  private mutating func say(
    _ pieces: [InputSampler.Piece]
  ) throws(MessageWriter.ClientLeft) {
    for piece in pieces {
      guard stop.match == nil else { return }
      guard tokensLeft > 0 else {
        isCut = true
        return
      }
      report(piece.record)
      try saw(piece.text)
    }
  }

  /// The tokens of a text that nothing is drawn for.
  func plainPieces(of text: String) -> [InputSampler.Piece] {
    model.tokenizer.encodedPieces(of: text).map { InputSampler.Piece(text: $0) }
  }

  /// Counts a token and sends its text, up to a stop sequence.
  private mutating func saw(_ text: String) throws(MessageWriter.ClientLeft) {
    usage.output += 1
    try writer.pauseForToken()
    let ready = stop.append(text)
    if !ready.isEmpty { try writer.append(ready, as: .text) }
  }
}

// MARK: - Tool calls

extension Answer {
  private mutating func write(_ call: Prepared.Call) throws(MessageWriter.ClientLeft) {
    try writer.startBlock([
      "type": "tool_use", "id": .string("toolu_" + identity.nextName()),
      "name": .string(call.name), "input": [:],
    ])
    for piece in call.input {
      guard tokensLeft > 0 else {
        isCut = true
        break
      }
      report(piece.record)
      usage.output += 1
      try writer.pauseForToken()
      if !piece.text.isEmpty { try writer.append(piece.text, as: .inputJSON) }
    }
    try stopBlock()
  }
}
