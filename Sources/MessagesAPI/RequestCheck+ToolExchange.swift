internal import JSON

extension RequestCheck {
  /// Whether every call has its result where the API wants it.
  mutating func checkToolExchange() {
    let exchange = ToolExchange(request)
    for call in exchange.calls { checkAnswer(to: call) }
    for position in exchange.repeatedCalls {
      report(
        ruleSeverity, position.pointer.appending("id"),
        "Another call has the same id, so no result can tell them apart.")
    }
    for position in exchange.strangers where !id(at: position).isEmpty {
      report(
        ruleSeverity, position.pointer,
        "No call in the conversation has the id \(id(at: position)).", mend: removal(of: position))
    }
    for position in exchange.duplicates {
      report(
        ruleSeverity, position.pointer,
        "The call \(id(at: position)) has another result already.", mend: removal(of: position))
    }
  }

  private mutating func checkAnswer(to call: ToolExchange.Call) {
    guard !call.id.isEmpty else { return }
    switch call.answer {
    case .result: break
    case .missing:
      report(
        ruleSeverity, call.position.pointer,
        "The call \(call.id) of \(call.name) has no result in the next user message.",
        mend: edit("Add an empty result for \(call.id)") {
          $0.appendToolResults([ToolResult(toolUseID: call.id, content: "")])
        })
    case .inWrongMessage(let position):
      report(
        ruleSeverity, position.pointer,
        "The result for \(call.id) has to stand in the user message right after the call.",
        mend: move(call, from: position))
    case .afterOtherContent(let position):
      report(
        ruleSeverity, position.pointer,
        "The result for \(call.id) has to stand ahead of the other content of its message.",
        mend: move(call, from: position))
    }
  }

  private func id(at position: ToolExchange.Position) -> String {
    request.json[position.pointer]?["tool_use_id"]?.stringValue ?? ""
  }

  private func move(_ call: ToolExchange.Call, from position: ToolExchange.Position) -> Mend? {
    guard let block = request.json[position.pointer] else { return nil }
    return edit("Move the result for \(call.id) to its place") { request in
      request.placeToolResult(block, for: call.id)
      // The block was copied to its place, which may have moved the old one along.
      let exchange = ToolExchange(request)
      if let old = exchange.duplicates.first(where: { request.json[$0.pointer] == block }) {
        request.removeBlock(at: old)
      }
    }
  }

  private func removal(of position: ToolExchange.Position) -> Mend {
    edit("Remove the result for \(id(at: position))") { $0.removeBlock(at: position) }
  }

  private func edit(_ title: String, _ change: (inout MessageRequest) -> Void) -> Mend {
    var copy = request
    change(&copy)
    return Mend(
      title: title, edits: [.set("/messages", copy.body["messages"] ?? .array([]))])
  }
}

extension MessageRequest {
  /// Removes a block, and its message with the last one.
  fileprivate mutating func removeBlock(at position: ToolExchange.Position) {
    self[message: position.message].removeBlock(at: position.block)
    if self[message: position.message].blocks.isEmpty { removeMessage(at: position.message) }
  }
}
