import JSON

extension SchemaGenerator {
  // MARK: Numbers

  mutating func number(for part: JSONObject, at place: Place) -> JSONValue? {
    if boldness == .hinted {
      for number in hints.numbers(for: place.name, beside: place.siblings)
      where !used.contains(number.text) && fits(.number(number), part) {
        used.insert(number.text)
        return .number(number)
      }
      let known = knownValues(for: part, at: place) { JSONNumber(text: $0).map { .number($0) } }
      if !known.isEmpty { return draw(among: known, for: part, at: place) }
    }
    // Everything is counted in units of the smallest decimal place that matters.
    let types = part["type"]?.arrayValue.map(Array.init) ?? [part["type"] ?? "number"]
    let isInteger = types.contains("integer") && !types.contains("number")
    let unit = part["multipleOf"]?.numberValue
    let bounds = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"]
    let places = ([unit] + bounds.map { part[$0]?.numberValue }).compactMap { $0?.decimalPlaces }
    var decimals = min(places.max() ?? 0, 6)
    if !isInteger, unit == nil { decimals = min(decimals + 1, 6) }
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    var step = unit.map { ($0.doubleValue * scale).rounded() } ?? (isInteger ? scale : 1)
    if isInteger { step = Self.commonMultiple(step, scale) }
    guard step >= 1, step < 1e15 else { return nil }
    func bound(_ plain: String, _ exclusive: String, _ sign: Double) -> Double? {
      let inclusive = part[plain]?.doubleValue.map {
        ($0 * scale * sign / step).rounded(.up) * step
      }
      let beyond = part[exclusive]?.doubleValue.map {
        (($0 * scale * sign / step).rounded(.down) + 1) * step
      }
      return [inclusive, beyond].compactMap(\.self).max().map { $0 * sign }
    }
    let lowest = bound("minimum", "exclusiveMinimum", 1)
    let highest = bound("maximum", "exclusiveMaximum", -1)
    let span = max(step * 10, scale * 10)
    let low = lowest ?? highest.map { $0 - span } ?? (unit == nil ? scale : 0)
    let high = highest ?? low + span
    guard low <= high, abs(low) < 1e15 else { return nil }
    let count = Int(min(((min(high, 1e15) - low) / step).rounded(.down), 1e6))
    var numbers: [JSONValue] = []
    for attempt in 0..<16 where boldness == .hinted || numbers.isEmpty {
      let steps = count < 16 ? attempt : Int.random(in: 0...count, using: &random)
      guard steps <= count,
        let number = Self.number((low + Double(steps) * step).rounded(), decimals: decimals),
        !numbers.contains(number)
      else { continue }
      // Many validators divide binary fractions, and take 0.35 for no multiple of 0.05.
      if let unit = unit?.doubleValue, let value = number.doubleValue,
        (value / unit).rounded() != value / unit
      {
        continue
      }
      numbers.append(number)
    }
    guard boldness == .hinted, !numbers.isEmpty else {
      return numbers.randomElement(using: &random)
    }
    return draw(among: numbers, for: part, at: place)
  }

  /// The number that is so many units of a decimal place.
  private static func number(_ units: Double, decimals: Int) -> JSONValue? {
    let digits = String(Int(abs(units)))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    var text = String(padded.dropLast(decimals))
    let fraction = String(padded.suffix(decimals).reversed().drop { $0 == "0" }.reversed())
    if !fraction.isEmpty { text += "." + fraction }
    return JSONNumber(text: units < 0 ? "-" + text : text).map { .number($0) }
  }

  private static func commonMultiple(_ first: Double, _ second: Double) -> Double {
    var (large, small) = (first, second)
    while small >= 1 { (large, small) = (small, large.truncatingRemainder(dividingBy: small)) }
    return large >= 1 ? first / large * second : first
  }

  // MARK: Strings

