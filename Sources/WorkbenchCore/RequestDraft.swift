public import JSON
public import MessagesAPI
public import Presets

/// The request that is being edited: its body, what is switched off in it, its variables, and the way back.
///
/// Items of a list can be switched off: they stay in the body, at their place, and are left out of what
/// is sent.
public struct RequestDraft: Hashable, Sendable {
  /// The request as it is edited, switched-off items included.
  private var edited: MessageRequest

  /// The list items that are not sent, by their place in `body`.
  public private(set) var switchedOff: Set<JSONPointer>

  /// What is filled in when the request is sent.
  public private(set) var variables: PresetVariables

  /// Grows with every change, undo and redo included.
  public private(set) var revision = 0

  private var past: [Step] = []
  private var future: [Step] = []

  /// A state to go back to, and the name of the edit that left it.
  private struct Step: Hashable, Sendable {
    /// The revision that the edit made, which undo and redo don't change.
    let id: Int
    let name: String
    let edited: MessageRequest
    let switchedOff: Set<JSONPointer>
    let variables: PresetVariables
    /// Edits in a row with the same key are one step.
    var coalescing: JSONPointer?
  }

  /// The most edits that can be undone.
  private static let maximumSteps = 1_000

  /// A draft of what a preset holds, with nothing to undo.
  public init(_ preset: Preset) {
    edited = MessageRequest(preset.request.body)
    switchedOff = preset.switchedOff
    variables = preset.variables
  }

  /// A draft of a body of which nothing is switched off, with nothing to undo.
  public init(body: JSONObject) {
    edited = MessageRequest(body)
    switchedOff = []
    variables = PresetVariables()
  }

  /// Whether a preset holds just this.
  public func isSame(as preset: Preset) -> Bool {
    preset.request.body == body && preset.switchedOff == switchedOff
      && preset.variables == variables
  }

  /// Writes the request into a preset, what is switched off and the variables included.
  public func write(to preset: inout Preset) {
    preset.request = edited
    if preset.switchedOff != switchedOff { preset.switchedOff = switchedOff }
    preset.variables = variables
  }

  /// The body as it is edited, switched-off items included.
  public var body: JSONObject { edited.body }

  /// The body as it is sent: without what is switched off, the variables filled in.
  var sentBody: JSONObject {
    let sent = edited.leavingOut(switchedOff)
    return variables.filled(in: sent.json).objectValue ?? sent.body
  }

  /// Where the request needs a variable that has no value, by the places of `body`.
  public var unfilled: [PresetVariables.Use] {
    variables.unfilled(in: edited.leavingOut(switchedOff).json).map {
      PresetVariables.Use(name: $0.name, pointer: place(ofSent: $0.pointer))
    }
  }

  /// The places that aren't sent: what is switched off, and messages of which nothing is left.
  public var leftOut: Set<JSONPointer> { edited.leftOut(with: switchedOff) }

  /// Where a place of the sent body stands in `body`: behind what is left out before it.
  public func place(ofSent pointer: JSONPointer) -> JSONPointer {
    guard !switchedOff.isEmpty else { return pointer }
    let leftOut = leftOut
    return pointer.tokens.reduce(into: JSONPointer()) { place, token in
      let list = place
      guard let index = Int(token), let count = self[list]?.arrayValue?.count else {
        place = list.appending(token)
        return
      }
      let sent = (0..<count).filter { !leftOut.contains(list.appending($0)) }
      place = list.appending(sent.indices.contains(index) ? sent[index] : index)
    }
  }

  /// Whether a place holds what only the edited body has: items that are switched off, or variables.
  func differsWhenSent(at pointer: JSONPointer) -> Bool {
    hidesItems(below: pointer)
      || !variables.isEmpty && self[pointer].map { variables.areUsed(in: $0) } ?? false
  }

  /// Whether something below a place is switched off, and would be lost if the place were replaced.
  func hidesItems(below pointer: JSONPointer) -> Bool {
    switchedOff.contains { $0 != pointer && $0.hasPrefix(pointer) }
  }

  /// The sent body as a request.
  public var request: MessageRequest { MessageRequest(sentBody) }

  /// The value at a place in the body.
  public subscript(pointer: JSONPointer) -> JSONValue? { edited.json[pointer] }
}

// MARK: - Edits

