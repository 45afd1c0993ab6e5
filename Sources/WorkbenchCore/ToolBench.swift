import MessagesAPI
public import Runs

/// The results that a person has written for tool calls, by run and call.
public struct ToolBench: Hashable, Sendable {
  /// What is sent back for one call.
  public struct Result: Hashable, Sendable {
    /// What the tool is said to have answered; empty is a result, too.
    public var text = ""
    /// Whether it is sent with `is_error`.
    public var isError = false

    public init(text: String = "", isError: Bool = false) {
      self.text = text
      self.isError = isError
    }
  }

  private struct Key: Hashable, Sendable {
    let run: Run.ID
    let toolUseID: String
  }

  private var results: [Key: Result] = [:]
  /// What was taken back, to be written on.
  private var removed: [Key: Result] = [:]
  /// Grows with every change.
  private(set) var revision = 0

  public init() {}

  /// The result written for a call, if one was.
  public subscript(run: Run.ID, toolUseID: String) -> Result? {
    get { results[Key(run: run, toolUseID: toolUseID)] }
    set {
      let key = Key(run: run, toolUseID: toolUseID)
      if newValue == nil { removed[key] = results[key] }
      results[key] = newValue
      revision += 1
    }
  }

  /// What the result of a call is written on from: the result, or what was taken back.
  func beginning(of toolUseID: String, in run: Run.ID) -> String {
    let key = Key(run: run, toolUseID: toolUseID)
    return (results[key] ?? removed[key])?.text ?? ""
  }

  /// The calls of a run that can be answered and have no result yet, in their order.
  func unanswered(in run: Run) -> [ContentBlock] {
    run.message.toolUses.filter { block in
      run.canAnswer(block) && block.id.map { self[run.id, $0] == nil } ?? false
    }
  }
}

extension Run {
  /// Whether a call came whole, so that a result can be written for it. Input that is whole and wrong can be
  /// answered with an error.
  func canAnswer(_ call: ContentBlock) -> Bool {
    switch inputState(of: call) {
    case .runnable, .invalid, .notAnObject: true
    case .incomplete, .cut, .unfinishedMessage: false
    }
  }
}
