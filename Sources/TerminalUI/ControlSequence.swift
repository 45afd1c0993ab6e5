/// A control sequence that a terminal sent, and what it means as input.
///
/// ECMA-48, section 5.4; xterm, "Control Sequences"; rxvt's key codes; the kitty keyboard protocol.
struct ControlSequence {
  /// The private marker (`?`, `<`, `=`, `>`) before the parameters.
  private(set) var marker: UInt8?
  /// The parameters, each with its sub-parameters; an empty one is 0.
  private(set) var parameters: [[Int]] = [[0]]
  private var hasIntermediates = false
  private let isBare: Bool
  private let final: UInt8

  init(parameters bytes: [UInt8], final: UInt8) {
    self.final = final
    isBare = bytes.isEmpty
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let last = parameters.count - 1
        let part = parameters[last].count - 1
        let value = parameters[last][part] * 10 + Int(byte - UInt8(ascii: "0"))
        parameters[last][part] = min(value, 0x10_FFFF)
      case UInt8(ascii: ";"): parameters.append([0])
      case UInt8(ascii: ":"): parameters[parameters.count - 1].append(0)
      case UInt8(ascii: "<")...UInt8(ascii: "?") where index == 0: marker = byte
      default: hasIntermediates = true
      }
    }
  }

  /// Whether the sequence begins a bracketed paste.
  var isPasteStart: Bool {
    final == UInt8(ascii: "~") && marker == nil && parameters == [[200]]
  }

  /// What the sequence means; none if it's an answer to a query, or unknown.
  var event: InputEvent? {
    if hasIntermediates { return nil }
    switch marker {
    case nil: return key.map(InputEvent.key) ?? focus
    case UInt8(ascii: "<"): return mouse.map(InputEvent.mouse)
    default: return nil
    }
  }

  private var focus: InputEvent? {
    switch final {
    case UInt8(ascii: "I") where isBare: .focus(true)
    case UInt8(ascii: "O") where isBare: .focus(false)
    default: nil
    }
  }

  private func parameter(_ index: Int) -> Int {
    index < parameters.count ? parameters[index][0] : 0
  }
}

// MARK: - Keys

extension ControlSequence {
  private var key: Key? {
    // The second parameter's second part is the kind of event: 3 is the key's release.
    if parameters.count > 1, parameters[1].count > 1, parameters[1][1] == 3 { return nil }

    switch final {
    case UInt8(ascii: "~"):
      if parameter(0) == 27, parameters.count == 3 {
        return Self.key(scalar: parameter(2), modifiers: parameter(1))
      }
      return Self.numberedKeys[parameter(0)].map { Key($0, functionModifiers) }
    case UInt8(ascii: "^"): return Self.numberedKeys[parameter(0)].map { Key($0, .control) }
    case UInt8(ascii: "@"):
      return Self.numberedKeys[parameter(0)].map { Key($0, [.control, .shift]) }
    case UInt8(ascii: "$"): return Self.numberedKeys[parameter(0)].map { Key($0, .shift) }
    case UInt8(ascii: "u"):
      return isBare ? nil : Self.key(scalar: parameter(0), modifiers: parameter(1))
    case UInt8(ascii: "Z"): return Key(.tab, functionModifiers.union(.shift))
    case UInt8(ascii: "a")...UInt8(ascii: "d"):
      return isBare ? Self.letterKeys[final - 0x20].map { Key($0, .shift) } : nil
    case UInt8(ascii: "R"):
      // A cursor position report looks like this too, but the cursor is rarely asked for there.
      let isModified = parameter(0) == 1 && parameters.count == 2 && 2...16 ~= parameter(1)
      return isBare || isModified ? Key(.function(3), functionModifiers) : nil
    default:
      guard parameter(0) <= 1 else { return nil }
      return Self.letterKeys[final].map { Key($0, functionModifiers) }
    }
  }

  /// The key of a sequence that `ESC O` began.
  var singleShiftKey: Key? {
    if let code = Self.letterKeys[final] {
      // Old Konsole puts the modifiers in the only parameter.
      return Key(code, Self.modifiers(parameters.count > 1 ? parameter(1) : parameter(0)))
    }
    switch final {
    case UInt8(ascii: "a")...UInt8(ascii: "d"):
      return Self.letterKeys[final - 0x20].map { Key($0, .control) }
    // The keypad in application mode: 0x40 above the characters on it.
    case UInt8(ascii: "M"): return Key(.enter)
    case UInt8(ascii: "I"): return Key(.tab)
    case UInt8(ascii: " "): return Key(.character(" "))
    case UInt8(ascii: "X"): return Key(.character("="))
    case UInt8(ascii: "j")...UInt8(ascii: "y"):
      return Key(.character(Character(Unicode.Scalar(final - 0x40))))
    default: return nil
    }
  }

