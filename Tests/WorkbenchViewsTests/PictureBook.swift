import Glibc
import TerminalUI
import Testing

/// Pictures of many states in one file of `Pictures`, each below a line `=== name`. At the smallest size
/// every one is followed by another of its styles.
///
/// With `RECORD_PICTURES=1` they are written anew, and the tests fail.
enum PictureBook {
  /// The sizes that everything is drawn at.
  static let sizes = [(80, 24), (120, 36), (40, 12)]

  /// Compares some rows and columns of a screen with the picture of this name, and at the smallest size
  /// their styles.
  static func compare(
    _ screen: Screen, _ columns: Range<Int>, with name: String, in book: String
  ) throws {
    let book = "\(book)-\(screen.size.width)x\(screen.size.height)"
    try compare(rows(of: screen, columns) { $0.text }, with: name, in: book)
    guard screen.size.width <= 40 else { return }
    try compare(
      rows(of: screen, columns) { String(StyleLetters.letter(for: $0)) },
      with: name + " · styles", in: book)
  }

  private static func rows(
    of screen: Screen, _ columns: Range<Int>, _ picture: (Cell) -> String
  ) -> String {
    (0..<screen.size.height).map { y in
      let row = screen.withRow(y) { $0[columns].map(picture).joined() }
      return String(row.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  private static func compare(_ picture: String, with name: String, in book: String) throws {
    let path =
      #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
      + "/Pictures/\(book).txt"
    var pages = pages(of: read(path))
    guard getenv("RECORD_PICTURES") != nil else {
      let page = pages.first { $0.name == name }
      #expect(picture == page?.picture, "\(name) in \(book)")
      return
    }
    if let index = pages.firstIndex(where: { $0.name == name }) {
      pages[index].picture = picture
    } else {
      pages.append((name, picture))
    }
    try write(pages.map { "=== \($0.name)\n\($0.picture)\n" }.joined(), to: path)
    Issue.record("recorded \(name) in \(book)")
  }

  private static func pages(of text: String) -> [(name: String, picture: String)] {
    var pages: [(name: String, lines: [Substring])] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("=== ") {
        pages.append((String(line.dropFirst(4)), []))
      } else if !pages.isEmpty {
        pages[pages.count - 1].lines.append(line)
      }
    }
    // Every page ends with the end of a line.
    return pages.map { page in
      let lines = page.lines.last == "" ? page.lines.dropLast() : page.lines[...]
      return (page.name, lines.joined(separator: "\n"))
    }
  }

  private static func write(_ text: String, to path: String) throws {
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
  }

  private static func read(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A letter for every scope that a cell can be drawn with, by a theme in which each has a colour of its own.
enum StyleLetters {
  private static let foregrounds: [(scope: String, letter: Character)] = [
    ("text", "."), ("text.muted", "m"), ("text.strong", "S"), ("title", "t"),
    ("title.focused", "T"), ("heading", "h"), ("code", "c"), ("link", "l"), ("quote", "q"),
    ("border", "-"), ("border.focused", "="), ("scrollbar", "|"), ("gauge", "g"),
    ("gauge.track", "_"), ("sparkline", "~"), ("field.name", "n"), ("field.value", "v"),
    ("field.unset", "u"), ("field.null", "0"), ("field.unknown", "?"), ("error", "e"),
    ("warning", "w"), ("success", "s"), ("info", "i"), ("key", "k"), ("badge", "b"),
    ("block.text", "x"), ("block.thinking", "X"), ("block.tool", "o"), ("block.result", "r"),
    ("event.name", "E"), ("event.time", "a"), ("json.key", "K"), ("json.string", "\""),
    ("json.number", "#"), ("json.keyword", "@"), ("json.punctuation", ":"), ("tab", "y"),
    ("tab.active", "Y"), ("status", "z"), ("status.endpoint", "Z"), ("dialog", "d"),
    ("dialog.border", "+"), ("dialog.title", "D"),
  ]
  private static let backgrounds: [(scope: String, letter: Character)] = [
    ("selection", "*"), ("selection.inactive", "°"), ("selection.text", "^"), ("match", ">"),
    ("match.current", "!"), ("input", "&"),
  ]
  /// Not among those that terminals call by name.
  private static let firstForeground = 16
  private static let firstBackground = 100

  static let theme: Theme = {
    let styles =
      foregrounds.enumerated().map {
        "\"\($1.scope)\": {\"foreground\": \($0 + firstForeground)}"
      }
      + backgrounds.enumerated().map {
        "\"\($1.scope)\": {\"background\": \($0 + firstBackground)}"
      }
    let text = "{\"styles\": {\(styles.joined(separator: ", "))}}"
    guard let theme = try? Theme(parsing: Array(text.utf8), name: "letters") else {
      preconditionFailure("the theme of letters can't be read")
    }
    return theme
  }()

  /// A cell's letter: that of what is laid over it, else of its text; a blank has none.
  static func letter(for cell: Cell) -> Character {
    if let index = cell.drawnStyle.background.flatMap(index), index >= firstBackground {
      return backgrounds[index - firstBackground].letter
    }
    guard cell.text != " ", cell.text != "" else { return " " }
    return cell.drawnStyle.foreground.flatMap(index).map {
      foregrounds[$0 - firstForeground].letter
    } ?? "/"
  }

  private static func index(of color: Color) -> Int? {
    if case .indexed(let index) = color { Int(index) } else { nil }
  }
}

/// A state of the program, and how to come there.
struct PictureState: Sendable, CustomTestStringConvertible {
  let name: String
  let reach: @Sendable (inout Picture) throws -> Void

  init(_ name: String, _ reach: @escaping @Sendable (inout Picture) throws -> Void) {
    self.name = name
    self.reach = reach
  }

  var testDescription: String { name }
}
