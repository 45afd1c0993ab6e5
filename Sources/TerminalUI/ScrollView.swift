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
  /// How many rows it moves on when the end leaves the screen while it follows.
  ///
  /// With more than 1, text stands still until the screen is full, and then the rows below the end are
  /// empty.
  public var followStep = 1
  /// Whether more content is awaited. Otherwise it moves on no further than the end asks for.
  public var isGrowing = true

  /// Creates a view of nothing yet.
  public init(contentHeight: Int = 0, height: Int = 0, isFollowing: Bool = false) {
    self.contentHeight = contentHeight
    self.height = height
    self.isFollowing = isFollowing
    if isFollowing { follow() }
  }

  /// The last possible offset.
  public var maximumOffset: Int { max(contentHeight - max(height, 0), 0) }
  /// The rows on the screen.
  public var visible: Range<Int> {
    offset..<min(offset + max(height, 0), max(contentHeight, offset))
  }
  /// Whether the last row is on the screen.
  public var isAtEnd: Bool { offset >= maximumOffset }

  /// Scrolls to where a row is the first on the screen.
  public mutating func scroll(to row: Int) {
    offset = max(min(row, maximumOffset), 0)
    isFollowing = isAtEnd
  }

  /// Scrolls by rows, down or (negative) up.
  public mutating func scroll(by rows: Int) {
    if rows > 0, isAtEnd {
      isFollowing = true
    } else {
      // Going back leaves the end, and the empty rows below it.
      scroll(to: min(offset + rows, rows < 0 ? maximumOffset - 1 : maximumOffset))
    }
  }

  /// Scrolls by pages, keeping one row of what was there.
  public mutating func scroll(pages: Int) {
    scroll(by: pages * max(height - 1, 1))
  }

  /// Scrolls to where the last row is the last on the screen, and follows the end from there.
  public mutating func follow() {
    isFollowing = true
    offset = maximumOffset
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
    // Empty rows below the end count, so that it moves when the rows do and not before.
    let total = max(contentHeight, offset + height)
    if total <= height || height < 1 { return nil }
    let length = max(height * height / total, 1)
    let room = height - length
    // The ends are touched only at the ends.
    var start = offset * room / (total - height)
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
    guard isFollowing else {
      offset = min(offset, maximumOffset)
      return
    }
    let lead = min(max(followStep, 1), max(height, 1)) - 1
    if offset < maximumOffset {
      offset = maximumOffset + (isGrowing ? lead : 0)
    } else if offset > maximumOffset + lead || maximumOffset == 0 {
      offset = maximumOffset
    }
  }
}
