/// Which keys do what, in each part of the interface.
///
/// Actions are names. A context is the name of what has the focus ("form", "editor", "dialog"); what
/// it doesn't bind, the context `global` does. A binding may be a sequence of keys, such as "g g".
public struct Keymap: Hashable, Sendable {
  /// The context that the others fall back on.
  public static let global = "global"

  /// What the keys struck so far come to.
  public enum Match: Hashable, Sendable {
    case action(String)
    /// The keys begin a longer sequence.
    case pending
    case none
  }

  private var contexts: [String: [[Key]: String]] = [:]

  public init() {}

  /// Binds keys, struck one after the other, in a context.
  public mutating func bind(_ keys: [Key], to action: String, in context: String = global) {
    precondition(!keys.isEmpty, "a binding has at least one key")
    contexts[context, default: [:]][keys] = action
  }

  /// Binds one key in a context.
  public mutating func bind(_ key: Key, to action: String, in context: String = global) {
    bind([key], to: action, in: context)
  }

  /// Takes all keys from an action in a context; a global binding of those keys comes through.
  public mutating func unbind(_ action: String, in context: String = global) {
    contexts[context] = contexts[context]?.filter { $0.value != action }
  }

  /// What the keys come to in a context.
  ///
  /// A whole binding wins over a longer one that it begins. The caller keeps the keys while the
  /// answer is `pending`, and drops them once it is anything else.
  public func match(_ keys: [Key], in context: String) -> Match {
    match(keys, inFirstOf: Self.names(of: context))
  }

  /// What the keys come to in the first of these contexts that binds them, without what it falls back on.
  public func match(_ keys: [Key], inFirstOf names: [String]) -> Match {
    let layers = names.compactMap { contexts[$0] }
    for layer in layers {
      if let action = layer[keys] { return .action(action) }
    }
    let isPending = layers.contains { layer in
      layer.keys.contains { $0.count > keys.count && $0.starts(with: keys) }
    }
    return isPending ? .pending : .none
  }

  /// The bindings that begin with these keys and go on, by their own context alone, in reading order.
  public func continuations(
    of keys: [Key], in context: String
  ) -> [(keys: [Key], action: String)] {
    (contexts[context] ?? [:])
      .filter { $0.key.count > keys.count && $0.key.starts(with: keys) }
      .sorted { $0.key.text < $1.key.text }
      .map { (keys: $0.key, action: $0.value) }
  }

  /// The action that a context itself gives to keys, without what it falls back on.
  public func binding(of keys: [Key], in context: String) -> String? { contexts[context]?[keys] }

  /// The action of one key in a context.
  public func action(for key: Key, in context: String = global) -> String? {
    guard case .action(let action) = match([key], in: context) else { return nil }
    return action
  }

  /// The keys that reach an action in a context, the shortest first: what help shows.
  public func keys(for action: String, in context: String = global) -> [[Key]] {
    Self.names(of: context).compactMap { contexts[$0] }
      .flatMap { layer in layer.filter { $0.value == action }.keys }
      .filter { match($0, in: context) == .action(action) }
      .sorted { ($0.count, $0.text.count, $0.text) < ($1.count, $1.text.count, $1.text) }
  }

  /// A context and what it falls back on.
  private static func names(of context: String) -> [String] {
    context == global ? [context] : [context, global]
  }
}

// MARK: - Conflicts

extension Keymap {
  /// A binding that can't do what it says.
  public struct Conflict: Hashable, Sendable {
    /// Why the binding is out of reach.
    public enum Reason: Hashable, Sendable {
      /// The other binding is whole before this one is.
      case startsWith([Key])
      /// A terminal without an extended keyboard protocol reports this key as the other.
      case sameOnLegacyTerminals([Key])
    }

    public var context: String
    public var keys: [Key]
    public var action: String
    public var reason: Reason
  }

  /// The bindings that are out of reach, by context.
  public var conflicts: [Conflict] {
    contexts.keys.sorted().flatMap { conflicts(in: $0) }
  }

  private func conflicts(in context: String) -> [Conflict] {
    let bindings = (contexts[context] ?? [:]).sorted { $0.key.text < $1.key.text }
    return bindings.flatMap { keys, action -> [Conflict] in
      var reasons: [Conflict.Reason] = []
      for count in 1..<keys.count {
        let start = Array(keys.prefix(count))
        if case .action = match(start, in: context) { reasons.append(.startsWith(start)) }
      }
      let legacy = keys.map(\.legacyEquivalent)
      if legacy != keys, case .action(let other) = match(legacy, in: context), other != action {
        reasons.append(.sameOnLegacyTerminals(legacy))
      }
      return reasons.map {
        Conflict(context: context, keys: keys, action: action, reason: $0)
      }
    }
  }
}

extension Keymap.Conflict: CustomStringConvertible {
  public var description: String {
    let binding = "in \(context), \(keys.text) (\(action))"
    return switch reason {
    case .startsWith(let start): "\(binding) can't be reached: \(start.text) does something already"
    case .sameOnLegacyTerminals(let other):
      "\(binding) can't be told from \(other.text) on many terminals"
    }
  }
}

extension [Key] {
  /// The keys as help shows them: "g g", "Ctrl-S".
  public var text: String {
    map(\.description).joined(separator: " ")
  }
}
