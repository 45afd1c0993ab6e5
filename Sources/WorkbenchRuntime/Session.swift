import Glibc
import JSON
public import LocalEndpoint
import MessagesAPI
import MessagesClient
public import Presets
import Storage
public import TerminalUI
import WorkbenchCore

/// One run of the full-screen program: finds what it starts from, and runs the event loop.
@MainActor
public struct Session {
  private let state: WorkbenchState
  private let theme: Theme
  private let mailbox = Mailbox()
  private let effects: EffectRunner

  /// Why the program can't start.
  public enum Failure: Error, Hashable, Sendable {
    /// What the argument named isn't there or can't be used; a sentence.
    case argument(String)
  }

  /// Reads what the session starts from: the draft of the last one, or the preset that was asked for.
  ///
  /// - Parameters:
  ///   - colorCount: How many colours the terminal shows; the default theme goes by it.
  ///   - responder: Makes what answers requests to the embedded endpoint, when the first request needs
  ///     it; it is given whom to tell how each token was drawn.
  public init(
    options: LaunchOptions, environment: [String: String], size: Size, colorCount: Int,
    responder:
      @escaping @Sendable (
        _ onSample: @escaping @Sendable (RequestHandler.Sample) -> Void
      ) -> any LocalResponder
  ) throws(Failure) {
    let paths = StoragePaths(environment: environment)
    let files = SettingsFiles(paths: paths, environment: environment)
    let (found, problem) = files.read()
    let reading = found ?? files.standard
    let settings = reading.settings
    let (drafts, draftProblem) = Self.drafts(in: paths.drafts, resumes: options.preset == nil)
    let start = try Self.start(
      options: options, paths: paths, draft: drafts?.recovered, endpoints: settings.endpoints,
      usual: reading.configuration.defaultEndpoint)
    let fitting = colorCount < 256 ? "ansi16" : "dark"
    // A theme chosen on a terminal of many colours may be a poor one here.
    let chosen = colorCount < 256 ? nil : files.chosenTheme(over: settings.themeName)
    let themeName = options.theme ?? chosen ?? settings.themeName ?? fitting
    let themeProblem: String?
    (theme, themeProblem) = try Self.theme(
      named: themeName, isAskedFor: options.theme != nil, in: files)
    var state = WorkbenchState(
      size: size, preset: start.saved, name: start.name, isShipped: start.isShipped,
      endpoints: settings.endpoints, endpoint: start.endpoint, themeName: themeName,
      themeNames: settings.themeNames, keymap: settings.keymap,
      configuredTheme: settings.themeName, themeProblems: settings.themeProblems)
    if let edited = start.edited {
      state.restore(
        edited, isUntitled: start.isUntitled, afterCrash: drafts?.recovered?.isOpen ?? false)
    }
    state.restore(
      editedInTour: (drafts?.recovered?.tourDocuments ?? []).compactMap {
        try? Preset(parsing: $0.encoded(.asWritten))
      })
    if start.edited != nil, let unfinished = drafts?.recovered?.unfinished {
      state.restore((place: unfinished.place, text: unfinished.text))
    }
    for other in drafts?.others ?? [] {
      let (isKept, action) = PresetFiles.keep(other.draft, in: paths.presets)
      if isKept { try? other.discard() }
      _ = state.apply(action, at: .zero)
    }
    for file in drafts?.unreadable ?? [] {
      _ = state.apply(.failed("A draft can't be read; it is now \(file)"), at: .zero)
    }
    if let draftProblem { _ = state.apply(.failed(draftProblem), at: .zero) }
    if let chapter = drafts?.recovered?.tourChapter { state.takeUpTour(at: chapter) }
    let problems =
      [problem].compactMap(\.self) + reading.problems
      + [themeProblem].compactMap(\.self).filter { !reading.problems.contains($0) }
    if !problems.isEmpty {
      _ = state.apply(.configured(settings, problems: problems), at: .zero)
    }
    self.state = state
    let mailbox = mailbox
    let embedded = LazyResponder {
      responder { mailbox.post(.sampled(TokenSample($0), requestID: $0.requestID)) }
    }
    effects = EffectRunner(
      environment: environment, mailbox: mailbox,
      client: EndpointClient(
        http: HTTPTransport(environment: environment),
        embedded: EmbeddedTransport(embedded)),
      presets: paths.presets.map { PresetFiles(folder: $0, opened: (start.name, start.version)) },
      runFolder: paths.runs, settings: files, reading: reading,
      drafts: drafts)
  }

