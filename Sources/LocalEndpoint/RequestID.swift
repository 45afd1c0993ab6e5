import Synchronization

/// Names for requests, no two alike in a process, and hardly in two.
public enum RequestID {
  private static let start = UInt64.random(in: 0..<1 << 40)
  private static let count = Atomic<UInt64>(0)

  /// Makes a name.
  public static func next() -> String {
    let number = count.wrappingAdd(1, ordering: .relaxed).newValue
    let text = String(start &* 1_000_003 &+ number, radix: 36)
    return "req_" + String(repeating: "0", count: max(0, 13 - text.count)) + text
  }
}
