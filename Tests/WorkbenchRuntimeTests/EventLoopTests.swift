import Glibc
import JSON
import LocalEndpoint
import MessagesAPI
import MessagesClient
import Presets
import Runs
import Storage
import TerminalUI
import TestSupport
import Testing
import WorkbenchCore

@testable import WorkbenchRuntime

/// The loop with a terminal that types when it sees what it waits for.
@MainActor @Suite(.serialized) struct EventLoopTests {
  private let folder = TemporaryFolder()
  private let mailbox = Mailbox()

  private func run(
    _ terminal: ScriptedTerminal, answering responder: any LocalResponder = RequestHandler(),
    keepsRuns: Bool = false
  ) {
    let environment = ["WORKBENCH_CONFIG_DIR": folder.path]
    if keepsRuns { folder.write("config.json", Array(#"{"keep_runs": 3}"#.utf8)) }
    let files = SettingsFiles(
      paths: StoragePaths(environment: environment), environment: environment)
    let effects = EffectRunner(
      environment: environment, mailbox: mailbox,
      client: EndpointClient(
        http: HTTPTransport(environment: environment), embedded: EmbeddedTransport(responder)),
      presets: nil, runFolder: folder.path("runs"), settings: files,
      reading: files.read().reading ?? files.standard, drafts: nil)
    let preset = Preset(
      request: MessageRequest([
        "max_tokens": 9, "stream": true,
        "messages": [["role": "user", "content": "What is temperature?"]],
      ]))
    let state = WorkbenchState(
      size: terminal.size, preset: preset, name: "test", isShipped: true, endpoints: [.embedded],
      endpoint: .embedded, themeName: "dark", themeNames: ["dark"], keymap: ActionCatalog.keymap)
    guard let theme = Theme.builtIn(named: "dark") else { return }
    EventLoop(state: state, theme: theme, terminal: terminal, effects: effects, mailbox: mailbox)
      .run()
  }

  /// An endpoint that counts what it is asked and never comes to an end by itself.
  private final class Counting: LocalResponder {
    let requests = Monitor(0)

    func respond(to request: LocalRequest, on response: any LocalResponse) {
      requests.update { $0 += 1 }
      RequestHandler().respond(to: request, on: response)
    }
  }

  @Test func `keys are answered on the screen until the program is left`() {
    let terminal = ScriptedTerminal([
      .init(text: "Press F5", keys: "\u{1B}[15~"), .init(text: "● max_tokens", keys: "\u{11}"),
    ])
    run(terminal)
    #expect(terminal.steps.isEmpty)
  }

  @Test func `what is struck behind the key that quits isn't done`() {
    let responder = Counting()
    let terminal = ScriptedTerminal([.init(text: "Press F5", keys: "\u{11}\u{1B}[15~")])
    run(terminal, answering: responder)
    #expect(terminal.steps.isEmpty)
    #expect(responder.requests.update { $0 } == 0)
  }

  @Test func `a terminal that takes nothing is shown nothing, and then the newest`() {
    let terminal = ScriptedTerminal([
      .init(text: "Press F5", keys: "\u{1B}[15~"), .init(text: "● max_tokens", keys: "\u{11}"),
    ])
    terminal.blocksNext = true
    run(terminal)
    #expect(terminal.steps.isEmpty)
    #expect(terminal.flushCount == 3)
    #expect(terminal.framesWhileBlocked == 0)
  }

  @Test func `any number of pieces of an answer cost few frames`() {
    let count = 20_000
    let terminal = ScriptedTerminal([
      .init(text: "Press F5", keys: "\u{1B}[15~"), .init(text: "● max_tokens", keys: "\u{11}"),
    ])
    for _ in 0..<count { mailbox.post(.run(Run.ID(1), .chunk([0x0A], at: .zero))) }
    run(terminal)
    #expect(terminal.steps.isEmpty)
    #expect(terminal.frameCount < count / 20)
  }

  @Test func `a terminal that goes away ends the program, and the run under way is kept`() {
    let terminal = ScriptedTerminal([
      .init(text: "Press F5", keys: "\u{1B}[15~"), .init(text: "▾ text", keys: ""),
    ])
    terminal.vanishes = true
    run(terminal, keepsRuns: true)
    #expect(terminal.steps.isEmpty)
    #expect(folder.names(in: "runs").count == 1)
  }
}
