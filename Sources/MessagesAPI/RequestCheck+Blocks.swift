internal import JSON

extension RequestCheck {
  /// Whether each block is one, may stand in a message of its role, and holds what it needs.
  mutating func checkBlocks(_ blocks: JSONArray, of message: InputMessage, at pointer: JSONPointer)
  {
    checkList(.array(blocks), of: .object, at: pointer)
    for (index, block) in blocks.enumerated() where block.objectValue != nil {
      checkBlock(block, of: message, at: pointer.appending(index))
    }
  }

  private mutating func checkBlock(
    _ block: JSONValue, of message: InputMessage, at pointer: JSONPointer
  ) {
    guard let type = Block.type(of: block) else {
      report(ruleSeverity, pointer, "A content block needs a type.")
      return
    }
    checkSupport(of: type, at: pointer)
    checkRole(message.role, of: type, at: pointer)
    switch type {
    case "text": checkText(block, of: message, at: pointer)
    case "image": checkImage(block, at: pointer)
    case "tool_use": checkToolUse(block, at: pointer)
    case "tool_result": checkToolResult(block, at: pointer)
    case "thinking":
      if block["signature"]?.stringValue?.isEmpty != false, profile.kind == .anthropic {
        report(
          .error, pointer, "Thinking that Anthropic didn't sign is refused.",
          mend: .remove(pointer))
      }
    default: break
    }
  }

  private mutating func checkSupport(of type: String, at pointer: JSONPointer) {
    switch profile.support(ofBlock: type) {
    case .used, .required: break
    case .ignored: report(.warning, pointer, "\(endpoint) leaves \(type) blocks unread.")
    case .rejected: report(.error, pointer, "\(endpoint) rejects \(type) blocks.")
    case .unknown:
      report(.note, pointer, "It isn't known what \(endpoint.subject) makes of \(type).")
    }
  }

  private mutating func checkRole(_ role: String?, of type: String, at pointer: JSONPointer) {
    let isOfAssistant = ["thinking", "redacted_thinking", "tool_use", "server_tool_use"].contains(
      type)
    let isOfUser = ["image", "search_result", "tool_result"].contains(type)
    if isOfAssistant, role == "user" {
      report(ruleSeverity, pointer, "\(type.withArticle) block belongs in an assistant message.")
    } else if isOfUser, role == "assistant" {
      report(ruleSeverity, pointer, "\(type.withArticle) block belongs in a user message.")
    } else if type == "document", role == "assistant", isWithoutSampling {
      report(
        .error, pointer, "Version \(profile.version) takes no document in an assistant message.",
        mend: .remove(pointer))
    }
  }

  /// Whether the endpoint speaks the version that took several things away.
  private var isWithoutSampling: Bool {
    profile.kind == .anthropic && profile.version >= EndpointProfile.versionWithoutSampling
  }

  private mutating func checkText(
    _ block: JSONValue, of message: InputMessage, at pointer: JSONPointer
  ) {
    guard let text = block["text"]?.stringValue else {
      report(ruleSeverity, pointer.appending("text"), "A text block needs text.")
      return
    }
    if text.isBlank {
      report(
        ruleSeverity, pointer, "A text block can't be empty or white space only.",
        mend: message.blocks.count > 1 ? .remove(pointer) : nil)
    }
    if isWithoutSampling, message.role == "user", block["citations"]?.arrayValue?.isEmpty == false {
      report(
        .error, pointer.appending("citations"),
        "Version \(profile.version) takes no citations in a user's text.",
        mend: .remove(pointer.appending("citations")))
    }
  }

  private mutating func checkImage(_ block: JSONValue, at pointer: JSONPointer) {
    let source = pointer.appending("source")
    switch block["source"]?["type"]?.stringValue {
    case "base64"?:
      if block["source"]?["data"]?.stringValue?.isEmpty != false {
        report(ruleSeverity, source.appending("data"), "The image has no data.")
      }
      let type = block["source"]?["media_type"]?.stringValue ?? ""
      let bytes = Base64.prefix(
        of: block["source"]?["data"]?.stringValue ?? "", count: ImageFormat.signatureLength)
      if let format = ImageFormat(signature: bytes), format.mediaType != type {
        report(
          ruleSeverity, pointer, "The image is \(format.mediaType), and media_type says \(type).",
          mend: .set(source.appending("media_type"), to: .string(format.mediaType)))
        return
      }
      if !["image/png", "image/jpeg", "image/gif", "image/webp"].contains(type) {
        report(
          .warning, source.appending("media_type"),
          "Images are image/png, image/jpeg, image/gif or image/webp.")
      }
    case "url"?:
      if profile.kind == .ollama {
        report(.error, source, "Ollama takes no image from a URL.")
      }
    case "file"?: break
    default: report(ruleSeverity, source, "An image needs a source of the type base64 or url.")
    }
  }

  private mutating func checkToolUse(_ block: JSONValue, at pointer: JSONPointer) {
    if block["name"]?.stringValue?.isEmpty != false {
      report(ruleSeverity, pointer.appending("name"), "A tool_use block needs the tool's name.")
    }
    if block["id"]?.stringValue?.isEmpty != false {
      report(
        profile.kind == .friendli ? .warning : ruleSeverity, pointer.appending("id"),
        "Without an id no result can answer this call.")
    }
    if block["input"]?.objectValue == nil {
      report(ruleSeverity, pointer.appending("input"), "The input of a call is an object.")
    }
  }

  private mutating func checkToolResult(_ block: JSONValue, at pointer: JSONPointer) {
    if block["tool_use_id"]?.stringValue?.isEmpty != false {
      report(
        ruleSeverity, pointer.appending("tool_use_id"),
        "A tool_result block needs the id of the call that it answers.")
    }
    if block["is_error"] != nil, profile.support(ofField: "tool_result.is_error") == .unknown {
      report(
        .note, pointer.appending("is_error"),
        "\(endpoint) doesn't document is_error; say in the content that the tool failed.")
    }
    checkContent(ofResult: block["content"] ?? .null, at: pointer.appending("content"))
  }

  private mutating func checkContent(ofResult content: JSONValue, at pointer: JSONPointer) {
    switch content {
    case .null, .string: break
    case .array(let blocks):
      // Blocks of a result have no role.
      checkBlocks(blocks, of: InputMessage(["content": content]), at: pointer)
    case .bool, .number, .object:
      report(
        ruleSeverity, pointer,
        "The content of a result is a string or a list of blocks, and here \(content.article).")
    }
  }
}

extension String {
  /// The subject of a sentence when it stands inside one.
  fileprivate var subject: String {
    hasPrefix("The ") || hasPrefix("This ") ? prefix(1).lowercased() + dropFirst() : self
  }
}

extension String {
  /// The word with the article that goes before it, at the beginning of a sentence.
  fileprivate var withArticle: String {
    first.map { "aeiou".contains($0) } == true ? "An \(self)" : "A \(self)"
  }
}
