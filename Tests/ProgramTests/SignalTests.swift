import Glibc
import JSON
import TestSupport
import Testing

/// What is left of the terminal and of the work when the program is ended from outside.
@Suite(.serialized) struct SignalTests {
  /// What is switched on for as long as the program has the terminal.
  private static let modes = ["?1049", "?2004", "?1002", "?1006", "?1004"]

  private func expectRestored(_ terminal: ProgramTerminal) {
    #expect(terminal.modes == terminal.modesBefore)
    for mode in Self.modes {
      let last = terminal.output.ranges(of: "\u{1B}[\(mode)").last
      let switched = last.map { terminal.output[$0.upperBound...].first }
      #expect(switched == "l", "\(mode)")
    }
    let cursor = terminal.output.ranges(of: "\u{1B}[?25").last.map {
      terminal.output[$0.upperBound...].first
    }
    #expect(cursor == nil || cursor == "h")
  }

  /// A program that has sent a request to a slow model, and whose prompt was changed before.
  private func startAtWork(settings: [String: String] = [:]) throws -> ProgramTerminal {
    let terminal = ProgramTerminal(settings: settings)
    try #require(terminal.writes("temperature"))
    terminal.type("\u{1B}OQ")  // F2
    try #require(terminal.writes("request (JSON)"))
    terminal.type("\u{1}")
    terminal.type(
      #"{"model":"workbench-slow","max_tokens":300,"stream":true,"messages":[{"role":"user","content":"a canary"}]}"#
    )
    terminal.type("\u{1B}[15~")  // F5
    try #require(terminal.writes("answering"))
    // The request is kept when it is sent, by a thread of its own.
    try #require(terminal.waits { draft(in: terminal.home).contains("a canary") })
    #expect(terminal.modes != terminal.modesBefore)
    return terminal
  }

