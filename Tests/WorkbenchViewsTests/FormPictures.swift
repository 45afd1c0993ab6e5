import JSON
import MessagesAPI
import Presets
import TerminalUI
import Testing
import WorkbenchCore

@testable import WorkbenchViews

/// Pictures of the form and the editor in their states.
@Suite struct FormPictures {
  private static let body: JSONObject = [
    "model": "m", "max_tokens": 1024, "temperature": 0.5, "top_p": .null, "seed": 7,
    "stop_sequences": ["END", "\n"], "metadata": [:],
    "messages": [
      ["role": "user", "content": "Hello"],
      ["role": "assistant", "content": [["type": "text", "text": "Hi"]]],
    ],
    "tools": [["name": "look", "description": "Looks things up.", "input_schema": [:]]],
  ]

  private func picture(_ width: Int, _ height: Int) -> Picture {
    Picture(Self.body, width: width, height: height)
  }

  @Test func `unset, null and a value look different, at 80 columns`() throws {
    var picture = picture(80, 24)
    try picture.go(to: "top_k")
    try PictureBook.compare(
      picture.screen, 0..<80, with: "unset, null and a value", in: "values")
  }

  @Test func `the whole form stands at 120 columns`() throws {
    var picture = picture(120, 36)
    try picture.go(to: "stop_sequences")
    try picture.press("down", "space", "down")
    let lines = picture.lines(51)
    #expect(
      lines == """
        ╭─ Request · test * ─────────────────────────────╮╭
        │▾ Model and endpoint                            ┃│
        │  endpoint           embedded                   ┃│
        │✓ model              m                          ┃│
        │✓ max_tokens         1024             ━━━━●─────┃│
        │✓ stream             – one document at the end  ┃│
        │▾ System                                        ┃│
        │✓ system             – no instructions          ┃│
        │▾ Messages                                      ┃│
        │✓ ● user             Hello                      ┃│
        │✓ ● assistant        1 block                    ┃│
        │✓   ● text           Hi                         ┃│
        │    + block                                     ┃│
        │  + message                                     ┃│
        │▾ Sampling                                      ┃│
        │✓ temperature        0.5              ━━●───────┃│
        │✓ top_p              null  sent as null         ││
        │✓ top_k              – every token may be drawn ││
        │✓ stop_sequences     ["\\n"]                     ││
        │✓   ○ 1              "END"                      ││
        │✓   ● 2              "\\n"                       ││
        │    + stop sequence                             ││
        │▾ Thinking                                      ││
        │✓ thinking           – no thinking              ││
        │✓ budget_tokens      – thinking enabled is refu…││
        │✓ display            – the whole thinking       ││
        │✓ effort             – high, at any length      ││
        │────────────────────────────────────────────────││
        │ Enter edits, E with line ends, a adds, d       ││
        │ removes, Space switches off. Used here.        ││
        │                                                ││
        │× The schema of a tool's input has the type obj…││
        │· The embedded endpoint ignores metadata.       ││
        │· The answer continues this message, where the …││
        ╰───────────────── ! 3 to check · w go · m mend ─╯╰
         F5 Send  Enter Edit  u Undo switch stop sequence 1
        """)
  }

  @Test func `a value is typed in place at 40 columns`() throws {
    var picture = picture(40, 12)
    try picture.go(to: "temperature")
    try picture.press("enter")
    picture.type("0.x")
    try picture.press("enter")
    let lines = picture.lines()
    #expect(
      lines == """
        ╭─ Request · test ─────────────────────╮
        │▾ Messages                            │
        │✓ ● user           Hello              ┃
        │✓ ● assistant      1 block            │
        │✓   ● text         Hi                 │
        │    + block                           │
        │  + message                           │
        │▾ Sampling                            │
        │✓ temperature      0.x         ━━●────│
        │ “0.x” is not a number; Esc, then E…  │
         “0.x” is not a number; Esc, then E
         writes anything as JSON
        """)
  }

  @Test func `a tool shows its members`() throws {
    var picture = picture(100, 30)
    try picture.go(to: "look")
    try picture.press("right")
    let lines = picture.lines(42).split(separator: "\n")
    let first = try #require(lines.firstIndex { $0.contains("look") })
    let shown = lines[first..<first + 6].joined(separator: "\n")
    #expect(
      shown == """
        │✓ ● look           Looks things up.     │
        │      name         look                 │
        │      description  Looks things up.     │
        │×     input_schema {}                   │
        │      strict       – not set            │
        │────────────────────────────────────────│
        """)
  }

  @Test func `an endpoint that rejects a field says so on its line`() throws {
    let endpoint = Endpoint(
      name: "new", baseURL: "https://api.anthropic.com",
      version: EndpointProfile.versionWithoutSampling, kind: .anthropic)
    var picture = Picture(Self.body, width: 120, height: 50, endpoint: endpoint)
    try picture.go(to: "temperature")
    let lines = picture.lines(51).split(separator: "\n")
    let first = try #require(lines.firstIndex { $0.contains("Sampling") })
    let shown = lines[first..<first + 4].joined(separator: "\n")
    #expect(
      shown == """
        │▾ Sampling                                      ┃│
        │× temperature        0.5        ━━━●─── rejected┃│
        │× top_p              null  sent as null rejected┃│
        │× top_k              – rejected here            ┃│
        """)
    let foot = lines.suffix(7).joined(separator: "\n")
    #expect(
      foot == """
        │ 2026-10-21, whatever its value.                ││
        │                                                ││
        │× A stop sequence can't be empty or white space…││
        │× Anthropic rejects the unknown field seed.     ││
        │× The schema of a tool's input has the type obj…││
        ╰───────────────── ! 5 to check · w go · m mend ─╯╰
         F5 Send  Enter Edit  Delete Unset  / Go to  Tab An
        """)
  }

  @Test func `matches are marked where they stand, the current one most`() throws {
    var picture = picture(80, 24)
    try picture.go(to: "user")
    try picture.press("enter", "alt-r")
    picture.type("l")
    let screen = picture.screen
    let line = try #require(screen.lines.firstIndex { $0.contains("Hello") })
    let theme = StyleLetters.theme
    let column = try #require(screen.lines[line].firstIndex(of: "H"))
    let x = screen.lines[line].distance(from: screen.lines[line].startIndex, to: column)
    #expect(screen[x + 2, line].drawnStyle.background == theme.patch("match.current").background)
    #expect(screen[x + 3, line].drawnStyle.background == theme.patch("match").background)
  }

  @Test func `words are completed under the cursor, and a fault is told, at 40 columns`() throws {
    var picture = Picture(["model": "m"], width: 40, height: 12)
    try picture.press("f2", "end", "left")
    try picture.press("ctrl-end", "left")
    picture.type(",\n")
    picture.type("\"tool_choice\":{\"type\":\"a")
    let lines = picture.lines()
    #expect(
      lines == """
        ╭─ request (JSON) ─────────────────────╮
        │ 1 {                                  │
        │ 2   "model": "m"                     │
        │ 3 ,                                  │
        │ 4 "tool_choice":{"type":"a}          │
        │                            auto      │
        │                            any       │
        │                                      │
        │                                      │
        │                                      │
        ╰─ 4:26 the text ends in the middle … ─╯
         Enter Take  F1 Help
        """)
  }

  @Test func `the path of an image is asked for`() throws {
    var picture = picture(80, 24)
    try picture.go(to: "user")
    try picture.press("i")
    picture.type("a.txt")
    try picture.press("enter")
    _ = picture.state.apply(
      .imageRead(path: "a.txt", .failure("no image: PNG, JPEG, GIF and WebP can be sent")),
      at: .zero)
    let lines = picture.lines().split(separator: "\n")
    let first = try #require(lines.firstIndex { $0.contains("Image from a file") })
    let shown = lines[first..<first + 5].map { $0.dropFirst(8).prefix(64) }
      .joined(separator: "\n")
    #expect(
      shown == """
        ╭─ Image from a file ──────────────────────────────────────────╮
        │ PNG, JPEG, GIF or WebP; Tab completes the path               │
        │ a.txt                                                        │
        │                                                              │
        ╰─ no image: PNG, JPEG, GIF and WebP can be sent ──────────────╯
        """)
  }
}
