/// How far a JSON number has come that is still arriving.
struct PartialJSONNumber: Sendable {
  private enum State {
    case start, minus, zero, integer, point, fraction, exponent, exponentSign, exponentDigits
  }

  private var state = State.start

  /// Whether the number may end here.
  var isWhole: Bool { unfinishedCount == 0 }

  /// How many of the last characters need another one after them.
  var unfinishedCount: Int {
    switch state {
    case .zero, .integer, .fraction, .exponentDigits: 0
    case .start, .minus, .point, .exponent: 1
    case .exponentSign: 2
    }
  }

  /// Takes the next character; false, and nothing taken, when the number doesn't go on with it.
  mutating func append(_ byte: UInt8) -> Bool {
    guard let next = state(after: byte) else { return false }
    state = next
    return true
  }

  private func state(after byte: UInt8) -> State? {
    let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    let isSign = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    switch state {
    case .start where byte == UInt8(ascii: "-"): return .minus
    case .start, .minus: return byte == UInt8(ascii: "0") ? .zero : isDigit ? .integer : nil
    case .integer where isDigit: return .integer
    case .integer where byte == UInt8(ascii: "."), .zero where byte == UInt8(ascii: "."):
      return .point
    case .fraction where isDigit, .point where isDigit: return .fraction
    case .zero, .integer, .fraction: return byte | 0x20 == UInt8(ascii: "e") ? .exponent : nil
    case .exponent where isSign: return .exponentSign
    case .exponent, .exponentSign, .exponentDigits: return isDigit ? .exponentDigits : nil
    case .point: return nil
    }
  }
}
