import JSON
public import Presets
public import TerminalUI

extension ActionCatalog {
  /// Gives actions the keys of a configuration, and tells what can't be as it says.
  ///
  /// Told are also keys that never do what they are set to: because a shorter one does something before
  /// they are whole, because many terminals can't tell them from others, because what has the focus
  /// takes them for something else, or because the action belongs elsewhere.
  public static func bind(
    _ configuration: Configuration, in keymap: inout Keymap
  ) -> [Configuration.Problem] {
    let contexts = Context.allCases.map(\.rawValue)
    var problems: [Configuration.Problem] = []
    for context in Set(configuration.keys.map(\.context)).subtracting(contexts) {
      problems.append(
        configuration.problem(
          at: ["keys", context],
          "there is no context \(context); there are \(contexts.joined(separator: ", "))"))
    }
    func problem(_ override: Keymap.Override, _ message: String) -> Configuration.Problem {
      configuration.problem(at: ["keys", override.context, override.action], message)
    }
    var overrides = configuration.keys.filter { contexts.contains($0.context) }.map {
      Keymap.Override(context: $0.context, action: $0.action, keys: $0.keys)
    }
    for override in overrides {
      guard let keys = override.typedKeys else { continue }
      problems.append(
        problem(override, "\(keys) is typed into the text; give a single key that types nothing"))
      overrides.removeAll { $0 == override }
    }
    for override in overrides {
      guard let home = override.home else { continue }
      problems.append(
        problem(
          override, "\(override.action) does something in \(home.rawValue) only; set it there"))
      overrides.removeAll { $0 == override }
    }
    let usual = Set(keymap.conflicts)
    let failures = keymap.apply(overrides, knownActions: Set(Command.allCases.map(\.rawValue)))
    problems += failures.map { override, error in
      let hint = if case .unknownAction = error { "; `workbench keys` lists all" } else { "" }
      return problem(override, "\(error)\(hint)")
    }
    let refused = failures.map(\.override)
    let bindings = overrides.filter { !refused.contains($0) }
    for conflict in keymap.conflicts where !usual.contains(conflict) {
      if let cause = bindings.first(where: { conflict.isCaused(by: $0) }) {
        problems.append(problem(cause, "\(conflict)"))
      }
    }
    for binding in bindings {
      problems += keymap.shadows(of: binding, among: bindings).map { problem(binding, $0) }
    }
    return problems
  }
}

extension Keymap.Override {
  /// The context that the action belongs to, where that is another one in which it can't be meant.
  fileprivate var home: ActionCatalog.Context? {
    guard let command = Command(rawValue: action) else { return nil }
    let home = ActionCatalog.entry(for: command).context
    switch home {
    case .everywhere, .panes: return nil
    case .answer where ["events", "sampling"].contains(context): return nil
    case .form, .answer, .events, .sampling, .editor: return home.rawValue == context ? nil : home
    }
  }

  /// The first of its keys that the editor takes for text, of which a sequence's first key may be a part.
  fileprivate var typedKeys: String? {
    guard context == ActionCatalog.Context.editor.rawValue else { return nil }
    return keys.lazy.compactMap { try? [Key](parsing: $0) }.first { !$0.areHeardInTexts }?.text
  }
}

extension [Key] {
  /// Whether they mean something while a text is typed: there, letters are part of it, and no sequence is
  /// waited for.
  var areHeardInTexts: Bool { count == 1 && self[0].typedCharacter == nil }
}

extension Keymap.Conflict {
  /// Whether a setting made the binding, or what keeps it out of reach.
  fileprivate func isCaused(by override: Keymap.Override) -> Bool {
    if override.context == context, override.action == action { return true }
    let keys = override.keys.compactMap { try? [Key](parsing: $0) }
    return switch reason {
    case .startsWith(let other), .sameOnLegacyTerminals(let other): keys.contains(other)
    }
  }
}

extension Keymap {
  /// What takes the keys of a setting before it is asked: a more special place where they do something
  /// else, and were not set to.
  fileprivate func shadows(of override: Override, among all: [Override]) -> [String] {
    let context = ActionCatalog.Context(rawValue: override.context)
    let inner = (context?.panesWithin ?? []) + (context == .everywhere ? [.editor] : [])
    return override.keys.flatMap { text -> [String] in
      guard let keys = try? [Key](parsing: text) else { return [] }
      let shadows = inner.compactMap { context -> String? in
        guard let action = other(than: override, of: keys, in: context),
          !all.contains(where: { $0.context == context.rawValue && $0.action == action })
        else { return nil }
        return "\(keys.text) does \(action) in \(context.rawValue); give that another key, too"
      }
      return shadows + [legacyShadow(of: keys, set: override, in: inner)].compactMap(\.self)
    }
  }

  /// What takes the keys that many terminals send in place of those of a setting.
  private func legacyShadow(
    of keys: [Key], set override: Override, in inner: [ActionCatalog.Context]
  ) -> String? {
    let legacy = keys.map(\.legacyEquivalent)
    guard legacy != keys else { return nil }
    return inner.lazy.compactMap { context in
      other(than: override, of: legacy, in: context).map {
        "many terminals send \(legacy.text) for \(keys.text), which does \($0) in \(context.rawValue)"
      }
    }.first
  }

  private func other(
    than override: Override, of keys: [Key], in context: ActionCatalog.Context
  ) -> String? {
    binding(of: keys, in: context.rawValue).flatMap { $0 == override.action ? nil : $0 }
  }
}
