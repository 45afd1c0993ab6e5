/// What a program has told a terminal, taken apart: texts and control sequences.
///
/// The grammar is that of ECMA-48. What a program of the alternate screen has no reason to send is an
/// objection: command strings (OSC, DCS, APC and the like), questions, modes that it isn't known to
/// use, and characters that move the cursor unseen or hide.
struct TerminalOutput {
  /// Everything that is text.
  private(set) var text = ""
  /// What must not be sent, with what stands around it.
  private(set) var objections: [String] = []

  /// The modes that the program sets and resets.
  private static let modes: Set = [
    "?1", "?7", "?12", "?25", "?1002", "?1004", "?1006", "?1049", "?2004", "?2026", "4", "34",
  ]
  /// Finals of sequences that move, erase and style; `h` and `l` have a list of their own.
  private static let finals = Set("ABCDGHJKLMPSTX@dmr")

  init(_ bytes: [UInt8]) {
    var scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\u{1B}": readSequence(from: &scalars)
      // SI chooses the usual character set, which some terminal descriptions do with every reset.
      case "\r", "\n", "\u{8}", "\u{F}": break
      case _ where Self.isHidden(scalar):
        objections.append("U+\(String(scalar.value, radix: 16)) after \(text.suffix(40))")
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  private mutating func readSequence(from scalars: inout ArraySlice<Unicode.Scalar>) {
    guard let kind = scalars.popFirst() else { return }
    switch kind {
    case "[":
      var parameters = ""
      while let scalar = scalars.popFirst() {
        guard ("0"..."?").contains(scalar) else {
          check(parameters, final: Character(scalar))
          return
        }
        parameters.unicodeScalars.append(scalar)
      }
    case "(":
      if let set = scalars.popFirst(), set != "B" { objections.append("ESC ( \(set)") }
    // Cursor kept and put back, keypad modes, reverse index.
    case "7", "8", "=", ">", "M": break
    default: objections.append("ESC \(kind) after \(text.suffix(40))")
    }
  }

  private mutating func check(_ parameters: String, final: Character) {
    let isKnown =
      switch final {
      case "h", "l": Self.modes.isSuperset(of: Self.names(ofModes: parameters))
      // The title is kept and put back, as terminal descriptions do with the alternate screen.
      case "t": ["22;0;0", "23;0;0"].contains(parameters)
      default:
        Self.finals.contains(final)
          && parameters.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ";" || $0 == ":") }
      }
    if !isKnown { objections.append("CSI \(parameters)\(final) after \(text.suffix(40))") }
  }

  /// Private modes share one question mark.
  private static func names(ofModes parameters: String) -> [String] {
    let mark = parameters.hasPrefix("?") ? "?" : ""
    return parameters.dropFirst(mark.count).split(separator: ";").map { mark + $0 }
  }

  /// Whether a terminal doesn't show a character, or shows others in another order because of it.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    if scalar.properties.isDefaultIgnorableCodePoint { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator:
      return true
    default: return false
    }
  }
}
