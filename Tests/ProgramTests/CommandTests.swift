import Glibc
import LocalEndpoint
import TestSupport
import Testing

/// The headless commands, as a shell runs them.
@Suite struct CommandTests {
  private let shell = Shell()
  static let key = "canary-0123456789-abcdefgh"

  /// A server whose answer says which key it was asked with.
  private func withServer(
    _ script: String = #"{"steps": [{"say": "Hello there"}]}"#,
    _ body: (LoopbackServer, Monitor<[LocalRequest]>) throws -> Void
  ) throws {
    let log = Monitor<[LocalRequest]>([])
    let responder = Listening(
      log: log,
      responder: FaultResponder(
        try FaultScript(parsing: Array(script.utf8)), otherwise: RequestHandler()))
    let server = LoopbackServer(responder)
    try server.start()
    defer { server.stop() }
    try body(server, log)
  }

  @Test func `the answer goes to standard output and all else to standard error`() {
    let result = shell.run(["send", "--set", "temperature=0"])
    #expect(result.status == 0)
    #expect(result.text.hasSuffix("\n"))
    #expect(result.text.count > 20)
    #expect(result.errors.hasPrefix("workbench: end_turn, "))
    #expect(shell.run(["send", "--set", "temperature=0"]).text == result.text)
  }

  @Test func `the whole message, the wire and the sampling can be had instead`() throws {
    let json = shell.run(["send", "--output", "json"])
    #expect(json.text.hasPrefix("{\n  \"id\": \"msg_"))
    let events = shell.run(["send", "--output=events"])
    #expect(events.text.hasPrefix("event: message_start\ndata: {"))
    #expect(events.text.hasSuffix("\n\n"))
    let sampling = shell.run(["send", "--output", "sampling", "--set", "max_tokens=5"])
    #expect(sampling.text.split(separator: "\n").count == 5)
    #expect(sampling.text.contains("\"tempered_probability\":"))
    let whole = shell.run(["send", "--set", "stream=false", "--set", "max_tokens=5"])
    #expect(whole.status == 0)
    #expect(!whole.text.isEmpty)
  }

