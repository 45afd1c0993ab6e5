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

  /// The request that was edited in the tour, if one was.
  public var tourDocuments: [JSONValue]

  /// Whether it differs from the preset as that was saved.
  public var isEdited: Bool

  /// Whether the program that wrote it still runs; in what is recovered, whether that broke off.
  public var isOpen: Bool

  /// A text that was being written and can't be part of the document yet.
  public var unfinished: Unfinished?

  /// A text in an editor that was left open.
  public struct Unfinished: Hashable, Sendable {
    /// What the text is for, in the program's own words.
    public let place: String
    /// The text as it stood there.
    public let text: String

    public init(place: String, text: String) {
      self.place = place
      self.text = text
    }
  }

  public init(
    document: JSONValue, presetName: String? = nil, isShipped: Bool = false,
    endpointName: String? = nil, tourChapter: String? = nil, tourDocuments: [JSONValue] = [],
    isEdited: Bool = true,
    isOpen: Bool = true, unfinished: Unfinished? = nil
  ) {
    self.document = document
    self.presetName = presetName
    self.isShipped = isShipped
    self.endpointName = endpointName
    self.tourChapter = tourChapter
    self.tourDocuments = tourDocuments
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
  /// The draft of an earlier program to go on with, if there is one.
  public let recovered: Draft?

  /// The drafts of other programs that have ended, as far as they hold edits.
  public let others: [Leftover]

  /// The files to which drafts that can't be read were moved, so that their places are free.
  public let unreadable: [String]

  private let path: String
  private let lock: FileLock

  /// The draft of a program that has ended, which no other program takes for as long as this lives.
  public struct Leftover: Sendable {
    /// What that program had in its form.
    public let draft: Draft
    fileprivate let path: String
    fileprivate let lock: FileLock
    fileprivate let time: Int

    /// Removes the draft, once it is kept elsewhere.
    public func discard() throws(FileError) { try FileStore.remove(path) }
  }

  /// Takes a place.
  ///
  /// - Parameter resumes: Whether to go on with the draft of an earlier program: one that broke off in
  ///   the midst of edits, or else the newest.
  public init(folder: String, resumes: Bool = true) throws(FileError) {
    try FileStore.makeFolder(folder)
    TemporaryFile.removeLitter(in: folder)
    var left: [Leftover] = []
    var used: Set<Int> = []
    var unreadable: [String] = []
    for number in try FileStore.names(in: folder).compactMap(Self.number) {
      used.insert(number)
      let base = StoragePaths.joined(folder, String(number))
      guard let lock = try FileLock(base + ".lock") else { continue }
      let path = base + ".json"
      let time = Self.time(of: path)
      guard let draft = Self.draft(at: path) else {
        if let file = Self.setAside(path) { unreadable.append(file) }
        used.remove(number)
        continue
      }
      left.append(Leftover(draft: draft, path: path, lock: lock, time: time))
    }
    let own =
      resumes
      ? left.indices.max { left[$0].rank < left[$1].rank }
      : left.indices.first { !left[$0].draft.isEdited }
    if let own {
      let place = left.remove(at: own)
      (path, lock) = (place.path, place.lock)
      recovered = resumes ? place.draft : nil
    } else {
      (path, lock) = try Self.freePlace(in: folder, besides: used)
      recovered = nil
    }
    self.unreadable = unreadable
    others = left.filter(\.draft.isEdited)
    for place in left where !place.draft.isEdited { try? place.discard() }
  }

  private static func freePlace(
    in folder: String, besides used: Set<Int>
  ) throws(FileError) -> (String, FileLock) {
    for number in 0...used.count + 64 where !used.contains(number) {
      let base = StoragePaths.joined(folder, String(number))
      if let lock = try FileLock(base + ".lock") { return (base + ".json", lock) }
    }
    throw FileError(.lock, folder, .system(EWOULDBLOCK))
  }

  /// The number of the place that a draft's file is in.
  private static func number(ofFile name: String) -> Int? {
    name.hasSuffix(".json") ? Int(name.dropLast(5)) : nil
  }

  /// When a file was written last, in nanoseconds; 0 when there is none.
  private static func time(of path: String) -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else { return 0 }
    return status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
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
    if !draft.tourDocuments.isEmpty {
      object.append("tour_documents", .array(JSONArray(draft.tourDocuments)))
    }
    try FileStore.replace(path, with: JSONDocument(.object(object)).bytes)
  }

  /// Moves a file away rather than lose it, to a name that is free; where to, if there was one.
  private static func setAside(_ path: String) -> String? {
    var name = path + ".unreadable"
    for number in 2...99 where access(name, F_OK) == 0 { name = "\(path).unreadable-\(number)" }
    return rename(path, name) == 0 ? name : nil
  }

  /// The draft in a file; nil when there is none that can be read.
  private static func draft(at path: String) -> Draft? {
    guard let bytes = try? FileStore.read(path).bytes,
      let value = try? JSONDocument(parsing: bytes).value, let document = value["document"]
    else { return nil }
    let unfinished = value["unfinished"]
    return Draft(
      document: document, presetName: value["preset"]?.stringValue,
      isShipped: value["shipped"]?.boolValue ?? false,
      endpointName: value["endpoint"]?.stringValue, tourChapter: value["tour"]?.stringValue,
      tourDocuments: (value["tour_documents"]?.arrayValue).map { Array($0) } ?? [],
      isEdited: value["edited"]?.boolValue ?? true, isOpen: value["open"]?.boolValue ?? false,
      unfinished: unfinished?["place"]?.stringValue.flatMap { place in
        unfinished?["text"]?.stringValue.map { Draft.Unfinished(place: place, text: $0) }
      })
  }
}

extension DraftStore.Leftover {
  /// How near it is to what was worked on last.
  fileprivate var rank: (Int, Int) { (draft.isOpen && draft.isEdited ? 1 : 0, time) }
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