  /// Runs until the program is left.
  public func run(on terminal: any TerminalDevice) {
    effects.begin()
    EventLoop(state: state, theme: theme, terminal: terminal, effects: effects, mailbox: mailbox)
      .run()
  }

  private static func drafts(
    in folder: String?, resumes: Bool
  ) -> (DraftStore?, problem: String?) {
    guard let folder else {
      return (nil, "Drafts aren't kept: neither HOME nor XDG_STATE_HOME is set")
    }
    do throws(FileError) {
      return (try DraftStore(folder: folder, resumes: resumes), nil)
    } catch {
      return (nil, "Drafts aren't kept: \(error)")
    }
  }

  /// A theme; of one that nobody asked for, the program's own when the user's can't be used.
  private static func theme(
    named name: String, isAskedFor: Bool, in files: SettingsFiles
  ) throws(Failure) -> (Theme, problem: String?) {
    do throws(ThemeStore.LoadError) {
      return (try files.themes.theme(named: name), nil)
    } catch {
      let problem = files.sentence(for: error, theme: name)
      guard !isAskedFor, let theme = Theme.builtIn(named: name) else { throw .argument(problem) }
      return (theme, problem)
    }
  }

  // MARK: - What to start from

  private struct Start {
    /// The preset as it is on disk.
    let saved: Preset
    let name: String
    let isShipped: Bool
    let endpoint: Endpoint
    /// Which file of the preset it is, if it is one of the user's own.
    var version: FileStore.Version?
    /// What a draft holds beyond that.
    var edited: Preset?
    /// Whether the draft is one of no preset.
    var isUntitled = false
  }

  private static func start(
    options: LaunchOptions, paths: StoragePaths, draft: Draft?, endpoints: [Endpoint],
    usual usualName: String?
  ) throws(Failure) -> Start {
    let chosen = try options.endpoint.map { argument throws(Failure) in
      do throws(Endpoint.ArgumentError) {
        return try Endpoint(argument: argument, among: endpoints)
      } catch {
        throw .argument(Wording.sentence(for: error))
      }
    }
    let usual = endpoints.first { $0.name == usualName } ?? .embedded
    if let argument = options.preset {
      let (preset, name, isShipped, version) = try preset(named: argument, paths: paths)
      let own = preset.endpoint.flatMap { name in endpoints.first { $0.name == name } }
      return Start(
        saved: preset, name: name, isShipped: isShipped,
        endpoint: chosen ?? own ?? usual, version: version)
    }
    guard let example = Preset.shipped.first else { throw .argument("no preset is shipped") }
    let name = example.name ?? "example"
    guard let draft, draft.document.objectValue != nil,
      let edited = try? Preset(parsing: draft.document.encoded(.asWritten))
    else {
      return Start(
        saved: example, name: name, isShipped: true, endpoint: chosen ?? usual)
    }
    let known = endpoints.first { $0.name == draft.endpointName }
    let endpoint = chosen ?? known ?? usual
    if draft.isShipped, let shipped = Preset.shipped.first(where: { $0.name == draft.presetName }),
      let name = shipped.name
    {
      return Start(saved: shipped, name: name, isShipped: true, endpoint: endpoint, edited: edited)
    }
    if let presetName = draft.presetName,
      let (saved, name, isShipped, version) = try? preset(named: presetName, paths: paths)
    {
      return Start(
        saved: saved, name: name, isShipped: isShipped, endpoint: endpoint, version: version,
        edited: edited)
    }
    return Start(
      saved: example, name: name, isShipped: true, endpoint: endpoint, edited: edited,
      isUntitled: true)
  }

  private static func preset(
    named argument: String, paths: StoragePaths
  ) throws(Failure) -> (Preset, name: String, isShipped: Bool, FileStore.Version?) {
    do throws(PresetStore.LoadError) {
      if let folder = paths.presets, let name = try? PresetName(argument) {
        do throws(PresetStore.LoadError) {
          let (preset, version) = try PresetStore(folder: folder).load(name)
          return (preset, name.text, false, version)
        } catch {
          if case .file(let problem) = error, problem.isMissing {} else { throw error }
        }
      }
      if let shipped = Preset.shipped.first(where: { $0.name == argument }) {
        return (shipped, argument, true, nil)
      }
      let bytes: [UInt8]
      do { bytes = try FileStore.read(argument).bytes } catch { throw .file(error) }
      do { return (try Preset(parsing: bytes), argument, true, nil) } catch {
        throw .content(error)
      }
    } catch {
      throw .argument("\(argument): \(PresetFiles.sentence(for: error))")
    }
  }
}
