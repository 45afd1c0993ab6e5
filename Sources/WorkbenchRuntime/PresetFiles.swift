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

  /// - Parameter opened: The name of the preset that the program began with, and its file's version.
  init(folder: String, opened: (name: String, version: FileStore.Version?)) {
    store = PresetStore(folder: folder)
    versions.update { $0[opened.name] = opened.version }
  }

  /// Removes what a killed program may have left in the folder.
  func removeLitter() { store.removeLitter() }

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
      return .presetsListed(own + WorkbenchState.shippedPresets)
    } catch {
      return .presetsListed(
        WorkbenchState.shippedPresets, problem: error.isMissing ? nil : "\(error)")
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
      try store.delete(name)
      versions.update { $0[name.text] = nil }
      return .presetDeleted(name)
    } catch {
      return .failed("Not deleted: \(error)")
    }
  }

  /// Saves a draft that isn't gone on with, as a preset under a name that is free; a text that was being
  /// written stands beside it.
  static func keep(_ draft: Draft, in folder: String?) -> (isKept: Bool, Action) {
    guard let folder, let preset = try? Preset(parsing: draft.document.encoded(.asWritten)) else {
      return (false, notKept("there is no folder for presets"))
    }
    let name = draft.presetName ?? "untitled"
    var number = 1
    while true {
      let place = PresetName(suggestedBy: name, ending: number == 1 ? "-draft" : "-draft-\(number)")
      do throws(FileError) {
        try PresetStore(folder: folder).save(preset, as: place)
        var notice = "A draft wasn't saved: it is now the preset \(place.text)"
        if let text = draft.unfinished?.text {
          let path = StoragePaths.joined(folder, place.text + ".txt")
          try FileStore.replace(path, with: Array(text.utf8))
          notice += ", and the text that was being written is \(path)"
        }
        return (true, .notice(.init(notice, .warning)))
      } catch {
        guard error.cause == .exists, number < 99 else { return (false, notKept("\(error)")) }
        number += 1
      }
    }
  }

  private static func notKept(_ problem: String) -> Action {
    .failed("A draft that wasn't saved can't become a preset, so it stays: \(problem)")
  }

  /// Why a preset can't be opened.
  static func sentence(for problem: PresetStore.LoadError) -> String {
    switch problem {
    case .name(let failure): Wording.sentence(for: failure)
    case .file(let error): "\(error)"
    case .content(.notJSON(let error)): "not JSON, \(error)"
    case .content(.notAnObject(let found)): "a preset is an object; this file holds: \(found)"
    }
  }
}