  private func draft(in home: TemporaryFolder) -> String {
    let path = ".local/state/messages-workbench/drafts/0.json"
    return String(decoding: home.read(path) ?? [], as: UTF8.self)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func `a signal to end leaves the terminal as it was and keeps the draft`(signal: Int32) throws {
    let terminal = try startAtWork()
    terminal.signal(signal)
    try #require(terminal.ends())
    #expect(terminal.status == 0)
    expectRestored(terminal)
    #expect(draft(in: terminal.home).contains("a canary"))
  }

  @Test(arguments: [
    SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGUSR1, SIGALRM, SIGXCPU,
  ])
  func `a crash leaves the terminal as it was, and what was sent is kept`(signal: Int32) throws {
    let terminal = try startAtWork()
    terminal.signal(signal)
    try #require(terminal.ends())
    let status = try #require(terminal.status)
    #expect(status & 0x7F == signal)
    expectRestored(terminal)
    #expect(draft(in: terminal.home).contains("a canary"))
  }

  @Test(arguments: [SIGQUIT, SIGABRT, SIGSEGV])
  func `a signal from outside ends the program where the runtime reports crashes, too`(
    signal: Int32
  ) throws {
    let terminal = try startAtWork(settings: ["SWIFT_BACKTRACE": "enable=yes"])
    terminal.signal(signal)
    try #require(terminal.ends())
    #expect(terminal.status.map { $0 & 0x7F } == signal)
    expectRestored(terminal)
  }

  /// Another program that holds the lock of the drafts, as a hung disk would hold the draft up.
  private func lockDrafts(of terminal: ProgramTerminal) throws -> Int32 {
    let folder = terminal.home.path(".local/state/messages-workbench/drafts")
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    try #require(descriptor >= 0 && flock(descriptor, LOCK_EX) == 0)
    return descriptor
  }

  @Test func `a draft that can't be written is waited for, until the program is left again`() throws
  {
    let terminal = try startAtWork()
    let lock = try lockDrafts(of: terminal)
    defer { close(lock) }
    // The first closes the editor, which stayed open beside the answer.
    terminal.type("\u{1B}")
    try #require(terminal.writes("keeping what came"))
    terminal.type("\u{1B}")
    try #require(terminal.writes("cancelled"))
    terminal.type("\u{11}")
    try #require(terminal.writes("again leaves without it"))
    #expect(terminal.status == nil)
    terminal.type("\u{11}")
    try #require(terminal.ends())
    expectRestored(terminal)
  }

  @Test func `a signal to end isn't held up by a draft that can't be written`() throws {
    let terminal = try startAtWork()
    let lock = try lockDrafts(of: terminal)
    defer { close(lock) }
    terminal.signal(SIGTERM)
    try #require(terminal.ends())
    expectRestored(terminal)
  }

  @Test func `the program ends when its terminal is taken away`() throws {
    let terminal = try startAtWork()
    terminal.hangUp()
    #expect(terminal.ends())
    #expect(draft(in: terminal.home).contains("a canary"))
  }

  /// Opens the request as JSON, and types another one; sees it if nothing is to come in between.
  private func typeRequest(_ terminal: ProgramTerminal, isSeen: Bool = true) throws {
    try #require(terminal.writes("temperature"))
    terminal.type("\u{1B}OQ")
    try #require(terminal.writes("request (JSON)"))
    terminal.type("\u{1}")
    // What stands there already isn't written again, so that only a word of rare letters is.
    terminal.type(#"{"model":"m","messages":[{"role":"user","content":"a canary XQZJ"}]}"#)
    if isSeen { try #require(terminal.writes("XQZJ")) }
  }

  @Test func `whoever is told twice at once to end is told once`() throws {
    let terminal = ProgramTerminal()
    try typeRequest(terminal)
    terminal.signal(SIGHUP)
    terminal.signal(SIGTERM)
    try #require(terminal.ends())
    #expect(terminal.status == 0)
    #expect(draft(in: terminal.home).contains("a canary"))
  }

  @Test(arguments: [false, true])
  func `what was typed just before a shell's window is closed is kept`(isStopped: Bool) throws {
    for _ in 0..<4 {
      let terminal = ProgramTerminal(underShell: true)
      try typeRequest(terminal)
      if isStopped {
        terminal.type("\u{1A}")
        try #require(terminal.writes("Stopped"))
      }
      terminal.hangUp()
      try #require(terminal.isLeft())
      #expect(draft(in: terminal.home).contains("a canary"))
    }
  }

  @Test func `what was typed is kept before another program gets the terminal`() throws {
    let terminal = ProgramTerminal(underShell: true)
    try typeRequest(terminal, isSeen: false)
    terminal.type("\u{1A}")
    try #require(terminal.writes("Stopped"))
    #expect(draft(in: terminal.home).contains("a canary"))
  }

  @Test func `a program that is told to end while an editor has the terminal ends both`() throws {
    let home = TemporaryFolder()
    home.write("editor", Array("echo is open; exec sleep 600".utf8))
    let terminal = ProgramTerminal(
      home: home, settings: ["VISUAL": "sh \(home.path("editor"))"])
    try typeRequest(terminal, isSeen: false)
    terminal.type("\u{1B}OS")  // F4
    try #require(terminal.writes("is open"))
    #expect(draft(in: home).contains("a canary"))
    // A key for the editor doesn't end this program.
    terminal.signal(SIGINT)
    terminal.signal(SIGTERM)
    try #require(terminal.ends())
    #expect(terminal.status == 0)
    expectRestored(terminal)
    #expect(draft(in: home).contains("a canary"))
  }

  @Test func `what is written to the error output disturbs nothing, and is shown in the end`()
    throws
  {
    let terminal = ProgramTerminal()
    try #require(terminal.writes("temperature"))
    let errors = open("/proc/\(terminal.process)/fd/2", O_WRONLY | O_APPEND)
    defer { close(errors) }
    let text = Array("\u{1B}]0;OBEYED\u{7}\u{9B}31m a library's words\r\n".utf8)
    #expect(write(errors, text, text.count) == text.count)
    terminal.type("\u{1B}[B")
    try #require(terminal.writes("a library's words"))
    terminal.type("\u{11}")
    try #require(terminal.ends())
    let last = terminal.output.ranges(of: "\u{1B}[?1049l").last
    let afterwards = last.map { terminal.output[$0.upperBound...] } ?? ""
    #expect(afterwards.contains("?]0;OBEYED?¿31m a library's words?\r\n"))
    #expect(!terminal.output.unicodeScalars.contains("\u{9B}"))
  }

  /// A program that was killed while a request was typed.
  private func killedWhileTyping() throws -> ProgramTerminal {
    let terminal = ProgramTerminal()
    try #require(terminal.writes("temperature"))
    terminal.type("\u{1B}OQ")
    try #require(terminal.writes("request (JSON)"))
    terminal.type("\u{1}")
    terminal.type(#"{"model":"m","messages":[{"role":"user","content":"a canary"}]}"#)
    try #require(terminal.waits { draft(in: terminal.home).contains("a canary") })
    terminal.signal(SIGKILL)
    try #require(terminal.ends())
    return terminal
  }

  @Test func `what is being typed when the program is killed is recovered, and that is said`()
    throws
  {
    let terminal = try killedWhileTyping()
    let next = ProgramTerminal(home: terminal.home)
    #expect(next.writes("Its draft is recovered"))
    #expect(next.writes("a canary"))
    next.type("\u{11}")
    try #require(next.ends())
    #expect(ProgramTerminal(home: terminal.home).writes("The request of the last session"))
  }

  @Test func `what is no JSON yet when the program ends is open again at the next start`() throws {
    let terminal = ProgramTerminal()
    try #require(terminal.writes("temperature"))
    terminal.type("\u{1B}OQ")
    try #require(terminal.writes("request (JSON)"))
    terminal.type("\u{1}")
    terminal.type(#"{"model": "unfinished"#)
    try #require(terminal.waits { draft(in: terminal.home).contains("unfinished") })
    terminal.signal(SIGKILL)
    try #require(terminal.ends())
    let next = ProgramTerminal(home: terminal.home)
    try #require(next.writes("request (JSON)"))
    next.type(" business")
    try #require(next.waits { draft(in: terminal.home).contains("unfinished business") })
    // Leaving the program loses it as little as a crash does.
    next.type("\u{11}")
    try #require(next.ends())
    #expect(draft(in: terminal.home).contains("unfinished business"))
    let last = ProgramTerminal(arguments: ["tools"], home: terminal.home)
    #expect(last.writes("sampling-draft.txt"))
    last.type("\u{11}")
    try #require(last.ends())
    let path = ".local/share/messages-workbench/presets/sampling-draft.txt"
    let kept = String(decoding: terminal.home.read(path) ?? [], as: UTF8.self)
    #expect(kept == #"{"model": "unfinished business"#)
  }

  @Test func `a program beside another recovers the draft that a third one left`() throws {
    let first = ProgramTerminal()
    try #require(first.writes("temperature"))
    let killed = ProgramTerminal(home: first.home)
    try #require(killed.writes("temperature"))
    killed.type("\u{1B}OQ")
    try #require(killed.writes("request (JSON)"))
    killed.type("\u{1}")
    killed.type(#"{"model":"a canary"}"#)
    try #require(
      killed.waits {
        let path = ".local/state/messages-workbench/drafts/1.json"
        return String(decoding: first.home.read(path) ?? [], as: UTF8.self).contains("canary")
      })
    killed.signal(SIGKILL)
    try #require(killed.ends())
    first.type("\u{11}")
    try #require(first.ends())
    let next = ProgramTerminal(home: first.home)
    #expect(next.writes("Its draft is recovered"))
    #expect(next.writes("a canary"))
  }

  @Test func `that drafts can't be kept is said at the start`() throws {
    let home = TemporaryFolder()
    home.write(".local", [])
    let terminal = ProgramTerminal(home: home)
    #expect(terminal.writes("Drafts aren't kept"))
  }

  @Test func `a draft that gives way to a preset named at the start becomes a preset itself`()
    throws
  {
    let terminal = try killedWhileTyping()
    let next = ProgramTerminal(arguments: ["tools"], home: terminal.home)
    #expect(next.writes("it is now the preset sampling-draft"))
    next.type("\u{11}")
    try #require(next.ends())
    let path = ".local/share/messages-workbench/presets/sampling-draft.json"
    let kept = String(decoding: terminal.home.read(path) ?? [], as: UTF8.self)
    #expect(kept.contains("a canary"))
    // What was opened wasn't edited, so that it makes no preset of its own.
    let last = ProgramTerminal(arguments: ["thinking"], home: terminal.home)
    #expect(last.writes("thinking"))
    last.type("\u{11}")
    try #require(last.ends())
    #expect(
      terminal.home.names(in: ".local/share/messages-workbench/presets") == ["sampling-draft.json"])
  }

  @Test func `an edit is kept a moment later, whatever happens then`() throws {
    let terminal = ProgramTerminal()
    try #require(terminal.writes("temperature"))
    terminal.type("\u{1B}OQ")
    try #require(terminal.writes("request (JSON)"))
    terminal.type("\u{1}")
    terminal.type(#"{"model":"m","messages":[{"role":"user","content":"a canary"}]}"#)
    terminal.type("\u{1B}")
    try #require(terminal.waits { draft(in: terminal.home).contains("a canary") })
    terminal.signal(SIGKILL)
    #expect(terminal.ends())
    #expect(draft(in: terminal.home).contains("a canary"))
  }

  @Test(arguments: 0..<6)
  func `a program that is killed at any time leaves a whole draft of what was typed`(seed: UInt64)
    throws
  {
    var generator = SeededGenerator(seed: seed)
    let terminal = ProgramTerminal()
    try typeRequest(terminal)
    terminal.type("\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D")
    let words = (0..<400).map { " w\($0)" }
    for word in words.prefix(Int.random(in: 50...400, using: &generator)) {
      terminal.type(word)
      usleep(8_000)
    }
    terminal.signal(SIGKILL)
    try #require(terminal.ends())
    let draft = draft(in: terminal.home)
    // Nothing was written in the first second.
    if draft.isEmpty { return }
    let value = try JSONValue(parsing: draft)
    let content = value["document"]?["request"]?["messages"]?[0]?["content"]?.stringValue
    #expect("a canary XQZJ\(words.joined())".hasPrefix(try #require(content)))
  }

  /// A program that draws more than its terminal, which isn't read, can hold.
  private func blocked() throws -> ProgramTerminal {
    let terminal = try startAtWork()
    try #require(
      terminal.waits(reading: false) {
        terminal.type("\u{C}")  // Ctrl-L, which draws the whole screen again
        return terminal.isFull
      })
    return terminal
  }

  @Test func `a terminal that stops reading holds up neither keys nor what streams in`() throws {
    let terminal = try blocked()
    terminal.type("\u{1B}OQ")
    terminal.type("\u{1}")
    terminal.type(#"{"model":"m","messages":[{"role":"user","content":"written blindly"}]}"#)
    terminal.type("\u{1B}")
    try #require(
      terminal.waits(reading: false) { draft(in: terminal.home).contains("blindly") })
    #expect(terminal.writes("written blindly"))
    terminal.type("\u{11}")
    #expect(terminal.writes("Stop it and quit?"))
    terminal.type("y")
    #expect(terminal.ends())
    #expect(terminal.status == 0)
  }

  @Test func `a program whose terminal doesn't read can be ended`() throws {
    let terminal = try blocked()
    terminal.signal(SIGTERM)
    #expect(terminal.ends(reading: false))
    #expect(terminal.status == 0)
  }

  @Test func `flow control is off while the program runs`() throws {
    let terminal = ProgramTerminal()
    try #require(terminal.writes("temperature"))
    #expect(terminal.modes[0] & UInt32(IXON) == 0)
    terminal.type("\u{13}")
    #expect(terminal.writes("Save preset as"))
    terminal.type("\r")
    #expect(terminal.writes("Saved as"))
    terminal.type("\u{11}")
    #expect(terminal.ends())
    #expect(terminal.status == 0)
  }

  @Test func `bytes that mean nothing are ignored, and keys still work`() throws {
    let terminal = ProgramTerminal()
    try #require(terminal.writes("temperature"))
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<200 {
      terminal.type((0..<20).map { _ in UInt8.random(in: 0x80...0xFF, using: &generator) })
      terminal.type(
        "\u{1B}[?1;2c\u{1B}]11;rgb:0/0/0\u{1B}\\\u{1B}[<999;3;4M\u{1B}[I\u{1B}[O\u{1B}[9;9R")
    }
    terminal.type("\u{1B}OP")
    #expect(terminal.writes("Esc closes"))
  }
}
