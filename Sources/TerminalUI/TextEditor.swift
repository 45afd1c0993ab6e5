/// A text being edited: its cursor, selection, undo history and scroll position.
///
/// A value without a clock or a clipboard: commands and mouse events go in, outcomes come out, and
/// `draw` shows the visible part on a screen. Motion and deletion go by characters as people see
/// them (grapheme clusters). The text is kept to the byte where it isn't edited: LF, CRLF and CR all
/// end a line and stay what they are; new lines end like the first one.
///
/// What a keystroke costs depends on its line and on the rows that are visible. A line of more than
/// 4 KB is laid out in parts of about that length, each of which begins a row.
public struct TextEditor: Hashable, Sendable {
  /// A place in the text, between two characters.
  public struct Location: Hashable, Comparable, Sendable {
    /// The line, counted from 0.
    public var line: Int
    /// The UTF-8 bytes of the line that stand before the place.
    public var offset: Int

    public init(line: Int, offset: Int) {
      self.line = line
      self.offset = offset
    }

    public static let start = Location(line: 0, offset: 0)

    public static func < (left: Location, right: Location) -> Bool {
      (left.line, left.offset) < (right.line, right.offset)
    }
  }

  /// What kind of text is edited.
  public enum Mode: Hashable, Sendable {
    case plain
    /// Brackets indent what they hold, and tokens are highlighted.
    case json
  }

  public var mode: Mode
  /// Whether lines too long for the view go on in a further row, or the view moves sideways.
  public var wrapsLines: Bool {
    didSet { if wrapsLines != oldValue { revealCursor() } }
  }
  public var showsLineNumbers = false {
    didSet { if showsLineNumbers != oldValue { revealCursor() } }
  }
  /// The columns and rows of the place where the editor is drawn.
  ///
  /// Pages, rows and scrolling go by it. Setting it scrolls the cursor into view.
  public var viewSize = Size(width: 80, height: 24) {
    didSet { if viewSize != oldValue { revealCursor() } }
  }

  /// Counts the changes of the text, so that what was made of it can be kept until it changes.
  public internal(set) var revision = 0

  var buffer: LineBuffer
  /// Where the next character goes.
  public internal(set) var cursor = Location.start
  /// The end of the selection that stays where it is.
  var anchor: Location?
  /// Whether the cursor stands at the end of a wrapped row, not at the start of the next one.
  var isAtRowEnd = false
  /// The column that vertical motion aims for.
  var goalColumn: Int?
  var history = History()
  var scroll = Scroll()
  /// What dragging the mouse selects by; nil while no button that was pressed on the text is held.
  var dragUnit: DragUnit?

  /// Creates an editor of a text, with the cursor before it or, in a single line, after it.
  ///
  /// In a single line, line ends are characters like any other, drawn as stand-ins.
  public init(text: String = "", isSingleLine: Bool = false, mode: Mode = .plain) {
    buffer = LineBuffer(text, isSingleLine: isSingleLine)
    self.mode = mode
    wrapsLines = !isSingleLine
    if isSingleLine { cursor = buffer.end }
  }

  /// Whether the mouse was pressed on the text and holds its end of the selection.
  public var isHeldByMouse: Bool { dragUnit != nil }

  /// Whether the text is one line, as in a form's field.
  public var isSingleLine: Bool { buffer.isSingleLine }

  /// The whole text. It's put together anew each time.
  public var text: String { buffer.text }

  /// The length of the text in UTF-8 bytes.
  public var byteCount: Int { buffer.byteCount }

  public var isEmpty: Bool { buffer.byteCount == 0 }

  /// The number of lines, at least 1.
  public var lineCount: Int { buffer.count }

  /// A line without its line end.
  public func line(_ index: Int) -> String {
    String(buffer[index].utf8Slice(..<buffer.length(of: index)))
  }

  /// The place after the last character.
  public var end: Location { buffer.end }

  /// The characters of the cursor's line that stand before the cursor. They're counted each time.
  public var charactersBeforeCursor: Int { textBefore(cursor).count }

  /// What is selected; nil if nothing is.
  public var selection: Range<Location>? {
    guard let anchor, anchor != cursor else { return nil }
    return min(anchor, cursor)..<max(anchor, cursor)
  }

  /// The selected text, empty if there's none.
  public var selectedText: String {
    selection.map { buffer.text(in: $0) } ?? ""
  }

  /// The place that so many UTF-8 bytes of the text stand before, or the nearest one to it.
  public func location(ofByte offset: Int) -> Location {
    nearest(to: buffer.location(ofByte: min(max(offset, 0), byteCount)))
  }

  /// The UTF-8 bytes of the text that stand before a place.
  public func byteOffset(of location: Location) -> Int {
    buffer.byteOffset(of: nearest(to: location))
  }

  /// Moves the cursor, and selects from `anchor` on if it's given.
  public mutating func moveCursor(to location: Location, selectingFrom anchor: Location? = nil) {
    self.anchor = anchor.map(nearest(to:))
    cursor = nearest(to: location)
    isAtRowEnd = false
    goalColumn = nil
    history.seal()
    revealCursor()
  }

  /// The place between two characters that is nearest to a location, at or before it.
  func nearest(to location: Location) -> Location {
    if location.line < 0 { return .start }
    if location.line >= buffer.count { return buffer.end }
    let offset = min(max(location.offset, 0), buffer.length(of: location.line))
    return Location(
      line: location.line,
      offset: buffer[location.line].characterBoundary(atOrBefore: offset))
  }
}
