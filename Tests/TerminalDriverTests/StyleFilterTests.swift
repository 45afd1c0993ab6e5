import TerminalUI
import TestSupport
import Testing

@testable import TerminalDriver

@Suite struct StyleFilterTests {
  private func reduced(_ frames: String...) -> [String] {
    var palette = Palette()
    _ = palette.number(of: .rgb(1, 2, 3))
    _ = palette.number(of: .rgb(40, 50, 60))
    var filter = StyleFilter()
    return frames.map {
      String(decoding: filter.reduce(Array($0.utf8), palette: palette), as: UTF8.self)
    }
  }

  @Test(arguments: [
    ("\u{1B}[38;5;16mx", "\u{1B}[0;38;2;1;2;3mx"),
    ("\u{1B}[1;38:5:17;48;5;16mx", "\u{1B}[0;1;38;2;40;50;60;48;2;1;2;3mx"),
    ("\u{1B}[38;5;18mx", "\u{1B}[0;38;5;18mx"), ("\u{1B}[38;2;7;8;9mx", "\u{1B}[0;38;2;7;8;9mx"),
    ("\u{1B}[38;5;9999999999999999999mx", "\u{1B}[0;38;5;9999999999999999999mx"),
    ("\u{1B}[mx", "\u{1B}[0mx"), ("\u{1B}[;;mx", "\u{1B}[0mx"),
  ])
  func `numbers of the palette become its colours`(text: String, expected: String) {
    #expect(reduced(text) == [expected])
  }

  @Test(arguments: [
    "38;5;16m and [38;5;16m are text", "\u{1B}[16;38;2H", "\u{1B}", "", "\u{1B}[0;10mx\u{F}",
    "\u{1B}[38;5m", "\u{1B}[?1049h\u{1B}[22;0;0t\u{1B}(0q",
    "\u{1B}(",
  ])
  func `everything else stays as it is`(text: String) {
    #expect(reduced(text) == [text])
  }

  @Test func `what changes nothing is left out, also from one frame to the next`() {
    let frames = reduced(
      "\u{1B}(B\u{1B}[m\u{1B}[31m\u{1B}[44ma\u{1B}[32m\u{1B}[44mb\u{1B}[39;49m\u{1B}(B\u{1B}[m\u{1B}[5;1H",
      "\u{1B}[?25l\u{1B}[32m\u{1B}[44mc\u{1B}[39;49m\u{1B}(B\u{1B}[m\r\u{1B}[3A",
      "\u{1B}[K\u{1B}[1m\u{1B}[2;2H\u{1B}[31md")
    #expect(
      frames == [
        "\u{1B}(B\u{1B}[0;31;44ma\u{1B}[32mb\u{1B}[5;1H", "\u{1B}[?25lc\r\u{1B}[3A",
        "\u{1B}[0m\u{1B}[K\u{1B}[2;2H\u{1B}[1;31md",
      ])
  }

  @Test func `a terminal that someone else had is told everything again`() {
    var filter = StyleFilter()
    #expect(filter.startOver() == [])
    _ = filter.reduce(Array("\u{1B}[31ma\u{1B}[m".utf8), palette: nil)
    #expect(filter.startOver() == Array("\u{1B}[0m".utf8))
    #expect(filter.reduce(Array("\u{1B}[mb".utf8), palette: nil) == Array("b".utf8))
  }

  @Test(arguments: 0..<50)
  func `every character looks as it was to look`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "\u{1B}[m", "\u{1B}[1m", "\u{1B}[0;1;4m", "\u{1B}[31m", "\u{1B}[48;5;200m", "\u{1B}[39;49m",
      "\u{1B}[38;2;1;2;3;7m", "\u{1B}[97;41m", "\u{1B}(B", "\u{1B}[3;4H", "\u{8}", "\u{1B}[K", "\n",
      "\u{1B}[5X", "x", "yz", "é", "\u{1B}[0;10m", "\u{1B}[?25h",
    ]
    var filter = StyleFilter()
    var (plain, filtered) = ("", "")
    for _ in 0..<20 {
      let frame = (0..<30).map { _ in pieces.randomElement(using: &generator)! }.joined()
      plain += frame
      filtered += String(
        decoding: filter.reduce(Array(frame.utf8), palette: nil), as: UTF8.self)
    }
    let (expected, found) = (looks(of: plain), looks(of: filtered))
    let difference = zip(expected, found).first { $0 != $1 }
    #expect(difference == nil && expected.count == found.count, "\(difference as Any)")
    #expect(filtered.utf8.count < plain.utf8.count + 200)
  }

  /// Everything but SGR, each with the look that it has.
  private func looks(of text: String) -> [String] {
    var (attributes, colors): (Set<Int>, [Int: [Int]]) = ([], [:])
    var result: [String] = []
    var rest = Substring(text)
    while let character = rest.first {
      guard rest.hasPrefix("\u{1B}[") else {
        rest.removeFirst()
        // What chooses the usual characters may be left out.
        if character == "\u{1B}" {
          rest.removeFirst(2)
        } else if character == "\u{8}" {
          result.append("back")
        } else {
          result.append(
            "\(character) \(attributes.sorted()) \(colors[38] ?? []) \(colors[48] ?? [])")
        }
        continue
      }
      let end = rest.dropFirst(2).firstIndex { $0.isLetter }!
      let sequence = rest[...end]
      rest = rest[end...].dropFirst()
      guard sequence.last == "m" else {
        // Only what erases has a look.
        let look = "KX".contains(sequence.last!) ? "\(colors[48] ?? [])" : ""
        result.append(String(sequence.dropFirst()) + look)
        continue
      }
      var numbers = sequence.dropFirst(2).dropLast().split(
        separator: ";", omittingEmptySubsequences: false
      ).map { Int($0) ?? 0 }[...]
      while let number = numbers.popFirst() {
        switch number {
        case 0: (attributes, colors) = ([], [:])
        case 1...9: attributes.insert(number)
        case 38, 48:
          let count = numbers.first == 5 ? 2 : 4
          colors[number] = Array(numbers.prefix(count))
          numbers = numbers.dropFirst(count)
        case 39, 49: colors[number - 1] = nil
        case 30...37, 90...97: colors[38] = [number]
        case 40...47, 100...107: colors[48] = [number]
        default: break
        }
      }
    }
    return result
  }
}
