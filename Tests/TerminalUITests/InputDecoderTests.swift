import TerminalUI
import TestSupport
import Testing

@Suite struct InputDecoderTests {
  @Test(
    arguments: [
      ("plain text", "hé€😀", ["h", "é", "€", "😀"]),
      ("upper case", "G?", ["G", "?"]),
      (
        "controls", "\u{0}\u{1}\u{8}\t\n\r\u{1C}\u{1D}\u{1E}\u{1F}\u{7F}",
        [
          "ctrl-space", "ctrl-a", "backspace", "tab", "ctrl-j", "enter", "ctrl-\\", "ctrl-]",
          "ctrl-^", "ctrl-_", "backspace",
        ]
      ),
      (
        "Alt", "\u{1B}a\u{1B}Z\u{1B}é\u{1B}\r\u{1B}\u{7F}\u{1B}\u{3}",
        ["alt-a", "alt-shift-z", "alt-é", "alt-enter", "alt-backspace", "ctrl-alt-c"]
      ),
      (
        "xterm arrows", "\u{1B}[A\u{1B}OB\u{1B}[1;5C\u{1B}[1;2D\u{1B}[1;8A",
        ["up", "down", "ctrl-right", "shift-left", "ctrl-alt-shift-up"]
      ),
      (
        "xterm editing keys", "\u{1B}[H\u{1B}OF\u{1B}[2~\u{1B}[3;5~\u{1B}[5~\u{1B}[6;2~\u{1B}[1;5H",
        ["home", "end", "insert", "ctrl-delete", "pageup", "shift-pagedown", "ctrl-home"]
      ),
      (
        "xterm function keys",
        "\u{1B}OP\u{1B}OS\u{1B}[15~\u{1B}[24~\u{1B}[1;2Q\u{1B}[1;5R\u{1B}[15;3~",
        ["f1", "f4", "f5", "f12", "shift-f2", "ctrl-f3", "alt-f5"]
      ),
      ("shift-tab", "\u{1B}[Z\u{1B}\u{1B}[Z", ["shift-tab", "alt-shift-tab"]),
      (
        "rxvt",
        "\u{1B}[7~\u{1B}[8~\u{1B}[11~\u{1B}[a\u{1B}Oc\u{1B}[3$\u{1B}[3^\u{1B}[3@\u{1B}\u{1B}[D",
        [
          "home", "end", "f1", "shift-up", "ctrl-right", "shift-delete", "ctrl-delete",
          "ctrl-shift-delete", "alt-left",
        ]
      ),
      (
        "Linux console", "\u{1B}[[A\u{1B}[[E\u{1B}[17~\u{1B}[1~\u{1B}[4~\u{1B}[25~",
        ["f1", "f5", "f6", "home", "end", "f13"]
      ),
      ("keypad", "\u{1B}OM\u{1B}Ok\u{1B}Oq\u{1B}O5P", ["enter", "+", "1", "ctrl-f1"]),
      (
        "kitty",
        "\u{1B}[97;5u\u{1B}[13;2u\u{1B}[27u\u{1B}[122;4u\u{1B}[57399u\u{1B}[9;5u\u{1B}[97;5:3u",
        ["ctrl-a", "shift-enter", "escape", "alt-shift-z", "0", "ctrl-tab"]
      ),
      ("super is the desktop's", "\u{1B}[97;9u\u{1B}[57441u", []),
      (
        "modifyOtherKeys", "\u{1B}[27;5;13~\u{1B}[27;6;115~\u{1B}[27;2;33~",
        ["ctrl-enter", "ctrl-shift-s", "!"]
      ),
      ("8-bit controls", "\u{9B}A\u{8F}P", ["up", "f1"]),
    ] as [(String, String, [Key])])
  func `keys of many terminals`(name: String, input: String, keys: [Key]) {
    expectEvents(keys.map(InputEvent.key), from: Array(input.utf8))
  }

