import Glibc
import TestSupport
import Testing

/// The editor of a text, by keystrokes, and the programs that a text is given to.
@Suite(.serialized) struct EditorFlowTests {
  private func start(
    home: TemporaryFolder = TemporaryFolder(), settings: [String: String] = [:],
    underJobControl: Bool = false
  ) throws -> TmuxTerminal {
    let terminal = TmuxTerminal(home: home, settings: settings, underJobControl: underJobControl)
    try #require(terminal.shows("Press F5"))
    return terminal
  }

  /// A program that a shell runs, and how it is called.
  private func program(_ script: String, in home: TemporaryFolder) -> String {
    home.write("program", Array("#!/bin/sh\n\(script)\n".utf8))
    chmod(home.path("program"), 0o700)
    return home.path("program")
  }

  @Test func `text is selected, cut, copied, pasted and brought back`() throws {
    let terminal = try start()
    try terminal.openMessage()
    terminal.press("C-a")
    terminal.type("alpha beta")
    try #require(terminal.shows("│alpha beta "))
    terminal.press("C-S-Left", "C-x")
    try #require(terminal.shows("│alpha  "))
    #expect(terminal.copies { $0 == "beta" })
    terminal.press("Home", "C-v")
    try #require(terminal.shows("│betaalpha "))
    terminal.press("S-Home", "C-c", "End", "C-v")
    try #require(terminal.shows("│betaalpha beta "))
    terminal.press("M-z")
    try #require(terminal.shows("│betaalpha  "))
    terminal.press("M-y")
    try #require(terminal.shows("│betaalpha beta "))
    terminal.press("Escape")
    try #require(terminal.shows("Undo edit message 1"))
  }

  @Test func `a paste is text, whatever keys it would be`() throws {
    let terminal = try start()
    try terminal.openMessage()
    terminal.press("C-a")
    terminal.paste("one\n\ttwo \u{1B}[21~ q\n三")
    try #require(terminal.shows("line 3 of 3, column 2"))
    terminal.press("Escape")
    try #require(terminal.shows("one⏎"))
  }

  @Test func `a text is selected with the mouse`() throws {
    let terminal = try start()
    try terminal.openMessage()
    terminal.press("C-a")
    terminal.type("first second third")
    try #require(terminal.shows("first second third"))
    let (x, y) = try terminal.place(of: "first second")
    terminal.click(x: x + 8, y: y, count: 2)
    terminal.press("C-x")
    try #require(terminal.shows("first  third"))
    terminal.drag(from: (x, y), to: (x + 5, y))
    terminal.type("last")
    try #require(terminal.shows("last  third"))
  }

  @Test func `matches are found one after the other, and a line is gone to`() throws {
    let terminal = try start()
    try terminal.openMessage()
    terminal.press("C-a")
    terminal.paste("an apple\nan orange\nan end")
    try #require(terminal.shows("line 3 of 3"))
    terminal.press("C-Home", "C-f")
    terminal.type("an")
    try #require(terminal.shows("1 of 4"))
    terminal.press("F3")
    try #require(terminal.shows("2 of 4"))
    terminal.press("S-F3")
    try #require(terminal.shows("1 of 4"))
    terminal.press("Escape", "M-g")
    try #require(terminal.shows("Go to line"))
    terminal.type("2:4")
    try #require(terminal.shows("line 2 of 3, column 4"))
  }

  @Test func `JSON is indented, checked while it is typed and completed by a click`() throws {
    let terminal = try start()
    terminal.press("F2")
    try #require(terminal.shows("request (JSON)"))
    terminal.press("C-a")
    terminal.type("{")
    terminal.press("Enter")
    terminal.type("\"temp")
    try #require(terminal.shows("2   \"temp"))
    try #require(terminal.shows("temperature "))
    let (x, y) = try terminal.place(of: "temperature ")
    terminal.click(x: x, y: y)
    try #require(terminal.shows("2   \"temperature\": "))
    try #require(terminal.shows("2:18 "))
    terminal.type("1")
    terminal.press("Escape")
    try #require(terminal.shows("Esc again leaves the edit out"))
    terminal.press("C-End")
    terminal.type("}")
    try #require(terminal.hides("expected"))
    terminal.press("Escape")
    try #require(terminal.hides("request (JSON)"))
  }

