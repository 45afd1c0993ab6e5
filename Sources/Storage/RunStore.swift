internal import Glibc

/// The captures of runs in a folder, one file each, numbered in the order in which they were kept.
///
/// The numbers, and not the clock, say which run is newer.
public struct RunStore: Hashable, Sendable {
  /// The folder; it needn't exist until something is kept.
  public let folder: String

  /// The number of a kept run. Numbers only grow.
  public struct Sequence: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let number: Int

    public var description: String { String(number) }

    public static func < (left: Sequence, right: Sequence) -> Bool { left.number < right.number }
  }

  private static let ending = ".json"

  public init(folder: String) { self.folder = folder }

  /// The kept runs, the newest first.
  public func list() throws(FileError) -> [Sequence] {
    try FileStore.names(in: folder)
      .filter { $0.hasSuffix(Self.ending) }
      .compactMap { Int($0.dropLast(Self.ending.count)).map(Sequence.init) }
      .sorted(by: >)
  }

  /// Keeps a capture under the next number, whichever programs keep theirs at the same time.
  public func add(_ capture: [UInt8]) throws(FileError) -> Sequence {
    try FileStore.makeFolder(folder)
    var next = try list().first.map { $0.number + 1 } ?? 1
    while true {
      do {
        let sequence = Sequence(number: next)
        try FileStore.replace(path(of: sequence), with: capture, expecting: .nothing)
        return sequence
      } catch {
        guard error.cause == .exists else { throw error }
        next += 1
      }
    }
  }

  /// The capture with this number.
  public func load(_ sequence: Sequence) throws(FileError) -> [UInt8] {
    try FileStore.read(path(of: sequence)).bytes
  }

  /// Removes the capture with this number.
  public func remove(_ sequence: Sequence) throws(FileError) {
    try FileStore.remove(path(of: sequence))
  }

  /// Removes the oldest captures beyond a number of them, or beyond a size of all together, and tells
  /// which, so that it can be said.
  @discardableResult
  public func prune(
    keeping limit: Int, bytes sizeLimit: Int = .max
  ) throws(FileError) -> [Sequence] {
    let all = try list()
    var (kept, size) = (0, 0)
    for sequence in all.prefix(limit) {
      size += Int(try FileStore.status(of: path(of: sequence))?.st_size ?? 0)
      if size > sizeLimit { break }
      kept += 1
    }
    let surplus = Array(all.dropFirst(kept))
    for sequence in surplus { try remove(sequence) }
    return surplus
  }

  /// Removes what a killed program may have left in the folder.
  public func removeLitter() { TemporaryFile.removeLitter(in: folder) }

  /// Where a capture's file is.
  public func path(of sequence: Sequence) -> String {
    let digits = String(sequence.number)
    let padding = String(repeating: "0", count: max(0, 6 - digits.count))
    return StoragePaths.joined(folder, padding + digits + Self.ending)
  }
}
