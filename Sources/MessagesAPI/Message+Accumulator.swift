public import JSON
public import ServerSentEvents

extension Message {
  /// Folds the events of a stream into a message.
  ///
  /// It takes what servers send, in whatever order: what doesn't fit the grammar is folded as well as
  /// can be and noted, what is unknown is kept. Memory is bounded by `limits`.
  public struct Accumulator: Sendable {
    /// How much of an answer is folded. Beyond it, the answer is a protocol fault.
    public struct Limits: Hashable, Sendable {
      /// Bytes of text, thinking and tool input.
      public var contentSize: Int
      public var blockCount: Int
      /// Notes that differ, and unknown deltas of one block.
      public var noteCount: Int

      public init(
        contentSize: Int = 64 << 20, blockCount: Int = 2_000_000, noteCount: Int = 1_000
      ) {
        self.contentSize = contentSize
        self.blockCount = blockCount
        self.noteCount = noteCount
      }
    }

    public let limits: Limits
    public internal(set) var message = Message()
    public internal(set) var notes: [StreamNote] = []
    /// How many events have been appended, of any kind.
    public internal(set) var eventCount = 0
    /// How the body ended; nil while it goes on.
    public internal(set) var bodyEnd: BodyEnd?
    /// The server's `error` event.
    public internal(set) var error: APIError? { didSet { isOpen = false } }
    /// The first thing for which the stream can't be relied on.
    public internal(set) var fault: Fault? {
      didSet { if fault?.isFinal == true { isOpen = false } }
    }
    /// Whether `message_stop` came, or a whole message.
    public internal(set) var isTerminated = false { didSet { isOpen = false } }

    /// Whether the server told how long the answer is: at the end of a stream, or with a whole message. What
    /// a stream's start says is a beginning.
    public internal(set) var hasOutputCount = false

    var hasMessageStart = false
    var contentSize = 0
    var openBlockCount = 0
    /// The position of the block that was last started or added to.
    var current = 0
    /// How many places all blocks together were moved back, to make room for others with a lower index.
    public internal(set) var displacementCount = 0
    var lastShape: ContentDeltaShape?
    /// Whether events still change the message: no error, no end and no limit has come.
    var isOpen = true
    /// Whether the event at hand was noted.
    var isNoted = false

    public init(limits: Limits = Limits()) {
      self.limits = limits
    }
  }
}

/// What became of an event.
public struct AppliedEvent: Hashable, Sendable {
  public let kind: MessageStreamEvent.Kind
  /// The index of the block that the event is about.
  public let blockIndex: Int?
  /// Whether there is a note about the event.
  public let isNoted: Bool
}

extension Message.Accumulator {
  /// How the answer stands.
  public var completion: Message.Completion {
    if let error { return .failed(error) }
    if let fault, fault.isFinal || isTerminated || bodyEnd != nil { return .protocolFault(fault) }
    if isTerminated { return .complete }
    switch bodyEnd {
    case nil: return .streaming
    case .cancelled: return .cancelled
    case .interrupted: return .truncated
    case .clean:
      return message.stopReason != nil && openBlockCount == 0
        ? .endedWithoutTerminator : .truncated
    }
  }

  /// Whether the input of a block of this message may be given to a tool.
  public func inputState(of block: ContentBlock) -> ToolInputState {
    guard block.isStopped else { return .incomplete }
    guard completion.allowsTools else { return .unfinishedMessage }
    if let reason = message.stopReason, reason.cutsTheAnswer,
      block.index == message.content.last?.index
    {
      return .cut(reason)
    }
    return block.inputState
  }

  /// The input to run a tool with; nil unless it is certain that it is whole.
  public func runnableInput(of block: ContentBlock) -> JSONObject? {
    if case .runnable(let input) = inputState(of: block) { input } else { nil }
  }
}

// MARK: - Appending

