/// A key that has been looked up and found to be one. Never described.
struct Secret: Sendable, CustomStringConvertible, CustomReflectable {
  let text: String

  /// The longest key, in bytes.
  static let limit = 8192

  /// Checks what was found.
  ///
  /// Only visible ASCII is let through, so that a key can't end its header and begin another.
  init(_ bytes: some Collection<UInt8>) throws(CredentialError) {
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= Self.limit else { throw .tooLong(limit: Self.limit) }
    let text = String(decoding: bytes, as: UTF8.self)
    guard !text.lowercased().hasPrefix("bearer ") else { throw .schemePrefix }
    if let index = bytes.firstIndex(where: { !(0x21..<0x7F).contains($0) }) {
      throw .character(offset: bytes.distance(from: bytes.startIndex, to: index))
    }
    self.text = text
  }

  var description: String { "•••" }

  var customMirror: Mirror { Mirror(self, children: []) }
}
