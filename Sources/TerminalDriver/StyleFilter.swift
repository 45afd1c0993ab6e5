/// Leaves out of what ncurses writes whatever changes nothing about how characters look.
///
/// ncurses names both colours whenever one changes, and goes back to none at the end of a frame. With
/// 24-bit colours that is most of what a small frame costs. So what it asks for is noted here, and what
/// differs from what the terminal was told last is sent when a character, or something else that takes
/// its look, follows.
///
/// ECMA-48, sections 8.3.117 (SGR) and 5.4 (control sequences).
struct StyleFilter {
  /// How characters look, in the parameters of SGR.
  private struct Look: Hashable {
    /// A bit for each of 1 (bold) to 9 (crossed out).
    var attributes: UInt16 = 0
    /// Empty for the terminal's own colour.
    var foreground: [UInt8] = []
    var background: [UInt8] = []
  }

  /// What ncurses asked for last; nil before it asked for anything, as where it never does so by SGR.
  private var wanted: Look?
  /// What the terminal was told; nil when that isn't known.
  private var shown: Look?
  /// Whether the usual characters are chosen, which ncurses does with every reset.
  private var hasUsualCharacters = false

  /// Forgets what the terminal was told, and returns what tells it everything again.
  mutating func startOver() -> [UInt8] {
    (shown, hasUsualCharacters) = (nil, false)
    var result: [UInt8] = []
    settle(into: &result)
    return result
  }

  /// The bytes that have the same effect as those of ncurses, with the palette's colours.
  mutating func reduce(_ bytes: [UInt8], palette: Palette?) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 256)
    var position = 0
    while position < bytes.count {
      let end: Int
      switch bytes[position] {
      case 0x1B:
        end = Self.endOfSequence(at: position, in: bytes)
        take(bytes[position..<end], palette: palette, into: &result)
      // To go back in the line takes no look.
      case 0x08, 0x0D:
        end = position + 1
        result.append(bytes[position])
      default:
        end = bytes[position...].dropFirst().firstIndex { $0 < 0x20 } ?? bytes.count
        settle(into: &result)
        result += bytes[position..<end]
      }
      position = end
    }
    return result
  }

  private mutating func take(
    _ sequence: ArraySlice<UInt8>, palette: Palette?, into result: inout [UInt8]
  ) {
    let kind = sequence.dropFirst().first
    if kind == UInt8(ascii: "("), sequence.last == UInt8(ascii: "B") {
      if hasUsualCharacters { return }
      hasUsualCharacters = true
    } else if kind == UInt8(ascii: "["), sequence.last == UInt8(ascii: "m") {
      let (look, isKnown) = look(
        after: sequence.dropFirst(2).dropLast(), palette: palette)
      if !isKnown {
        settle(into: &result)
        result += sequence
        let isReset = sequence.dropFirst(2).first == UInt8(ascii: "0")
        if shown != nil || isReset { shown = look }
      }
      wanted = look
      return
    } else if !Self.movesOnly(sequence) {
      settle(into: &result)
      // Another kind of escape may set looks and characters by its own means.
      if kind != UInt8(ascii: "[") { (shown, hasUsualCharacters) = (nil, false) }
    }
    result += sequence
  }

  /// What the parameters of SGR ask for, and whether all of them are known here.
  private func look(
    after text: ArraySlice<UInt8>, palette: Palette?
  ) -> (Look, isKnown: Bool) {
    let parameters = text.split(omittingEmptySubsequences: false) {
      $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ":")
    }
    var look = wanted ?? Look()
    var isKnown = true
    var index = 0
    while index < parameters.count {
      let code = Self.number(parameters[index]) ?? -1
      index += 1
      switch code {
      case 0: look = Look()
      case 1...9: look.attributes |= 1 << UInt16(code)
      case 30...37, 90...97: look.foreground = Array(parameters[index - 1])
      case 40...47, 100...107: look.background = Array(parameters[index - 1])
      case 39: look.foreground = []
      case 49: look.background = []
      case 38, 48:
        let kind = index < parameters.count ? Self.number(parameters[index]) : nil
        let count = kind == 5 ? 2 : kind == 2 ? 4 : .max
        guard count <= parameters.count - index else { return (look, false) }
        let values = parameters[index..<index + count]
        index += count
        let number = kind == 5 ? values.last.flatMap(Self.number) : nil
        let color =
          number.flatMap { palette?.code(of: $0) }
          ?? Array(values.joined(separator: [UInt8(ascii: ";")]))
        let text = Array("\(code);".utf8) + color
        if code == 38 { look.foreground = text } else { look.background = text }
      default: isKnown = false
      }
    }
    return (look, isKnown)
  }

  /// Tells the terminal what ncurses asked for, if that is something else than it was told last.
  private mutating func settle(into result: inout [UInt8]) {
    guard let wanted, wanted != shown else { return }
    // What is taken away goes with everything else, for not all terminals know how to do that singly.
    var told = shown ?? Look()
    let isReset =
      shown == nil || told.attributes & ~wanted.attributes != 0
      || wanted.foreground.isEmpty && !told.foreground.isEmpty
      || wanted.background.isEmpty && !told.background.isEmpty
    if isReset { told = Look() }
    var parameters: [[UInt8]] = isReset ? [[UInt8(ascii: "0")]] : []
    for attribute in 1...9 as ClosedRange<UInt16>
    where wanted.attributes & ~told.attributes & 1 << attribute != 0 {
      parameters.append([UInt8(ascii: "0") + UInt8(attribute)])
    }
    if wanted.foreground != told.foreground { parameters.append(wanted.foreground) }
    if wanted.background != told.background { parameters.append(wanted.background) }
    result += [0x1B, UInt8(ascii: "[")]
    result += parameters.joined(separator: [UInt8(ascii: ";")])
    result.append(UInt8(ascii: "m"))
    shown = wanted
  }

  /// Whether a sequence only moves the cursor, or shows or hides it.
  private static func movesOnly(_ sequence: ArraySlice<UInt8>) -> Bool {
    guard sequence.dropFirst().first == UInt8(ascii: "["), let final = sequence.last else {
      return false
    }
    switch final {
    case UInt8(ascii: "A")...UInt8(ascii: "D"), UInt8(ascii: "G"), UInt8(ascii: "H"),
      UInt8(ascii: "d"):
      return true
    case UInt8(ascii: "h"), UInt8(ascii: "l"):
      return [Array("?25".utf8), Array("?12;25".utf8), Array("?12".utf8)].contains(
        Array(sequence.dropFirst(2).dropLast()))
    default: return false
    }
  }

  /// Where a control sequence, or an escape with the bytes that belong to it, ends.
  private static func endOfSequence(at escape: Int, in bytes: [UInt8]) -> Int {
    let rest = bytes[(escape + 1)...]
    guard let kind = rest.first else { return bytes.count }
    let body = rest.dropFirst(kind == UInt8(ascii: "[") ? 1 : 0)
    let isFinal: (UInt8) -> Bool =
      kind == UInt8(ascii: "[") ? { (0x40...0x7E).contains($0) } : { $0 >= 0x30 }
    return body.firstIndex(where: isFinal).map { $0 + 1 } ?? bytes.count
  }

  /// A parameter as a number, which is 0 when it is left out.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard digits.count < 4 else { return nil }
    return digits.reduce(0) { sum, digit in
      sum.flatMap { (0x30...0x39).contains(digit) ? $0 * 10 + Int(digit - 0x30) : nil }
    }
  }
}
