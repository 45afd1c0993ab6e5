import JSON
import MessagesAPI
import Runs
import TerminalUI

/// What of an answer goes to standard output.
enum AnswerForm: String, Hashable, Sendable, CaseIterable {
  /// The text blocks as they grow.
  case text
  /// The whole message at the end.
  case json
  /// The bytes of the body.
  case events
  /// Nothing of the answer: the tokens are written where they are drawn.
  case sampling
}

/// Turns a growing answer into what is written next.
struct AnswerWriter: Sendable {
  private let form: AnswerForm
  private let isForTerminal: Bool
  /// How many bytes of each text block have been written.
  private var written: [Int: Int] = [:]
  private var lastBlock: Int?
  private var lastByte: UInt8?

  init(_ form: AnswerForm, isForTerminal: Bool = StandardStream.output.isTerminal) {
    self.form = form
    self.isForTerminal = isForTerminal
  }

  /// What this chunk, which the run has taken already, adds.
  mutating func progress(of run: Run, chunk: [UInt8]) -> [UInt8] {
    switch form {
    case .events: chunk
    case .text: newText(of: run)
    case .json, .sampling: []
    }
  }

  /// What is left at the end.
  mutating func rest(of run: Run) -> [UInt8] {
    switch form {
    case .events, .sampling:
      return []
    case .json:
      guard run.head?.isSuccess == true, !run.message.content.isEmpty || run.message.id != nil
      else { return [] }
      return run.message.json.encoded(.pretty) + [newline]
    case .text:
      let text = newText(of: run)
      return text + (lastByte == nil || lastByte == newline ? [] : [newline])
    }
  }

  private mutating func newText(of run: Run) -> [UInt8] {
    var bytes: [UInt8] = []
    for block in run.message.content where block.kind == .text {
      let fresh = block.textBytes.dropFirst(written[block.index] ?? 0)
      // A character that isn't whole yet waits for its rest.
      let whole = block.isStopped ? fresh : fresh.prefix(fresh.wholeCharacterCount)
      guard !whole.isEmpty else { continue }
      if let lastBlock, lastBlock != block.index, lastByte != newline { bytes.append(newline) }
      bytes += isForTerminal ? Self.visible(whole) : Array(whole)
      lastBlock = block.index
      lastByte = whole.last
      written[block.index, default: 0] += whole.count
    }
    return bytes
  }

  private static func visible(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let lines = bytes.split(separator: newline, omittingEmptySubsequences: false)
    return Array(
      lines.map { Neutralizer.visible(String(decoding: $0, as: UTF8.self)) }
        .joined(separator: "\n").utf8)
  }
}

private let newline = UInt8(ascii: "\n")

extension ArraySlice<UInt8> {
  /// How many bytes there are before a character of UTF-8 that has begun but not ended.
  fileprivate var wholeCharacterCount: Int {
    for (distance, byte) in reversed().prefix(4).enumerated() {
      if byte < 0x80 { return count }
      guard byte >= 0xC0 else { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
      return length > distance + 1 ? count - distance - 1 : count
    }
    return count
  }
}
