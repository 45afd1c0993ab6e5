internal import JSON

extension RequestCheck {
  /// The rules of the instructions.
  mutating func checkSystem() {
    let blocks = request.body["system"]?.arrayValue ?? []
    checkList(.array(blocks), of: .object, at: "/system")
    for (index, block) in blocks.enumerated() where block.objectValue != nil {
      let pointer = JSONPointer(["system", String(index)])
      if Block.type(of: block) != "text" {
        report(ruleSeverity, pointer, "The system prompt is made of text blocks only.")
      } else if Block.text(of: block)?.isBlank != false {
        report(
          ruleSeverity, pointer, "A text block can't be empty or white space only.",
          mend: .remove(pointer))
      }
    }
  }

  /// The rules of the conversation: whose turn it is, and what a turn may hold.
  mutating func checkMessages() {
    let messages = request.messages
    if messages.isEmpty, request.body["messages"]?.arrayValue != nil {
      report(
        ruleSeverity, "/messages", "There has to be at least one message.",
        mend: .set("/messages", to: [["role": "user", "content": ""]]))
    }
    if messages.first?.role == "assistant" {
      report(ruleSeverity, "/messages/0/role", "The first message has to be the user's.")
    }
    let list = request.body["messages"]?.arrayValue ?? []
    // What isn't an object has its finding already, and no role or content that could be missed.
    for (index, message) in messages.enumerated() where list[index].objectValue != nil {
      let pointer = JSONPointer(["messages", String(index)])
      checkRole(message.role, at: pointer.appending("role"))
      if index > 0, message.role == messages[index - 1].role { checkRepeatedRole(message, pointer) }
      checkContent(of: message, at: pointer.appending("content"))
    }
    checkPrefill(messages)
  }

  private mutating func checkRole(_ role: String?, at pointer: JSONPointer) {
    switch role {
    case "user"?, "assistant"?: break
    case "system"? where profile.kind == .vLLM: break
    case "system"? where profile.kind == .anthropic:
      report(
        .warning, pointer, "Only newer Claude models take a system message in the conversation.")
    default:
      let name = role.map { "“\($0)”" } ?? "no role"
      report(ruleSeverity, pointer, "A message is the user's or the assistant's, not of \(name).")
    }
  }

  private mutating func checkRepeatedRole(_ message: InputMessage, _ pointer: JSONPointer) {
    guard profile.kind != .anthropic else { return }
    report(
      .note, pointer,
      "Two messages of one role stand together; some servers merge them, some chat templates refuse."
    )
  }

  private mutating func checkContent(of message: InputMessage, at pointer: JSONPointer) {
    switch message.json["content"] {
    case .string(let text)?:
      if text.value.isBlank {
        report(ruleSeverity, pointer, "A message can't be empty or white space only.")
      }
    case .array(let blocks)?:
      if blocks.isEmpty {
        report(ruleSeverity, pointer, "A message needs content.", mend: .remove(pointer.parent))
      }
      checkBlocks(blocks, of: message, at: pointer)
    default:
      report(ruleSeverity, pointer, "The content of a message is a string or a list of blocks.")
    }
  }

  /// A final assistant message is the beginning of the answer.
  private mutating func checkPrefill(_ messages: [InputMessage]) {
    guard let last = messages.last, last.role == "assistant", last.calls.isEmpty else { return }
    let pointer = JSONPointer(["messages", String(messages.count - 1)])
    if profile.kind == .anthropic {
      report(
        .warning, pointer,
        "The answer would continue this message, which Claude models from 4.6 on refuse.")
    } else {
      report(.note, pointer, "The answer continues this message, where the server can do that.")
    }
    let blocks = last.blocks
    guard let text = blocks.last.flatMap(Block.text(of:)), text.last?.isWhitespace == true,
      !text.isBlank
    else { return }
    var mended = last
    mended.setText(text.trimmingEnd, ofBlock: blocks.count - 1)
    report(
      ruleSeverity, pointer, "A message that the answer continues can't end in white space.",
      mend: Mend(
        title: "Remove the white space at the end",
        edits: [.set(pointer, .object(mended.json))]))
  }
}

extension String {
  /// The text without the white space at its end. Only that end is read.
  var trimmingEnd: String {
    let last = lastIndex { !$0.isWhitespace }
    return last.map { String(self[...$0]) } ?? ""
  }
}
