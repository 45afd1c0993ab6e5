import JSON
import Testing

@testable import CommandLineTool

@Suite struct RequestEditTests {
  private func edited(_ text: String, _ edits: [RequestEdit]) throws -> JSONValue {
    var body = try JSONValue(parsing: text)
    for edit in edits { try edit.apply(to: &body) }
    return body
  }

  @Test(arguments: [
    ("temperature=0.2", #"{"a":[1,2],"temperature":0.2}"#),
    ("model=claude-x", #"{"a":[1,2],"model":"claude-x"}"#),
    ("model=\"claude-x\"", #"{"a":[1,2],"model":"claude-x"}"#),
    ("a.1=null", #"{"a":[1,null]}"#), ("a[0]=true", #"{"a":[true,2]}"#),
    ("/a/0={\"b\":[]}", #"{"a":[{"b":[]},2]}"#), ("text=a=b", #"{"a":[1,2],"text":"a=b"}"#),
    ("text=", #"{"a":[1,2],"text":""}"#),
    ("tools[0].name=t", #"{"a":[1,2],"tools":[{"name":"t"}]}"#),
    ("a.2.b.c=3", #"{"a":[1,2,{"b":{"c":3}}]}"#),
  ])
  func `a field is set by its path`(argument: String, expected: String) throws {
    let result = try edited(#"{"a":[1,2]}"#, [RequestEdit(setting: argument)])
    #expect(result == (try JSONValue(parsing: expected)))
  }

  @Test func `a field is removed by its path`() throws {
    let result = try edited(#"{"a":[1,2],"b":1}"#, [RequestEdit(removing: "a.0")])
    #expect(result == ["a": [2], "b": 1])
    #expect(try edited("{}", [RequestEdit(removing: "nothing.here")]) == [:])
  }

  @Test(arguments: ["temperature", "=1", "a={", "a=[1,", "a=\"x"])
  func `what is no setting is refused`(argument: String) {
    #expect(throws: UsageError.self) { try RequestEdit(setting: argument) }
  }

  @Test func `a path through what is no object is refused`() {
    #expect(throws: UsageError.self) {
      _ = try edited(#"{"a":1}"#, [RequestEdit(setting: "a.b.c=1")])
    }
    #expect(throws: UsageError.self) { _ = try edited("{}", [RequestEdit(setting: "tools.9=1")]) }
  }
}
