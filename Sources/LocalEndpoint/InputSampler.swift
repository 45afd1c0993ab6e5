/// Draws values of a tool's input from the language model.
///
/// A schema says what is allowed, and of that the model's probabilities decide, by the request's
/// temperature, top_k and top_p, as they do in a text.
struct InputSampler: Sendable {
  /// A token of a drawn value.
  struct Piece: Sendable, Hashable {
    var text: String
    /// How it was drawn; nil where there was no choice, or nothing is recorded.
    var record: SamplingRecord?
  }

  /// A drawn value.
  struct Value: Sendable, Hashable {
    var text = ""
    var pieces: [Piece] = []
    /// How it was drawn that nothing follows.
    var end: SamplingRecord?
  }

  /// What a value is for.
  struct Subject: Sendable, Hashable {
    var name: String
    var description: String
  }

  let model: LanguageModel
  /// What the user asked for.
  private let question: String
  private let background: String
  private let recordedCandidates: Int
  private var sampler: Sampler
  /// How many more tokens may be drawn, so that no schema keeps the model busy for long.
  private var tokensLeft = 2_000

  /// The most tokens of a value that is no prose.
  private static let longestValue = 12
  /// What even the least probable of the allowed tokens is given.
  private static let floor: Float = 1e-6

  /// - Parameter recordedCandidates: How many candidates of each draw are recorded; 0 records
  ///   nothing.
  init(
    _ model: LanguageModel, question: String, background: String = "",
    sampling: SamplingParameters, recordedCandidates: Int = 0
  ) {
    self.model = model
    self.question = question
    self.background = background
    self.recordedCandidates = recordedCandidates
    sampler = Sampler(sampling)
  }

  /// Whether more may be drawn.
  var isReady: Bool { tokensLeft > 0 }

  /// Whether the model has something to say about the question.
  var canTalk: Bool { model.index.knows(question, as: .answer) }

  /// Values that the model knows for a subject, the first ones the best.
  func knownValues(for subject: Subject) -> [String] {
    let words = words(for: subject)
    guard model.index.knows(words, as: .input),
      let best = model.index.hits(for: words, background: "", kind: .input).first
    else { return [] }
    return model.passages[best.passage].texts
  }

  /// Draws one of several texts, none of them empty.
  mutating func choose(among texts: [String], for subject: Subject) -> (index: Int, value: Value) {
    var session = session(for: subject)
    var open = texts.indices.map { index in
      (index: index, tokens: model.tokenizer.encode(texts[index]) + [Tokenizer.endOfText])
    }
    var records: [SamplingRecord?] = []
    while true {
      var next: [TokenID] = []
      for token in open.map({ $0.tokens[records.count] }) where !next.contains(token) {
        next.append(token)
      }
      let (token, record) = next.count == 1 ? (next[0], nil) : draw(among: next, in: session)
      open.removeAll { $0.tokens[records.count] != token }
      records.append(record)
      guard token != Tokenizer.endOfText else { break }
      session.append(token)
    }
    let text = texts[open[0].index]
    let pieces = zip(model.tokenizer.encodedPieces(of: text), records).map {
      Piece(text: $0, record: $1)
    }
    return (open[0].index, Value(text: text, pieces: pieces, end: records.last ?? nil))
  }

  /// Draws a new text.
  ///
  /// - Parameters:
  ///   - length: in Unicode scalars. The text is shorter when the model can't go on.
  ///   - sentences: How much prose is wanted; nil for a value of a few words.
  ///   - others: Texts that it should differ from.
  mutating func text(
    for subject: Subject, length: ClosedRange<Int>, sentences: AnswerLength? = nil,
    unlike others: Set<String> = []
  ) -> Value {
    var excluded: Set<TokenID> = []
    var value = Value()
    for _ in 0..<4 {
      let session = sentences.map { prose(for: subject, $0) } ?? session(for: subject)
      let limit = sentences == nil ? Self.longestValue : Self.longestValue * 20
      let (drawn, first) = text(
        from: session, length: length, atMost: limit, notBeginningWith: excluded)
      value = drawn
      guard let first, others.contains(value.text) else { break }
      excluded.insert(first)
    }
    return value
  }

