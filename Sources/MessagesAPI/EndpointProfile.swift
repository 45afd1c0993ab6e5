public import JSON

/// What one kind of server does with each field and block: uses, ignores or rejects it.
///
/// A profile is knowledge about servers, kept as data (`EndpointProfile.table`); it never keeps a request
/// from being sent.
public struct EndpointProfile: Hashable, Sendable {
  /// The kinds of server that are told apart.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case embedded
    case friendli
    case anthropic
    case llamaCpp = "llama.cpp"
    case vLLM = "vllm"
    case ollama
    case liteLLM = "litellm"
    /// A server of which nothing is known but that it speaks the Messages API.
    case generic
  }

  /// What a server does with something in a request.
  public enum Support: Character, Hashable, Sendable {
    case required = "R"
    case used = "u"
    case ignored = "i"
    case rejected = "x"
    case unknown = "?"
  }

  /// The kind of server.
  public let kind: Kind

  /// The value of the `anthropic-version` header, which decides what Anthropic accepts.
  public let version: String

  /// Wire values of `thinking.type` that the server knows, or none when that isn't known.
  public private(set) var thinkingTypes: [String]

  /// Wire values of `output_config.effort` that the server knows, or none when that isn't known.
  public private(set) var efforts: [String]

  /// The temperatures that the server accepts.
  public let temperatures: ClosedRange<Double>

  /// The least `thinking.budget_tokens` that the server accepts.
  public let minimumBudget: Int

  /// Whether the server answers `POST …/count_tokens`; nil when that isn't known.
  public let countsTokens: Bool?

  /// Whether the server answers `GET …/models`; nil when that isn't known.
  public let listsModels: Bool?

  /// The version that most servers and clients speak.
  public static let commonVersion = "2023-06-01"

  /// The version that took the sampling fields away.
  public static let versionWithoutSampling = "2026-10-21"

  public init(_ kind: Kind, version: String = commonVersion) {
    self.kind = kind
    self.version = version
    let facts = Self.facts(of: kind)
    thinkingTypes = facts.thinkingTypes
    efforts = facts.efforts
    temperatures = facts.temperatures
    minimumBudget = facts.minimumBudget
    countsTokens = facts.countsTokens
    listsModels = facts.listsModels
  }

  /// What the server does with a documented field.
  public func support(of field: RequestField) -> Support { support(ofField: field.id) }

  /// What the server does with a field, by its dotted path, documented or not.
  public func support(ofField id: String) -> Support {
    Self.fields[id]?[column] ?? Self.fields[Self.others]?[column] ?? .unknown
  }

  /// What the server does with a content block, by its wire type.
  public func support(ofBlock type: String) -> Support {
    Self.blocks[type]?[column] ?? Self.blocks[Self.others]?[column] ?? .unknown
  }

  /// What the server does with a tool that servers run, one with a dated `type`.
  public var supportOfServerTools: Support { support(ofField: "tools.type") }

  /// What happens when a field is left out.
  public func whenUnset(_ field: RequestField) -> String {
    if let meaning = Self.unset[field.id]?[kind] { return meaning }
    if support(of: field) == .required { return "refused: it is required here" }
    return field.whenUnset
  }

  /// The values to choose from, in their documented order: those that the server knows, where that is known.
  public func choices(of field: RequestField) -> [String] {
    switch field {
    case .effort where !efforts.isEmpty: efforts
    case .thinkingType where !thinkingTypes.isEmpty: thinkingTypes
    default: field.choices
    }
  }

  /// How a number steps, within what the server accepts; nil for any other field.
  public func scale(of field: RequestField) -> NumberScale? {
    guard case .number(let scale) = field.kind else { return nil }
    return field == .temperature ? scale.clamped(to: temperatures) : scale
  }

  /// The profile as one model narrows it, by its `capabilities` from the list of models.
  public func narrowed(by capabilities: JSONValue) -> EndpointProfile {
    var profile = self
    func supported(_ values: JSONValue?) -> [String]? {
      values?.objectValue?.members
        .filter { $0.value["supported"]?.boolValue == true }.map(\.key.value)
    }
    if let types = supported(capabilities["thinking"]?["types"]) { profile.thinkingTypes = types }
    if let efforts = supported(capabilities["effort"]) { profile.efforts = efforts }
    return profile
  }

  private var column: Column {
    let isNew = kind == .anthropic && version >= Self.versionWithoutSampling
    return isNew ? .anthropicWithoutSampling : Column(kind)
  }
}
