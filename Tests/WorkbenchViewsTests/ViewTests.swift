import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI
import Testing
import WorkbenchCore

@testable import WorkbenchViews

/// Pictures of the screen.
@Suite struct ViewTests {
  private static let body: JSONObject = [
    "model": "m", "temperature": 0.5, "flavour": 7,
    "messages": [["role": "user", "content": "Hello"]],
  ]

  private func state(
    width: Int, height: Int, keymap: Keymap = ActionCatalog.keymap
  ) -> WorkbenchState {
    WorkbenchState(
      size: Size(width: width, height: height),
      preset: Preset(request: MessageRequest(Self.body)), name: "test", isShipped: true,
      endpoints: [.embedded], endpoint: .embedded, themeName: "dark", themeNames: ["dark"],
      keymap: keymap)
  }

  private func screen(of state: WorkbenchState) throws -> Screen {
    let theme = try #require(Theme.builtIn(named: "dark"))
    var screen = Screen(state.size)
    WorkbenchView(state: state, theme: theme).draw(on: &screen)
    return screen
  }

  /// The picture, without the spaces at the ends of lines.
  private func picture(of state: WorkbenchState) throws -> String {
    try screen(of: state).lines.map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  private func press(_ state: inout WorkbenchState, _ keys: String...) throws {
    for key in keys { _ = state.apply(.input(.key(try Key(parsing: key))), at: .zero) }
  }

  @Test func `keys are named as the keymap has them`() throws {
    var keymap = ActionCatalog.keymap
    let keys: [(String, Key)] = [
      ("cancel", "f12"), ("quit", "f11"), ("down", "f10"), ("up", "f9"),
    ]
    for (action, key) in keys {
      keymap.unbind(action)
      keymap.unbind(action, in: "panes")
      keymap.bind(key, to: action)
    }
    for keys in ["f1", "W", "T", "P", "ctrl-o"] {
      var state = state(width: 90, height: 30, keymap: keymap)
      // So that there is something to read in the log.
      _ = state.apply(.failed("The disk is full"), at: .zero)
      try press(&state, keys)
      let picture = try picture(of: state)
      #expect(picture.contains("F12 ") && !picture.contains("Esc"), "\(keys)\n\(picture)")
      if ["f1", "W"].contains(keys) { #expect(picture.contains("F9, F10 scroll")) }
    }
    let small = state(width: 30, height: 5, keymap: keymap)
    #expect(try picture(of: small).contains("F11 quits"))
  }

  @Test func `of a long event the list reads and shows the beginning`() {
    var run = Run(
      id: Run.ID(1), request: Run.Request(url: "", body: []), endpointName: "test", startedAt: 0)
    let type = HTTPHeader("content-type", "text/event-stream")
    run.receive(head: ResponseHead(status: 200, headers: [type]), at: .zero)
    for count in [10, 100_000] {
      let text = String(repeating: "é", count: count)
      run.receive(
        chunk: Array(
          #"data: {"type":"error","error":{"type":"e","message":"\#(text)"}}\#n\#n"#.utf8),
        at: .zero)
    }
    let short = run.event(0, readingAtMost: Run.Event.maximumReadLength)
    #expect(short.gist.text == String(repeating: "é", count: 10))
    let long = run.event(1, readingAtMost: Run.Event.maximumReadLength)
    #expect(long.gist.text.hasPrefix(#"{"type":"error","error":{"type":"e","message":"ééé"#))
    #expect(long.gist.text.utf8.count < 1100)
    #expect(long.gist.text == run.event(1).gist.text)
  }

  @Test func `a small screen shows one pane`() throws {
    let picture = try picture(of: state(width: 44, height: 12))
    #expect(
      picture == """
        ╭─ Request · test ─────────────────────────╮
        │▾ Model and endpoint                      ┃
        │  endpoint         embedded               │
        │✓ model            m                      │
        │✓ max_tokens       – 4096                 │
        │✓ stream           – one document at the …│
        │▾ System                                  │
        │✓ system           – no instructions      │
        │▾ Messages                                │
        │ Where requests go. Enter chooses; any…   │
        ╰─────────── ! 1 to check · w go · m mend ─╯
         F5 sends, F9 shows around, F1 helps
        """)
  }

  @Test func `two panes stand side by side on a wider one`() throws {
    let lines = try screen(of: state(width: 80, height: 24)).lines
    #expect(lines[0].hasPrefix("╭─ Request · test ─"))
    #expect(lines[0].contains("╭─ Answer ─"))
    #expect(lines.contains { $0.contains("Press F5 to send") })
  }

  @Test func `below the least size a sentence says so`() throws {
    let lines = try screen(of: state(width: 30, height: 5)).lines
    #expect(lines[0].hasPrefix("Needs 40×10, has 30×5"))
  }

  @Test func `an unknown field is shown with its value`() throws {
    let picture = try picture(of: state(width: 100, height: 50))
    #expect(picture.contains("flavour"))
    #expect(picture.contains("+ other field"))
  }

  @Test func `an answer shows its blocks, how it ended and what it used`() throws {
    var state = state(width: 100, height: 30)
    for effect in state.apply(.perform(.send), at: .zero) {
      guard case .startRun(let id, let endpoint, let body) = effect else { continue }
      let request = Run.Request(url: "embedded:/v1/messages", body: body)
      _ = state.apply(.run(id, .started(request, endpointName: endpoint.name, at: 0)), at: .zero)
      let head = ResponseHead(
        status: 200, headers: [HTTPHeader("content-type", "application/json")])
      _ = state.apply(.run(id, .head(head, at: .milliseconds(5))), at: .zero)
      let answer =
        #"{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"thinking","thinking":"Hm.","signature":"abc"},{"type":"text","text":"Good\u001b[31m day"},{"type":"tool_use","id":"toolu_1","name":"t","input":{"a":1}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":5,"output_tokens":7}}"#
      _ = state.apply(.run(id, .chunk(Array(answer.utf8), at: .milliseconds(9))), at: .zero)
      _ = state.apply(.run(id, .end(.complete, at: .milliseconds(9))), at: .zero)
    }
    let lines = try screen(of: state).lines.map { String($0.dropFirst(42)) }
    let expected = [
      "│▾ thinking                             signature 3 bytes│",
      "│▏ Hm.                                                   │",
      "│                                                        │",
      "│▾ text                                                  │",
      "│▏ Good^[[31m day                                        │",
      "│                                                        │",
      "│▾ tool_use  t                                    toolu_1│",
      "│▏ {                                                     │",
      "│▏   \"a\": 1                                              │",
      "│▏ }                                                     │",
    ]
    #expect(Array(lines[2..<12]) == expected)
    let picture = lines.joined(separator: "\n")
    #expect(picture.contains("● tool_use  The model waits for its tools."))
    #expect(picture.contains("in 5 · out 7"))
  }

  @Test func `nothing that is drawn holds a control character`() throws {
    var state = state(width: 80, height: 24)
    try press(&state, "f2")
    _ = state.apply(.input(.paste("\u{1B}]0;x\u{7}\u{202E}\u{9B}")), at: .zero)
    for line in try screen(of: state).lines {
      #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
      #expect(!line.unicodeScalars.contains("\u{202E}"))
    }
  }

  @Test(arguments: [(40, 10), (80, 24), (120, 36), (160, 50), (500, 200), (1, 1), (0, 0)])
  func `every overlay can be drawn at every size`(width: Int, height: Int) throws {
    for keys in [["f1"], ["f2"], ["ctrl-p"], ["ctrl-o"], ["f6"], ["S"], ["T"], ["!"], ["Y"]] {
      var state = state(width: width, height: height)
      for key in keys { try press(&state, key) }
      #expect(state.overlay != nil, "\(keys)")
      _ = try screen(of: state)
    }
  }

  @Test func `the help names every action of the place`() throws {
    var state = state(width: 120, height: 200)
    try press(&state, "f1")
    let picture = try picture(of: state)
    for entry in ActionCatalog.entries where ![.answer, .events, .sampling].contains(entry.context)
    {
      #expect(picture.contains(entry.help), "\(entry.command)")
    }
  }
}
