import JSON

/// The ways in which a model that is bad at tools gets an input wrong.
enum ClumsyInput: CaseIterable {
  /// A number as a string, or a string as a number.
  case wrongType
  /// One member less.
  case missingMember
  /// A member that the schema doesn't know.
  case strangeMember
  /// The text ends in the middle.
  case cut
  /// The whole object as a string.
  case quoted
  /// For once, nothing wrong.
  case right

  /// The text of an input after it went wrong, in a way that chance decides.
  static func text(of input: JSONValue, using random: inout SplitMix64) -> String {
    (allCases.randomElement(using: &random) ?? .right).text(of: input, using: &random)
  }

  private func text(of input: JSONValue, using random: inout SplitMix64) -> String {
    let text = input.text(.compact)
    guard var object = input.objectValue, !object.isEmpty else { return text }
    let index = Int.random(in: 0..<object.count, using: &random)
    switch self {
    case .wrongType: object.members[index].value = Self.otherType(object.members[index].value)
    case .missingMember: object.members.remove(at: index)
    case .strangeMember: object.append("comment", "as you wished")
    case .cut: return String(text.prefix(Int.random(in: 1..<text.count, using: &random)))
    case .quoted: return JSONValue.string(text).text(.compact)
    case .right: break
    }
    return JSONValue.object(object).text(.compact)
  }

  private static func otherType(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): .number(JSONNumber(text.value.count))
    case .number, .bool, .null: .string(value.text(.compact))
    case .array(let array): array.first ?? "none"
    case .object(let object): .array(JSONArray(object.members.map(\.value)))
    }
  }
}
