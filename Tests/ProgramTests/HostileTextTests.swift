import LocalEndpoint
import Glibc
import TestSupport
import Testing

/// Texts that would make a terminal do or hide something, in every place that a file or a server can
/// write to, seen in every view.
@Suite(.serialized) struct HostileTextTests {
  /// What terminals obey (titles, links, clipboard, marks, device control, questions), what moves the
  /// cursor, what turns or hides text; written as it stands in JSON.
  private static let payloads = [
    #"\u001b]0;OBEYED\u0007"#, #"\u001b]8;;http://x\u001b\\OBEYED\u001b]8;;\u001b\\"#,
    #"\u001b]52;c;T0JFWUVE\u0007"#, #"\u001b]133;A\u0007"#, #"\u001b]9;OBEYED\u0007"#,
    #"\u001b[2J\u001b[H"#, #"\u001b[?1049l"#, #"\u001b[31mRED"#, #"\u001b[6n\u001b[c"#,
    #"\u001bP$qm\u001b\\"#, #"\u001b_Gx\u001b\\"#, #"\u001bc"#, #"\u001b(0qqq"#, #"\u0005"#,
    #"\u009b31m\u009dOBEYED\u009c"#, #"gone\b\b\b\b\r\u000b\u000c\u000e\u000f"#,
    #"\u202everkehrt\u202c\u2066x\u2069"#, #"a\u200b\u2060\ufeffb"#,
    #"\udb40\udc41\udb40\udc42"#, #"e\u0301\u0301\u0301\u0301\u0301\u0301"#, #"\u2028\u2029\u0085"#,
    #"\u0000"#, #"\u115f\u3164\u00ad"#,
  ]
  private static let hostile = payloads.joined(separator: " ")

  /// A text of its own and all payloads after it; the name shows that it has been drawn.
  private static func text(_ name: String) -> String { "\"\(name) \(hostile)\"" }

  private static let request = """
    {"request": {"model": \(text("m0")), "max_tokens": 50, "stream": true, "system": \(text("s0")),
      "messages": [{"role": "user", "content": \(text("u0"))}],
      "stop_sequences": [\(text("q0"))], \(text("x0")): \(text("x1")), "metadata": {\(text("d0")): 1},
      "tools": [{"name": \(text("t0")), "description": \(text("t1")),
        "input_schema": {"type": "object", "properties": {\(text("p0")): {"type": \(text("p1"))}}}}]},
     "description": \(text("d1")), \(text("k0")): \(text("k1"))}
    """

  private static let events = [
    #"{"type": "message_start", "message": {"id": \#(text("i0")), "model": \#(text("m1")), "content": [], "usage": {"input_tokens": 3, \#(text("w0")): 1}}}"#,
    #"{"type": "content_block_start", "index": 0, "content_block": {"type": "thinking", "thinking": ""}}"#,
    #"{"type": "content_block_delta", "index": 0, "delta": {"type": "thinking_delta", "thinking": \#(text("h0"))}}"#,
    #"{"type": "content_block_delta", "index": 0, "delta": {"type": "signature_delta", "signature": \#(text("g0"))}}"#,
    #"{"type": "content_block_stop", "index": 0}"#,
    #"{"type": "content_block_start", "index": 1, "content_block": {"type": "text", "text": \#(text("a0"))}}"#,
    #"{"type": "content_block_delta", "index": 1, "delta": {"type": "text_delta", "text": "\n\n# Title \#(hostile)\n\n- item \#(hostile)\n\n```c\ncode \#(hostile)\n```\n\n|a|b|\n|-|-|\n|\#(hostile)|1|\n"}}"#,
    #"{"type": "content_block_stop", "index": 1}"#,
    #"{"type": "content_block_start", "index": 2, "content_block": {"type": "tool_use", "id": \#(text("i1")), "name": \#(text("n0")), "input": {}}}"#,
    #"{"type": "content_block_delta", "index": 2, "delta": {"type": "input_json_delta", "partial_json": "{\"city\": \"Rome \\u001b]0;OBEYED\\u0007\", \"\\u202e\": \"\u001b[31m"}}"#,
    #"{"type": "content_block_stop", "index": 2}"#,
    #"{"type": "content_block_start", "index": 3, "content_block": {"type": \#(text("y0")), \#(text("y1")): \#(text("y2"))}}"#,
    #"{"type": "content_block_stop", "index": 3}"#,
    #"{"type": \#(text("e0")), "more": \#(text("e1"))}"#,
    #"{"type": "message_delta", "delta": {"stop_reason": \#(text("r0")), "stop_sequence": \#(text("r1"))}, "usage": {"output_tokens": 3}}"#,
    #"{"type": "message_stop"}"#,
  ]

  private static let script = """
    {"steps": [
      {"match": {"path": "/v1/models"}, "body": {"data": [{"id": \(text("l0")), "display_name": \(text("l1"))}]}},
      {"match": {"path": "/v1/messages"}, "times": 1,
       "headers": [["request-id", "req \\u009b31m \\u001b]0;OBEYED\\u0007"],
         ["x-\\u001b[31m", "\\u001b]0;OBEYED\\u0007 \\u202e"]],
       "stream": [": \\u001b]0;OBEYED\\u0007 \(hostile)\\n\\n",
         \(events.map { "{\"event\": \(text("v0")), \"data\": \($0)}" }.joined(separator: ",\n"))]},
      {"match": {"path": "/v1/messages"}, "times": 1, "status": 400,
       "body": {"type": "error", "error": {"type": \(text("f0")), "message": \(text("f1"))},
         "request_id": \(text("f2"))}},
      {"match": {"path": "/v1/messages"}, "times": 1, "status": 502, "body": "<html>\(hostile)"},
      {"match": {"path": "/v1/messages"}, "times": 1, "status": 302,
       "headers": {"location": "http://x/\\u001b]0;OBEYED\\u0007"}, "body": ""},
      {"match": {"path": "/v1/messages"},
       "stream": [{"event": "error", "data": {"type": "error",
         "error": {"type": \(text("f3")), "message": \(text("f4"))}}}]}
    ]}
    """

