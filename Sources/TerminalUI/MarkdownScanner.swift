/// Takes a paragraph's Markdown apart.
///
/// CommonMark 0.31, section 6, without references; of HTML, line breaks. Formulas stay as they are written.
struct MarkdownScanner {
  typealias Look = MarkdownRendering.Look

  /// A part of the text, or a run of marks that may turn out to be emphasis.
  struct Piece {
    var text: [UInt8]
    var look: Look = []
    /// The character of a run of marks.
    var delimiter: UInt8?
    var canOpen = false
    var canClose = false
  }

  let source: [UInt8]
  private(set) var pieces: [Piece] = []
  private var closers: MarkdownClosers
  private var depth = 0

  /// Openers further back than this are not looked for.
  private static let openerLimit = 64

  init(source: [UInt8]) {
    self.source = source
    closers = MarkdownClosers(source: source)
  }

  /// Takes a part of the source apart.
  mutating func scan(_ range: Range<Int>) {
    var index = range.lowerBound
    var plainStart = index
    func endOfPlain(_ scanner: inout MarkdownScanner) {
      if plainStart < index {
        scanner.pieces.append(Piece(text: scanner.plain(plainStart..<index)))
      }
    }
    while index < range.upperBound {
      while index < range.upperBound, !source[index].mayBeMark { index += 1 }
      guard index < range.upperBound else { break }
      let start = index
      switch source[index] {
      case UInt8(ascii: "$"), UInt8(ascii: "\\"):
        if let end = formula(at: index, in: range) {
          endOfPlain(&self)
          pieces.append(Piece(text: Array(source[index..<end]), look: .code))
          index = end
          break
        }
        guard source[index] == UInt8(ascii: "\\"), index + 1 < range.upperBound,
          source[index + 1].isPunctuation
        else { break }
        endOfPlain(&self)
        pieces.append(Piece(text: [source[index + 1]]))
        index += 2
      case UInt8(ascii: "`"):
        guard let (content, end) = codeSpan(at: index, in: range) else {
          index = endOfRun(at: index, in: range)
          continue
        }
        endOfPlain(&self)
        pieces.append(Piece(text: content, look: .code))
        index = end
      case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"):
        let end = endOfRun(at: index, in: range)
        guard let piece = delimiter(index..<end, in: range) else {
          index = end
          continue
        }
        endOfPlain(&self)
        pieces.append(piece)
        index = end
      case UInt8(ascii: "["), UInt8(ascii: "!"):
        guard let link = link(at: index, in: range) else { break }
        endOfPlain(&self)
        append(link)
        index = link.end
      case UInt8(ascii: "&"):
        guard let (text, end) = entity(at: index, in: range) else { break }
        endOfPlain(&self)
        pieces.append(Piece(text: text))
        index = end
      case UInt8(ascii: "<"):
        if let end = lineBreak(at: index, in: range) {
          endOfPlain(&self)
          pieces.append(Piece(text: [0x0A]))
          index = end
          break
        }
        guard let end = angleAddress(at: index, in: range) else { break }
        endOfPlain(&self)
        pieces.append(Piece(text: Array(source[index + 1..<end - 1]), look: .link))
        index = end
      case UInt8(ascii: "h"):
        guard let end = bareAddress(at: index, in: range) else { break }
        endOfPlain(&self)
        pieces.append(Piece(text: Array(source[index..<end]), look: .link))
        index = end
      default:
        break
      }
      if index == start { index += 1 } else { plainStart = index }
    }
    endOfPlain(&self)
  }

  /// Text without marks, and without what stands before a line feed to make it count: here all do.
  private func plain(_ range: Range<Int>) -> [UInt8] {
    guard source[range].contains(0x0A) else { return Array(source[range]) }
    var text: [UInt8] = []
    for index in range {
      if source[index] == 0x0A {
        if text.last == UInt8(ascii: "\\") { text.removeLast() }
        while text.last == 0x20 { text.removeLast() }
      }
      text.append(source[index])
    }
    return text
  }

  private func endOfRun(at index: Int, in range: Range<Int>) -> Int {
    var end = index
    while end < range.upperBound, source[end] == source[index] { end += 1 }
    return end
  }

  // MARK: - What isn't Markdown

