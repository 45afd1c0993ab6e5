internal import JSON

extension RequestCheck {
  /// The rules of `thinking`, alone and with the other fields.
  mutating func checkThinking() {
    guard let thinking = request.body["thinking"], !thinking.isNull else { return }
    let pointer: JSONPointer = "/thinking"
    guard thinking.objectValue != nil else {
      report(
        ruleSeverity, pointer, "thinking has to be an object, and is \(thinking.article).",
        mend: .remove(pointer))
      return
    }
    guard let type = thinking["type"]?.stringValue else {
      report(
        ruleSeverity, pointer, "thinking needs a type.",
        mend: thinking.objectValue?.isEmpty == true
          ? .remove(pointer) : .set(RequestField.thinkingType.pointer, to: "enabled"))
      return
    }
    if type == "enabled" { checkBudget() } else { checkNoBudget(type) }
    checkDisplay(type)
    if type == "enabled", profile.kind == .anthropic { checkSamplingWithThinking() }
    if type != "enabled", profile.kind == .llamaCpp {
      report(.warning, RequestField.thinkingType.pointer, "llama.cpp ignores thinking \(type).")
    }
  }

  private mutating func checkBudget() {
    let pointer = RequestField.thinkingBudget.pointer
    guard [.used, .required].contains(profile.support(of: .thinkingBudget)) else { return }
    guard let budget = request.thinkingBudget else {
      guard profile.kind != .llamaCpp, request[.thinkingBudget].json?.isNull != false else {
        return
      }
      report(
        ruleSeverity, pointer, "Thinking enabled needs budget_tokens.", mend: usualBudget)
      return
    }
    if budget < profile.minimumBudget {
      report(
        ruleSeverity, pointer, "budget_tokens has to be at least \(profile.minimumBudget).",
        mend: .set(pointer, to: .number(JSONNumber(profile.minimumBudget))))
    }
    if let limit = request.maxTokens, budget >= limit {
      let (room, isTooMuch) = budget.addingReportingOverflow(1024)
      report(
        ruleSeverity, pointer,
        "budget_tokens (\(budget)) has to be below max_tokens (\(limit)), which covers thinking too.",
        mend: isTooMuch
          ? nil : .set(RequestField.maxTokens.pointer, to: .number(JSONNumber(room))))
    }
  }

  /// A budget that is usual, and more room for the answer where it would leave none.
  private var usualBudget: Mend {
    let budget = max(profile.minimumBudget, 1024)
    let edit = Mend.set(RequestField.thinkingBudget.pointer, to: .number(JSONNumber(budget)))
    guard let limit = request.maxTokens, limit <= budget else { return edit }
    let room = Mend.set(RequestField.maxTokens.pointer, to: .number(JSONNumber(budget + 1024)))
    return Mend(
      title: "\(edit.title), and max_tokens to \(budget + 1024)", edits: edit.edits + room.edits)
  }

  private mutating func checkNoBudget(_ type: String) {
    guard request[.thinkingBudget] != .absent else { return }
    let pointer = RequestField.thinkingBudget.pointer
    report(
      ruleSeverity, pointer, "Thinking \(type) can't have a budget.", mend: .remove(pointer))
  }

  private mutating func checkDisplay(_ type: String) {
    guard value(.thinkingDisplay) != nil, type != "enabled", type != "adaptive" else { return }
    let pointer = RequestField.thinkingDisplay.pointer
    report(
      .warning, pointer, "display means something with enabled and adaptive only.",
      mend: .remove(pointer))
  }

  private mutating func checkSamplingWithThinking() {
    let advice = "With thinking enabled, Claude models"
    if let temperature = request.temperature, temperature != 1 {
      report(
        .warning, RequestField.temperature.pointer, "\(advice) want temperature 1.",
        mend: .set(RequestField.temperature.pointer, to: 1))
    }
    if value(.topK) != nil {
      report(
        .warning, RequestField.topK.pointer, "\(advice) take no top_k.",
        mend: .remove(RequestField.topK.pointer))
    }
    if let topP = value(.topP)?.doubleValue, topP < 0.95 {
      report(
        .warning, RequestField.topP.pointer, "\(advice) want top_p to be at least 0.95.",
        mend: .set(RequestField.topP.pointer, to: 0.95))
    }
  }

  /// Whether thinking was replayed after something ahead of it was edited.
  mutating func checkThinkingPrefix(_ ledger: ThinkingLedger) {
    guard profile.kind == .anthropic else { return }
    let invalid = ledger.invalidated(in: request)
    guard let first = invalid.first else { return }
    var stripped = request
    for position in invalid.reversed() {
      stripped[message: position.message].removeBlock(at: position.block)
    }
    let count = invalid.count == 1 ? "A thinking block is" : "\(invalid.count) thinking blocks are"
    report(
      .warning, first.pointer,
      "\(count) no longer valid, because something ahead was edited; newer Claude models refuse that.",
      mend: Mend(
        title: "Remove the thinking that became invalid",
        edits: [.set("/messages", stripped.body["messages"] ?? [])]))
    let behavior: JSONPointer = "/thinking/block_binding/prefix_mismatch_behavior"
    guard request[behavior] == .absent else { return }
    report(
      .note, first.pointer,
      "With the beta thinking-binding-controls-2026-08-01, the server can drop such thinking itself.",
      mend: .set(behavior, to: "drop_block"))
  }

  /// The rules of `output_config`.
  mutating func checkOutput() {
    let pointer: JSONPointer = "/output_config"
    guard let output = request.body["output_config"], !output.isNull else { return }
    guard output.objectValue != nil else {
      report(
        ruleSeverity, pointer, "output_config has to be an object, and is \(output.article).")
      return
    }
    if output["effort"]?.stringValue != nil, profile.kind == .ollama,
      request.body["thinking"] != nil
    {
      report(
        .warning, RequestField.effort.pointer, "Ollama reads effort only where thinking is absent.")
    }
    guard let format = output["format"], !format.isNull else { return }
    let schema = RequestField.outputFormatSchema.pointer
    guard format["type"]?.stringValue == "json_schema" else { return }
    guard let value = format["schema"], value.objectValue != nil else {
      report(
        ruleSeverity, schema, "The format json_schema needs a schema, which is an object.",
        mend: .set(
          schema, to: ["type": "object", "properties": [:], "additionalProperties": false]))
      return
    }
    if profile.support(of: .outputFormatSchema) != .ignored { checkSchema(value, at: schema) }
  }
}
