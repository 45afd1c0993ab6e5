import JSON
import MessagesAPI
import TestSupport
import Testing

struct ConversationTests {
  func request(_ messages: JSONValue) -> MessageRequest { MessageRequest(["messages": messages]) }

  @Test func `editing the text of a string keeps it a string`() {
    var message = InputMessage(role: "user", text: "a")
    message.setText("b")
    #expect(message.json == ["role": "user", "content": "b"])
    message.blocks[0] = Block.text("c")
    #expect(message.json == ["role": "user", "content": "c"])
  }

  @Test func `a second block turns the string into a list, and removing it doesn't turn it back`() {
    var message = InputMessage(role: "user", text: "a")
    message.insertBlock(Block.image(url: "https://e.org/x.png"))
    #expect(message.hasBlocks)
    message.removeBlock(at: 1)
    #expect(message.json["content"] == [["type": "text", "text": "a"]])
  }

  @Test func `a block that says more than text turns the string into a list`() {
    var message = InputMessage(role: "user", text: "a")
    message.blocks = [["type": "text", "text": "a", "cache_control": ["type": "ephemeral"]]]
    #expect(message.hasBlocks)
  }

  @Test func `messages and blocks are inserted, moved, duplicated and removed`() {
    var request = request([["role": "user", "content": "1"]])
    request.insertMessage(InputMessage(role: "assistant", text: "2"))
    request.insertMessage(InputMessage(role: "user", text: "0"), at: 0)
    request.moveMessage(from: 0, to: 2)
    #expect(request.messages.map(\.text) == ["1", "2", "0"])
    request.duplicateMessage(at: 1)
    request.removeMessage(at: 0)
    #expect(request.messages.map(\.text) == ["2", "2", "0"])
    request[message: 0].insertBlock(Block.text("x"), at: 0)
    request[message: 0].moveBlock(from: 0, to: 1)
    request[message: 0].duplicateBlock(at: 1)
    #expect(request.messages[0].text == "2\nx\nx")
  }

  @Test func `the next message takes the other role`() {
    #expect(request([]).nextMessage.role == "user")
    #expect(request([["role": "user", "content": "a"]]).nextMessage.role == "assistant")
  }

  @Test func `an answer is appended with its content as it was received`() throws {
    let answer = try JSONValue(
      parsing: """
        {"id":"m","role":"assistant","content":[{"type":"thinking","thinking":"","signature":"\\u0041="},
          {"type":"odd","x":1.0}],"usage":{}}
        """)
    var request = request([["role": "user", "content": "a"]])
    let isAppended = request.appendAnswer(answer)
    #expect(isAppended)
    #expect(Array(request.messages[1].json.keys) == ["role", "content"])
    #expect(
      request.json["messages"]?[1]?["content"]?.text(.asWritten)
        == answer["content"]?.text(.asWritten))
    let isEmptyAppended = request.appendAnswer(["content": []])
    #expect(!isEmptyAppended)
    #expect(request.messageCount == 2)
  }

  @Test func `results stand in one message, ahead of text, in the order of the calls`() {
    var request = request([
      ["role": "user", "content": "go"],
      ["role": "assistant", "content": [call("a"), call("b"), call("c")]],
    ])
    request.appendToolResults([ToolResult(toolUseID: "c", content: "3")])
    request[message: 2].insertBlock(Block.text("and now?"))
    request.appendToolResults([
      ToolResult(toolUseID: "a", content: "1", isError: true),
      ToolResult(toolUseID: "b", content: [Block.text("2")]),
    ])
    #expect(request.messageCount == 3)
    #expect(
      request[message: 2].blocks == [
        [
          "type": "tool_result", "tool_use_id": "a", "content": "1", "is_error": true,
        ],
        ["type": "tool_result", "tool_use_id": "b", "content": [["type": "text", "text": "2"]]],
        ["type": "tool_result", "tool_use_id": "c", "content": "3"],
        ["type": "text", "text": "and now?"],
      ])
  }

  @Test func `a result for an earlier call goes after that call`() {
    var request = request([
      ["role": "assistant", "content": [call("a")]],
      ["role": "assistant", "content": "still me"],
      ["role": "assistant", "content": [call("b")]],
      ["role": "user", "content": "text"],
      ["role": "assistant", "content": "end"],
    ])
    request.appendToolResults([
      ToolResult(toolUseID: "b", content: ""), ToolResult(toolUseID: "a", content: ""),
    ])
    #expect(request[message: 3].blocks.compactMap { $0["tool_use_id"]?.stringValue } == ["a", "b"])
    #expect(request.messageCount == 5)
  }

  @Test func `tools are added, edited, moved and removed in place`() {
    var request = MessageRequest(["model": "m"])
    request.insertTool(.template)
    request.insertTool(Tool(name: "b", description: "", inputSchema: [:]))
    request[tool: 0]?.name = "a"
    request.moveTool(from: 0, to: 1)
    #expect(request.tools.map(\.name) == ["b", "a"])
    request.duplicateTool(at: 0)
    #expect(request.tool(named: "b")?.inputSchema == [:])
    for _ in 0..<3 { request.removeTool(at: 0) }
    #expect(request.body == ["model": "m"])
  }

  private func call(_ id: String) -> JSONValue { Block.toolUse(id: id, name: "t", input: [:]) }
}