  @Test(arguments: [
    ("DA1", "\u{1B}[?62;22c"), ("DA2", "\u{1B}[>41;354;0c"), ("DA3", "\u{1B}P!|00000000\u{1B}\\"),
    ("DSR", "\u{1B}[0n"), ("CPR", "\u{1B}[24;80R"), ("DECRPM", "\u{1B}[?2026;2$y"),
    ("ANSI RPM", "\u{1B}[4;2$y"), ("kitty flags", "\u{1B}[?1u"), ("window size", "\u{1B}[8;24;80t"),
    ("OSC 11, BEL", "\u{1B}]11;rgb:1e1e/1e1e/1e1e\u{7}"), ("OSC 52", "\u{1B}]52;c;aGk=\u{1B}\\"),
    ("XTGETTCAP", "\u{1B}P1+r544e=787465726d\u{1B}\\"),
    ("kitty graphics", "\u{1B}_Gi=1;OK\u{1B}\\"),
    ("X10 mouse", "\u{1B}[M !!"), ("urxvt mouse", "\u{1B}[32;10;10M"),
    ("unknown final", "\u{1B}[1;2;3w"), ("unknown SS3", "\u{1B}O~"),
    ("stray paste end", "\u{1B}[201~"),
    ("endless parameters", "\u{1B}[" + String(repeating: "1;", count: 500) + "A"),
    ("8-bit OSC", "\u{9D}11;?\u{9C}\u{7}"),
  ])
  func `answers and unknown sequences are swallowed`(name: String, input: String) {
    expectEvents([.key("x")], from: Array(input.utf8) + [0x78])
  }

