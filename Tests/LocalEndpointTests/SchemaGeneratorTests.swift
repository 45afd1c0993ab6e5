import JSON
import TestSupport
import Testing

@testable import LocalEndpoint

extension SchemaGenerator {
  init(
    _ schema: JSONValue, hints: ConversationHints, seed: UInt64, temperature: Double = 1,
    recordedCandidates: Int = 0
  ) {
    self.init(
      schema, hints: hints,
      sampler: InputSampler(
        .shared, question: hints.question,
        sampling: SamplingParameters(temperature: temperature, seed: seed),
        recordedCandidates: recordedCandidates), seed: seed)
  }
}

@Suite struct SchemaGeneratorTests {
  private static let satisfiable: [String] = [
    ##"{"type": "object", "properties": {"a": {"$ref": "#/properties/b"}, "b": {"type": "integer"}}, "required": ["a"]}"##,
    #"{"oneOf": [{"properties": {"kind": {"const": "a"}}, "required": ["kind"]}, {"properties": {"kind": {"const": "b"}, "n": {"type": "integer"}}, "required": ["kind", "n"]}]}"#,
    #"{"allOf": [{"properties": {"a": {"minimum": 3}}}, {"properties": {"a": {"type": "integer", "maximum": 3}}, "required": ["a"]}]}"#,
    #"{"anyOf": [false, {"type": "string", "maxLength": 0}]}"#,
    #"{"type": "integer", "minimum": 4.2, "maximum": 5.9}"#,
    #"{"type": "integer", "multipleOf": 2.5, "minimum": 1}"#,
    #"{"type": "number", "minimum": 1e10, "maximum": 1.00001e10}"#,
    #"{"minimum": -3, "exclusiveMaximum": -2, "type": "integer"}"#,
    #"{"type": "array", "items": {"enum": [1, 2, 3]}, "uniqueItems": true, "minItems": 3}"#,
    #"{"type": "array", "minItems": 50}"#, #"{"type": "string", "minLength": 500}"#,
    #"{"not": {"type": "string"}}"#, #"{"type": ["null", "integer"]}"#, #"true"#, #"{}"#,
    #"{"required": ["x", "y"], "additionalProperties": {"type": "boolean"}}"#,
    #"{"minProperties": 3, "propertyNames": {"pattern": "^[a-z]{2}$"}}"#,
    #"{"patternProperties": {"^a$": {"type": "integer"}}, "minProperties": 2}"#,
    #"{"patternProperties": {"^a$": false, "^b": {"type": "null"}}, "minProperties": 3}"#,
    #"{"patternProperties": {"^[ab]$": true}, "additionalProperties": false, "minProperties": 2}"#,
    #"{"properties": {"a": {}, "b": {}}, "required": ["a"], "dependentRequired": {"a": ["b"]}}"#,
    #"{"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}, "properties": {"a": {"const": 1}}, "required": ["a"]}"#,
    #"{"type": "string", "format": "email", "pattern": "^[a-z]+@example\\.com$"}"#,
    ##"{"type": "object", "properties": {"tree": {"$ref": "#/$defs/t"}}, "required": ["tree"], "$defs": {"t": {"anyOf": [{"type": "null"}, {"type": "object", "properties": {"l": {"$ref": "#/$defs/t"}, "r": {"$ref": "#/$defs/t"}}, "required": ["l", "r"]}]}}}"##,
    ##"{"properties": {"a": {"$anchor": "far", "type": "null"}, "b": {"$ref": "#far"}}, "required": ["b"]}"##,
    #"{"enum": ["x", 5], "type": "integer"}"#, #"{"const": {"deep": [1]}}"#,
    #"{"type": "array", "contains": {"minimum": 5}, "items": {"type": "integer", "maximum": 9}, "maxItems": 1}"#,
  ]

  private static let senseless: [String] = [
    #"false"#, #"{"type": "integer", "minimum": 2, "maximum": 1}"#, ##"{"$ref": "#"}"##,
    ##"{"properties": {"a": {"$ref": "#"}}, "required": ["a"], "type": "object"}"##,
    ##"{"not": {"$ref": "#"}}"##, ##"{"allOf": [{"$ref": "#"}]}"##,
    #"{"type": "string", "pattern": "("}"#, #"{"anyOf": []}"#, #"{"type": "what"}"#,
    #"{"type": 5, "enum": 5}"#,
    #"{"minItems": 1e9, "type": "array"}"#, #"{"minLength": 1e12, "type": "string"}"#,
    #"{"minItems": -5, "type": "array"}"#,
    #"{"minProperties": 1e12, "type": "object"}"#, #"{"multipleOf": 0, "type": "number"}"#,
    #"{"multipleOf": -2}"#,
    #"{"minimum": 1e308, "maximum": -1e308, "type": "number"}"#,
    #"{"minimum": 1e400, "type": "integer"}"#,
    #"{"type": "array", "contains": true, "minContains": 1e12}"#,
    #"{"maxLength": -1, "type": "string"}"#,
    #"{"type": "array", "prefixItems": 5, "maxItems": -1}"#,
  ]

