import Glibc

extension Terminal {
  /// The most bytes that `copy` sends; many terminals take no more.
  public static let clipboardLimit = 74_994 / 4 * 3

  /// Puts text on the clipboard of the terminal, by its control sequence 52, and tells whether it was
  /// sent: it isn't to a console that has no clipboard. Whether others obey can't be known.
  @discardableResult
  public func copy(_ text: [UInt8]) -> Bool {
    if text.count > Terminal.clipboardLimit || !hasClipboard { return false }
    let sequence = "\u{1B}]52;c;\(base64(text))\u{7}"
    write(isInScreen ? Self.passedThroughScreen(sequence) : sequence)
    return true
  }

  /// What makes GNU screen hand a sequence on to the terminal around it, which it does in short pieces.
  static func passedThroughScreen(_ sequence: String) -> String {
    var (result, rest) = ("", Substring(sequence))
    while !rest.isEmpty {
      result += "\u{1B}P\(rest.prefix(256))\u{1B}\\"
      rest = rest.dropFirst(256)
    }
    return result
  }
}

/// RFC 4648, section 4.
func base64(_ bytes: [UInt8]) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  text.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.count)]
    var word = group.reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
    word <<= 8 * UInt32(3 - group.count)
    for place in 0..<4 {
      let isFilled = place <= group.count
      text.append(
        isFilled ? alphabet[Int(word >> (18 - 6 * UInt32(place)) & 63)] : UInt8(ascii: "="))
    }
  }
  return String(decoding: text, as: UTF8.self)
}
