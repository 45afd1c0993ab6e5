/// Reads Markdown line by line, and renders every block when it is complete.
///
/// CommonMark 0.31, sections 4 and 5, as far as language models use them, and tables as GitHub has them.
struct MarkdownParser: Sendable {
  typealias Prefix = MarkdownRendering.Prefix
  typealias Line = ArraySlice<UInt8>

  /// The block that the next line may belong to.
  enum Block: Sendable {
    case none
    case paragraph
    case table
    case code(Code)
  }

  /// A block of code between fences.
  struct Code: Sendable {
    let fence: UInt8
    let count: Int
    let indentation: Int
    let isJSON: Bool
    var highlighter: CodeHighlighter?
  }

  /// A list item that encloses what follows: where its text begins in the source.
  private struct Item {
    var column: Int
  }

  private var block = Block.none
  /// The source of the paragraph or table so far.
  private var text: [UInt8] = []
  /// What stands before the paragraph's first line.
  private var marker = ""
  private var prefix = Prefix()
  private var items: [Item] = []
  /// Whether an empty line goes before the next block.
  private var needsGap = false
  /// Whether what follows goes on in the middle of a line.
  private var isWithinLine = false

  /// The most bytes of a block that are rendered together.
  private static let blockLimit = 4096
  private static let tableLimit = 16_384

  /// Reads a line without its end.
  ///
  /// - Parameter isCut: The line goes on in what is taken next.
  mutating func take(_ line: Line, isCut: Bool, width: Int, into rendering: inout MarkdownRendering)
  {
    var line = line.last == 0x0D ? line.dropLast() : line
    let goesOn = isWithinLine
    isWithinLine = isCut
    if case .code(let code) = block {
      // Code that isn't indented keeps its tabs.
      if code.indentation > 0 { line = Self.expandingTabs(in: line)[...] }
      if !goesOn, Self.closesFence(line, code.fence, code.count) {
        block = .none
        needsGap = true
      } else {
        take(line, of: code, width: width, into: &rendering)
      }
      return
    }
    if line.contains(0x09), !goesOn { line = Self.expandingTabs(in: line)[...] }
    if goesOn {
      append(line, goesOn: true, width: width, into: &rendering)
    } else {
      read(line, width: width, into: &rendering)
    }
    if isCut, isParagraph { renderPart(width: width, into: &rendering) }
  }

  /// Renders the block that is open.
  mutating func close(width: Int, into rendering: inout MarkdownRendering) {
    switch block {
    case .none, .code: return
    case .paragraph where text.isEmpty && marker.isEmpty: break
    case .paragraph: renderParagraph(look: [], width: width, into: &rendering)
    case .table:
      openGap(in: &rendering)
      MarkdownTable(text).render(prefix: prefix, width: width, into: &rendering)
      needsGap = true
    }
    (block, text, marker) = (.none, [], "")
  }

  // MARK: - Lines

  private mutating func take(
    _ line: Line, of code: Code, width: Int, into rendering: inout MarkdownRendering
  ) {
    var code = code
    let blanks = line.prefix { $0 == 0x20 }.count
    let bytes = Array(line.dropFirst(min(blanks, code.indentation)))
    var look: MarkdownRendering.Look = []
    let text: MarkdownInline
    if code.isJSON {
      text = MarkdownInline(json: bytes)
    } else if var highlighter = code.highlighter {
      text = MarkdownInline(code: bytes, &highlighter)
      code.highlighter = highlighter
    } else {
      text = MarkdownInline(plain: bytes)
      look = .code
    }
    block = .code(code)
    rendering.append(text, prefix: prefix.indented(by: 2), look: look, width: width)
  }

