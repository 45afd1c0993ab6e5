/// Which rows of something long are on the screen.
///
/// While it follows, the end stays on the screen as the content grows. Scrolling up leaves that,
/// reaching the end takes it up again.
public struct ScrollView: Hashable, Sendable {
  /// The rows that there are.
  public var contentHeight: Int { didSet { settle() } }
  /// The rows that the screen shows.
  public var height: Int { didSet { settle() } }
  /// The first row on the screen.
  public private(set) var offset = 0
  /// Whether the end stays on the screen.
  public private(set) var isFollowing: Bool

  /// Creates a view of nothing yet.
  public init(contentHeight: Int = 0, height: Int = 0, isFollowing: Bool = false) {
    self.contentHeight = contentHeight
    self.height = height
    self.isFollowing = isFollowing
    settle()
  }

  /// The last possible offset.
  public var maximumOffset: Int { max(contentHeight - max(height, 0), 0) }
  /// The rows on the screen.
  public var visible: Range<Int> {
    offset..<min(offset + max(height, 0), max(contentHeight, offset))
  }
  /// Whether the last row is on the screen.
  public var isAtEnd: Bool { offset == maximumOffset }

  /// Scrolls to where a row is the first on the screen.
  public mutating func scroll(to row: Int) {
    offset = max(min(row, maximumOffset), 0)
    isFollowing = isAtEnd
  }

  /// Scrolls by rows, down or (negative) up.
  public mutating func scroll(by rows: Int) {
    scroll(to: offset + rows)
  }

  /// Scrolls by pages, keeping one row of what was there.
  public mutating func scroll(pages: Int) {
    scroll(by: pages * max(height - 1, 1))
  }

  /// Scrolls to the end and follows it.
  public mutating func follow() {
    isFollowing = true
    settle()
  }

  /// Scrolls no further than needed for a row to be on the screen.
  public mutating func reveal(_ row: Int) {
    if row < offset {
      scroll(to: row)
    } else if row >= offset + height {
      scroll(to: row - height + 1)
    }
  }

  /// Where the thumb of a scrollbar of the same height stands, or nil when everything is on the screen.
  public var thumb: Range<Int>? {
    if contentHeight <= height || height < 1 { return nil }
    let length = max(height * height / contentHeight, 1)
    let room = height - length
    // The ends are touched only at the ends.
    var start = offset * room / maximumOffset
    if offset > 0, start == 0, room > 1 { start = 1 }
    return start..<start + length
  }

  /// The offset that a click or drag at a row of the scrollbar asks for.
  public func offset(forThumbAt row: Int) -> Int {
    let room = height - (thumb?.count ?? height)
    if room <= 0 { return offset }
    return max(min(row, room), 0) * maximumOffset / room
  }

  private mutating func settle() {
    offset = isFollowing ? maximumOffset : min(offset, maximumOffset)
  }
}
