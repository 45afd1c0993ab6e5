import Glibc
import TestSupport
import Testing

/// The form and the editor, by keystrokes and the mouse, as a person uses them.
@Suite(.serialized) struct FormTests {
  private func start(_ arguments: [String] = []) throws -> TmuxTerminal {
    let terminal = TmuxTerminal(arguments: arguments)
    try #require(terminal.shows("Press F5"))
    return terminal
  }

  @Test func `a number is typed, and undo names what it takes back`() throws {
    let terminal = try start()
    try terminal.go(to: "temperature")
    terminal.press("Enter")
    terminal.type("0.25")
    terminal.press("Enter")
    try #require(terminal.shows("Undo set temperature"))
    #expect(terminal.shows("0.25"))
    terminal.press("Delete")
    try #require(terminal.shows("Undo unset temperature"))
    terminal.press("u")
    try #require(terminal.shows("Undone: unset temperature · before that: set temperature"))
    #expect(terminal.shows("0.25"))
    terminal.press("u")
    try #require(terminal.shows("Undone: set temperature"))
    #expect(terminal.hides("0.25"))
    terminal.press("U")
    try #require(terminal.shows("Done again: set temperature · after that: unset temperature"))
    #expect(terminal.shows("0.25"))
  }

  @Test func `a message is duplicated, changed, moved, switched off and removed`() throws {
    let terminal = try start()
    try terminal.go(to: "user")
    terminal.press("D")
    try #require(terminal.shows("Undo duplicate"))
    terminal.press("R")
    try #require(terminal.shows("● assistant"))
    terminal.press("M-Up")
    try #require(terminal.shows("Undo move"))
    #expect(try terminal.place(of: "● assistant").y < terminal.place(of: "● user").y)
    terminal.press("Space")
    try #require(terminal.shows("○ assistant"))
    terminal.press("d")
    try #require(terminal.hides("assistant"))
    terminal.press("u")
    try #require(terminal.shows("○ assistant"))
  }

  @Test func `a stop sequence is added, edited and duplicated in place`() throws {
    let terminal = try start()
    try terminal.go(to: "stop_sequences")
    terminal.press("a")
    terminal.type("END")
    terminal.press("Enter")
    try #require(terminal.shows("\"END\" "))
    terminal.press("D")
    try #require(terminal.shows("● 2 "))
    terminal.press("Enter", "C-a")
    terminal.type("STOP")
    terminal.press("Enter")
    try #require(terminal.shows("STOP"))
    terminal.press("d")
    try #require(terminal.hides("STOP"))
  }

  @Test func `a slider is dragged with the mouse`() throws {
    let terminal = try start()
    let (x, y) = try terminal.place(of: ["━", "●", "─"], inLineWith: "temperature")
    terminal.click(x: x, y: y)
    try #require(terminal.shows("temperature      0 "))
    terminal.drag(from: (x, y), to: (x + 59, y))
    try #require(terminal.shows("temperature      2 "))
    terminal.press("u")
    try #require(terminal.shows("Undone: set temperature"))
  }

  @Test func `every match in a text is replaced`() throws {
    let terminal = try start()
    try terminal.openMessage()
    terminal.press("M-r")
    try #require(terminal.shows("Replace"))
    terminal.type("temperature")
    try #require(terminal.shows("1 of 1"))
    terminal.press("Tab")
    terminal.type("top_p")
    terminal.press("M-a")
    try #require(terminal.shows("Replaced 1 match"))
    terminal.press("Escape")
    try #require(terminal.shows("What does top_p do"))
  }

  @Test func `matches are replaced one by one, and each is taken back`() throws {
    let terminal = try start()
    try terminal.openMessage()
    terminal.press("C-a")
    terminal.paste("one one one")
    terminal.press("M-r")
    terminal.type("one")
    try #require(terminal.shows(" of 3"))
    terminal.press("Tab")
    terminal.type("two")
    terminal.press("Enter", "Enter")
    try #require(terminal.shows("of 1 "))
    terminal.press("M-z")
    try #require(terminal.shows("of 2 "))
    terminal.press("Escape", "Escape")
    try #require(terminal.shows("Undo edit message 1"))
  }

  @Test func `a tool is doubled and moved, and so is a block`() throws {
    let terminal = try start(["tools"])
    try terminal.go(to: "get_weather")
    terminal.press("D")
    try #require(terminal.shows("Undo duplicate get_weather"))
    terminal.press("M-Down", "M-Down")
    try #require(terminal.shows("It is the last already"))
    terminal.press("u", "u")
    try #require(terminal.shows("Undone: duplicate get_weather"))

    try terminal.go(to: "user")
    terminal.press("b")
    try #require(terminal.shows("● text"))
    terminal.press("D", "Enter", "C-a")
    terminal.type("second")
    terminal.press("Escape")
    try #require(terminal.shows("second"))
    terminal.press("M-Up")
    try #require(terminal.shows("Undo move block 2 of message 1"))
    terminal.press("Space")
    try #require(terminal.shows("○ text"))
    terminal.press("d")
    try #require(terminal.hides("second"))
  }

