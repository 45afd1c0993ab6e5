import JSON

/// Checks a request against every rule that the API has for it.
///
/// Fields and blocks that the embedded endpoint has no use for are not looked at, and unknown ones
/// are accepted. A field that is null counts as absent.
struct RequestValidation {
  /// One rule that the request breaks.
  struct Failure: Hashable {
    var pointer: JSONPointer
    /// Why, as the end of a sentence that begins with the field.
    var reason: String

    /// The failure as the API says it: `messages.0.role: has to be user or assistant`.
    var description: String {
      (pointer.isEmpty ? "body" : pointer.path) + ": " + reason
    }
  }

  /// The value of `anthropic-version` under which the sampling fields are gone.
  static let versionWithoutSampling = "2026-10-21"
  static let efforts = ["minimal", "low", "medium", "high", "xhigh", "max", "ultracode"]

  let body: JSONValue
  let version: String?
  var failures: [Failure] = []

  /// What is wrong with the body of a request; nothing if it is valid.
  ///
  /// - Parameter counting: Whether tokens are only to be counted, so that sampling doesn't matter.
  static func failures(
    in body: JSONValue, version: String? = nil, counting: Bool = false
  ) -> [Failure] {
    var validation = RequestValidation(body: body, version: version)
    guard body.objectValue != nil else {
      return [Failure(pointer: [], reason: "has to be an object, not \(named(body))")]
    }
    validation.checkString("model")
    validation.checkMessages()
    validation.checkSystem()
    validation.checkTools()
    validation.checkToolChoice()
    validation.checkThinking()
    validation.checkOutputConfig()
    if !counting {
      validation.checkLimits()
      validation.checkSampling()
    }
    return validation.failures
  }

  /// The error that answers an invalid request.
  static func failure(for failures: [Failure]) -> LocalFailure {
    let told = failures.prefix(5).map(\.description).joined(separator: "; ")
    let rest = failures.count > 5 ? "; and \(failures.count - 5) more" : ""
    return LocalFailure(status: 422, type: "invalid_request_error", message: told + rest)
  }
}

// MARK: - Checking one field

extension RequestValidation {
  mutating func fail(_ pointer: JSONPointer, _ reason: String) {
    failures.append(Failure(pointer: pointer, reason: reason))
  }

  /// A value's kind, with an article.
  static func named(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .array: "a list"
    case .object: "an object"
    case .bool, .number, .string: "a \(value.typeName)"
    }
  }

  /// The value of a field; nil when absent or null.
  func value(_ pointer: JSONPointer) -> JSONValue? {
    guard let value = body[pointer], !value.isNull else { return nil as JSONValue? }
    return value
  }

  /// The value as a string; fails when it is something else, or missing though required.
  @discardableResult
  mutating func checkString(_ pointer: JSONPointer, isRequired: Bool = false) -> String? {
    guard let value = value(pointer) else {
      if isRequired { fail(pointer, "is required") }
      return nil
    }
    guard let text = value.stringValue else {
      fail(pointer, "has to be a string, not \(Self.named(value))")
      return nil
    }
    return text
  }

  @discardableResult
  mutating func checkString(_ name: String) -> String? { checkString(JSONPointer([name])) }

  mutating func checkBool(_ pointer: JSONPointer) {
    guard let value = value(pointer), value.boolValue == nil else { return }
    fail(pointer, "has to be true or false, not \(Self.named(value))")
  }

  @discardableResult
  mutating func checkObject(_ pointer: JSONPointer, isRequired: Bool = false) -> JSONObject? {
    guard let value = value(pointer) else {
      if isRequired { fail(pointer, "is required") }
      return nil
    }
    if value.objectValue == nil { fail(pointer, "has to be an object, not \(Self.named(value))") }
    return value.objectValue
  }

  mutating func checkList(_ pointer: JSONPointer, isRequired: Bool = false) -> JSONArray? {
    guard let value = value(pointer) else {
      if isRequired { fail(pointer, "is required") }
      return nil
    }
    if value.arrayValue == nil { fail(pointer, "has to be a list, not \(Self.named(value))") }
    return value.arrayValue
  }

  /// The value as one of a few strings.
  mutating func checkChoice(
    _ pointer: JSONPointer, of choices: [String], isRequired: Bool = false
  ) -> String? {
    guard let text = checkString(pointer, isRequired: isRequired) else { return nil }
    guard choices.contains(text) else {
      let told = choices.joined(separator: ", ")
      fail(pointer, "has to be one of \(told), not \(JSONValue.string(text))")
      return nil
    }
    return text
  }

  mutating func checkNumber(_ pointer: JSONPointer, in range: ClosedRange<Double>) {
    guard let value = value(pointer) else { return }
    guard let number = value.doubleValue else {
      fail(pointer, "has to be a number, not \(Self.named(value))")
      return
    }
    guard range.contains(number) else {
      let bounds = [range.lowerBound, range.upperBound].map { JSONNumber($0).text }
      fail(pointer, "has to be between \(bounds[0]) and \(bounds[1]), not \(value)")
      return
    }
  }

  @discardableResult
  mutating func checkInteger(
    _ pointer: JSONPointer, atLeast least: Int, isRequired: Bool = false
  ) -> Int? {
    guard let value = value(pointer) else {
      if isRequired { fail(pointer, "is required") }
      return nil
    }
    guard let number = value.intValue else {
      let kind = value.numberValue == nil ? Self.named(value) : value.text()
      fail(pointer, "has to be a whole number, not \(kind)")
      return nil
    }
    guard number >= least else {
      fail(pointer, "has to be at least \(least), not \(number)")
      return nil
    }
    return number
  }

  static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }
}

