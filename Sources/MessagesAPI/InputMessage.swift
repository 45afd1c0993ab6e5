public import JSON

/// One turn of the conversation in a request: a lens over its JSON.
///
/// `content` is a string or a list of blocks. A string counts as one text block, and stays a string until
/// an edit needs more than that.
public struct InputMessage: Hashable, Sendable {
  /// The whole message, unknown members included.
  public var json: JSONObject

  public init(_ json: JSONObject) { self.json = json }

  /// A message of plain text.
  public init(role: String, text: String) {
    json = ["role": .string(role), "content": .string(text)]
  }

  /// A message of blocks.
  public init(role: String, blocks: [JSONValue]) {
    json = ["role": .string(role), "content": .array(JSONArray(blocks))]
  }

  /// Wire value of `role`: `user`, `assistant`, or what the body says.
  public var role: String? {
    get { json["role"]?.stringValue }
    set { json["role"] = newValue.map { .string($0) } }
  }

  /// Whether the content is a list of blocks, and not a string.
  public var hasBlocks: Bool { json["content"]?.arrayValue != nil }

  /// The content as blocks. Setting one plain text block into a string keeps the string form.
  public var blocks: [JSONValue] {
    get {
      switch json["content"] {
      case .string(let text)?: [Block.text(text.value)]
      case .array(let blocks)?: Array(blocks)
      default: []
      }
    }
    set {
      if !hasBlocks, newValue.count == 1, let text = Block.plainText(of: newValue[0]) {
        json["content"] = .string(text)
      } else {
        json["content"] = .array(JSONArray(newValue))
      }
    }
  }

  /// The text of all text blocks, with a line feed between them.
  public var text: String { blocks.compactMap(Block.text(of:)).joined(separator: "\n") }
}

extension InputMessage {
  /// Inserts a block; without a position at the end.
  public mutating func insertBlock(_ block: JSONValue, at index: Int? = nil) {
    blocks.insert(block, at: index ?? blocks.count)
  }

  /// Removes a block.
  public mutating func removeBlock(at index: Int) { blocks.remove(at: index) }

  /// Moves a block to the position that it then has.
  public mutating func moveBlock(from index: Int, to newIndex: Int) {
    blocks.insert(blocks.remove(at: index), at: newIndex)
  }

  /// Puts a copy of a block after it.
  public mutating func duplicateBlock(at index: Int) {
    blocks.insert(blocks[index], at: index + 1)
  }

  /// Writes the text of the text block at a position.
  public mutating func setText(_ text: String, ofBlock index: Int = 0) {
    guard hasBlocks else {
      json["content"] = .string(text)
      return
    }
    var block = blocks[index]
    block["/text"] = .string(text)
    blocks[index] = block
  }
}
