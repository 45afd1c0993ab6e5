import Testing

@testable import LocalEndpoint

@Suite struct LanguageModelTests {
  private let model = LanguageModel.shared

  /// A whole text, and how it ended.
  private func text(
    _ question: String, kind: Passage.Kind = .answer, length: AnswerLength? = nil,
    sampling: SamplingParameters = SamplingParameters(temperature: 0), maximumTokens: Int = 400,
    stopSequences: [String] = [], background: String = "", opening: String = ""
  ) -> (text: String, generation: Generation) {
    let prompt = LanguageModel.Prompt(
      question: question, background: background, opening: opening)
    var generation = Generation(
      model.session(for: prompt, kind: kind, length: length), sampling: sampling,
      maximumTokens: maximumTokens, stopSequences: stopSequences)
    var text = ""
    while let step = generation.next() { text += step.text }
    return (text, generation)
  }

  private func hasRepeat(_ text: String, length: Int) -> Bool {
    let tokens = model.tokenizer.encode(text)
    guard tokens.count >= length else { return false }
    let runs = (0...(tokens.count - length)).map { tokens[$0..<$0 + length] }
    return Set(runs).count < runs.count
  }

  @Test(arguments: [
    ("Explain top_p in one sentence.", "top_p is "), ("What is top_k?", "top_k is "),
    ("What is temperature?", "temperature is "), ("What does max_tokens do?", "max_tokens"),
    ("Explain stop_sequences.", "stop_sequences"), ("How do tool calls work?", "tool_result"),
    ("What is tool_choice?", "tool_choice"), ("What is thinking?", "thinking"),
    ("Explain budget_tokens", "budget_tokens"), ("What does the signature mean?", "signature"),
    ("What events are in a stream?", "message_start"), ("What is a ping event?", "ping"),
    ("What does status 429 mean?", "429"), ("What is prompt caching?", "caching"),
    ("How do I save a preset?", "preset"), ("Which keys are there?", "F5"),
    ("What does workbench serve do?", "serve"), ("Write a haiku.", "\n"),
    ("Write a story about the sea.", "sea"), ("What is a token?", "token"),
    ("Hello!", "Hello"), ("What can you do?", "ask me"), ("Who are you?", "I "),
    ("What is the stop reason end_turn?", "end_turn"),
    ("Which presets are there?", "structured-output"), ("How do I open a preset?", "Ctrl-O"),
    ("How do I answer a tool call?", "Enter"), ("Which themes are there?", "fjord"),
    ("How do I unset a field?", "Delete"), ("How do I send null?", "null"),
    ("How do I add an image?", "i "), ("How do I find a field?", "slash"),
    ("How do I search in the answer?", "slash"), ("How do I import a curl command?", "P "),
    ("How do I copy the answer?", "clipboard"), ("How do I select text?", "v "),
    ("Is there a tour?", "F9"), ("What is a variable?", "{{city}}"),
    ("How do I use vi keys?", "keymap"), ("Where do I put my API key?", "environment"),
    ("How do I count tokens?", "count_tokens"), ("What is a stop reason?", "stop_reason is"),
    ("What is the airspeed of an unladen swallow?", "I "),
  ])
  func `an answer at temperature 0 is to the point and ends`(question: String, term: String) {
    let (text, generation) = text(question)
    #expect(text.contains(term), "\(text)")
    #expect(generation.ending == .endOfText)
    #expect(!hasRepeat(text, length: 12))
  }

  @Test func `one sentence asked for is one sentence said`() {
    let (text, _) = text("Explain top_p in one sentence.")
    #expect(text.hasPrefix("top_p is ") && text.hasSuffix("."))
    #expect(text.count { $0 == "." } == 1)
  }

  @Test(arguments: [0, 1, 2])
  func `every distribution sums to 1 and nothing is negative`(temperature: Double) {
    for (seed, question) in ["Explain top_p", "Write a poem", "", "🌊 zzzqqq", "list"].enumerated() {
      var session = model.session(for: .init(question: question, background: "Hello. top_p?"))
      var sampler = Sampler(SamplingParameters(temperature: temperature, seed: UInt64(seed)))
      for _ in 0..<25 {
        let distribution = session.distribution()
        #expect(distribution.probabilities.allSatisfy { $0 >= 0 })
        let sum = distribution.probabilities.reduce(0.0) { $0 + Double($1) }
        #expect(abs(sum - 1) < 1e-5)
        session.append(sampler.draw(from: distribution))
      }
    }
  }

