public import JSON

/// Which tool_use of a conversation is answered by which tool_result.
///
/// The API wants every call of an assistant turn answered in the user message right after it, each once,
/// by its id, ahead of any other content. Assistant messages that stand together are one turn.
public struct ToolExchange: Hashable, Sendable {
  /// A block of the conversation.
  public struct Position: Hashable, Sendable, Comparable {
    public let message: Int
    public let block: Int

    public init(message: Int, block: Int) {
      self.message = message
      self.block = block
    }

    /// The place of the block in a body.
    public var pointer: JSONPointer {
      JSONPointer(["messages", String(message), "content", String(block)])
    }

    public static func < (left: Position, right: Position) -> Bool {
      (left.message, left.block) < (right.message, right.block)
    }
  }

  /// A call that the client has to answer.
  public struct Call: Hashable, Sendable {
    public let position: Position
    /// Empty when the block has none.
    public let id: String
    public let name: String
    public let input: JSONValue
    public internal(set) var answer: Answer
  }

  /// What there is for a call.
  public enum Answer: Hashable, Sendable {
    /// There is no result yet.
    case missing
    /// The result stands where it should.
    case result(Position)
    /// The result stands in another message than the one after the call.
    case inWrongMessage(Position)
    /// The result stands in the right message, but after other content.
    case afterOtherContent(Position)
  }

  /// The calls in their order.
  public private(set) var calls: [Call] = []

  /// Results for calls that aren't in the conversation.
  public private(set) var strangers: [Position] = []

  /// Results for calls that another result answers already.
  public private(set) var duplicates: [Position] = []

  /// Calls with an id that an earlier call has.
  public private(set) var repeatedCalls: [Position] = []

  /// The calls without a result after which the conversation ends: they are the client's turn.
  public private(set) var pending: [Call] = []

  public init(_ request: MessageRequest) { self.init(request.messages) }

  public init(_ messages: [InputMessage]) {
    let blocks = messages.enumerated().flatMap { message, content in
      content.blocks.enumerated().map { (Position(message: message, block: $0), $1) }
    }
    var results: [Result] = []
    for (position, block) in blocks where Block.type(of: block) == "tool_result" {
      let isLeading = messages[position.message].blocks.prefix(position.block)
        .allSatisfy { Block.type(of: $0) == "tool_result" }
      results.append(
        Result(
          position: position, id: block["tool_use_id"]?.stringValue ?? "", isLeading: isLeading))
    }

    var free = results
    var ids: Set<String> = []
    for (position, block) in blocks where Block.type(of: block) == "tool_use" {
      let id = block["id"]?.stringValue ?? ""
      if !ids.insert(id).inserted { repeatedCalls.append(position) }
      let turnEnd = messages[position.message...].firstIndex { $0.role != "assistant" }
      let matching = free.indices.filter { free[$0].id == id }
      let index = matching.first { free[$0].position.message == turnEnd } ?? matching.first
      let result = index.map { free.remove(at: $0) }
      let call = Call(
        position: position, id: id, name: block["name"]?.stringValue ?? "",
        input: block["input"] ?? .null, answer: Self.answer(result, expectedIn: turnEnd))
      calls.append(call)
      if turnEnd == nil, result == nil { pending.append(call) }
    }
    strangers = free.filter { !ids.contains($0.id) }.map(\.position)
    duplicates = free.filter { ids.contains($0.id) }.map(\.position)
  }

  /// Whether every call has its result where it belongs, and no result is too many.
  public var isComplete: Bool {
    let isAnswered = calls.allSatisfy { if case .result = $0.answer { true } else { false } }
    return isAnswered && strangers.isEmpty && duplicates.isEmpty && repeatedCalls.isEmpty
  }

  private struct Result {
    let position: Position
    let id: String
    /// Whether nothing but results stands before it.
    let isLeading: Bool
  }

  private static func answer(_ result: Result?, expectedIn message: Int?) -> Answer {
    guard let result else { return .missing }
    if result.position.message != message { return .inWrongMessage(result.position) }
    return result.isLeading ? .result(result.position) : .afterOtherContent(result.position)
  }
}
