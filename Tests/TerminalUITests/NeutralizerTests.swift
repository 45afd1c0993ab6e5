import TerminalUI
import TestSupport
import Testing

struct NeutralizerTests {
  @Test(arguments: [
    ("plain text", "plain text"),
    ("\u{1B}]0;title\u{07}", "^[]0;title^G"),
    ("a\u{8}b\rc\td\ne\0f\u{7F}", "a^Hb^Mc^Id^Je^@f^?"),
    ("\u{9B}31m", "<U+009B>31m"),
    ("rm \u{202E}fdp.exe", "rm <U+202E>fdp.exe"),
    ("a\u{200B}b\u{FEFF}c\u{2060}d", "a<U+200B>b<U+FEFF>c<U+2060>d"),
    ("hi\u{E0041}\u{E007F}", "hi<U+E0041><U+E007F>"),
    ("\u{301}e\u{301}", "<U+0301>e\u{301}"),
    ("x\u{FE0F}", "x<U+FE0F>"),
    ("\u{2028}\u{378}\u{3164}", "<U+2028><U+0378><U+3164>"),
    ("\u{10FFFF}", "<U+10FFFF>"),
    ("日本語 Ünïcödé", "日本語 Ünïcödé"),
  ])
  func `what a terminal would obey or hide becomes visible`(text: String, visible: String) {
    #expect(Neutralizer.visible(text) == visible)
    #expect(Neutralizer.visible(visible) == visible)
    #expect(Neutralizer.isClean(text) == (text == visible))
  }

  @Test(arguments: [
    ("a\nb\n", "a\nb\n"), ("a\r\nb\r\n\r\n", "a\nb\n\n"), ("a\rb\r", "a^Mb^M"),
    ("a\r\r\nb", "a^M\nb"), ("a\tb\t\u{301}c", "a\tb\t<U+0301>c"), ("\u{1B}[m\r\n\0", "^[[m\n^@"),
  ])
  func `line ends and tabs of a long text stay`(text: String, visible: String) {
    #expect(Neutralizer.visibleLines(text) == visible)
  }

  @Test(arguments: [
    ("❤️", "❤"), ("1️⃣", "1⃣"), ("👍🏽", "👍"), ("👩‍🚀", "👩🚀"), ("🇯🇵", "JP"), ("❤️‍🔥", "❤🔥"),
    ("👍\u{200D}\u{200D}", "👍<U+200D>"), ("a🏽", "a<U+1F3FD>"),
  ])
  func `an emoji sequence is drawn as its members`(text: String, visible: String) {
    #expect(Neutralizer.visible(text) == visible)
  }

  @Test func `no scalar leaves a control or format character behind`() {
    // The planes between hold nothing assigned but ideographs.
    for value in [0..<0x20000, 0xE0000..<0xE0200, 0x10FF00..<0x110000 as Range<UInt32>].joined() {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for drawn in Neutralizer.visible("😀\(scalar)").unicodeScalars where !drawn.isASCII {
        switch drawn.properties.generalCategory {
        case .control, .format, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator:
          Issue.record("U+\(String(value, radix: 16)) is drawn as it is")
        default: break
        }
      }
    }
  }
}
