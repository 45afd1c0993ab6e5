/// One stroke of a key, as a terminal reports it: the key and the modifiers held with it.
///
/// Equal strokes are equal keys: Shift is folded into a character unless Ctrl is held (Shift with
/// `z` is `Z`, and with Alt it is Alt and `Z`), and with Ctrl a letter is lower-case.
///
/// A terminal without an extended keyboard protocol sends one byte for several strokes:
///
/// | byte       | decoded as  | also sent for          |
/// |------------|-------------|------------------------|
/// | 0x00       | Ctrl-Space  | Ctrl-@, Ctrl-2         |
/// | 0x08, 0x7F | Backspace   | Ctrl-H, Ctrl-Backspace, Ctrl-8, Ctrl-? |
/// | 0x09       | Tab         | Ctrl-I, Ctrl-Tab       |
/// | 0x0A       | Ctrl-J      | line feed              |
/// | 0x0D       | Enter       | Ctrl-M, Ctrl-Enter, Shift-Enter |
/// | 0x1B       | Escape      | Ctrl-[, Ctrl-3         |
/// | 0x1C, 0x1D | Ctrl-\, Ctrl-] | Ctrl-4, Ctrl-5      |
/// | 0x1E, 0x1F | Ctrl-^, Ctrl-_ | Ctrl-6; Ctrl-7, Ctrl-/ |
///
/// Ctrl with Shift and a letter sends what Ctrl with the letter does, and Alt-[ can't be told from
/// the start of an escape sequence. `legacyEquivalent` knows the table.
public struct Key: Hashable, Sendable {
  /// What is printed on the key, or what it types.
  public enum Code: Hashable, Sendable {
    case character(Character)
    case enter, tab, backspace, escape
    case insert, delete, home, end, pageUp, pageDown
    case up, down, left, right
    /// F1 is `function(1)`.
    case function(Int)
  }

  /// The modifiers held with a key.
  public struct Modifiers: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    public static let shift = Modifiers(rawValue: 1)
    public static let alt = Modifiers(rawValue: 2)
    public static let control = Modifiers(rawValue: 4)
  }

  public let code: Code
  public let modifiers: Modifiers

  /// Makes a key, folding Shift and case as the type's description says.
  public init(_ code: Code, _ modifiers: Modifiers = []) {
    guard case .character(let character) = code else {
      (self.code, self.modifiers) = (code, modifiers)
      return
    }
    if modifiers.contains(.control) {
      (self.code, self.modifiers) = (.character(character.asLowercase), modifiers)
    } else if modifiers.contains(.shift) {
      self.code = .character(character.asUppercase)
      self.modifiers = modifiers.subtracting(.shift)
    } else {
      (self.code, self.modifiers) = (code, modifiers)
    }
  }

  /// The character that the key types into a field: none with Ctrl or Alt, or for a named key.
  public var typedCharacter: Character? {
    guard case .character(let character) = code, modifiers.isEmpty else { return nil }
    return character
  }
}

extension Key {
  /// The key that a terminal without an extended keyboard protocol reports for this one.
  ///
  /// It's the key itself where such a terminal can report it. Two keys with one equivalent can't
  /// both be bound on such a terminal.
  public var legacyEquivalent: Key {
    let alt = modifiers.intersection(.alt)
    switch code {
    case .enter, .backspace:
      return Key(code, alt)
    case .escape:
      return Key(.escape)
    case .tab:
      return Key(.tab, modifiers.subtracting(.control))
    case .character(let character) where modifiers.contains(.control):
      switch character {
      case "a"..."g", "j"..."l", "n"..."z", " ", "\\", "]", "^", "_":
        return Key(code, alt.union(.control))
      case "h", "8", "?": return Key(.backspace, alt)
      case "i": return Key(.tab, alt)
      case "m": return Key(.enter, alt)
      case "[", "3": return Key(.escape)
      case "@", "2": return Key(.character(" "), alt.union(.control))
      case "4": return Key(.character("\\"), alt.union(.control))
      case "5": return Key(.character("]"), alt.union(.control))
      case "6": return Key(.character("^"), alt.union(.control))
      case "7", "/": return Key(.character("_"), alt.union(.control))
      default: return Key(code, alt)
      }
    case .character, .insert, .delete, .home, .end, .pageUp, .pageDown, .up, .down, .left, .right,
      .function:
      return self
    }
  }
}

extension Character {
  /// The lower-case form where it is one character, else the character itself.
  var asLowercase: Character {
    let text = lowercased()
    return text.count == 1 ? text.first! : self
  }

  /// The upper-case form where it is one character, else the character itself.
  var asUppercase: Character {
    let text = uppercased()
    return text.count == 1 ? text.first! : self
  }
}
