public import JSON

extension ContentBlock {
  /// The block as it would stand in a message that wasn't streamed, for sending it back.
  ///
  /// Members keep their order and unknown ones are kept. An input that isn't JSON is wrapped as
  /// `{"INVALID_JSON": "…"}`, since an API takes nothing but an object there.
  public var json: JSONValue {
    var object = fields
    if kind == .text || !textBytes.isEmpty {
      object.setStreamed("text", text)
    }
    if kind == .thinking || !thinkingBytes.isEmpty {
      object.setStreamed("thinking", thinking)
    }
    if !signatureFragments.isEmpty {
      object["signature"] = .string(signatureFragments.joined())
    }
    if !citations.isEmpty { object["citations"] = .array(JSONArray(allCitations)) }
    if !inputBytes.isEmpty {
      object["input"] = (try? parsedInput()) ?? ["INVALID_JSON": .string(inputJSON)]
    } else if kind.hasInput, object["input"] == nil {
      object["input"] = [:]
    }
    return .object(object)
  }

  /// The citations of the start, then those that arrived.
  public var allCitations: [JSONValue] {
    Array(fields["citations"]?.arrayValue ?? []) + citations
  }

  /// The input as strict JSON: what was streamed, else what the start holds, else `{}`.
  public func parsedInput() throws(JSONParseError) -> JSONValue {
    // Some servers stream blanks for a tool without parameters.
    if inputBytes.isEmpty { return fields["input"] ?? [:] }
    return try JSONParser.parse(inputBytes)
  }
}

/// Whether a tool call can be run, and if not, why.
public enum ToolInputState: Hashable, Sendable {
  /// The input arrived whole and is an object.
  case runnable(JSONObject)
  /// The block has not been stopped.
  case incomplete
  /// The answer was cut in this, its last block.
  case cut(StopReason)
  /// The message hasn't ended, or not in a way that can be relied on.
  case unfinishedMessage
  case invalid(JSONParseError)
  /// The input is JSON of another type.
  case notAnObject(typeName: String)
}

extension ContentBlock {
  /// Whether the block's input is whole, whatever became of the message.
  public var inputState: ToolInputState {
    guard isStopped else { return .incomplete }
    do throws(JSONParseError) {
      let input = try parsedInput()
      return input.objectValue.map { .runnable($0) } ?? .notAnObject(typeName: input.typeName)
    } catch {
      return .invalid(error)
    }
  }
}

extension JSONObject {
  /// Sets what was streamed, but leaves a null that nothing was added to.
  fileprivate mutating func setStreamed(_ key: String, _ text: String) {
    if text.isEmpty, self[key] != nil { return }
    self[key] = .string(text)
  }
}
