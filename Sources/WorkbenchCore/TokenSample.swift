public import Runs

/// How a token was drawn: what could have been said, and what each parameter did to it.
///
/// Only the embedded endpoint tells it; other servers keep it to themselves.
public struct TokenSample: Hashable, Sendable {
  /// A token that could have been drawn.
  public struct Candidate: Hashable, Sendable {
    /// What became of it.
    public enum Verdict: Hashable, Sendable {
      case drawn, kept, cutByTopK, cutByTopP
    }

    /// The token's text; empty for the end of the text.
    public let text: String
    /// The probability that the model gave it.
    public let probability: Double
    /// The probability after temperature, before anything is cut.
    public let tempered: Double
    /// Whether it was drawn, could have been, or was cut before.
    public let verdict: Verdict

    public init(text: String, probability: Double, tempered: Double, verdict: Verdict) {
      self.text = text
      self.probability = probability
      self.tempered = tempered
      self.verdict = verdict
    }
  }

  /// The index of its content block.
  public let block: Int
  /// The most probable candidates, best first, and the drawn one in any case.
  public let candidates: [Candidate]
  /// How many tokens had a probability.
  public let candidateCount: Int
  /// How many tokens `top_k` left out.
  public let cutByTopK: Int
  /// How many of the rest `top_p` left out.
  public let cutByTopP: Int
  /// What the kept tokens' probabilities after temperature come to.
  public let keptProbability: Double

  public init(
    block: Int, candidates: [Candidate], candidateCount: Int, cutByTopK: Int, cutByTopP: Int,
    keptProbability: Double
  ) {
    self.block = block
    self.candidates = candidates
    self.candidateCount = candidateCount
    self.cutByTopK = cutByTopK
    self.cutByTopP = cutByTopP
    self.keptProbability = keptProbability
  }

  /// The text of the token that was drawn.
  public var text: String { candidates.first { $0.verdict == .drawn }?.text ?? "" }
}

/// The samples of the last runs, as many as memory is set aside for.
public struct SampleStore: Sendable {
  private var samples: [Run.ID: [TokenSample]] = [:]
  /// The runs that have samples, oldest first.
  private var order: [Run.ID] = []
  /// The runs whose samples made room for others.
  private var dropped: Set<Run.ID> = []
  private var count = 0

  /// No more tokens than these are kept: about 3 MB.
  static let limit = 4_000

  /// The samples of a run, in the order in which they were drawn; of a long answer the first.
  public subscript(run: Run.ID) -> [TokenSample] { samples[run] ?? [] }

  /// Whether there were samples of a run that are kept no more.
  func wasDropped(_ run: Run.ID) -> Bool { dropped.contains(run) }

  /// Keeps a sample; the oldest other runs make room for it, and where there are none, it is left out.
  mutating func append(_ sample: TokenSample, to run: Run.ID) {
    if order.last != run {
      order.removeAll { $0 == run }
      order.append(run)
    }
    while count >= Self.limit, order.count > 1 {
      let oldest = order.removeFirst()
      dropped.insert(oldest)
      count -= samples.removeValue(forKey: oldest)?.count ?? 0
    }
    guard count < Self.limit else { return }
    samples[run, default: []].append(sample)
    count += 1
  }
}
