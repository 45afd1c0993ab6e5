/// A kind of image that a request can hold, recognised by its first bytes and never by a file's name.
public enum ImageFormat: String, Hashable, Sendable, CaseIterable {
  case png, jpeg, gif, webp

  /// How many bytes from the start are enough to recognise an image.
  public static let signatureLength = 30
  /// How many bytes from the start tell the pixels of nearly every image of the format: a photo may begin
  /// with a preview.
  public var headLength: Int { self == .jpeg ? 64 << 10 : Self.signatureLength }

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

  /// The columns and rows of pixels; nil when the first bytes don't tell.
  ///
  /// ISO 15948 (PNG), GIF89a, ITU-T T.81 (JPEG), RFC 9649 (WebP).
  public func pixels(head: some Collection<UInt8>) -> (width: Int, height: Int)? {
    let head = Head(bytes: Array(head.prefix(headLength)))
    let size: (width: Int?, height: Int?) =
      switch self {
      case .png: (head.number(16, 17, 18, 19), head.number(20, 21, 22, 23))
      case .gif: (head.number(7, 6), head.number(9, 8))
      case .jpeg:
        head.frameOfJPEG.map { (head.number($0 + 7, $0 + 8), head.number($0 + 5, $0 + 6)) } ?? (
          nil, nil
        )
      case .webp: head.sizeOfWebP
      }
    guard let width = size.width, let height = size.height, width > 0, height > 0 else {
      return nil
    }
    return (width, height)
  }

  /// The first bytes of an image.
  private struct Head {
    let bytes: [UInt8]

    /// The number that the bytes at these places make, the highest first; nil beyond the end.
    func number(_ offsets: Int...) -> Int? {
      guard offsets.allSatisfy(bytes.indices.contains) else { return nil }
      return offsets.reduce(0) { $0 << 8 | Int(bytes[$1]) }
    }

    /// Where the header of a JPEG's frame begins, with its marker: behind segments that tell their lengths.
    var frameOfJPEG: Int? {
      var place = 2
      while let marker = number(place, place + 1), marker >> 8 == 0xFF {
        switch marker & 0xFF {
        case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker & 0xFF): return place
        case 0x01, 0xD0...0xD8: place += 2
        case 0xFF: place += 1
        default:
          guard let length = number(place + 2, place + 3), length >= 2 else { return nil }
          place += 2 + length
        }
      }
      return nil
    }

    /// By the kind of the first chunk: lossy, lossless or extended.
    var sizeOfWebP: (width: Int?, height: Int?) {
      switch number(12, 13, 14, 15) {
      case 0x5650_3820: (number(27, 26).map { $0 & 0x3FFF }, number(29, 28).map { $0 & 0x3FFF })
      case 0x5650_384C:
        (
          number(22, 21).map { ($0 & 0x3FFF) + 1 },
          number(24, 23, 22).map { ($0 >> 6 & 0x3FFF) + 1 }
        )
      case 0x5650_3858: (number(26, 25, 24).map { $0 + 1 }, number(29, 28, 27).map { $0 + 1 })
      default: (nil, nil)
      }
    }
  }
}

/// Bytes as text of 64 characters.
///
/// RFC 4648, section 4.
public enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// What each character stands for; 64 for one that stands for nothing.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 64, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()

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
    bytes.reserveCapacity(count)
    var (bits, held) = (UInt32(0), 0)
    for character in text.utf8 {
      let value = values[Int(character)]
      guard bytes.count < count, value < 64 else { break }
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
