import JSON
import TestSupport

/// Makes up schemas of every kind of keyword that a value can be found for.
struct RandomSchema {
  private var random: SeededGenerator
  private var definitions: [String] = []

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// A schema of an object, as tools have them.
  mutating func object() -> JSONValue {
    definitions = ["leaf", "node"]
    var root = objectSchema(depth: 0)
    root["$defs"] = [
      "leaf": scalar(),
      "node": [
        "type": "object",
        "properties": [
          "value": ["$ref": "#/$defs/leaf"], "next": ["$ref": "#/$defs/node"],
          "children": ["type": "array", "items": ["$ref": "#/$defs/node"], "maxItems": 2],
        ],
        "required": ["value"],
      ],
    ]
    return .object(root)
  }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }
  private mutating func number(_ range: ClosedRange<Int>) -> JSONValue {
    .number(JSONNumber(Int.random(in: range, using: &random)))
  }

  private mutating func any(depth: Int) -> JSONValue {
    switch Int.random(in: 0..<16, using: &random) {
    case 0..<6: return scalar()
    case 6,
      7 where depth < 4:
      return .object(objectSchema(depth: depth + 1))
    case 8,
      9 where depth < 4:
      return array(depth: depth + 1)
    case 10: return ["anyOf": [any(depth: depth + 1), scalar()]]
    case 11:
      return [
        "oneOf": [["type": "string", "minLength": 2], ["type": "boolean"], ["type": "integer"]]
      ]
    case 12:
      return ["$ref": .string("#/$defs/" + (definitions.randomElement(using: &random) ?? "leaf"))]
    case 13:
      return [
        "allOf": [["type": "integer", "minimum": number(-9...3)], ["maximum": number(4...20)]]
      ]
    case 14: return ["not": ["type": ["object", "array", "null"]]]
    default: return ["if": ["type": "string"], "then": ["minLength": 3], "else": ["type": "null"]]
    }
  }

  private mutating func scalar() -> JSONValue {
    switch Int.random(in: 0..<12, using: &random) {
    case 0: return ["enum": ["red", "green", 5, nil, ["a": 1]]]
    case 1: return ["const": number(-5...5)]
    case 2: return ["type": "boolean"]
    case 3: return ["type": "integer", "minimum": number(-20...0), "maximum": number(0...20)]
    case 4:
      return ["type": "integer", "multipleOf": number(2...9), "exclusiveMinimum": number(-9...9)]
    case 5: return ["type": "number", "exclusiveMinimum": 0.5, "exclusiveMaximum": 0.75]
    case 6: return ["type": "number", "multipleOf": 0.05, "maximum": number(-3...3)]
    case 7: return ["type": "string", "minLength": number(0...12), "maxLength": number(12...30)]
    case 8:
      let patterns = [
        "^[A-Z]{3}-[0-9]{2,4}$", "^(red|green|blue)$", "\\d+", "^#[0-9a-f]{6}$",
        "^\\w+@\\w+\\.(com|org)$",
        "^[^a-z]{2,5}$", "^(?=.*[0-9])[a-z0-9]{4}$", "^.{8,}$",
      ]
      return ["type": "string", "pattern": .string(patterns.randomElement(using: &random) ?? "a")]
    case 9:
      let format = JSONSchema.Format.allCases.randomElement(using: &random) ?? .date
      return ["type": "string", "format": .string(format.rawValue)]
    case 10: return ["type": ["string", "null"], "description": "something", "default": "as is"]
    default: return ["type": "null"]
    }
  }

  private mutating func array(depth: Int) -> JSONValue {
    var schema: JSONObject = ["type": "array"]
    if chance(80) { schema["items"] = any(depth: depth + 1) }
    if chance(50) { schema["minItems"] = number(0...3) }
    if chance(50) { schema["maxItems"] = number(3...5) }
    if chance(20) {
      schema["items"] = ["type": "integer"]
      schema["uniqueItems"] = true
    }
    if chance(15) {
      schema = [
        "type": "array", "prefixItems": [scalar(), scalar()], "items": false, "minItems": 2,
      ]
    }
    if chance(15) {
      schema = ["type": "array", "contains": ["const": 7], "minContains": number(1...2)]
    }
    return .object(schema)
  }

  private mutating func objectSchema(depth: Int) -> JSONObject {
    var properties: JSONObject = [:]
    var required: JSONArray = []
    let names = [
      "city", "count", "email", "date", "tags", "options", "name", "active", "query", "x-y z",
    ]
    for name in names.shuffled(using: &random).prefix(Int.random(in: 0...5, using: &random)) {
      properties[name] = any(depth: depth)
      if chance(60) { required.append(.string(name)) }
    }
    var schema: JSONObject = [
      "type": "object", "properties": .object(properties), "required": .array(required),
    ]
    if chance(40) { schema["additionalProperties"] = false }
    if chance(15) {
      schema["additionalProperties"] = scalar()
      schema["minProperties"] = .number(JSONNumber(properties.count + 2))
    }
    if chance(10) {
      schema["patternProperties"] = ["^x-[a-z]{2}$": ["type": "integer"]]
      schema["additionalProperties"] = false
      schema["minProperties"] = .number(JSONNumber(properties.keys.count + 1))
      schema["properties"] = .object(
        JSONObject(properties.members.filter { $0.key.value != "x-y z" }))
      schema["required"] = .array(JSONArray(required.filter { $0 != "x-y z" }))
    }
    if chance(10), schema["additionalProperties"] == nil {
      schema["allOf"] = [["properties": ["extra": ["type": "string"]], "required": ["extra"]]]
    }
    return schema
  }
}
