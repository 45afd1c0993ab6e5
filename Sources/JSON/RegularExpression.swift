/// A regular expression of JSON Schema's `pattern`: the part of ECMA-262 that needs no backtracking.
///
/// Alternatives, groups, classes (`\d`, `\w`, `\s`, `\p{L}` and the like), repetitions, `^`, `$`, `\b` and
/// look-ahead are understood; back references, look-behind and flags are not. Matching takes time
/// proportional to the text, as all possible matches are followed at once.
///
/// Thompson: Regular Expression Search Algorithm (1968).
public struct RegularExpression: Hashable, Sendable {
  /// Why a text is not a regular expression that can be used here.
  public enum ParseError: Error, Hashable, Sendable {
    /// What is written at this position, in characters, is not part of the grammar.
    case unexpected(at: Int)
    /// The expression ends in the middle of something.
    case unexpectedEnd
    /// It is part of ECMA-262, but not of what is understood here.
    case unsupported(String)
    /// It is too deeply nested, or its counted repetitions come to too much.
    case tooLarge
  }

  /// The expression's text.
  public let pattern: String
  let root: Node
  let program: Program

  public init(_ pattern: String) throws(ParseError) {
    self.pattern = pattern
    root = try Parser.parse(pattern)
    program = try Program(root)
  }

  public static func == (left: RegularExpression, right: RegularExpression) -> Bool {
    left.pattern == right.pattern
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(pattern) }

  /// A regular expression as a tree.
  indirect enum Node: Sendable {
    /// One character of a set.
    case scalar(ScalarSet)
    case sequence([Node])
    case alternatives([Node])
    case repetition(Node, min: Int, max: Int?)
    case assertion(Assertion)
    /// What follows has to match, or must not.
    case lookAhead(Node, isNegative: Bool)
  }

  /// A condition on a place between two characters.
  enum Assertion: Sendable {
    case start, end, wordBoundary, noWordBoundary
  }

  /// A set of characters.
  struct ScalarSet: Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    /// General categories, by the beginnings of their two-letter names.
    var categories: [String] = []
    /// Sets that are members as a whole, such as `\D` in a class.
    var others: [ScalarSet] = []
    var isInverted = false

    func contains(_ scalar: Unicode.Scalar) -> Bool {
      let isMember =
        ranges.contains { $0.contains(scalar.value) }
        || !categories.isEmpty && categories.contains(where: scalar.category.hasPrefix)
        || others.contains { $0.contains(scalar) }
      return isMember != isInverted
    }

    var inverted: ScalarSet {
      var set = self
      set.isInverted.toggle()
      return set
    }

    init(_ ranges: ClosedRange<Unicode.Scalar>...) {
      self.ranges = ranges.map { $0.lowerBound.value...$0.upperBound.value }
    }

    static let digits = ScalarSet("0"..."9")
    static let word = ScalarSet("a"..."z", "A"..."Z", "0"..."9", "_"..."_")
    static let space: ScalarSet = {
      var set = ScalarSet("\t"..."\r", "\u{2028}"..."\u{2029}", "\u{FEFF}"..."\u{FEFF}")
      set.categories = ["Zs"]
      return set
    }()
    static let lineEnds = ScalarSet("\n"..."\n", "\r"..."\r", "\u{2028}"..."\u{2029}")
  }
}

extension RegularExpression.ParseError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unexpected(let position): "unexpected character at \(position + 1)"
    case .unexpectedEnd: "it ends in the middle"
    case .unsupported(let what): "\(what) can't be used"
    case .tooLarge: "it is too large"
    }
  }
}

extension Unicode.Scalar {
  /// The two letters that Unicode names the general category by.
  fileprivate var category: String {
    switch properties.generalCategory {
    case .uppercaseLetter: "Lu"
    case .lowercaseLetter: "Ll"
    case .titlecaseLetter: "Lt"
    case .modifierLetter: "Lm"
    case .otherLetter: "Lo"
    case .nonspacingMark: "Mn"
    case .spacingMark: "Mc"
    case .enclosingMark: "Me"
    case .decimalNumber: "Nd"
    case .letterNumber: "Nl"
    case .otherNumber: "No"
    case .connectorPunctuation: "Pc"
    case .dashPunctuation: "Pd"
    case .openPunctuation: "Ps"
    case .closePunctuation: "Pe"
    case .initialPunctuation: "Pi"
    case .finalPunctuation: "Pf"
    case .otherPunctuation: "Po"
    case .mathSymbol: "Sm"
    case .currencySymbol: "Sc"
    case .modifierSymbol: "Sk"
    case .otherSymbol: "So"
    case .spaceSeparator: "Zs"
    case .lineSeparator: "Zl"
    case .paragraphSeparator: "Zp"
    case .control: "Cc"
    case .format: "Cf"
    case .surrogate: "Cs"
    case .privateUse: "Co"
    case .unassigned: "Cn"
    @unknown default: "Cn"
    }
  }
}
