public import TerminalUI

/// A run's answer as lines of a width: a section for each block, then how it ended.
///
/// Taking in what arrives costs what is new, however many blocks there are already; finding a line costs
/// a binary search. What was laid out before is not touched again until the width changes.
public struct Transcript: Sendable {
  /// A headed part of the transcript.
  public struct Section: Sendable, Identifiable {
    /// What a section holds; no two of a transcript hold the same.
    public enum Kind: Hashable, Sendable {
      /// The block at this place of the message's content.
      case block(Int)
      /// What the block at this place cites.
      case citations(Int)
      /// The result that was written for the call in the block at this place.
      case toolResult(Int)
      /// How the run ended, when that needs words.
      case outcome
      case notes
      /// A part of a document that is no answer.
      case part(Int)
    }

    /// What it holds.
    public let id: Kind
    /// The line above the body, which is found by a search, too.
    public internal(set) var title: String
    /// What stands at the right of the title, such as a state.
    public internal(set) var remark = ""
    /// Whether only its title is shown.
    public internal(set) var isFolded = false
    /// Whether it was folded or unfolded by hand; then nothing else does.
    var isFoldChosen = false
    /// The theme's scope of the body.
    public internal(set) var scope: String { didSet { titleScope = Self.titleScope(of: scope) } }
    /// The theme's scope of the title.
    public private(set) var titleScope: String
    /// The body's lines.
    public internal(set) var body: any TextLines
    /// Whether more may come.
    public internal(set) var isGrowing = false

    var consumed = 0
    var isFinished = false
    var indenter = JSONIndenter()

    init(id: Kind, title: String, scope: String, body: any TextLines) {
      self.id = id
      self.title = title
      self.scope = scope
      titleScope = Self.titleScope(of: scope)
      self.body = body
    }

    private static func titleScope(of scope: String) -> String {
      scope == "text" ? "heading" : scope + ".title"
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

  /// The parts in their order, folded ones with their bodies.
  public internal(set) var sections: [Section] = []
  /// The columns of a line, at least 1; another width lays everything out anew.
  public var width: Int {
    didSet {
      width = max(width, 1)
      guard width != oldValue else { return }
      for index in sections.indices { sections[index].body.width = bodyWidth }
      measure(from: 0)
    }
  }

  /// The first line of each section, and behind the last the number of lines.
  private var starts = [0]
  /// How many blocks at the beginning are complete, and how many sections they take.
  var settled = (blocks: 0, sections: 0)

  /// The run's, when the sections were made: blocks may take the places of others.
  var displacementCount = 0
  /// Whether a block is a tool call.
  var hasToolUse = false
  /// Whether sections were folded or unfolded by hand.
  private(set) var wasFolded = false
  /// Which sections were folded before everything was laid out anew, of those that are complete or were
  /// folded or unfolded by hand.
  var folds: [Section.Kind: Bool] = [:]
  /// When the first and the last delta of a block came, by the block's index.
  var times: [Int: ClosedRange<Duration>] = [:]
  /// How many events were looked at for that.
  var timedEvents = 0
  /// Whether text is shown as Markdown means it, or as it came.
  var isRendered = true {
    didSet {
      guard isRendered != oldValue else { return }
      forget()
    }
  }

  /// Whether text was asked for as JSON.
  var textIsJSON = false

  /// The columns of a body's line, which stands behind a bar.
  var bodyWidth: Int { max(width - Self.bodyIndent, 1) }

  /// A transcript of nothing yet.
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
  func section(at line: Int) -> Int {
    var (low, high) = (0, sections.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= line { low = middle } else { high = middle }
    }
    return low
  }

  /// Which sections are folded, and which are to stay unfolded.
  var currentFolds: [Section.Kind: Bool] {
    var folds = folds
    for section in sections where section.isFinished || section.isFoldChosen {
      folds[section.id] = section.isFolded
    }
    return folds
  }

  /// Makes the next update lay everything out anew; what was folded or unfolded stays so.
  mutating func forget() {
    folds = currentFolds
    sections = []
    settled = (0, 0)
    measure(from: 0)
  }

  /// Hides or shows a section's body.
  mutating func toggleFold(_ section: Int) {
    wasFolded = true
    sections[section].isFolded.toggle()
    sections[section].isFoldChosen = true
    measure(from: section)
  }

  /// Hides or shows the bodies of all sections.
  mutating func setAllFolds(_ isFolded: Bool) {
    wasFolded = wasFolded || isFolded
    for section in sections.indices {
      sections[section].isFolded = isFolded
      sections[section].isFoldChosen = true
    }
    measure(from: 0)
  }

  /// Reckons anew where sections start, from one on.
  mutating func measure(from first: Int) {
    starts.removeLast(max(starts.count - 1 - first, 0))
    for index in first..<sections.count { starts.append(starts[index] + sections[index].height) }
  }
}
