import Glibc
import JSON
public import LocalEndpoint
import MessagesAPI
import MessagesClient
import Presets
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
  ///   - responder: Answers requests to the embedded endpoint. Made when the first request needs it.
  public init(
    options: LaunchOptions, environment: [String: String], size: Size, colorCount: Int,
    responder: @escaping @Sendable () -> any LocalResponder
  ) throws(Failure) {
    let paths = StoragePaths(environment: environment)
    let themes = ThemeStore(folder: paths.themes)
    let (configuration, complaint) = Self.configuration(paths)
    let endpoints = configuration.endpoints(environment: environment)
    let drafts = paths.drafts.flatMap { try? DraftStore(folder: $0) }
    let start = try Self.start(
      options: options, paths: paths, draft: drafts?.recovered, endpoints: endpoints)
    var notices = [complaint].compactMap(\.self)
    let fitting = colorCount < 256 ? "ansi16" : Self.defaultTheme
    var themeName = options.theme ?? configuration.theme ?? fitting
    do throws(ThemeStore.LoadError) {
      theme = try themes.theme(named: themeName)
    } catch {
      let sentence = "Theme \(themeName): \(Self.sentence(for: error))"
      guard options.theme == nil, let fallback = Theme.builtIn(named: Self.defaultTheme) else {
        throw .argument(sentence)
      }
      // A theme of the configuration that can't be used is no reason not to start.
      notices.append(sentence)
      theme = fallback
      themeName = Self.defaultTheme
    }
    var keymap = ActionCatalog.keymap
    let failures = keymap.apply(
      configuration.keys.map { .init(context: $0.context, action: $0.action, keys: $0.keys) },
      knownActions: Set(Command.allCases.map(\.rawValue)))
    notices += failures.map { "Key setting for \($0.override.action): \($0.error)" }
    var state = WorkbenchState(
      size: size, preset: start.saved, name: start.name, isShipped: start.isShipped,
      endpoints: endpoints, endpoint: start.endpoint, themeName: themeName,
      themeNames: themes.names, keymap: keymap)
    if let edited = start.edited { state.restore(edited) }
    if let notice = notices.first { _ = state.apply(.notice(.init(notice, .error)), at: .zero) }
    self.state = state
    effects = EffectRunner(
      environment: environment, mailbox: mailbox,
      client: EndpointClient(
        http: HTTPTransport(environment: environment),
        embedded: EmbeddedTransport(LazyResponder(make: responder))),
      presetFolder: paths.presets, themes: themes, drafts: drafts)
  }

  /// Runs until the program is left.
  public func run(on terminal: any TerminalDevice) {
    EventLoop(state: state, theme: theme, terminal: terminal, effects: effects, mailbox: mailbox)
      .run()
  }

  // MARK: - Configuration

  private static let defaultTheme = "dark"

  /// The configuration, and what is wrong with its file.
  private static func configuration(_ paths: StoragePaths) -> (Configuration, String?) {
    guard let path = paths.configurationFile else { return (Configuration(), nil) }
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileStore.read(path).bytes
    } catch {
      return (Configuration(), error.isMissing ? nil : "\(error)")
    }
    do throws(JSONParseError) {
      let configuration = try Configuration(parsing: bytes)
      let problem = configuration.problems.first
      return (configuration, problem.map { "\(path), \($0.position): \($0.message)" })
    } catch {
      return (Configuration(), "\(path), \(error)")
    }
  }

  /// Why a theme can't be used.
  static func sentence(for error: ThemeStore.LoadError) -> String {
    switch error {
    case .file(let error): "\(error)"
    case .theme(let failure): "\(failure)"
    case .unknown: "there is none of this name"
    }
  }

  // MARK: - What to start from

  private struct Start {
    /// The preset as it is on disk.
    let saved: Preset
    let name: String
    let isShipped: Bool
    let endpoint: Endpoint
    /// What a draft holds beyond that.
    var edited: Preset?
  }

  private static func start(
    options: LaunchOptions, paths: StoragePaths, draft: Draft?, endpoints: [Endpoint]
  ) throws(Failure) -> Start {
    let chosen = try options.endpoint.map { argument throws(Failure) in
      do throws(Endpoint.ArgumentError) {
        return try Endpoint(argument: argument, among: endpoints)
      } catch {
        throw .argument(Wording.sentence(for: error))
      }
    }
    if let argument = options.preset {
      let (preset, name, isShipped) = try preset(named: argument, paths: paths)
      let own = preset.endpoint.flatMap { name in endpoints.first { $0.name == name } }
      return Start(
        saved: preset, name: name, isShipped: isShipped,
        endpoint: chosen ?? own ?? Endpoint.embedded)
    }
    guard let example = Preset.shipped.first else { throw .argument("no preset is shipped") }
    let name = example.name ?? "example"
    guard let draft, draft.document.objectValue != nil,
      let edited = try? Preset(parsing: draft.document.encoded(.asWritten))
    else {
      return Start(
        saved: example, name: name, isShipped: true, endpoint: chosen ?? Endpoint.embedded)
    }
    let known = endpoints.first { $0.name == draft.endpointName }
    let endpoint = chosen ?? known ?? Endpoint.embedded
    if let presetName = draft.presetName,
      let (saved, name, _) = try? preset(named: presetName, paths: paths)
    {
      return Start(
        saved: saved, name: name, isShipped: false, endpoint: endpoint, edited: edited)
    }
    return Start(saved: example, name: name, isShipped: true, endpoint: endpoint, edited: edited)
  }

  private static func preset(
    named argument: String, paths: StoragePaths
  ) throws(Failure) -> (Preset, name: String, isShipped: Bool) {
    do throws(PresetStore.LoadError) {
      if let folder = paths.presets, let name = try? PresetName(argument) {
        do throws(PresetStore.LoadError) {
          return (try PresetStore(folder: folder).load(name).0, name.text, false)
        } catch {
          if case .file(let problem) = error, problem.isMissing {} else { throw error }
        }
      }
      if let shipped = Preset.shipped.first(where: { $0.name == argument }) {
        return (shipped, argument, true)
      }
      let bytes: [UInt8]
      do { bytes = try FileStore.read(argument).bytes } catch { throw .file(error) }
      do { return (try Preset(parsing: bytes), argument, true) } catch { throw .content(error) }
    } catch {
      throw .argument("\(argument): \(PresetFiles.sentence(for: error))")
    }
  }
}

/// Makes the responder when the first request needs it, so that the start doesn't pay for the model.
private final class LazyResponder: LocalResponder {
  private let make: @Sendable () -> any LocalResponder

  init(make: @escaping @Sendable () -> any LocalResponder) { self.make = make }

  func respond(to request: LocalRequest, on response: any LocalResponse) {
    make().respond(to: request, on: response)
  }
}
