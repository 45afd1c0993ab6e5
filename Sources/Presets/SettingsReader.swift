internal import JSON

/// Reads settings from JSON, and notes what isn't as it should be instead of failing.
struct SettingsReader {
  /// Something about a setting, by its place.
  struct Remark: Hashable {
    let pointer: JSONPointer
    let isError: Bool
    let message: String
  }

  private(set) var remarks: [Remark] = []

  mutating func note(_ pointer: JSONPointer, _ message: String) {
    remarks.append(Remark(pointer: pointer, isError: false, message: message))
  }

  mutating func fail(_ pointer: JSONPointer, _ message: String) {
    remarks.append(Remark(pointer: pointer, isError: true, message: message))
  }

  mutating func string(_ object: JSONObject, _ key: String, at pointer: JSONPointer) -> String? {
    guard let value = object[key], !value.isNull else { return nil }
    guard let text = value.stringValue else {
      fail(pointer.appending(key), "\(key) has to be a string")
      return nil
    }
    return text
  }

  mutating func flag(_ object: JSONObject, _ key: String, at pointer: JSONPointer) -> Bool? {
    guard let value = object[key], !value.isNull else { return nil }
    guard let flag = value.boolValue else {
      fail(pointer.appending(key), "\(key) has to be true or false")
      return nil
    }
    return flag
  }

  mutating func count(_ object: JSONObject, _ key: String, at pointer: JSONPointer) -> Int? {
    guard let value = object[key], !value.isNull else { return nil }
    guard let count = value.intValue, count >= 0 else {
      fail(pointer.appending(key), "\(key) has to be a whole number, 0 or more")
      return nil
    }
    return count
  }

  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ object: JSONObject, _ key: String, at pointer: JSONPointer, of: Choice.Type = Choice.self
  ) -> Choice? {
    guard let text = string(object, key, at: pointer) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    fail(pointer.appending(key), "\(key) is one of \(choices)")
    return nil
  }

  /// A list of strings; a single string counts as a list of one.
  mutating func strings(_ object: JSONObject, _ key: String, at pointer: JSONPointer) -> [String]? {
    guard let value = object[key], !value.isNull else { return nil }
    if let text = value.stringValue { return [text] }
    let texts = value.arrayValue?.map(\.stringValue)
    guard let texts, !texts.contains(nil) else {
      fail(pointer.appending(key), "\(key) has to be a string or a list of strings")
      return nil
    }
    return texts.compactMap(\.self)
  }

  mutating func object(_ object: JSONObject, _ key: String, at pointer: JSONPointer) -> JSONObject?
  {
    guard let value = object[key], !value.isNull else { return nil }
    guard let inner = value.objectValue else {
      fail(pointer.appending(key), "\(key) has to be an object")
      return nil
    }
    return inner
  }

  /// Notes the members that aren't known; they are kept, but mean nothing.
  mutating func noteUnknown(_ object: JSONObject, at pointer: JSONPointer, known: [String]) {
    for key in object.keys where !known.contains(key) {
      note(pointer.appending(key), "\(key) is not a setting and is ignored")
    }
  }
}