  private func open(_ name: String, in folder: TemporaryFolder, at url: String) throws
    -> TmuxTerminal
  {
    let terminal = TmuxTerminal(
      width: 120, height: 50, arguments: [folder.path(name), "--endpoint", url])
    try #require(terminal.shows("Press F5"))
    terminal.record(to: folder.path("output"))
    return terminal
  }

  @Test func `no text from outside reaches the terminal as more than text`() throws {
    let server = LoopbackServer(
      FaultResponder(
        try FaultScript(parsing: Array(Self.script.utf8)), otherwise: RequestHandler()))
    try server.start()
    defer { server.stop() }
    let folder = TemporaryFolder()
    let name = "pre\u{1B}]0;OBEYED\u{7}\u{202E}set.json"
    folder.write(name, Array(Self.request.utf8))
    let terminal = try open(name, in: folder, at: server.baseURL)

    func see(_ keys: String..., then texts: String...) {
      for key in keys { terminal.press(key) }
      for text in texts { #expect(terminal.shows(text), "\(text) after \(keys)") }
    }
    // The form, what checks say of it, the request as JSON, and as what it can be copied.
    see("Home", then: "m0 ^[]0;", "s0 ^[]0;", "u0 ^[]0;", "t0 ^[]0;")
    see("End", then: "x0 ^[]0;", "x1 ^[]0;")
    see("!", then: "x0 ^[]0;")
    see("Escape", "F2", "F8", then: #"s0 \u001b]0;"#)
    see("Escape", "F8", "Y", then: "curl")
    // An answer: blocks, as Markdown and as they came, with their unknown members and notes.
    see("Escape", "F5", then: "● r0 ^[]0;", "Run · m1 ^[]0;", "A tool call waits")
    see("Home", then: "a0 ^[]0;")
    see("[", "[", "Space", then: "h0 ^[]0;")
    see("m", then: "# Title ^[]0;")
    see("]", "]", then: "n0 ^[]0;")
    see("]", then: "y0 ^[]0;")
    see("2", "Home", then: "v0 ^[]0;")
    see("3", "Home", then: "x0")
    see("4", "Home", then: "x-^[[31m")
    see("1", "/", "O", "B", "E", then: "/ OBE", " of ")
    see("Escape", "F7", then: "m0 ^[]0;")
    // Errors: of the API, of something else, a redirection, and in the stream.
    see("Escape", "F5", then: "f0 ^[]0;", "f1 ^[]0;", "f2 ^[]0;")
    see("F5", then: "● 502")
    see("F5", then: "302 redirected", "redirects to http://x/^[]0;")
    see("F5", then: "f3 ^[]0;", "f4 ^[]0;")
    see("W", then: "f4 ^[]0;")
    // The models that the endpoint names.
    see("Escape", "Tab", "/", "m", "o", "d", "Enter", "Enter", then: "l0 ^[]0;")
    see("Escape", "C-o", then: "sampling")

    let output = TerminalOutput(folder.read("output") ?? [])
    #expect(output.objections == [])
  }

  @Test func `no name of a file, and nothing that is wrong with one, is more than text`() throws {
    let home = TemporaryFolder()
    let folder = TemporaryFolder()
    for path in [".config", ".config/messages-workbench", ".config/messages-workbench/themes"]
      + [".local", ".local/share", ".local/share/messages-workbench"]
      + [".local/share/messages-workbench/presets"]
    {
      mkdir(home.path(path), 0o700)
    }
    let name = "OBEY\u{1B}]0;OBEYED\u{7}\u{202E}\u{9B}31m"
    for themes in ["themes/\(name).json", "themes/good\(name).json"] {
      home.write(
        ".config/messages-workbench/" + themes,
        Array((themes.contains("good") ? "{}" : "[]").utf8))
    }
    home.write(".local/share/messages-workbench/presets/\(name).json", Array(Self.request.utf8))
    home.write(
      ".config/messages-workbench/config.json",
      Array(
        """
        {"theme": \(Self.text("c0")), "keys": {"form": {\(Self.text("c1")): \(Self.text("c2"))}},
         "endpoints": {\(Self.text("c3")): {"url": \(Self.text("c4"))}}, \(Self.text("c5")): 1}
        """.utf8))
    let terminal = TmuxTerminal(width: 120, height: 50, home: home, arguments: ["--theme", "dark"])
    try #require(terminal.shows("Press F5"))
    terminal.record(to: folder.path("output"))
    terminal.press("W")
    #expect(terminal.shows("^[]0;"))
    for key in ["Escape", "T", "O", "B", "Escape", "C-o", "O", "B", "Enter", "Escape", "F6"] {
      terminal.press(key)
    }
    #expect(terminal.shows("embedded"))
    #expect(TerminalOutput(folder.read("output") ?? []).objections == [])
  }
}
