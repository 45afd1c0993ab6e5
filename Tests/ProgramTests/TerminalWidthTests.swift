import Glibc
import TerminalUI
import TestSupport
import Testing

/// Whether text takes the columns on a terminal that `TextWidth` says.
///
/// tmux is the terminal: it is told the text as a `Screen` would draw it, and asked where its cursor is
/// (DSR 6). What isn't drawn as itself, such as emoji sequences and flags, is drawn as its members.
@Suite struct TerminalWidthTests {
  /// What terminals and programs are known to disagree about.
  private static let chosen: [String] = [
    "", "abc", "é", "e\u{301}", "e\u{301}\u{308}\u{323}", "日本語", "한국어", "\u{1112}\u{1161}\u{11AB}",
    "\u{1161}", "\u{11AB}x", "\u{1100}\u{1100}\u{1161}", "가\u{11A8}", "😀", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🏴‍☠️",
    "🇩🇪", "🇩🇪🇫", "❤️", "❤", "☎️", "☎︎", "1️⃣", "#️⃣", "©️", "™", "①", "㊙️", "ｱｲｳ", "Ａ１", "│┃━", "▁▂▃",
    "…", "—", "·", "×", "±", "α", "Ж", "ﬁ", "ﷺ", "\u{1B}[31m", "\u{9B}31m", "\u{7F}", "\u{0}",
    "a\tb",
    "\u{202E}abc", "\u{2066}x\u{2069}", "\u{200B}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{AD}",
    "\u{E0041}", "\u{E0001}", "\u{FE0F}", "\u{20E3}", "\u{301}", "नि", "क्षि", "ก็", "กำ", "ນ້ຳ", "བོད",
    "العربية", "لا", "עִבְרִית", "தமிழ்", "മലയാളം", "ภาษาไทย", "မြန်မာ", "ខ្មែរ", "𝒳𝓎", "𐍈", "𓀀", "𠜎",
    "🀄", "🃏", "\u{1F3FB}", "👩🏽‍🚀", "🧑‍🤝‍🧑", "🫠", "🪿", "\u{1FAE9}", "\u{E000}", "\u{F8FF}", "\u{FFFD}",
    "\u{FFFE}", "\u{10FFFF}", "\u{378}", "Z̸̡̢͇͎a̷̛͚l̵͠g̶̃o̷", "￥", "〜", "〰️", "⚡", "⌚", "⏩", "☕", "♈",
    "⛄", "✅", "❌", "❓", "➕", "⬛", "⭐", "⬆️", "↔️", "\u{3000}", "\u{A0}", "\u{1680}", "\u{2003}",
    "\u{2028}",
    "꧁꧂", "ཀྵ", "𑀓𑁆", "\u{115F}", "\u{1160}", "\u{3164}", "\u{FFA0}", "\u{17B4}", "\u{2E3B}",
    "\u{FDFD}",
  ]

  private static let ranges: [ClosedRange<UInt32>] = [
    0...0xFF, 0x250...0x36F, 0x483...0x489, 0x590...0x6FF, 0x900...0xDFF, 0xE00...0xFFF,
    0x1000...0x11FF, 0x1780...0x17FF, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x2000...0x206F,
    0x20D0...0x20FF, 0x2190...0x23FF, 0x2460...0x27BF, 0x2900...0x2BFF, 0x2E80...0x303F,
    0x3040...0x33FF, 0x4DC0...0x4DFF, 0x4E00...0x4E40, 0xA000...0xA4CF, 0xA960...0xA97F,
    0xAC00...0xAC40, 0xD7B0...0xD7FF, 0xE000...0xE010, 0xF900...0xFB06, 0xFE00...0xFE6F,
    0xFF00...0xFFFF, 0x10000...0x1FFFF, 0x1F000...0x1FAFF, 0x20000...0x3FFFF, 0xE0000...0xE01EF,
  ]

  /// Two thousand texts: the chosen ones, and random ones of up to six scalars from hard blocks.
  private static let texts: [String] = {
    var generator = SeededGenerator(seed: 11)
    var texts = chosen + chosen.map { "a\($0)b" }
    let joiners: [Unicode.Scalar] = ["\u{200D}", "\u{FE0F}", "\u{301}", "\u{1F3FD}", "\u{20E3}"]
    while texts.count < 2000 {
      var text = ""
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let range = ranges.randomElement(using: &generator) ?? 0...0x7F
        let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator))
        if let scalar { text.unicodeScalars.append(scalar) }
        if Int.random(in: 0..<3, using: &generator) == 0 {
          text.unicodeScalars.append(joiners.randomElement(using: &generator) ?? "a")
        }
      }
      texts.append(text)
    }
    return texts
  }()

  @Test func `two thousand hard texts take the columns that a terminal's cursor says`() throws {
    let columns = try columnsInTerminal(Self.texts.map { Neutralizer.visible($0) })
    try #require(columns.count == Self.texts.count)
    for (text, shown) in zip(Self.texts, columns) where TextWidth.columns(of: text) != shown {
      let scalars = text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
      Issue.record("\(scalars): \(TextWidth.columns(of: text)) here, \(shown) in the terminal")
    }
  }

  /// Prints each text at the left edge and asks for the cursor's column.
  private func columnsInTerminal(_ texts: [String]) throws -> [Int] {
    let folder = TemporaryFolder()
    let payload = texts.map { "\r\u{1B}[K\($0)\u{1B}[6n" }.joined()
    folder.write("payload", Array(payload.utf8))
    let script = """
      stty raw -echo
      cat < /dev/tty > \(folder.path)/replies &
      cat \(folder.path)/payload
      sleep 600
      """
    folder.write("script", Array(script.utf8))
    let socket = "workbench-width-\(getpid())"
    let tmux = "env -u TMUX LC_ALL=C.UTF-8 tmux -L \(socket) "
    system(tmux + "-f /dev/null new-session -d -x 200 -y 10 'sh \(folder.path)/script'")
    defer { system(tmux + "kill-server 2>/dev/null") }
    for _ in 0..<2400 {
      let replies = folder.read("replies") ?? []
      if replies.count(where: { $0 == UInt8(ascii: "R") }) == texts.count {
        return String(decoding: replies, as: UTF8.self).split(separator: "R").map { reply in
          reply.split(separator: ";").last.flatMap { Int($0) }.map { $0 - 1 } ?? -1
        }
      }
      usleep(50_000)
    }
    return []
  }
}
