import JSON
import MessagesAPI
import Runs
public import TerminalUI

/// A run's answer as lines of a width: a section for each block, then how it ended.
///
/// Taking in what arrives costs what is new, however many blocks there are already; finding a line costs
/// a binary search. What was laid out before is not touched again until the width changes.
public struct Transcript: Sendable {
  /// A headed part of the transcript.
  public struct Section: Sendable, Identifiable {
    public enum Kind: Hashable, Sendable {
      /// The block at this place of the message's content.
      case block(Int)
      /// The result that was written for the call in the block at this place.
      case toolResult(Int)
      /// How the run ended, when that needs words.
      case outcome
      case notes
    }

    public let id: Kind
    public internal(set) var title: String
    /// What stands at the right of the title, such as a state.
    public internal(set) var remark = ""
    public internal(set) var isFolded = false
    /// The theme's scope of the body.
    public internal(set) var scope: String { didSet { titleScope = scope + ".title" } }
    /// The theme's scope of the title.
    public private(set) var titleScope: String
    /// The body's lines.
    public internal(set) var body: WrappedText
    /// Whether more may come.
    public internal(set) var isGrowing = false

    var consumed = 0
    var indenter = JSONIndenter()

    init(id: Kind, title: String, scope: String, body: WrappedText) {
      self.id = id
      self.title = title
      self.scope = scope
      titleScope = scope + ".title"
      self.body = body
    }

    /// The lines of the section: its title, its body unless it is folded, and an empty line.
    public var height: Int { 2 + (isFolded ? 0 : body.lineCount) }
  }

  /// What one line of the transcript is.
  public enum Line: Hashable, Sendable {
    case title(section: Int)
    case body(section: Int, line: Int)
    case gap
  }

  public private(set) var sections: [Section] = []
  /// The columns of a line, at least 1; another width lays everything out anew.
  public var width: Int {
    didSet {
      width = max(width, 1)
      guard width != oldValue else { return }
      for index in sections.indices { sections[index].body.width = width }
      measure(from: 0)
    }
  }

  /// The first line of each section, and behind the last the number of lines.
  private var starts = [0]
  /// How many blocks at the beginning are complete, and how many sections they take.
  private var settled = (blocks: 0, sections: 0)

  public init(width: Int) { self.width = max(width, 1) }

  /// The number of lines.
  public var lineCount: Int { starts[sections.count] }

  /// What the line at this place is; nil beyond the ends.
  public func line(_ index: Int) -> Line? {
    guard (0..<lineCount).contains(index) else { return nil }
    let number = section(at: index)
    if index == starts[number] { return .title(section: number) }
    if index == starts[number + 1] - 1 { return .gap }
    return .body(section: number, line: index - starts[number] - 1)
  }

  /// The first line of a section.
  public func start(of section: Int) -> Int { starts[section] }

  /// The section that holds a line, which must exist.
  private func section(at line: Int) -> Int {
    var (low, high) = (0, sections.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= line { low = middle } else { high = middle }
    }
    return low
  }

  /// Hides or shows a section's body.
  public mutating func toggleFold(_ section: Int) {
    sections[section].isFolded.toggle()
    measure(from: section)
  }

  /// Reckons anew where sections start, from one on.
  private mutating func measure(from first: Int) {
    starts.removeLast(starts.count - 1 - first)
    for index in first..<sections.count { starts.append(starts[index] + sections[index].height) }
  }
}

// MARK: - Following a run

extension Transcript {
  /// Takes in what has come since the last update of the same run.
  ///
  /// - Parameter isArrival: Nothing but more of the answer has come, so that blocks which were complete
  ///   need not be looked at again.
  mutating func update(from run: Run, results: ToolBench, isArrival: Bool = false) {
    if !isArrival || !run.isActive { settled = (0, 0) }
    let content = run.message.content
    let first = settled.sections
    var position = first
    for place in settled.blocks..<max(content.count, settled.blocks) {
      let block = content[place]
      update(block, at: place, position: position, run: run)
      position += 1
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
    let explanation = Wording.explanation(of: outcome)
    if !explanation.isEmpty {
      setText(
        explanation.joined(separator: "\n"), in: .outcome, title: Wording.title(of: outcome),
        scope: outcome.isFailure ? "error" : "warning", at: position)
      position += 1
    }
    let notes = run.isActive ? [] : run.notes
    if !notes.isEmpty {
      let text = notes.map { "· " + Wording.line(for: $0) }.joined(separator: "\n")
      setText(text, in: .notes, title: "notes on the stream", scope: "text.muted", at: position)
    }
  }

  private mutating func update(_ block: ContentBlock, at place: Int, position: Int, run: Run) {
    if !sections.indices.contains(position) || sections[position].id != .block(place) {
      sections.insert(
        Section(
          id: .block(place), title: Self.title(of: block), scope: Self.scope(of: block.kind),
          body: WrappedText(width: width)), at: position)
    }
    sections[position].title = Self.title(of: block)
    sections[position].isGrowing = run.isActive && !block.isStopped
    sections[position].remark = Self.remark(on: block, in: run)
    append(block.bodyBytes, isJSON: block.kind.hasInput, to: position)
    if sections[position].consumed == 0, block.isStopped {
      let text = Self.standIn(for: block)
      sections[position].body.append(text)
      sections[position].consumed = text.utf8.count
    }
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

  private mutating func show(_ result: ToolBench.Result, of place: Int, at position: Int) {
    setText(
      result.text, in: .toolResult(place), title: "tool_result",
      scope: result.isError ? "error" : "block.result", at: position)
    sections[position].remark = result.isError ? "is_error" : ""
  }

  private mutating func setText(
    _ text: String, in id: Section.Kind, title: String, scope: String, at position: Int
  ) {
    var section = Section(
      id: id, title: title, scope: scope, body: WrappedText(text, width: width))
    if sections.indices.contains(position), sections[position].id == id {
      section.isFolded = sections[position].isFolded
      sections[position] = section
    } else {
      sections.insert(section, at: min(position, sections.count))
    }
  }

  private mutating func remove(_ id: Section.Kind, at position: Int) {
    guard sections.indices.contains(position), sections[position].id == id else { return }
    sections.remove(at: position)
  }

  // MARK: Words

  private static func title(of block: ContentBlock) -> String {
    guard block.kind.hasInput else { return block.kind.rawValue }
    return "\(block.kind.rawValue)  \(block.name ?? "no name")"
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
    default: block.json.text(.pretty)
    }
  }
}

extension Run.Outcome {
  /// Whether the answer can't be relied on through no will of the user.
  var isFailure: Bool {
    switch self {
    case .streaming, .complete, .endedWithoutTerminator, .cancelled: false
    case .truncated, .failed, .protocolFault, .rejected, .transportFailed: true
    }
  }
}
