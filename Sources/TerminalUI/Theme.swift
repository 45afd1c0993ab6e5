public import JSON

/// Styles by the meaning of what they are for.
///
/// A scope is a dotted name such as `text.muted`. One that a theme doesn't name looks like the scope
/// above it, and in the end like `text`. `Theme.scopes` lists what the views ask for.
public struct Theme: Hashable, Sendable {
  /// What a theme is made for.
  public enum Mode: String, Hashable, Sendable {
    /// Light text on a dark ground.
    case dark
    /// Dark text on a light ground.
    case light
  }

  /// What is wrong with a theme's text.
  public enum Failure: Error, Hashable, Sendable {
    /// It isn't JSON.
    case syntax(JSONParseError)
    /// The value at a path isn't what belongs there.
    case unexpected(path: JSONPointer, expected: String)
    /// A path that themes don't have.
    case unknownKey(path: JSONPointer)
    /// A colour that is neither a number, nor `#rrggbb`, nor a name that the palette or terminals have.
    case unknownColor(path: JSONPointer, name: String)
    /// It inherits from a theme that isn't there.
    case unknownParent(String)
    /// The first of these inherits from the next and so on, and the last from the first.
    case inheritsItself([String])
    /// A colour of the palette that no style has.
    case unusedColor(path: JSONPointer)
  }

  /// The name it is chosen by.
  public let name: String
  /// What it is made for.
  public let mode: Mode
  /// What is likely to be misspelt in it, though it can be used.
  public let slips: [Failure]
  let patches: [String: Style]
  /// The styles of the scopes that are asked for most, on the ground of `text`.
  private var styles: [String: Style] = [:]

  init(name: String, mode: Mode, patches: [String: Style], slips: [Failure] = []) {
    self.name = name
    self.mode = mode
    self.slips = slips
    self.patches = patches
    for scope in patches.keys.map(\.self) + Theme.scopes {
      styles[scope] = makeStyle(scope, on: "text")
    }
  }

  /// What to draw something with: the scope's style, completed by the colours of the surface that it
  /// stands on (`text`, `dialog`, `status`…).
  public func style(_ scope: String, on surface: String = "text") -> Style {
    if surface == "text", let style = styles[scope] { return style }
    return makeStyle(scope, on: surface)
  }

  private func makeStyle(_ scope: String, on surface: String) -> Style {
    let ground = patch("text")
    if scope == surface { return ground.patched(by: patch(scope)) }
    // A surface's own attributes, such as bold, are for its own text.
    var base = ground.patched(by: patch(surface))
    base.attributes = []
    return base.patched(by: patch(scope))
  }

  /// What to lay over something that is drawn already: only what the scope names.
  public func patch(_ scope: String) -> Style {
    var name = scope
    while true {
      if let patch = patches[name] { return patch }
      guard let dot = name.lastIndex(of: ".") else { return .plain }
      name = String(name[..<dot])
    }
  }
}

extension Theme {
  /// The scopes whose style is for text, so that it must be easy to read.
  public static let textScopes = [
    "text", "text.muted", "text.strong", "title", "title.focused", "heading", "code", "link",
    "quote", "field.name", "field.value", "field.unset", "field.null", "field.unknown", "input",
    "error", "warning", "success", "info", "key", "badge", "block.text", "block.thinking",
    "block.tool", "block.result", "event.name", "event.time", "json.key", "json.string",
    "json.number", "json.keyword", "json.punctuation", "match", "match.current", "selection.text",
    "tab", "tab.active", "status", "status.endpoint", "dialog", "dialog.title",
  ]

  /// The scopes for what isn't text.
  public static let graphicScopes = [
    "border", "border.focused", "dialog.border", "selection", "selection.inactive", "gauge",
    "gauge.track", "scrollbar", "sparkline",
  ]

  /// Every scope that views ask for.
  public static var scopes: [String] {
    textScopes + graphicScopes + blockScopes + blockScopes.map { $0 + ".title" }
  }

  /// The scopes of an answer's parts, each of which has a title.
  private static let blockScopes = [
    "block.text", "block.thinking", "block.tool", "block.result", "block.other", "error", "warning",
    "text.muted",
  ]

  /// Whether views ask for a scope, or for one below it.
  static func isAskedFor(_ scope: String) -> Bool {
    scopes.contains { $0 == scope || $0.hasPrefix(scope + ".") }
  }
}
