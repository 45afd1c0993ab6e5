public import MessagesAPI
import ServerSentEvents

extension Run {
  /// Where an event lies in the body, and what is known of it, in 24 bytes.
  struct Record: Hashable, Sendable {
    var offset: UInt32
    var length: UInt32
    var arrival: Int64
    /// The block's index, or -1.
    var blockIndex: Int32
    var kind: MessageStreamEvent.Kind
    var isNoted: Bool
  }

  /// One event of the stream, as it stands in the body.
  public struct Event: Hashable, Sendable {
    /// Its place among the run's events, from 0.
    public let index: Int
    /// What the event was taken for when it was folded.
    public let kind: MessageStreamEvent.Kind
    /// The name from the `event` line; of an event without one, its type.
    public let name: String
    /// The data, as far as it was read; empty where the event lies beyond what was kept of the body.
    public let data: [UInt8]
    /// When its last byte came.
    public let arrival: Duration
    /// The index of the block that it is about, as the server numbers blocks; nil for the others.
    public let blockIndex: Int?
    /// Where its lines lie in the body; nil beyond what was kept.
    public let range: Range<Int>?
    /// Whether there is a note about the event.
    public let isNoted: Bool

    /// The data as text.
    public var text: String { String(decoding: data, as: UTF8.self) }
  }

  /// How many events are recorded, comments on their own included.
  public var eventCount: Int { records.count }
  /// How many events came after the last that is recorded.
  public var omittedEventCount: Int { accumulator.eventCount - records.count }

  /// The event with this number, read from the body anew.
  ///
  /// - Parameter limit: The most bytes that are read; the data of a longer event is cut.
  public func event(_ index: Int, readingAtMost limit: Int = .max) -> Event {
    let record = records[index]
    let range = range(of: record)
    var read: ServerSentEvent?
    if let range {
      var decoder = ServerSentEventDecoder(limits: decoder.limits)
      // Only what stands first in the body may begin with a byte order mark.
      let before: [UInt8] = range.lowerBound == 0 ? [] : [0x0A]
      let part = body(in: range.prefix(limit))
      read = decoder.append(before + part + [0x0A, 0x0A]).first
    }
    let hasName = read.map { !$0.notes.contains(.unnamed) } ?? false
    return Event(
      index: index, kind: record.kind,
      name: hasName ? read?.event ?? "" : record.kind.wireName ?? "",
      data: read?.data ?? [], arrival: .microseconds(record.arrival),
      blockIndex: record.blockIndex < 0 ? nil : Int(record.blockIndex), range: range,
      isNoted: record.isNoted)
  }

  /// What the event with this number is, without reading it.
  public func eventKind(_ index: Int) -> MessageStreamEvent.Kind { records[index].kind }

  /// The event whose lines hold a byte of the body, or the blank lines behind them; nil before the first.
  public func eventIndex(atByte offset: Int) -> Int? {
    var (low, high) = (0, records.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(records[middle].offset) <= offset { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }

  /// The block that the event with this number belongs to, without reading it.
  public func eventBlockIndex(_ index: Int) -> Int? {
    records[index].blockIndex < 0 ? nil : Int(records[index].blockIndex)
  }

  /// When the event with this number came.
  public func eventArrival(_ index: Int) -> Duration { .microseconds(records[index].arrival) }

  /// The notes about the event with this number; of a fact that occurs often, only the first event.
  public func notes(about index: Int) -> [StreamNote] { notes.filter { $0.event == index } }

  /// The position behind the blank line that ended the event; nil beyond what was kept.
  func endOfEvent(_ index: Int) -> Int? {
    range(of: records[index]).flatMap { $0.upperBound < keptByteCount ? $0.upperBound + 1 : nil }
  }

  private func range(of record: Record) -> Range<Int>? {
    let range = Int(record.offset)..<Int(record.offset) + Int(record.length)
    return range.upperBound <= keptByteCount ? range : nil
  }
}
