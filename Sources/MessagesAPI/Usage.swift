public import JSON

/// What a server reported about tokens. What it didn't report is nil, never 0.
public struct Usage: Hashable, Sendable {
  /// The object as the server sent it, with whatever later events replaced.
  public private(set) var json: JSONObject

  public init(_ json: JSONObject = JSONObject()) { self.json = json }

  public var inputTokens: Int? { count("input_tokens") }
  public var outputTokens: Int? { count("output_tokens") }
  public var cacheCreationInputTokens: Int? { count("cache_creation_input_tokens") }
  public var cacheReadInputTokens: Int? { count("cache_read_input_tokens") }
  /// Output tokens that were spent on thinking; part of `outputTokens`.
  public var thinkingTokens: Int? {
    Self.count(json["output_tokens_details"]?["thinking_tokens"])
  }
  public var webSearchRequests: Int? { Self.count(json["server_tool_use"]?["web_search_requests"]) }
  public var webFetchRequests: Int? { Self.count(json["server_tool_use"]?["web_fetch_requests"]) }
  public var serviceTier: String? { json["service_tier"]?.stringValue }

  /// The count of this name; nil where it is absent or isn't a whole number from 0 on.
  public func count(_ name: String) -> Int? { Self.count(json[name]) }

  /// Takes over what a later report says. Counts are cumulative, so they replace; null says nothing.
  public mutating func merge(_ later: JSONObject) {
    for member in later.members where !member.value.isNull || json[member.key.value] == nil {
      json[member.key.value] = member.value
    }
  }

  /// The names of token counts whose value is no count, such as `-1`, `"12"` or `1e30`.
  public var malformedCounts: [String] {
    json.members.filter { member in
      member.key.value.hasSuffix("_tokens") && !member.value.isNull
        && Self.count(member.value) == nil
    }.map(\.key.value)
  }

  private static func count(_ value: JSONValue?) -> Int? {
    guard let count = value?.intValue, count >= 0 else { return nil }
    return count
  }
}