  @Test func `the external editor gets the text and gives it back`() throws {
    let home = TemporaryFolder()
    let editor = program(#"[ "$1" = -x ] && sed -i 's/temperature/top_k/' "$2""#, in: home)
    let terminal = try start(home: home, settings: ["VISUAL": editor + " -x", "EDITOR": "false"])
    try terminal.go(to: "user")
    terminal.press("F4")
    try #require(terminal.shows("What does top_k"))
    terminal.press("u")
    try #require(terminal.shows("What does temp"))
  }

  @Test(arguments: [
    (#"echo gone > "$1"; exit 3"#, "ended with status 3", true),
    (#"printf 'a\377' > "$1""#, "left what is not UTF-8", true),
    (#"rm "$1"; mkdir "$1""#, "left no text", false),
    ("kill -SEGV $$", "ended by signal 11", false),
  ])
  func `an external editor that fails changes nothing, and what it wrote is kept`(
    script: String, problem: String, isKept: Bool
  ) throws {
    let home = TemporaryFolder()
    let editor = program(script, in: home)
    let terminal = try start(home: home, settings: ["EDITOR": editor, "TMPDIR": home.path])
    try terminal.go(to: "user")
    terminal.press("F4")
    try #require(terminal.shows(problem))
    #expect(terminal.shows("What does temp"))
    // No editor is left open that nobody opened.
    #expect(terminal.hides("messages.0.content"))
    let kept = home.names().filter { $0.hasPrefix("workbench-") && home.read($0)?.isEmpty == false }
    #expect(kept.count == (isKept ? 1 : 0))
  }

  @Test(arguments: ["kill -STOP $$", "echo Edit.; read line"])
  func `an external editor is stopped and goes on with the program`(script: String) throws {
    let home = TemporaryFolder()
    let editor = program(script + "; sed -i 's/temperature/top_k/' \"$1\"", in: home)
    let terminal = try start(home: home, settings: ["EDITOR": editor], underJobControl: true)
    try terminal.go(to: "user")
    terminal.press("F4")
    if script.contains("Edit.") {
      try #require(terminal.shows("Edit."))
      terminal.press("C-z")
    }
    try #require(terminal.shows("[stopped]"))
    terminal.press("Enter", "Enter")
    #expect(terminal.shows("What does top_k"))
  }

  @Test func `the pager gets the text of the editor and of the tab`() throws {
    let home = TemporaryFolder()
    // A pager that ends at once would be taken for one that only writes.
    let script = #"cat "$1" >> "$HOME/paged"; sleep 0.4; echo "That is all."; read line"#
    let terminal = try start(home: home, settings: ["PAGER": program(script, in: home)])
    func readPager(_ text: String) throws {
      // What an earlier pager wrote still stands behind the program.
      let isPaged = TmuxTerminal.wait {
        String(decoding: home.read("paged") ?? [], as: UTF8.self).contains(text)
      }
      try #require(isPaged)
      try #require(terminal.shows("That is all."))
      terminal.press("Enter")
      try #require(terminal.hides("That is all."))
    }
    try terminal.openMessage()
    terminal.press("M-o")
    try readPager("What does temperature")
    try #require(terminal.shows("messages.0.content"))
    terminal.press("Escape", "F5")
    try #require(terminal.shows("● end_turn"))
    terminal.press("Tab", "2", "o")
    try readPager("1 · message_start")
    terminal.press("3", "o")
    try readPager("POST embedded:/v1/messages")
  }

  @Test func `long lines are wrapped at words, and brackets lead to each other`() throws {
    let terminal = try start()
    try terminal.openMessage()
    terminal.press("C-a")
    terminal.paste(String(repeating: "wrapped ", count: 40) + "end")
    try #require(terminal.shows("line 1 of 1, column 324"))
    #expect(
      terminal.waits { $0.split(separator: "\n").count { $0.hasPrefix("│wrapped ") } == 7 })
    terminal.press("Escape", "F2")
    try #require(terminal.shows("line 1 of "))
    terminal.press("C-]")
    try #require(terminal.waits { $0.contains(", column 1 ") && !$0.contains("line 1 of") })
    terminal.press("C-]")
    #expect(terminal.shows("line 1 of "))
  }
}