  private static let offers: [(properties: String, question: String, expected: String)] = [
    (#"{"city": {"type": "string"}}"#, "Is it cold in Oslo?", #"{"city":"Oslo"}"#),
    (
      #"{"origin": {"type": "string"}, "to_city": {"type": "string"}}"#, "From Oslo to Rome",
      #"{"origin":"Oslo","to_city":"Rome"}"#
    ),
    (#"{"count": {"type": "integer", "minimum": 2}}"#, "1 or 5 of them", #"{"count":5}"#),
    (
      #"{"query": {"type": "string"}}"#, "Search for the tallest tower.",
      #"{"query":"the tallest tower"}"#
    ),
    (
      #"{"url": {"type": "string", "format": "uri"}}"#, "Open https://example.com/a, please",
      #"{"url":"https://example.com/a"}"#
    ),
    (#"{"time": {"type": "string"}}"#, "Wake me at 07:30.", #"{"time":"07:30"}"#),
    (#"{"unit": {"enum": ["celsius", "fahrenheit"]}}"#, "in Fahrenheit", #"{"unit":"fahrenheit"}"#),
    (#"{"mode": {"enum": ["a", "b"], "default": "b"}}"#, "whatever", #"{"mode":"b"}"#),
    (#"{"level": {"type": "integer", "default": 3}}"#, "whatever", #"{"level":3}"#),
    (#"{"color": {"type": "string", "examples": ["teal"]}}"#, "whatever", #"{"color":"teal"}"#),
    (
      #"{"title": {"type": "string"}}"#, "Add a note with title: \"Milk and honey\"",
      #"{"title":"Milk and honey"}"#
    ),
    (#"{"path": {"type": "string"}}"#, "Read src/main.swift for me", #"{"path":"src/main.swift"}"#),
    (#"{"person": {"type": "string"}}"#, "Who is Ada Lovelace?", #"{"person":"Ada Lovelace"}"#),
    (#"{"dry_run": {"type": "boolean"}}"#, "Do a dry run", #"{"dry_run":true}"#),
  ]

  @Test func `a thousand made-up schemas get values that fit`() {
    let hints = ConversationHints(
      "Book 3 rooms in Paris for \"Ada\" on 2026-12-24, mail ada@example.com, green and active")
    var broken: [String] = []
    for seed in 0..<1_000 {
      var maker = RandomSchema(seed: UInt64(seed))
      let schema = maker.object()
      var generator = SchemaGenerator(schema, hints: hints, seed: UInt64(seed))
      let value = generator.value()
      let failures = JSONSchema(schema).validate(value)
      if !failures.isEmpty { broken.append("\(seed): \(failures[0]) in \(value) for \(schema)") }
    }
    let shortest = broken.min { $0.utf8.count < $1.utf8.count }
    #expect(broken.isEmpty, "\(broken.count): \(shortest ?? "")")
  }

  @Test(arguments: satisfiable)
  func `a value fits the schema`(schema: String) throws {
    let schema = try JSONValue(parsing: schema)
    for seed in 0..<20 {
      var generator = SchemaGenerator(
        schema, hints: ConversationHints("In Rome, 7"), seed: UInt64(seed))
      let value = generator.value()
      #expect(JSONSchema(schema).validate(value) == [], "\(value)")
      #expect(generator.misfit == nil)
    }
  }

  @Test(arguments: senseless)
  func `a schema that nothing fits, or that makes no sense, is survived`(schema: String) throws {
    var generator = SchemaGenerator(
      try JSONValue(parsing: schema), hints: ConversationHints("Hello"), seed: 1)
    let value = generator.value()
    #expect((generator.misfit == nil) == JSONSchema(try JSONValue(parsing: schema)).isValid(value))
  }

  @Test func `one seed gives one value`() {
    var maker = RandomSchema(seed: 3)
    let schema = maker.object()
    var first = SchemaGenerator(schema, hints: ConversationHints("x"), seed: 5)
    var second = SchemaGenerator(schema, hints: ConversationHints("x"), seed: 5)
    #expect(first.value() == second.value())
  }

  @Test(arguments: offers)
  func `a value is taken from the conversation`(
    properties: String, question: String, expected: String
  ) throws {
    let properties = try JSONValue(parsing: properties)
    let required = properties.objectValue?.keys.map { JSONValue.string($0) } ?? []
    let schema: JSONValue = [
      "type": "object", "properties": properties, "required": .array(JSONArray(required)),
    ]
    var generator = SchemaGenerator(schema, hints: ConversationHints(question), seed: 1)
    #expect(generator.value().text(.compact) == expected)
  }
}
