extension RegularExpression {
  /// A text that the expression probably matches as a whole; nil when none could be made up.
  ///
  /// Look-ahead and word boundaries are not kept to, so check what comes back.
  ///
  /// - Parameter extra: How often more than needed a part is repeated at most.
  public func sample(
    extra: Int, using generator: inout some RandomNumberGenerator
  ) -> String? {
    var text = String.UnicodeScalarView()
    return Self.append(root, to: &text, extra: extra, using: &generator) ? String(text) : nil
  }

  /// The most characters that are made up.
  private static let longestSample = 10_000

  private static func append(
    _ node: Node, to text: inout String.UnicodeScalarView, extra: Int,
    using generator: inout some RandomNumberGenerator
  ) -> Bool {
    guard text.count < longestSample else { return false }
    switch node {
    case .scalar(let set):
      guard let scalar = set.sample(using: &generator) else { return false }
      text.append(scalar)
      return true
    case .sequence(let nodes):
      return nodes.allSatisfy { append($0, to: &text, extra: extra, using: &generator) }
    case .alternatives(let nodes):
      guard let node = nodes.randomElement(using: &generator) else { return false }
      return append(node, to: &text, extra: extra, using: &generator)
    case .repetition(let node, let min, let max):
      let most = Swift.min(max ?? .max, min + extra)
      for _ in 0..<Int.random(in: min...most, using: &generator) {
        guard append(node, to: &text, extra: extra, using: &generator) else { return false }
      }
      return true
    case .assertion, .lookAhead:
      return true
    }
  }
}

extension RegularExpression.ScalarSet {
  /// Characters to choose from where a set names what it does not hold, or a category.
  private static let common =
    Array(
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.,:;!?/@#()".unicodeScalars)
    + Array("éüñßΩжあ中\u{301}".unicodeScalars)

  /// One of the characters; nil when none was found.
  fileprivate func sample(using generator: inout some RandomNumberGenerator) -> Unicode.Scalar? {
    if !isInverted, let range = ranges.randomElement(using: &generator) {
      for _ in 0..<4 {
        let value = UInt32.random(in: range, using: &generator)
        if let scalar = Unicode.Scalar(value) { return scalar }
      }
    }
    return Self.common.filter(contains).randomElement(using: &generator)
  }
}