  private mutating func text(
    from session: LanguageModel.Session, length: ClosedRange<Int>, atMost limit: Int,
    notBeginningWith excluded: Set<TokenID>
  ) -> (value: Value, first: TokenID?) {
    var session = session
    var value = Value()
    var (count, first) = (0, nil as TokenID?)
    while value.pieces.count < limit, tokensLeft > 0 {
      let room = length.upperBound - count
      let (mayEnd, isFirst) = (count >= length.lowerBound, first == nil)
      let drawn = draw(in: session) { token, added in
        if token == Tokenizer.endOfText { return mayEnd }
        let added = isFirst ? added.first : added.later
        return added > 0 && added <= room && !(isFirst && excluded.contains(token))
      }
      guard let (token, record) = drawn else { break }
      guard token != Tokenizer.endOfText else {
        value.end = record
        break
      }
      let text = session.text(of: token)
      value.pieces.append(Piece(text: text, record: record))
      value.text += text
      count += text.unicodeScalars.count
      first = first ?? token
      session.append(token)
    }
    return (value, first)
  }
}

extension InputSampler {
  private func session(for subject: Subject) -> LanguageModel.Session {
    model.session(
      for: .init(question: words(for: subject), background: question), kind: .input,
      length: .natural)
  }

  /// A text about the question, as long as the subject's description asks for.
  private func prose(for subject: Subject, _ length: AnswerLength) -> LanguageModel.Session {
    model.session(
      for: .init(question: question, background: background), kind: .answer,
      length: AnswerLength(atMost: (AnswerLength(askedForIn: subject.description) ?? length).atMost)
    )
  }

  /// The words that tell what a value is for: its name, or what it is described by.
  private func words(for subject: Subject) -> String {
    let name = PropertyKind.words(of: subject.name).joined(separator: " ")
    for words in [subject.name, name, subject.description]
    where model.index.knows(words, as: .input) {
      return words
    }
    return name
  }

  private mutating func draw(
    among tokens: [TokenID], in session: LanguageModel.Session
  ) -> (TokenID, SamplingRecord?) {
    let turnstile = model.turnstile
    let (number, record) = turnstile.pass {
      draw(
        TokenDistribution(weights: tokens.map { session.probability(of: $0) + Self.floor }),
        among: tokens)
    }
    return (tokens[Int(number)], record)
  }

  private mutating func draw(
    in session: LanguageModel.Session, where isAllowed: (TokenID, InputLength) -> Bool
  ) -> (TokenID, SamplingRecord?)? {
    let (turnstile, lengths) = (model.turnstile, model.inputLengths)
    return turnstile.pass {
      var weights = session.distribution().probabilities
      for token in weights.indices where !isAllowed(TokenID(token), lengths[token]) {
        weights[token] = 0
      }
      guard weights.contains(where: { $0 > 0 }) else { return nil }
      return draw(TokenDistribution(weights: weights), among: nil)
    }
  }

  private mutating func draw(
    _ distribution: TokenDistribution, among tokens: [TokenID]?
  ) -> (TokenID, SamplingRecord?) {
    let selection = Selection(distribution, sampler.parameters)
    let token = sampler.draw(from: selection)
    tokensLeft -= 1
    guard recordedCandidates > 0 else { return (token, nil) }
    return (
      token,
      SamplingRecord(
        drawn: token, distribution: distribution, selection: selection, limit: recordedCandidates,
        tokenizer: model.tokenizer, among: tokens)
    )
  }
}

/// How many Unicode scalars a token adds to a value of one line, at its start and later on; 0 where
/// it can't stand.
struct InputLength: Sendable {
  var first: Int
  var later: Int

  init(of bytes: ArraySlice<UInt8>) {
    let isPlain = bytes.allSatisfy { $0 >= 0x20 }
    later = isPlain ? bytes.count { $0 & 0xC0 != 0x80 } : 0
    // The space before the first word isn't written.
    first = later > 0 && bytes.first == UInt8(ascii: " ") ? later - 1 : later
  }
}
