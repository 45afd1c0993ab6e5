public import JSON

/// One documented field of a request, described once for the form, the help and the command line.
///
/// A field says what it is, not what an endpoint makes of it: that is `EndpointProfile`.
public struct RequestField: Hashable, Sendable, Identifiable {
  /// The keys that lead to the field, joined by dots: `thinking.budget_tokens`.
  public let id: String

  /// The part of the form that the field belongs to.
  public let group: Group

  /// What values the field takes, and so how it is edited.
  public let kind: Kind

  /// What the field does, in one sentence.
  public let summary: String

  /// What happens when the field is absent, where an endpoint isn't known to differ.
  public let whenUnset: String

  /// The keys that lead to the field from the top of the body.
  public let path: [String]

  /// The place of the field in a body.
  public let pointer: JSONPointer

  /// The last key of the path, which is the field's name on the wire.
  public var key: String { path.last ?? id }

  /// The values that are documented, in their documented order. Empty when any value is meant.
  public var choices: [String] {
    if case .choice(let values) = kind { values } else { [] }
  }

  init(id: String, group: Group, kind: Kind, summary: String, whenUnset: String) {
    self.id = id
    self.group = group
    self.kind = kind
    self.summary = summary
    self.whenUnset = whenUnset
    path = id.split(separator: ".").map(String.init)
    pointer = JSONPointer(path)
  }
}

extension RequestField {
  /// The parts of the form, in the order in which they are shown.
  public enum Group: String, Hashable, Sendable, CaseIterable {
    case model = "Model and endpoint"
    case system = "System"
    case messages = "Messages"
    case sampling = "Sampling"
    case thinking = "Thinking"
    case tools = "Tools"
    case output = "Output"
    case compatibility = "Compatibility and headers"

    /// The heading of the group.
    public var title: String { rawValue }
  }

  /// The kinds of value, each of which is edited in its own way.
  public enum Kind: Hashable, Sendable {
    /// A string of one line.
    case string
    /// A string of many lines, or a list of text blocks.
    case text
    /// A number that steps along a scale.
    case number(NumberScale)
    /// One of the documented strings, or any other that an endpoint may know.
    case choice([String])
    /// True or false.
    case flag
    /// A list of strings.
    case stringList
    /// A value that only JSON can express.
    case json
    /// The conversation.
    case messages
    /// The list of tools.
    case tools
  }
}

extension RequestField: CustomStringConvertible {
  /// The dotted path.
  public var description: String { id }
}
