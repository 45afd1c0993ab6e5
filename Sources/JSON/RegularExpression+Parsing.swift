extension RegularExpression {
  /// Reads the text of a regular expression.
  struct Parser {
    typealias ScalarSet = RegularExpression.ScalarSet
    typealias ParseError = RegularExpression.ParseError

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    /// Groups within groups. Parsing recurses.
    private static let greatestDepth = 50

    static func parse(_ pattern: String) throws(ParseError) -> Node {
      var parser = Parser(scalars: Array(pattern.unicodeScalars))
      let node = try parser.parseAlternatives()
      guard parser.next == nil else { throw .unexpected(at: parser.position) }
      return node
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take() throws(ParseError) -> Unicode.Scalar {
      guard let scalar = next else { throw .unexpectedEnd }
      position += 1
      return scalar
    }

    private mutating func take(_ text: String) -> Bool {
      guard scalars[position...].starts(with: text.unicodeScalars) else { return false }
      position += text.unicodeScalars.count
      return true
    }

    private mutating func parseAlternatives() throws(ParseError) -> Node {
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.greatestDepth else { throw .tooLarge }
      var alternatives = [try parseSequence()]
      while take("|") { alternatives.append(try parseSequence()) }
      return alternatives.count == 1 ? alternatives[0] : .alternatives(alternatives)
    }

    private mutating func parseSequence() throws(ParseError) -> Node {
      var nodes: [Node] = []
      while let scalar = next, scalar != "|", scalar != ")" {
        let start = position
        let node = try parseAtom()
        guard let (min, max) = try parseQuantifier() else {
          nodes.append(node)
          continue
        }
        switch node {
        case .assertion, .lookAhead: throw .unexpected(at: start)
        case .scalar, .sequence, .alternatives, .repetition: break
        }
        nodes.append(.repetition(node, min: min, max: max))
      }
      return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func parseQuantifier() throws(ParseError) -> (min: Int, max: Int?)? {
      let quantifier: (Int, Int?)? =
        switch next {
        case "*": (0, nil)
        case "+": (1, nil)
        case "?": (0, 1)
        default: nil
        }
      if quantifier != nil {
        position += 1
      } else if next == "{" {
        guard let counts = try parseCounts() else { return nil }
        _ = take("?")
        return counts
      }
      // Lazy repetitions match the same texts.
      if quantifier != nil { _ = take("?") }
      return quantifier
    }

    /// Reads `{2}`, `{2,}` or `{2,3}`; nil, and nothing read, when the brace stands for itself.
    private mutating func parseCounts() throws(ParseError) -> (min: Int, max: Int?)? {
      let start = position
      position += 1
      guard let min = try parseNumber() else {
        position = start
        return nil
      }
      var max: Int? = min
      if take(",") { max = try parseNumber() }
      guard take("}") else {
        position = start
        return nil
      }
      if let max, max < min { throw .unexpected(at: start) }
      return (min, max)
    }

    private mutating func parseNumber() throws(ParseError) -> Int? {
      let start = position
      while let scalar = next, ("0"..."9").contains(scalar) { position += 1 }
      guard position > start else { return nil }
      let text = String(String.UnicodeScalarView(scalars[start..<position]))
      guard let number = Int(text), number <= Program.greatestLength else { throw .tooLarge }
      return number
    }

    private mutating func parseAtom() throws(ParseError) -> Node {
      let start = position
      switch try take() {
      case "^": return .assertion(.start)
      case "$": return .assertion(.end)
      case ".": return .scalar(.lineEnds.inverted)
      case "(": return try parseGroup()
      case "[": return .scalar(try parseClass())
      case "\\": return try parseEscape()
      case "*", "+", "?": throw .unexpected(at: start)
      case "{":
        position = start
        if try parseCounts() != nil { throw .unexpected(at: start) }
        position = start + 1
        return .scalar(ScalarSet("{"..."{"))
      case let scalar: return .scalar(ScalarSet(scalar...scalar))
      }
    }

    private mutating func parseGroup() throws(ParseError) -> Node {
      var look: Bool?
      if take("?=") {
        look = false
      } else if take("?!") {
        look = true
      } else if take("?<=") || take("?<!") {
        throw .unsupported("look-behind")
      } else if take("?<") {
        while try take() != ">" {}
      } else if !take("?:"), next == "?" {
        throw .unsupported("a flag")
      }
      let node = try parseAlternatives()
      guard take(")") else { throw next == nil ? .unexpectedEnd : .unexpected(at: position) }
      return look.map { .lookAhead(node, isNegative: $0) } ?? .sequence([node])
    }

    private mutating func parseEscape() throws(ParseError) -> Node {
      switch next {
      case "b":
        position += 1
        return .assertion(.wordBoundary)
      case "B":
        position += 1
        return .assertion(.noWordBoundary)
      case "k", "1", "2", "3", "4", "5", "6", "7", "8", "9":
        throw .unsupported("a back reference")
      default:
        return .scalar(try parseEscapedSet())
      }
    }
  }
}

// MARK: - Classes

extension RegularExpression.Parser {
  /// Reads a class, after its opening bracket.
  fileprivate mutating func parseClass() throws(ParseError) -> ScalarSet {
    var set = ScalarSet()
    set.isInverted = take("^")
    while !take("]") {
      let start = position
      let low = try parseClassMember()
      guard let first = low.single, next == "-", position + 1 < scalars.count,
        scalars[position + 1] != "]"
      else {
        set.add(low)
        continue
      }
      position += 1
      let high = try parseClassMember()
      guard let last = high.single else {
        set.add(low)
        set.add(ScalarSet("-"..."-"))
        set.add(high)
        continue
      }
      guard first <= last else { throw .unexpected(at: start) }
      set.ranges.append(first...last)
    }
    return set
  }

  private mutating func parseClassMember() throws(ParseError) -> ScalarSet {
    let scalar = try take()
    guard scalar == "\\" else { return ScalarSet(scalar...scalar) }
    if take("b") { return ScalarSet("\u{8}"..."\u{8}") }
    return try parseEscapedSet()
  }

  /// Reads what stands after a backslash: a set of characters, or a single one.
  fileprivate mutating func parseEscapedSet() throws(ParseError) -> ScalarSet {
    let start = position
    switch try take() {
    case "d": return .digits
    case "D": return .digits.inverted
    case "w": return .word
    case "W": return .word.inverted
    case "s": return .space
    case "S": return .space.inverted
    case "p": return try parseProperty()
    case "P": return try parseProperty().inverted
    case "t": return ScalarSet("\t"..."\t")
    case "n": return ScalarSet("\n"..."\n")
    case "r": return ScalarSet("\r"..."\r")
    case "f": return ScalarSet("\u{C}"..."\u{C}")
    case "v": return ScalarSet("\u{B}"..."\u{B}")
    case "0": return ScalarSet("\0"..."\0")
    case "x": return try parseHex(count: 2)
    case "u":
      guard take("{") else { return try parseHex(count: 4) }
      var digits = ""
      while !take("}") { digits.unicodeScalars.append(try take()) }
      guard let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) else {
        throw .unexpected(at: start)
      }
      return ScalarSet(scalar...scalar)
    case "c":
      guard let control = Unicode.Scalar(try take().value & 31) else {
        throw .unexpected(at: start)
      }
      return ScalarSet(control...control)
    case let scalar where ScalarSet.word.contains(scalar):
      throw .unsupported("the escape \\\(scalar)")
    case let scalar: return ScalarSet(scalar...scalar)
    }
  }

  private mutating func parseHex(count: Int) throws(ParseError) -> ScalarSet {
    let start = position
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = Character(try take()).hexDigitValue else {
        throw .unexpected(at: start)
      }
      value = value << 4 | UInt32(digit)
    }
    // A surrogate is half of a character that no string here holds; it matches nothing.
    guard let scalar = Unicode.Scalar(value) else { return ScalarSet() }
    return ScalarSet(scalar...scalar)
  }

  /// Reads `{L}`, `{Lu}`, `{Letter}` or `{General_Category=Lu}`.
  private mutating func parseProperty() throws(ParseError) -> ScalarSet {
    guard take("{") else { throw .unexpected(at: position) }
    var name = ""
    while !take("}") { name.unicodeScalars.append(try take()) }
    let value = name.split(separator: "=").last.map(String.init) ?? ""
    guard let category = Self.categories[value] ?? (value.count <= 2 ? value : nil),
      let first = category.first, "LMNPSZC".contains(first)
    else { throw .unsupported("the property \(name)") }
    var set = ScalarSet()
    set.categories = [category]
    return set
  }

  private static let categories = [
    "Letter": "L", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Mark": "M", "Number": "N",
    "Decimal_Number": "Nd", "Punctuation": "P", "Symbol": "S", "Separator": "Z", "Other": "C",
  ]
}

extension RegularExpression.ScalarSet {
  /// The only member, when there is one only.
  fileprivate var single: UInt32? {
    guard ranges.count == 1, categories.isEmpty, others.isEmpty, !isInverted,
      ranges[0].lowerBound == ranges[0].upperBound
    else { return nil }
    return ranges[0].lowerBound
  }

  fileprivate mutating func add(_ other: Self) {
    if other.isInverted {
      others.append(other)
    } else {
      ranges += other.ranges
      categories += other.categories
      others += other.others
    }
  }
}
