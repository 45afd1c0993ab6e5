extension Key {
  /// Why a text names no key.
  public enum ParseError: Error, Hashable {
    /// Nothing stands where the key should: "" or "ctrl-".
    case missingKey
    case unknownKey(String)
    case unknownModifier(String)
    case repeatedModifier(String)
  }

  /// Reads a key as people write it: "ctrl-s", "f5", "shift-tab", "alt-enter", "?", "space".
  ///
  /// Modifiers stand before the key, in any order; names are read in either case. A letter alone
  /// counts as written ("G" is Shift with `g`); with Ctrl or Alt its case means nothing, and Shift
  /// is spelt out: "alt-shift-z".
  public init(parsing text: some StringProtocol) throws(ParseError) {
    var modifiers: Modifiers = []
    var rest = Substring(text)
    while let dash = rest.dropFirst().firstIndex(of: "-") {
      let name = rest[..<dash].lowercased()
      guard let modifier = Self.modifierNames[name] else { throw .unknownModifier(name) }
      guard !modifiers.contains(modifier) else { throw .repeatedModifier(name) }
      modifiers.insert(modifier)
      rest = rest[dash...].dropFirst()
    }
    guard let first = rest.first else { throw .missingKey }

    if rest.count > 1 {
      guard let code = Self.code(named: rest.lowercased()) else {
        throw .unknownKey(String(rest))
      }
      self.init(code, modifiers)
    } else {
      guard first.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
        throw .unknownKey(String(rest))
      }
      self.init(.character(modifiers.isEmpty ? first : first.asLowercase), modifiers)
    }
  }

  private static let modifierNames: [String: Modifiers] = [
    "ctrl": .control, "control": .control, "alt": .alt, "meta": .alt, "shift": .shift,
  ]

  private static func code(named name: String) -> Code? {
    if let code = codesByName[name] { return code }
    guard name.first == "f", name.dropFirst().allSatisfy(\.isNumber),
      let number = Int(name.dropFirst()), 1...35 ~= number
    else {
      return nil
    }
    return .function(number)
  }

  private static let codesByName: [String: Code] = [
    "space": .character(" "), "enter": .enter, "return": .enter, "tab": .tab,
    "backspace": .backspace, "escape": .escape, "esc": .escape, "insert": .insert, "ins": .insert,
    "delete": .delete, "del": .delete, "home": .home, "end": .end, "pageup": .pageUp,
    "pgup": .pageUp, "pagedown": .pageDown, "pgdn": .pageDown, "up": .up, "down": .down,
    "left": .left, "right": .right,
  ]
}

extension Key: CustomStringConvertible {
  /// The key as help shows it: "Ctrl-S", "Shift-Tab", "Alt-Shift-Z", "?". It parses as this key.
  public var description: String {
    var modifiers = modifiers
    let name: String
    switch code {
    case .character(" "): name = "Space"
    case .character(let character):
      // With Alt, Shift lives on in the letter's case.
      if modifiers == .alt, character != character.asLowercase { modifiers.insert(.shift) }
      name = String(modifiers.isEmpty ? character : character.asUppercase)
    case .enter: name = "Enter"
    case .tab: name = "Tab"
    case .backspace: name = "Backspace"
    case .escape: name = "Esc"
    case .insert: name = "Insert"
    case .delete: name = "Delete"
    case .home: name = "Home"
    case .end: name = "End"
    case .pageUp: name = "PageUp"
    case .pageDown: name = "PageDown"
    case .up: name = "Up"
    case .down: name = "Down"
    case .left: name = "Left"
    case .right: name = "Right"
    case .function(let number): name = "F\(number)"
    }
    var prefix = ""
    if modifiers.contains(.control) { prefix += "Ctrl-" }
    if modifiers.contains(.alt) { prefix += "Alt-" }
    if modifiers.contains(.shift) { prefix += "Shift-" }
    return prefix + name
  }
}

extension Key: ExpressibleByStringLiteral {
  /// A key written in source. A literal that names no key is a mistake of the caller's.
  public init(stringLiteral text: String) {
    do {
      try self.init(parsing: text)
    } catch {
      preconditionFailure("\"\(text)\": \(error)")
    }
  }
}

extension Key.ParseError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingKey: "no key is named"
    case .unknownKey(let name): "there is no key \"\(name)\""
    case .unknownModifier(let name): "there is no modifier \"\(name)\" (ctrl, alt and shift are)"
    case .repeatedModifier(let name): "\"\(name)\" stands twice"
    }
  }
}
