/// How a language writes comments, texts and keywords.
struct CodeLanguage: Sendable {
  /// What begins and ends a comment or a text.
  struct Delimiter: Hashable, Sendable {
    var opening: [UInt8]
    /// Empty for what goes on to the end of its line.
    var closing: [UInt8]
    var kind: CodeHighlighter.Kind
    /// Whether it may end on a later line.
    var spansLines = false

    /// Whether a backslash takes the meaning of what follows.
    var hasEscapes: Bool { kind == .string }

    /// `#` begins a comment only where a word could begin: not in `$#` and `a#b`.
    var needsBlankBefore: Bool { opening == Array("#".utf8) }
  }

  /// Longer openings stand before their beginnings.
  let delimiters: [Delimiter]
  private let keywords: Set<[UInt8]>
  /// Whether capitals make no difference to keywords.
  private let ignoresCase: Bool
  /// Whether words after `<` are names of elements.
  let hasTags: Bool
  /// Whether a line is all of one kind, by how it begins: that of a difference.
  let isByLine: Bool

  private init(
    _ delimiters: [Delimiter], _ keywords: String, ignoresCase: Bool = false,
    hasTags: Bool = false, isByLine: Bool = false
  ) {
    self.delimiters = delimiters
    self.keywords = Set(keywords.utf8.split(separator: 0x20).map(Array.init))
    self.ignoresCase = ignoresCase
    self.hasTags = hasTags
    self.isByLine = isByLine
  }

  func isKeyword(_ word: ArraySlice<UInt8>) -> Bool {
    keywords.contains(ignoresCase ? word.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 } : Array(word))
  }

  /// The language that a block of code is said to be in, by any of its usual names.
  static func named(_ name: String) -> CodeLanguage? { all[name] }

  private static let all: [String: CodeLanguage] = {
    let languages: [(String, CodeLanguage)] = [
      ("swift", swift), ("python py python3", python), ("rust rs", rust), ("go golang", go),
      ("javascript js jsx mjs typescript ts tsx", script), ("ruby rb", ruby),
      ("c h cpp c++ cc hpp objc java kotlin kt cs csharp c# scala dart php", family),
      ("bash sh shell zsh console fish dockerfile make makefile", shell), ("sql", sql),
      ("yaml yml toml ini conf", settings), ("html xml svg", markup), ("css scss", css),
      ("diff patch", difference),
    ]
    return Dictionary(
      languages.flatMap { names, language in
        names.split(separator: " ").map { (String($0), language) }
      }, uniquingKeysWith: { first, _ in first })
  }()
}

// MARK: - Languages

extension CodeLanguage {
  private static func comment(_ opening: String, _ closing: String = "") -> Delimiter {
    Delimiter(
      opening: Array(opening.utf8), closing: Array(closing.utf8), kind: .comment,
      spansLines: !closing.isEmpty)
  }

  private static func string(_ mark: String, spansLines: Bool = false) -> Delimiter {
    Delimiter(
      opening: Array(mark.utf8), closing: Array(mark.utf8), kind: .string, spansLines: spansLines)
  }

  private static let slashes = [comment("//"), comment("/*", "*/")]
  private static let quotes = [string("\""), string("'")]

  private static let swift = CodeLanguage(
    slashes + [string("\"\"\"", spansLines: true), string("\"")],
    """
    actor any as associatedtype async await break case catch class continue convenience default \
    defer deinit do else enum extension fallthrough false fileprivate final for func get guard if \
    import in indirect init inout internal is isolated lazy let mutating nil nonisolated open \
    operator override package private protocol public repeat required rethrows return self Self \
    set some static struct subscript super switch throw throws true try typealias unowned var weak \
    where while
    """)

  private static let python = CodeLanguage(
    [comment("#"), string("\"\"\"", spansLines: true), string("'''", spansLines: true)] + quotes,
    """
    and as assert async await break case class continue def del elif else except False finally for \
    from global if import in is lambda match None nonlocal not or pass raise return self True try \
    while with yield
    """)

  /// `'` begins a lifetime as often as a character.
  private static let rust = CodeLanguage(
    slashes + [string("\"", spansLines: true)],
    """
    as async await break const continue crate dyn else enum extern false fn for if impl in let loop \
    match mod move mut pub ref return self Self static struct super trait true type unsafe use \
    where while
    """)

  private static let go = CodeLanguage(
    slashes + quotes + [string("`", spansLines: true)],
    """
    break case chan const continue default defer else fallthrough false for func go goto if import \
    interface map nil package range return select struct switch true type var
    """)

  private static let script = CodeLanguage(
    slashes + quotes + [string("`", spansLines: true)],
    """
    abstract any as async await boolean break case catch class const continue declare default \
    delete do else enum export extends false finally for from function if implements import in \
    instanceof interface keyof let namespace new null number of private protected public readonly \
    return static string super switch this throw true try type typeof undefined unknown var void \
    while yield
    """)

  private static let family = CodeLanguage(
    slashes + quotes,
    """
    abstract auto bool boolean break case catch char class const constexpr continue default delete \
    do double else enum explicit extends extern false final finally float for fun function goto if \
    implements import inline instanceof int interface internal long namespace new null nullptr \
    object override package private protected public return short signed sizeof static string \
    struct super switch synchronized template this throw throws true try typedef typename union \
    unsigned using val var virtual void volatile when while
    """)

  private static let ruby = CodeLanguage(
    [comment("#")] + quotes,
    """
    alias and begin break case class def do else elsif end ensure false for if in module next nil \
    not or require rescue return self super then true unless until when while yield
    """)

  private static let shell = CodeLanguage(
    [comment("#"), string("\"", spansLines: true), string("'", spansLines: true)],
    """
    case do done echo elif else esac exit export fi for function if in local read return set shift \
    then until while ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM RUN WORKDIR
    """)

  private static let sql = CodeLanguage(
    [comment("--"), comment("/*", "*/")] + quotes,
    """
    add all alter and as asc begin between by case column commit constraint create cross delete \
    desc distinct drop else end exists false foreign from full group having if in index inner \
    insert into is join key left like limit not null offset on or order outer primary references \
    returning right rollback select set table then true union unique update using values view when \
    where with
    """, ignoresCase: true)

  private static let settings = CodeLanguage(
    [comment("#"), comment(";"), string("\"\"\"", spansLines: true), string("\"")],
    "true false null yes no on off", ignoresCase: true)

  private static let markup = CodeLanguage(
    [comment("<!--", "-->"), string("\"")], "", hasTags: true)

  /// What was added, what was taken away, and where.
  private static let difference = CodeLanguage([], "", isByLine: true)

  /// The kind of a whole line.
  func kind(ofLine line: [UInt8]) -> CodeHighlighter.Kind? {
    guard isByLine else { return nil }
    switch line.first {
    case UInt8(ascii: "+"): return .string
    case UInt8(ascii: "-"): return .number
    case UInt8(ascii: "@"): return .keyword
    case UInt8(ascii: "d") where line.starts(with: "diff ".utf8): return .comment
    default: return nil
    }
  }

  private static let css = CodeLanguage([comment("/*", "*/")] + quotes, "important inherit none")
}
