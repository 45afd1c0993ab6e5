import TerminalUI
import Testing

@Suite struct KeymapTests {
  private let keymap: Keymap = {
    var keymap = Keymap()
    keymap.bind("ctrl-s", to: "send")
    keymap.bind("f5", to: "send")
    keymap.bind("?", to: "help")
    keymap.bind("ctrl-s", to: "dialog.accept", in: "dialog")
    keymap.bind(["g", "g"], to: "top", in: "stream")
    keymap.bind(["g", "e"], to: "end", in: "stream")
    return keymap
  }()

  @Test func `a context's own binding stands before the global one`() {
    #expect(keymap.action(for: "ctrl-s", in: "dialog") == "dialog.accept")
    #expect(keymap.action(for: "ctrl-s", in: "form") == "send")
    #expect(keymap.action(for: "f5", in: "dialog") == "send")
    #expect(keymap.action(for: "x", in: "dialog") == nil)
  }

  @Test func `keys that begin a sequence are pending until it is whole or broken`() {
    #expect(keymap.match(["g"], in: "stream") == .pending)
    #expect(keymap.match(["g", "g"], in: "stream") == .action("top"))
    #expect(keymap.match(["g", "x"], in: "stream") == .none)
    #expect(keymap.match(["g"], in: "form") == .none)
  }

  @Test func `help finds the keys of an action, the shortest first`() {
    #expect(keymap.keys(for: "send", in: "form") == [["f5"], ["ctrl-s"]])
    #expect(keymap.keys(for: "send", in: "dialog") == [["f5"]])
    #expect(keymap.keys(for: "top", in: "stream").map(\.text) == ["g g"])
    #expect(keymap.keys(for: "top", in: "form") == [])
  }

  @Test func `a setting replaces an action's keys and takes them from others`() {
    var keymap = keymap
    let failures = keymap.apply(
      [
        .init(action: "send", keys: ["ctrl-r", "alt-enter"]), .init(action: "help", keys: ["f5"]),
        .init(context: "stream", action: "end", keys: []),
      ],
      knownActions: ["send", "help", "end"])
    #expect(failures.isEmpty)
    #expect(keymap.keys(for: "send", in: "form") == [["ctrl-r"], ["alt-enter"]])
    #expect(keymap.action(for: "f5", in: "form") == "help")
    #expect(keymap.action(for: "?", in: "form") == nil)
    #expect(keymap.match(["g", "e"], in: "stream") == .none)
  }

  @Test func `a bad setting is refused with its reason, and the others are applied`() {
    var keymap = keymap
    let failures = keymap.apply(
      [
        .init(action: "sned", keys: ["f1"]), .init(action: "send", keys: ["f2", "hyper-x"]),
        .init(action: "help", keys: ["f1"]), .init(action: "send", keys: ["f1"]),
        .init(action: "send", keys: [" "]),
      ],
      knownActions: ["send", "help"])
    #expect(
      failures.map(\.error.description) == [
        "there is no action \"sned\"",
        "\"hyper-x\": there is no modifier \"hyper\" (ctrl, alt and shift are)",
        "F1 is set to help already",
        "\" \": no key is named",
      ])
    #expect(keymap.keys(for: "send") == [["f5"], ["ctrl-s"]])
    #expect(keymap.keys(for: "help") == [["f1"]])
  }

  @Test func `bindings that can't be reached are reported`() {
    var keymap = keymap
    #expect(keymap.conflicts.isEmpty)
    keymap.bind("g", to: "go", in: "stream")
    keymap.bind("tab", to: "next")
    keymap.bind("ctrl-i", to: "inspect", in: "stream")
    #expect(
      keymap.conflicts.map(\.description) == [
        "in stream, Ctrl-I (inspect) can't be told from Tab on many terminals",
        "in stream, g e (end) can't be reached: g does something already",
        "in stream, g g (top) can't be reached: g does something already",
      ])
  }
}
