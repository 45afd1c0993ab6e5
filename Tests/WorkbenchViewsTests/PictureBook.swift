import Glibc
import Testing

/// Pictures of many states in one file of `Pictures`, each below a line `=== name`.
///
/// With `RECORD_PICTURES=1` they are written anew, and the tests fail.
enum PictureBook {
  /// The sizes that everything is drawn at.
  static let sizes = [(80, 24), (120, 36), (40, 12)]

  /// Compares a picture with the one of its name.
  static func compare(_ picture: String, with name: String, in book: String) throws {
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
