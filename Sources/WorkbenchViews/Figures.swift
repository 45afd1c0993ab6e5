/// Numbers as short texts.
enum Figures {
  /// A count, or `–` for one that was not reported.
  static func count(_ count: Int?) -> String { count.map(String.init) ?? "–" }

  /// A time as `12 ms`, `1.24 s` or `2:05 min`.
  static func duration(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let milliseconds = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    if milliseconds < 1000 { return "\(milliseconds) ms" }
    if milliseconds < 60_000 {
      return "\(milliseconds / 1000)." + zeroPadded(milliseconds % 1000 / 10) + " s"
    }
    let whole = milliseconds / 1000
    return "\(whole / 60):" + zeroPadded(whole % 60) + " min"
  }

  /// A rate with a digit after the point below 100.
  static func rate(_ rate: Double) -> String {
    guard rate.isFinite, rate < 1e9 else { return "–" }
    let tenths = Int((rate * 10).rounded())
    return rate < 100 ? "\(tenths / 10).\(tenths % 10)" : "\(tenths / 10)"
  }

  /// A probability in percent: `12.3 %`, small ones as `<0.1 %`.
  static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return tenths == 0 && share > 0 ? "<0.1 %" : "\(tenths / 10).\(tenths % 10) %"
  }

  /// Right-aligned in so many columns.
  static func padded(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(width - text.count, 0)) + text
  }

  private static func zeroPadded(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
