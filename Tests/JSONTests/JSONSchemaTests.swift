import JSON
import Testing

@Suite struct JSONSchemaTests {
  /// A schema, a value, and where it breaks which rules.
  static let cases: [(schema: String, value: String, failures: String)] = [
    ("true", "1", ""), ("false", "1", "/ false"), ("{}", "null", ""),
    (#"{"type": "integer"}"#, "1.0", ""), (#"{"type": "integer"}"#, "1.5", "/ type"),
    (#"{"type": "integer"}"#, "1e400", ""), (#"{"type": "number"}"#, "\"1\"", "/ type"),
    (
      #"{"type": ["string", "null"]}"#, "null", ""
    ),
    (
      #"{"type": ["string", "null"]}"#, "1",
      "/ type"
    ),
    (#"{"type": "boolean"}"#, "false", ""), (#"{"type": "object"}"#, "[]", "/ type"),
    (#"{"enum": [1, "a", null, [1]]}"#, "[1.0]", ""), (#"{"enum": [1, "a"]}"#, "2", "/ enum"),
    (#"{"const": {"a": 1, "b": 2}}"#, #"{"b": 2.0, "a": 1e0}"#, ""),
    (#"{"const": 1}"#, "true", "/ const"),
    (#"{"const": "1"}"#, "1", "/ const"), (#"{"const": "é"}"#, "\"e\u{301}\"", "/ const"),
    (#"{"minimum": 1, "maximum": 3}"#, "1", ""), (#"{"minimum": 1}"#, "0.999", "/ minimum"),
    (#"{"maximum": 9007199254740992}"#, "9007199254740993", "/ maximum"),
    (#"{"maximum": 1e400}"#, "1e399", ""), (#"{"maximum": 1e400}"#, "1e401", "/ maximum"),
    (
      #"{"exclusiveMinimum": 1}"#, "1", "/ exclusiveMinimum"
    ),
    (
      #"{"exclusiveMinimum": -1}"#,
      "-0.5", ""
    ),
    (
      #"{"exclusiveMaximum": 1}"#, "1.0", "/ exclusiveMaximum"
    ),
    (
      #"{"exclusiveMaximum": 1}"#,
      "-2", ""
    ),
    (#"{"multipleOf": 0.1}"#, "0.3", ""), (#"{"multipleOf": 0.01}"#, "4.35", ""),
    (
      #"{"multipleOf": 0.1}"#, "0.35", "/ multipleOf"
    ),
    (
      #"{"multipleOf": 3}"#, "1e3",
      "/ multipleOf"
    ),
    (#"{"multipleOf": 3}"#, "0", ""), (#"{"multipleOf": 1e-8}"#, "12391239123", ""),
    (#"{"multipleOf": 7}"#, "-21", ""), (#"{"multipleOf": 2.5}"#, "1e300", ""),
    (#"{"minLength": 2}"#, "\"é\"", "/ minLength"), (#"{"maxLength": 1}"#, "\"😀\"", ""),
    (#"{"maxLength": 1}"#, "\"ab\"", "/ maxLength"), (#"{"minLength": 2}"#, "1", ""),
    (#"{"pattern": "b+"}"#, "\"abba\"", ""), (#"{"pattern": "^b+"}"#, "\"abba\"", "/ pattern"),
    (#"{"pattern": "(?<=a)b"}"#, "\"abba\"", ""),
    (#"{"items": {"type": "string"}}"#, #"["a", 1, 2]"#, "/1 type, /2 type"),
    (#"{"items": false}"#, "[]", ""), (#"{"items": false}"#, "[1]", "/0 false"),
    (#"{"prefixItems": [{"type": "string"}, true], "items": false}"#, #"["a", 1]"#, ""),
    (#"{"prefixItems": [{"type": "string"}], "items": false}"#, #"[1, 1]"#, "/0 type, /1 false"),
    (
      #"{"items": [{"type": "string"}], "additionalItems": {"type": "null"}}"#, #"["a", 1]"#,
      "/1 type"
    ),
    (#"{"minItems": 1}"#, "[]", "/ minItems"), (#"{"maxItems": 1}"#, "[1, 2]", "/ maxItems"),
    (#"{"uniqueItems": true}"#, #"[1, "1", true, {"a": 1, "b": 2}]"#, ""),
    (#"{"uniqueItems": true}"#, #"[{"a": 1, "b": 2}, {"b": 2, "a": 1.0}]"#, "/1 uniqueItems"),
    (
      #"{"contains": {"const": 1}}"#, "[0, 1]", ""
    ),
    (
      #"{"contains": {"const": 1}}"#, "[0]",
      "/ contains"
    ),
    (#"{"contains": true, "minContains": 2}"#, "[0]", "/ contains"),
    (#"{"contains": {"const": 1}, "minContains": 0}"#, "[]", ""),
    (#"{"contains": {"const": 1}, "maxContains": 1}"#, "[1, 1]", "/ maxContains"),
    (#"{"required": ["a", "b"]}"#, #"{"a": 1}"#, "/b required"),
    (#"{"required": ["a"]}"#, "[]", ""),
    (#"{"properties": {"a": {"type": "string"}}}"#, #"{"a": 1, "b": 2}"#, "/a type"),
    (
      #"{"properties": {"a": true}, "additionalProperties": false}"#, #"{"a": 1, "b": 2}"#,
      "/b additionalProperties"
    ),
    (#"{"additionalProperties": {"type": "string"}}"#, #"{"b": 2}"#, "/b type"),
    (
      #"{"patternProperties": {"^x": {"type": "string"}}, "additionalProperties": false}"#,
      #"{"x1": 2, "y": 1}"#, "/x1 type, /y additionalProperties"
    ),
    (
      #"{"minProperties": 1}"#, "{}", "/ minProperties"
    ),
    (
      #"{"maxProperties": 1}"#,
      #"{"a":1,"b":2}"#, "/ maxProperties"
    ),
    (#"{"maxProperties": 1}"#, #"{"a":1,"a":2}"#, ""),
    (#"{"propertyNames": {"maxLength": 1}}"#, #"{"ab": 1}"#, "/ab maxLength"),
    (#"{"dependentRequired": {"a": ["b"]}}"#, #"{"a": 1}"#, "/b dependentRequired"),
    (#"{"dependentSchemas": {"a": {"required": ["c"]}}}"#, #"{"a": 1}"#, "/c required"),
    (#"{"allOf": [{"minimum": 1}, {"maximum": 2}]}"#, "3", "/ maximum"),
    (#"{"anyOf": [{"type": "string"}, {"minimum": 5}]}"#, "3", "/ anyOf"),
    (#"{"anyOf": [{"type": "string"}, {"minimum": 5}]}"#, "6", ""),
    (#"{"oneOf": [{"minimum": 1}, {"maximum": 5}]}"#, "3", "/ oneOf"),
    (#"{"oneOf": [{"minimum": 1}, {"maximum": 0}]}"#, "3", ""),
    (#"{"oneOf": [{"minimum": 9}, {"maximum": 0}]}"#, "3", "/ oneOf"),
    (
      #"{"not": {"type": "string"}}"#, "\"a\"", "/ not"
    ),
    (
      #"{"not": {"type": "string"}}"#, "1",
      ""
    ),
    (
      #"{"if": {"minimum": 5}, "then": {"multipleOf": 5}, "else": {"multipleOf": 2}}"#, "7",
      "/ multipleOf"
    ),
    (#"{"if": {"minimum": 5}, "then": {"multipleOf": 5}, "else": {"multipleOf": 2}}"#, "2", ""),
    (#"{"then": false, "else": false}"#, "2", ""),
    (
      ##"{"$defs": {"n": {"type": "null"}}, "items": {"$ref": "#/$defs/n"}}"##, "[null, 1]",
      "/1 type"
    ),
    (
      ##"{"definitions": {"a/b%": {"type": "null"}}, "$ref": "#/definitions/a~1b%25"}"##, "1",
      "/ type"
    ),
    (##"{"$defs": {"x": {"$anchor": "here", "type": "null"}}, "$ref": "#here"}"##, "1", "/ type"),
    (
      ##"{"properties": {"a": {"$anchor": "far", "type": "null"}, "b": {"$ref": "#far"}}}"##,
      #"{"a": null, "b": 1}"#, "/b type"
    ),
    (##"{"$ref": "#/$defs/none"}"##, "1", "/ $ref"), (#"{"$ref": "http://x/y"}"#, "1", "/ $ref"),
    (
      ##"{"properties": {"next": {"$ref": "#"}}, "required": ["v"]}"##,
      #"{"v":1,"next":{"v":1,"next":{}}}"#,
      "/next/next/v required"
    ),
    (##"{"$ref": "#"}"##, "1", "/ $ref"),
    (#"{"type": 5}"#, "1", "/ type"), (#"{"unknown": 5}"#, "1", ""),
    (#"{"format": "unknown"}"#, "\"x\"", ""), (#"{"format": "date"}"#, "5", ""),
  ]

  @Test(arguments: cases)
  func `a value is valid or breaks these rules`(schema: String, value: String, failures: String)
    throws
  {
    let schema = JSONSchema(try JSONValue(parsing: schema))
    let found = schema.validate(try JSONValue(parsing: value))
    let names = found.map { ($0.pointer.isEmpty ? "/" : $0.pointer.description) + " " + $0.keyword }
    #expect(names.joined(separator: ", ") == failures)
  }

  @Test func `a schema that explodes is given up on`() throws {
    let both: JSONValue = ["anyOf": [["$ref": "#"], ["$ref": "#"]]]
    #expect(!JSONSchema(both).validate(1).isEmpty)
  }

  @Test(
    arguments: [
      (
        .date, ["2026-11-22", "2024-02-29", "2000-02-29"],
        [
          "2026-13-01", "2026-02-29", "1900-02-29", "26-11-22", "2026-11-31", "2026-1-2", "",
          "2026-11-22Z",
        ]
      ),
      (
        .time, ["20:15:00Z", "20:15:00.123+02:00", "23:59:60Z", "15:59:60-08:00", "00:00:00z"],
        [
          "20:15:00", "24:00:00Z", "20:60:00Z", "20:15:61Z", "20:15Z", "20:15:00+2:00", "12:00:60Z",
          "20:15:00.Z",
        ]
      ),
      (
        .dateTime, ["2026-11-22T20:15:00Z", "2026-11-22t20:15:00.5-05:30"],
        ["2026-11-22", "2026-11-22 20:15:00Z", "2026-11-22T20:15:00", "T", ""]
      ),
      (
        .email, ["a@b.co", "first.last+tag@example.com", "x@localhost"],
        ["a", "@b.co", "a@", "a..b@c.d", ".a@b.c", "a b@c.d", "a@-b.c"]
      ),
      (
        .hostname, ["example.com", "a", "a-b.c1", "1.2"],
        ["", "-a", "a-", "a..b", "a_b", "a.b.", String(repeating: "a", count: 64)]
      ),
      (
        .ipv4, ["127.0.0.1", "255.255.255.255", "0.0.0.0"],
        ["256.1.1.1", "1.1.1", "01.1.1.1", "1.1.1.1.1", "a.1.1.1"]
      ),
      (
        .ipv6,
        [
          "::", "::1", "1::", "fe80::1:2", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4",
          "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7::",
        ],
        [
          "", ":", ":::", "1", "1::2::3", "1:2:3:4:5:6:7:8:9", "12345::", "::g", ":1:2:3:4:5:6:7",
          "1.2.3.4", "1.2.3.4::", "1:2:3:4:5:6:7:8::",
        ]
      ),
      (
        .uri, ["https://example.com/a?b=c#d", "urn:isbn:1", "mailto:a@b.c", "http://[::1]:80/%20"],
        [
          "/relative", "example.com", "http://a b", "1x:y", "http://é", "http://%zz", ":a",
          "a:b#c#d",
        ]
      ),
      (
        .uuid, ["123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000"],
        ["123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-42661417400g", ""]
      ),
    ] as [(JSONSchema.Format, [String], [String])])
  func `a format takes these and not those`(
    format: JSONSchema.Format, valid: [String], invalid: [String]
  ) {
    for text in valid { #expect(format.matches(text), "\(text)") }
    for text in invalid { #expect(!format.matches(text), "\(text)") }
  }

  @Test(arguments: [
    (#"{"minimum": 5}"#, "3", "the value is 3, not at least 5"),
    (
      #"{"properties": {"a": {"items": {"type": "string"}}}}"#, #"{"a": [1]}"#,
      "a.0 is a number, not a string"
    ),
    (#"{"required": ["city"]}"#, "{}", "city is missing"),
    (#"{"minLength": 1}"#, "\"\"", "the value has 0 characters, not at least 1"),
    (
      #"{"anyOf": [{"type": "string"}, {"type": "null"}]}"#, "1",
      "the value fits none of the 2 alternatives: the value is a number, not a string"
    ),
  ])
  func `a failure is a sentence`(schema: String, value: String, sentence: String) throws {
    let failures = JSONSchema(try JSONValue(parsing: schema)).validate(
      try JSONValue(parsing: value))
    #expect(failures.map(\.description) == [sentence])
  }
}
