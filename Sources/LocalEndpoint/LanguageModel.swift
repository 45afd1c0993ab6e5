/// The embedded language model: a smoothed n-gram model over a text that travels in the program.
///
/// Nothing is scripted. Every token is drawn from a distribution that is computed over all tokens.
/// It mixes these parts, and what is said shifts their weights towards those that foresaw it:
///
/// - the whole text, as a Kneser–Ney model of five tokens;
/// - the few passages that the last user message is about, each as a model of its own;
/// - the conversation, so that its words come up again.
///
/// A `Session` is a text being written, and gives the distributions. A `Generation` draws:
///
/// ```swift
/// let session = LanguageModel.shared.session(
///   for: LanguageModel.Prompt(question: "Explain top_p in one sentence."))
/// var generation = Generation(
///   session, sampling: SamplingParameters(temperature: 0), maximumTokens: 200,
///   stopSequences: ["\n\n"], recordedCandidates: 20)
/// while let step = generation.next() { print(step.text) }
/// generation.ending      // .endOfText, .maximumTokens or .stopSequence("…")
/// generation.tokenCount  // what usage reports
/// ```
///
/// Thinking is a session of the kind `.thinking`, a comment on tool results one of `.toolResult`,
/// whose question is the results' text, and a value of a tool's input one of `.input`, whose
/// question is the property's name. A prefill is `opening`. `AnswerLength` says how much is
/// wanted.
public final class LanguageModel: Sendable {
  /// The model of the embedded text. It is built when it is first used.
  public static let shared = LanguageModel(
    passages: EmbeddedFiles.all.flatMap { Passage.parse($0.text.description) })

  public let tokenizer: Tokenizer
  let passages: [Passage]
  let index: PassageIndex
  /// The tokens of the passages' texts, from a start token to the end of text.
  let tokens: [[[TokenID]]]
  /// The model of the whole text.
  let global: ContextTree
  /// The probability of a token of which nothing but its being in the text is known.
  let uniform: Float
  /// What the tokens that can be generated add to a value in a tool's input.
  let inputLengths: [InputLength]
  /// What everybody who computes with the model passes through.
  let turnstile = Turnstile()

  /// What the whole text's model takes from counts. Estimated discounts would be near 1, since most
  /// of what a short text says it says once: right for foreseeing other texts, but this one shall
  /// be read.
  static let discounts = ContextTree.Discounts(one: 0.2, two: 0.25, more: 0.3)

  /// How many start tokens stand before a passage: several, so that its first word has as much
  /// context as the others, and is foreseen as surely.
  static let startLength = 4

  /// What stands before a passage.
  static func start(of kind: Passage.Kind) -> [TokenID] {
    Array(repeating: Tokenizer.start(of: kind), count: startLength)
  }

  init(passages: [Passage]) {
    let text = Array(
      passages.flatMap(\.texts).map { " " + $0 }.joined(separator: "\n\n").utf8)
    let tokenizer = Tokenizer(text: text.span)
    self.tokenizer = tokenizer
    self.passages = passages
    index = PassageIndex(passages)
    tokens = passages.map { passage in
      passage.texts.map {
        Self.start(of: passage.kind) + tokenizer.encode($0) + [Tokenizer.endOfText]
      }
    }
    global = ContextTree(
      tokens.flatMap(\.self), startLength: Self.startLength, contextLength: 4,
      discounts: Self.discounts)
    inputLengths = (0..<tokenizer.generatedCount).map {
      InputLength(of: tokenizer.bytes(of: TokenID($0)))
    }
    uniform = 1 / Float(tokenizer.chunkTokens.count)
  }
}
