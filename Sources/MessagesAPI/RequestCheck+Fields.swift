internal import JSON

extension RequestCheck {
  /// What the endpoint does with each documented field, and whether its value is of the right kind.
  mutating func checkFields() {
    for field in MessageRequest.fields {
      let support = profile.support(of: field)
      switch request[field] {
      case .absent: checkPresence(of: field, support, missing: "")
      case .null: checkPresence(of: field, support, missing: ", which is null here")
      case .value(let value):
        checkSupport(of: field, support)
        if support != .ignored, support != .rejected { checkKind(of: value, for: field) }
      }
    }
    checkStopSequences()
    checkRanges()
  }

  private mutating func checkPresence(
    of field: RequestField, _ support: EndpointProfile.Support, missing how: String
  ) {
    guard support == .required else { return }
    report(
      .error, field.pointer, "\(endpoint) requires \(field)\(how).",
      mend: field == .maxTokens ? .set(field.pointer, to: 1024) : nil)
  }

  private mutating func checkSupport(of field: RequestField, _ support: EndpointProfile.Support) {
    switch support {
    case .rejected:
      let version = field.group == .sampling ? " with version \(profile.version)" : ""
      report(
        .error, field.pointer, "\(endpoint) rejects \(field)\(version), whatever its value.",
        mend: .remove(field.pointer))
    case .ignored:
      let severity: Finding.Severity = field.group == .compatibility ? .note : .warning
      report(severity, field.pointer, "\(endpoint) ignores \(field).", mend: .remove(field.pointer))
    case .required, .used, .unknown:
      break
    }
  }

  private mutating func checkKind(of value: JSONValue, for field: RequestField) {
    switch field.kind {
    case .stringList: checkList(value, of: .string, at: field.pointer)
    case .messages, .tools: checkList(value, of: .object, at: field.pointer)
    case .string, .choice, .text, .number, .flag, .json:
      if let expected = field.kind.mismatch(with: value) {
        report(
          ruleSeverity, field.pointer, "\(field) has to be \(expected), and is \(value.shown).")
      } else {
        checkChoice(value, for: field)
      }
    }
  }

  private mutating func checkChoice(_ value: JSONValue, for field: RequestField) {
    guard case .choice = field.kind, let text = value.stringValue else { return }
    let known = profile.choices(of: field)
    guard !known.contains(text) else { return }
    let list = known.joined(separator: ", ")
    let severity: Finding.Severity = profile.kind == .ollama ? .warning : ruleSeverity
    report(severity, field.pointer, "\(endpoint) knows no \(field) “\(text)”, but \(list).")
  }

  private mutating func checkStopSequences() {
    guard profile.kind == .anthropic else { return }
    for (index, element) in (request.body["stop_sequences"]?.arrayValue ?? []).enumerated() {
      guard element.stringValue?.isBlank == true else { continue }
      let pointer = RequestField.stopSequences.pointer.appending(index)
      report(
        .error, pointer, "A stop sequence can't be empty or white space only.",
        mend: .remove(pointer))
    }
  }

  private mutating func checkRanges() {
    if let limit = request.maxTokens, limit < 1, !(limit == 0 && profile.kind == .anthropic) {
      report(
        ruleSeverity, RequestField.maxTokens.pointer, "max_tokens has to be at least 1.",
        mend: .set(RequestField.maxTokens.pointer, to: 1))
    }
    if let limit = request.maxTokens, limit > 21_333, !request.isStreaming,
      profile.kind == .anthropic
    {
      report(
        .warning, RequestField.maxTokens.pointer,
        "An answer this long may outlast the connection; the official clients ask for a stream.",
        mend: .set(RequestField.stream.pointer, to: true))
    }
    checkRange(.temperature, profile.temperatures)
    checkRange(.topP, 0...1)
    checkRange(.topK, 0...Double.greatestFiniteMagnitude)
  }

  private mutating func checkRange(_ field: RequestField, _ range: ClosedRange<Double>) {
    let support = profile.support(of: field)
    guard support != .rejected, support != .ignored else { return }
    guard let value = value(field)?.doubleValue, !range.contains(value) else { return }
    let isTooLow = value < range.lowerBound
    let bound = JSONNumber(isTooLow ? range.lowerBound : range.upperBound)
    let isSure = isTooLow || [.anthropic, .embedded].contains(profile.kind)
    let severity: Finding.Severity = isSure ? .error : .warning
    let limit = isTooLow ? "below \(bound), the least" : "above \(bound), the most"
    report(
      severity, field.pointer,
      "\(field) is \(limit) that is \(severity == .error ? "accepted" : "usual") here.",
      mend: .set(field.pointer, to: .number(bound)))
  }
}

extension RequestField.Kind {
  /// What a value should have been, when it is of another kind; lists are not looked at.
  fileprivate func mismatch(with value: JSONValue) -> String? {
    switch self {
    case .string, .choice: value.stringValue == nil ? "a string" : nil
    case .text:
      value.stringValue == nil && value.arrayValue == nil ? "a string or a list of blocks" : nil
    case .number(let scale):
      if scale.isInteger {
        value.intValue == nil ? "a whole number" : nil
      } else {
        value.doubleValue == nil ? "a number" : nil
      }
    case .flag: value.boolValue == nil ? "true or false" : nil
    case .json, .stringList, .messages, .tools: nil
    }
  }
}

extension JSONValue {
  /// The value itself where it is short, else its kind, for a sentence.
  var shown: String {
    switch self {
    case .number, .bool: text(.compact)
    case .null, .array, .object, .string: article
    }
  }

  /// The kind of value with its article, for a sentence.
  var article: String {
    switch self {
    case .null: "null"
    case .array, .object: "an \(typeName)"
    case .bool, .number, .string: "a \(typeName)"
    }
  }
}

extension String {
  /// Whether there is nothing but white space.
  var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
