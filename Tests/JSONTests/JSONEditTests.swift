import JSON
import TestSupport
import Testing

/// Edits of documents that were written by hand: all that wasn't edited stays where it was.
@Suite struct JSONEditTests {
  /// A document, the edit, and what it becomes.
  private static let edits: [(String, @Sendable (inout JSONValue) -> Void, String)] = [
    (
      "{\n  \"a\" : 1,\n\n  \"b\":2, \"c\": 3\n}", { $0["/b"] = 20 },
      "{\n  \"a\" : 1,\n\n  \"b\":20, \"c\": 3\n}"
    ),
    ("{\"a\":1,  \"b\":2 ,\"c\" :3 }", { $0["/b"] = nil }, "{\"a\":1,\"c\" :3 }"),
    ("{ \"a\":1,\n\t\"b\":2\n}", { $0["/a"] = nil }, "{ \"b\":2\n}"),
    ("{\n\t\"a\":1,\n\t\"b\":2\n}", { $0["/b"] = nil }, "{\n\t\"a\":1\n}"),
    (
      "{\r\n\t\"a\":1,\r\n\t\"b\":2\r\n}", { $0["/c"] = 3 },
      "{\r\n\t\"a\":1,\r\n\t\"b\":2,\r\n\t\"c\": 3\r\n}"
    ),
    ("{\"a\":1}", { $0["/b"] = 2 }, "{\"a\":1,\"b\":2}"),
    ("{\"a\": 1, \"b\": 2}", { $0["/c"] = 3 }, "{\"a\": 1, \"b\": 2, \"c\": 3}"),
    ("{ }", { $0["/a"] = 1 }, "{\"a\":1}"),
    ("[1,  2,\n 3 ]", { $0["/1"] = [:] }, "[1,  {},\n 3 ]"),
    (
      "{\n  \"x\": {\n    \"y\" : [ 1 ]\n  },\n  \"z\" : 0\n}", { $0["/x/y/0"] = ["k": [1]] },
      "{\n  \"x\": {\n    \"y\" : [ {\n      \"k\": [\n        1\n      ]\n    } ]\n  },\n  \"z\" : 0\n}"
    ),
    (
      #"{"\u0061" : 1, "a\/": 2,"a":3}"#, { $0["/a~1"] = 4 }, #"{"\u0061" : 1, "a\/": 4,"a":3}"#
    ),
    (#"{"s": "]}\",\\", "t" :1}"#, { $0["/t"] = 2 }, #"{"s": "]}\",\\", "t" :2}"#),
  ]

  @Test(arguments: [JSONWriter.Style.compact, .pretty, .asWritten])
  func `the beginning of a text is the text's, however much is wanted`(style: JSONWriter.Style)
    throws
  {
    for (text, edit, _) in Self.edits {
      var document = try JSONDocument(parsing: Array(text.utf8))
      edit(&document.value)
      document.value["/long"] = ["é\n\u{1}", .string(String(repeating: "x", count: 40)), [:], 1.5]
      let whole = document.value.encoded(style)
      for limit in 0...whole.count + 1 {
        #expect(
          JSONWriter.write(document.value, style, limit: limit) == Array(whole.prefix(limit)))
      }
    }
  }

  @Test(arguments: edits.indices)
  func `an edit changes its own place only`(index: Int) throws {
    let (text, edit, expected) = Self.edits[index]
    var document = try JSONDocument(parsing: Array(text.utf8))
    edit(&document.value)
    #expect(String(decoding: document.bytes, as: UTF8.self) == expected)
  }

  @Test func `setting any value of a document and setting it back leaves its bytes`() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<2_000 {
      let text = Self.document(depth: 3, with: &generator)
      var document = try JSONDocument(parsing: Array(text.utf8))
      var places: [JSONPointer] = []
      Self.collect(document.value, at: JSONPointer(), into: &places)
      guard let place = places.randomElement(using: &generator), let old = document.value[place]
      else { continue }
      document.value[place] = "another value"
      let edited = document.bytes
      #expect(edited != Array(text.utf8))
      #expect(try JSONDocument(parsing: edited).value == document.value)
      document.value[place] = old
      #expect(String(decoding: document.bytes, as: UTF8.self) == text)
    }
  }

  @Test func `whatever is removed and added, the text reads as the value`() throws {
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<2_000 {
      let text = Self.document(depth: 3, with: &generator)
      var document = try JSONDocument(parsing: Array(text.utf8))
      for _ in 0..<3 {
        var places: [JSONPointer] = []
        Self.collect(document.value, at: JSONPointer(), into: &places)
        guard let place = places.randomElement(using: &generator) else { continue }
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: document.value[place] = nil
        case 1: document.value[place] = ["new": [1, "two"]]
        default:
          if document.value[place]?.objectValue != nil {
            document.value[place.appending("added")] = true
          }
        }
      }
      #expect(try JSONDocument(parsing: document.bytes).value == document.value)
    }
  }

  private static func collect(
    _ value: JSONValue, at pointer: JSONPointer, into places: inout [JSONPointer]
  ) {
    switch value {
    case .array(let array):
      for (index, element) in array.enumerated() {
        places.append(pointer.appending(index))
        collect(element, at: pointer.appending(index), into: &places)
      }
    case .object(let object):
      for member in object.members {
        places.append(pointer.appending(member.key.value))
        collect(member.value, at: pointer.appending(member.key.value), into: &places)
      }
    case .null, .bool, .number, .string: break
    }
  }

  /// A document with white space wherever some may stand.
  private static func document(depth: Int, with generator: inout SeededGenerator) -> String {
    func space() -> String {
      ["", "", " ", "\n", "\n\n  ", "\t", "\r\n "].randomElement(using: &generator)!
    }
    func value(_ depth: Int) -> String {
      let count = Int.random(in: 0...4, using: &generator)
      switch Int.random(in: 0..<(depth > 0 ? 5 : 3), using: &generator) {
      case 0: return ["0", "1e2", "-0.50", "true", "null"].randomElement(using: &generator)!
      case 1: return #""a\u00e9b""#
      case 2: return #""]},:\"""#
      case 3:
        let parts = (0..<count).map { _ in space() + value(depth - 1) + space() }
        return "[" + (parts.isEmpty ? space() : parts.joined(separator: ",")) + "]"
      default:
        let parts = (0..<count).map {
          space() + "\"k\($0)\"" + space() + ":" + space() + value(depth - 1) + space()
        }
        return "{" + (parts.isEmpty ? space() : parts.joined(separator: ",")) + "}"
      }
    }
    return space() + value(depth) + space()
  }
}
