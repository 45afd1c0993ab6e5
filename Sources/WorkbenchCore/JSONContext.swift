import JSON

/// What stands around a place in a JSON text that is being written, and so need not be well-formed.
struct JSONContext: Hashable, Sendable {
  /// What belongs at the place.
  enum Position: Hashable, Sendable {
    case key
    /// A value: of a member, or an element of an array.
    case value(key: String?)
  }

  /// An object or array of the text.
  struct Container: Hashable, Sendable {
    let isObject: Bool
    /// The container that it is a member of, and the bytes of its key; nil for an element.
    let parent: Int?
    let key: Range<Int>?
  }

  /// A member of an object.
  struct Member: Hashable, Sendable {
    let container: Int
    /// The bytes of the key and of the value, without quotes.
    let key: Range<Int>
    /// Nil for what isn't a string.
    var string: Range<Int>?
  }

  let position: Position
  /// The way from the top of the text to the innermost container.
  let path: [String]
  /// The containers on the path, the innermost last.
  let chain: [Int]
  /// The bytes of the word that is being written, an opening quote included.
  let word: Range<Int>
  /// What is written of the word, without the quote.
  let prefix: String
  let isQuoted: Bool
  /// Whether a colon follows the word.
  let isBeforeColon: Bool

  private let bytes: [UInt8]
  private let containers: [Container]
  private let members: [Member]
}

extension JSONContext {
  /// The keys of the innermost container.
  var keys: [String] { chain.last.map { keys(of: $0) } ?? [] }

  /// The string that the innermost container holds under a key.
  func string(_ key: String) -> String? {
    let member = members.last {
      $0.container == chain.last && $0.string != nil && isText(key, at: $0.key)
    }
    return member?.string.map { text(at: $0) }
  }

  func keys(of container: Int) -> [String] {
    members.filter { $0.container == container }.map { text(at: $0.key) }
  }

  /// The object or array that a container holds under a key.
  func child(_ key: String, of container: Int) -> Int? {
    containers.lastIndex {
      $0.parent == container && $0.key.map { isText(key, at: $0) } ?? false
    }
  }

  private func text(at range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  private func isText(_ text: String, at range: Range<Int>) -> Bool {
    bytes[range].elementsEqual(text.utf8)
  }
}

extension JSONContext {
  /// Reads a text around a place, given in bytes; nil where nothing can be written but white space or
  /// punctuation, such as after a closed string.
  init?(_ text: String, at place: Int) {
    var scanner = ContextScanner(bytes: Array(text.utf8), place: place)
    scanner.scan()
    guard let found = scanner.found else { return nil }
    position = found.position
    path = found.path
    chain = found.chain
    bytes = scanner.bytes
    containers = scanner.containers
    members = scanner.members
    word = found.word
    prefix = found.prefix
    isQuoted = found.isQuoted
    isBeforeColon = scanner.isColon(after: found.end)
  }
}

/// The scanner behind `JSONContext`: one way through the text, that forgives what isn't JSON.
private struct ContextScanner {
  struct Level {
    let container: Int
    /// The last key of an object.
    var key: Range<Int>?
    var index = 0
    var expectsKey: Bool
  }

  struct Found {
    var position: JSONContext.Position
    var path: [String]
    var chain: [Int]
    var word: Range<Int>
    var prefix: String
    var isQuoted: Bool
    /// Where the word ends, beyond the place.
    var end: Int
  }

  let bytes: [UInt8]
  let place: Int
  var containers: [JSONContext.Container] = []
  var members: [JSONContext.Member] = []
  var levels: [Level] = []
  var found: Found?
  private var offset = 0
  private var isPast = false

  init(bytes: [UInt8], place: Int) {
    self.bytes = bytes
    self.place = place
  }

  mutating func scan() {
    while offset < bytes.count {
      if !isPast, offset >= place { noteGap() }
      let start = offset
      offset += 1
      switch bytes[start] {
      case UInt8(ascii: "{"): open(isObject: true)
      case UInt8(ascii: "["): open(isObject: false)
      case UInt8(ascii: "}"), UInt8(ascii: "]"): if !levels.isEmpty { levels.removeLast() }
      case UInt8(ascii: ","): separate()
      case UInt8(ascii: "\""): scanString(from: start)
      case UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D: break
      default: scanWord(from: start)
      }
    }
    if !isPast { noteGap() }
  }

  func isColon(after end: Int) -> Bool {
    bytes[min(end, bytes.count)...].first {
      $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D
    } == UInt8(ascii: ":")
  }

  private mutating func open(isObject: Bool) {
    containers.append(
      JSONContext.Container(
        isObject: isObject, parent: levels.last?.container, key: levels.last?.key))
    levels.append(Level(container: containers.count - 1, expectsKey: isObject))
  }

  private mutating func separate() {
    guard !levels.isEmpty else { return }
    let last = levels.count - 1
    levels[last].index += 1
    levels[last].expectsKey = containers[levels[last].container].isObject
    levels[last].key = nil
  }

  private mutating func scanString(from start: Int) {
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\""), bytes[offset] != 0x0A {
      // A string that is being written has no end yet: what follows isn't part of it.
      if offset == place, !isPast, ",:}]".utf8.contains(bytes[offset]) { break }
      offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    offset = min(offset, bytes.count)
    let isClosed = offset < bytes.count && bytes[offset] == UInt8(ascii: "\"")
    let text = start + 1..<offset
    let isHere = !isPast && start < place && place <= offset
    if isClosed { offset += 1 }
    if isHere {
      note(start..<place, prefix: start + 1, isQuoted: true, end: offset)
      // What follows a key that is being written is another key, as long as it has no colon.
      if found?.position == .key, !isColon(after: offset) { return }
    } else if !isPast, offset >= place {
      isPast = true
    }
    take(text)
  }

  private mutating func scanWord(from start: Int) {
    while offset < bytes.count, !Self.endsWord(bytes[offset]) { offset += 1 }
    if !isPast, start < place, place <= offset {
      note(start..<place, prefix: start, isQuoted: false, end: offset)
    }
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "\""), 0x20, 0x09, 0x0A, 0x0D:
      true
    default: false
    }
  }

  /// Takes a string as a key or as a value.
  private mutating func take(_ text: Range<Int>) {
    guard let level = levels.last else { return }
    if level.expectsKey {
      members.append(JSONContext.Member(container: level.container, key: text))
      levels[levels.count - 1].key = text
      levels[levels.count - 1].expectsKey = false
    } else if let key = level.key, members.last?.key == key {
      members[members.count - 1].string = text
    }
  }

  /// The place is between words.
  private mutating func noteGap() {
    note(place..<place, prefix: place, isQuoted: false, end: place)
  }

  private mutating func note(_ word: Range<Int>, prefix: Int, isQuoted: Bool, end: Int) {
    isPast = true
    guard let level = levels.last else { return }
    found = Found(
      position: level.expectsKey ? .key : .value(key: level.key.map { text(at: $0) }),
      path: levels.dropLast().compactMap(token(of:)), chain: levels.map(\.container), word: word,
      prefix: String(decoding: bytes[min(prefix, place)..<place], as: UTF8.self),
      isQuoted: isQuoted, end: end)
  }

  /// The key or index that leads from a container on.
  private func token(of level: Level) -> String? {
    containers[level.container].isObject
      ? level.key.map { text(at: $0) } : String(level.index)
  }

  private func text(at range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }
}
