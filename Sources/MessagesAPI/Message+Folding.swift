import JSON

// How each event changes the message: section 7 of the reference, and what servers make of it.

extension Message.Accumulator {
  mutating func apply(_ event: MessageStreamEvent) {
    if fault?.isFinal == true { return }
    guard !isTerminated, error == nil else {
      if event != .ping { note(.eventAfterEnd(event.kind)) }
      return
    }
    switch event {
    case .messageStart(let message): start(message)
    case .contentBlockStart(let index, let block): startBlock(index, block)
    case .contentBlockDelta(let index, let delta): append(delta, to: index)
    case .contentBlockStop(let index): stopBlock(index)
    case .messageDelta(let delta, let usage, let others): replace(delta, usage, others)
    case .messageStop: isTerminated = true
    case .ping: break
    case .error(let error): self.error = error
    case .unknown(let type, _): note(.unknownEvent(type))
    }
  }

  private mutating func start(_ fields: JSONObject) {
    guard !hasMessageStart else {
      note(.duplicateMessageStart)
      return
    }
    hasMessageStart = true
    message.fields = fields
    noteMalformedCounts()
    guard let blocks = fields["content"]?.arrayValue, !blocks.isEmpty else { return }
    note(.contentInMessageStart)
    if message.content.isEmpty { message.content = Message.blocks(blocks) }
  }

  /// Takes over the end of the message: all of `delta` replaces, null included.
  private mutating func replace(_ delta: JSONObject, _ usage: JSONObject?, _ others: JSONObject) {
    requireMessageStart()
    for member in delta.members + others.members {
      switch member.key.value {
      case "text" where member.value.stringValue != nil:
        appendLateText(member.value.stringValue ?? "")
      case "type", "content":
        break
      case let key:
        message.fields[key] = member.value
      }
    }
    guard let usage else { return }
    var merged = message.usage
    merged.merge(usage)
    message.fields["usage"] = .object(merged.json)
    if message.stopReason != nil, Usage(usage).outputTokens != nil { hasOutputCount = true }
    noteMalformedCounts()
  }

  /// Some servers carry text in `message_delta`: it goes on the last block if that is one of text.
  private mutating func appendLateText(_ text: String) {
    note(.textInMessageDelta)
    if message.content.last?.kind != .text {
      let index = (message.content.last?.index ?? -1) &+ 1
      guard insert(ContentBlock(index: index, impliedKind: .text)) != nil else { return }
      message.content[current].isStopped = true
      openBlockCount -= 1
    }
    guard reserve(text.utf8.count) else { return }
    message.content[message.content.count - 1].textBytes += text.utf8
  }

  private mutating func requireMessageStart() {
    if hasMessageStart { return }
    note(.missingMessageStart)
  }

  private mutating func noteMalformedCounts() {
    for name in message.usage.malformedCounts { note(.malformedCount(name)) }
  }
}

// MARK: - Blocks

extension Message.Accumulator {
  private mutating func startBlock(_ givenIndex: Int?, _ fields: JSONObject) {
    requireMessageStart()
    if givenIndex == nil { note(.missingIndex(.contentBlockStart)) }
    let expected = (message.content.last?.index ?? -1) &+ 1
    let index = givenIndex ?? expected
    let block = ContentBlock(index: index, fields: fields)
    if !block.kind.isKnown { note(.unknownBlock(block.kind.rawValue)) }
    guard reserve(block.utf8Count) else { return }
    if let position = position(of: index) {
      let existing = message.content[position]
      if existing.isImplied {
        message.content[position].adopt(start: fields)
        return
      }
      note(.duplicateBlockStart(index))
      if !existing.isStopped, existing.kind == block.kind, existing.utf8Count == 0 {
        message.content[position].adopt(start: fields)
        return
      }
    } else if index > expected {
      note(.indexGap(expected: expected, found: index))
    }
    if openBlockCount > 0 { note(.overlappingBlocks) }
    _ = insert(block)
  }

