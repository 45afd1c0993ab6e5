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
      let times = session.times(of: measurements.isQuick ? 200 : 2000)
      measurements.record("key to paint, \(name)", times, unit: "ms", target: 5, of: .p99)
    }
    var session = EditorSession(json: 200_000)
    measurements.record(
      "key to paint, 200 KB of JSON", session.times(of: measurements.isQuick ? 200 : 2000),
      unit: "ms", target: 5, of: .p99)
    session = EditorSession(text: texts[3].1)
    session.press("ctrl-f")
    measurements.record(
      "letter of a search that fails, 10 MB of Chinese",
      session.times(of: 20, keys: "天地人".map { Key(.character($0)) }), unit: "ms")
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

  private init(request: JSONObject) {
    state = WorkbenchState(
      size: screen.size, preset: Preset(request: MessageRequest(request)), name: "bench",
      isShipped: true, endpoints: [.embedded], endpoint: .embedded, themeName: "dark",
      themeNames: ["dark"], keymap: ActionCatalog.keymap)
  }

  /// A whole request of about so many bytes, with the cursor in a string near its end.
  init(json length: Int) {
    let message: JSONValue = [
      "role": "user", "content": [["type": "text", "text": "a few words"]],
    ]
    self.init(request: [
      "model": "m", "messages": .array(JSONArray(repeatElement(message, count: length / 150))),
    ])
    press("f2")
    let keys: [Key] = ["ctrl-end", "up", "up", "up", "up", "up", "up", "end", "left", "left"]
    for key in keys { press(key) }
  }

  init(text: String) {
    self.init(request: ["model": "m", "messages": [["role": "user", "content": .string(text)]]])
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

  /// How long so many keys take, each until the screen is drawn, in milliseconds.
  mutating func times(of count: Int, keys: [Key] = keys) -> [Double] {
    let clock = ContinuousClock()
    return (0..<count).map { number in
      clock.measure { press(keys[number % keys.count]) } / .milliseconds(1)
    }
  }

  mutating func press(_ key: Key) {
    _ = state.apply(.input(.key(key)), at: .zero)
    WorkbenchView(state: state, theme: theme).draw(on: &screen)
  }

  private mutating func perform(_ command: Command) {
    _ = state.apply(.perform(command), at: .zero)
  }
}
