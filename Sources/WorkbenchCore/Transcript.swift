import JSON
import MessagesAPI
import Runs
public import TerminalUI

/// A run's answer as lines of a width: a section for each block, then how it ended.
///
/// Updating costs what has come since the last update; reading a line costs a search among the
/// sections. What was laid out before is not touched again until the width changes.
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
    }
  }

  public init(width: Int) { self.width = max(width, 1) }

  /// The number of lines.
  public var lineCount: Int { sections.reduce(0) { $0 + $1.height } }

  /// What the line at this place is; nil beyond the ends.
  public func line(_ index: Int) -> Line? {
    var rest = index
    guard rest >= 0 else { return nil }
    for (number, section) in sections.enumerated() {
      let height = section.height
      if rest < height {
        if rest == 0 { return .title(section: number) }
        return rest == height - 1 ? .gap : .body(section: number, line: rest - 1)
      }
      rest -= height
    }
    return nil
  }

  /// The first line of a section.
  public func start(of section: Int) -> Int {
    sections[..<section].reduce(0) { $0 + $1.height }
  }

  /// Hides or shows a section's body.
  public mutating func toggleFold(_ section: Int) { sections[section].isFolded.toggle() }
}

// MARK: - Following a run

extension Transcript {
  /// Takes in what has come since the last update of the same run.
  mutating func update(from run: Run, results: ToolBench) {
    var position = 0
    for (place, block) in run.message.content.enumerated() {
      update(block, at: place, position: position, run: run)
      position += 1
      guard block.kind == .toolUse, let id = block.id else { continue }
      if let result = results[run.id, id] {
        show(result, of: place, at: position)
        position += 1
      } else {
        remove(.toolResult(place), at: position)
      }
    }
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
