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

  @Test func `the size in pixels is read where the first bytes hold it`() throws {
    let gif = Array("GIF89a".utf8) + [0x80, 0x02, 0xE0, 0x01]
    let pixels = try #require(ImageFormat.gif.pixels(signature: gif))
    #expect(pixels == (640, 480))
    #expect(ImageFormat.gif.pixels(signature: gif.prefix(8)) == nil)
  }
}
