public import JSON

extension MessageRequest {
  /// The conversation; an element that isn't an object reads as an empty message.
  public var messages: [InputMessage] {
    get { messageList.map { InputMessage($0.objectValue ?? [:]) } }
    set { body["messages"] = .array(JSONArray(newValue.map { .object($0.json) })) }
  }

  /// The number of elements in `messages`.
  public var messageCount: Int { messageList.count }

  /// The message at a position; an element that isn't an object reads as an empty message.
  ///
  /// - Precondition: The position exists.
  public subscript(message index: Int) -> InputMessage {
    get { InputMessage(messageList[index].objectValue ?? [:]) }
    set { editMessages { $0[index] = .object(newValue.json) } }
  }

  /// Inserts a message; without a position at the end.
  public mutating func insertMessage(_ message: InputMessage, at index: Int? = nil) {
    editMessages { $0.insert(.object(message.json), at: index ?? $0.count) }
  }

  /// Removes a message.
  public mutating func removeMessage(at index: Int) {
    editMessages { $0.remove(at: index) }
  }

  /// Moves a message to the position that it then has.
  public mutating func moveMessage(from index: Int, to newIndex: Int) {
    editMessages { $0.insert($0.remove(at: index), at: newIndex) }
  }

  /// Puts a copy of a message after it.
  public mutating func duplicateMessage(at index: Int) {
    editMessages { $0.insert($0[index], at: index + 1) }
  }

  /// An empty message of the role whose turn it is.
  public var nextMessage: InputMessage {
    let isAnswer = messages.last?.role == "user"
    return InputMessage(role: isAnswer ? "assistant" : "user", text: "")
  }

  /// Appends an answer to the conversation, its content exactly as it was received.
  ///
  /// Returns false, and appends nothing, when the answer holds no content: an empty turn would be refused.
  @discardableResult
  public mutating func appendAnswer(_ message: JSONValue) -> Bool {
    guard let content = message["content"]?.arrayValue, !content.isEmpty else { return false }
    insertMessage(InputMessage(["role": "assistant", "content": .array(content)]))
    return true
  }

  private var messageList: JSONArray { body["messages"]?.arrayValue ?? [] }

  private mutating func editMessages(_ edit: (inout JSONArray) -> Void) {
    var messages = messageList
    edit(&messages)
    body["messages"] = .array(messages)
  }
}
