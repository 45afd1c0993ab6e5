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
  private var written: [Name: Int] = [:]
  private var lastBlock: Name?
  /// So many blocks at the start are written as a whole.
  private var settledCount = 0
  private var lastByte: UInt8?

  /// What tells blocks apart, though servers may give two the same index and send them in any order.
  private struct Name: Hashable {
    let index: Int
    /// How many blocks with the same index stand before it.
    let repetition: Int

    init(_ position: Int, in blocks: [ContentBlock]) {
      let index = blocks[position].index
      self.index = index
      repetition = blocks[..<position].reversed().prefix { $0.index == index }.count
    }
  }

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
      // Blocks that came late may stand before those that were written.
      settledCount = 0
      let text = newText(of: run)
      return text + (lastByte == nil || lastByte == newline ? [] : [newline])
    }
  }

  private mutating func newText(of run: Run) -> [UInt8] {
    var bytes: [UInt8] = []
    let blocks = run.message.content
    for position in blocks.indices.dropFirst(settledCount) {
      let block = blocks[position]
      if block.isStopped, position == settledCount { settledCount += 1 }
      guard block.kind == .text else { continue }
      let name = Name(position, in: blocks)
      let fresh = block.textBytes.dropFirst(written[name] ?? 0)
      // A character that isn't whole yet waits for its rest.
      let whole = block.isStopped ? fresh : fresh.prefix(fresh.wholeCharacterCount)
      guard !whole.isEmpty else { continue }
      if let lastBlock, lastBlock != name, lastByte != newline { bytes.append(newline) }
      bytes += isForTerminal ? Self.visible(whole) : Array(whole)
      lastBlock = name
      lastByte = whole.last
      written[name, default: 0] += whole.count
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
