extension Keymap {
  /// A setting of the user's: the keys that an action has in a context, instead of its own.
  public struct Override: Hashable, Sendable {
    public var context: String
    public var action: String
    /// Keys as people write them ("ctrl-s", "g g"); none leaves the action without a key.
    public var keys: [String]

    public init(context: String = Keymap.global, action: String, keys: [String]) {
      self.context = context
      self.action = action
      self.keys = keys
    }
  }

  /// Why a setting of the user's is refused.
  public enum OverrideError: Error, Hashable {
    case unknownAction(String)
    case key(Key.ParseError, in: String)
    /// An earlier setting gave the keys to another action.
    case taken(keys: [Key], by: String)
  }

  /// Applies the user's settings, in order; returns those that are refused, with the reason.
  ///
  /// The keys of a setting are taken from the actions that had them by default. A setting that is
  /// refused leaves its action as it was.
  public mutating func apply(
    _ overrides: [Override], knownActions: Set<String>
  ) -> [(override: Override, error: OverrideError)] {
    var failures: [(override: Override, error: OverrideError)] = []
    var taken: [String: [[Key]: String]] = [:]
    for override in overrides {
      let context = override.context
      do throws(OverrideError) {
        guard knownActions.contains(override.action) else { throw .unknownAction(override.action) }
        let keys = try override.parsedKeys()
        for keys in keys {
          if let other = taken[context]?[keys] { throw .taken(keys: keys, by: other) }
        }
        unbind(override.action, in: context)
        for keys in keys {
          bind(keys, to: override.action, in: context)
          taken[context, default: [:]][keys] = override.action
        }
      } catch {
        failures.append((override, error))
      }
    }
    return failures
  }
}

extension Keymap.Override {
  func parsedKeys() throws(Keymap.OverrideError) -> [[Key]] {
    var sequences: [[Key]] = []
    for text in keys {
      do {
        sequences.append(try [Key](parsing: text))
      } catch {
        throw .key(error, in: text)
      }
    }
    return sequences
  }
}

extension [Key] {
  /// Reads keys, parted by spaces, as people write them: "g g", "ctrl-x ctrl-s".
  public init(parsing text: some StringProtocol) throws(Key.ParseError) {
    self = []
    for word in text.split(separator: " ") {
      append(try Key(parsing: word))
    }
    if isEmpty { throw .missingKey }
  }
}

extension Keymap.OverrideError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownAction(let action): "there is no action \"\(action)\""
    case .key(let error, let text): "\"\(text)\": \(error)"
    case .taken(let keys, let action): "\(keys.text) is set to \(action) already"
    }
  }
}
