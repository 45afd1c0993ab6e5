import JSON
import MessagesAPI
import Runs
import TerminalUI

// The transcript of an answer: a section for each block, then how it ended.

extension Transcript {
  /// Takes in what has come since the last update of the same run.
  ///
  /// - Parameters:
  ///   - isArrival: Nothing but more of the answer has come, so that blocks which were complete need not be
  ///     looked at again.
  ///   - isFollowed: Whether the end is what is read, so that what was seen growing may be folded.
  mutating func update(
    from run: Run, results: ToolBench, isArrival: Bool = false, isFollowed: Bool = true
  ) {
    if !isArrival || !run.isActive { settled = (0, 0) }
    if displacementCount != run.displacementCount {
      displacementCount = run.displacementCount
      forget()
      // Other blocks have the places now.
      folds = [:]
    }
    takeTimes(of: run)
    let content = run.message.content
    if settled.blocks == 0 { hasToolUse = false }
    let first = settled.sections
    var position = first
    for place in settled.blocks..<max(content.count, settled.blocks) {
      let block = content[place]
      update(block, at: place, position: position, run: run, isFollowed: isFollowed)
      position += 1
      let citations = block.allCitations
      if !citations.isEmpty {
        show(citations, of: place, at: position)
        position += 1
      }
      if block.kind == .toolUse { hasToolUse = true }
      if block.kind == .toolUse, let id = block.id {
        if let result = results[run.id, id] {
          show(result, of: place, at: position)
          position += 1
        } else {
          remove(.toolResult(place), at: position)
        }
      }
      if block.isStopped, settled.blocks == place { settled = (place + 1, position) }
    }
    showEnd(of: run, at: position)
    measure(from: first)
  }

  /// Shows what is to be said about how the run ended.
  private mutating func showEnd(of run: Run, at position: Int) {
    var position = position
    let outcome = run.outcome
    let explanation = Wording.explanation(of: run)
    // Below the blocks it says so anyway.
    let isTold = outcome == .cancelled && !run.message.content.isEmpty
    if !explanation.isEmpty, !isTold {
      setText(
        explanation.joined(separator: "\n"), in: .outcome,
        title: outcome == .complete ? Wording.title(of: run) : Wording.title(of: outcome),
        scope: outcome.isFailure ? "error" : "warning", at: position)
      position += 1
    }
    let notes = run.isActive ? [] : run.notes
    if !notes.isEmpty {
      let text = notes.map { "· \($0)" }.joined(separator: "\n")
      setText(text, in: .notes, title: "notes on the stream", scope: "text.muted", at: position)
    }
  }

  private mutating func update(
    _ block: ContentBlock, at place: Int, position: Int, run: Run, isFollowed: Bool
  ) {
    if !sections.indices.contains(position) || sections[position].id != .block(place) {
      insert(
        Section(
          id: .block(place), title: "", scope: Self.scope(of: block.kind), body: body(for: block)),
        at: position)
    }
    let wasGrowing = sections[position].isGrowing
    sections[position].title = title(of: block, in: run)
    sections[position].isGrowing = run.isActive && !block.isStopped
    sections[position].remark = Self.remark(on: block, in: run)
    // What a text is shows when it begins.
    if sections[position].consumed == 0, block.kind == .text {
      sections[position].body = body(for: block)
    }
    append(block.bodyBytes, isJSON: block.kind.hasInput || isStructured(block), to: position)
    if sections[position].consumed == 0, block.isStopped {
      let text = Array(Self.standIn(for: block).utf8)
      sections[position].body.append(text)
      sections[position].consumed = text.count
    }
    if block.isStopped || !run.isActive {
      finish(position, mayFold: block.isStopped && (isFollowed || !wasGrowing), kind: block.kind)
    }
  }

