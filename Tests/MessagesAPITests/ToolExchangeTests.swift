import JSON
import MessagesAPI
import TestSupport
import Testing

struct ToolExchangeTests {
  @Test func `calls are matched with results by id and place`() {
    let exchange = ToolExchange(
      MessageRequest([
        "messages": [
          ["role": "assistant", "content": [call("a"), call("b")]],
          ["role": "assistant", "content": [call("c"), call("d")]],
          [
            "role": "user",
            "content": [result("c"), Block.text("x"), result("a"), result("z"), result("c")],
          ],
          ["role": "user", "content": [result("b")]],
        ]
      ]))
    let at = { ToolExchange.Position(message: $0, block: $1) }
    #expect(
      exchange.calls.map(\.answer) == [
        .afterOtherContent(at(2, 2)), .inWrongMessage(at(3, 0)), .result(at(2, 0)), .missing,
      ])
    #expect(exchange.strangers == [at(2, 3)])
    #expect(exchange.duplicates == [at(2, 4)])
    #expect(exchange.pending.isEmpty)
    #expect(!exchange.isComplete)
  }

  @Test func `calls at the end are the client's turn`() {
    let exchange = ToolExchange(
      MessageRequest(["messages": [["role": "assistant", "content": [call("a"), call("b")]]]]))
    #expect(exchange.pending.map(\.id) == ["a", "b"])
  }

  @Test func `an id that comes back in a later turn has a result in each`() {
    let turn: [JSONValue] = [
      ["role": "assistant", "content": [call("a")]], ["role": "user", "content": [result("a")]],
    ]
    let exchange = ToolExchange(MessageRequest(["messages": .array(JSONArray(turn + turn))]))
    #expect(exchange.calls.map { $0.answer } == [.result(at(1, 0)), .result(at(3, 0))])
    #expect(exchange.repeatedCalls == [at(2, 0)])
  }

  /// Whatever a conversation looks like, answering its pending calls gives one in order or one that is
  /// flagged, and mending what is flagged ends with one in order.
  @Test(arguments: 0..<120 as Range<UInt64>)
  func `results are in order, or flagged, or mended`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var request = randomConversation(&generator)
    request.appendToolResults(
      ToolExchange(request).pending.shuffled(using: &generator).map {
        ToolResult(toolUseID: $0.id, content: "done")
      })
    #expect(ToolExchange(request).pending.isEmpty)
    for _ in 0..<60 where !obeysAdjacency(request) {
      let findings = RequestCheck.findings(for: request, profile: EndpointProfile(.anthropic))
      let pairing = findings.filter { $0.mend?.edits.first?.isOfMessages == true }
      #expect(!pairing.isEmpty, "not in order and not flagged: \(request.json)")
      guard let mend = pairing.first?.mend else { return }
      mend.apply(to: &request)
    }
    #expect(obeysAdjacency(request), "not mended: \(request.json)")
    #expect(ToolExchange(request).isComplete)
  }

  @Test(arguments: 200..<400 as Range<UInt64>)
  func `the rules and the exchange agree`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let request = randomConversation(&generator)
    #expect(ToolExchange(request).isComplete == obeysAdjacency(request))
  }

  /// Turns with calls, and results that are there or not, doubled, strange, late or behind text.
  private func randomConversation(_ generator: inout SeededGenerator) -> MessageRequest {
    var messages: [InputMessage] = [InputMessage(role: "user", text: "go")]
    var number = 0
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      var ids: [String] = []
      for _ in 0..<Int.random(in: 1...2, using: &generator) {
        var blocks: [JSONValue] = [Block.text("t")]
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
          number += 1
          ids.append("id\(number)")
          blocks.append(call("id\(number)"))
        }
        messages.append(InputMessage(role: "assistant", blocks: blocks))
      }
      var blocks = ids.filter { _ in Int.random(in: 0..<5, using: &generator) > 0 }.map(result)
      if Int.random(in: 0..<6, using: &generator) == 0 {
        blocks.append(result("stranger\(number)"))
      }
      if Int.random(in: 0..<6, using: &generator) == 0 { blocks += blocks.prefix(1) }
      if Int.random(in: 0..<4, using: &generator) == 0 { blocks.shuffle(using: &generator) }
      if Bool.random(using: &generator) {
        blocks.insert(
          Block.text("x"), at: Int.random(in: 0...blocks.count, using: &generator))
      }
      if Int.random(in: 0..<5, using: &generator) == 0, !blocks.isEmpty {
        messages.append(InputMessage(role: "user", text: "first"))
      }
      if !blocks.isEmpty { messages.append(InputMessage(role: "user", blocks: blocks)) }
    }
    var request = MessageRequest(["model": "m", "max_tokens": 9])
    request.messages = messages
    return request
  }

  /// The rules of the reference, section 5.1, told once more and differently.
  private func obeysAdjacency(_ request: MessageRequest) -> Bool {
    var turns: [(role: String, messages: [[JSONValue]])] = []
    for message in request.messages {
      let role = message.role ?? ""
      if role == "assistant", turns.last?.role == role {
        turns[turns.count - 1].messages[0] += message.blocks
      } else {
        turns.append((role, [message.blocks]))
      }
    }
    var seen: Set<String> = []
    for (index, turn) in turns.enumerated() {
      let blocks = turn.messages[0]
      let before =
        index > 0 && turns[index - 1].role == "assistant" ? turns[index - 1].messages[0] : []
      let asked = before.filter { Block.type(of: $0) == "tool_use" }.map { $0["id"]!.stringValue! }
      let given = blocks.filter { Block.type(of: $0) == "tool_result" }
        .map { $0["tool_use_id"]!.stringValue! }
      guard asked.sorted() == given.sorted(), seen.isDisjoint(with: asked) else { return false }
      seen.formUnion(asked)
      let head = blocks.prefix(given.count).allSatisfy { Block.type(of: $0) == "tool_result" }
      guard head else { return false }
    }
    let isOpen = turns.last?.messages[0].contains { Block.type(of: $0) == "tool_use" } ?? false
    return !isOpen
  }

  private func at(_ message: Int, _ block: Int) -> ToolExchange.Position {
    ToolExchange.Position(message: message, block: block)
  }

  private func call(_ id: String) -> JSONValue { Block.toolUse(id: id, name: "t", input: [:]) }

  private func result(_ id: String) -> JSONValue {
    Block.toolResult(ToolResult(toolUseID: id, content: "r"))
  }
}

extension Mend.Edit {
  fileprivate var isOfMessages: Bool {
    if case .set("/messages", _) = self { true } else { false }
  }
}
