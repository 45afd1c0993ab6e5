import JSON
import MessagesAPI
import Testing

struct MessageRequestTests {
  func request(_ text: String) throws -> MessageRequest {
    MessageRequest(try #require(try JSONValue(parsing: text).objectValue))
  }

  @Test func `absent, null and a value are three states`() throws {
    let request = try request(#"{"temperature":null,"top_p":0.90}"#)
    #expect(request[.temperature] == .null)
    #expect(request[.topK] == .absent)
    #expect(request[.topP] == .value(.number(try #require(JSONNumber(text: "0.90")))))
  }

  @Test func `setting a nested field makes its parents and unsetting it removes them`() throws {
    var request = try request(#"{"model":"m","x":[1.0]}"#)
    request[.outputFormatType] = .value("json_schema")
    #expect(
      request.json.text(.compact)
        == #"{"model":"m","x":[1.0],"output_config":{"format":{"type":"json_schema"}}}"#)
    request[.outputFormatType] = .absent
    #expect(request.json.text(.asWritten) == #"{"model":"m","x":[1.0]}"#)
  }

  @Test func `an object that the body held stays when its last member is unset`() throws {
    var request = try request(#"{"thinking": {}, "output_config": {"effort": "low"}}"#)
    request[.thinkingBudget] = .value(2048)
    request[.thinkingBudget] = .absent
    request[.effort] = .absent
    #expect(request.json.text(.asWritten) == #"{"thinking": {}, "output_config": {}}"#)
  }

  @Test func `a null parent gives way to a member`() throws {
    var request = try request(#"{"thinking":null}"#)
    request[.thinkingType] = .value("adaptive")
    #expect(request.json.text(.compact) == #"{"thinking":{"type":"adaptive"}}"#)
  }

  @Test func `unsetting what isn't there changes nothing`() throws {
    let text = #"{ "model" : "m", "tool_choice" : "odd" }"#
    var request = try request(text)
    for field in MessageRequest.fields where field != .model { request[field] = .absent }
    #expect(request.json.text(.asWritten) == text)
  }

  @Test func `equality is about the body only`() throws {
    var left = try request("{}")
    left[.effort] = .value("low")
    #expect(left == (try request(#"{"output_config":{"effort":"low"}}"#)))
  }

  @Test(arguments: MessageRequest.fields)
  func `every field can be set, made null and unset, and leaves no trace`(field: RequestField)
    throws
  {
    var request = try request(#"{"a":1,"b":{"c":[2.50]}}"#)
    let before = request.json.text(.asWritten)
    request[field] = .value("x")
    #expect(request[field] == .value("x"))
    request[field] = .null
    #expect(request[field] == .null)
    request[field] = .absent
    #expect(request.json.text(.asWritten) == before)
  }

  @Test func `the system text is the string or its blocks`() throws {
    #expect(try request(#"{"system":"a"}"#).systemText == "a")
    let blocks = #"{"system":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}"#
    #expect(try request(blocks).systemText == "a\nb")
  }
}

struct RequestFieldTests {
  @Test func `ids are unique and every group has a field`() {
    let ids = MessageRequest.fields.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(Set(MessageRequest.fields.map(\.group)) == Set(RequestField.Group.allCases))
    #expect(MessageRequest.field("thinking.budget_tokens") == .thinkingBudget)
    #expect(RequestField.thinkingBudget.pointer == "/thinking/budget_tokens")
  }

  @Test(arguments: MessageRequest.fields)
  func `a field is documented in one sentence`(field: RequestField) {
    #expect(field.summary.hasSuffix("."))
    #expect(field.summary.count <= 90)
    #expect(!field.whenUnset.isEmpty)
  }

  @Test func `steps are exact decimals`() {
    guard case .number(let scale) = RequestField.temperature.kind else { return }
    var value = 0.0
    var texts: [String] = []
    for _ in 0..<6 {
      let number = scale.stepped(from: value, by: 1)
      texts.append(number.text)
      value = number.doubleValue
    }
    #expect(texts == ["0.05", "0.1", "0.15", "0.2", "0.25", "0.3"])
    #expect(scale.stepped(from: nil, by: 1).text == "1")
    #expect(scale.stepped(from: 1.9, by: 1, coarse: true).text == "2")
    #expect(scale.stepped(from: 0, by: -1).text == "0")
  }

  @Test func `a value beyond the range may step back but not further out`() {
    guard case .number(let scale) = RequestField.temperature.kind else { return }
    #expect(scale.stepped(from: 7, by: 1).text == "7")
    #expect(scale.stepped(from: 7, by: -1).text == "6.95")
    #expect(scale.stepped(from: -3, by: 1).text == "-2.95")
    #expect(scale.stepped(from: 1e300, by: -1).doubleValue == 1e300)
  }
}
