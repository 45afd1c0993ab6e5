import MessagesAPI
import TestSupport
import Testing

@Suite struct ImageFormatTests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `bytes are put in base64`(text: String, encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
    #expect(Base64.byteCount(of: encoded) == text.utf8.count)
    #expect(Base64.prefix(of: encoded, count: 99) == Array(text.utf8))
    #expect(Base64.prefix(of: encoded, count: 2) == Array(text.utf8.prefix(2)))
  }

  @Test func `random bytes come back`() {
    var generator = SeededGenerator(seed: 4)
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(Base64.prefix(of: Base64.encode(bytes), count: count) == bytes)
    }
  }

  @Test(
    arguments: [
      ([0xFF, 0xD8, 0xFF, 0xE0], ImageFormat.jpeg), (Array("GIF87a".utf8), .gif),
      (Array("RIFF0000WEBPVP8 ".utf8), .webp), (Array("RIFF0000WAVE".utf8), nil), ([], nil),
      ([0x89, 0x50], nil),
    ] as [([UInt8], ImageFormat?)])
  func `an image is recognised by its first bytes`(bytes: [UInt8], format: ImageFormat?) {
    #expect(ImageFormat(signature: bytes) == format)
  }

  /// Images of 321 by 7 pixels, but for the first.
  @Test(
    arguments: [
      (.gif, Array("GIF89a".utf8) + [0x80, 0x02, 0xE0, 0x01], "640×480"),
      (.gif, Array("GIF89a".utf8) + [0x80, 0x02], nil),
      (.png, [UInt8](repeating: 0, count: 16) + [0, 0, 1, 0x41, 0, 0, 0, 7], "321×7"),
      // A segment, a table that the frame's marker resembles, fill bytes, and a progressive frame.
      (
        .jpeg,
        [
          0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC4, 0, 3, 9, 0xFF, 0xFF, 0xC2, 0, 17, 8, 0, 7,
          1, 0x41,
        ],
        "321×7"
      ),
      (.jpeg, [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0xFF, 0xC0], nil),
      (.jpeg, [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8], nil),
      (
        .webp,
        Array("RIFF....WEBPVP8 ....".utf8) + [0x10, 4, 0, 0x9D, 1, 0x2A, 0x41, 1, 7, 0], "321×7"
      ),
      (.webp, Array("RIFF....WEBPVP8L....".utf8) + [0x2F, 0x40, 0x81, 1, 0, 7], "321×7"),
      (
        .webp, Array("RIFF....WEBPVP8X....".utf8) + [8, 0, 0, 0, 0x40, 1, 0, 6, 0, 0], "321×7"
      ),
      (.webp, Array("RIFF....WEBPABCD....".utf8), nil),
    ] as [(ImageFormat, [UInt8], String?)])
  func `the size in pixels is read from the first bytes`(
    format: ImageFormat, head: [UInt8], size: String?
  ) {
    #expect(format.pixels(head: head).map { "\($0.width)×\($0.height)" } == size)
  }
}
