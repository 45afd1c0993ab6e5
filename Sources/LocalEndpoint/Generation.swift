/// Text drawn from the embedded model token by token, until one of its limits is reached.
struct Generation: Sendable {
  /// Why the text is over.
  enum Ending: Sendable, Hashable {
    /// The model ended it.
    case endOfText
    /// As many tokens were drawn as were allowed.
    case maximumTokens
    /// A stop sequence was written. The text ends before it.
    case stopSequence(String)
  }

  /// What one drawn token adds.
  struct Step: Sendable, Hashable {
    var token: TokenID
    /// The text that can be handed on: empty while it may be the beginning of a stop sequence.
    var text: String
    /// How the token was drawn, if that is recorded.
    var record: SamplingRecord?
  }

  /// Why the text is over, once it is.
  private(set) var ending: Ending?
  /// How many tokens were drawn, without the end of the text.
  private(set) var tokenCount = 0

  private var session: LanguageModel.Session
  private var sampler: Sampler
  private var stop: StopSequenceMatcher
  private let maximumTokens: Int
  private let recordedCandidates: Int

  /// - Parameter recordedCandidates: How many candidates of each draw are recorded; 0 records
  ///   nothing. Recording doesn't change what is drawn.
  init(
    _ session: LanguageModel.Session, sampling: SamplingParameters, maximumTokens: Int,
    stopSequences: [String] = [], recordedCandidates: Int = 0
  ) {
    self.session = session
    self.maximumTokens = maximumTokens
    self.recordedCandidates = recordedCandidates
    sampler = Sampler(sampling)
    stop = StopSequenceMatcher(stopSequences)
    if maximumTokens <= 0 { ending = .maximumTokens }
  }

  /// Draws a token; nil once the text is over.
  mutating func next() -> Step? {
    guard ending == nil else { return nil }
    return session.model.turnstile.pass { draw() }
  }

  private mutating func draw() -> Step {
    let distribution = session.distribution()
    let selection = Selection(distribution, sampler.parameters)
    let token = sampler.draw(from: selection)
    var step = Step(token: token, text: "", record: nil)
    if recordedCandidates > 0 {
      step.record = SamplingRecord(
        drawn: token, distribution: distribution, selection: selection,
        limit: recordedCandidates, tokenizer: session.model.tokenizer)
    }
    if token == Tokenizer.endOfText {
      ending = .endOfText
    } else {
      step.text = stop.append(session.text(of: token))
      session.append(token)
      tokenCount += 1
      if let match = stop.match {
        ending = .stopSequence(match)
      } else if tokenCount == maximumTokens {
        ending = .maximumTokens
      }
    }
    if ending != nil { step.text += stop.finish() }
    return step
  }
}
