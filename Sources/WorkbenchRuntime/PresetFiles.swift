import JSON
import MessagesAPI
import Presets
import Storage
import LocalEndpoint
import WorkbenchCore

/// The preset files as the interface uses them: every request ends in one action.
///
/// Remembers which version of a file was read or written last, so that a file that someone else changed
/// isn't replaced unasked.
final class PresetFiles: Sendable {
  private let store: PresetStore
  private let versions = Monitor<[String: FileStore.Version]>([:])

  init(folder: String) { store = PresetStore(folder: folder) }

  /// Removes what a killed program may have left in the folder.
  func removeLitter() { store.removeLitter() }

  /// The presets that came with the program.
  static var shipped: [WorkbenchState.PresetSummary] {
    Preset.shipped.map {
      .init(name: $0.name ?? "preset", summary: $0.description ?? "", isShipped: true)
    }
  }

  func list() -> Action {
    do throws(FileError) {
      let own = try store.list().map { entry in
        switch entry.content {
        case .preset(let preset, _):
          WorkbenchState.PresetSummary(
            name: entry.name, summary: preset.description ?? preset.request.model ?? "",
            isShipped: false)
        case .unreadable(let problem):
          WorkbenchState.PresetSummary(
            name: entry.name, summary: "", isShipped: false, problem: Self.sentence(for: problem))
        }
      }
      return .presetsListed(own + Self.shipped)
    } catch {
      return error.isMissing ? .presetsListed(Self.shipped) : .failed("\(error)")
    }
  }

  func load(_ text: String) -> Action {
    guard let name = try? PresetName(text) else { return .failed("No preset is called \(text)") }
    do throws(PresetStore.LoadError) {
      let (preset, version) = try store.load(name)
      versions.update { $0[name.text] = version }
      return .presetLoaded(preset, name: name.text, isShipped: false)
    } catch {
      return .failed(Self.sentence(for: error))
    }
  }

  func save(_ preset: Preset, as name: PresetName, over replaced: Effect.Replaced) -> Action {
    let version = versions.update { $0[name.text] }
    do throws(FileError) {
      let written =
        switch (replaced, version) {
        case (.anything, _): try store.save(preset, as: name, expecting: .anything)
        case (.itself, let version?): try store.save(preset, as: name, over: version)
        case (.itself, nil), (.nothing, _): try store.save(preset, as: name)
        }
      versions.update { $0[name.text] = written }
      return .presetSaved(preset, name: name)
    } catch {
      switch error.cause {
      case .exists: return .presetConflict(name, reason: "a file of that name is there already")
      case .changed: return .presetConflict(name, reason: "someone else changed the file")
      case .system, .notAFile, .tooLong: return .failed("Not saved: \(error)")
      }
    }
  }

  func delete(_ name: PresetName) -> Action {
    do throws(FileError) {
      _ = try store.delete(name)
      versions.update { $0[name.text] = nil }
      return .presetDeleted(name)
    } catch {
      return .failed("Not deleted: \(error)")
    }
  }

  /// Saves a draft that gives way to another request, as a preset under a name that is free.
  static func keep(_ draft: Draft, in folder: String?) -> (isKept: Bool, Action) {
    let name = PresetName(suggestedBy: (draft.presetName ?? "untitled") + "-draft")
    var problem = "there is no folder for presets"
    if let folder, let preset = try? Preset(parsing: draft.document.encoded(.asWritten)) {
      for number in 1...99 {
        let place = number == 1 ? name : PresetName(suggestedBy: "\(name.text)-\(number)")
        do throws(FileError) {
          try PresetStore(folder: folder).save(preset, as: place)
          return (
            true, .notice(.init("The last draft wasn't saved: it is now the preset \(place.text)"))
          )
        } catch {
          problem = "\(error)"
          if error.cause != .exists { break }
        }
      }
    }
    return (
      false,
      .failed(
        "The last draft stays as it is, and this one isn't kept, since that could not be saved as a preset: \(problem)"
      )
    )
  }

  /// Why a preset can't be opened.
  static func sentence(for problem: PresetStore.LoadError) -> String {
    switch problem {
    case .name(let failure): Wording.sentence(for: failure)
    case .file(let error): "\(error)"
    case .content(.notJSON(let error)): "not JSON, \(error)"
    case .content(.notAnObject(let found)): "a preset is an object, this is a \(found)"
    }
  }
}