extension RequestDraft {
  /// Changes the body and remembers how it was.
  ///
  /// - Parameters:
  ///   - name: What undo will say that it takes back, such as `set temperature`.
  ///   - coalescing: Edits in a row at the same place are undone as one.
  public mutating func edit(
    _ name: String, coalescing: JSONPointer? = nil, _ change: (inout MessageRequest) -> Void
  ) {
    edit(name, coalescing: coalescing) { request, switchedOff in
      let before = request.json
      change(&request)
      switchedOff = switchedOff.carried(from: before, to: request.json)
    }
  }

  private mutating func edit(
    _ name: String, coalescing: JSONPointer? = nil,
    _ change: (inout MessageRequest, inout Set<JSONPointer>) -> Void
  ) {
    let before = step(name, coalescing: coalescing)
    change(&edited, &switchedOff)
    if !holdsSame(as: before) { remember(before) }
  }

  /// Sets a variable, declares it, or removes it with nil.
  mutating func setVariable(
    _ name: String, to variable: PresetVariables.Variable?, name edit: String
  ) {
    guard variables[name] != variable else { return }
    remember(step(edit, coalescing: nil))
    variables[name] = variable
  }

  /// Makes an edit of something beside the request one that can be undone.
  ///
  /// - Returns: The edit's number, as `undoID` tells it.
  mutating func mark(_ name: String) -> Int {
    let step = step(name, coalescing: nil)
    remember(step)
    return step.id
  }

  /// Makes the next edit a step of its own, also at the same place.
  mutating func seal() {
    guard !past.isEmpty else { return }
    past[past.count - 1].coalescing = nil
  }

  private func step(_ name: String, coalescing: JSONPointer?) -> Step {
    Step(
      id: revision + 1, name: name, edited: edited, switchedOff: switchedOff,
      variables: variables, coalescing: coalescing)
  }

  private mutating func remember(_ before: Step) {
    let coalescing = before.coalescing
    future = []
    revision += 1
    if let coalescing, past.last?.coalescing == coalescing { return }
    past.append(before)
    if past.count > Self.maximumSteps { past.removeFirst() }
  }

  /// Sets the value at a place, or removes it with nil.
  ///
  /// - Parameter completing: The list item that was added for it: both are undone as one.
  public mutating func set(
    _ pointer: JSONPointer, to value: JSONValue?, name: String? = nil,
    completing item: JSONPointer? = nil
  ) {
    let obstacle = value == nil ? nil : obstacle(to: pointer)
    edit(name ?? (value == nil ? "unset " : "set ") + pointer.spoken, coalescing: item) {
      if let obstacle { $0[obstacle] = .absent }
      $0[pointer] = FieldState(value)
    }
    if item != nil { seal() }
  }

  /// The place around this one that holds what can hold no such part: a number in the place of an object.
  func obstacle(to pointer: JSONPointer) -> JSONPointer? {
    var place = JSONPointer()
    for (token, part) in zip(pointer.tokens, pointer.tokens.dropFirst()) {
      place = place.appending(token)
      switch self[place] {
      case nil, .null: return nil
      case .object: continue
      case .array where Int(part) != nil: continue
      case .array, .bool, .number, .string: return place
      }
    }
    return nil
  }

  /// Replaces the whole body.
  ///
  /// What was switched off stays so, as far as it is still there.
  public mutating func replace(body: JSONObject, name: String) {
    edit(name) { $0.body = body }
  }

  /// Replaces the body by one that was sent: nothing of it is switched off.
  mutating func replace(sent body: JSONObject, name: String) {
    edit(name) { request, switchedOff in
      request.body = body
      switchedOff = []
    }
  }

  /// Replaces the body, what is switched off in it, and the variables.
  public mutating func replace(with preset: Preset, name: String) {
    replace(with: RequestDraft(preset), name: name)
  }

  /// Replaces everything by what another draft holds; the way back stays.
  mutating func replace(with new: RequestDraft, name: String) {
    let before = step(name, coalescing: nil)
    (edited, switchedOff, variables) = (new.edited, new.switchedOff, new.variables)
    if !holdsSame(as: before) { remember(before) }
  }

  private func holdsSame(as step: Step) -> Bool {
    edited == step.edited && switchedOff == step.switchedOff && variables == step.variables
  }

