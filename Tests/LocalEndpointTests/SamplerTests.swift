import Glibc
import Testing

@testable import LocalEndpoint

@Suite struct SamplerTests {
  /// One set of parameters, without a seed.
  struct Setting: Sendable, CustomTestStringConvertible {
    var temperature: Double
    var topK: Int?
    var topP: Double?

    var testDescription: String {
      "temperature \(temperature), top_k \(topK.map(String.init) ?? "-"), "
        + "top_p \(topP.map { "\($0)" } ?? "-")"
    }

    func parameters(seed: UInt64 = 0) -> SamplingParameters {
      SamplingParameters(temperature: temperature, topK: topK, topP: topP, seed: seed)
    }
  }

  static let settings = [
    Setting(temperature: 1), Setting(temperature: 0.5), Setting(temperature: 2),
    Setting(temperature: 1, topK: 1), Setting(temperature: 1.5, topK: 7),
    Setting(temperature: 1, topP: 0.9), Setting(temperature: 0.7, topP: 0.5),
    Setting(temperature: 1.3, topK: 20, topP: 0.8), Setting(temperature: 2, topK: 500, topP: 0.999),
  ]

  /// Fifty tokens of falling probability, in a mixed order, between others that are impossible.
  private static let example = TokenDistribution(
    weights: (0..<60).map { (token: Int) -> Float in
      token % 6 == 5 ? 0 : 1 / Float(1 + token * 37 % 60)
    })

  /// The probability of every token by the definition of the parameters, written the slow way.
  private func expected(_ distribution: TokenDistribution, _ setting: Setting) -> [Double] {
    let exponent = 1 / setting.temperature
    var weights = distribution.probabilities.map { $0 > 0 ? pow(Double($0), exponent) : 0 }
    var order = weights.indices.filter { weights[$0] > 0 }
    order.sort { (-weights[$0], $0) < (-weights[$1], $1) }
    if let topK = setting.topK { order = Array(order.prefix(topK)) }
    if let topP = setting.topP {
      let total = order.reduce(0) { $0 + weights[$1] }
      var sum = 0.0
      let last = order.firstIndex { token in
        sum += weights[token]
        return sum >= topP * total
      }
      order = Array(order[...(last ?? order.count - 1)])
    }
    let total = order.reduce(0) { $0 + weights[$1] }
    for token in weights.indices {
      weights[token] = order.contains(token) ? weights[token] / total : 0
    }
    return weights
  }

  /// Whether 10,000 draws agree with a distribution, at the 0.1 % level.
  private func agrees(_ counts: [Int], with probabilities: [Double]) -> Bool {
    let draws = Double(counts.reduce(0, +))
    var (statistic, bins) = (0.0, 0)
    var rest = (count: 0.0, expected: 0.0)
    for (count, probability) in zip(counts, probabilities) {
      let expected = probability * draws
      if probability == 0, count > 0 { return false }
      if expected < 5 {
        rest = (rest.count + Double(count), rest.expected + expected)
      } else {
        statistic += (Double(count) - expected) * (Double(count) - expected) / expected
        bins += 1
      }
    }
    if rest.expected >= 5 {
      statistic += (rest.count - rest.expected) * (rest.count - rest.expected) / rest.expected
      bins += 1
    }
    if bins < 2 { return true }
    // The critical value of Wilson and Hilferty (1931).
    let freedom = Double(bins - 1)
    let root = 1 - 2 / (9 * freedom) + 3.0902 * (2 / (9 * freedom)).squareRoot()
    return statistic < freedom * root * root * root
  }

  private func counts(_ distribution: TokenDistribution, _ parameters: SamplingParameters) -> [Int]
  {
    var counts = [Int](repeating: 0, count: distribution.probabilities.count)
    var sampler = Sampler(parameters)
    let selection = Selection(distribution, parameters)
    for _ in 0..<10_000 { counts[Int(sampler.draw(from: selection))] += 1 }
    return counts
  }

  @Test(arguments: settings)
  func `10,000 draws agree with the computed distribution`(setting: Setting) {
    let counts = counts(Self.example, setting.parameters(seed: 11))
    #expect(agrees(counts, with: expected(Self.example, setting)))
  }

  @Test func `the test of agreement notices another temperature`() {
    let counts = counts(Self.example, SamplingParameters(temperature: 1.1, seed: 11))
    #expect(!agrees(counts, with: expected(Self.example, Setting(temperature: 1))))
  }

