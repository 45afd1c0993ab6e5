import Dispatch
import JSON
import LocalEndpoint
import MessagesClient
import Presets
import Runs
import Storage
import TerminalUI
import WorkbenchCore

/// Does what the state asks for: sends requests, keeps files. What comes of it goes to the mailbox.
///
/// Requests and files are each worked on by threads of their own, so that neither a slow server nor a
/// slow disk keeps the interface waiting.
@MainActor
final class EffectRunner {
  let environment: [String: String]
  private let mailbox: Mailbox
  private let client: EndpointClient
  private let presets: PresetFiles?
  private let settings: SettingsFiles
  private var reading: SettingsFiles.Reading
  /// What the settings' files said when they were read last.
  private let latestReading = Monitor<SettingsFiles.Reading?>(nil)
  private let drafts: DraftStore?
  private let runs: RunFiles?
  private let texts: TextExaminer
  private(set) var transfers: [Run.ID: any Transfer] = [:]
  private var queries: [String: Task<Void, Never>] = [:]
  /// One file at a time, in order.
  private let files = DispatchQueue(label: "files")
  /// What is copied, which another program may hold up.
  private let copies = DispatchQueue(label: "copies")
  /// Signalled when the last file of the session was written.
  private let filesAreWritten = DispatchSemaphore(value: 0)

  /// - Parameters:
  ///   - presets: Nil when there is nowhere to keep presets.
  ///   - runFolder: Nil when there is nowhere to keep runs.
  ///   - drafts: Nil when there is nowhere to keep the draft.
  init(
    environment: [String: String], mailbox: Mailbox, client: EndpointClient, presets: PresetFiles?,
    runFolder: String?, settings: SettingsFiles, reading: SettingsFiles.Reading, drafts: DraftStore?
  ) {
    self.environment = environment
    self.mailbox = mailbox
    self.client = client
    self.settings = settings
    self.reading = reading
    self.drafts = drafts
    runs = runFolder.map { [files] in RunFiles(folder: $0, queue: files, mailbox: mailbox) }
    texts = TextExaminer(mailbox: mailbox)
    self.presets = presets
  }

  /// Begins what the effect asks for, and returns what is known of it at once.
  @discardableResult
  func perform(_ effect: Effect, state: WorkbenchState) -> [Action] {
    switch effect {
    case .startRun(let id, let endpoint, let body):
      return start(id, endpoint: endpoint, body: body)
    case .cancelRun(let id):
      transfers[id]?.cancel()
    case .listModels(let endpoint): listModels(of: endpoint)
    case .keepRun(let id):
      if keptRuns > 0, let run = state.runs.first(where: { $0.id == id }) {
        runs?.keep(run, limit: keptRuns)
      }
    case .listPresets: listPresets()
    case .loadPreset(let name, isShipped: true):
      // At once: who sends it right away means this one.
      return Preset.shipped.filter { $0.name == name }.map {
        .presetLoaded($0, name: name, isShipped: true)
      }
    case .loadPreset(let name, isShipped: false): work { $0.load(name) }
    case .savePreset(let preset, let name, let replaced):
      work { $0.save(preset, as: name, over: replaced) }
    case .deletePreset(let name): work { $0.delete(name) }
    case .keepTheme(let name, let configured): keepTheme(name, over: configured)
    case .saveDraft: saveDraft(of: state)
    case .readImage(let path):
      workOnImages { .imageRead(path: path, ImageFiles.read(path, home: $0)) }
    case .readRequest(let path): workOnImages { ImageFiles.readText(path, home: $0) }
    case .completePath(let path): workOnImages { ImageFiles.complete(path, home: $0) }
    case .writeFile(let path, let bytes, let export, let replaces):
      write(bytes, to: path, export, replaces: replaces)
    // By way of the mailbox, so that keys are heard between two steps.
    case .continueSearch: mailbox.post(.continueSearch)
    case .examine(let question): texts.ask(question)
    case .editExternally, .page, .copy, .useTheme, .suspend, .redraw, .quit:
      break
    }
    return []
  }

  /// Lets go of what has come to its end, and goes by the settings that were read.
  func note(_ action: Action) {
    if case .run(let id, .end) = action { transfers[id] = nil }
    if case .configured = action, let latest = latestReading.update({ $0 }) { reading = latest }
  }

