/// The lines that Markdown was rendered to.
struct MarkdownRendering: Sendable {
  /// What stands before a line: bars of quotes, then an indentation.
  struct Prefix: Hashable, Sendable {
    var quotes: UInt8 = 0
    var indentation: UInt8 = 0

    var columns: Int { Int(quotes) * 2 + Int(indentation) }
    var text: String {
      String(repeating: "│ ", count: Int(quotes)) + String(repeating: " ", count: Int(indentation))
    }

    func indented(by columns: Int) -> Prefix {
      Prefix(quotes: quotes, indentation: UInt8(clamping: Int(indentation) + columns))
    }
  }

  /// How a part of the text looks.
  struct Look: OptionSet, Hashable, Sendable {
    let rawValue: UInt16

    static let strong = Look(rawValue: 1)
    static let emphasis = Look(rawValue: 2)
    static let struck = Look(rawValue: 4)
    static let code = Look(rawValue: 8)
    static let link = Look(rawValue: 16)
    /// What is there for the reader's information only, such as a link's address.
    static let muted = Look(rawValue: 32)
    static let heading = Look(rawValue: 64)
    static let quote = Look(rawValue: 128)
    static let jsonKey = Look(rawValue: 256)
    static let jsonString = Look(rawValue: 512)
    static let jsonNumber = Look(rawValue: 1024)
    static let jsonKeyword = Look(rawValue: 2048)
    static let jsonPunctuation = Look(rawValue: 4096)
    static let comment = Look(rawValue: 8192)
    static let underlined = Look(rawValue: 16384)

    /// Other code has the colours of JSON.
    private static let scopes: [(Look, String)] = [
      (.comment, "text.muted"), (.jsonKey, "json.key"), (.jsonString, "json.string"),
      (.jsonNumber, "json.number"),
      (.jsonKeyword, "json.keyword"), (.jsonPunctuation, "json.punctuation"), (.code, "code"),
      (.link, "link"), (.muted, "text.muted"), (.heading, "heading"), (.strong, "text.strong"),
      (.quote, "quote"),
    ]

    var scope: String { Look.scopes.first { contains($0.0) }?.1 ?? "text" }

    var attributes: Attributes {
      var attributes: Attributes = []
      if contains(.strong) { attributes.insert(.bold) }
      if contains(.emphasis) { attributes.insert(.italic) }
      if contains(.struck) { attributes.insert(.dim) }
      if contains(.underlined) { attributes.insert(.underline) }
      return attributes
    }
  }

  struct Line: Hashable, Sendable {
    var start: UInt32
    var prefix: Prefix
  }

  struct Stretch: Hashable, Sendable {
    var start: UInt32
    var end: UInt32
    var look: Look
  }

  /// A length that a rendering can be cut back to.
  struct Mark: Hashable, Sendable {
    var bytes = 0
    var lines = 0
    var stretches = 0
  }

  private(set) var bytes: [UInt8] = []
  private(set) var lines: [Line] = []
  private var stretches: [Stretch] = []
  /// The text that was wrapped last: most often the next one is the same and more.
  private var latest: WrappedText?

  var mark: Mark { Mark(bytes: bytes.count, lines: lines.count, stretches: stretches.count) }

  mutating func truncate(to mark: Mark) {
    bytes.removeLast(bytes.count - mark.bytes)
    lines.removeLast(lines.count - mark.lines)
    stretches.removeLast(stretches.count - mark.stretches)
  }

  func range(ofLine index: Int) -> Range<Int> {
    Int(lines[index].start)..<(index + 1 < lines.count ? Int(lines[index + 1].start) : bytes.count)
  }

  func lineIndex(at offset: Int) -> Int {
    max(lines.partitioningIndex { Int($0.start) > offset } - 1, 0)
  }

  func spans(ofLine index: Int) -> [TextSpan] {
    let range = range(ofLine: index)
    var spans: [TextSpan] = []
    for stretch in stretches[stretches.partitioningIndex { Int($0.end) > range.lowerBound }...] {
      guard Int(stretch.start) < range.upperBound else { break }
      spans.append(
        TextSpan(
          (Int(stretch.start)..<Int(stretch.end)).clamped(to: range), scope: stretch.look.scope,
          attributes: stretch.look.attributes))
    }
    return spans
  }

  /// Breaks a text into lines; what it begins with, and was broken before, isn't looked at again.
  private mutating func wrap(_ text: [UInt8], width: Int) -> WrappedText {
    var wrapped = latest.flatMap { $0.width == width ? $0 : nil } ?? WrappedText(width: width)
    latest = nil
    wrapped.replace(with: text)
    latest = wrapped
    wrapped.finish()
    return wrapped
  }

  /// Appends an empty line.
  mutating func appendGap(_ prefix: Prefix) {
    lines.append(Line(start: UInt32(bytes.count), prefix: prefix))
    bytes.append(0x0A)
  }

  /// Appends a text as lines of a width.
  ///
  /// - Parameters:
  ///   - marker: What stands before the first line as part of the text, such as a bullet.
  ///   - look: How all of the text looks, beside what its stretches say.
  mutating func append(
    _ text: MarkdownInline, marker: String = "", prefix: Prefix, look: Look = [], width: Int
  ) {
    let markerColumns = TextWidth.columns(of: marker)
    let wrapped = wrap(text.bytes, width: max(width - prefix.columns - markerColumns, 8))
    let start = bytes.count
    bytes += marker.utf8
    if !marker.isEmpty {
      stretches.append(
        Stretch(start: UInt32(start), end: UInt32(bytes.count), look: [.muted]))
    }
    let origin = bytes.count
    bytes += text.bytes
    if bytes.count == start || bytes.last != 0x0A { bytes.append(0x0A) }
    for line in 0..<max(wrapped.lineCount, 1) {
      let offset = line == 0 ? start : origin + wrapped.range(ofLine: line).lowerBound
      let isEmptyEnd = line > 0 && offset == bytes.count
      if isEmptyEnd { break }
      let indent = line == 0 ? 0 : markerColumns + wrapped.indent(ofLine: line)
      lines.append(Line(start: UInt32(offset), prefix: prefix.indented(by: indent)))
    }
    for stretch in text.stretches(under: look) {
      stretches.append(
        Stretch(
          start: UInt32(origin) + stretch.start, end: UInt32(origin) + stretch.end,
          look: stretch.look))
    }
  }
}
