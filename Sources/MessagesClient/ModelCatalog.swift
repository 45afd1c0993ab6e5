public import JSON

/// The models that an endpoint says it has.
///
/// Reads the three shapes in use: Anthropic's, Friendli's and OpenAI's.
public struct ModelCatalog: Hashable, Sendable {
  /// One model. What the server didn't report is nil.
  public struct Model: Hashable, Sendable {
    /// What to put into `model`.
    public var id: String
    /// The name for people.
    public var name: String?
    /// How many tokens input and output may have together.
    public var contextLength: Int?
    /// How many tokens an answer may have.
    public var maximumOutput: Int?
    /// Prices in US dollars per token.
    public var prices: Prices?
    /// The whole entry as it came.
    public var json: JSONValue
  }

  /// Prices as decimal text: floating point can't hold them exactly.
  public struct Prices: Hashable, Sendable {
    public var input: String?
    public var output: String?
    public var cacheRead: String?
  }

  public internal(set) var models: [Model]
  /// What to ask the next page after; nil on the last one.
  let nextPage: String?

  /// An empty catalog.
  init() {
    models = []
    nextPage = nil
  }

  /// Reads a list of models; nil when there is no list in it. Entries without an id are passed
  /// over.
  public init?(json: JSONValue) {
    guard let data = (json["data"] ?? json["models"] ?? json).arrayValue else { return nil }
    models = data.compactMap(Model.init)
    let last = json["last_id"]?.stringValue ?? models.last?.id
    let isSafe = last?.utf8.allSatisfy { Self.unescaped.contains($0) } ?? false
    nextPage = json["has_more"]?.boolValue == true && isSafe ? last : nil
  }

  /// The bytes that may stand in a query as they are. RFC 3986, section 2.3.
  private static let unescaped = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/".utf8)
}

extension ModelCatalog.Model {
  init?(_ json: JSONValue) {
    guard let id = json["id"]?.stringValue ?? json["name"]?.stringValue, !id.isEmpty else {
      return nil
    }
    self.id = id
    name = (json["display_name"] ?? json["name"])?.stringValue.flatMap { $0 == id ? nil : $0 }
    contextLength = (json["context_length"] ?? json["max_input_tokens"])?.intValue
    maximumOutput = (json["max_completion_tokens"] ?? json["max_tokens"])?.intValue
    prices = json["pricing"].flatMap { $0.objectValue == nil ? nil : ModelCatalog.Prices($0) }
    self.json = json
  }
}

extension ModelCatalog.Prices {
  init(_ json: JSONValue) {
    let price = { (names: [String]) in
      names.lazy.compactMap { json[$0] }.first.flatMap { $0.stringValue ?? $0.numberValue?.text }
    }
    input = price(["input", "prompt"])
    output = price(["output", "completion"])
    cacheRead = price(["input_cache_read"])
  }
}
