import JSON

// Places of list items that follow their items while the lists change.
extension Set<JSONPointer> {
  /// The places after an edit that isn't known in detail: an item keeps its place in the set wherever it
  /// went, also when it was changed where it stands; one that is gone is left out.
  func carried(from old: JSONValue, to new: JSONValue) -> Self {
    guard !isEmpty, old != new else { return self }
    var carried: Self = []
    for (token, places) in Dictionary(grouping: self, by: \.tokens.first) {
      guard let token else {
        carried.insert([])
        continue
      }
      guard let next = Self.counterpart(of: token, from: old, to: new),
        let oldPart = old[[token]], let newPart = new[[next]]
      else { continue }
      let rests = Self(places.map { JSONPointer(Array($0.tokens.dropFirst())) })
      for rest in rests.carried(from: oldPart, to: newPart) {
        carried.insert(JSONPointer([next] + rest.tokens))
      }
    }
    return carried
  }

  private static func counterpart(
    of token: String, from old: JSONValue, to new: JSONValue
  ) -> String? {
    switch (old, new) {
    case (.array(let old), .array(let new)):
      Int(token).flatMap { Array(old).counterpart(of: $0, in: Array(new)) }.map { String($0) }
    case (.object, .object): token
    default: nil
    }
  }

  /// The places with the index below `list` mapped; nil drops the place.
  func shifted(in list: JSONPointer, _ map: (Int) -> Int?) -> Self {
    let depth = list.tokens.count
    return Self(
      compactMap { pointer in
        guard pointer.hasPrefix(list), pointer.tokens.count > depth,
          let index = Int(pointer.tokens[depth])
        else { return pointer }
        guard let mapped = map(index) else { return nil }
        var pointer = pointer
        pointer.tokens[depth] = String(mapped)
        return pointer
      })
  }

  /// The places after an item of a list was removed.
  func closed(over item: JSONPointer) -> Self {
    guard let index = item.tokens.last.flatMap(Int.init) else { return self }
    return shifted(in: item.parent) { $0 == index ? nil : $0 < index ? $0 : $0 - 1 }
  }
}

extension [JSONValue] {
  /// Where an item is in a later version of the list: the one of its name, or the same one wherever it went,
  /// or the one that stands in its place, when as many were put between two that stayed as were taken out
  /// there.
  fileprivate func counterpart(of index: Int, in later: [JSONValue]) -> Int? {
    guard indices.contains(index) else { return nil }
    if let identity = self[index].identity, count(where: { $0.identity == identity }) == 1 {
      let places = later.indices.filter { later[$0].identity == identity }
      if places.count == 1 { return places[0] }
    }
    var removed: [Int: Int?] = [:]
    var inserted: [Int: Int?] = [:]
    for change in later.difference(from: self).inferringMoves() {
      switch change {
      case .remove(let offset, _, let target): removed[offset] = .some(target)
      case .insert(let offset, _, let source): inserted[offset] = .some(source)
      }
    }
    if let target = removed[index], let target { return target }
    var (old, new) = (0, 0)
    while old < count {
      let (oldGap, newGap) = (old, new)
      while old < count, removed[old] != nil { old += 1 }
      while new < later.count, inserted[new] != nil { new += 1 }
      if (oldGap..<old).contains(index) {
        let leaving = (oldGap..<old).filter { removed[$0] == .some(nil) }
        let coming = (newGap..<new).filter { inserted[$0] == .some(nil) }
        guard leaving.count == coming.count, let place = leaving.firstIndex(of: index)
        else { return nil }
        // What has a name that was there already is another one.
        let identity = later[coming[place]].identity
        let isKnown = identity != self[index].identity && contains { $0.identity == identity }
        return identity != nil && isKnown ? nil : coming[place]
      }
      if old == index { return new }
      (old, new) = (old + 1, new + 1)
    }
    return nil
  }
}

extension JSONValue {
  /// What tells a tool, a call or a result from others of its list.
  fileprivate var identity: String? {
    ["name", "id", "tool_use_id"].lazy.compactMap { self[$0]?.stringValue }.first
  }
}
