import JSON
import TestSupport
import Testing

/// The texts that any parser of RFC 8259 takes, and that it must not take.
@Suite struct JSONParserTests {
  @Test(arguments: [
    "[]", "[ ]", "{}", " [] ", "[1]", "[1,2]", "[1 , 2]", "\"\"", "\" \"", "0", "-0", "-1", "0.5",
    "1e1", "1E1", "1e+1", "1e-1", "0e1", "0e+1", "1.5e10", "123456789012345678901234567890",
    "-0.0", "1e400", "-1e-400", "true", "false", "null", "[null, 1, \"1\", {}]",
    "{\"\":0}", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":[{}]}}", "{\"a\\u0000b\":1}",
    #""\"\\\/\b\f\n\r\t""#, #""\u0060\u012a\u12AB""#, #""\uD801\udc37""#, #""\ud83d\ude39""#,
    #""\uDBFF\uDFFF""#, #""\ud800""#, #""\udc00\ud800""#, #""\ud800\n""#, #""\ud800\u0041""#,
    "\"\u{7F}\"", "\"\u{2028}\u{2029}\"", "\"\u{FFFF}\"", "\"😀\"", "\"é\"", "\"e\u{301}\"",
    "\t\n\r [\t\n\r 1\t\n\r ]\t\n\r ", "[[[[[[[[[[]]]]]]]]]]", "\"\\u0000\"", "[\"\u{FEFF}\"]",
    "\u{FEFF}{}", "\u{FEFF} [1]\r\n",
  ])
  func `a valid text is written back byte for byte`(text: String) throws {
    let document = try JSONDocument(parsing: Array(text.utf8))
    #expect(document.bytes == Array(text.utf8))
    // What is written compactly says the same.
    let again = try JSONValue(parsing: document.value.text(.compact))
    #expect(again == document.value)
    #expect(try JSONValue(parsing: document.value.text(.pretty)) == document.value)
  }

