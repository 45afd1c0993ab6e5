import TestSupport
import Testing

@testable import TerminalUI

private let start = "\u{1B}[200~"
private let end = "\u{1B}[201~"

@Suite struct InputDecoderPasteTests {
  @Test(arguments: [
    "", "hello", "two\rlines\n", "\u{1B}", "\u{1B}[A\u{3}\u{1B}[<0;1;1M", "\u{1B}[201", "\u{1B}[20",
    "\u{1B}\u{1B}[2", "héllo 😀", "\u{1B}]52;c;aGk=\u{7}", "\u{1B}[200", "\u{1B}[200~",
  ])
  func `what stands between the marks is one literal paste`(text: String) {
    expectEvents([.paste(text)], from: Array((start + text + end).utf8))
  }

  @Test func `keys before and after a paste are keys`() {
    expectEvents(
      [.key("a"), .paste("b"), .key("up"), .key("ctrl-c"), .key("escape")],
      from: Array("a\(start)b\(end)\u{1B}[A\u{3}\u{1B}".utf8))
  }

  @Test func `two pastes in a row are two`() {
    expectEvents(
      [.paste("a"), .paste(""), .paste("b")],
      from: Array("\(start)a\(end)\(start)\(end)\(start)b\(end)".utf8))
  }

  @Test func `a pasted end mark doesn't make keys of what follows it`() {
    for text in ["x\(end)rm -rf\r", "\(end)\r\(start)", "x\(end)\r\(start)y", "\(end)\r\(end)\r"] {
      expectEvents([.paste(text)], from: Array((start + text + end).utf8))
    }
  }

  @Test func `a start mark after a pasted end mark keeps the paste open over a pause`() {
    var decoder = InputDecoder()
    _ = decoder.append("\(start)x\(end)rm\r\(start)y".utf8)
    #expect(decoder.flush() == [])
    _ = decoder.append(end.utf8)
    #expect(decoder.flush() == [.paste("x\(end)rm\r\(start)y")])
  }

  @Test func `a paste is delivered after a pause`() {
    var decoder = InputDecoder()
    #expect(decoder.append("\(start)x\(end)".utf8) == [])
    #expect(decoder.isPending)
    #expect(decoder.flush() == [.paste("x")])
    #expect(!decoder.isPending)
  }

  @Test func `a slow paste waits for its end, whatever it holds`() {
    var decoder = InputDecoder()
    for part in ["\(start)ab", "\u{1B}[A", "\u{3}", "\u{1B}[20"] {
      #expect(decoder.append(part.utf8) == [])
      #expect(decoder.flush() == [])
      #expect(!decoder.isPending)
    }
    #expect(decoder.append("1~".utf8) == [])
    #expect(decoder.flush() == [.paste("ab\u{1B}[A\u{3}")])
  }

  @Test func `Escape alone ends a paste whose end never comes`() {
    var decoder = InputDecoder()
    _ = decoder.append("\(start)lost".utf8)
    #expect(decoder.flush() == [])
    #expect(decoder.append([0x1B]) == [])
    #expect(decoder.flush() == [.paste("lost")])
    #expect(decoder.isPending)
    #expect(decoder.flush() == [.key("escape")])
    #expect(decoder.append("x".utf8) == [.key("x")])
  }

  @Test func `a paste over the limit is dropped whole and reported`() {
    var decoder = InputDecoder()
    decoder.maximumPasteLength = 100
    _ = decoder.append("\(start)\(String(repeating: "a", count: 100))\(end)".utf8)
    #expect(decoder.flush() == [.paste(String(repeating: "a", count: 100))])
    for count in [101, 200_000] {
      _ = decoder.append("\(start)\(String(repeating: "a", count: count))\(end)".utf8)
      #expect(decoder.flush() == [.oversizedPaste(byteCount: count)])
      #expect(decoder.append("x".utf8) == [.key("x")])
    }
  }

  @Test func `two megabytes are pasted in one piece`() {
    let text = String(repeating: "0123456789", count: 200_000)
    var decoder = InputDecoder()
    let bytes = Array("\(start)\(text)\(end)".utf8)
    for chunk in stride(from: 0, to: bytes.count, by: 65_536) {
      #expect(decoder.append(bytes[chunk..<min(chunk + 65_536, bytes.count)]) == [])
    }
    #expect(decoder.flush() == [.paste(text)])
  }
}

@Suite struct InputDecoderFuzzTests {
  /// Pieces of real input, so that random input gets deep into the grammar.
  private static let pieces: [[UInt8]] =
    [
      "\u{1B}", "[", "O", "]", "P", "_", "\\", "M", "<", "?", ";", ":", "~", "$", "u", "R", "A",
      "m",
      "200~", "201~", "27;5;13~", "1;5", "9999999999999999999", start, end, "\u{7}", "\u{9B}", "é",
      "😀",
    ].map { Array($0.utf8) } + [[0x00], [0x18], [0x9B], [0x9D], [0xC3], [0xF0, 0x9F], [0xFF]]

  @Test(arguments: 0..<64 as Range<UInt64>)
  func `random input gives the same events however it's cut, and Escape still works`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    while bytes.count < 200 {
      if Int.random(in: 0..<4, using: &generator) == 0 {
        bytes.append(.random(in: .min ... .max, using: &generator))
      } else {
        bytes += Self.pieces.randomElement(using: &generator)!
      }
    }
    let results = chunkings(of: bytes, seed: seed).map { chunks in
      var decoder = InputDecoder()
      var events = chunks.flatMap { decoder.append($0) }
      for _ in 0..<50 where decoder.isPending { events += decoder.flush() }
      _ = decoder.append([0x1B])
      var last: [InputEvent] = []
      for _ in 0..<2 where decoder.isPending { last += decoder.flush() }
      #expect(last.last == .key("escape"))
      return events
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }
}
