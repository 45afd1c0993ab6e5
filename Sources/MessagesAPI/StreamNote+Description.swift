extension StreamNote: CustomStringConvertible {
  /// A line; events are counted from 1.
  public var description: String {
    var line = fact.sentence
    if let event { line += " (event \(event + 1))" }
    if count > 1 { line += " ×\(count)" }
    return line
  }
}

extension StreamNote.Fact {
  fileprivate var sentence: String {
    switch self {
    case .byteOrderMark: "the stream begins with a byte order mark"
    case .invalidUTF8: "bytes that are no UTF-8 were replaced"
    case .unnamedEvent: "an event has no event line; its JSON type was used"
    case .nameWithoutData(let name): "event \(name) has no data"
    case .nameMismatch(let name, let type):
      "the event line says \(name), the JSON says \(type); the JSON was followed"
    case .unterminatedEvent(let name): "the stream ends inside an event (\(name)), not applied"
    case .invalidJSON(let error): "an event is not JSON: \(error)"
    case .notAnObject(let typeName): "an event has the type \(typeName), not object"
    case .cutEvent: "an event was longer than is kept"
    case .doneMarker: "a [DONE] marker, which this API does not have"
    case .missingType: "an event has no type"
    case .missingIndex(let kind): "\(kind.wireName ?? "an event") without an index"
    case .missingMessageStart: "there was no message_start"
    case .duplicateMessageStart: "a second message_start"
    case .contentInMessageStart: "message_start already holds content"
    case .eventAfterEnd(let kind): "\(kind.wireName ?? "an event") after the end of the message"
    case .indexGap(let expected, let found): "block \(found) follows where \(expected) was due"
    case .overlappingBlocks: "blocks overlap"
    case .duplicateBlockStart(let index): "block \(index) starts twice"
    case .deltaBeforeStart(let index): "a delta for block \(index) before its start"
    case .deltaAfterStop(let index): "a delta for block \(index) after its stop"
    case .stopWithoutStart(let index): "block \(index) stops without a start"
    case .duplicateStop(let index): "block \(index) stops twice"
    case .blockNotStopped(let index): "block \(index) was never stopped"
    case .unknownEvent(let name):
      name.isEmpty ? "an event without a type, kept" : "unknown event \(name), kept"
    case .unknownBlock(let name):
      name.isEmpty ? "a block without a type, kept" : "unknown block \(name), kept"
    case .unknownDelta(let name):
      name.isEmpty ? "a delta without a type, kept" : "unknown delta \(name), kept"
    case .unknownStopReason(let name): "unknown stop reason \(name)"
    case .deltaMismatch(let delta, let block): "\(delta) in a \(block) block"
    case .signatureInFragments(let index): "the signature of block \(index) came in fragments"
    case .textInMessageDelta: "message_delta carries text"
    case .malformedCount(let name): "\(name) is no count; taken as not reported"
    case .missingUsage: "output_tokens was not reported"
    case .missingStopReason: "there was no stop reason"
    case .toolUseWithStopReason(let reason):
      "there are tool calls, but the stop reason is \(reason)"
    case .toolUseWithoutCall: "the stop reason is tool_use, but there is no call"
    case .stopSequenceWithStopReason(let reason):
      "a stop sequence was matched, but the stop reason is \(reason)"
    case .invalidInput(let index): "the input of block \(index) is not JSON"
    case .inputNotAnObject(let index, let typeName):
      "the input of block \(index) has the type \(typeName), not object"
    }
  }
}

extension Message.Fault: CustomStringConvertible {
  /// A sentence without its full stop; events are counted from 1.
  public var description: String {
    switch self {
    case .invalidJSON(let error, let event): "event \(event + 1) is not JSON: \(error)"
    case .notAnObject(let event): "event \(event + 1) is no JSON object"
    case .cutEvent(let event): "event \(event + 1) is longer than is kept"
    case .tooMuchContent(let limit): "the answer is longer than \(limit) bytes and was cut there"
    case .tooManyBlocks(let limit): "the answer has more than \(limit) blocks and was cut there"
    case .disorderedBlocks: "the blocks came in an order that can't be sorted in time"
    }
  }
}
