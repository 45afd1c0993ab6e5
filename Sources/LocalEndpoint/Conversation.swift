import JSON

/// What a request says, as its answer is made from it.
struct Conversation: Sendable {
  /// The result of a call, sent back by the client.
  struct ToolAnswer: Sendable {
    var name: String
    var input: JSONValue
    var text: String
    var isError: Bool
  }

  /// The system prompt.
  var system = ""
  /// What the user asked last, in words: results of tools are no question.
  var question = ""
  /// What was said before the question.
  var background = ""
  /// The beginning of the answer, which the client wrote.
  var prefill = ""
  /// The results that the last message brings.
  var results: [ToolAnswer] = []
  /// The names of the tools that were called since the question.
  var calledTools: [String] = []

  /// Only so much of what was said long ago steers an answer, in characters.
  private static let longestBackground = 6000

  /// Reads a valid request.
  init(_ body: JSONValue) {
    system = Self.text(of: body["system"])
    var earlier: [String] = []
    var calls: [String: (name: String, input: JSONValue)] = [:]
    let messages = body["messages"]?.arrayValue ?? []
    for message in messages {
      let content = message["content"]
      let text = Self.text(of: content)
      let blocks = content?.arrayValue ?? []
      if message["role"] == "assistant" {
        prefill = text
        for block in blocks where block["type"] == "tool_use" {
          guard let name = block["name"]?.stringValue else { continue }
          calls[block["id"]?.stringValue ?? ""] = (name, block["input"] ?? [:])
          calledTools.append(name)
        }
        earlier.append(text)
      } else {
        prefill = ""
        let answers = blocks.compactMap { Self.answer($0, calls: calls) }
        results = answers
        if !text.isEmpty {
          if !question.isEmpty { earlier.append(question) }
          question = text
          if answers.isEmpty { calledTools = [] }
        }
      }
    }
    if !prefill.isEmpty { earlier.removeLast() }
    background = String(earlier.joined(separator: "\n").suffix(Self.longestBackground))
  }

  /// The text of a string, or of the text blocks of a list.
  static func text(of content: JSONValue?) -> String {
    if let text = content?.stringValue { return text }
    return (content?.arrayValue ?? [])
      .compactMap { $0["type"] == "text" ? $0["text"]?.stringValue : nil }
      .joined(separator: "\n")
  }

  private static func answer(
    _ block: JSONValue, calls: [String: (name: String, input: JSONValue)]
  ) -> ToolAnswer? {
    guard block["type"] == "tool_result" else { return nil }
    let call = calls[block["tool_use_id"]?.stringValue ?? ""]
    return ToolAnswer(
      name: call?.name ?? "tool", input: call?.input ?? [:], text: text(of: block["content"]),
      isError: block["is_error"] == true)
  }
}

extension Conversation {
  /// The tokens of all of a request that the model reads: system prompt, tools, messages, format.
  ///
  /// What is sent first comes first, so that requests that begin alike have tokens that begin alike.
  static func tokens(of body: JSONValue, tokenizer: Tokenizer) -> [TokenID] {
    var tokens: [TokenID] = []
    func append(_ role: String, _ text: String) {
      tokens += tokenizer.encode("\n\n\(role): ")
      tokens += tokenizer.encode(text)
    }
    if let system = body["system"], !system.isNull { append("system", text(of: system)) }
    for tool in body["tools"]?.arrayValue ?? [] { append("tool", tool.text(.compact)) }
    if let schema = body["output_config"]?["format"]?["schema"] {
      append("format", schema.text(.compact))
    }
    for message in body["messages"]?.arrayValue ?? [] {
      let role = message["role"]?.stringValue ?? "user"
      guard let blocks = message["content"]?.arrayValue else {
        append(role, message["content"]?.stringValue ?? "")
        continue
      }
      for block in blocks {
        switch block["type"]?.stringValue {
        case "text": append(role, block["text"]?.stringValue ?? "")
        case "tool_use":
          append("call", (block["name"]?.stringValue ?? "") + (block["input"]?.text() ?? ""))
        case "tool_result": append("result", text(of: block["content"]))
        default: break
        }
      }
    }
    return tokens + tokenizer.encode("\n\nassistant: ")
  }
}