  /// Closes all connections.
  func stop() {
    for transfer in transfers.values { transfer.cancel() }
    for query in queries.values { query.cancel() }
  }

  /// Keeps the draft. `hasWritten` tells when all files are written.
  func finish(with state: WorkbenchState) {
    saveDraft(of: state, isOpen: false)
    files.async { [filesAreWritten, copies] in
      copies.sync {}
      filesAreWritten.signal()
    }
  }

  /// Keeps the draft, and waits for it unless that takes long: this program may be out of sight for a
  /// while, and be killed there.
  func keepDraft(of state: WorkbenchState) {
    saveDraft(of: state)
    let isKept = DispatchSemaphore(value: 0)
    files.async { isKept.signal() }
    _ = isKept.wait(timeout: .now() + .milliseconds(500))
  }

  /// Whether every file of the finished session is written, after waiting so many milliseconds for it.
  ///
  /// A disk that hangs, or another program's lock, can make it false for ever. Once it was true, it
  /// isn't to be asked again.
  func hasWritten(within milliseconds: Int) -> Bool {
    filesAreWritten.wait(timeout: .now() + .milliseconds(milliseconds)) == .success
  }

  /// Whether this runs in tmux, which has buffers of its own.
  var isInTmux: Bool { environment["TMUX"].map { !$0.isEmpty } ?? false }

  /// Puts a copied text in a file, and from there into tmux's buffer and on its terminal's clipboard.
  ///
  /// - Parameter isSent: Whether it was sent to a terminal, which may not obey.
  func keepCopy(_ text: String, isSent: Bool) {
    let (mailbox, path) = (mailbox, settings.paths.copiedText)
    let tmux = isInTmux ? environment : nil
    copies.async {
      do throws(FileError) {
        guard let path else {
          if isSent { return }
          mailbox.post(.failed("The terminal's clipboard doesn't take this, and there is no HOME"))
          return
        }
        try FileStore.makeFolder(FileStore.folder(of: path))
        try FileStore.replace(path, with: Array(text.utf8))
        if let tmux, TmuxBuffer.load(path, environment: tmux) { return }
        mailbox.post(.copyKept(path: path, isSent: isSent))
      } catch {
        if !isSent { mailbox.post(.failed("Copied inside the program only: \(error)")) }
      }
    }
  }

  // MARK: - Settings

  /// The theme with a name, or why it can't be used.
  func theme(named name: String) -> (theme: Theme?, problem: String?) {
    if let problem = reading.settings.themeProblems[name] { return (nil, problem) }
    let theme = reading.themes[name] ?? Theme.builtIn(named: name)
    return (theme, theme == nil ? settings.sentence(for: .unknown(name), theme: name) : nil)
  }

  private func keepTheme(_ name: String, over configured: String?) {
    let (settings, mailbox) = (settings, mailbox)
    files.async {
      do throws(FileError) {
        try settings.keepTheme(name, over: configured)
      } catch {
        mailbox.post(.notice(.init("The theme holds for this session only: \(error)", .warning)))
      }
    }
  }

  /// The program that texts are edited with, if the configuration names one.
  var editor: [String]? { reading.configuration.editor }

  private var keptRuns: Int { reading.configuration.keptRuns ?? 0 }

  /// Clears up what a killed program may have left, and reads the runs of earlier sessions.
  func begin() {
    if let presets { files.async { presets.removeLitter() } }
    runs?.restore(limit: keptRuns)
  }

  /// A watch for changes of the settings.
  func watchSettings() -> FolderWatch? { FolderWatch(settings.folders) }

  /// Reads the settings again. A file that can't be made sense of leaves them as they were.
  func readSettings() {
    let (settings, mailbox, latest, before) = (settings, mailbox, latestReading, reading)
    files.async {
      let (found, problem) = settings.read()
      latest.update { $0 = found ?? $0 }
      mailbox.post(
        .configured(
          (found ?? before).settings,
          problems: [problem].compactMap(\.self) + (found?.problems ?? [])))
    }
  }

  // MARK: - Requests