  @Test(arguments: [
    "\u{1B}[?62;22c", "\u{1B}]11;rgb:1e1e/1e1e\u{7}", "\u{1B}P1+r54=78\u{1B}\\", "\u{1B}[<0;1;1M",
  ])
  func `an answer whose rest comes late isn't typed`(answer: String) {
    let bytes = Array(answer.utf8)
    // A pause right after the two bytes of a string's introducer makes it a key.
    for cut in (bytes[1] == UInt8(ascii: "[") ? 2 : 3)..<bytes.count - 1 {
      var decoder = InputDecoder()
      var events = decoder.append(bytes[..<cut])
      events += decoder.flush() + decoder.append(bytes[cut...]) + decoder.append([0x78])
      #expect(
        events.filter { $0 != .mouse(Mouse(.press(.left), at: .init(x: 0, y: 0))) } == [.key("x")])
    }
  }

  @Test func `a sequence that never ends is given up after a second`() {
    for start in ["\u{1B}[12", "\u{1B}]0;t", "\u{1B}[M ", "\u{1B}O5"] {
      var decoder = InputDecoder()
      #expect(decoder.append(start.utf8) == [])
      for _ in 0..<40 {
        #expect(decoder.isPending)
        #expect(decoder.flush() == [])
      }
      #expect(!decoder.isPending)
      #expect(decoder.append("x".utf8) == [.key("x")])
    }
  }

  @Test(arguments: ["", "\u{1B}[1;", "\u{1B}]0;title", "\u{1B}P", "\u{1B}O5", "\u{1B}[M!"])
  func `Escape works in the middle of anything`(start: String) {
    var decoder = InputDecoder()
    _ = decoder.append(start.utf8)
    _ = decoder.flush()
    #expect(decoder.append([0x1B]) == [])
    #expect(decoder.isPending)
    #expect(decoder.flush() == [.key("escape")])
    #expect(!decoder.isPending)
  }

  @Test func `Escape and the keys that begin like a sequence are settled by a pause`() {
    for (input, keys) in [
      ("\u{1B}", ["escape"]), ("\u{1B}\u{1B}", ["escape", "escape"]), ("\u{1B}O", ["alt-shift-o"]),
      ("\u{1B}P", ["alt-shift-p"]), ("\u{1B}]", ["alt-]"]), ("\u{1B}_", ["alt-_"]),
      ("\u{1B}\u{1B}O", ["alt-shift-o"]), ("a\u{1B}", ["a", "escape"]),
    ] as [(String, [Key])] {
      expectEvents(keys.map(InputEvent.key), from: Array(input.utf8))
    }
  }

  @Test func `Escape before a report stays a key`() {
    let mouse = InputEvent.mouse(Mouse(.move, at: Position(x: 4, y: 6)))
    expectEvents([.key("escape"), mouse], from: Array("\u{1B}\u{1B}[<35;5;7M".utf8))
    expectEvents([.key("escape"), .focus(true)], from: Array("\u{1B}\u{1B}[I".utf8))
    expectEvents([.key("escape"), .key("alt-x")], from: Array("\u{1B}\u{1B}x".utf8))
  }

  @Test(arguments: [
    ("\u{1B}[<0;1;1M", Mouse(.press(.left), at: Position(x: 0, y: 0))),
    ("\u{1B}[<0;1;1m", Mouse(.release(.left), at: Position(x: 0, y: 0))),
    ("\u{1B}[<1;300;200M", Mouse(.press(.middle), at: Position(x: 299, y: 199))),
    ("\u{1B}[<2;3;4M", Mouse(.press(.right), at: Position(x: 2, y: 3))),
    ("\u{1B}[<32;3;4M", Mouse(.drag(.left), at: Position(x: 2, y: 3))),
    ("\u{1B}[<35;3;4M", Mouse(.move, at: Position(x: 2, y: 3))),
    ("\u{1B}[<64;3;4M", Mouse(.wheelUp, at: Position(x: 2, y: 3))),
    ("\u{1B}[<65;3;4M", Mouse(.wheelDown, at: Position(x: 2, y: 3))),
    ("\u{1B}[<66;3;4M", Mouse(.wheelLeft, at: Position(x: 2, y: 3))),
    ("\u{1B}[<128;3;4M", Mouse(.press(.other(8)), at: Position(x: 2, y: 3))),
    (
      "\u{1B}[<28;3;4M",
      Mouse(.press(.left), at: Position(x: 2, y: 3), modifiers: [.shift, .alt, .control])
    ),
  ])
  func `SGR mouse reports`(input: String, mouse: Mouse) {
    expectEvents([.mouse(mouse)], from: Array(input.utf8))
  }

  @Test func `focus reports`() {
    expectEvents([.focus(true), .focus(false)], from: Array("\u{1B}[I\u{1B}[O".utf8))
  }

  @Test func `bytes that are no UTF-8 type nothing`() {
    let overlong: [UInt8] = [
      0xC0, 0xAF, 0x61, 0xE0, 0x80, 0xAF, 0x62, 0xF0, 0x80, 0x80, 0xAF, 0x63,
    ]
    expectEvents([.key("a"), .key("b"), .key("c")], from: overlong)
    let surrogate: [UInt8] = [0x61, 0xED, 0xA0, 0x80, 0x62]
    expectEvents([.key("a"), .key("b")], from: surrogate)
    let cut: [UInt8] = [0xFF, 0x61, 0xC3, 0x62, 0xE2, 0x82, 0x63]
    expectEvents([.key("a"), .key("b"), .key("c")], from: cut)
  }
}

/// Checks the events of some bytes, however they're cut.
func expectEvents(
  _ expected: [InputEvent], from bytes: [UInt8],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  for chunks in chunkings(of: bytes, randomCuts: 20) {
    var decoder = InputDecoder()
    var events: [InputEvent] = []
    for chunk in chunks { events += decoder.append(chunk) }
    for _ in 0..<50 where decoder.isPending { events += decoder.flush() }
    #expect(events == expected, sourceLocation: sourceLocation)
    #expect(!decoder.isPending, sourceLocation: sourceLocation)
  }
}
