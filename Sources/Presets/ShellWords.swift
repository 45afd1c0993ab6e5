/// The words of a shell command, as a POSIX shell would split them, without expanding anything.
///
/// POSIX.1-2017, Shell Command Language, section 2.2.
struct ShellWords {
  /// Why a text isn't one simple command.
  enum Failure: Error, Hashable {
    case unclosedQuote
    /// Something that a shell would run or redirect, which a request doesn't need.
    case shellSyntax(Character)
  }

  private var rest: Substring
  private var words: [String] = []
  private var word: String?

  static func split(_ text: String) throws(Failure) -> [String] {
    var splitter = ShellWords(rest: text[...])
    return try splitter.split()
  }

  private init(rest: Substring) { self.rest = rest }

  private mutating func split() throws(Failure) -> [String] {
    while let character = rest.popFirst() {
      switch character {
      case "'": try add(upTo: "'")
      case "\"": try addDoubleQuoted()
      case "$" where rest.first == "'":
        rest.removeFirst()
        try addANSIQuoted()
      case "\\": addEscaped()
      case _ where character.isWhitespace: endWord()
      case "|", ";", "<", ">", "(", ")", "&", "`": throw .shellSyntax(character)
      default: add(String(character))
      }
    }
    endWord()
    return words
  }

  private mutating func add(_ text: String) { word = (word ?? "") + text }

  private mutating func endWord() {
    if let word { words.append(word) }
    word = nil
  }

  private mutating func add(upTo end: Character) throws(Failure) {
    guard let index = rest.firstIndex(of: end) else { throw .unclosedQuote }
    add(String(rest[..<index]))
    rest = rest[rest.index(after: index)...]
  }

  /// A backslash outside quotes: the next character as it is, or nothing for a line end.
  private mutating func addEscaped() {
    guard let next = rest.popFirst() else { return add("\\") }
    if !next.isNewline { add(String(next)) }
  }

  private mutating func addDoubleQuoted() throws(Failure) {
    add("")
    while let character = rest.popFirst() {
      switch character {
      case "\"": return
      case "\\" where rest.first.map { "\"\\$`".contains($0) || $0.isNewline } == true:
        addEscaped()
      default: add(String(character))
      }
    }
    throw .unclosedQuote
  }

  /// The quotes that browsers write when they copy a request as curl.
  private mutating func addANSIQuoted() throws(Failure) {
    add("")
    while let character = rest.popFirst() {
      switch character {
      case "'": return
      case "\\":
        switch rest.popFirst() {
        case "n"?: add("\n")
        case "r"?: add("\r")
        case "t"?: add("\t")
        case "u"?: addCodePoint(digits: 4)
        case "x"?: addCodePoint(digits: 2)
        case let other?: add(String(other))
        case nil: throw .unclosedQuote
        }
      default: add(String(character))
      }
    }
    throw .unclosedQuote
  }

  private mutating func addCodePoint(digits: Int) {
    let text = rest.prefix(digits).prefix { $0.isHexDigit }
    rest = rest.dropFirst(text.count)
    if let scalar = UInt32(text, radix: 16).flatMap(Unicode.Scalar.init) { add(String(scalar)) }
  }
}
