import Runs

/// Replaces a key that a server sends back by dots of the same length, so that it is neither shown
/// nor kept.
struct SecretMask: Sendable {
  private let secret: [UInt8]
  /// The end of the last chunk, when the key may begin in it.
  private var held: [UInt8] = []

  /// Keys as short as this are guesses of a test server's, and words of any text.
  private static let shortest = 8

  init(_ secret: Secret) {
    self.secret = Array(secret.text.utf8)
  }

  /// The header with the key in its value hidden.
  func hidden(_ header: HTTPHeader) -> HTTPHeader {
    var mask = self
    let bytes = mask.append(Array(header.value.utf8)) + mask.finish()
    return HTTPHeader(header.name, String(decoding: bytes, as: UTF8.self))
  }

  /// What can be handed on after this chunk: all of it, but for an end that may be the beginning of
  /// the key.
  mutating func append(_ chunk: [UInt8]) -> [UInt8] {
    guard secret.count >= Self.shortest else { return chunk }
    var bytes = held + chunk
    held = []
    var index = 0
    while let start = bytes[index...].firstIndex(of: secret[0]) {
      let rest = bytes[start...]
      if rest.starts(with: secret) {
        for position in start..<start + secret.count { bytes[position] = UInt8(ascii: "*") }
        index = start + secret.count
      } else if secret.starts(with: rest) {
        held = Array(rest)
        bytes.removeLast(rest.count)
        break
      } else {
        index = start + 1
      }
    }
    return bytes
  }

  /// What was held back, once nothing more can come.
  mutating func finish() -> [UInt8] {
    defer { held = [] }
    return held
  }
}
