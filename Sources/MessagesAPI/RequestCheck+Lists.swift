internal import JSON

extension RequestCheck {
  /// What the elements of a list have to be.
  enum ElementKind {
    case string, object

    /// With its article, for a sentence.
    fileprivate var one: String {
      switch self {
      case .string: "a string"
      case .object: "an object"
      }
    }

    fileprivate var many: String {
      switch self {
      case .string: "strings"
      case .object: "objects"
      }
    }

    fileprivate func takes(_ value: JSONValue) -> Bool {
      switch self {
      case .string: value.stringValue != nil
      case .object: value.objectValue != nil
      }
    }
  }

  /// How many findings of one kind there are about one place; the rest is counted.
  static let handful = 5

  /// Whether a value is a list, if it is there, and each of its elements is of the kind.
  mutating func checkList(_ value: JSONValue?, of kind: ElementKind, at pointer: JSONPointer) {
    guard let value, !value.isNull else { return }
    guard let list = value.arrayValue else {
      report(
        ruleSeverity, pointer,
        "\(Self.name(of: pointer)) has to be a list of \(kind.many), and is \(value.shown).",
        mend: kind.takes(value)
          ? Mend(
            title: "Make a list of \(Self.name(of: pointer))", edits: [.set(pointer, [value])])
          : nil)
      return
    }
    let odd = list.indices.filter { !kind.takes(list[$0]) }
    for index in odd.prefix(Self.handful) {
      let place = pointer.appending(index)
      report(
        ruleSeverity, place,
        "\(Self.name(of: place).capitalized) has to be \(kind.one), and is \(list[index].article).",
        mend: mend(list[index], of: kind, at: place))
    }
    let rest = odd.count - Self.handful
    guard rest > 0 else { return }
    let subject = rest == 1 ? "1 more element" : "\(rest) more elements"
    let rule = rest == 1 ? "has to be \(kind.one)" : "have to be \(kind.many)"
    report(ruleSeverity, pointer, "\(subject) of \(Self.name(of: pointer)) \(rule).")
  }

  /// What an element was meant as, where that can be told; nothing at all can be left out.
  private func mend(_ value: JSONValue, of kind: ElementKind, at pointer: JSONPointer) -> Mend? {
    let list = pointer.parent.tokens.last
    switch (value, kind) {
    case (.number, .string), (.bool, .string):
      return .set(pointer, to: .string(value.text(.compact)))
    case (.string(let text), .object) where list == "content" || list == "system":
      return Mend(
        title: "Make \(Self.name(of: pointer)) a text block",
        edits: [.set(pointer, Block.text(text.value))])
    case (.null, _), (.number, .object), (.bool, .object):
      return Mend(title: "Remove \(Self.name(of: pointer))", edits: [.remove(pointer)])
    case (.string, _), (.array, _), (.object, _): return nil
    }
  }

  /// What a place is called in a sentence: elements of lists by their number, counted from 1 as the form
  /// does.
  static func name(of pointer: JSONPointer) -> String {
    let tokens = pointer.tokens
    guard let last = tokens.last else { return "the request" }
    guard tokens.count > 1, let index = Int(last) else {
      return tokens.contains { Int($0) != nil }
        ? "\(last) of \(name(of: pointer.parent))" : pointer.path
    }
    let list = tokens[tokens.count - 2]
    let name = "\(elements[list] ?? list) \(index + 1)"
    let owner = pointer.parent.parent
    return owner.isEmpty ? name : "\(name) of \(Self.name(of: owner))"
  }

  /// What the elements of lists are called.
  private static let elements = [
    "messages": "message", "tools": "tool", "stop_sequences": "stop sequence",
    "system": "system block", "content": "block",
  ]
}

extension String {
  /// The words with a capital at the beginning of the sentence, unless the first is a name on the wire.
  fileprivate var capitalized: String {
    prefix { $0 != " " }.contains("_") ? self : prefix(1).uppercased() + dropFirst()
  }
}
