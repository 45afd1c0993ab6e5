/// The exact value of a JSON number: comparing and dividing it needs no rounding.
///
/// The value is the digits, read as a whole number, times ten to the exponent. Neither the first nor the
/// last digit is zero, so every value has one form; zero has no digits.
struct JSONDecimal: Hashable, Sendable {
  private let isNegative: Bool
  private let digits: [UInt8]
  private let exponent: Int

  init(_ number: JSONNumber) {
    let parts = number.text.utf8.split(maxSplits: 1) { $0 == 0x65 || $0 == 0x45 }
    let mantissa = parts[0].drop { $0 == UInt8(ascii: "-") }
    let halves = mantissa.split(separator: UInt8(ascii: "."), maxSplits: 1)
    let fraction = halves.count > 1 ? halves[1].count : 0
    let written = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : "0"
    var digits = halves.joined().map { $0 - UInt8(ascii: "0") }
    let length = digits.count
    while digits.last == 0 { digits.removeLast() }
    let zeros = length - digits.count
    self.digits = Array(digits.drop { $0 == 0 })
    isNegative = number.text.hasPrefix("-") && !self.digits.isEmpty
    // An exponent beyond all reason stands for one just within it.
    let limit = Int.max / 4
    let power = Int(written) ?? (written.hasPrefix("-") ? -limit : limit)
    exponent = self.digits.isEmpty ? 0 : max(-limit, min(limit, power)) - fraction + zeros
  }

  /// Whether the value has no fraction: `1.0` and `1e2` are whole.
  var isWhole: Bool { exponent >= 0 }

  /// Whether the value is a whole multiple of the other one.
  func isMultiple(of other: JSONDecimal) -> Bool {
    guard !digits.isEmpty else { return true }
    guard other.exponent <= exponent + 18, exponent - other.exponent < 10_000,
      var divisor = other.magnitude
    else { return false }
    var zeros = exponent - other.exponent
    while zeros < 0 {
      let (product, overflow) = divisor.multipliedReportingOverflow(by: 10)
      guard !overflow else { return false }
      divisor = product
      zeros += 1
    }
    var remainder: UInt128 = 0
    for digit in digits { remainder = (remainder * 10 + UInt128(digit)) % UInt128(divisor) }
    for _ in 0..<zeros { remainder = remainder * 10 % UInt128(divisor) }
    return remainder == 0
  }

  /// The digits as a number, when it fits and isn't zero.
  private var magnitude: UInt64? {
    guard !digits.isEmpty, digits.count < 19 else { return nil }
    return digits.reduce(0) { $0 * 10 + UInt64($1) }
  }
}

extension JSONDecimal: CustomStringConvertible {
  /// The value in the shortest of the usual ways: `12`, `0.5`, `1e400`.
  var description: String {
    let sign = isNegative ? "-" : ""
    let text = digits.map(String.init).joined()
    switch exponent {
    case _ where digits.isEmpty: return "0"
    case 0...20: return sign + text + String(repeating: "0", count: exponent)
    case -20..<0 where digits.count > -exponent:
      return sign + text.dropLast(-exponent) + "." + text.suffix(-exponent)
    case -20..<0:
      return sign + "0." + String(repeating: "0", count: -exponent - digits.count) + text
    default: return sign + text + "e\(exponent)"
    }
  }
}

extension JSONDecimal: Comparable {
  static func < (left: JSONDecimal, right: JSONDecimal) -> Bool {
    guard left.sign == right.sign else { return left.sign < right.sign }
    return left.isNegative ? right.isSmaller(than: left) : left.isSmaller(than: right)
  }

  private var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }

  /// Whether the value is nearer to zero.
  private func isSmaller(than other: JSONDecimal) -> Bool {
    let (size, otherSize) = (digits.count + exponent, other.digits.count + other.exponent)
    return size == otherSize ? digits.lexicographicallyPrecedes(other.digits) : size < otherSize
  }
}
