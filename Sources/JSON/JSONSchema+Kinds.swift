extension JSONSchema.Evaluation {
  // MARK: Numbers

  mutating func check(_ number: JSONNumber, against schema: JSONObject, at pointer: JSONPointer) {
    let value = JSONDecimal(number)
    func bound(_ keyword: String) -> JSONDecimal? {
      schema[keyword]?.numberValue.map(JSONDecimal.init)
    }
    if let least = bound("minimum"), value < least {
      fail(pointer, "minimum", "is \(number), not at least \(least)")
    }
    if let most = bound("maximum"), value > most {
      fail(pointer, "maximum", "is \(number), not at most \(most)")
    }
    if let least = bound("exclusiveMinimum"), value <= least {
      fail(pointer, "exclusiveMinimum", "is \(number), not more than \(least)")
    }
    if let most = bound("exclusiveMaximum"), value >= most {
      fail(pointer, "exclusiveMaximum", "is \(number), not less than \(most)")
    }
    if let unit = bound("multipleOf"), !value.isMultiple(of: unit) {
      fail(pointer, "multipleOf", "is \(number), not a multiple of \(unit)")
    }
  }

  // MARK: Strings

  mutating func check(_ string: String, against schema: JSONObject, at pointer: JSONPointer) {
    check(
      string.unicodeScalars.count, "character", keywords: ("minLength", "maxLength"),
      of: schema, at: pointer)
    if let pattern = schema["pattern"]?.stringValue, matches(string, pattern) == false {
      fail(pointer, "pattern", "doesn't match \(pattern)")
    }
    if let name = schema["format"]?.stringValue, let format = JSONSchema.Format(rawValue: name),
      !format.matches(string)
    {
      fail(pointer, "format", "is not \(format.title)")
    }
  }

  /// Whether a text matches a regular expression; nil when that can't be said.
  private func matches(_ text: String, _ pattern: String) -> Bool? {
    schema.expressions[pattern]?.matches(text)
  }

  /// Checks how many of something there are.
  private mutating func check(
    _ count: Int, _ unit: String, keywords: (least: String, most: String),
    of schema: JSONObject, at pointer: JSONPointer
  ) {
    func named(_ count: Int) -> String { "\(count) \(unit)\(count == 1 ? "" : "s")" }
    if let least = schema[keywords.least]?.intValue, count < least {
      fail(pointer, keywords.least, "has \(named(count)), not at least \(least)")
    }
    if let most = schema[keywords.most]?.intValue, count > most {
      fail(pointer, keywords.most, "has \(named(count)), not at most \(most)")
    }
  }

  // MARK: Arrays

  mutating func check(_ array: JSONArray, against schema: JSONObject, at pointer: JSONPointer) {
    check(
      array.count, "item", keywords: ("minItems", "maxItems"), of: schema, at: pointer)
    // Up to draft 2019-09 `items` held the list, and `additionalItems` what follows it.
    let list = schema["prefixItems"]?.arrayValue ?? schema["items"]?.arrayValue ?? []
    let rest = schema["items"]?.arrayValue == nil ? schema["items"] : schema["additionalItems"]
    for (index, element) in array.enumerated() {
      let part = index < list.count ? list[index] : rest
      if let part { check(element, against: part, at: pointer.appending(index)) }
    }
    if schema["uniqueItems"] == true {
      var seen: Set<JSONValue> = []
      for (index, element) in array.enumerated()
      where !seen.insert(JSONSchema.canonical(element)).inserted {
        fail(pointer.appending(index), "uniqueItems", "is there twice")
      }
    }
    if let part = schema["contains"] {
      let matches = array.indices.count {
        isValid(array[$0], against: part, at: pointer.appending($0))
      }
      let least = schema["minContains"]?.intValue ?? 1
      if matches < least {
        fail(pointer, "contains", "has \(matches) items of the kind asked for, not \(least)")
      }
      if let most = schema["maxContains"]?.intValue, matches > most {
        fail(pointer, "maxContains", "has \(matches) items of one kind, not at most \(most)")
      }
    }
  }

  // MARK: Objects

  mutating func check(_ object: JSONObject, against schema: JSONObject, at pointer: JSONPointer) {
    let keys = Set(object.keys)
    check(
      keys.count, "member", keywords: ("minProperties", "maxProperties"), of: schema, at: pointer)
    for key in schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
    where !keys.contains(key) {
      fail(pointer.appending(key), "required", "is missing")
    }
    checkMembers(of: object, against: schema, at: pointer)
    if let part = schema["propertyNames"] {
      for key in object.keys { check(.string(key), against: part, at: pointer.appending(key)) }
    }
    for member in schema["dependentRequired"]?.objectValue?.members ?? []
    where keys.contains(member.key.value) {
      for key in member.value.arrayValue?.compactMap(\.stringValue) ?? []
      where !keys.contains(key) {
        fail(pointer.appending(key), "dependentRequired", "has to go with \(member.key)")
      }
    }
    for member in schema["dependentSchemas"]?.objectValue?.members ?? []
    where keys.contains(member.key.value) {
      check(.object(object), against: member.value, at: pointer)
    }
  }

  private mutating func checkMembers(
    of object: JSONObject, against schema: JSONObject, at pointer: JSONPointer
  ) {
    let properties = schema["properties"]?.objectValue ?? [:]
    let patterns = schema["patternProperties"]?.objectValue ?? [:]
    for (index, member) in object.members.enumerated() {
      let key = member.key.value
      guard object.position(of: key) == index else { continue }
      let path = pointer.appending(key)
      var isKnown = false
      if let part = properties[key] {
        isKnown = true
        check(member.value, against: part, at: path)
      }
      for pattern in patterns.members where matches(key, pattern.key.value) != false {
        isKnown = true
        check(member.value, against: pattern.value, at: path)
      }
      guard !isKnown, let part = schema["additionalProperties"] else { continue }
      if part == false {
        fail(path, "additionalProperties", "is not a member of the schema")
      } else {
        check(member.value, against: part, at: path)
      }
    }
  }
}
