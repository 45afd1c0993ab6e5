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

@MainActor struct EffectRunnerTests {
  private let folder = TemporaryFolder()

  @Test func `a transfer is let go of when it has ended`() {
    let environment = ["WORKBENCH_CONFIG_DIR": folder.path]
    let files = SettingsFiles(
      paths: StoragePaths(environment: environment), environment: environment)
    let mailbox = Mailbox()
    let runner = EffectRunner(
      environment: environment, mailbox: mailbox,
      client: EndpointClient(
        http: HTTPTransport(environment: environment),
        embedded: EmbeddedTransport(RequestHandler())),
      presets: nil, runFolder: nil, settings: files, reading: files.standard, drafts: nil)
    let preset = Preset(request: MessageRequest([:]))
    let state = WorkbenchState(
      size: Size(width: 80, height: 24), preset: preset, name: "test", isShipped: true,
      endpoints: [.embedded], endpoint: .embedded, themeName: "dark", themeNames: ["dark"],
      keymap: ActionCatalog.keymap)
    runner.perform(.startRun(Run.ID(1), endpoint: .embedded, body: Array("{}".utf8)), state: state)
    #expect(Array(runner.transfers.keys) == [Run.ID(1)])
    for _ in 0..<1000 where !runner.transfers.isEmpty {
      usleep(10_000)
      for action in mailbox.take() { runner.note(action) }
    }
    #expect(runner.transfers.isEmpty)
  }
}