  mutating func string(for part: JSONObject, at place: Place) -> JSONValue? {
    if boldness == .hinted {
      let offered = offeredStrings(for: part, at: place)
      if let value = offered.first(where: { !used.contains($0) }) { return .string(value) }
      let kind = PropertyKind(place.name, schema: .object(part))
      let isFree = [.other, .name, .prose, .query].contains(kind)
      if !isFree, let value = offered.first { return .string(value) }
      if Self.asks(place.name), !hints.question.isEmpty {
        let asked = JSONValue.string(JSONString(String(hints.question.prefix(200))))
        if fits(asked, part) { return asked }
      }
      if part["pattern"] != nil || part["format"] != nil {
        let known = knownValues(for: part, at: place) { .string(JSONString($0)) }
        if !known.isEmpty { return draw(among: known, for: part, at: place) }
      }
    }
    if let pattern = part["pattern"]?.stringValue { return string(matching: pattern, for: part) }
    if let name = part["format"]?.stringValue, let format = JSONSchema.Format(rawValue: name) {
      return .string(example(of: format))
    }
    let least = part["minLength"]?.intValue ?? 0
    let most = part["maxLength"]?.intValue ?? .max
    guard least <= most, least <= 100_000 else { return nil }
    if boldness == .hinted, let drawn = drawText(for: part, at: place, length: least...most) {
      return drawn
    }
    var text = words(for: place)
    while text.unicodeScalars.count < least {
      text += (text.isEmpty ? "" : " ") + (Self.fillers.randomElement(using: &random) ?? "word")
    }
    if text.unicodeScalars.count > most {
      text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(most)))
    }
    return .string(text)
  }

  /// What the conversation offers for a text, of what fits there; at last what the model knows, if
  /// the question has it.
  ///
  /// - Parameter isKnown: Whether only what the model knows counts.
  func offeredStrings(for part: JSONObject, at place: Place, isKnown: Bool = false) -> [String] {
    let offered =
      isKnown
      ? []
      : hints.strings(
        for: place.name, schema: .object(part), beside: place.siblings, isListed: place.isListed)
    let known = knownValues(for: part, at: place) { .string(JSONString($0)) }
      .compactMap(\.stringValue)
    return offered.filter { fits(.string($0), part) }
      + hints.choices(among: known, for: place.name)
  }

  private static let fillers = [
    "token", "value", "sample", "answer", "stream", "model", "prompt", "result", "example",
    "detail",
  ]

  /// A few words for a text that nothing is known about but its name.
  private mutating func words(for place: Place) -> String {
    let name = PropertyKind.words(of: place.name).joined(separator: " ")
    guard boldness != .hinted || name.isEmpty else { return name }
    let filler = Self.fillers.randomElement(using: &random) ?? "value"
    return name.isEmpty ? filler : "\(name) \(filler) \(Int.random(in: 1...99, using: &random))"
  }

  /// Whether a member is for what the user said.
  private static func asks(_ name: String) -> Bool {
    let asking: Set<String> = ["question", "prompt", "input", "query", "task", "request"]
    return PropertyKind.words(of: name).contains { asking.contains($0) }
  }

  /// Whether a member is for whole sentences.
  static func isProse(_ name: String) -> Bool {
    let prose: Set<String> = [
      "text", "message", "content", "body", "summary", "description", "note", "notes", "comment",
      "answer", "explanation", "reason", "details",
    ]
    return PropertyKind.words(of: name).contains { prose.contains($0) }
  }

  private mutating func string(matching pattern: String, for part: JSONObject) -> JSONValue? {
    guard let expression = try? RegularExpression(pattern) else { return nil }
    for attempt in 0..<40 {
      let extra = attempt % 5 * (attempt + 1)
      guard let text = expression.sample(extra: extra, using: &random) else { continue }
      if fits(.string(text), part) { return .string(text) }
    }
    return nil
  }

  private mutating func example(of format: JSONSchema.Format) -> String {
    func two(_ range: ClosedRange<Int>) -> String {
      let number = Int.random(in: range, using: &random)
      return number < 10 ? "0\(number)" : "\(number)"
    }
    switch format {
    case .date: return "2026-\(two(1...12))-\(two(1...28))"
    case .time: return "\(two(0...23)):\(two(0...59)):00Z"
    case .dateTime: return "2026-\(two(1...12))-\(two(1...28))T\(two(0...23)):\(two(0...59)):00Z"
    case .email: return "user\(two(10...99))@example.com"
    case .hostname: return "host\(two(10...99)).example.com"
    case .ipv4: return "192.0.2.\(Int.random(in: 1...254, using: &random))"
    case .ipv6: return "2001:db8::\(two(10...99))"
    case .uri: return "https://example.com/\(two(10...99))"
    case .uuid:
      var digits = (0..<32).map { _ in String(Int.random(in: 0...15, using: &random), radix: 16) }
      digits[12] = "4"
      digits[16] = "8"
      let ends = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
      return ends.map { digits[$0].joined() }.joined(separator: "-")
    }
  }
}

extension JSONNumber {
  /// How many digits stand after the decimal point; none when there is an exponent.
  fileprivate var decimalPlaces: Int {
    guard !text.contains("e"), !text.contains("E") else { return text.contains("-") ? 6 : 0 }
    return text.split(separator: ".").dropFirst().first?.count ?? 0
  }
}
