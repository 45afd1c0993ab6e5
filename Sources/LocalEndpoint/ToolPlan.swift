import JSON

/// Which tools an answer calls.
struct ToolPlan {
  struct Call {
    let tool: ToolDefinition
    let hints: ConversationHints
  }

  private(set) var calls: [Call] = []

  init(_ conversation: Conversation, _ settings: AnswerSettings) {
    let hints = ConversationHints(conversation)
    let ranked = settings.tools
      .map { (tool: $0, score: Self.relevance(of: $0, to: conversation, hints)) }
      .sorted { $0.score > $1.score }
    switch settings.toolChoice {
    case .none: return
    case .tool(let name):
      calls = settings.tools.filter { $0.name == name }.prefix(1).flatMap {
        Self.calls(of: $0, hints)
      }
    case .any:
      let fitting = ranked.filter { $0.score >= Self.threshold }
      let chosen = fitting.isEmpty ? Array(ranked.prefix(1)) : fitting
      calls = chosen.flatMap { Self.calls(of: $0.tool, hints) }
    case .auto:
      let open = ranked.filter {
        $0.score >= Self.threshold && !conversation.calledTools.contains($0.tool.name)
      }
      calls = open.flatMap { Self.calls(of: $0.tool, hints) }
    }
    if !settings.allowsParallelCalls { calls = Array(calls.prefix(1)) }
    calls = Array(calls.prefix(Self.mostCalls))
  }

  private static let threshold = 3
  private static let mostCalls = 6

  /// A call of the tool, or one for each of the things that the question lists, such as cities.
  private static func calls(of tool: ToolDefinition, _ hints: ConversationHints) -> [Call] {
    let alternatives = hints.alternatives(for: tool)
    guard alternatives.count > 1 else { return [Call(tool: tool, hints: hints)] }
    return alternatives.map { Call(tool: tool, hints: $0) }
  }

  /// How much a question is about a tool: a word of its name counts three, one that means nearly the same
  /// two, one of its description one; a word or a choice of a parameter two, a value that it asks for two
  /// or three.
  private static func relevance(
    of tool: ToolDefinition, to conversation: Conversation, _ hints: ConversationHints
  ) -> Int {
    let question = WordSet(conversation.question)
    let name = WordSet(tool.name)
    var score = 3 * name.matches(in: question)
    if score == 0 { score = 2 * name.matches(in: question.related) }
    // “Run SELECT …”, “Call Tom”: words that say little elsewhere.
    if let verb = hints.words.first?.lowered, ["run", "call", "fetch", "set"].contains(verb),
      PropertyKind.words(of: tool.name).first == verb
    {
      score += 3
    }
    let rest = WordSet(tool.summary).subtracting(name)
    score += rest.matches(in: question)
    for property in tool.properties {
      let words = WordSet(property.key.value).subtracting(name)
      let choices = property.value["enum"]?.arrayValue?.compactMap(\.stringValue) ?? []
      score += 2 * min(1, words.matches(in: question))
      if choices.contains(where: hints.mentions) { score += 2 }
      score += hints.weight(of: PropertyKind(property.key.value, schema: property.value))
    }
    return score
  }

  /// What the results of tools say, in words.
  static func report(of results: [Conversation.ToolAnswer]) -> String {
    results.map { result in
      let values = (result.input.objectValue?.members ?? []).map { member in
        member.value.stringValue ?? member.value.text(.compact)
      }
      let subject = values.isEmpty ? "" : " for " + shortened(values.joined(separator: ", "), 80)
      let text = shortened(result.text, 600)
      let end = text.last.map { ".!?}]".contains($0) } == true ? "" : "."
      if result.isError {
        return "The \(result.name) call\(subject) failed"
          + (text.isEmpty ? "." : ": \(text)\(end)")
      }
      return text.isEmpty
        ? "The \(result.name) call\(subject) gave no result."
        : "The \(result.name) result\(subject) says: \(text)\(end)"
    }.joined(separator: " ")
  }

  private static func shortened(_ text: String, _ length: Int) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count <= length ? line : line.prefix(length) + "…"
  }
}

/// The words of a text that tell what it is about, without their endings.
struct WordSet {
  private var words: Set<String>

  init(_ text: String) {
    var parts: [String] = []
    var part = ""
    for character in text {
      // A name such as getWeather has a word at every capital.
      if character.isUppercase, part.last?.isLowercase == true || !character.isLetter {
        parts.append(part)
        part = ""
      }
      if character.isLetter || character.isNumber {
        part += character.lowercased()
      } else {
        parts.append(part)
        part = ""
      }
    }
    parts.append(part)
    words = Set(parts.filter { $0.count > 1 && !Self.empty.contains($0) }.map(Self.stem))
  }

  func subtracting(_ other: WordSet) -> WordSet {
    var set = self
    set.words.subtract(other.words)
    return set
  }

  /// The words that mean nearly the same as one of these.
  var related: WordSet {
    var set = self
    set.words = Set(Self.kin.filter { !words.isDisjoint(with: $0) }.joined()).subtracting(words)
    return set
  }

  /// Stems of words that tools are named by, each with those that people ask with.
  private static let kin: [Set<String>] = [
    ["weather", "forecast", "rain", "snow", "sunn", "umbrella"],
    ["event", "meet", "appointment", "calendar", "schedul"],
    ["email", "mail"], ["read", "open"], ["sql", "databas"], ["search", "find", "googl"],
    ["stock", "shar", "ticker"], ["ship", "shipment"], ["buy", "shop"],
  ]

  /// How many of the words are among the other ones.
  func matches(in other: WordSet) -> Int { words.intersection(other.words).count }

  private static func stem(_ word: String) -> String {
    if word.count >= 8, word.hasSuffix("er") { return String(word.dropLast(2)) }
    for ending in ["ations", "ation", "ators", "ator", "ing", "ies", "es", "ed", "s", "e", "y"]
    where word.count >= ending.count + 3 && word.hasSuffix(ending) {
      return String(word.dropLast(ending.count))
    }
    return word
  }

  /// Words that say nothing about what a tool is for.
  private static let empty: Set<String> = [
    "a", "about", "all", "an", "and", "any", "are", "as", "at", "be", "by", "can", "current",
    "data", "describe", "do", "does", "explain", "fetch", "for", "from", "function", "get", "give",
    "given", "gives", "has", "have", "how", "if", "in", "information", "input", "is", "it", "its",
    "list", "look", "make", "me", "my", "name", "need", "number", "of", "on", "one", "or", "output",
    "please", "result", "results", "return", "returns", "run", "set", "show", "some", "string",
    "tell", "text", "that", "the", "them", "this", "to", "tool", "type", "up", "use", "used",
    "user", "using", "value", "want", "we", "what", "when", "where", "which", "who", "why", "will",
    "with", "would", "you", "your", "sentence", "sentences", "word", "words", "call", "calls",
  ]
}