  /// The end of a formula as LaTeX writes it: between `\(` and `\)`, `\[` and `\]`, `$$`, or `$` where it
  /// can't be a price.
  private mutating func formula(at index: Int, in range: Range<Int>) -> Int? {
    guard index + 1 < range.upperBound else { return nil }
    let closer: MarkdownClosers.Closer? =
      switch (source[index], source[index + 1]) {
      case (UInt8(ascii: "\\"), UInt8(ascii: "(")): .parenthesis
      case (UInt8(ascii: "\\"), UInt8(ascii: "[")): .bracket
      case (UInt8(ascii: "$"), UInt8(ascii: "$")): .dollars
      default: nil
      }
    if let closer {
      guard let start = closers.next(closer, from: index + 2), start + 2 <= range.upperBound else {
        return nil
      }
      return start + 2
    }
    guard source[index] == UInt8(ascii: "$"), !source[index + 1].isSpace else { return nil }
    var end = index + 2
    while end < range.upperBound, source[end] != UInt8(ascii: "$"), source[end] != 0x0A { end += 1 }
    guard end < range.upperBound, source[end] == UInt8(ascii: "$"), !source[end - 1].isSpace,
      end + 1 >= range.upperBound || !(0x30...0x39).contains(source[end + 1])
    else { return nil }
    return end + 1
  }

  /// A character that is written as in HTML, by its number or by one of the commonest names.
  private func entity(at index: Int, in range: Range<Int>) -> (text: [UInt8], end: Int)? {
    let rest = source[(index + 1)..<range.upperBound].prefix(10)
    guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { return nil }
    let name = String(decoding: rest[..<end], as: UTF8.self)
    if let text = Self.entities[name] { return (Array(text.utf8), end + 1) }
    guard name.hasPrefix("#") else { return nil }
    var digits = name.dropFirst()
    let isHexadecimal = digits.first == "x" || digits.first == "X"
    if isHexadecimal { digits.removeFirst() }
    guard digits.allSatisfy(\.isHexDigit),
      let number = UInt32(digits, radix: isHexadecimal ? 16 : 10),
      number >= 0x20, let scalar = Unicode.Scalar(number)
    else { return nil }
    return (Array(String(Character(scalar)).utf8), end + 1)
  }

