import JSON
import TestSupport
import Testing

/// What is wrong with schemas themselves.
@Suite struct JSONSchemaProblemTests {
  /// Schemas that validators take, with values that fit them.
  static let sound = [
    "true", "{}", #"{"type":["string","null"],"enum":["a",null]}"#, #"{"const":null}"#,
    #"{"type":"integer","enum":[1.0,"a"]}"#, #"{"enum":[[],{}],"default":5,"examples":[]}"#,
    #"{"minimum":1,"maximum":1,"multipleOf":0.5}"#, #"{"maximum":3,"exclusiveMinimum":2.9}"#,
    #"{"minLength":0,"maxLength":2.0}"#, #"{"minItems":1e30}"#,
    #"{"properties":{"type":{"type":"string"},"0":{"minimum":1},"a":false},"required":["type","b"]}"#,
    #"{"properties":{"minimum":true},"patternProperties":{"^x":true},"additionalProperties":false,"required":["minimum","x1"],"minProperties":7}"#,
    #"{"patternProperties":{"(?<=a)b":true},"additionalProperties":false,"required":["z"]}"#,
    #"{"not":{},"if":true,"then":false,"else":{"anyOf":[false,true]}}"#,
    #"{"pattern":"(?i)a(?<=b)\\p{Greek}"}"#, #"{"format":"odd","contentSchema":{}}"#,
    #"{"x-typo":1,"example":1,"nullable":true,"id":7,"name":{"type":"nonsense"}}"#,
    ##"{"$defs":{"a/b":{"$anchor":"here"}},"anyOf":[{"$ref":"#/$defs/a~1b"},{"$ref":"#here"},{"$ref":"#"}]}"##,
    ##"{"properties":{"a":{"$anchor":"far"},"b":{"$ref":"#far"},"c":{"$ref":"#/properties/b"}}}"##,
    ##"{"$id":"https://x/y","$ref":"https://x/y#/$defs/a","$defs":{"a":{}}}"##,
    ##"{"$defs":{"a":{"$id":"a","$ref":"#/b"}},"items":{"$ref":"a"}}"##,
    #"{"dependencies":{"a":["b"],"c":{"required":["d"]}},"dependentRequired":{"a":["b"]}}"#,
    #"{"prefixItems":[{}],"items":false,"minItems":1}"#,
    #"{"required":["a"],"additionalProperties":{"type":"string"},"maxProperties":1}"#,
  ]

  @Test(arguments: sound)
  func `what is in order has no problem`(schema: String) throws {
    #expect(JSONSchema(try JSONValue(parsing: schema)).problems == [])
  }

