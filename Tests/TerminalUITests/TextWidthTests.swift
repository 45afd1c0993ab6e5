@testable import TerminalUI
import TestSupport
import Testing

struct TextWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한", 2),
    ("\u{1112}\u{1161}\u{11AB}", 2),
    ("😀", 2), ("👍🏽", 2), ("👨‍👩‍👧", 6), ("🇩🇪", 2), ("❤️", 1), ("①", 1), ("ｱ", 1), ("│", 1), ("…", 1),
    ("\u{1B}", 2), ("\u{202E}", 8), ("\u{E0041}", 9), ("नि", 2), ("ก็", 1),
  ])
  func `text takes the columns that terminals give it`(text: String, columns: Int) {
    #expect(TextWidth.columns(of: text) == columns)
  }

  @Test func `a text is as wide as its characters, its visible form and what is drawn of it`() {
    var generator = SeededGenerator(seed: 7)
    let interesting: [ClosedRange<UInt32>] = [
      0...0x7F, 0x80...0x36F, 0x1100...0x11FF, 0x200B...0x2060, 0x2600...0x27BF, 0x900...0x97F,
      0xFE00...0xFE0F, 0x1F1E0...0x1F64F, 0x4E00...0x4E20, 0xAC00...0xAC20, 0...0xFFFF,
      0x10000...0x10FFFF,
    ]
    for _ in 0..<3000 {
      var text = ""
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let range = interesting.randomElement(using: &generator) ?? 0...0x7F
        if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) {
          text.unicodeScalars.append(scalar)
        }
      }
      let columns = TextWidth.columns(of: text)
      let escaped = text.debugDescription
      #expect(text.reduce(0) { $0 + TextWidth.columns(of: $1) } == columns, "\(escaped)")
      #expect(TextWidth.columns(of: Neutralizer.visible(text)) == columns, "\(escaped)")
      var screen = Screen(Size(width: 80, height: 1))
      #expect(screen.put(text, x: 0, y: 0, style: .plain) == columns, "\(escaped)")
    }
  }

  @Test func `truncation keeps whole characters and says that it cut`() {
    #expect(TextWidth.truncated("workbench", to: 9) == "workbench")
    #expect(TextWidth.truncated("workbench", to: 5) == "work…")
    #expect(TextWidth.truncated("日本語", to: 6) == "日本語")
    #expect(TextWidth.truncated("日本語", to: 4) == "日…")
    #expect(TextWidth.truncated("日本語", to: 0) == "")
    #expect(TextWidth.prefix("e\u{301}te\u{301}", columns: 2) == "e\u{301}t")
  }
}

extension TextWidthTests {
  @Test func `the short cuts agree with the table`() {
    for value in 0x7F..<UInt32(0x20000) {
      let kind = CharacterKind(of: value)
      if kind != CharacterKind(searching: value) {
        Issue.record("U+\(String(value, radix: 16)): \(kind)")
      }
    }
  }
}