  @Test func `a request comes from standard input or a file, and is changed on the way`() throws {
    let body = #"{"model":"x","max_tokens":1.0,"messages":[],"unknown":{"b":1,"a":[]}}"#
    try withServer { server, log in
      let arguments = [
        "send", "-", "--endpoint", server.baseURL, "--set", "model=y", "--set",
        #"messages=[{"role":"user","content":"hi"}]"#, "--unset", "unknown.b",
      ]
      let result = shell.run(arguments, input: body)
      #expect(result.status == 0)
      #expect(result.text == "Hello there\n")
      let sent = String(decoding: log.update { $0 }.last?.body ?? [], as: UTF8.self)
      #expect(
        sent == #"{"model":"y","max_tokens":1.0,"messages":[{"role":"user","content":"hi"}],"#
          + #""unknown":{"a":[]},"stream":true}"#)

      shell.folder.write("body.json", Array(body.utf8))
      #expect(
        shell.run(["send", shell.folder.path("body.json"), "--endpoint", server.baseURL]).status
          == 0)
      #expect(log.update { $0 }.count == 2)
    }
  }

  @Test func `the exit status tells how it ended`() throws {
    let steps = [
      (#"{"say": "all"}"#, 0), (#"{"say": "all", "edits": [{"drop": "message_stop"}]}"#, 0),
      (#"{"status": 400, "body": {"type": "error"}}"#, 3), (#"{"status": 302, "body": ""}"#, 3),
      (
        #"{"stream": [{"event": "error", "data": {"type": "error", "error": {"message": "x"}}}]}"#,
        3
      ),
      (#"{"say": "half", "cut": {"at": 400}}"#, 4), (#"{"raw": "nonsense"}"#, 4),
      (#"{"body": "<html>"}"#, 4), (#"{"stream": ["event: ping\n"]}"#, 4),
    ]
    for (step, status) in steps {
      try withServer("{\"steps\": [\(step)]}") { server, _ in
        let result = shell.run(["send", "--endpoint", server.baseURL])
        #expect(result.status == Int32(status), "\(step): \(result)")
      }
    }
    #expect(shell.run(["send", "--endpoint", "http://127.0.0.1:1"]).status == 4)
  }

  @Test func `an interrupt cancels and keeps what has come`() {
    let result = shell.run(
      ["send", "--set", "model=workbench-slow"], signal: (SIGINT, after: " "))
    #expect(result.status == 5)
    #expect(!result.text.isEmpty)
    #expect(result.errors.contains("cancelled"))
  }

  @Test func `an answer that can't be written is told, and no success`() {
    for form in ["text", "json", "events", "sampling"] {
      let result = shell.run(
        ["-c", "$0 send --output \(form) > /dev/full", TmuxTerminal.program], program: "/bin/bash")
      #expect(result.status == 4)
      #expect(result.errors.contains("can't be written: No space left on device"))
    }
  }

  @Test func `an answer nested as deep as JSON may be is read`() throws {
    let input =
      String(repeating: #"{\"a\":"#, count: 500) + "1" + String(repeating: "}", count: 500)
    let events = [
      #"{"type":"message_start","message":{"id":"m","type":"message","role":"assistant","content":[]}}"#,
      #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"n","input":{}}}"#,
      #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\#(input)"}}"#,
      #"{"type":"content_block_stop","index":0}"#,
      #"{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":1}}"#,
      #"{"type":"message_stop"}"#,
    ]
    let items = events.map { "{\"event\": null, \"data\": \($0)}" }.joined(separator: ",")
    let script = "{\"steps\": [{\"stream\": [\(items)]}]}"
    try withServer(script) { server, _ in
      let result = shell.run(["send", "--endpoint", server.baseURL, "--output", "json"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.text.contains("\"input\""))
    }
  }

  @Test func `what a stream has wrong is noted beside its text`() throws {
    let step =
      #"{"say": "all", "edits": [{"insert": {"event": "novel", "data": {"type": "novel"}}, "at": 1}]}"#
    try withServer("{\"steps\": [\(step)]}") { server, _ in
      let result = shell.run(["send", "--endpoint", server.baseURL])
      #expect(result.text == "all\n")
      #expect(result.errors.contains("note: unknown event novel, kept (event 2)"))
    }
  }

  @Test func `a broken configuration is told at its line, and the rest holds`() {
    let other = Shell()
    other.folder.write("config.json", Array("{\n  \"theme\": 5\n}".utf8))
    let result = other.run(
      ["locate", "presets"], environment: ["WORKBENCH_CONFIG_DIR": other.folder.path])
    #expect(result.status == 0)
    #expect(result.errors.contains("config.json, line 2"))
  }

  @Test func `a reader that leaves ends it quietly`() {
    let script = "$0 send --output events --set max_tokens=2000 | head -c 5; echo \"[$PIPESTATUS]\""
    let result = shell.run(["-c", script, TmuxTerminal.program], program: "/bin/bash")
    #expect(result.text == "event[0]\n")
    #expect(result.errors.isEmpty)
  }

  @Test(arguments: [
    (["send", "--nothing"], "there is no option --nothing"),
    (["send", "a", "b"], "don't know what to do with \"b\""),
    (["sned"], "there is no preset and no file \"sned\" (did you mean send?)"),
    (["send", "nowhere.json"], "nowhere.json: "),
    (["send", "--endpoint", "nowhere"], "there is no endpoint \"nowhere\""),
    (["send", "--endpoint", "127.0.0.1:80"], "a base URL begins with http://"),
    (["send", "--endpoint", "ftp://x"], "ftp isn't http or https"),
    (["send", "--endpoint", "http://me:pw@127.0.0.1"], "a name or password"),
    (["send", "--set", "a"], "--set takes PATH=JSON"),
    (["send", "--output", "xml"], "--output takes text, json, events, sampling"),
    (["send", "--api-key", "abc"], "a key doesn't belong on the command line"),
    (["serve", "--port", "x"], "--port takes a port"),
    (["serve", "--rate", "0"], "--rate takes tokens a second"),
    (["serve", "--script", "nowhere"], "nowhere: "), (["locate", "x"], "locate takes"),
  ])
  func `wrong usage is status 2 and one line`(arguments: [String], complaint: String) {
    let result = shell.run(arguments)
    #expect(result.status == 2)
    #expect(result.text.isEmpty)
    #expect(result.errors.contains(complaint), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func `a request is checked`() {
    #expect(shell.run(["check"]).status == 0)
    let bad = shell.run(["check", "-"], input: #"{"model":"workbench-small","messages":[]}"#)
    #expect(bad.status == 1)
    #expect(bad.text.contains("error: "))
    #expect(shell.run(["check", "-"], input: "{").status == 2)
  }

  @Test func `the actions are listed with the keys that the configuration gives them`() {
    let configuration = #"{"keys": {"form": {"unset": ["alt-u"]}}}"#
    shell.folder.write("config.json", Array(configuration.utf8))
    let text = shell.run(["keys"], environment: ["WORKBENCH_CONFIG_DIR": shell.folder.path]).text
    #expect(text.hasPrefix("global\n  send  "))
    let lines = text.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("  unset ") && $0.contains(" Alt-U ") })
    #expect(text.contains("\neditor\n"))
  }

  @Test func `folders are named`() {
    let home = shell.folder.path
    #expect(
      shell.run(["locate", "presets"]).text == "\(home)/.local/share/messages-workbench/presets\n")
    let moved = shell.run(["locate", "config"], environment: ["WORKBENCH_CONFIG_DIR": "/x"])
    #expect(moved.text == "/x/config.json\n")
  }

  @Test func `help and version go to standard output`() {
    for arguments in [["--help"], ["send", "--help"], ["serve", "-h"], ["--version"]] {
      let result = shell.run(arguments)
      #expect(result.status == 0)
      #expect(result.errors.isEmpty)
      #expect(result.text.hasPrefix("usage: workbench") || result.text.hasPrefix("workbench "))
    }
  }

  @Test func `a served endpoint answers the client, and ends with a signal`() throws {
    shell.folder.write("input", [])
    let process = shell.start(["serve", "--rate", "1000", "--seed", "1", "--token"])
    #expect(shell.waits { shell.output(of: "errors").contains("\n") })
    let url = String(shell.output(of: "output").dropLast())
    let token = shell.output(of: "errors").split(separator: " ").last.map {
      String($0.dropLast())
    }
    let other = Shell()
    let configuration =
      #"{"endpoints": [{"name": "mine", "url": "\#(url)", "auth": "bearer", "#
      + #""key": "$MY_TOKEN"}]}"#
    other.folder.write("config.json", Array(configuration.utf8))
    var environment = ["WORKBENCH_CONFIG_DIR": other.folder.path, "MY_TOKEN": token ?? ""]
    let arguments = ["send", "--endpoint", "mine", "--set", "max_tokens=9"]
    let result = other.run(arguments, environment: environment)
    #expect(result.status == 0, "\(result)")
    environment["MY_TOKEN"] = "wrong-token"
    #expect(other.run(arguments, environment: environment).status == 3)

    kill(process, SIGTERM)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    #expect(status == 0)
    #expect(shell.output(of: "errors").contains("POST /v1/messages: 200"))
  }

  @Test func `a key goes to its own origin and shows up nowhere`() throws {
    let echo = #"{"steps": [{"say": "hi", "headers": {"x": "y"}}]}"#
    try withServer(echo) { server, log in
      let environment = ["ANTHROPIC_API_KEY": Self.key, "ANTHROPIC_BASE_URL": server.baseURL]
      let result = shell.run(["send", "--endpoint", "anthropic"], environment: environment)
      #expect(result.status == 0)
      #expect(log.update { $0 }.last?.header("x-api-key") == Self.key)
      try withServer(echo) { other, otherLog in
        _ = shell.run(["send", "--endpoint", other.baseURL], environment: environment)
        #expect(otherLog.update { $0 }.last?.header("x-api-key") == nil)
        #expect(otherLog.update { $0 }.last?.header("authorization") == nil)
      }
      let all = result.text + result.errors
      #expect(!all.contains("canary"))
    }
  }
}

/// Notes requests on their way to a responder.
private struct Listening: LocalResponder {
  let log: Monitor<[LocalRequest]>
  let responder: any LocalResponder

  func respond(to request: LocalRequest, on response: any LocalResponse) {
    log.update { $0.append(request) }
    responder.respond(to: request, on: response)
  }
}
