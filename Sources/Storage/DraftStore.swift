internal import Glibc
public import JSON

/// What is being edited, kept so that a crash loses a few seconds of typing at most.
public struct Draft: Hashable, Sendable {
  /// The preset's document with the edits so far.
  public var document: JSONValue

  /// The name of the preset that is edited, if it has one.
  public var presetName: String?

  /// Whether that is a preset that came with the program.
  public var isShipped: Bool

  /// The name of the endpoint that was chosen.
  public var endpointName: String?

  /// The preset at which the tour is taken up, if it was begun.
  public var tourChapter: String?

  /// Whether it differs from the preset as that was saved.
  public var isEdited: Bool

  /// Whether the program that wrote it still runs; in what is recovered, whether that broke off.
  public var isOpen: Bool

  /// A text that was being written and can't be part of the document yet.
  public var unfinished: Unfinished?

  public struct Unfinished: Hashable, Sendable {
    /// What the text is for, in the program's own words.
    public let place: String
    public let text: String

    public init(place: String, text: String) {
      self.place = place
      self.text = text
    }
  }

  public init(
    document: JSONValue, presetName: String? = nil, isShipped: Bool = false,
    endpointName: String? = nil, tourChapter: String? = nil, isEdited: Bool = true,
    isOpen: Bool = true, unfinished: Unfinished? = nil
  ) {
    self.document = document
    self.presetName = presetName
    self.isShipped = isShipped
    self.endpointName = endpointName
    self.tourChapter = tourChapter
    self.isEdited = isEdited
    self.isOpen = isOpen
    self.unfinished = unfinished
  }
}

/// The draft of one running program, in a place that no other one uses.
///
/// Each program locks a place for as long as it runs. The lock ends with the program however that ends, so
/// a place that is free but holds a draft is what an earlier one left.
public final class DraftStore: Sendable {
  /// The draft that an earlier program left, if there was one.
  public let recovered: Draft?

  private let path: String
  private let lock: FileLock

  /// Takes the place of a program that has ended, or else the first free one.
  public init(folder: String) throws(FileError) {
    try FileStore.makeFolder(folder)
    TemporaryFile.removeLitter(in: folder)
    let names = try FileStore.names(in: folder)
    let drafts = names.filter { $0.hasSuffix(".json") }.compactMap { Int($0.dropLast(5)) }
    for place in drafts.sorted() + Array(0...names.count) {
      let base = StoragePaths.joined(folder, String(place))
      guard let lock = try FileLock(base + ".lock") else { continue }
      self.lock = lock
      path = base + ".json"
      recovered = Self.draft(at: path)
      return
    }
    throw FileError(.lock, folder, .system(EWOULDBLOCK))
  }

  /// Writes the draft.
  public func save(_ draft: Draft) throws(FileError) {
    var object: JSONObject = [:]
    if let name = draft.presetName { object.append("preset", .string(name)) }
    if draft.isShipped { object.append("shipped", true) }
    if let name = draft.endpointName { object.append("endpoint", .string(name)) }
    if let chapter = draft.tourChapter { object.append("tour", .string(chapter)) }
    object.append("edited", .bool(draft.isEdited))
    object.append("open", .bool(draft.isOpen))
    if let unfinished = draft.unfinished {
      object.append(
        "unfinished", ["place": .string(unfinished.place), "text": .string(unfinished.text)])
    }
    object.append("document", draft.document)
    try FileStore.replace(path, with: JSONDocument(.object(object)).bytes)
  }

  /// The draft in a file. One that can't be read is set aside under another name rather than lost.
  private static func draft(at path: String) -> Draft? {
    guard let bytes = try? FileStore.read(path).bytes else { return nil }
    guard let value = try? JSONDocument(parsing: bytes).value, let document = value["document"]
    else {
      _ = rename(path, path + ".unreadable")
      return nil
    }
    let unfinished = value["unfinished"]
    return Draft(
      document: document, presetName: value["preset"]?.stringValue,
      isShipped: value["shipped"]?.boolValue ?? false,
      endpointName: value["endpoint"]?.stringValue, tourChapter: value["tour"]?.stringValue,
      isEdited: value["edited"]?.boolValue ?? true, isOpen: value["open"]?.boolValue ?? false,
      unfinished: unfinished?["place"]?.stringValue.flatMap { place in
        unfinished?["text"]?.stringValue.map { Draft.Unfinished(place: place, text: $0) }
      })
  }
}

/// A lock on a file, held until the end of its life.
private final class FileLock: Sendable {
  private let file: FileDescriptor

  /// Takes the lock; nil when another program holds it.
  init?(_ path: String) throws(FileError) {
    file = try FileDescriptor(path, O_RDWR | O_CREAT, mode: 0o600)
    guard file.tryLock() else { return nil }
  }
}
