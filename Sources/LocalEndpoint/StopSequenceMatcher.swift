/// Finds the first stop sequence in text that arrives in pieces.
///
/// Text that may still turn out to be the beginning of a stop sequence is held back; all other text
/// is handed on at once. How the text is cut into pieces doesn't change the outcome. Sequences are
/// compared byte by byte. When two end at the same byte the longer one counts.
struct StopSequenceMatcher: Sendable {
  private let sequences: [[UInt8]]
  private var held: [UInt8] = []

  /// The stop sequence that was found. Nothing is handed on after it.
  private(set) var match: String?

  /// Makes a matcher. Empty sequences match nothing.
  init(_ sequences: [String]) {
    self.sequences = sequences.filter { !$0.isEmpty }.map { Array($0.utf8) }
  }

  /// Takes the next piece and returns the text that can be handed on.
  mutating func append(_ piece: String) -> String {
    guard match == nil else { return "" }
    if sequences.isEmpty { return piece }
    // A match ends in the new piece, since one that ended earlier was found earlier.
    for byte in piece.utf8 {
      held.append(byte)
      guard let sequence = longest(where: { held.ends(with: $0) }) else { continue }
      match = String(decoding: sequence, as: UTF8.self)
      return release(held.count - sequence.count)
    }
    return release(held.count - lengthOfPossibleBeginning)
  }

  /// Returns what is held back, because no more text follows.
  mutating func finish() -> String { match == nil ? release(held.count) : "" }

  private mutating func release(_ count: Int) -> String {
    defer { held.removeFirst(count) }
    return String(decoding: held[..<count], as: UTF8.self)
  }

  /// The length of the longest end of the held text that a stop sequence begins with.
  private var lengthOfPossibleBeginning: Int {
    let longest = sequences.map(\.count).max() ?? 0
    let lengths = stride(from: min(longest - 1, held.count), to: 0, by: -1)
    return lengths.first { length in
      sequences.contains { $0.count > length && $0.starts(with: held.suffix(length)) }
    } ?? 0
  }

  private func longest(where isMatch: ([UInt8]) -> Bool) -> [UInt8]? {
    sequences.filter(isMatch).max { $0.count < $1.count }
  }
}

extension Array where Element: Equatable {
  fileprivate func ends(with other: [Element]) -> Bool { suffix(other.count).elementsEqual(other) }
}
