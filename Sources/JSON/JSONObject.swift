/// A JSON object: its members in their order, duplicates included.
public struct JSONObject: Sendable {
  /// A key with its value.
  public struct Member: Hashable, Sendable {
    public var key: JSONString
    public var value: JSONValue

    public init(key: JSONString, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  private var storage: [Member]
  /// The text that it was read from, even when it was edited since.
  let origin: JSONSource?
  private var isEdited = false
  let layout: JSONLayout

  public init() { self.init([]) }

  public init(_ members: [Member]) {
    storage = members
    origin = nil
    layout = .unspecified
  }

  init(_ members: [Member], source: JSONSource, isSpaced: Bool) {
    storage = members
    origin = source
    layout = JSONLayout(of: source.bytes, isSpaced: isSpaced)
  }

  /// The text that it was read from, as long as that is still its text.
  var source: JSONSource? { isEdited ? nil : origin }

  /// The members in their order.
  public var members: [Member] {
    get { storage }
    set {
      isEdited = true
      storage = newValue
    }
  }

  public var count: Int { storage.count }
  public var isEmpty: Bool { storage.isEmpty }

  /// The keys in their order, duplicates included.
  public var keys: [String] { storage.map(\.key.value) }

  /// The position of the member with this key; the last one of duplicates, as most parsers choose.
  public func position(of key: String) -> Int? {
    storage.lastIndex { $0.key.value.utf8.elementsEqual(key.utf8) }
  }

  /// The value of the member with this key.
  ///
  /// Setting replaces the last of duplicates in place or appends a member; setting nil removes every
  /// member with the key. Setting an equal value changes nothing.
  public subscript(key: String) -> JSONValue? {
    get { position(of: key).map { storage[$0].value } }
    set {
      guard let newValue else {
        guard position(of: key) != nil else { return }
        members.removeAll { $0.key.value.utf8.elementsEqual(key.utf8) }
        return
      }
      guard let position = position(of: key) else {
        append(key, newValue)
        return
      }
      guard storage[position].value != newValue else { return }
      isEdited = true
      storage[position].value = newValue
    }
  }

  /// Appends a member, even if another has the same key.
  public mutating func append(_ key: String, _ value: JSONValue) {
    members.append(Member(key: JSONString(key), value: value))
  }

  /// The keys that occur more than once, each named once.
  public var duplicateKeys: [String] {
    var counts: [String: Int] = [:]
    for member in storage { counts[member.key.value, default: 0] += 1 }
    return counts.filter { $0.value > 1 }.keys.sorted()
  }
}

extension JSONObject: Hashable {
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.storage == right.storage
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(storage) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements.map { Member(key: JSONString($0.0), value: $0.1) })
  }
}
