import JSON
import Presets
import Storage

/// What a command finds: the environment, the configuration, the presets.
struct Surroundings: Sendable {
  let environment: [String: String]
  let paths: StoragePaths
  let configuration: Configuration
  /// What of the configuration can't be used, as sentences.
  let problems: [String]

  init(environment: [String: String]) {
    self.environment = environment
    paths = StoragePaths(environment: environment)
    (configuration, problems) = Self.configuration(at: paths.configurationFile)
  }

  /// The endpoints that can be named.
  var endpoints: [Endpoint] { configuration.endpoints(environment: environment) }

  /// The endpoint that an argument means.
  func endpoint(_ argument: String) throws(UsageError) -> Endpoint {
    do throws(Endpoint.ArgumentError) {
      return try Endpoint(argument: argument, among: endpoints)
    } catch {
      switch error {
      case .unknownName(let name, let known):
        let hint =
          name.contains { ":/.".contains($0) }
          ? " (a base URL begins with http:// or https://)"
          : name.nearest(in: known).map { " (did you mean \($0)?)" } ?? ""
        throw .endpoint(
          "there is no endpoint \"\(name)\"\(hint); there are \(known.joined(separator: ", "))")
      case .address(let failure):
        throw .endpoint("\(argument) is no base URL: \(Sentence.about(failure))")
      }
    }
  }

  /// The endpoint of a request: the one asked for, the preset's, the configuration's, the embedded
  /// one.
  func endpoint(_ argument: String?, for preset: Preset) throws(UsageError) -> Endpoint {
    guard let name = argument ?? preset.endpoint ?? configuration.defaultEndpoint else {
      return .embedded
    }
    return try endpoint(name)
  }

  /// The preset or file that an operand means; the first of the shipped presets without one.
  func request(_ operand: String?) throws(UsageError) -> Preset {
    switch operand {
    case nil:
      return Preset.shipped[0]
    case "-":
      guard let bytes = StandardStream.readInput(limit: FileStore.lengthLimit) else {
        throw .unreadable(path: "standard input", reason: "can't be read, or is too long")
      }
      return try Self.preset(bytes, at: "standard input")
    case let name? where name.contains("/") || name.hasSuffix(".json"):
      return try Self.file(name)
    case let name?:
      do throws(UsageError) {
        return try preset(named: name)
      } catch {
        // A file needs no ending, but a preset with its name comes first.
        guard let preset = try? Self.file(name) else { throw error }
        return preset
      }
    }
  }

  /// The preset with a name, one's own before those that are shipped.
  ///
  /// - Parameter commands: What may have been meant instead, for the hint.
  func preset(
    named name: String, orCommandOf commands: [String] = []
  ) throws(UsageError) -> Preset {
    if let valid = try? PresetName(name), let folder = paths.presets {
      let store = PresetStore(folder: folder)
      do throws(PresetStore.LoadError) {
        return try store.load(valid).0
      } catch {
        if !Self.isMissing(error) {
          throw .unreadable(path: store.path(of: valid), reason: Sentence.about(error))
        }
      }
    }
    if let preset = Preset.shipped.first(where: { $0.name == name }) { return preset }
    let own = paths.presets.flatMap { try? PresetStore(folder: $0).list() } ?? []
    if let entry = own.first(where: { $0.name == name }) {
      throw .unreadable(path: entry.name, reason: "a link that leads to no file")
    }
    let names = own.map(\.name) + Preset.shipped.compactMap(\.name) + commands
    throw .unknownPreset(name, suggestion: name.nearest(in: names))
  }

  private static func isMissing(_ error: PresetStore.LoadError) -> Bool {
    if case .file(let error) = error { error.isMissing } else { false }
  }

  private static func file(_ path: String) throws(UsageError) -> Preset {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileStore.read(path).bytes
    } catch {
      throw .unreadable(path: path, reason: "\(error.cause)")
    }
    return try preset(bytes, at: path)
  }

  private static func preset(_ bytes: [UInt8], at path: String) throws(UsageError) -> Preset {
    do throws(Preset.ParseError) {
      return try Preset(parsing: bytes)
    } catch {
      throw .unreadable(path: path, reason: Sentence.about(error))
    }
  }

  /// The configuration as far as it can be used, and what can't be.
  private static func configuration(at path: String?) -> (Configuration, problems: [String]) {
    guard let path else { return (Configuration(), []) }
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileStore.read(path).bytes
    } catch {
      return (Configuration(), error.isMissing ? [] : ["\(path): \(error.cause)"])
    }
    do throws(JSONParseError) {
      let configuration = try Configuration(parsing: bytes)
      return (
        configuration,
        configuration.problems.map { "\(path), \($0.position): \($0.message)" }
      )
    } catch {
      return (Configuration(), ["\(path), \(error)"])
    }
  }
}