extension Message.Accumulator {
  /// Folds what the decoder lends.
  @discardableResult
  public mutating func append(_ frame: ServerSentEventDecoder.Frame) -> AppliedEvent {
    isNoted = false
    defer { eventCount += 1 }
    if let index = appendDelta(frame) {
      return AppliedEvent(kind: .contentBlockDelta, blockIndex: index, isNoted: isNoted)
    }
    noteLines(of: frame)
    guard frame.isEvent else { return appendEmpty(frame) }
    let name = frame.name.isEmpty ? nil : String(decoding: frame.name, as: UTF8.self)
    return append(data: frame.data, name: name)
  }

  /// Folds an event that was read elsewhere.
  @discardableResult
  public mutating func append(_ event: MessageStreamEvent) -> AppliedEvent {
    isNoted = false
    defer { eventCount += 1 }
    apply(event)
    return AppliedEvent(kind: event.kind, blockIndex: event.blockIndex, isNoted: isNoted)
  }

  /// Takes over an answer that wasn't streamed.
  public mutating func append(whole object: JSONObject) {
    message = Message(object)
    hasOutputCount = message.usage.outputTokens != nil
    isTerminated = true
  }

  /// Folds the end of the body. An event that the end left unfinished is noted, not applied.
  public mutating func finish(_ end: Message.BodyEnd, unterminated: ServerSentEvent? = nil) {
    guard bodyEnd == nil else { return }
    bodyEnd = end
    if let unterminated { note(.unterminatedEvent(name: unterminated.event), event: nil) }
    // Of an answer that is known to be a part, nothing whole can be asked.
    guard isTerminated || completion == .endedWithoutTerminator else { return }
    for fact in StreamCheck.facts(about: message) { note(fact, event: nil) }
  }

  /// Folds the most common events without making a value of their JSON.
  ///
  /// Returns nil, and changes nothing, when there is anything uncommon about the event.
  private mutating func appendDelta(_ frame: ServerSentEventDecoder.Frame) -> Int? {
    guard isOpen, frame.isEvent, frame.notes.isSubset(of: [.unnamed, .comment]),
      frame.name.isEmpty || frame.name.equals("content_block_delta"),
      let delta = scanDelta(frame.data),
      current < message.content.count, message.content[current].index == delta.index,
      message.content[current].expects(delta.kind),
      contentSize + delta.content.count <= limits.contentSize
    else { return nil }
    let content = UnsafeRawBufferPointer(rebasing: frame.data[delta.content])
    guard let added = message.content[current].append(content, delta) else { return nil }
    contentSize += added
    if frame.name.isEmpty { note(.unnamedEvent) }
    return delta.index
  }

  private mutating func scanDelta(_ data: UnsafeRawBufferPointer) -> ScannedDelta? {
    if let delta = lastShape?.match(data) { return delta }
    guard let delta = ContentDeltaScanner.scan(data) else { return nil }
    lastShape = ContentDeltaShape(delta, in: data)
    return delta
  }

  private mutating func appendEmpty(_ frame: ServerSentEventDecoder.Frame) -> AppliedEvent {
    let isPing = frame.name.equals("ping")
    if !frame.name.isEmpty, !isPing {
      note(.nameWithoutData(String(decoding: frame.name, as: UTF8.self)))
    }
    return AppliedEvent(kind: isPing ? .ping : .empty, blockIndex: nil, isNoted: isNoted)
  }

  private mutating func append(data: UnsafeRawBufferPointer, name: String?) -> AppliedEvent {
    let value: JSONValue
    do throws(JSONParseError) {
      value = try Self.parse(data)
    } catch {
      return appendUndecodable(data, error)
    }
    guard let object = value.objectValue else {
      note(.notAnObject(typeName: value.typeName))
      fault = fault ?? .notAnObject(event: eventCount)
      return AppliedEvent(kind: .undecodable, blockIndex: nil, isNoted: true)
    }
    let event = MessageStreamEvent(object, eventName: name)
    if event.kind != .error { noteType(of: object, name: name) }
    apply(event)
    return AppliedEvent(kind: event.kind, blockIndex: event.blockIndex, isNoted: isNoted)
  }

