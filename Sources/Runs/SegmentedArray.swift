/// An array that only grows, in segments of one length.
///
/// Growing never moves what is there already, and a copy shares all segments but the last, so that a
/// long recording costs no more to extend than a short one.
struct SegmentedArray<Element: Hashable & Sendable>: Hashable, Sendable {
  private(set) var count = 0
  private var segments: [[Element]] = []
  private let shift: Int

  /// Segments hold two to the power of `shift` elements.
  init(shift: Int) { self.shift = shift }

  private var segmentLength: Int { 1 << shift }

  subscript(index: Int) -> Element {
    segments[index >> shift][index & (segmentLength - 1)]
  }

  mutating func append(_ element: Element) {
    if count & (segmentLength - 1) == 0 { addSegment() }
    segments[segments.count - 1].append(element)
    count += 1
  }

  /// The elements in a range, copied.
  subscript(range: Range<Int>) -> [Element] {
    if let only = segments.first, range == 0..<only.count { return only }
    var elements: [Element] = []
    elements.reserveCapacity(range.count)
    var start = range.lowerBound
    while start < range.upperBound {
      let offset = start & (segmentLength - 1)
      let end = Swift.min(range.upperBound - start + offset, segmentLength)
      elements += segments[start >> shift][offset..<end]
      start += end - offset
    }
    return elements
  }

  private mutating func addSegment() {
    segments.append([])
    // The first grows with its elements: most recordings are short.
    if segments.count > 1 { segments[segments.count - 1].reserveCapacity(segmentLength) }
  }
}

extension SegmentedArray<UInt8> {
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes
    while !rest.isEmpty {
      let offset = count & (segmentLength - 1)
      if offset == 0 { addSegment() }
      let part = rest.prefix(segmentLength - offset)
      segments[segments.count - 1].append(contentsOf: UnsafeRawBufferPointer(rebasing: part))
      count += part.count
      rest = UnsafeRawBufferPointer(rebasing: rest[part.count...])
    }
  }
}
