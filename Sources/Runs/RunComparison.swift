public import JSON
import MessagesAPI

/// What is different between two runs: the requests member by member, and the figures.
public struct RunComparison: Hashable, Sendable {
  /// A place where two JSON values differ.
  public struct Change: Hashable, Sendable {
    /// The place, which is the same in both.
    public let pointer: JSONPointer
    /// The value on the left; nil where it was added.
    public let old: JSONValue?
    /// The value on the right; nil where it was removed.
    public let new: JSONValue?
  }

  /// What differs between the request bodies, in the order of the left one. Nil where one isn't JSON.
  public let requestChanges: [Change]?
  /// Figures that at least one run has.
  public let figures: [Figure]

  /// A number of both runs.
  public struct Figure: Hashable, Sendable {
    /// What was measured.
    public enum Name: String, Hashable, Sendable, CaseIterable {
      case timeToHead, timeToFirstToken, elapsed, tokensPerSecond
      case inputTokens, outputTokens, cacheReadInputTokens, thinkingTokens, textLength
    }

    /// What was measured.
    public let name: Name
    /// Seconds, tokens, tokens a second, or bytes; nil where the run doesn't have it.
    public let left: Double?
    /// As `left`, of the other run.
    public let right: Double?

    /// How much more the right run has.
    public var difference: Double? {
      guard let left, let right else { return nil }
      return right - left
    }
  }

  /// Compares two runs, which may still go on.
  public init(_ left: Run, _ right: Run) {
    if let old = try? JSONParser.parse(left.request.body),
      let new = try? JSONParser.parse(right.request.body)
    {
      requestChanges = Self.changes(from: old, to: new)
    } else {
      requestChanges = nil
    }
    let (old, new) = (Self.figures(of: left), Self.figures(of: right))
    figures = Figure.Name.allCases.compactMap { name in
      guard old[name] != nil || new[name] != nil else { return nil }
      return Figure(name: name, left: old[name], right: new[name])
    }
  }

  private static func figures(of run: Run) -> [Figure.Name: Double] {
    let metrics = run.metrics()
    let usage = run.message.usage
    let figures: [(Figure.Name, Double?)] = [
      (.timeToHead, metrics.timeToHead.map(seconds)),
      (.timeToFirstToken, metrics.timeToFirstToken.map(seconds)),
      (.elapsed, seconds(metrics.elapsed)),
      (.tokensPerSecond, metrics.tokenRate?.perSecond),
      (.inputTokens, usage.inputTokens.map(Double.init)),
      (.outputTokens, usage.outputTokens.map(Double.init)),
      (.cacheReadInputTokens, usage.cacheReadInputTokens.map(Double.init)),
      (.thinkingTokens, usage.thinkingTokens.map(Double.init)),
      (.textLength, Double(run.message.content.map(\.textBytes.count).reduce(0, +))),
    ]
    return Dictionary(
      uniqueKeysWithValues: figures.compactMap { name, value in value.map { (name, $0) } })
  }

  private static func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }
}

// MARK: - JSON

extension RunComparison {
  /// The smallest values that differ. Members are matched by key, whatever their order.
  ///
  /// Elements of arrays are matched from both ends, so that one that was put in or taken out is told as
  /// that.
  public static func changes(
    from old: JSONValue, to new: JSONValue, at pointer: JSONPointer = JSONPointer()
  ) -> [Change] {
    if old == new { return [] }
    switch (old, new) {
    case (.object(let old), .object(let new)): return changes(from: old, to: new, at: pointer)
    case (.array(let old), .array(let new)): return changes(from: old, to: new, at: pointer)
    default: return [Change(pointer: pointer, old: old, new: new)]
    }
  }

  private static func changes(
    from old: JSONObject, to new: JSONObject, at pointer: JSONPointer
  ) -> [Change] {
    var seen: Set<String> = []
    return (old.keys + new.keys).flatMap { key -> [Change] in
      guard seen.insert(key).inserted else { return [] }
      let pointer = pointer.appending(key)
      if let old = old[key], let new = new[key] { return changes(from: old, to: new, at: pointer) }
      return [Change(pointer: pointer, old: old[key], new: new[key])]
    }
  }

  private static func changes(
    from old: JSONArray, to new: JSONArray, at pointer: JSONPointer
  ) -> [Change] {
    let start = zip(old, new).prefix { $0 == $1 }.count
    let rest = min(old.count, new.count) - start
    let end = zip(old.reversed(), new.reversed()).prefix(rest).prefix { $0 == $1 }.count
    let common = min(old.count, new.count) - start - end
    var changes: [Change] = []
    for index in start..<start + common {
      changes += Self.changes(from: old[index], to: new[index], at: pointer.appending(index))
    }
    for index in start + common..<old.count - end {
      changes.append(Change(pointer: pointer.appending(index), old: old[index], new: nil))
    }
    for index in start + common..<new.count - end {
      changes.append(Change(pointer: pointer.appending(index), old: nil, new: new[index]))
    }
    return changes
  }
}
