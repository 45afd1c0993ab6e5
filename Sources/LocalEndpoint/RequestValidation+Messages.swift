import JSON

extension RequestValidation {
  private static let mostMessages = 100_000

  mutating func checkMessages() {
    guard let messages = checkList(["messages"], isRequired: true) else { return }
    guard !messages.isEmpty else {
      fail(["messages"], "has to hold at least one message")
      return
    }
    guard messages.count <= Self.mostMessages else {
      fail(["messages"], "can hold at most \(Self.mostMessages) messages")
      return
    }
    for index in messages.indices {
      checkMessage(["messages", "\(index)"], isLast: index == messages.count - 1)
    }
    if value(["messages", "0", "role"])?.stringValue == "assistant" {
      fail(["messages", "0", "role"], "has to be user: a conversation begins with the user")
    }
    // What answers what only makes sense between messages that are sound.
    if failures.isEmpty { checkToolExchange(messages) }
  }

  private mutating func checkMessage(_ pointer: JSONPointer, isLast: Bool) {
    guard checkElement(pointer) else { return }
    let role = checkChoice(
      pointer.appending("role"), of: ["user", "assistant"], isRequired: true)
    let content = pointer.appending("content")
    guard let value = value(content) else {
      fail(content, "is required")
      return
    }
    let isPrefill = isLast && role == "assistant"
    switch value {
    case .string(let text):
      if Self.isBlank(text.value), !(isPrefill && text.value.isEmpty) {
        fail(content, "has to hold more than white space")
      } else if isPrefill, text.value.last?.isWhitespace == true {
        fail(content, "can't end in white space, since the answer continues it")
      }
    case .array(let blocks):
      if blocks.isEmpty, !isPrefill { fail(content, "has to hold at least one block") }
      for index in blocks.indices { checkBlock(content.appending(index), role: role) }
      if isPrefill, let text = blocks.last?["text"]?.stringValue, text.last?.isWhitespace == true {
        fail(
          content.appending(blocks.count - 1).appending("text"),
          "can't end in white space, since the answer continues it")
      }
    case .null, .bool, .number, .object:
      fail(content, "has to be a string or a list of blocks, not \(Self.named(value))")
    }
  }

  /// The blocks that only one role can send.
  private static let roles = [
    "image": "user", "tool_result": "user", "container_upload": "user",
    "tool_use": "assistant", "thinking": "assistant", "redacted_thinking": "assistant",
  ]

  private mutating func checkBlock(_ pointer: JSONPointer, role: String?) {
    guard checkElement(pointer),
      let type = checkString(pointer.appending("type"), isRequired: true)
    else { return }
    if let role, let only = Self.roles[type], only != role {
      fail(pointer.appending("type"), "can't be \(type) in a message of the \(role)")
      return
    }
    switch type {
    case "text":
      checkText(pointer)
      if version == Self.versionWithoutSampling, role == "user",
        value(pointer.appending("citations"))?.arrayValue?.isEmpty == false
      {
        fail(pointer.appending("citations"), "has to be absent or empty in a message of the user")
      }
    case "document" where version == Self.versionWithoutSampling && role == "assistant":
      fail(pointer.appending("type"), "can't be document in a message of the assistant")
    case "image": checkImage(pointer.appending("source"))
    case "thinking": checkString(pointer.appending("thinking"), isRequired: true)
    case "redacted_thinking": checkString(pointer.appending("data"), isRequired: true)
    case "tool_use":
      checkString(pointer.appending("id"))
      checkString(pointer.appending("name"), isRequired: true)
      checkObject(pointer.appending("input"), isRequired: true)
    case "tool_result": checkToolResult(pointer)
    default: break
    }
  }

  private mutating func checkImage(_ source: JSONPointer) {
    guard checkObject(source, isRequired: true) != nil else { return }
    let type = checkChoice(
      source.appending("type"), of: ["base64", "url", "file"], isRequired: true)
    switch type {
    case "base64":
      let types = ["image/jpeg", "image/png", "image/gif", "image/webp"]
      _ = checkChoice(source.appending("media_type"), of: types, isRequired: true)
      let data = source.appending("data")
      if let text = checkString(data, isRequired: true), !Self.isBase64(text) {
        fail(data, "has to be base64")
      }
    case "url":
      let url = source.appending("url")
      if let text = checkString(url, isRequired: true),
        !text.hasPrefix("https://"), !text.hasPrefix("http://")
      {
        fail(url, "has to begin with https:// or http://")
      }
    case "file": checkString(source.appending("file_id"), isRequired: true)
    default: break
    }
  }

  private static func isBase64(_ text: String) -> Bool {
    let body = text.utf8.prefix { $0 != UInt8(ascii: "=") }
    let padding = text.utf8.count - body.count
    return !body.isEmpty && padding <= 2 && text.utf8.count.isMultiple(of: 4)
      && text.utf8.dropFirst(body.count).allSatisfy { $0 == UInt8(ascii: "=") }
      && body.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
          true
        default: false
        }
      }
  }

  private mutating func checkToolResult(_ pointer: JSONPointer) {
    checkString(pointer.appending("tool_use_id"), isRequired: true)
    checkBool(pointer.appending("is_error"))
    let content = pointer.appending("content")
    guard let value = value(content), value.stringValue == nil else { return }
    guard let blocks = value.arrayValue else {
      fail(content, "has to be a string or a list of blocks, not \(Self.named(value))")
      return
    }
    for index in blocks.indices { checkBlock(content.appending(index), role: nil) }
  }
}

// MARK: - Calls and results

extension RequestValidation {
  /// Checks that the message after one with calls answers each of them, once and before anything
  /// else.
  private mutating func checkToolExchange(_ messages: JSONArray) {
    var calls: [(id: String, pointer: JSONPointer)] = []
    var known: Set<String> = []
    var index = 0
    while index < messages.count {
      // Messages of one role in a row count as one.
      let role = messages[index]["role"]
      let end = messages[index...].firstIndex { $0["role"] != role } ?? messages.count
      let blocks = (index..<end).flatMap { message in
        (messages[message]["content"]?.arrayValue ?? []).enumerated().map { offset, block in
          (
            block: block,
            pointer: ["messages", "\(message)", "content", "\(offset)"] as JSONPointer
          )
        }
      }
      if role == "user" {
        checkResults(blocks, of: calls)
        calls = []
      } else {
        for (block, pointer) in blocks where block["type"] == "tool_use" {
          guard let id = block["id"]?.stringValue else { continue }
          if !known.insert(id).inserted {
            fail(pointer.appending("id"), "is the same as that of an earlier call")
          }
          calls.append((id, pointer))
        }
      }
      index = end
    }
    for call in calls {
      fail(call.pointer, "needs a tool_result in the next message, and there is none")
    }
  }

  private mutating func checkResults(
    _ blocks: [(block: JSONValue, pointer: JSONPointer)],
    of calls: [(id: String, pointer: JSONPointer)]
  ) {
    var answered: Set<String> = []
    var hasOther = false
    for (block, pointer) in blocks {
      guard block["type"] == "tool_result", let id = block["tool_use_id"]?.stringValue else {
        hasOther = true
        continue
      }
      let path = pointer.appending("tool_use_id")
      if !calls.contains(where: { $0.id == id }) {
        fail(path, "is not the id of a tool_use in the message before")
      } else if !answered.insert(id).inserted {
        fail(path, "is answered by another tool_result already")
      } else if hasOther {
        fail(pointer, "has to stand before all other blocks of the message")
      }
    }
    for call in calls where !answered.contains(call.id) {
      fail(call.pointer, "needs a tool_result in the next message, and there is none")
    }
  }
}