  private func start(_ id: Run.ID, endpoint: Endpoint, body: [UInt8]) -> [Action] {
    let request: TransportRequest
    do throws(Endpoint.Problem) {
      request = try EndpointClient.request(body: body, to: endpoint)
    } catch {
      return refuse(id, endpoint: endpoint, body: body, because: Wording.sentence(for: error))
    }
    let mailbox = mailbox
    transfers[id] = client.start(request) { event in
      let update: Action.RunUpdate =
        switch event {
        case .head(let head, let time): .head(head, at: time)
        case .chunk(let bytes, let time): .chunk(bytes, at: time)
        case .end(let end, let time): .end(end, at: time)
        }
      mailbox.post(.run(id, update))
    }
    return [
      .run(id, .started(request.shown, endpointName: endpoint.name, at: MonotonicClock.wallSeconds))
    ]
  }

  /// A run that ended before anything was sent.
  private func refuse(
    _ id: Run.ID, endpoint: Endpoint, body: [UInt8], because reason: String
  ) -> [Action] {
    let request = Run.Request(url: endpoint.baseURL, body: body)
    let error = TransportError(phase: .send, kind: .notAllowed(reason: reason))
    return [
      .run(id, .started(request, endpointName: endpoint.name, at: MonotonicClock.wallSeconds)),
      .run(id, .end(.failed(error), at: .zero)),
    ]
  }

  private func listModels(of endpoint: Endpoint) {
    let (mailbox, client) = (mailbox, client)
    queries[endpoint.name]?.cancel()
    // Detached: the main actor's thread is the event loop's and runs no tasks.
    queries[endpoint.name] = Task.detached {
      do throws(EndpointClient.QueryError) {
        let catalog = try await client.models(of: endpoint)
        mailbox.post(.models(catalog.models.map(\.id), baseURL: endpoint.baseURL))
      } catch {
        guard error != .cancelled else { return }
        mailbox.post(
          .notice(.init("\(endpoint.name) lists no models; type any name", .warning)))
      }
    }
  }

  // MARK: - Files

  private func work(_ job: @escaping @Sendable (PresetFiles) -> Action) {
    guard let presets else {
      mailbox.post(
        .failed("There is nowhere to keep presets: neither HOME nor XDG_DATA_HOME is set"))
      return
    }
    let mailbox = mailbox
    files.async { mailbox.post(job(presets)) }
  }

  private func workOnImages(_ job: @escaping @Sendable (_ home: String?) -> Action) {
    let (mailbox, home) = (mailbox, environment["HOME"])
    files.async { mailbox.post(job(home)) }
  }

  private func listPresets() {
    guard presets != nil else {
      mailbox.post(.presetsListed(WorkbenchState.shippedPresets))
      return
    }
    work { $0.list() }
  }

  private func saveDraft(of state: WorkbenchState, isOpen: Bool = true) {
    guard let drafts else { return }
    // At the end there is time for every text.
    let long = isOpen ? state.longText : nil
    let kept = long == nil ? state.kept : (state: state, unfinished: nil)
    let state = kept.state.withoutTour
    let draft = Draft(
      document: state.presetToSave.document.value, presetName: state.preset?.name,
      isShipped: state.preset?.isShipped ?? false, endpointName: state.endpoint.name,
      tourChapter: state.tourChapter, tourDocuments: kept.state.editedInTour.map(\.document.value),
      isEdited: state.isModified || kept.unfinished != nil || long != nil,
      isOpen: isOpen,
      unfinished: kept.unfinished.map { .init(place: $0.place, text: $0.text) })
    let mailbox = mailbox
    files.async {
      var draft = draft
      if let long { draft.unfinished = .init(place: long.place, text: long.editor.text) }
      do throws(FileError) {
        try drafts.save(draft)
      } catch {
        mailbox.post(.notice(.init("The draft is not kept: \(error)", .warning)))
      }
    }
  }

  private func write(_ bytes: [UInt8], to path: String, _ export: RunExport, replaces: Bool) {
    let (mailbox, home) = (mailbox, environment["HOME"])
    files.async {
      do throws(FileError) {
        try FileStore.replace(
          ImageFiles.expanded(path, home: home), with: bytes,
          expecting: replaces ? .anything : .nothing)
        mailbox.post(.fileWritten(path: path, byteCount: bytes.count))
      } catch {
        switch error.cause {
        case .exists: mailbox.post(.fileConflict(path: path, bytes: bytes, export))
        case .changed, .system, .notAFile, .tooLong:
          mailbox.post(.fileNotWritten(path: path, reason: "\(error)"))
        }
      }
    }
  }
}
