/// A kind of image that a request can hold, recognised by its first bytes and never by a file's name.
public enum ImageFormat: String, Hashable, Sendable, CaseIterable {
  case png, jpeg, gif, webp

  /// How many bytes from the start are enough to recognise an image.
  public static let signatureLength = 30

  /// The format of an image that begins with these bytes; nil when it is none that is known.
  public init?(signature bytes: some Collection<UInt8>) {
    func begins(_ signature: [UInt8], at offset: Int = 0) -> Bool {
      bytes.dropFirst(offset).starts(with: signature)
    }
    if begins([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if begins([0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if begins(Array("GIF87a".utf8)) || begins(Array("GIF89a".utf8)) {
      self = .gif
    } else if begins(Array("RIFF".utf8)), begins(Array("WEBP".utf8), at: 8) {
      self = .webp
    } else {
      return nil
    }
  }

  /// The value of `media_type`.
  public var mediaType: String { "image/" + rawValue }

  /// The columns and rows of pixels, where the first bytes of the format tell them.
  public func pixels(signature bytes: some Collection<UInt8>) -> (width: Int, height: Int)? {
    let bytes = Array(bytes.prefix(Self.signatureLength))
    func number(_ offsets: [Int]) -> Int? {
      guard offsets.allSatisfy(bytes.indices.contains) else { return nil }
      return offsets.reduce(0) { $0 << 8 | Int(bytes[$1]) }
    }
    let pair: (Int?, Int?)
    switch self {
    case .png: pair = (number([16, 17, 18, 19]), number([20, 21, 22, 23]))
    case .gif: pair = (number([7, 6]), number([9, 8]))
    case .jpeg, .webp: return nil
    }
    guard let width = pair.0, let height = pair.1 else { return nil }
    return (width, height)
  }
}

/// Bytes as text of 64 characters.
///
/// RFC 4648, section 4.
public enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The text of bytes, padded, in one line.
  public static func encode(_ bytes: [UInt8]) -> String {
    let length = (bytes.count + 2) / 3 * 4
    return String(unsafeUninitializedCapacity: length) { text in
      var target = 0
      var index = 0
      while index < bytes.count {
        let rest = bytes.count - index
        let group =
          UInt32(bytes[index]) << 16 | (rest > 1 ? UInt32(bytes[index + 1]) << 8 : 0)
          | (rest > 2 ? UInt32(bytes[index + 2]) : 0)
        text[target] = alphabet[Int(group >> 18)]
        text[target + 1] = alphabet[Int(group >> 12 & 63)]
        text[target + 2] = rest > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "=")
        text[target + 3] = rest > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "=")
        target += 4
        index += 3
      }
      return length
    }
  }

  /// The number of bytes that a well-formed text stands for.
  public static func byteCount(of text: String) -> Int {
    text.utf8.count / 4 * 3 - text.utf8.suffix(2).count { $0 == UInt8(ascii: "=") }
  }

  /// The first bytes that a text stands for, as far as it is well-formed.
  public static func prefix(of text: String, count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var (bits, held) = (UInt32(0), 0)
    for character in text.utf8 {
      guard bytes.count < count, let value = alphabet.firstIndex(of: character) else { break }
      bits = bits << 6 | UInt32(value)
      held += 6
      if held >= 8 {
        held -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
      }
    }
    return bytes
  }
}
