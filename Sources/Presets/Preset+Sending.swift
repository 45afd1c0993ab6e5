public import JSON
public import MessagesAPI

extension Preset {
  /// The list items that are kept in the body and not sent.
  public var switchedOff: Set<JSONPointer> {
    get {
      guard !isBareBody else { return [] }
      let pointers = document.value["switched_off"]?.arrayValue ?? []
      return Set(pointers.compactMap { $0.stringValue.flatMap { JSONPointer(parsing: $0) } })
    }
    set {
      let pointers = newValue.map(\.description).sorted()
      if isBareBody, !pointers.isEmpty { document.value = ["request": document.value] }
      document.value["/switched_off"] =
        pointers.isEmpty ? nil : .array(JSONArray(pointers.map { .string($0) }))
    }
  }

  /// The request without what is switched off.
  public var switchedOnRequest: MessageRequest { request.leavingOut(switchedOff) }
}

extension MessageRequest {
  /// The request without the list items at these places, and without what makes no sense then: a message
  /// of which no block is left, and any other list that is left empty.
  public func leavingOut(_ places: Set<JSONPointer>) -> MessageRequest {
    guard !places.isEmpty else { return self }
    var request = self
    // From the last to the first, so that the places of those before stay right.
    for pointer in leftOut(with: places).sorted(by: { Self.isOrdered($1, $0) })
    where request.json[pointer] != nil {
      request.json[pointer] = nil
    }
    return request
  }

  /// These places, and those that are left out in consequence.
  public func leftOut(with places: Set<JSONPointer>) -> Set<JSONPointer> {
    var all = places
    for list in Set(places.map(\.parent)) where list != RequestField.messages.pointer {
      guard let items = json[list]?.arrayValue, !items.isEmpty,
        items.indices.allSatisfy({ places.contains(list.appending($0)) })
      else { continue }
      let isMessage = list.tokens.count == 3 && list.parent.parent == RequestField.messages.pointer
      all.insert(isMessage ? list.parent : list)
    }
    return all
  }

  private static func isOrdered(_ left: JSONPointer, _ right: JSONPointer) -> Bool {
    for (one, other) in zip(left.tokens, right.tokens) where one != other {
      if let one = Int(one), let other = Int(other) { return one < other }
      return one < other
    }
    return left.tokens.count < right.tokens.count
  }
}
