internal import JSON

extension MessageRequest {
  /// Answers calls of tools where the API wants the answers: all results for one assistant turn stand in
  /// the user message right after it, ahead of everything else in it, in the order of the calls.
  ///
  /// A result replaces an earlier one for the same call. A result whose call isn't in the conversation
  /// goes with those of the last assistant turn.
  public mutating func appendToolResults(_ results: [ToolResult]) {
    for result in results { placeToolResult(Block.toolResult(result), for: result.toolUseID) }
  }

  /// Puts a tool_result block where the API wants it, in place of an earlier one there for the same call.
  mutating func placeToolResult(_ block: JSONValue, for id: String) {
    let turn = messages.lastIndex { $0.calls.contains(id) }
    let last = turn ?? messages.lastIndex { $0.role == "assistant" } ?? -1
    put(block, for: id, after: endOfTurn(at: last))
  }

  /// The last of the assistant messages that stand together: servers merge them into one turn.
  private func endOfTurn(at index: Int) -> Int {
    let next = messages[(index + 1)...].firstIndex { $0.role != "assistant" }
    return (next ?? messageCount) - 1
  }

  private mutating func put(_ result: JSONValue, for id: String, after turn: Int) {
    let answer = turn + 1
    if answer == messageCount || self[message: answer].role != "user" {
      insertMessage(InputMessage(role: "user", blocks: []), at: answer)
    }
    let before = messages[..<answer]
    let start = before.lastIndex { $0.role != "assistant" }.map { $0 + 1 } ?? 0
    let calls = before[start...].flatMap(\.calls)

    var message = self[message: answer]
    var blocks = message.blocks
    var earlier = blocks.filter { Block.type(of: $0) == "tool_result" }
    blocks.removeAll { Block.type(of: $0) == "tool_result" }
    earlier.removeAll { $0["tool_use_id"]?.stringValue == id }
    earlier.append(result)
    let order = { (block: JSONValue) in
      calls.firstIndex(of: block["tool_use_id"]?.stringValue ?? "") ?? calls.count
    }
    // The sort is stable, so strangers keep their order.
    message.blocks = earlier.sorted { order($0) < order($1) } + blocks
    self[message: answer] = message
  }
}

extension InputMessage {
  /// The ids of the calls that the client has to answer, in their order.
  var calls: [String] {
    blocks.filter { Block.type(of: $0) == "tool_use" }.compactMap { $0["id"]?.stringValue }
  }
}