  @Test func `JSON is laid out, and what is switched off follows its item through an edit`() throws
  {
    let terminal = try start(["tools"])
    try terminal.go(to: "get_weather")
    terminal.press("Space")
    try #require(terminal.shows("○ get_weather"))
    terminal.press("F2", "C-a")
    terminal.paste(
      #"{"messages":[{"role":"user","content":"a"}],"tools":[{"name":"new","input_schema":{"type":"object"}},{"name":"get_weather","input_schema":{"type":"object"}}]}"#
    )
    terminal.press("M-l")
    try #require(terminal.shows("\"messages\": ["))
    terminal.press("Escape")
    try #require(terminal.shows("● new"))
    #expect(terminal.hides("○ new"))
    terminal.press("u")
    try #require(terminal.shows("○ get_weather"))
  }

  @Test func `a tool is switched off and isn't sent`() throws {
    let terminal = try start(["tools"])
    try terminal.go(to: "get_weather")
    terminal.press("Space")
    try #require(terminal.shows("○ get_weather"))
    terminal.press("F5")
    try #require(terminal.shows("tokens/s"))
    terminal.press("C-p")
    try #require(terminal.shows("Commands"))
    terminal.type("request as sent")
    try #require(terminal.shows("› request as sent"))
    terminal.press("Enter")
    try #require(terminal.shows("POST embedded"))
    terminal.press("y")
    #expect(
      terminal.copies { $0.contains(#""calculate""#) && !$0.contains(#""get_weather""#) })
  }

  @Test func `an image comes from a file`() throws {
    let folder = TemporaryFolder()
    folder.write("small.gif", Array("GIF89a".utf8) + [3, 0, 2, 0])
    let terminal = try start()
    try terminal.go(to: "user")
    terminal.press("i")
    try #require(terminal.shows("Image from a file"))
    terminal.type(folder.path("nothing.gif"))
    terminal.press("Enter")
    try #require(terminal.shows("can't open"))
    terminal.press("C-u")
    terminal.type(folder.path("sm"))
    terminal.press("Tab")
    try #require(terminal.shows("small.gif"))
    terminal.press("Enter")
    try #require(terminal.shows("GIF 3×2"))
    #expect(terminal.waits { $0.contains("add an image") || $0.contains("takes that back") })
  }

  @Test func `an objection is gone to and mended`() throws {
    let terminal = try start()
    try terminal.go(to: "top_p")
    terminal.press("Enter")
    terminal.type("1.5")
    terminal.press("Enter")
    try #require(terminal.shows("top_p is above 1"))
    terminal.press("Home", "w", "m")
    try #require(terminal.shows("Set top_p to 1"))
    #expect(terminal.hides("top_p is above 1"))
  }

  @Test func `words are completed in JSON`() throws {
    let terminal = try start()
    terminal.press("F2")
    try #require(terminal.shows("request (JSON)"))
    terminal.press("C-a")
    terminal.type("{\"max_t")
    try #require(terminal.shows("The most tokens"))
    terminal.press("Tab")
    terminal.type("9}")
    try #require(terminal.shows("\"max_tokens\": 9}"))
    terminal.press("Escape")
    try #require(terminal.hides("request (JSON)"))
  }

  @Test func `a number steps, a choice cycles or opens, and null is null`() throws {
    let terminal = try start()
    try terminal.go(to: "temperature")
    terminal.press("Right")
    try #require(terminal.shows("temperature      0.75 "))
    terminal.press("S-Right")
    try #require(terminal.shows("temperature      1 "))
    terminal.press("S-Left", "Left")
    try #require(terminal.shows("temperature      0.7 "))
    terminal.press("n")
    try #require(terminal.shows("temperature      null"))
    try terminal.go(to: "effort")
    terminal.press("Right")
    try #require(terminal.shows("Undo set output_config.effort"))
    terminal.press("Enter")
    try #require(terminal.shows("ultracode"))
    terminal.type("ultra")
    terminal.press("Enter")
    try #require(terminal.waits { $0.contains("effort           ultracode") })
  }

  @Test func `a request is copied as a command, and such a command is a request`() throws {
    let terminal = try start()
    terminal.press("Y")
    try #require(terminal.shows("Copy as"))
    terminal.type("curl")
    try #require(terminal.shows("› curl"))
    terminal.press("Enter")
    try #require(terminal.shows("Copied the request as curl"))
    try #require(terminal.copies { $0.contains("/v1/messages") })
    let command = terminal.clipboard
    try terminal.go(to: "temperature")
    terminal.press("Delete")
    try #require(terminal.shows("Undo unset temperature"))
    terminal.paste(command)
    try #require(terminal.shows("Imported"))
    #expect(terminal.shows("temperature      0.7 "))
    terminal.press("u")
    try #require(terminal.shows("temperature      –"))
  }
}
