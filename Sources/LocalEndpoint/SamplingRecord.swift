/// How one token was drawn: what could have been said, and what each parameter did to it.
public struct SamplingRecord: Sendable, Hashable {
  /// A token that could have been drawn.
  public struct Candidate: Sendable, Hashable {
    public var token: TokenID
    /// The token's text, empty for the end of the text.
    public var text: String
    /// The probability that the model gave it.
    public var probability: Double
    /// The probability after temperature, before anything is cut.
    public var temperedProbability: Double
    public var verdict: Verdict

    /// Whether drawing the token ends the text.
    public var isEndOfText: Bool { token == Tokenizer.endOfText }
  }

  /// What became of a candidate.
  public enum Verdict: String, Sendable, Hashable, CaseIterable {
    case drawn
    case kept
    case cutByTopK = "cut_by_top_k"
    case cutByTopP = "cut_by_top_p"
  }

  /// The most probable candidates, best first, and the drawn one in any case.
  public var candidates: [Candidate]
  /// How many tokens had a probability.
  public var candidateCount: Int
  /// How many of them top_k cut.
  public var cutByTopK: Int
  /// How many of those that top_k left top_p cut.
  public var cutByTopP: Int
  /// What the kept tokens' probabilities after temperature come to.
  public var keptProbability: Double

  /// The candidate that was drawn.
  public var drawn: Candidate? { candidates.first { $0.verdict == .drawn } }
}

extension SamplingRecord {
  /// Records a draw, with the `limit` most probable candidates.
  ///
  /// - Parameter tokens: The tokens that the distribution is about, where it isn't about all.
  init(
    drawn: TokenID, distribution: TokenDistribution, selection: Selection, limit: Int,
    tokenizer: Tokenizer, among tokens: [TokenID]? = nil
  ) {
    let probabilities = distribution.probabilities
    let ranks = [Rank](of: probabilities)
    candidateCount = ranks.count
    cutByTopK = selection.count - selection.countAfterTopK
    cutByTopP = selection.countAfterTopK - selection.keptCount
    keptProbability = selection.keptTotal / selection.total
    let likeliest = ranks.highest(limit).map(\.token)
    candidates = likeliest.map(candidate)
    if !likeliest.contains(drawn) { candidates.append(candidate(drawn)) }

    func candidate(_ number: TokenID) -> Candidate {
      let token = tokens?[Int(number)] ?? number
      return Candidate(
        token: token, text: tokenizer.text(of: token),
        probability: Double(probabilities[Int(number)]),
        temperedProbability: Double(selection.weights[Int(number)]) / selection.total,
        verdict: number == drawn ? .drawn : selection.verdict(on: number))
    }
  }
}

extension Selection {
  fileprivate func verdict(on token: TokenID) -> SamplingRecord.Verdict {
    switch isCut(token) {
    case (byTopK: true, _): .cutByTopK
    case (_, byTopP: true): .cutByTopP
    default: .kept
    }
  }
}
