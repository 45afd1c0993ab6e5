/// A JSON array: a collection of its elements that remembers its white space until it is edited.
public struct JSONArray: Sendable {
  private var elements: [JSONValue]
  /// The text that it was read from, even when it was edited since.
  let origin: JSONSource?
  private var isEdited = false
  let layout: JSONLayout

  public init() { self.init([]) }

  public init(_ elements: [JSONValue]) {
    self.elements = elements
    origin = nil
    layout = .unspecified
  }

  init(_ elements: [JSONValue], source: JSONSource, isSpaced: Bool) {
    self.elements = elements
    origin = source
    layout = JSONLayout(of: source.bytes, isSpaced: isSpaced)
  }

  /// The text that it was read from, as long as that is still its text.
  var source: JSONSource? { isEdited ? nil : origin }
}

extension JSONArray: RandomAccessCollection, MutableCollection, RangeReplaceableCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { elements.count }

  public subscript(index: Int) -> JSONValue {
    get { elements[index] }
    set {
      isEdited = true
      elements[index] = newValue
    }
  }

  public mutating func replaceSubrange(
    _ range: Range<Int>, with newElements: some Collection<JSONValue>
  ) {
    isEdited = true
    elements.replaceSubrange(range, with: newElements)
  }
}

extension JSONArray: Hashable {
  public static func == (left: JSONArray, right: JSONArray) -> Bool {
    left.elements == right.elements
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(elements) }
}

extension JSONArray: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: JSONValue...) { self.init(elements) }
}
