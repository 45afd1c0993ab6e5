/// The words of JSON Schema, with what each is for.
///
/// JSON Schema 2020-12, the part that servers of the Messages API know.
enum SchemaVocabulary {
  static let keywords: [(name: String, meaning: String)] = [
    ("type", "kind of value"), ("properties", "members of an object"),
    ("required", "members that must be there"), ("description", "what the model is told"),
    ("enum", "the values to choose from"), ("items", "schema of the elements"),
    ("additionalProperties", "other members, or false"), ("format", "form of a string"),
    ("minimum", "least number"), ("maximum", "greatest number"),
    ("exclusiveMinimum", "above this number"), ("exclusiveMaximum", "below this number"),
    ("multipleOf", "a multiple of this"), ("minLength", "least characters"),
    ("maxLength", "most characters"), ("pattern", "regular expression"),
    ("minItems", "least elements"), ("maxItems", "most elements"),
    ("uniqueItems", "no element twice"), ("prefixItems", "schemas of the first elements"),
    ("minProperties", "least members"), ("maxProperties", "most members"),
    ("patternProperties", "members by their names"), ("propertyNames", "schema of the names"),
    ("const", "the one value"), ("default", "what is meant without it"), ("title", "a short name"),
    ("anyOf", "at least one fits"), ("oneOf", "exactly one fits"), ("allOf", "all fit"),
    ("not", "must not fit"), ("$ref", "another schema"), ("$defs", "schemas to refer to"),
    ("examples", "values that fit"),
  ]

  static let types = ["string", "number", "integer", "boolean", "object", "array", "null"]

  static let formats = [
    "date-time", "date", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uuid",
    "regex", "json-pointer",
  ]

  /// What a place within a schema holds.
  enum Place: Hashable {
    case schema
    /// Schemas by names that are free to choose.
    case schemas
    /// An array of schemas.
    case list
    /// The value of a keyword that isn't a schema.
    case data(String)
  }

  /// What the end of a path from the top of a schema holds.
  static func place(at path: some Sequence<String>) -> Place {
    path.reduce(.schema) { place, token in
      switch place {
      case .schemas, .list: .schema
      case .data: place
      case .schema:
        switch token {
        case "properties", "patternProperties", "$defs", "definitions", "dependentSchemas": .schemas
        case "allOf", "anyOf", "oneOf", "prefixItems": .list
        case "items", "additionalProperties", "not", "contains", "propertyNames", "if", "then",
          "else":
          .schema
        default: .data(token)
        }
      }
    }
  }
}