  private mutating func append(_ delta: ContentDelta, to givenIndex: Int?) {
    guard let position = positionForDelta(givenIndex, delta) else { return }
    current = position
    let (index, kind) = (message.content[position].index, message.content[position].kind)
    if message.content[position].isStopped { note(.deltaAfterStop(index)) }
    if kind.isKnown, !delta.fits(kind) {
      note(.deltaMismatch(delta: delta.wireType, block: kind.rawValue))
    }
    guard reserve(delta.utf8Count) else { return }
    message.content[position].deltaCount += 1
    switch delta {
    case .text(let text): message.content[position].textBytes += text.utf8
    case .thinking(let text): message.content[position].thinkingBytes += text.utf8
    case .inputJSON(let text): message.content[position].inputBytes += text.utf8
    case .signature(let fragment):
      message.content[position].signatureFragments.append(fragment)
      if message.content[position].signatureFragments.count > 1 {
        note(.signatureInFragments(index))
      }
    case .citation(let citation): message.content[position].citations.append(citation)
    case .compaction(let members):
      for member in members.members {
        message.content[position].fields[member.key.value] = member.value
      }
    case .unknown(let type, let json):
      note(.unknownDelta(type))
      if message.content[position].unknownDeltas.count < limits.noteCount {
        message.content[position].unknownDeltas.append(.object(json))
      }
    }
  }

  private mutating func stopBlock(_ givenIndex: Int?) {
    if givenIndex == nil { note(.missingIndex(.contentBlockStop)) }
    let found =
      if let givenIndex { position(of: givenIndex) } else {
        message.content.lastIndex { !$0.isStopped }
      }
    guard let position = found else {
      note(.stopWithoutStart(givenIndex ?? 0))
      return
    }
    if message.content[position].isStopped {
      note(.duplicateStop(message.content[position].index))
    } else {
      message.content[position].isStopped = true
      openBlockCount -= 1
    }
  }

  /// The block that a delta belongs to, made if it never was started.
  private mutating func positionForDelta(_ givenIndex: Int?, _ delta: ContentDelta) -> Int? {
    if let givenIndex, let position = position(of: givenIndex) { return position }
    if givenIndex == nil {
      note(.missingIndex(.contentBlockDelta))
      let open = message.content.lastIndex { !$0.isStopped }
      if let position = open ?? message.content.indices.last { return position }
    }
    let index = givenIndex ?? 0
    requireMessageStart()
    note(.deltaBeforeStart(index))
    return insert(ContentBlock(index: index, impliedKind: delta.impliedKind))
  }

  /// The last block with this index.
  private func position(of index: Int) -> Int? {
    let content = message.content
    if current < content.count, content[current].index == index,
      current + 1 == content.count || content[current + 1].index != index
    {
      return current
    }
    let end = upperBound(of: index)
    return end > 0 && content[end - 1].index == index ? end - 1 : nil
  }

  /// The position behind all blocks whose index is not above this one.
  private func upperBound(of index: Int) -> Int {
    let content = message.content
    guard let last = content.last, last.index > index else { return content.count }
    var (low, high) = (0, content.count)
    while low < high {
      let middle = (low + high) / 2
      if content[middle].index <= index { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Puts a block in its place and makes it the current one.
  private mutating func insert(_ block: ContentBlock) -> Int? {
    guard message.content.count < limits.blockCount else {
      fault = .tooManyBlocks(limit: limits.blockCount)
      return nil
    }
    let position = upperBound(of: block.index)
    displacementCount += message.content.count - position
    // Enough for any server; a stream that is made to cost time ends here.
    guard displacementCount <= 10_000_000 else {
      fault = .disorderedBlocks
      return nil
    }
    message.content.insert(block, at: position)
    openBlockCount += 1
    current = position
    return position
  }

  /// Counts content that is about to be added; false when it is too much.
  private mutating func reserve(_ count: Int) -> Bool {
    guard contentSize + count <= limits.contentSize else {
      fault = .tooMuchContent(limit: limits.contentSize)
      return false
    }
    contentSize += count
    return true
  }
}

extension ContentDelta {
  /// The kind of a block for which this delta is all that came.
  fileprivate var impliedKind: ContentBlock.Kind {
    switch self {
    case .text, .citation, .unknown: .text
    case .inputJSON: .toolUse
    case .thinking, .signature: .thinking
    case .compaction: .compaction
    }
  }

  fileprivate func fits(_ kind: ContentBlock.Kind) -> Bool {
    switch self {
    case .text, .citation: kind == .text
    case .inputJSON: kind.hasInput
    case .thinking, .signature: kind == .thinking
    case .compaction: kind == .compaction
    case .unknown: true
    }
  }

  /// What the delta adds to the content, in bytes.
  fileprivate var utf8Count: Int {
    switch self {
    case .text(let text), .inputJSON(let text), .thinking(let text), .signature(let text):
      text.utf8.count
    case .citation, .compaction, .unknown: 0
    }
  }
}