  @Test func `10,000 draws from the model's first token agree with its distribution`() {
    let prompt = LanguageModel.Prompt(question: "What is temperature?")
    let distribution = LanguageModel.shared.session(for: prompt).distribution()
    let counts = counts(distribution, SamplingParameters(temperature: 1, topK: 50, seed: 5))
    #expect(agrees(counts, with: expected(distribution, Setting(temperature: 1, topK: 50))))
  }

  @Test func `temperature 0 takes the best token, of equals the first`() {
    var sampler = Sampler(SamplingParameters(temperature: 0, topK: 3, topP: 0.5, seed: 3))
    let distribution = TokenDistribution(weights: [0.1, 0.3, 0.2, 0.3, 0.1])
    for _ in 0..<50 { #expect(sampler.draw(from: distribution) == 1) }
  }

  @Test func `top_p keeps the smallest set that reaches it`() {
    let distribution = TokenDistribution(weights: [0.125, 0.5, 0.25, 0.125])
    for (topP, kept) in [(0.4, 1), (0.5, 1), (0.51, 2), (0.75, 2), (0.76, 3), (0.9, 4), (1, 4)] {
      let selection = Selection(distribution, SamplingParameters(topP: topP))
      #expect(selection.keptCount == kept, "top_p \(topP)")
    }
    #expect(Selection(distribution, SamplingParameters(topP: 0)).keptCount == 1)
    let rising = TokenDistribution(weights: [0.25, 0.5])
    #expect(Selection(rising, SamplingParameters(topP: 0)).keptCount == 1)
  }

  @Test func `of equal tokens top_k keeps those with the lower numbers`() {
    let distribution = TokenDistribution(weights: [1, 2, 1, 1, 2])
    let selection = Selection(distribution, SamplingParameters(topK: 3))
    #expect((0..<5).map { selection.isCut($0).byTopK } == [false, false, true, true, false])
    #expect(selection.keptCount == 3)
  }

  @Test func `the same seed draws the same tokens and another seed others`() {
    func tokens(seed: UInt64) -> [TokenID] {
      var sampler = Sampler(SamplingParameters(seed: seed))
      return (0..<100).map { _ in sampler.draw(from: Self.example) }
    }
    #expect(tokens(seed: 1) == tokens(seed: 1))
    #expect(tokens(seed: 1) != tokens(seed: 2))
  }

  @Test func `the seeded generator gives the published numbers`() {
    var random = SplitMix64(seed: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
    #expect(random.next() == 9_817_491_932_198_370_423)
  }

  @Test(arguments: settings)
  func `a record tells what each parameter did`(setting: Setting) throws {
    let expected = expected(Self.example, setting)
    let selection = Selection(Self.example, setting.parameters())
    let drawn = selection.token(at: 0.5)
    let record = SamplingRecord(
      drawn: drawn, distribution: Self.example, selection: selection, limit: 60,
      tokenizer: LanguageModel.shared.tokenizer)
    #expect(record.drawn?.token == drawn)
    #expect(record.candidateCount == 50)
    #expect(record.candidates.count == 50)
    for candidate in record.candidates {
      let isKept = candidate.verdict == .kept || candidate.verdict == .drawn
      #expect(isKept == (expected[Int(candidate.token)] > 0))
    }
    #expect(record.candidates.count { $0.verdict == .cutByTopK } == record.cutByTopK)
    #expect(record.candidates.count { $0.verdict == .cutByTopP } == record.cutByTopP)
    #expect(record.cutByTopK == max(0, 50 - (setting.topK ?? 50)))
    let tempered = record.candidates.reduce(0) { $0 + $1.temperedProbability }
    #expect(abs(tempered - 1) < 1e-5)
    let kept = record.candidates.filter { $0.verdict == .kept || $0.verdict == .drawn }
    let keptProbability = kept.reduce(0) { $0 + $1.temperedProbability }
    #expect(abs(keptProbability - record.keptProbability) < 1e-5)
    let sorted = record.candidates.map(\.probability)
    #expect(sorted == sorted.sorted(by: >))
  }

  @Test func `a drawn token beyond the recorded ones is recorded, too`() {
    let selection = Selection(Self.example, SamplingParameters(temperature: 2))
    let record = SamplingRecord(
      drawn: 58, distribution: Self.example, selection: selection, limit: 3,
      tokenizer: LanguageModel.shared.tokenizer)
    #expect(record.candidates.count == 4)
    #expect(record.candidates.last?.verdict == .drawn)
  }
}
