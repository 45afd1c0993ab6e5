import JSON
import MessagesAPI
import Presets
import TerminalUI
import WorkbenchCore
import WorkbenchViews

/// A key in the editor until the screen is drawn, in a short text and in very long ones.
let editorBenchmarks: [Benchmark] = [
  Benchmark("editor") { measurements in
    let length = 10_000_000
    let paragraph = String(repeating: "The quick brown fox jumps over the lazy dog. ", count: 12)
    let texts: [(String, String)] = [
      ("10 KB of prose", repeated(paragraph + "\n", length: 10_000)),
      ("10 MB of prose", repeated(paragraph + "\n", length: length)),
      ("10 MB in one line", repeated(paragraph, length: length)),
      (
        "10 MB of Chinese",
        repeated(String(repeating: "天地玄黄宇宙洪荒", count: 40) + "\n", length: length)
      ),
    ]
    for (name, text) in texts {
      var session = EditorSession(text: text)
      let keys = measurements.isQuick ? 200 : 2000
      let clock = ContinuousClock()
      let times = (0..<keys).map { number in
        let key = EditorSession.keys[number % EditorSession.keys.count]
        return clock.measure { session.press(key) } / .milliseconds(1)
      }
      measurements.record("key to paint, \(name)", times, unit: "ms", target: 5, of: .p99)
    }
  }
]

private func repeated(_ text: String, length: Int) -> String {
  String(repeating: text, count: length / text.utf8.count + 1)
}

/// The program with a message's text open in the editor, the cursor in the middle of it.
private struct EditorSession {
  /// What a person types: letters, a few corrections, motions, a new line, a page.
  static let keys: [Key] =
    Array("the cat sat").map { Key(.character($0)) }
    + [
      "backspace", "left", "right", "alt-z", "enter", "up", "down", "pagedown", "pageup", "ctrl-w",
    ]

  private var state: WorkbenchState
  private var screen = Screen(Size(width: 120, height: 36))
  private let theme = Theme.builtIn(named: "dark")!

  init(text: String) {
    state = WorkbenchState(
      size: screen.size,
      preset: Preset(
        request: MessageRequest([
          "model": "m", "messages": [["role": "user", "content": .string(text)]],
        ])), name: "bench", isShipped: true, endpoints: [.embedded], endpoint: .embedded,
      themeName: "dark", themeNames: ["dark"], keymap: ActionCatalog.keymap)
    perform(.findField)
    for character in "user" { press(Key(.character(character))) }
    press("enter")
    press("enter")
    press("alt-g")
    let lines = text.utf8.count { $0 == UInt8(ascii: "\n") }
    for digit in String(max(lines / 2, 1)) + (lines == 0 ? ":5000000" : "") {
      press(Key(.character(digit)))
    }
    press("enter")
    guard case .editor? = state.overlay else { preconditionFailure("the editor isn't open") }
  }

  mutating func press(_ key: Key) {
    _ = state.apply(.input(.key(key)), at: .zero)
    WorkbenchView(state: state, theme: theme).draw(on: &screen)
  }

  private mutating func perform(_ command: Command) {
    _ = state.apply(.perform(command), at: .zero)
  }
}
