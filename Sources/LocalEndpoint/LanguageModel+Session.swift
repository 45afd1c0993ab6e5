import Glibc

extension LanguageModel {
  /// What a session answers.
  struct Prompt: Sendable, Hashable {
    /// The last user message: what the text is about.
    var question: String
    /// The system prompt and the earlier messages: they steer less, and aren't said again.
    var background: String
    /// The beginning of the text, which is there already.
    var opening: String

    init(question: String, background: String = "", opening: String = "") {
      self.question = question
      self.background = background
      self.opening = opening
    }
  }

  /// Starts a text.
  func session(
    for prompt: Prompt, kind: Passage.Kind = .answer, length: AnswerLength? = nil
  ) -> Session {
    turnstile.pass {
      Session(
        self, prompt: prompt, kind: kind,
        length: length ?? AnswerLength(askedForIn: prompt.question) ?? .natural)
    }
  }

  /// A text that is being written: what may come next, given the prompt and what is there.
  struct Session: Sendable {
    let model: LanguageModel
    private let kind: Passage.Kind
    private let length: AnswerLength
    /// The passages that fit the prompt and wait for their turn, the best last.
    private var waiting: [PassageIndex.Hit]
    private var experts: [Expert] = []
    /// The tokens of the text.
    private var said: [TokenID] = []
    /// What the models look back on: the text since the current passage's start.
    private var context: [TokenID]
    private var sentences = 0

    /// A part of the mixture. The first one is the whole text, on which the others fall back.
    private struct Expert: Sendable {
      var tree: ContextTree?
      var passage: Int?
      /// The share that the part has before anything is said, and has now.
      var prior: Float
      var weight: Float
    }
  }
}

extension LanguageModel.Session {
  /// How many passages are in the mixture at a time.
  private static let passageCount = 3
  /// The share of the passages together, and of the conversation. The rest is the whole text's.
  private static let passageShare: Float = 0.96
  private static let conversationShare: Float = 0.01
  /// How many of the conversation's last tokens are remembered.
  private static let memory = 4096
  /// The power of a passage's score that its share goes by.
  private static let sharpness: Float = 6
  /// How much of its share a part gets back at every token, however badly it foresaw the last one.
  private static let recovery: Float = 0.06
  /// No sequence of so many tokens is said twice.
  static let repeatLength = 12
  /// From so many tokens on, a text without a wanted length is ended more and more probably.
  private static let patience = 900

  fileprivate init(
    _ model: LanguageModel, prompt: LanguageModel.Prompt, kind: Passage.Kind, length: AnswerLength
  ) {
    self.model = model
    self.kind = kind
    self.length = length
    context = LanguageModel.start(of: kind)
    let background = model.tokenizer.encode(prompt.background).suffix(Self.memory)
    let hits = model.index.hits(for: prompt.question, background: prompt.background, kind: kind)
    let said = Set(background.indices.dropFirst(3).map { Self.run(background[$0 - 3...$0]) })
    let isTold = { (hit: PassageIndex.Hit) in
      said.contains(
        Self.run(model.tokens[hit.passage][0].dropFirst(LanguageModel.startLength + 1).prefix(4)))
    }
    waiting = (hits.filter { !isTold($0) } + hits.filter(isTold)).reversed()
    experts = [Expert(prior: 1, weight: 1)]
    let conversation = (background + model.tokenizer.encode(prompt.question)).suffix(Self.memory)
      .filter { $0 < model.tokenizer.generatedCount }
    if conversation.count > 1 {
      experts.append(
        Expert(
          tree: ContextTree(
            [conversation], startLength: 1, contextLength: 1, discounts: LanguageModel.discounts),
          prior: Self.conversationShare, weight: 0))
    }
    admitPassages()
    for token in model.tokenizer.encode(prompt.opening).suffix(Self.memory / 8) { append(token) }
  }

  /// Four tokens as one number.
  private static func run(_ tokens: ArraySlice<TokenID>) -> UInt64 {
    tokens.reduce(0) { $0 << 16 | UInt64($1) }
  }

  /// The text of a token that comes next. A paragraph begins without the space of its first word.
  func text(of token: TokenID) -> String {
    let isFirst = said.isEmpty || said.last == model.tokenizer.paragraphBreak
    return isFirst
      ? String(decoding: model.tokenizer.decode([token]), as: UTF8.self)
      : model.tokenizer.text(of: token)
  }

  /// The distribution of the next token.
  func distribution() -> TokenDistribution {
    var weights = [Float](repeating: 0, count: model.tokenizer.generatedCount)
    let rest = model.global.addProbabilities(after: context[...], weight: 1, to: &weights)
    for token in model.tokenizer.chunkTokens { weights[token] += rest * model.uniform }
    mixExperts(into: &weights)
    forbidRepeats(in: &weights)
    weighEnd(in: &weights)
    return TokenDistribution(weights: weights)
  }

