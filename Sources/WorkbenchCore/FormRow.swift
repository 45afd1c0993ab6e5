public import JSON
public import MessagesAPI

/// One line of the request form.
public struct FormRow: Hashable, Sendable, Identifiable {
  /// What the line stands for; stays the same while the value behind it changes.
  public enum ID: Hashable, Sendable {
    case group(RequestField.Group)
    case endpoint
    case endpointSetting(EndpointSetting)
    case field(RequestField)
    /// An element of a list: a message, a content block, a tool, a stop sequence.
    case item(JSONPointer)
    /// A member of a tool or content block.
    case member(JSONPointer)
    /// The line that adds an element to the list at the pointer.
    case add(JSONPointer)
    /// A top-level member that no documentation names.
    case unknown(JSONPointer)
    case addField
    /// The heading of the variables.
    case variables
    /// A variable that is filled in when the request is sent.
    case variable(String)
    case addVariable
  }

  /// What is known of the value.
  public enum Value: Hashable, Sendable {
    case absent
    case null
    /// A value, as one line of text.
    case value(String)
  }

  /// What the line stands for: it stays the same over edits.
  public let id: ID
  /// How deep the line stands below its group.
  public var depth = 0
  /// The name at the left, which needn't be the one on the wire.
  public var label: String
  /// What the body holds there, which is not what the server makes of it.
  public var value: Value = .absent
  /// A remark in place of a missing value, such as what the endpoint does without it.
  public var remark = ""
  /// How a number steps at this endpoint; nil for anything else.
  public var scale: NumberScale?
  /// Where a number stands on its scale, from 0 to 1.
  public var gauge: Double?
  /// False for a list item that isn't sent.
  public var isOn: Bool?
  /// Whether the group's rows, or the item's children, are hidden.
  public var isFolded = false
  /// Whether there is something to fold or unfold below the line.
  public var canFold = false
  /// What this endpoint makes of the field or block; nil for a line that isn't sent.
  public var support: EndpointProfile.Support?
  /// The same in a word, where it has a value and the endpoint doesn't use it: `ignored`, `rejected`.
  public var badge = ""

  /// The place in the body that the line edits, if it edits one.
  public var pointer: JSONPointer? {
    switch id {
    case .field(let field): field.pointer
    case .item(let pointer), .member(let pointer), .unknown(let pointer): pointer
    case .group, .endpoint, .endpointSetting, .add, .addField, .variables, .variable, .addVariable:
      nil
    }
  }

  /// Whether it is a heading, which holds no value.
  public var isGroup: Bool {
    switch id {
    case .group, .variables: true
    default: false
    }
  }

  /// Whether the line is one that adds something.
  public var isAdding: Bool {
    switch id {
    case .add, .addField, .addVariable: true
    default: false
    }
  }
}

/// What can be set of an endpoint in the form.
public enum EndpointSetting: String, Hashable, Sendable, CaseIterable {
  case baseURL
  case pathStyle
  case authentication
  case key
  case team
  case headers
}