  private mutating func read(_ whole: Line, width: Int, into rendering: inout MarkdownRendering) {
    let (quotes, line) = Self.quotes(of: whole)
    let indentation = line.prefix { $0 == 0x20 }.count
    let content = line.dropFirst(indentation)
    if quotes != Int(prefix.quotes), !(quotes == 0 && isParagraph && !content.isEmpty) {
      close(width: width, into: &rendering)
      items = []
      prefix = Prefix(quotes: UInt8(clamping: quotes))
    }
    if content.isEmpty {
      close(width: width, into: &rendering)
      needsGap = !rendering.lines.isEmpty
      return
    }
    if isTable, content.contains(UInt8(ascii: "|")) {
      append(content, width: width, into: &rendering)
      return
    }
    if isTable { close(width: width, into: &rendering) }
    if let fence = Self.fence(of: content) {
      startBlock(indentation, width: width, into: &rendering)
      openGap(in: &rendering)
      block = .code(
        Code(
          fence: content.first ?? 0, count: fence.count, indentation: indentation,
          isJSON: ["json", "jsonc", "jsonl", "ndjson"].contains(fence.language),
          highlighter: CodeHighlighter(language: fence.language)))
      return
    }
    if let level = Self.headingLevel(of: content) {
      startBlock(indentation, width: width, into: &rendering)
      needsGap = !rendering.lines.isEmpty
      text = Self.headingText(content.dropFirst(level))
      renderParagraph(look: Self.look(ofHeading: level), width: width, into: &rendering)
      text = []
      needsGap = true
      return
    }
    if isParagraph, marker.isEmpty, let rule = Self.underline(content) {
      if !text.contains(0x0A), rule == UInt8(ascii: "-"), text.contains(UInt8(ascii: "|")),
        MarkdownTable.isDelimiter(content)
      {
        startTable(content)
        return
      }
      let level = rule == UInt8(ascii: "=") ? 1 : 2
      renderParagraph(look: Self.look(ofHeading: level), width: width, into: &rendering)
      (block, text, needsGap) = (.none, [], true)
      return
    }
    if isParagraph, !text.contains(0x0A), text.contains(UInt8(ascii: "|")),
      MarkdownTable.isDelimiter(content)
    {
      startTable(content)
      return
    }
    if Self.isRule(content) {
      startBlock(indentation, width: width, into: &rendering)
      openGap(in: &rendering)
      let rule = String(repeating: "─", count: max(min(width - prefix.columns, 40), 3))
      rendering.append(
        MarkdownInline(plain: rule.utf8), prefix: prefix, look: .muted, width: width)
      needsGap = true
      return
    }
    if let item = Self.marker(of: content) {
      startBlock(indentation, width: width, into: &rendering)
      items.append(Item(column: indentation + item.width))
      marker = item.shown
      block = .paragraph
      text = Array(content.dropFirst(item.width))
      if let isDone = Self.task(text[...]) {
        // Not ☐ and ☑, which a terminal that isn't UTF-8 and the Linux console don't have.
        marker += isDone ? "[x] " : "[ ] "
        text.removeFirst(4)
      }
      return
    }
    if isParagraph {
      append(content, width: width, into: &rendering)
      return
    }
    startBlock(indentation, width: width, into: &rendering)
    let codeColumn = (items.last?.column ?? 0) + 4
    if indentation >= codeColumn {
      openGap(in: &rendering)
      rendering.append(
        MarkdownInline(plain: line.dropFirst(codeColumn)), prefix: prefix.indented(by: 2),
        look: .code, width: width)
      return
    }
    block = .paragraph
    text = Array(content)
  }

  /// The first heading is underlined, those below the second are no more than strong.
  private static func look(ofHeading level: Int) -> MarkdownRendering.Look {
    switch level {
    case 1: [.heading, .underlined]
    case 2: .heading
    default: .strong
    }
  }

  private var isParagraph: Bool { if case .paragraph = block { true } else { false } }
  private var isTable: Bool { if case .table = block { true } else { false } }

  /// Adds a line, or the rest of one, to the block that is open; what has grown too long is rendered.
  private mutating func append(
    _ line: Line, goesOn: Bool = false, width: Int, into rendering: inout MarkdownRendering
  ) {
    if text.count + line.count > (isTable ? Self.tableLimit : Self.blockLimit) {
      renderPart(width: width, into: &rendering)
      text = Array(line)
      return
    }
    if !text.isEmpty, !goesOn { text.append(0x0A) }
    text += line
    if case .none = block { block = .paragraph }
  }

  /// Renders what is open of a block that is too long; the rest follows as a paragraph.
  private mutating func renderPart(width: Int, into rendering: inout MarkdownRendering) {
    close(width: width, into: &rendering)
    needsGap = false
    block = .paragraph
  }

  private mutating func startTable(_ delimiter: Line) {
    block = .table
    text.append(0x0A)
    text += delimiter
  }

  /// Ends what is open, and leaves the list items that a line's indentation is not enough for.
  private mutating func startBlock(
    _ indentation: Int, width: Int, into rendering: inout MarkdownRendering
  ) {
    close(width: width, into: &rendering)
    while let item = items.last, indentation < item.column { items.removeLast() }
    prefix.indentation = UInt8(clamping: min(items.count, 8) * 2)
  }

  // MARK: - Rendering

  private mutating func openGap(in rendering: inout MarkdownRendering) {
    if needsGap, let last = rendering.lines.last {
      rendering.appendGap(Prefix(quotes: min(prefix.quotes, last.prefix.quotes)))
    }
    needsGap = false
  }

  private mutating func renderParagraph(
    look: MarkdownRendering.Look, width: Int, into rendering: inout MarkdownRendering
  ) {
    openGap(in: &rendering)
    let look = prefix.quotes > 0 ? look.union(.quote) : look
    rendering.append(
      MarkdownInline(markdown: text), marker: marker, prefix: prefix, look: look, width: width)
  }
}
