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

  public init(severity: Severity, pointer: JSONPointer, message: String, mend: Mend? = nil) {
    self.severity = severity
    self.pointer = pointer
    self.message = message
    self.mend = mend
  }

  /// The same finding about a body in which each place stands elsewhere. A mend that would replace the
  /// whole of a place that isn't replaceable is left out.
  public func moved(
    _ place: (JSONPointer) -> JSONPointer, replacing isReplaceable: (JSONPointer) -> Bool
  ) -> Finding {
    let edits = mend?.edits.map { edit -> Mend.Edit in
      switch edit {
      case .set(let pointer, let value): .set(place(pointer), value)
      case .remove(let pointer): .remove(place(pointer))
      }
    }
    let isSafe = (edits ?? []).allSatisfy { edit in
      switch edit {
      case .set(let pointer, _), .remove(let pointer): isReplaceable(pointer)
      }
    }
    return Finding(
      severity: severity, pointer: place(pointer), message: message,
      mend: isSafe ? mend.flatMap { mend in edits.map { Mend(title: mend.title, edits: $0) } } : nil
    )
  }
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

  public init(title: String, edits: [Edit]) {
    self.title = title
    self.edits = edits
  }

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