  private static let entities = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©",
    "hellip": "…", "mdash": "—", "ndash": "–", "times": "×", "rarr": "→", "larr": "←",
  ]

  /// The end of `<br>`, `<br/>` or `<br />`.
  private func lineBreak(at index: Int, in range: Range<Int>) -> Int? {
    let rest = source[index..<range.upperBound]
    return ["<br>", "<br/>", "<br />"].first { rest.starts(with: $0.utf8) }
      .map { index + $0.utf8.count }
  }

  // MARK: - Code

  private mutating func codeSpan(at index: Int, in range: Range<Int>) -> ([UInt8], end: Int)? {
    let contentStart = endOfRun(at: index, in: range)
    let count = contentStart - index
    guard let end = closers.backtickRun(ofLength: count, from: contentStart),
      end + count <= range.upperBound
    else { return nil }
    var content = source[contentStart..<end].map { $0 == 0x0A ? 0x20 : $0 }
    if content.count > 2, content.first == 0x20, content.last == 0x20 {
      content = Array(content.dropFirst().dropLast())
    }
    return (content, end + count)
  }

  // MARK: - Links

  private struct Link {
    let text: Range<Int>
    let address: [UInt8]
    let end: Int
  }

  private mutating func link(at index: Int, in range: Range<Int>) -> Link? {
    var start = index
    if source[index] == UInt8(ascii: "!") { start += 1 }
    guard depth < 4, start < range.upperBound, source[start] == UInt8(ascii: "["),
      let close = closers.partner(of: start), close + 1 < range.upperBound,
      source[close + 1] == UInt8(ascii: "("),
      let end = closers.partner(of: close + 1), end < range.upperBound
    else { return nil }
    // What follows the address is a title. With blanks in it, the address stands between angles.
    let inside = source[close + 2..<end]
    let address =
      inside.first == UInt8(ascii: "<")
      ? inside.dropFirst().prefix { $0 != UInt8(ascii: ">") }
      : inside.prefix { $0 != 0x20 && $0 != 0x0A }
    return Link(text: start + 1..<close, address: Array(address), end: end + 1)
  }

  private mutating func append(_ link: Link) {
    let first = pieces.count
    depth += 1
    scan(link.text)
    depth -= 1
    for index in first..<pieces.count { pieces[index].look.insert(.link) }
    if link.address != Array(source[link.text]), !link.address.isEmpty {
      pieces.append(
        Piece(text: Array(" (".utf8) + link.address + [UInt8(ascii: ")")], look: .muted))
    }
  }

  private mutating func angleAddress(at index: Int, in range: Range<Int>) -> Int? {
    guard isAddress(source[index + 1..<range.upperBound]),
      let end = closers.next(.angle, from: index + 1), end < range.upperBound
    else { return nil }
    return end + 1
  }

  private func bareAddress(at index: Int, in range: Range<Int>) -> Int? {
    if index > range.lowerBound, source[index - 1].isWord { return nil }
    let rest = source[index..<range.upperBound]
    guard isAddress(rest) else { return nil }
    var end = rest.firstIndex { $0 <= 0x20 || "<>\"`*()[]".utf8.contains($0) } ?? range.upperBound
    // A sentence's end is no part of it.
    while end > index, ".,;:!?'_".utf8.contains(source[end - 1]) { end -= 1 }
    return end
  }

  private func isAddress(_ text: ArraySlice<UInt8>) -> Bool {
    text.starts(with: "https://".utf8) || text.starts(with: "http://".utf8)
      || text.starts(with: "mailto:".utf8)
  }

  // MARK: - Emphasis

  private func delimiter(_ run: Range<Int>, in range: Range<Int>) -> Piece? {
    let character = source[run.lowerBound]
    if character == UInt8(ascii: "~"), run.count != 2 { return nil }
    let before = run.lowerBound > range.lowerBound ? source[run.lowerBound - 1] : 0x20
    let after = run.upperBound < range.upperBound ? source[run.upperBound] : 0x20
    let opens = !after.isSpace && (!after.isPunctuation || before.isSpace || before.isPunctuation)
    let closes = !before.isSpace && (!before.isPunctuation || after.isSpace || after.isPunctuation)
    guard opens || closes else { return nil }
    let isUnderscore = character == UInt8(ascii: "_")
    return Piece(
      text: Array(source[run]), delimiter: character,
      canOpen: opens && (!isUnderscore || !closes || before.isPunctuation),
      canClose: closes && (!isUnderscore || !opens || after.isPunctuation))
  }

  /// Turns runs of marks that belong together into the looks of what lies between them.
  mutating func matchEmphasis() {
    var openers: [Int] = []
    var emphasized: [Look: [Range<Int>]] = [:]
    for closer in pieces.indices where pieces[closer].delimiter != nil {
      while pieces[closer].canClose, !pieces[closer].text.isEmpty,
        let position = openers.lastIndex(where: {
          pieces[$0].delimiter == pieces[closer].delimiter && !pieces[$0].text.isEmpty
        })
      {
        let opener = openers[position]
        let count = min(pieces[opener].text.count, pieces[closer].text.count, 2)
        let isStruck = pieces[closer].delimiter == UInt8(ascii: "~")
        let look: Look = isStruck ? .struck : count == 2 ? .strong : .emphasis
        emphasized[look, default: []].append(opener + 1..<closer)
        pieces[opener].text.removeLast(count)
        pieces[closer].text.removeLast(count)
        openers.removeLast(openers.count - position - (pieces[opener].text.isEmpty ? 0 : 1))
      }
      if pieces[closer].canOpen, !pieces[closer].text.isEmpty {
        openers.append(closer)
        if openers.count > Self.openerLimit { openers.removeFirst() }
      }
    }
    for (look, ranges) in emphasized { lay(look, over: ranges) }
  }

  /// Adds a look to all pieces in some ranges, which may lie within each other.
  private mutating func lay(_ look: Look, over ranges: [Range<Int>]) {
    var changes = [Int](repeating: 0, count: pieces.count + 1)
    for range in ranges {
      changes[range.lowerBound] += 1
      changes[range.upperBound] -= 1
    }
    var depth = 0
    for index in pieces.indices {
      depth += changes[index]
      if depth > 0 { pieces[index].look.insert(look) }
    }
  }
}

extension UInt8 {
  /// Whether the byte can begin anything else than text.
  fileprivate var mayBeMark: Bool {
    self < 0x80 && (Self.marks[Int(self >> 6)] >> UInt64(self & 63)) & 1 == 1
  }

  /// A bit for each of the bytes that `scan` knows.
  private static let marks: [UInt64] = "\\`*_~[!<h$&".utf8.reduce(into: [0, 0]) {
    $0[Int($1 >> 6)] |= 1 << UInt64($1 & 63)
  }

  var isSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 }

  /// Whether it is a letter, a digit, or a part of a character beyond ASCII.
  fileprivate var isWord: Bool { !isSpace && !isPunctuation }

  var isPunctuation: Bool {
    switch self {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }
}