  /// Puts a section in its place, folded or unfolded as one like it was before.
  private mutating func insert(_ section: Section, at position: Int) {
    var section = section
    if let isFolded = folds[section.id] {
      section.isFolded = isFolded
      section.isFoldChosen = true
    }
    sections.insert(section, at: min(position, sections.count))
  }

  private func body(for block: ContentBlock) -> any TextLines {
    let isStructured = isStructured(block)
    if block.kind == .text, isRendered, !isStructured { return MarkdownText(width: bodyWidth) }
    var body = WrappedText(width: bodyWidth)
    switch block.kind {
    case .text where !isStructured: break
    case .thinking, .redactedThinking: break
    default: body.syntax = .json
    }
    return body
  }

  /// Whether a text is the JSON that was asked for.
  private func isStructured(_ block: ContentBlock) -> Bool {
    guard block.kind == .text, textIsJSON, isRendered else { return false }
    let first = block.bodyBytes.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  private mutating func append(_ bytes: [UInt8], isJSON: Bool, to position: Int) {
    let consumed = sections[position].consumed
    guard bytes.count > consumed else { return }
    let new = bytes[consumed...]
    sections[position].consumed = bytes.count
    if isJSON {
      var text: [UInt8] = []
      sections[position].indenter.append(new, to: &text)
      sections[position].body.append(text)
    } else {
      sections[position].body.append(Array(new))
    }
  }

  /// Folds thoughts and results of the server's tools that are complete and long, once.
  private mutating func finish(_ position: Int, mayFold: Bool, kind: ContentBlock.Kind) {
    guard !sections[position].isFinished else { return }
    sections[position].isFinished = true
    sections[position].body.finish()
    let isAside = kind == .thinking || kind.rawValue.hasSuffix("_tool_result")
    guard mayFold, isAside, !sections[position].isFoldChosen else { return }
    sections[position].isFolded = sections[position].body.lineCount > Self.unfoldedHeight
  }

  /// What has no more lines than these stays open when it is complete.
  private static let unfoldedHeight = 6

  /// Notes when the deltas of blocks came.
  private mutating func takeTimes(of run: Run) {
    for index in timedEvents..<max(run.eventCount, timedEvents) {
      guard run.eventKind(index) == .contentBlockDelta, let block = run.eventBlockIndex(index)
      else { continue }
      let arrival = run.eventArrival(index)
      times[block] = (times[block] ?? arrival...arrival).lowerBound...arrival
    }
    timedEvents = run.eventCount
  }

  private mutating func show(_ result: ToolBench.Result, of place: Int, at position: Int) {
    setText(
      result.text, in: .toolResult(place), title: "tool_result",
      scope: result.isError ? "error" : "block.result", at: position)
    sections[position].remark = result.isError ? "is_error" : ""
  }

  private mutating func show(_ citations: [JSONValue], of place: Int, at position: Int) {
    let lines = citations.enumerated().map { "\($0 + 1). \(Wording.line(of: $1))" }
    setText(
      lines.joined(separator: "\n"), in: .citations(place),
      title: citations.count == 1 ? "1 citation" : "\(citations.count) citations",
      scope: "text.muted", at: position)
  }

  private mutating func setText(
    _ text: String, in id: Section.Kind, title: String, scope: String, at position: Int
  ) {
    var section = Section(
      id: id, title: title, scope: scope, body: WrappedText(text, width: bodyWidth))
    if sections.indices.contains(position), sections[position].id == id {
      section.isFolded = sections[position].isFolded
      section.isFoldChosen = sections[position].isFoldChosen
      sections[position] = section
    } else {
      insert(section, at: position)
    }
  }

  private mutating func remove(_ id: Section.Kind, at position: Int) {
    guard sections.indices.contains(position), sections[position].id == id else { return }
    sections.remove(at: position)
  }

  // MARK: Words

  private func title(of block: ContentBlock, in run: Run) -> String {
    if block.kind.hasInput { return "\(block.kind.rawValue)  \(block.name ?? "no name")" }
    guard block.kind == .thinking else { return block.kind.rawValue }
    var parts = [block.kind.rawValue]
    if let count = Self.tokenCount(of: block, in: run) {
      parts.append("\(count) tokens")
    } else if block.deltaCount > 0 {
      parts.append(block.deltaCount == 1 ? "1 delta" : "\(block.deltaCount) deltas")
    }
    if let time = times[block.index], time.lowerBound < time.upperBound {
      parts.append(Wording.seconds(time.upperBound - time.lowerBound))
    }
    return parts.joined(separator: " · ")
  }

  /// What the server says a block of thoughts took, where there is but one.
  private static func tokenCount(of block: ContentBlock, in run: Run) -> Int? {
    guard !run.isActive, let count = run.message.usage.thinkingTokens else { return nil }
    return run.message.content.filter { $0.kind == .thinking }.count == 1 ? count : nil
  }

  private static func scope(of kind: ContentBlock.Kind) -> String {
    switch kind {
    case .text: "block.text"
    case .thinking, .redactedThinking: "block.thinking"
    case _ where kind.hasInput: "block.tool"
    default: "block.other"
    }
  }

  private static func remark(on block: ContentBlock, in run: Run) -> String {
    if run.isActive, !block.isStopped { return "…" }
    if block.kind.hasInput, !run.isActive {
      return Wording.objection(to: run.inputState(of: block)) ?? block.id ?? ""
    }
    if let signature = block.signature, block.kind == .thinking {
      return signature.isEmpty ? "" : "signature \(signature.utf8.count) bytes"
    }
    return block.isStopped ? "" : "not closed"
  }

  private static func standIn(for block: ContentBlock) -> String {
    switch block.kind {
    case .text, .thinking: "(empty)"
    case .redactedThinking:
      "(redacted, \(block.fields["data"]?.stringValue?.utf8.count ?? 0) bytes)"
    case _ where block.kind.hasInput: (block.fields["input"] ?? .object([:])).text(.pretty)
    default: block.json.withoutBlobs.text(.pretty)
    }
  }
}

extension JSONValue {
  /// The value with the beginning and the size of long texts that only a server can read.
  fileprivate var withoutBlobs: JSONValue {
    switch self {
    case .object(var object):
      for member in object.members {
        let key = member.key.value
        if let text = member.value.stringValue {
          guard key == "data" || key.hasPrefix("encrypted_"), text.utf8.count > 64 else { continue }
          object[key] = .string("\(text.prefix(16))… (\(text.utf8.count) bytes)")
        } else {
          object[key] = member.value.withoutBlobs
        }
      }
      return .object(object)
    case .array(let array): return .array(JSONArray(array.map(\.withoutBlobs)))
    case .null, .bool, .number, .string: return self
    }
  }
}

extension Run.Outcome {
  /// Whether the answer can't be relied on through no will of the user.
  var isFailure: Bool {
    switch self {
    case .streaming, .complete, .endedWithoutTerminator, .cancelled: false
    case .truncated, .failed, .protocolFault, .rejected, .redirected, .transportFailed: true
    }
  }
}

// MARK: - Documents

/// A part of a document, under a title of its own.
struct DocumentPart: Hashable {
  var title: String
  var remark = ""
  var text: String
  var isJSON = false
}

extension Transcript {
  /// Shows a document instead of what was there; what was folded stays so.
  mutating func show(_ parts: [DocumentPart]) {
    folds = currentFolds
    sections = parts.enumerated().map { number, part in
      var body = WrappedText(part.text, width: bodyWidth)
      if part.isJSON { body.syntax = .json }
      var section = Section(id: .part(number), title: part.title, scope: "text", body: body)
      section.remark = part.remark
      section.isFolded = folds[section.id] ?? false
      section.isFoldChosen = folds[section.id] != nil
      return section
    }
    measure(from: 0)
  }
}