  /// The probability of one next token before rules about length and repeats: cheaper than all.
  func probability(of token: TokenID) -> Float {
    let base = model.global.probability(of: token, after: context[...], base: model.uniform)
    return experts.reduce(0) { sum, expert in
      sum + expert.weight
        * (expert.tree?.probability(of: token, after: context[...], base: base) ?? base)
    }
  }

  /// Appends a token to the text.
  mutating func append(_ token: TokenID) {
    learn(from: token)
    said.append(token)
    if token == model.tokenizer.paragraphBreak {
      turnToNextPassage()
    } else {
      context.append(token)
    }
    if endsSentence(token) { sentences += 1 }
  }
}

extension LanguageModel.Session {
  /// Replaces the whole text's probabilities by the mixture's.
  private func mixExperts(into weights: inout [Float]) {
    var parts = [Float](repeating: 0, count: weights.count)
    var rest: Float = 0
    for expert in experts {
      rest +=
        expert.tree?.addProbabilities(after: context[...], weight: expert.weight, to: &parts)
        ?? expert.weight
    }
    for token in weights.indices { weights[token] = parts[token] + rest * weights[token] }
  }

  /// Shifts the shares towards the parts that foresaw a token (Bayes' rule), and gives each a
  /// little of its first share back, so that it can come into its own later.
  ///
  /// Herbster, Warmuth: Tracking the Best Expert (1998).
  private mutating func learn(from token: TokenID) {
    let base = model.global.probability(of: token, after: context[...], base: model.uniform)
    var total: Float = 0
    for index in experts.indices {
      let probability =
        experts[index].tree?.probability(of: token, after: context[...], base: base) ?? base
      experts[index].weight *= probability
      total += experts[index].weight
    }
    guard total > 0 else { return }
    for index in experts.indices {
      let posterior = experts[index].weight / total
      experts[index].weight = (1 - Self.recovery) * posterior + Self.recovery * experts[index].prior
    }
  }

  /// Takes the best waiting passages into the mixture, and sets all shares to their first values.
  private mutating func admitPassages() {
    while experts.count(where: { $0.passage != nil }) < Self.passageCount,
      let hit = waiting.popLast()
    {
      let tree = ContextTree(
        model.tokens[hit.passage], startLength: LanguageModel.startLength, contextLength: 7,
        discounts: .init(one: 0.05, two: 0.05, more: 0.05))
      let relevance = powf(Float(hit.score), Self.sharpness)
      experts.append(Expert(tree: tree, passage: hit.passage, prior: relevance, weight: 0))
    }
    let passages = experts.indices.filter { experts[$0].passage != nil }
    let relevance = passages.reduce(0) { $0 + experts[$1].prior }
    for index in passages { experts[index].prior *= Self.passageShare / relevance }
    experts[0].prior = 1 - experts.dropFirst().reduce(0) { $0 + $1.prior }
    for index in experts.indices { experts[index].weight = experts[index].prior }
  }

  /// Ends a paragraph: the passage that was said leaves the mixture, and the next one can begin.
  private mutating func turnToNextPassage() {
    let passages = experts.indices.filter { experts[$0].passage != nil }
    if let told = passages.max(by: { experts[$0].weight < experts[$1].weight }) {
      experts.remove(at: told)
    }
    admitPassages()
    context = LanguageModel.start(of: kind)
  }

  /// Takes the probability from every token that would complete a long sequence a second time.
  private func forbidRepeats(in weights: inout [Float]) {
    let length = Self.repeatLength - 1
    guard said.count > length else { return }
    let recent = said.suffix(length)
    for start in 0..<(said.count - length)
    where said[start + length - 1] == said[said.count - 1]
      && said[start..<start + length] == recent
    {
      let token = Int(said[start + length])
      // An opening may hold tokens that are never generated.
      if token < weights.count { weights[token] = 0 }
    }
  }

  /// Moves probability to the end of the text, or away from it, as the wanted length demands.
  private func weighEnd(in weights: inout [Float]) {
    let end = Int(Tokenizer.endOfText)
    if said.isEmpty || said.last == model.tokenizer.paragraphBreak { weights[end] = 0 }
    if sentences < length.atLeast, hasMorePassages {
      weights[Int(model.tokenizer.paragraphBreak)] += weights[end]
      weights[end] = 0
      return
    }
    var share = Float(max(0, said.count - Self.patience)) / Float(Self.patience)
    if let atMost = length.atMost, sentences >= atMost, let last = said.last, endsSentence(last) {
      share = 0.97
    }
    guard share > 0 else { return }
    let total = weights.reduce(0, +)
    for token in weights.indices { weights[token] *= max(0, 1 - share) }
    weights[end] += min(1, share) * total
  }

  /// Whether a passage is left for when the one that is being said is over.
  private var hasMorePassages: Bool {
    !waiting.isEmpty || experts.count(where: { $0.passage != nil }) > 1
  }

  private func endsSentence(_ token: TokenID) -> Bool {
    let bytes = model.tokenizer.bytes(of: token)
    guard let first = bytes.first, bytes.count <= 3 else { return false }
    return first == UInt8(ascii: ".") || first == UInt8(ascii: "!") || first == UInt8(ascii: "?")
  }
}
