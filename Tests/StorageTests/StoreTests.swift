import Glibc
import JSON
import Presets
import Storage
import TestSupport
import Testing

struct PresetStoreTests {
  let folder = TemporaryFolder()
  var store: PresetStore { PresetStore(folder: folder.path("presets")) }

  func name(_ text: String) throws -> PresetName { try PresetName(text) }

  @Test func `a folder that isn't there is empty`() throws {
    #expect(try store.list().isEmpty)
  }

  @Test func `what is saved is listed by name and loaded byte for byte`() throws {
    for preset in Preset.shipped { try store.save(preset, as: name(try #require(preset.name))) }
    let entries = try store.list()
    #expect(entries.map(\.name) == Preset.shipped.compactMap(\.name).sorted())
    for preset in Preset.shipped {
      let (loaded, _) = try store.load(name(try #require(preset.name)))
      #expect(loaded.bytes == preset.bytes)
    }
  }

  @Test func `files that are no presets are listed with the reason and stay`() throws {
    try FileStore.makeFolder(store.folder)
    let files: [(String, [UInt8])] = [
      ("cut.json", Array(#"{"request": {"mo"#.utf8)), ("empty.json", []), ("list.json", [91, 93]),
      ("bad\u{1B}name.json", Array("{}".utf8)), ("good.json", Array("{ }".utf8)),
    ]
    for (name, bytes) in files { folder.write("presets/" + name, bytes) }
    try FileStore.makeFolder(store.folder + "/folder.json")
    folder.write("presets/readme.txt", [1])
    let entries = try store.list()
    #expect(entries.map(\.name) == ["bad\u{1B}name", "cut", "empty", "folder", "good", "list"])
    #expect(entries.filter { $0.preset != nil }.map(\.name) == ["good"])
    #expect(entries[0].content == .unreadable(.name(.character("\u{1B}"))))
    #expect(entries[5].content == .unreadable(.content(.notAnObject(found: "array"))))
    for (name, bytes) in files { #expect(folder.read("presets/" + name) == bytes) }
  }

  @Test func `a name that is taken is not overwritten, whatever its case`() throws {
    let preset = Preset.shipped[0]
    try store.save(preset, as: name("Weather"))
    let error = #expect(throws: FileError.self) { try store.save(preset, as: name("weather")) }
    #expect(error?.cause == .exists)
  }

  @Test func `a preset changed by another program is kept`() throws {
    try store.save(Preset.shipped[0], as: name("a"))
    let (preset, version) = try store.load(name("a"))
    folder.write("presets/a.json", Array("{\"mine\": true}".utf8))
    let error = #expect(throws: FileError.self) {
      try store.save(preset, as: name("a"), over: version)
    }
    #expect(error?.cause == .changed)
    #expect(folder.read("presets/a.json") == Array("{\"mine\": true}".utf8))
  }

  @Test func `deleted presets of one name are all in the trash`() throws {
    for preset in Preset.shipped.prefix(2) {
      try store.save(preset, as: name("a"))
      try store.delete(name("a"))
    }
    #expect(try store.list().isEmpty)
    for (number, preset) in Preset.shipped.prefix(2).enumerated() {
      #expect(folder.read("presets/.trash/\(number)-a.json") == preset.bytes)
    }
  }

  @Test func `what killed programs left is removed, and what living ones use is not`() throws {
    try FileStore.makeFolder(store.folder)
    folder.write("presets/.workbench-999999999-0.tmp", [1])
    folder.write("presets/.workbench-1-0.tmp", [1])
    store.removeLitter()
    #expect(folder.names(in: "presets") == [".workbench-1-0.tmp"])
  }
}

struct RunStoreTests {
  let folder = TemporaryFolder()
  var store: RunStore { RunStore(folder: folder.path("runs")) }

  @Test func `runs are listed the newest first`() throws {
    for byte in 1...3 { _ = try store.add([UInt8(byte)]) }
    let runs = try store.list()
    #expect(runs.map(\.number) == [3, 2, 1])
    #expect(try store.load(runs[0]) == [3])
    #expect(folder.names(in: "runs").first == "000001.json")
  }

  @Test func `pruning removes the oldest and says which`() throws {
    for byte in 1...5 { _ = try store.add([UInt8(byte)]) }
    #expect(try store.prune(keeping: 3).map(\.number) == [2, 1])
    #expect(try store.prune(keeping: 3) == [])
    #expect(try store.add([6]).number == 6)
    #expect(try store.list().map(\.number) == [6, 5, 4, 3])
  }

  @Test func `pruning holds all runs together to a size, the newest first`() throws {
    for byte in 1...4 { _ = try store.add([UInt8](repeating: UInt8(byte), count: 100)) }
    #expect(try store.prune(keeping: 9, bytes: 250).map(\.number) == [2, 1])
    #expect(try store.prune(keeping: 9, bytes: 99).map(\.number) == [4, 3])
  }

  @Test func `programs that keep runs at once get numbers of their own`() async throws {
    let store = store
    try await withThrowingTaskGroup(of: Void.self) { group in
      for byte in 1...12 { group.addTask { _ = try store.add([UInt8(byte)]) } }
      try await group.waitForAll()
    }
    let runs = try store.list()
    #expect(runs.map(\.number) == (1...12).reversed())
    #expect(Set(try runs.map { try store.load($0) }).count == 12)
  }

  @Test func `other files in the folder are left alone`() throws {
    _ = try store.add([1])
    folder.write("runs/notes.txt", [2])
    #expect(try store.prune(keeping: 0).count == 1)
    #expect(folder.names(in: "runs") == ["notes.txt"])
  }
}

struct DraftStoreTests {
  let folder = TemporaryFolder()
  let draft = Draft(
    document: ["request": ["model": "m", "temperature": 0.7]], presetName: "p",
    endpointName: "embedded", tourChapter: "tools",
    tourDocuments: [["name": "tools", "request": ["temperature": 2]]], isEdited: false,
    isOpen: false,
    unfinished: .init(place: "body", text: "{"))

  @Test func `the next program has the draft that the last one left`() throws {
    do {
      let store = try DraftStore(folder: folder.path("drafts"))
      #expect(store.recovered == nil)
      try store.save(Draft(document: [:]))
      try store.save(draft)
    }
    let next = try DraftStore(folder: folder.path("drafts"))
    #expect(next.recovered == draft)
  }

  @Test func `programs that run at once have drafts of their own`() throws {
    let first = try DraftStore(folder: folder.path)
    try first.save(draft)
    let second = try DraftStore(folder: folder.path)
    #expect(second.recovered == nil)
    try second.save(Draft(document: [:]))
    #expect(folder.names().filter { $0.hasSuffix(".json") } == ["0.json", "1.json"])
    withExtendedLifetime((first, second)) {}
  }

  @Test func `what broke off in the midst of edits is gone on with, and what others left is told`()
    throws
  {
    do {
      let stores = try (0..<4).map { _ in try DraftStore(folder: folder.path) }
      try stores[0].save(Draft(document: ["n": 0], isEdited: true, isOpen: false))
      try stores[1].save(Draft(document: ["n": 1], isEdited: true, isOpen: true))
      try stores[2].save(Draft(document: ["n": 2], isEdited: false, isOpen: true))
      try stores[3].save(Draft(document: ["n": 3], isEdited: true, isOpen: false))
    }
    let running = try DraftStore(folder: folder.path, resumes: false)
    #expect(running.recovered == nil)
    #expect(Set(running.others.map { $0.draft.document["n"] }) == [0, 1, 3])
    // No other program takes what this one deals with.
    #expect(try DraftStore(folder: folder.path).recovered == nil)
    try running.others.first { $0.draft.document["n"] == 0 }?.discard()
    withExtendedLifetime(running) {}
  }

  @Test func `the newest draft is gone on with where none broke off`() throws {
    do {
      let stores = try (0..<2).map { _ in try DraftStore(folder: folder.path) }
      try stores[1].save(Draft(document: ["n": 1], isOpen: false))
      usleep(20_000)
      try stores[0].save(Draft(document: ["n": 0], isOpen: false))
    }
    let next = try DraftStore(folder: folder.path)
    #expect(next.recovered?.document["n"] == 0)
    #expect(next.others.map { $0.draft.document["n"] } == [1])
  }

  @Test func `the draft that broke off goes before newer ones`() throws {
    do {
      let stores = try (0..<2).map { _ in try DraftStore(folder: folder.path) }
      try stores[1].save(Draft(document: ["n": 1], isOpen: true))
      usleep(20_000)
      try stores[0].save(Draft(document: ["n": 0], isOpen: false))
    }
    #expect(try DraftStore(folder: folder.path).recovered?.document["n"] == 1)
  }

  @Test func `drafts that can't be read are set aside, and it is said where they are`() throws {
    for (text, name) in [("{", "0.json.unreadable"), ("[]", "0.json.unreadable-2")] {
      folder.write("0.json", Array(text.utf8))
      let store = try DraftStore(folder: folder.path)
      #expect(store.recovered == nil)
      #expect(store.unreadable == [folder.path(name)])
      #expect(folder.read(name) == Array(text.utf8))
    }
    #expect(try DraftStore(folder: folder.path).unreadable.isEmpty)
  }
}