  private static func parse(_ data: UnsafeRawBufferPointer) throws(JSONParseError) -> JSONValue {
    // Only escapes have to be remembered, as they may say what no Swift string can.
    if data.contains(UInt8(ascii: "\\")) { return try JSONParser.parse(Array(data)) }
    return try JSONParser.parse(transient: data.assumingMemoryBound(to: UInt8.self))
  }

  private mutating func appendUndecodable(
    _ data: UnsafeRawBufferPointer, _ error: JSONParseError
  ) -> AppliedEvent {
    let text = String(decoding: data.prefix(64), as: UTF8.self)
    if text.filter({ !$0.isWhitespace }) == "[DONE]" {
      note(.doneMarker)
      return AppliedEvent(kind: .done, blockIndex: nil, isNoted: true)
    }
    note(.invalidJSON(error))
    fault = fault ?? .invalidJSON(error, event: eventCount)
    return AppliedEvent(kind: .undecodable, blockIndex: nil, isNoted: true)
  }
}

// MARK: - Notes

extension Message.Accumulator {
  private mutating func noteLines(of frame: ServerSentEventDecoder.Frame) {
    if frame.notes.contains(.byteOrderMark) { note(.byteOrderMark) }
    if frame.notes.contains(.invalidUTF8) { note(.invalidUTF8) }
    if frame.isEvent, frame.notes.contains(.unnamed) { note(.unnamedEvent) }
    if frame.notes.contains(.cut) {
      note(.cutEvent)
      fault = fault ?? .cutEvent(eventCount)
    }
  }

  private mutating func noteType(of object: JSONObject, name: String?) {
    guard let type = object["type"]?.stringValue else {
      note(.missingType)
      return
    }
    guard let name, name != type else { return }
    note(.nameMismatch(name: name, type: type))
  }

  mutating func note(_ fact: StreamNote.Fact) { note(fact, event: eventCount) }

  private mutating func note(_ fact: StreamNote.Fact, event: Int?) {
    isNoted = true
    if let position = notes.lastIndex(where: { $0.fact == fact }) {
      notes[position].count += 1
    } else if notes.count < limits.noteCount {
      notes.append(StreamNote(fact: fact, event: event))
    }
  }
}

extension Message.Fault {
  /// Nothing is folded after it.
  var isFinal: Bool {
    switch self {
    case .tooMuchContent, .tooManyBlocks, .disorderedBlocks: true
    case .invalidJSON, .notAnObject, .cutEvent: false
    }
  }
}

extension ContentBlock {
  /// Whether deltas of this kind are what such a block grows by.
  @inline(__always)
  func expects(_ delta: ScannedDelta.Kind) -> Bool {
    guard !isStopped else { return false }
    switch delta {
    case .text: return kind == .text
    case .thinking: return kind == .thinking
    case .inputJSON: return kind.hasInput
    }
  }

  /// Appends a delta's content, and returns how many bytes it came to; nil, and appends nothing, when
  /// there is an escape that only the JSON parser should judge.
  @inline(__always)
  mutating func append(_ content: UnsafeRawBufferPointer, _ delta: ScannedDelta) -> Int? {
    let added: Int?
    switch delta.kind {
    case .text: added = textBytes.append(content, hasEscapes: delta.hasEscapes)
    case .thinking: added = thinkingBytes.append(content, hasEscapes: delta.hasEscapes)
    case .inputJSON: added = inputBytes.append(content, hasEscapes: delta.hasEscapes)
    }
    if added != nil { deltaCount += 1 }
    return added
  }
}

extension [UInt8] {
  /// Appends the content of a JSON string.
  @inline(__always)
  fileprivate mutating func append(
    _ content: UnsafeRawBufferPointer, hasEscapes: Bool
  ) -> Int? {
    let oldCount = count
    if hasEscapes {
      guard appendUnescaped(content) else { return nil }
    } else {
      append(contentsOf: content)
    }
    return count - oldCount
  }
}