  /// What validators refuse: a schema, and the sentence about it.
  static let invalid: [(schema: String, sentence: String)] = [
    ("5", "the schema has to be an object, true or false, and is a number"),
    (#"{"type":"integr"}"#, "type can't be “integr”, perhaps meant as integer"),
    (#"{"type":"String"}"#, "type can't be “String”, perhaps meant as string"),
    (#"{"type":"stirng"}"#, "type can't be “stirng”, perhaps meant as string"),
    (#"{"type":"int"}"#, "type can't be “int”, perhaps meant as integer"),
    (#"{"type":"any"}"#, "type can't be “any”; a schema without a type takes any value"),
    (
      #"{"type":"date"}"#,
      "type can't be “date”, but string, number, integer, boolean, object, array or null"
    ),
    (#"{"type":5}"#, "type has to be a type or a list of types, and is a number"),
    (#"{"type":[]}"#, "type has to name a type, and is empty"),
    (#"{"type":["string",5]}"#, "type 2 has to be a string, and is a number"),
    (#"{"type":["null","strng"]}"#, "type 2 can't be “strng”, perhaps meant as string"),
    (#"{"type":["null","null"]}"#, "type 2 is “null” a second time"),
    (#"{"properties":[]}"#, "properties has to be an object, and is an array"),
    (
      #"{"properties":{"a":"string"}}"#,
      "properties.a has to be an object, true or false, and is a string"
    ),
    (
      #"{"additionalProperties":"false"}"#,
      "additionalProperties has to be an object, true or false, and is a string"
    ),
    (#"{"required":"a"}"#, "required has to be a list of names, and is a string"),
    (#"{"required":["a",5]}"#, "required 2 has to be a string, and is a number"),
    (#"{"required":["a","a"]}"#, "required 2 is “a” a second time"),
    (#"{"enum":"a"}"#, "enum has to be a list of values, and is a string"),
    (#"{"anyOf":[]}"#, "anyOf has to hold a schema, and is empty"),
    (#"{"allOf":{"minimum":1}}"#, "allOf has to be a list of schemas, and is an object"),
    (
      #"{"anyOf":[{},5,{"items":{"type":"arry"}}]}"#,
      "anyOf 2 has to be an object, true or false, and is a number; "
        + "items.type of anyOf 3 can't be “arry”, perhaps meant as array"
    ),
    (
      #"{"properties":{"0":{"oneOf":[{"required":[1]}]}}}"#,
      "required 1 of properties.0.oneOf 1 has to be a string, and is a number"
    ),
    (#"{"minimum":"5"}"#, "minimum has to be a number, and is a string"),
    (#"{"exclusiveMinimum":true}"#, "exclusiveMinimum has to be a number, and is a boolean"),
    (#"{"multipleOf":0}"#, "multipleOf has to be more than 0, and is 0"),
    (#"{"maxLength":-1}"#, "maxLength has to be a whole number from 0 on, and is -1"),
    (#"{"minItems":1.5}"#, "minItems has to be a whole number from 0 on, and is 1.5"),
    (#"{"uniqueItems":"true"}"#, "uniqueItems has to be true or false, and is a string"),
    (#"{"description":null}"#, "description has to be a string, and is null"),
    (#"{"pattern":"("}"#, "pattern is no regular expression: it ends in the middle"),
    (#"{"pattern":"a**"}"#, "pattern is no regular expression: unexpected character at 3"),
    (
      #"{"patternProperties":{"[b-a]":{}}}"#,
      "patternProperties.[b-a] is no regular expression: unexpected character at 2"
    ),
    (##"{"$ref":"#/$defs/a"}"##, "$ref is “#/$defs/a”, which leads nowhere"),
    (
      ##"{"$defs":{"city":{}},"items":{"$ref":"#/definitions/city"}}"##,
      "items.$ref is “#/definitions/city”, which leads nowhere, perhaps meant as #/$defs/city"
    ),
    (
      ##"{"$defs":{"address":{}},"items":{"$ref":"#/$defs/adress"}}"##,
      "items.$ref is “#/$defs/adress”, which leads nowhere, perhaps meant as #/$defs/address"
    ),
    (##"{"required":["a"],"$ref":"#/required/0"}"##, "$ref leads to a string, which is no schema"),
    (
      #"{"dependentRequired":{"a":["b",1]}}"#,
      "dependentRequired.a 2 has to be a string, and is a number"
    ),
  ]

  @Test(arguments: invalid)
  func `what validators refuse is named at its place`(schema: String, sentence: String) throws {
    let problems = JSONSchema(try JSONValue(parsing: schema)).problems
    #expect(problems.map(\.description).joined(separator: "; ") == sentence)
    #expect(problems.allSatisfy { $0.effect == .invalid })
  }

  /// What is allowed and makes no sense: a schema, what comes of it, where, and how it is said.
  static let senseless: [(schema: String, effect: JSONSchema.Problem.Effect, sentence: String)] = [
    (#"{"enum":[]}"#, .unsatisfiable, "enum is empty, so that no value fits"),
    (
      #"{"type":"integer","minimum":5,"maximum":1}"#, .unsatisfiable,
      "minimum is 5, but maximum is 1, so that no number fits"
    ),
    (
      #"{"minimum":5,"maximum":1}"#, .doubtful,
      "minimum is 5, but maximum is 1, so that no number fits"
    ),
    (
      #"{"type":["number","null"],"exclusiveMinimum":1,"maximum":1.0}"#, .doubtful,
      "exclusiveMinimum is 1, but maximum is 1.0, so that no number fits"
    ),
    (
      #"{"type":"string","minLength":2,"maxLength":1}"#, .unsatisfiable,
      "minLength is 2, but maxLength is 1, so that no string fits"
    ),
    (
      #"{"type":"array","minItems":2,"maxItems":1}"#, .unsatisfiable,
      "minItems is 2, but maxItems is 1, so that no array fits"
    ),
    (
      #"{"type":"object","minProperties":2,"maxProperties":1}"#, .unsatisfiable,
      "minProperties is 2, but maxProperties is 1, so that no object fits"
    ),
    (
      #"{"type":"array","prefixItems":[{}],"items":false,"minItems":2}"#, .unsatisfiable,
      "minItems is 2, but items is false and prefixItems has 1"
    ),
    (
      #"{"type":"integer","enum":["a",1.5]}"#, .unsatisfiable,
      "enum holds no value of the type integer"
    ),
    (
      #"{"type":["null","string"],"const":1}"#, .unsatisfiable,
      "const is a number, but type is null or string"
    ),
    (#"{"enum":[1],"const":2}"#, .unsatisfiable, "const is none of the values of enum"),
    (
      #"{"type":"object","properties":{"city":{}},"required":["b"],"additionalProperties":false}"#,
      .unsatisfiable,
      "required 1 is “b”, which is none of properties, and additionalProperties is false"
    ),
    (
      #"{"type":"object","properties":{"city":{}},"required":["citty"],"additionalProperties":false}"#,
      .unsatisfiable,
      "required 1 is “citty”, which is none of properties, and additionalProperties is false, perhaps meant as city"
    ),
    (
      #"{"properties":{"city":{}},"required":["citty"]}"#, .doubtful,
      "required 1 is “citty”, which is none of properties, perhaps meant as city"
    ),
    (
      #"{"type":"object","properties":{"a":false},"required":["a"]}"#, .unsatisfiable,
      "required 1 is “a”, which properties forbids"
    ),
    (
      #"{"type":"object","required":["a","b"],"maxProperties":1}"#, .unsatisfiable,
      "maxProperties is 1, but required names 2"
    ),
    (
      #"{"type":"object","properties":{"a":{}},"additionalProperties":false,"minProperties":2}"#,
      .unsatisfiable,
      "minProperties is 2, but additionalProperties is false and properties has 1"
    ),
    (##"{"$ref":"#"}"##, .unsatisfiable, "$ref leads back to itself"),
    (
      ##"{"items":{"$ref":"#/$defs/a"},"$defs":{"a":{"$ref":"#/$defs/a"}}}"##, .contradictory,
      "$defs.a.$ref leads back to itself"
    ),
    (#"{"items":[{}]}"#, .doubtful, "items is a list, which draft 2020-12 calls prefixItems"),
    (#"{"propertes":{}}"#, .doubtful, "propertes is not a keyword, perhaps meant as properties"),
    (#"{"minLenght":1}"#, .doubtful, "minLenght is not a keyword, perhaps meant as minLength"),
    (
      ##"{"ref":"#/$defs/a","$defs":{"a":true}}"##, .doubtful,
      "ref is not a keyword, perhaps meant as $ref"
    ),
    (
      ##"{"$defs":{"city":{}},"items":{"$ref":"city"}}"##, .doubtful,
      "items.$ref is “city”, which leads out of the schema, perhaps meant as #/$defs/city"
    ),
    // Whether a contradiction can be got around.
    (
      #"{"type":"object","properties":{"a":{"enum":[]}},"required":["a"]}"#, .unsatisfiable,
      "properties.a.enum is empty, so that no value fits"
    ),
    (
      #"{"type":"object","properties":{"a":{"enum":[]}}}"#, .contradictory,
      "properties.a.enum is empty, so that no value fits"
    ),
    (
      #"{"properties":{"a":{"enum":[]}},"required":["a"]}"#, .contradictory,
      "properties.a.enum is empty, so that no value fits"
    ),
    (#"{"not":{"enum":[]}}"#, .contradictory, "not.enum is empty, so that no value fits"),
    (
      #"{"anyOf":[{},{"enum":[]}]}"#, .contradictory,
      "enum of anyOf 2 is empty, so that no value fits"
    ),
    (
      #"{"allOf":[{},{"enum":[]}]}"#, .unsatisfiable,
      "enum of allOf 2 is empty, so that no value fits"
    ),
    (
      ##"{"$ref":"#/$defs/a","$defs":{"a":{"enum":[]},"b":true}}"##, .unsatisfiable,
      "$defs.a.enum is empty, so that no value fits"
    ),
    (
      #"{"type":"array","items":{"enum":[]}}"#, .contradictory,
      "items.enum is empty, so that no value fits"
    ),
    (
      #"{"type":"array","minItems":1,"items":{"enum":[]}}"#, .unsatisfiable,
      "items.enum is empty, so that no value fits"
    ),
    (
      #"{"type":"array","prefixItems":[{},{"enum":[]}],"minItems":1}"#, .contradictory,
      "enum of prefixItems 2 is empty, so that no value fits"
    ),
    (
      #"{"type":"array","contains":{"enum":[]}}"#, .unsatisfiable,
      "contains.enum is empty, so that no value fits"
    ),
  ]

  @Test(arguments: senseless)
  func `what can't be met or isn't meant is told apart`(
    schema: String, effect: JSONSchema.Problem.Effect, sentence: String
  ) throws {
    let problems = JSONSchema(try JSONValue(parsing: schema)).problems
    #expect(problems.map(\.description) == [sentence])
    #expect(problems.map(\.effect) == [effect])
  }

  @Test(arguments: invalid.map(\.schema) + senseless.map(\.schema))
  func `a remedy settles its problem and brings no other`(schema: String) throws {
    let before = JSONSchema(try JSONValue(parsing: schema)).problems
    for problem in before {
      var value = try JSONValue(parsing: schema)
      switch problem.remedy {
      case nil: continue
      case .set(let meant)?: value[problem.pointer] = meant
      case .remove?: value[problem.pointer] = nil
      case .rename(let name)?:
        value[problem.pointer.parent.appending(name)] = value[problem.pointer]
        value[problem.pointer] = nil
      }
      let after = JSONSchema(value).problems
      #expect(after.count < before.count && after.allSatisfy(before.contains), "\(value): \(after)")
    }
  }

  @Test func `problems are found at the place that they have in the schema`() throws {
    let schema = try JSONValue(
      parsing:
        #"{"type":"object","properties":{"a/b":{"type":"integr"},"c":{"items":{"enum":[]}}},"required":["a/b",1]}"#
    )
    #expect(
      JSONSchema(schema).problems.map(\.pointer)
        == ["/required/1", "/properties/a~1b/type", "/properties/c/items/enum"])
  }

  @Test func `a deep schema needs no deep stack, and a large one no time`() throws {
    let text =
      String(repeating: #"{"not":"#, count: 400) + #"{"type":"integr"}"#
      + String(repeating: "}", count: 400)
    let count = onSmallStack {
      (try? JSONValue(parsing: text)).map { JSONSchema($0).problems.count }
    }
    #expect(count == 1)
    let names = (0..<5_000).map {
      JSONObject.Member(key: JSONString("name\($0)"), value: ["type": "str"])
    }
    let wide: JSONValue = [
      "properties": .object(JSONObject(names)),
      "required": .array(JSONArray(names.map { .string("other " + $0.key.value) })),
    ]
    let start = ContinuousClock.now
    #expect(JSONSchema(wide).problems.count == 5_000)
    #expect(ContinuousClock.now - start < .seconds(10))
  }
}
