extension TextEditor {
  /// The same text at the same place, with nothing to undo: smaller, for what only reads it.
  public var withoutHistory: TextEditor {
    var editor = self
    editor.history = History()
    return editor
  }

  /// The steps that can be undone and redone.
  struct History: Hashable, Sendable {
    /// One replacement, at a byte of the text as it was then.
    struct Edit: Hashable, Sendable {
      var offset: Int
      var removed: String
      var inserted: String

      var byteCount: Int { removed.utf8.count + inserted.utf8.count }
    }

    /// What a step is part of: further edits of one kind, other than `other`, make one step.
    enum Kind: Hashable, Sendable {
      case typing, deletingBackward, deletingForward, other
    }

    /// The cursor and the selection beside a step.
    struct Place: Hashable, Sendable {
      var cursor: Location
      var anchor: Location?
    }

    struct Step: Hashable, Sendable {
      var kind: Kind
      var edits: [Edit] = []
      var before: Place
      var after: Place

      var byteCount: Int { edits.reduce(0) { $0 + $1.byteCount } }

      /// Whether each edit lies behind those before it, so that all can be undone in one pass.
      var isInOrder: Bool {
        zip(edits, edits.dropFirst()).allSatisfy { $0.offset + $0.inserted.utf8.count <= $1.offset }
      }
    }

    private(set) var done: [Step] = []
    private(set) var undone: [Step] = []
    /// Whether the next edit begins a new step, whatever its kind.
    private var isSealed = true
    private var byteCount = 0

    /// What the steps may hold; the oldest ones go.
    private static let maximumByteCount = 64 << 20
    /// A step grows no further than this.
    private static let maximumStep = 4096

    /// Ends the last step.
    mutating func seal() {
      isSealed = true
    }

    mutating func begin(_ kind: Kind, at place: Place) {
      let continues =
        !isSealed && kind != .other
        && done.last.map { $0.kind == kind && $0.after == place } ?? false
      if !continues { done.append(Step(kind: kind, before: place, after: place)) }
    }

    mutating func record(_ edit: Edit) {
      forgetUndone()
      byteCount += edit.byteCount
      let last = done.count - 1
      if !done[last].edits.append(joining: edit) { done[last].edits.append(edit) }
    }

    /// Records edits at bytes of the text before all of them, from left to right.
    mutating func record(_ edits: [Edit]) {
      forgetUndone()
      let last = done.count - 1
      var growth = 0
      for var edit in edits {
        byteCount += edit.byteCount
        edit.offset += growth
        growth += edit.inserted.utf8.count - edit.removed.utf8.count
        done[last].edits.append(edit)
      }
    }

    private mutating func forgetUndone() {
      byteCount -= undone.reduce(0) { $0 + $1.byteCount }
      undone = []
    }

    mutating func finish(at place: Place) {
      guard let last = done.last else { return }
      if last.edits.isEmpty {
        done.removeLast()
        return
      }
      done[done.count - 1].after = place
      isSealed = last.kind == .other || last.byteCount > Self.maximumStep
      while byteCount > Self.maximumByteCount, done.count > 1 {
        byteCount -= done.removeFirst().byteCount
      }
    }

    mutating func takeUndo() -> Step? {
      seal()
      guard let step = done.popLast() else { return nil }
      undone.append(step)
      return step
    }

    mutating func takeRedo() -> Step? {
      seal()
      guard let step = undone.popLast() else { return nil }
      done.append(step)
      return step
    }
  }

  /// Whether there's something to undo.
  public var canUndo: Bool { !history.done.isEmpty }
  /// Whether there's something to redo.
  public var canRedo: Bool { !history.undone.isEmpty }

  private var place: History.Place {
    get { History.Place(cursor: cursor, anchor: anchor) }
    set { (cursor, anchor) = (newValue.cursor, newValue.anchor) }
  }

  /// Makes the replacements of `body` one step, or part of the last one.
  mutating func change(_ kind: History.Kind, _ body: (inout TextEditor) -> Void) {
    history.begin(kind, at: place)
    body(&self)
    isAtRowEnd = false
    goalColumn = nil
    history.finish(at: place)
  }

  /// Replaces a range within `change`; returns the place after the new text.
  @discardableResult
  mutating func replace(_ range: Range<Location>, with text: String) -> Location {
    if range.isEmpty, text.isEmpty { return range.lowerBound }
    history.record(
      History.Edit(
        offset: buffer.byteOffset(of: range.lowerBound), removed: buffer.text(in: range),
        inserted: text))
    revision += 1
    return buffer.replace(range, with: text)
  }

  /// Makes edits at bytes of the text as it is, from left to right and without overlap, within `change`.
  mutating func replace(_ edits: [History.Edit]) {
    history.record(edits)
    replaceBytes(edits.map { ($0.offset..<$0.offset + $0.removed.utf8.count, $0.inserted) })
  }

  mutating func undo() {
    guard let step = history.takeUndo() else { return }
    let parts = step.edits.map { edit in
      (range: edit.offset..<edit.offset + edit.inserted.utf8.count, text: edit.removed)
    }
    if step.isInOrder {
      replaceBytes(parts)
    } else {
      for part in parts.reversed() { replaceBytes([part]) }
    }
    place = step.before
  }

  mutating func redo() {
    guard let step = history.takeRedo() else { return }
    var growth = 0
    var parts = step.edits.map { edit in
      (range: edit.offset..<edit.offset + edit.removed.utf8.count, text: edit.inserted)
    }
    if step.isInOrder {
      for index in parts.indices {
        let range = parts[index].range
        parts[index].range = range.lowerBound - growth..<range.upperBound - growth
        growth += parts[index].text.utf8.count - range.count
      }
      replaceBytes(parts)
    } else {
      for part in parts { replaceBytes([part]) }
    }
    place = step.after
  }

  private mutating func replaceBytes(_ parts: [(range: Range<Int>, text: String)]) {
    buffer.replace(parts)
    revision += 1
    isAtRowEnd = false
    goalColumn = nil
  }
}

extension [TextEditor.History.Edit] {
  /// Lengthens the last edit by one that goes on where it ended; false if it doesn't.
  fileprivate mutating func append(joining edit: Element) -> Bool {
    guard let last else { return false }
    if edit.removed.isEmpty, edit.offset == last.offset + last.inserted.utf8.count {
      self[count - 1].inserted += edit.inserted
    } else if edit.inserted.isEmpty, last.inserted.isEmpty, edit.offset == last.offset {
      self[count - 1].removed += edit.removed
    } else if edit.inserted.isEmpty, last.inserted.isEmpty,
      edit.offset + edit.removed.utf8.count == last.offset
    {
      self[count - 1].offset = edit.offset
      self[count - 1].removed = edit.removed + last.removed
    } else {
      return false
    }
    return true
  }
}