  /// Puts a value before the element at `index` of the list at `list`, which is made if it is missing; a
  /// text that stands there becomes the first block of the list.
  ///
  /// - Parameter isOpen: Whether more is to be set in it, as part of the same edit.
  public mutating func insert(
    _ value: JSONValue, at index: Int, in list: JSONPointer, name: String, isOpen: Bool = false
  ) {
    edit(name, coalescing: isOpen ? list.appending(index) : nil) { request, switchedOff in
      let text = request.json[list]?.stringValue
      var array = request.json[list]?.arrayValue ?? text.map { [Block.text($0)] } ?? []
      let index = min(max(index, 0), array.count)
      array.insert(value, at: index)
      request.json[list] = .array(array)
      switchedOff = switchedOff.shifted(in: list) { $0 < index ? $0 : $0 + 1 }
    }
  }

  /// Puts a copy of a list item below it, switched off as far as the item is.
  public mutating func duplicate(_ pointer: JSONPointer, name: String) {
    guard let value = self[pointer], let index = pointer.tokens.last.flatMap(Int.init) else {
      return
    }
    let list = pointer.parent
    edit(name) { request, switchedOff in
      guard var array = request.json[list]?.arrayValue else { return }
      array.insert(value, at: index + 1)
      request.json[list] = .array(array)
      let below = switchedOff.filter { $0.hasPrefix(pointer) }
      switchedOff = switchedOff.shifted(in: list) { $0 <= index ? $0 : $0 + 1 }
      switchedOff.formUnion(below.shifted(in: list) { $0 + 1 })
    }
  }

  /// Removes a list item or a member.
  public mutating func remove(_ pointer: JSONPointer, name: String) {
    edit(name) { request, switchedOff in
      let list = pointer.parent
      let isInList = request.json[list]?.arrayValue != nil
      request.json[pointer] = nil
      if isInList { switchedOff = switchedOff.closed(over: pointer) }
    }
  }

  /// Makes the edit that settles a finding.
  public mutating func apply(_ mend: Mend, name: String) {
    edit(name) { mend.apply(to: &$0) }
  }

  /// Moves a list item up (negative) or down; false when it is at the end already.
  public mutating func move(_ pointer: JSONPointer, by distance: Int, name: String) -> Bool {
    guard let index = pointer.tokens.last.flatMap(Int.init),
      let count = self[pointer.parent]?.arrayValue?.count
    else { return false }
    let target = index + distance
    guard (0..<count).contains(target), target != index else { return false }
    edit(name) { request, switchedOff in
      let list = pointer.parent
      guard var array = request.json[list]?.arrayValue else { return }
      let item = array.remove(at: index)
      array.insert(item, at: target)
      request.json[list] = .array(array)
      switchedOff = switchedOff.shifted(in: list) { position in
        if position == index { return target }
        let closed = position > index ? position - 1 : position
        return closed >= target ? closed + 1 : closed
      }
    }
    return true
  }

  /// Leaves a list item out of what is sent, or puts it back; with a message of which all blocks are off
  /// they come back, too.
  public mutating func toggle(_ pointer: JSONPointer, name: String) {
    edit(name) { request, switchedOff in
      guard request.leftOut(with: switchedOff).contains(pointer) else {
        switchedOff.insert(pointer)
        return
      }
      switchedOff.remove(pointer)
      if request.leftOut(with: switchedOff).contains(pointer) {
        switchedOff = switchedOff.filter { !$0.hasPrefix(pointer) }
      }
    }
  }
}

// MARK: - Undo

extension RequestDraft {
  /// What undo would take back, if there is anything.
  var undoName: String? { past.last?.name }

  /// What redo would bring back, if there is anything.
  var redoName: String? { future.last?.name }

  /// A number of their own for the edits that undo and redo would work on.
  var undoID: Int? { past.last?.id }
  var redoID: Int? { future.last?.id }

  /// Takes the last edit back as if it had never been.
  mutating func forgetLastEdit() {
    guard let step = past.popLast() else { return }
    _ = exchange(with: step)
  }

  /// Takes the last edit back and says which it was.
  public mutating func undo() -> String? {
    guard let step = past.popLast() else { return nil }
    future.append(exchange(with: step))
    return step.name
  }

  /// Brings back the edit that undo took last and says which it was.
  public mutating func redo() -> String? {
    guard let step = future.popLast() else { return nil }
    past.append(exchange(with: step))
    return step.name
  }

  private mutating func exchange(with step: Step) -> Step {
    let current = Step(
      id: step.id, name: step.name, edited: edited, switchedOff: switchedOff,
      variables: variables, coalescing: nil)
    revision += 1
    edited = step.edited
    switchedOff = step.switchedOff
    variables = step.variables
    return current
  }
}