  @Test(arguments: [
    "", " ", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[1,,2]", "[1 2]", "[\"a\" ", "[a]",
    "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}", "{1:1}", "{\"a\" 1}",
    "{\"a\":1 \"b\":2}",
    "{\"a\"::1}", "{,}", "{\"a\":1]", "[1}", "01", "-01", "1.", ".5", "-.5", "-", "+1", "1e", "1e+",
    "1.e1", "1.5.5", "0x10", "1_000", "Infinity", "NaN", "-Infinity", "nan", "tru", "truee", "True",
    "nul", "fals", "undefined", "\"", "\"a", "\"\\", "\"\\\"", "\"\\x41\"", "\"\\a\"", "\"\\u\"",
    "\"\\u12\"", "\"\\u12G4\"", "\"\\U0041\"", "\"\t\"", "\"\n\"", "\"\u{0}\"", "'a'", "[1]x",
    "[1][2]",
    "1 2", "// c\n1", "/* c */1", "[1] // c", "\u{FEFF}[]", "\u{A0}1", "\u{2060}1", "[\u{B}1]",
    "\"\\uD800\\u\"", "\"\\uD800\\u1\"", "\"\\uD800\\x\"", "\u{C}", "\\u0061", "abc",
    "[\"a\",\n4\n,1,",
    "{\"a\":\"b\",,\"c\":\"d\"}", "{\"a\":true} \"x\"", "[-a]", "[1.8011670033376514H-308]", "-1x",
  ])
  func `an invalid text is refused`(text: String) {
    #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xE0, 0x80, 0x80, 0x22],
      [0x22, 0xC3, 0x22],
      [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0xFF], [0x00],
      [0xFE, 0xFF],
      [0x22, 0x5C, 0x6E, 0x80, 0x22],
    ] as [[UInt8]])
  func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
    #expect(throws: JSONParseError.self) { try JSONParser.parse(bytes) }
    #expect(PartialJSONParser(bytes).error != nil)
  }

  @Test(arguments: [
    ("", 0, 1, 1, "there is no JSON here"),
    ("[1,\n  x]", 6, 2, 3, "unexpected “x”"),
    ("{\"é\": tru }", 10, 1, 10, "unexpected byte 0x20"),
    ("{\"a\" 1}", 5, 1, 6, "expected “:” after the key"),
    ("{\"a\":1 2}", 7, 1, 8, "expected “,” or “}”"),
    ("[1 2]", 3, 1, 4, "expected “,” or “]”"),
    ("{1:2}", 1, 1, 2, "expected a key in quotes"),
    ("[1,\n\n01]", 6, 3, 2, "not a JSON number"),
    ("[\"a\\q\"]", 3, 1, 4, "not a JSON escape"),
    ("[\"a\tb\"]", 3, 1, 4, "tab in a string has to be written as an escape"),
    ("{\"a\": \"b,\n \"c\": 1}", 9, 1, 10, "the closing quote is missing, or \\n for a line end"),
    ("[\"a\\tb\r\n\"]", 6, 1, 7, "the closing quote is missing, or \\n for a line end"),
    ("[1", 2, 1, 3, "the text ends in the middle of a value"),
    ("1\n2", 2, 2, 1, "text after the end of the value"),
  ])
  func `an error tells its place and reason`(
    text: String, offset: Int, line: Int, column: Int, reason: String
  ) {
    let error = #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
    #expect(error?.offset == offset)
    #expect(error?.description == "line \(line), column \(column): \(reason)")
  }

  @Test func `depth and length have limits`() throws {
    let limits = JSONParser.Limits(depth: 3, length: 10)
    _ = try JSONParser.parse(Array("[[[1]]]".utf8), limits: limits)
    let tooDeep = #expect(throws: JSONParseError.self) {
      try JSONParser.parse(Array("[{\"a\":[[]]}]".utf8), limits: .init(depth: 3))
    }
    #expect(tooDeep?.reason == .tooDeep(limit: 3))
    #expect(tooDeep?.offset == 7)
    let tooLong = #expect(throws: JSONParseError.self) {
      try JSONParser.parse(Array("[1,2,3,4,5]".utf8), limits: limits)
    }
    #expect(tooLong?.reason == .tooLong(limit: 10))
  }

  @Test func `the deepest text that is read needs no more than a small stack`() {
    let nested = String(repeating: "[{\"a\":", count: 256)
    let text = nested + "1" + String(repeating: "}]", count: 256)
    let schema = JSONSchema(["additionalProperties": ["$ref": "#"], "items": ["$ref": "#"]])
    let isSame = onSmallStack {
      guard let value = try? JSONValue(parsing: text),
        let copy = try? JSONValue(parsing: value.text(.pretty))
      else { return false }
      var edited = value
      edited[[String](repeating: "", count: 0).isEmpty ? "/0/a/0/a/0/a/0" : ""] = 1
      _ = schema.validate(value)
      return value == copy && value.hashValue == copy.hashValue && edited != value
        && PartialJSONParser(text.utf8).preview == value
    }
    #expect(isSame)
  }

  @Test(arguments: ["[", "{\"a\":", "[[{\"a\":"])
  func `a hundred thousand levels are an error on a small stack`(opening: String) {
    let text = String(repeating: opening, count: 100_000)
    let reasons = onSmallStack {
      let error = #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
      return [error?.reason, PartialJSONParser(text.utf8).error?.reason]
    }
    #expect(reasons == [.tooDeep(limit: 512), .tooDeep(limit: 512)])
  }

  @Test func `duplicates are kept and the last one counts`() throws {
    let value = try JSONValue(parsing: #"{"a": 1, "b": 2, "a": 3}"#)
    #expect(value["a"] == 3)
    #expect(value.objectValue?.duplicateKeys == ["a"])
    #expect(value.text(.compact) == #"{"a":1,"b":2,"a":3}"#)
  }

  @Test func `numbers beyond every type keep their text`() throws {
    let value = try JSONValue(parsing: "[1e400, -1e400, 12345678901234567890, 1.0, -0, 1e2]")
    #expect(value.text(.compact) == "[1e400,-1e400,12345678901234567890,1.0,-0,1e2]")
    #expect(value[0]?.doubleValue == .infinity)
    #expect(value[0]?.intValue == nil)
    #expect(value[2]?.intValue == nil)
    #expect(value[3]?.intValue == 1)
    #expect(value[5]?.intValue == 100)
  }

  @Test func `lone surrogates are kept and told apart`() throws {
    let high = try JSONValue(parsing: #""\ud800""#)
    let low = try JSONValue(parsing: #""\udc00""#)
    #expect(high.stringValue == "\u{FFFD}")
    #expect(high != low)
    #expect(high == (try JSONValue(parsing: #""\ud800""#)))
    #expect(try JSONValue(parsing: #""\u0041""#) == "A")
  }

  @Test(arguments: [
    ("{\n  \"a\": 1,\n  \"b\": [1, 2]\n}", "{\n  \"a\": 9,\n  \"b\": [1, 2]\n}"),
    ("{\"a\":1,\"b\":\"x, y\"}", "{\"a\":9,\"b\":\"x, y\"}"),
    ("{\"a\": 1, \"b\": {\"c\":0}}", "{\"a\": 9, \"b\": {\"c\":0}}"),
    ("{\n    \"a\": 1\n}", "{\n    \"a\": 9\n}"),
  ])
  func `an edit keeps the layout around it`(text: String, edited: String) throws {
    var value = try JSONValue(parsing: text)
    value["/a"] = 9
    #expect(value.text(.asWritten) == edited)
    value["/a"] = 9
    #expect(value.text(.asWritten) == edited)
  }

  @Test func `reading nested lines of text takes time in proportion`() throws {
    // Half a thousand levels around a megabyte: reading each level again would take minutes.
    let inside = String(repeating: "1,", count: 500_000)
    let text =
      String(repeating: "[", count: 500) + inside + "1" + String(repeating: "]", count: 500)
    let start = ContinuousClock.now
    _ = try JSONValue(parsing: text)
    #expect(ContinuousClock.now - start < .seconds(10))
  }
}
