public import JSON

/// A tool offered to the model: a lens over its JSON.
public struct Tool: Hashable, Sendable {
  /// The whole definition, unknown members included.
  public var json: JSONObject

  public init(_ json: JSONObject) { self.json = json }

  /// A client tool with a schema for its input.
  public init(name: String, description: String, inputSchema: JSONValue) {
    json = [
      "name": .string(name), "description": .string(description), "input_schema": inputSchema,
    ]
  }

  /// The name that the model calls the tool by.
  public var name: String? {
    get { json["name"]?.stringValue }
    set { json["name"] = newValue.map { .string($0) } }
  }

  /// What the tool does, as told to the model.
  public var description: String? {
    get { json["description"]?.stringValue }
    set { json["description"] = newValue.map { .string($0) } }
  }

  /// The JSON Schema of the tool's input.
  public var inputSchema: JSONValue? {
    get { json["input_schema"] }
    set { json["input_schema"] = newValue }
  }

  /// Wire value of `type`; nil, empty and `custom` mean a tool that the client runs.
  public var type: String? { json["type"]?.stringValue }

  /// Whether the input is promised to fit the schema; nil when the definition doesn't say.
  public var isStrict: Bool? {
    get { json["strict"]?.boolValue }
    set { json["strict"] = newValue.map { .bool($0) } }
  }

  /// Whether the client runs the tool, rather than the server.
  public var isClientTool: Bool { [nil, "", "custom"].contains(type) }
}

extension Tool {
  /// A new tool to start editing from.
  public static let template = Tool(
    name: "my_tool", description: "What the tool does, and when to call it.",
    inputSchema: [
      "type": "object",
      "properties": ["query": ["type": "string", "description": "What to look for."]],
      "required": ["query"],
    ])
}

extension MessageRequest {
  /// The tools in their order; elements that aren't objects are left out.
  public var tools: [Tool] {
    (body["tools"]?.arrayValue ?? []).compactMap { $0.objectValue.map(Tool.init) }
  }

  /// The number of elements in `tools`.
  public var toolCount: Int { body["tools"]?.arrayValue?.count ?? 0 }

  /// The tool with this name, the first of duplicates.
  public func tool(named name: String) -> Tool? { tools.first { $0.name == name } }

  /// The tool at a position of `tools`; nil when the element isn't an object.
  ///
  /// - Precondition: The position exists.
  public subscript(tool index: Int) -> Tool? {
    get { toolList[index].objectValue.map(Tool.init) }
    set {
      guard let newValue else { return }
      editTools { $0[index] = .object(newValue.json) }
    }
  }

  /// Inserts a tool; without a position at the end.
  public mutating func insertTool(_ tool: Tool, at index: Int? = nil) {
    editTools { $0.insert(.object(tool.json), at: index ?? $0.count) }
  }

  /// Removes a tool, and the field with the last one.
  public mutating func removeTool(at index: Int) {
    editTools { $0.remove(at: index) }
    if toolCount == 0 { self[.tools] = .absent }
  }

  /// Moves a tool to the position that it then has.
  public mutating func moveTool(from index: Int, to newIndex: Int) {
    editTools { $0.insert($0.remove(at: index), at: newIndex) }
  }

  /// Puts a copy of a tool after it.
  public mutating func duplicateTool(at index: Int) {
    editTools { $0.insert($0[index], at: index + 1) }
  }

  private var toolList: JSONArray { body["tools"]?.arrayValue ?? [] }

  private mutating func editTools(_ edit: (inout JSONArray) -> Void) {
    var tools = toolList
    edit(&tools)
    body["tools"] = .array(tools)
  }
}
