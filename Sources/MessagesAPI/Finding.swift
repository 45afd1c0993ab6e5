public import JSON

/// Something about a request that is worth knowing before it is sent.
public struct Finding: Hashable, Sendable {
  /// How much it matters.
  public enum Severity: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// Worth knowing.
    case note
    /// The request is accepted, but part of it won't do what it says, or some servers refuse it.
    case warning
    /// The endpoint is expected to refuse the request.
    case error

    public static func < (left: Severity, right: Severity) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  public let severity: Severity

  /// The place in the body that it is about.
  public let pointer: JSONPointer

  /// What is found and why it matters, as a sentence.
  public let message: String

  /// An edit that would settle it, if there is one.
  public let mend: Mend?
}

/// A proposed edit of a request. Nothing is changed until someone applies it.
public struct Mend: Hashable, Sendable {
  /// One step of the edit.
  public enum Edit: Hashable, Sendable {
    case set(JSONPointer, JSONValue)
    case remove(JSONPointer)
  }

  /// What the edit does, as an order: `Remove temperature`.
  public let title: String

  /// The steps, in the order in which they are made.
  public let edits: [Edit]

  /// Makes the edit.
  public func apply(to request: inout MessageRequest) {
    for edit in edits {
      switch edit {
      case .set(let pointer, let value) where pointer.isEmpty: request.json = value
      case .set(let pointer, let value): request[pointer] = FieldState(value)
      case .remove(let pointer): request[pointer] = .absent
      }
    }
  }

  static func remove(_ pointer: JSONPointer) -> Mend {
    Mend(title: "Remove \(pointer.path)", edits: [.remove(pointer)])
  }

  static func set(_ pointer: JSONPointer, to value: JSONValue) -> Mend {
    Mend(
      title: "Set \(pointer.path) to \(value.text(.compact))", edits: [.set(pointer, value)])
  }
}
