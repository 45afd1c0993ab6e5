import TestSupport
import Testing

@testable import TerminalUI

@Suite struct LineBufferTests {
  /// Line ends that meet, and what joins with what stands beside it.
  private static let pieces = [
    "a", "\n", "\r", "\r\n", "\u{301}", "bc\n", "\n\n", "漢\r\n", "\r\r", "",
  ]

  private func text(_ count: Int, using generator: inout SeededGenerator) -> String {
    (0..<count).map { _ in Self.pieces.randomElement(using: &generator)! }.joined()
  }

  /// The bounds of scalars, where edits may begin and end.
  private func bounds(of text: String) -> [Int] {
    text.unicodeScalars.indices.map { text.utf8.distance(from: text.startIndex, to: $0) }
      + [text.utf8.count]
  }

  private func check(_ buffer: LineBuffer, _ text: String) {
    let fresh = LineBuffer(text, isSingleLine: buffer.isSingleLine)
    #expect(Array(buffer.text.utf8) == Array(text.utf8))
    #expect(buffer.byteCount == text.utf8.count)
    let lines = buffer.blocks.flatMap(\.lines)
    #expect(lines.map { Array($0.utf8) } == fresh.blocks.flatMap(\.lines).map { Array($0.utf8) })
    #expect(buffer.count == lines.count)
    for line in stride(from: 0, to: lines.count, by: 100) {
      let place = TextEditor.Location(line: line, offset: 0)
      #expect(buffer[line] == lines[line])
      #expect(buffer.byteOffset(of: place) == fresh.byteOffset(of: place))
    }
    let lengths = buffer.blocks.map(\.lines.count)
    #expect(lengths.allSatisfy { $0 <= LineBuffer.blockLengths.upperBound }, "\(lengths)")
    #expect(
      lengths.count == 1 || lengths.allSatisfy { $0 >= LineBuffer.blockLengths.lowerBound },
      "\(lengths)")
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `any edits give the text that they give a string`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var model = text(seed % 2 == 0 ? 1_500 : 40, using: &generator)
    var buffer = LineBuffer(model, isSingleLine: seed % 10 == 9)
    check(buffer, model)
    for _ in 0..<12 {
      let bounds = bounds(of: model)
      let length = [0, 1, 5, 700].randomElement(using: &generator)!
      let start = Int.random(in: bounds.indices, using: &generator)
      let end = Int.random(in: start...min(start + length, bounds.count - 1), using: &generator)
      let range = bounds[start]..<bounds[end]
      let new = text([0, 1, 3, 900].randomElement(using: &generator)!, using: &generator)
      let places =
        buffer.location(ofByte: range.lowerBound)..<buffer.location(ofByte: range.upperBound)
      let after = buffer.replace(places, with: new)
      model.replaceUTF8(range, with: new)
      #expect(buffer.byteOffset(of: after) == range.lowerBound + new.utf8.count)
      check(buffer, model)
    }
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `many edits at once are the same as one after the other`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var model = text(seed % 2 == 0 ? 1_500 : 40, using: &generator)
    var buffer = LineBuffer(model, isSingleLine: seed % 10 == 9)
    let ends = bounds(of: model).filter { _ in Int.random(in: 0..<4, using: &generator) == 0 }
    let parts = stride(from: 0, to: ends.count - 1, by: 2).map { index in
      (range: ends[index]..<ends[index + 1], text: text(index % 3, using: &generator))
    }
    buffer.replace(parts)
    for part in parts.reversed() { model.replaceUTF8(part.range, with: part.text) }
    check(buffer, model)
  }

  @Test func `new lines one by one leave blocks of some length, and so does deleting them`() {
    var buffer = LineBuffer(String(repeating: "x\n", count: 255), isSingleLine: false)
    #expect(buffer.blocks.count == 1)
    let place = TextEditor.Location(line: 100, offset: 0)
    for _ in 0..<4_000 { _ = buffer.replace(place..<place, with: "\r\n") }
    check(buffer, buffer.text)
    #expect(buffer.count == 4_256)
    #expect(buffer.blocks.count <= 34)
    for _ in 0..<4_000 {
      let next = TextEditor.Location(line: 101, offset: 0)
      _ = buffer.replace(place..<next, with: "")
    }
    check(buffer, String(repeating: "x\n", count: 255))
    #expect(buffer.blocks.count <= 4)
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `line ends that replace all commas of a long text make no more blocks than it takes`(
    end: String
  ) {
    let text = String(repeating: "a, b, c\(end)", count: 4_000)
    var editor = TextEditor(text: text)
    editor.moveCursor(to: TextEditor.Location(line: 2_000, offset: 4))
    #expect(editor.apply(.replaceAll(",", with: ",\(end)")) == .replaced(8_000))
    check(editor.buffer, String(repeating: "a,\(end) b,\(end) c\(end)", count: 4_000))
    #expect(editor.cursor == TextEditor.Location(line: 6_001, offset: 2))
    #expect(editor.apply(.undo) == .edited)
    #expect(!editor.canUndo)
    check(editor.buffer, text)
    #expect(editor.cursor == TextEditor.Location(line: 2_000, offset: 4))
    #expect(editor.apply(.redo) == .edited)
    check(editor.buffer, String(repeating: "a,\(end) b,\(end) c\(end)", count: 4_000))
  }
}
