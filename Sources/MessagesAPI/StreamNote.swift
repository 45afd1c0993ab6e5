public import JSON

/// Something about a stream that its grammar or the standard doesn't foresee, kept as a fact.
///
/// The same fact is noted once, with how often it occurred.
public struct StreamNote: Hashable, Sendable {
  public let fact: Fact
  /// The event that it was first seen at, counted from 0; nil for facts about the whole stream.
  public let event: Int?
  public internal(set) var count: Int

  public init(fact: Fact, event: Int?, count: Int = 1) {
    self.fact = fact
    self.event = event
    self.count = count
  }

  /// What was seen. Indices are the server's numbers of blocks.
  public enum Fact: Hashable, Sendable {
    // The lines
    case byteOrderMark
    case invalidUTF8
    case unnamedEvent
    case nameWithoutData(String)
    /// The `event` line and the JSON `type` differ; the type was followed.
    case nameMismatch(name: String, type: String)
    /// The stream ended in the middle of an event, which was not applied.
    case unterminatedEvent(name: String)

    // The JSON
    case invalidJSON(JSONParseError)
    case notAnObject(typeName: String)
    /// A limit was reached, and the rest of the event was dropped.
    case cutEvent
    case doneMarker
    case missingType
    case missingIndex(MessageStreamEvent.Kind)

    // The order of events
    case missingMessageStart
    case duplicateMessageStart
    case contentInMessageStart
    case eventAfterEnd(MessageStreamEvent.Kind)
    case indexGap(expected: Int, found: Int)
    case overlappingBlocks
    case duplicateBlockStart(Int)
    case deltaBeforeStart(Int)
    case deltaAfterStop(Int)
    case stopWithoutStart(Int)
    case duplicateStop(Int)
    case blockNotStopped(Int)

    // What is in them
    case unknownEvent(String)
    case unknownBlock(String)
    case unknownDelta(String)
    case unknownStopReason(String)
    case deltaMismatch(delta: String, block: String)
    case signatureInFragments(Int)
    case textInMessageDelta
    /// Counts whose values are none; they are taken as not reported.
    case malformedCount(String)

    // The end
    case missingUsage
    case missingStopReason
    /// There are tool calls, but the stop reason is another than `tool_use`.
    case toolUseWithStopReason(String)
    case toolUseWithoutCall
    /// A stop sequence was matched, but the stop reason is another than `stop_sequence`.
    case stopSequenceWithStopReason(String)
    case invalidInput(Int)
    case inputNotAnObject(Int, typeName: String)
  }
}

/// Looks at a message that has ended for what doesn't fit together.
public enum StreamCheck {
  /// What is to be noted about the message as a whole.
  public static func facts(about message: Message) -> [StreamNote.Fact] {
    var facts: [StreamNote.Fact] = []
    for block in message.content {
      if !block.isStopped { facts.append(.blockNotStopped(block.index)) }
      guard block.kind.hasInput else { continue }
      switch block.inputState {
      case .invalid: facts.append(.invalidInput(block.index))
      case .notAnObject(let typeName):
        facts.append(.inputNotAnObject(block.index, typeName: typeName))
      case .runnable, .incomplete, .cut, .unfinishedMessage: break
      }
    }
    if message.usage.outputTokens == nil { facts.append(.missingUsage) }
    guard let reason = message.stopReason else { return facts + [.missingStopReason] }
    if reason.explanation == nil { facts.append(.unknownStopReason(reason.rawValue)) }
    let hasCalls = !message.toolUses.isEmpty
    if reason == .toolUse, !hasCalls { facts.append(.toolUseWithoutCall) }
    if hasCalls, reason != .toolUse { facts.append(.toolUseWithStopReason(reason.rawValue)) }
    if message.stopSequence != nil, reason != .stopSequence {
      facts.append(.stopSequenceWithStopReason(reason.rawValue))
    }
    return facts
  }
}
