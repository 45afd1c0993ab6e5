import TerminalUI
import Testing

@Suite struct KeyTests {
  @Test(arguments: [
    ("ctrl-s", Key(.character("s"), .control), "Ctrl-S"),
    ("Ctrl-S", Key(.character("s"), .control), "Ctrl-S"),
    ("ctrl-shift-s", Key(.character("s"), [.control, .shift]), "Ctrl-Shift-S"),
    ("f5", Key(.function(5)), "F5"),
    ("shift-f12", Key(.function(12), .shift), "Shift-F12"),
    ("shift-tab", Key(.tab, .shift), "Shift-Tab"),
    ("alt-enter", Key(.enter, .alt), "Alt-Enter"),
    ("?", Key(.character("?")), "?"),
    ("-", Key(.character("-")), "-"),
    ("ctrl--", Key(.character("-"), .control), "Ctrl--"),
    ("space", Key(.character(" ")), "Space"),
    ("ctrl-alt-left", Key(.left, [.control, .alt]), "Ctrl-Alt-Left"),
    ("alt-ctrl-left", Key(.left, [.control, .alt]), "Ctrl-Alt-Left"),
    ("a", Key(.character("a")), "a"),
    ("A", Key(.character("a"), .shift), "A"),
    ("shift-a", Key(.character("A")), "A"),
    ("alt-z", Key(.character("z"), .alt), "Alt-Z"),
    ("alt-shift-z", Key(.character("Z"), .alt), "Alt-Shift-Z"),
    ("ctrl-_", Key(.character("_"), .control), "Ctrl-_"),
    ("f", Key(.character("f")), "f"),
    ("é", Key(.character("é")), "é"),
    ("ß", Key(.character("ß")), "ß"),
    ("esc", Key(.escape), "Esc"),
    ("pgdn", Key(.pageDown), "PageDown"),
  ])
  func `a key is read from a text, and its description reads as the same key`(
    text: String, key: Key, description: String
  ) throws {
    #expect(try Key(parsing: text) == key)
    #expect(key.description == description)
    #expect(try Key(parsing: description) == key)
  }

  @Test(arguments: [
    ("", Key.ParseError.missingKey),
    ("ctrl-", .missingKey),
    ("cntrl-s", .unknownModifier("cntrl")),
    ("ctrl-alt-ctrl-s", .repeatedModifier("ctrl")),
    ("f0", .unknownKey("f0")),
    ("f36", .unknownKey("f36")),
    ("Entre", .unknownKey("Entre")),
    ("\u{1B}", .unknownKey("\u{1B}")),
  ])
  func `a text that names no key says why`(text: String, error: Key.ParseError) {
    #expect(throws: error) { try Key(parsing: text) }
  }

  @Test(
    arguments: [
      ("ctrl-i", "tab"), ("ctrl-m", "enter"), ("ctrl-[", "escape"), ("ctrl-h", "backspace"),
      ("ctrl-j", "ctrl-j"), ("ctrl-/", "ctrl-_"), ("ctrl-@", "ctrl-space"), ("ctrl-s", "ctrl-s"),
      ("ctrl-shift-s", "ctrl-s"), ("ctrl-alt-m", "alt-enter"), ("shift-enter", "enter"),
      ("shift-tab", "shift-tab"), ("ctrl-1", "1"), ("alt-z", "alt-z"), ("ctrl-left", "ctrl-left"),
    ] as [(Key, Key)])
  func `a key that old terminals can't send has the key they send instead`(
    key: Key, equivalent: Key
  ) {
    #expect(key.legacyEquivalent == equivalent)
    #expect(equivalent.legacyEquivalent == equivalent)
  }

  @Test func `only a plain character types`() {
    #expect(Key("A").typedCharacter == "A")
    #expect(Key("space").typedCharacter == " ")
    #expect(Key("alt-a").typedCharacter == nil)
    #expect(Key("ctrl-a").typedCharacter == nil)
    #expect(Key("enter").typedCharacter == nil)
  }
}

@Suite struct ClickCounterTests {
  let here = Mouse(.press(.left), at: Position(x: 3, y: 2))

  @Test func `presses close in time and place count up to three and begin again`() {
    var counter = ClickCounter()
    let counts = (0..<4).map { counter.count(here, at: .milliseconds(100 * $0)) }
    #expect(counts == [1, 2, 3, 1])
  }

  @Test func `a drag or a release has the count of its press`() {
    var counter = ClickCounter()
    _ = counter.count(here, at: .zero)
    #expect(counter.count(here, at: .milliseconds(50)) == 2)
    let drag = Mouse(.drag(.left), at: Position(x: 9, y: 2))
    #expect(counter.count(drag, at: .milliseconds(900)) == 2)
  }

  @Test func `a press elsewhere, by another button or too late begins anew`() {
    var counter = ClickCounter()
    #expect(counter.count(here, at: .zero) == 1)
    #expect(counter.count(Mouse(.press(.right), at: here.position), at: .milliseconds(1)) == 1)
    #expect(counter.count(here, at: .milliseconds(2)) == 1)
    #expect(
      counter.count(Mouse(.press(.left), at: Position(x: 4, y: 2)), at: .milliseconds(3)) == 1)
    #expect(
      counter.count(Mouse(.press(.left), at: Position(x: 4, y: 2)), at: .milliseconds(404)) == 1)
  }
}