  private var functionModifiers: Key.Modifiers { Self.modifiers(parameter(1)) }

  /// The modifiers that a parameter stands for: one more than a set of bits.
  private static func modifiers(_ parameter: Int) -> Key.Modifiers {
    let bits = max(parameter - 1, 0)
    var modifiers: Key.Modifiers = []
    if bits & 1 != 0 { modifiers.insert(.shift) }
    if bits & (2 | 8 | 32) != 0 { modifiers.insert(.alt) }
    if bits & 4 != 0 { modifiers.insert(.control) }
    return modifiers
  }

  /// The key of a code point, with the modifiers of kitty's protocol and `modifyOtherKeys`.
  private static func key(scalar value: Int, modifiers parameter: Int) -> Key? {
    // Super and Hyper belong to the desktop; typing the letter alone would be wrong.
    guard max(parameter - 1, 0) & (8 | 16) == 0 else { return nil }
    let modifiers = modifiers(parameter)
    switch value {
    case 8, 127: return Key(.backspace, modifiers)
    case 9: return Key(.tab, modifiers)
    case 13: return Key(.enter, modifiers)
    case 27: return Key(.escape, modifiers)
    case 57376...57398: return Key(.function(13 + value - 57376), modifiers)
    case 57399...57408:
      let digit = Character(Unicode.Scalar(UInt8(ascii: "0") + UInt8(value - 57399)))
      return Key(.character(digit), modifiers)
    case 57344...63743: return keypadKeys[value].map { Key($0, modifiers) }
    case ..<32, 0x80...0x9F: return nil
    default:
      return Unicode.Scalar(UInt32(value)).map { Key(.character(Character($0)), modifiers) }
    }
  }

  private static let letterKeys: [UInt8: Key.Code] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
    UInt8(ascii: "D"): .left, UInt8(ascii: "F"): .end, UInt8(ascii: "H"): .home,
    UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2),
    UInt8(ascii: "R"): .function(3), UInt8(ascii: "S"): .function(4),
  ]

  private static let numberedKeys: [Int: Key.Code] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
    17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10),
    23: .function(11), 24: .function(12), 25: .function(13), 26: .function(14), 28: .function(15),
    29: .function(16), 31: .function(17), 32: .function(18), 33: .function(19), 34: .function(20),
  ]

  private static let keypadKeys: [Int: Key.Code] = [
    57409: .character("."), 57410: .character("/"), 57411: .character("*"),
    57412: .character("-"), 57413: .character("+"), 57414: .enter, 57415: .character("="),
    57416: .character(","), 57417: .left, 57418: .right, 57419: .up, 57420: .down,
    57421: .pageUp, 57422: .pageDown, 57423: .home, 57424: .end, 57425: .insert, 57426: .delete,
  ]
}

// MARK: - Mouse

extension ControlSequence {
  /// The mouse event of an SGR report, `CSI < button ; column ; row M` (`m` for a release).
  private var mouse: Mouse? {
    let isRelease = final == UInt8(ascii: "m")
    guard isRelease || final == UInt8(ascii: "M"), parameters.count == 3, parameter(1) > 0,
      parameter(2) > 0
    else { return nil }

    let code = parameter(0)
    var modifiers: Key.Modifiers = []
    if code & 4 != 0 { modifiers.insert(.shift) }
    if code & 8 != 0 { modifiers.insert(.alt) }
    if code & 16 != 0 { modifiers.insert(.control) }
    let position = Position(x: parameter(1) - 1, y: parameter(2) - 1)
    return Self.mouseKind(code: code, isRelease: isRelease).map {
      Mouse($0, at: position, modifiers: modifiers)
    }
  }

  private static func mouseKind(code: Int, isRelease: Bool) -> Mouse.Kind? {
    let isMotion = code & 32 != 0
    let number = code & 3
    switch code & 0xC0 {
    case 0 where isMotion && number == 3: return .move
    case 0 where number == 3: return nil
    case 0:
      let button: Mouse.Button = number == 0 ? .left : number == 1 ? .middle : .right
      return isMotion ? .drag(button) : isRelease ? .release(button) : .press(button)
    case 0x40 where !isMotion && !isRelease:
      return [.wheelUp, .wheelDown, .wheelLeft, .wheelRight][number]
    case 0x80:
      let button = Mouse.Button.other(8 + number)
      return isMotion ? .drag(button) : isRelease ? .release(button) : .press(button)
    default: return nil
    }
  }
}
