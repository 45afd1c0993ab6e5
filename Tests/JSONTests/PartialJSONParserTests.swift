import JSON
import TestSupport
import Testing

@Suite struct PartialJSONParserTests {
  static let documents = [
    #"{"city": "Paris", "days": [1, -2.5e3, 0], "deep": {"a": {"b": [true, false, null]}}}"#,
    #"[[], {}, "", "\"\\\/\b\f\n\r\t\u00e9\ud83d\ude39", "é😀日本", {"": [[[0]]]}]"#,
    #"{"a":1,"a":{"b":"x"},"\u0061":"\ud800","z":"\ud800x\udc00\ud800\ud83d\ude39"}"#,
    "  \"only a string\"  ", " -12.5e-7 ", "true", "{ }", "[ 1 , [ 2 , { \"k\" : [ ] } ] ]",
  ]

  @Test(arguments: documents)
  func `the whole text gives what the strict parser gives`(text: String) throws {
    let value = try JSONValue(parsing: text)
    for chunks in chunkings(of: Array(text.utf8) + [0x20]) {
      var parser = PartialJSONParser()
      for chunk in chunks { parser.append(chunk) }
      #expect(parser.isComplete)
      #expect(parser.openPath == nil)
      #expect(parser.error == nil)
      // The preview doesn't remember how surrogates were written; the text does.
      #expect(parser.preview.map(plain) == plain(value))
    }
  }

  private func plain(_ value: JSONValue) -> String {
    switch value {
    case .object(let object):
      "{" + object.members.map { "\($0.key.value): \(plain($0.value))" }.joined(separator: ",")
        + "}"
    case .array(let array): "[" + array.map(plain).joined(separator: ",") + "]"
    case .string(let string): "\"" + string.value
    case .null, .bool, .number: value.text()
    }
  }

  @Test(arguments: documents)
  func `every prefix has a preview that only grows`(text: String) throws {
    let bytes = Array(text.utf8)
    var parser = PartialJSONParser()
    var shown = 0
    for (index, byte) in bytes.enumerated() {
      parser.append([byte])
      #expect(parser.error == nil)
      let preview = parser.preview
      #expect(preview == PartialJSONParser(bytes[...index]).preview)
      let count = preview.map { size(of: $0) } ?? 0
      #expect(count >= shown)
      shown = count
      if let preview, let path = parser.openPath, parser.openToken == .string {
        #expect(preview[path]?.stringValue != nil)
      }
    }
  }

  /// How many characters and values there are.
  private func size(of value: JSONValue) -> Int {
    switch value {
    case .object(let object): object.members.reduce(1) { $0 + 1 + size(of: $1.value) }
    case .array(let array): array.reduce(1) { $0 + size(of: $1) }
    case .string(let string): 1 + string.value.unicodeScalars.count
    case .null, .bool, .number: 1
    }
  }

  @Test(
    arguments: [
      ("", nil, nil, nil),
      (" ", nil, nil, nil),
      ("{", "{}", "", nil),
      ("{\"ci", "{}", "", .key),
      ("{\"city\"", "{}", "/city", nil),
      ("{\"city\": ", "{}", "/city", nil),
      ("{\"city\": \"Par", "{\"city\":\"Par\"}", "/city", .string),
      ("{\"city\": \"Par\\", "{\"city\":\"Par\"}", "/city", .string),
      ("{\"city\": \"Par\\u00e", "{\"city\":\"Par\"}", "/city", .string),
      ("{\"city\": \"Paris\"", "{\"city\":\"Paris\"}", "", nil),
      ("{\"days\": [1, 2", "{\"days\":[1,2]}", "/days/1", .number),
      ("{\"days\": [1,", "{\"days\":[1]}", "/days", nil),
      ("{\"n\": -", "{}", "/n", .number),
      ("{\"n\": 1.", "{\"n\":1}", "/n", .number),
      ("{\"n\": 1.5e+", "{\"n\":1.5}", "/n", .number),
      ("[tr", "[true]", "/0", .literal),
      ("[\"\\ud83d", "[\"\"]", "/0", .string),
      ("[\"\\ud83d\\ude", "[\"\"]", "/0", .string),
      ("[[], {\"a\": {", "[[],{\"a\":{}}]", "/1/a", nil),
      ("12", "12", "", .number),
    ] as [(String, String?, JSONPointer?, PartialJSONParser.Token?)])
  func `the preview and the open place of a cut text`(
    text: String, preview: String?, path: JSONPointer?, token: PartialJSONParser.Token?
  ) {
    let parser = PartialJSONParser(text.utf8)
    #expect(parser.preview?.text() == preview)
    #expect(parser.openPath == path)
    #expect(parser.openToken == token)
    #expect(parser.error == nil)
    #expect(!parser.isComplete)
  }

  @Test func `half a character isn't shown`() {
    let bytes: [UInt8] = [0x22, 0x61, 0xF0, 0x9F, 0x98]
    #expect(PartialJSONParser(bytes).preview == "a")
    #expect(PartialJSONParser(bytes + [0x80]).preview == "a😀")
  }

  @Test(
    arguments: [
      ("{\"a\": 1, \"b\": x", "{\"a\":1}"), ("[1, 2 3]", "[1,2]"), ("[1, 2]]", "[1,2]"),
      ("{\"a\" 1", "{}"), ("[01,", "[0]"), ("[1}", "[1]"), ("[\"a\\q", "[\"a\"]"),
      ("[\"a\nb", "[\"a\"]"),
      ("{\"a\": {\"b\": nuk", "{\"a\":{\"b\":null}}"), ("1 2", "1"), ("[1,]", "[1]"),
      ("{\"a\":1,}", "{\"a\":1}"),
      ("[\"\\u12G", "[\"\"]"), ("-x", nil), ("]", nil), ("{]", "{}"),
    ] as [(String, String?)])
  func `an invalid text is read up to the strict parser's error`(text: String, preview: String?) {
    let strict = #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
    for chunks in chunkings(of: Array(text.utf8) + Array("more \"of] it".utf8)) {
      var parser = PartialJSONParser()
      for chunk in chunks { parser.append(chunk) }
      #expect(parser.error == strict)
      #expect(parser.preview?.text() == preview)
      #expect(!parser.isComplete)
    }
  }

  @Test func `a text is refused exactly when no end makes it valid`() {
    var generator = SeededGenerator(seed: 7)
    let alphabet = Array("{}[]\",:\\ue019.-+tnf \n\u{1}".utf8)
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator)!
      }
      let partial = PartialJSONParser(text).error
      var strict: JSONParseError?
      do { _ = try JSONParser.parse(text) } catch { strict = error }
      if let partial {
        #expect(strict == partial)
      } else if let strict {
        let isOpen = strict.reason == .unexpectedEnd || strict.reason == .emptyText
        #expect(isOpen, "\(String(decoding: text, as: UTF8.self))")
      }
    }
  }

  @Test func `a long text takes time in proportion to its length`() {
    let text = "{\"a\": [" + String(repeating: "{\"b\": \"c\"}, ", count: 50_000)
    var parser = PartialJSONParser()
    let start = ContinuousClock.now
    for byte in text.utf8 { parser.append(CollectionOfOne(byte)) }
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(parser.preview?["a"]?.arrayValue?.count == 50_000)
  }
}