  @Test func `the smoothed model alone leaves nothing out`() {
    let sequences: [[TokenID]] = [[0, 1, 2, 3, 1, 2, 4], [0, 2, 3, 3, 1], [0, 4]]
    let tree = ContextTree(
      sequences, startLength: 1, contextLength: 3, discounts: .init(one: 0.5, two: 0.75, more: 0.9))
    let contexts = sequences.flatMap { tokens in tokens.indices.map { tokens[..<$0] } }
    for context in contexts + [[9, 9], [9, 2]] {
      var probabilities = [Float](repeating: 0, count: 6)
      let rest = tree.addProbabilities(after: context, weight: 1, to: &probabilities)
      for token in probabilities.indices { probabilities[token] += rest / 6 }
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-5)
      for (token, probability) in probabilities.enumerated() {
        let alone = tree.probability(of: TokenID(token), after: context, base: 1 / 6)
        #expect(abs(alone - probability) < 1e-6)
      }
    }
  }

  @Test func `shorter contexts count the places of a token and not its occurrences`() {
    // After 5 always 6, three times; 7 once each after 1, 2 and 3.
    let sequences: [[TokenID]] = [[5, 6], [5, 6], [5, 6], [1, 7], [2, 7], [3, 7]]
    let tree = ContextTree(
      sequences, startLength: 1, contextLength: 1, discounts: .init(one: 0, two: 0, more: 0))
    #expect(tree.probability(of: 6, after: [9], base: 0) == 0.25)
    #expect(tree.probability(of: 7, after: [9], base: 0) == 0.75)
    #expect(tree.probability(of: 6, after: [5], base: 0) == 1)
  }

  @Test func `the same seed says the same and another seed something else`() {
    func said(_ seed: UInt64) -> String {
      text("Write a story", sampling: SamplingParameters(seed: seed), maximumTokens: 60).text
    }
    #expect(said(1) == said(1))
    #expect(Set((1...5).map(said)).count > 2)
  }

  @Test(arguments: [0, 1, 2, 7, 30])
  func `max_tokens is exact`(maximum: Int) {
    let (text, generation) = text(
      "What is temperature?", length: AnswerLength(atLeast: 50), maximumTokens: maximum)
    #expect(generation.ending == .maximumTokens)
    #expect(generation.tokenCount == maximum)
    #expect(model.tokenizer.count(text) == maximum)
  }

  @Test func `a stop sequence is cut wherever token borders lie in it`() {
    let question = "Explain top_p."
    let whole = text(question).text
    let characters = Array(whole)
    for start in stride(from: 1, to: characters.count - 12, by: 13) {
      let stop = String(characters[start..<start + 11])
      let (text, generation) = text(question, stopSequences: ["nowhere", stop])
      #expect(generation.ending == .stopSequence(stop))
      #expect(text == whole.prefix(upTo: whole.firstRange(of: stop)?.lowerBound ?? whole.endIndex))
    }
  }

  @Test func `recording doesn't change what is drawn`() {
    func tokens(recording: Int) -> [TokenID] {
      var generation = Generation(
        model.session(for: .init(question: "Write a poem")),
        sampling: SamplingParameters(topK: 40, topP: 0.95, seed: 4), maximumTokens: 40,
        recordedCandidates: recording)
      var tokens: [TokenID] = []
      while let step = generation.next() {
        tokens.append(step.token)
        #expect((step.record == nil) == (recording == 0))
        #expect(recording == 0 || step.record?.drawn?.token == step.token)
      }
      return tokens
    }
    #expect(tokens(recording: 0) == tokens(recording: 20))
  }

  @Test func `a long answer goes on with further passages and doesn't loop`() {
    let (text, generation) = text(
      "What is sampling?", length: AnswerLength(atLeast: 20), maximumTokens: 2000)
    #expect(generation.ending == .endOfText)
    #expect(generation.tokenCount > 250)
    #expect(text.contains("\n\n") && !text.contains("\n\n "))
    #expect(!hasRepeat(text, length: 12))
  }

  @Test func `what was said before isn't said again`() {
    let first = text("Write a story about the sea.").text
    let second = text("Write another story about the sea.", background: first).text
    #expect(!second.isEmpty && second != first)
  }

  @Test func `an answer continues its opening`() {
    let (text, _) = text("Explain top_p.", opening: "top_p is the share of")
    #expect(text.hasPrefix(" probability"))
  }

  @Test func `any opening and any conversation can be continued`() {
    let strange = String(repeating: "🌊\u{0}\n\n漢字 ", count: 30)
    let (text, generation) = text(
      strange, sampling: SamplingParameters(temperature: 2, seed: 3), maximumTokens: 30,
      background: strange, opening: strange)
    #expect(generation.tokenCount <= 30)
    #expect(!text.contains("\u{FFFD}"))
  }

  @Test func `thinking and comments on results have their own voice`() {
    let thought = text("Explain top_p", kind: .thinking).text
    #expect(thought.contains("I should"))
    #expect(text("error: no such city", kind: .toolResult).text.contains("tool"))
    #expect(text("qwxz", kind: .thinking).generation.ending == .endOfText)
  }

  @Test func `a question in other words finds its passage`() {
    let index = PassageIndex([
      Passage(kind: .answer, header: "stopping streams", text: "A stream can be stopped."),
      Passage(kind: .answer, header: "stop_reason", text: "It tells why."),
      Passage(kind: .thinking, header: "streams", text: "About streams."),
      Passage(kind: .answer, header: "tides", text: "The sea comes and goes."),
      Passage(kind: .answer, header: "otherwise", text: "Nothing is known."),
    ])
    func best(_ question: String) -> Int? {
      index.hits(for: question, background: "", kind: .answer).first?.passage
    }
    #expect(best("Streaming?") == 0)
    #expect(best("What are STOP_REASON values?") == 1)
    #expect(best("Which reason?") == 1)
    #expect(best("Who cooks dinner?") == 4)
    #expect(best("") == 4)
  }

  @Test(arguments: [
    ("in one sentence", 1), ("Two sentences, please.", 2), ("Use 3 sentences", 3),
    ("a single sentence", 1),
  ])
  func `a wanted number of sentences is understood`(request: String, count: Int) {
    #expect(AnswerLength(askedForIn: request) == AnswerLength(atLeast: count, atMost: count))
    #expect(AnswerLength(askedForIn: "What is a sentence?")?.atMost ?? 1 == 1)
    #expect(AnswerLength(askedForIn: "Explain top_p.") == nil)
  }
}
