/// The white space of an array or object as it was read, so that an edit leaves it around all else.
struct JSONSpacing {
  /// A member or element, and what stands around its parts.
  struct Item {
    /// White space before it, from the bracket or comma on.
    let lead: ArraySlice<UInt8>
    /// The key as it was written, quotes included; empty in an array.
    let key: ArraySlice<UInt8>
    /// The colon with the white space on both of its sides; empty in an array.
    let colon: ArraySlice<UInt8>
    /// White space after it, up to the comma or bracket.
    let trail: ArraySlice<UInt8>
  }

  let items: [Item]

  /// - Parameter bytes: A valid array or object, brackets included.
  init(of bytes: ArraySlice<UInt8>) {
    var scanner = Scanner(rest: bytes.dropFirst().dropLast())
    let isObject = bytes.first == UInt8(ascii: "{")
    var items: [Item] = []
    while !scanner.rest.isEmpty {
      let lead = scanner.takeWhiteSpace()
      guard !scanner.rest.isEmpty else { break }
      let key = isObject ? scanner.takeValue() : []
      let colon = isObject ? scanner.takeColon() : []
      _ = scanner.takeValue()
      items.append(Item(lead: lead, key: key, colon: colon, trail: scanner.takeWhiteSpace()))
      scanner.takeComma()
    }
    self.items = items
  }

  /// Which of the old items each of the new ones is: in an object by its key, in an array by its place.
  func origins(of items: [JSONWriter.Item]) -> [Int?] {
    var next = 0
    return items.enumerated().map { index, item in
      guard let key = item.key else { return index < self.items.count ? index : nil }
      let text = JSONWriter.write(.string(key), .compact)
      guard let match = self.items[next...].firstIndex(where: { $0.key.elementsEqual(text) })
      else { return nil }
      next = match + 1
      return match
    }
  }

  /// What stands before an item that has no origin: the line break and indentation of its neighbours.
  var commonLead: ArraySlice<UInt8>? {
    guard let lead = items.last?.lead, items.count > 1 || lead.contains(UInt8(ascii: "\n")) else {
      return nil
    }
    guard let feed = lead.lastIndex(of: UInt8(ascii: "\n")) else { return lead }
    let hasReturn = feed > lead.startIndex && lead[feed - 1] == UInt8(ascii: "\r")
    return lead[(hasReturn ? feed - 1 : feed)...]
  }

  /// Takes the parts of a text off its front, which is known to be right.
  private struct Scanner {
    var rest: ArraySlice<UInt8>

    mutating func takeWhiteSpace() -> ArraySlice<UInt8> { take { JSONParser.isWhiteSpace($0) } }

    mutating func takeColon() -> ArraySlice<UInt8> {
      take { JSONParser.isWhiteSpace($0) || $0 == UInt8(ascii: ":") }
    }

    mutating func takeComma() { rest = rest.dropFirst() }

    mutating func takeValue() -> ArraySlice<UInt8> {
      var depth = 0
      var index = rest.startIndex
      scan: while index < rest.endIndex {
        switch rest[index] {
        case UInt8(ascii: "\""):
          index += 1
          while rest[index] != UInt8(ascii: "\"") {
            index += rest[index] == UInt8(ascii: "\\") ? 2 : 1
          }
        case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
        case UInt8(ascii: ","), UInt8(ascii: ":"): if depth == 0 { break scan }
        case let byte: if depth == 0, JSONParser.isWhiteSpace(byte) { break scan }
        }
        index += 1
      }
      defer { rest = rest[index...] }
      return rest[..<index]
    }

    private mutating func take(while isPart: (UInt8) -> Bool) -> ArraySlice<UInt8> {
      let part = rest.prefix(while: isPart)
      rest = rest[part.endIndex...]
      return part
    }
  }
}
