public import JSON

/// How a number field steps: its usual range, and a fine and a coarse step.
///
/// The range is what a slider spans, not what a server allows: a typed number may lie outside.
public struct NumberScale: Hashable, Sendable {
  /// The usual values, from the least to the greatest.
  public let range: ClosedRange<Double>

  /// The step of one key press.
  public let fineStep: Double

  /// The step of a key press that is meant to go far.
  public let coarseStep: Double

  /// The value that an unset field starts from.
  public let start: Double

  /// The digits after the decimal point that a step can change: 0 for whole numbers.
  public let fractionDigits: Int

  /// Whether a slider gives most of its way to the small values, as where 100 and 10,000 are both usual.
  public var isCurved = false

  /// Whether only whole numbers make sense.
  public var isInteger: Bool { fractionDigits == 0 }

  /// The scale within a range.
  func clamped(to limits: ClosedRange<Double>) -> NumberScale {
    NumberScale(
      range: range.clamped(to: limits), fineStep: fineStep, coarseStep: coarseStep, start: start,
      fractionDigits: fractionDigits, isCurved: isCurved)
  }

  /// The number `count` steps away from a value, or the starting value when there is none.
  ///
  /// Steps stop at the ends of the range, but a value beyond an end may always step towards it. The
  /// text of the result is the shortest decimal: three steps of 0.1 from 0 give `0.3`.
  public func stepped(from value: Double?, by count: Int, coarse: Bool = false) -> JSONNumber {
    guard let value, value.isFinite else { return number(start) }
    let target = value + Double(count) * (coarse ? coarseStep : fineStep)
    let lowest = min(range.lowerBound, value)
    let highest = max(range.upperBound, value)
    return number(min(max(target, lowest), highest))
  }

  /// The number with as many decimals as the steps have, and no zeros at its end.
  public func number(_ value: Double) -> JSONNumber {
    var scale = 1.0
    for _ in 0..<fractionDigits { scale *= 10 }
    let scaled = (value * scale).rounded()
    guard abs(scaled) < 1e15 else { return JSONNumber(value) }
    let units = Int(abs(scaled))
    let divisor = Int(scale)
    var text = String(units / divisor)
    var fraction = String(units % divisor + divisor).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    if !fraction.isEmpty { text += "." + fraction }
    let sign = scaled < 0 ? "-" : ""
    return JSONNumber(text: sign + text) ?? JSONNumber(value)
  }

  /// Where a value stands on a slider, from 0 to 1.
  public func fraction(of value: Double) -> Double {
    let span = range.upperBound - range.lowerBound
    let fraction = min(max((value - range.lowerBound) / span, 0), 1)
    return isCurved ? fraction.squareRoot().squareRoot() : fraction
  }

  /// The number at a place of a slider, from 0 to 1: a round one, by fine steps or of two digits.
  public func number(atFraction fraction: Double) -> JSONNumber {
    let place = min(max(fraction, 0), 1)
    let part = isCurved ? place * place * place * place : place
    let value = range.lowerBound + part * (range.upperBound - range.lowerBound)
    guard part < 1 else { return number(range.upperBound) }
    var step = fineStep
    if isCurved {
      step = 1
      while value >= 100 * step { step *= 10 }
    }
    let rounded = (value / step).rounded() * step
    return number(min(max(rounded, range.lowerBound), range.upperBound))
  }
}