// MARK: - Fields outside messages and tools

extension RequestValidation {
  private mutating func checkLimits() {
    checkInteger(["max_tokens"], atLeast: 1)
    checkBool(["stream"])
    for (index, sequence) in (checkList(["stop_sequences"]) ?? []).enumerated() {
      let pointer: JSONPointer = ["stop_sequences", "\(index)"]
      guard let text = sequence.stringValue else {
        fail(pointer, "has to be a string, not \(Self.named(sequence))")
        continue
      }
      if Self.isBlank(text) { fail(pointer, "has to hold more than white space") }
    }
  }

  private mutating func checkSampling() {
    if version == Self.versionWithoutSampling {
      for name in ["temperature", "top_p", "top_k"] where value([name]) != nil {
        fail([name], "does not exist in version \(Self.versionWithoutSampling) of the API")
      }
      return
    }
    checkNumber(["temperature"], in: 0...2)
    checkNumber(["top_p"], in: 0...1)
    checkInteger(["top_k"], atLeast: 0)
    checkInteger(["seed"], atLeast: 0)
  }

  private mutating func checkSystem() {
    guard let system = value(["system"]), system.stringValue == nil else { return }
    guard let blocks = system.arrayValue else {
      fail(["system"], "has to be a string or a list of text blocks, not \(Self.named(system))")
      return
    }
    for index in blocks.indices {
      let pointer: JSONPointer = ["system", "\(index)"]
      guard checkElement(pointer) else { continue }
      guard checkChoice(pointer.appending("type"), of: ["text"], isRequired: true) != nil else {
        continue
      }
      checkText(pointer)
    }
  }

  private mutating func checkThinking() {
    guard checkObject(["thinking"]) != nil else { return }
    let types = ["enabled", "adaptive", "disabled"]
    guard let type = checkChoice(["thinking", "type"], of: types, isRequired: true) else { return }
    _ = checkChoice(["thinking", "display"], of: ["summarized", "omitted"])
    let budget: JSONPointer = ["thinking", "budget_tokens"]
    guard type == "enabled" else {
      if value(budget) != nil { fail(budget, "has to be absent when the type is \(type)") }
      return
    }
    if let tokens = checkInteger(budget, atLeast: 1, isRequired: true),
      let most = value(["max_tokens"])?.intValue, tokens >= most
    {
      fail(budget, "has to be less than max_tokens, which is \(most)")
    }
    if let choice = value(["tool_choice", "type"])?.stringValue, ["any", "tool"].contains(choice) {
      fail(
        ["tool_choice", "type"],
        "can't be \(choice) when thinking is enabled; it can be with adaptive thinking")
    }
  }

  private mutating func checkOutputConfig() {
    guard checkObject(["output_config"]) != nil else { return }
    _ = checkChoice(["output_config", "effort"], of: Self.efforts)
    guard checkObject(["output_config", "format"]) != nil else { return }
    let format: JSONPointer = ["output_config", "format"]
    if checkChoice(format.appending("type"), of: ["json_schema"], isRequired: true) != nil {
      let pointer = format.appending("schema")
      if let schema = checkObject(pointer, isRequired: true) {
        checkSchema(schema, at: pointer, isNeeded: true)
      }
    }
  }

  /// Whether the element of a list is an object; fails if not.
  mutating func checkElement(_ pointer: JSONPointer) -> Bool {
    guard let element = body[pointer] else { return false }
    if element.objectValue != nil { return true }
    fail(pointer, "has to be an object, not \(Self.named(element))")
    return false
  }

  /// Checks the `text` of a text block.
  mutating func checkText(_ block: JSONPointer) {
    let pointer = block.appending("text")
    if let text = checkString(pointer, isRequired: true), Self.isBlank(text) {
      fail(pointer, "has to hold more than white space")
    }
  }
}
