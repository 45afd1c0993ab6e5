import JSON
import MessagesAPI
import Presets
import Runs
import Testing

struct ConfigurationTests {
  func configuration(_ text: String) throws -> Configuration {
    try Configuration(parsing: Array(text.utf8))
  }

  @Test func `settings are read`() throws {
    let configuration = try configuration(
      """
      {
        "theme": "light",
        "default_endpoint": "lab",
        "keymap": "vi",
        "editor": ["nvim", "-c", "set wrap"],
        "keep_runs": 200,
        "keys": {"global": {"send": ["ctrl-r", "f5"], "quit": null}, "stream": {"find": "/"}},
        "endpoints": [
          {
            "name": "lab", "url": "https://lab.example/x", "auth": "x-api-key", "key": "$LAB_KEY",
            "model": "m1", "version": "2026-10-21", "kind": "vllm", "headers": {"a": "b"}
          },
          {"name": "friendli", "url": "https://api.friendli.ai", "key": {"command": ["op", "read"]}}
        ]
      }
      """)
    #expect(configuration.problems == [])
    #expect(configuration.theme == "light")
    #expect(configuration.defaultEndpoint == "lab")
    #expect(configuration.keymap == "vi")
    #expect(configuration.editor == ["nvim", "-c", "set wrap"])
    #expect(configuration.keptRuns == 200)
    #expect(configuration.keys.map(\.action) == ["send", "quit", "find"])
    #expect(configuration.keys.map(\.keys) == [["ctrl-r", "f5"], [], ["/"]])
    #expect(configuration.keys.map(\.context) == ["global", "global", "stream"])
    let endpoints = configuration.endpoints
    #expect(
      endpoints[0]
        == Endpoint(
          name: "lab", baseURL: "https://lab.example/x", authentication: .xAPIKey,
          key: .environment("LAB_KEY"), headers: [HTTPHeader("a", "b")], defaultModel: "m1",
          version: "2026-10-21", kind: .vLLM))
    #expect(endpoints[1].kind == .friendli && endpoints[1].pathStyle == .serverless)
    #expect(endpoints[1].authentication == .bearer)
    #expect(
      configuration.endpoints(environment: ["FRIENDLI_TOKEN": "t"]).map(\.name)
        == ["embedded", "lab", "friendli", "friendli-dedicated"])
  }

  @Test func `what is wrong is told at its line and column, and the rest counts`() throws {
    let configuration = try configuration(
      """
      {
        "theme": 3, "colour": "red",
        "keys": {"global": {"send": [1]}, "x": []},
        "endpoints": [
          {"name": "a", "url": "ftp://h"},
          {"name": "b", "url": "https://h", "key": "sk-canary-123", "port": 8},
          {"name": "b", "url": "https://h"},
          {"name": "embedded", "url": "https://h"}, 7,
          {"name": "é", "url": "https://h", "headers": {"Cookie": "canary"}, "path": "x"}
        ]
      }
      """)
    #expect(
      configuration.problems.map { "\($0.position.line):\($0.position.column) \($0.pointer)" } == [
        "2:3 /theme", "2:15 /colour", "3:23 /keys/global/send", "3:37 /keys/x",
        "5:19 /endpoints/0/url", "6:39 /endpoints/1/key", "6:63 /endpoints/1/port",
        "7:6 /endpoints/2/name", "8:6 /endpoints/3/name", "8:47 /endpoints/4",
        "9:51 /endpoints/5/headers/Cookie", "9:72 /endpoints/5/path",
      ])
    #expect(configuration.problems.count { !$0.isError } == 2)
    #expect(!"\(configuration.problems)".contains("canary"))
    #expect(configuration.theme == nil)
    #expect(configuration.endpoints.map(\.name) == ["b", "é"])
    #expect(configuration.endpoints[0].key == nil)
    #expect(configuration.endpoints[1].headers.isEmpty)
  }

  @Test func `a text that isn't JSON fails with its place`() {
    let error = #expect(throws: JSONParseError.self) { try configuration("{\n  theme: 1}") }
    #expect(error?.line == 2 && error?.column == 3)
  }

  @Test func `a file that isn't an object is told`() throws {
    #expect(try configuration("[]").problems.map(\.isError) == [true])
  }

  @Test func `a changed setting leaves the rest of the file as it was`() throws {
    var configuration = try configuration(
      """
      {
        "x": [1.0,  2],
        "theme": "dark"
      }

      """)
    configuration.theme = "light"
    #expect(
      text(configuration) == """
        {
          "x": [1.0,  2],
          "theme": "light"
        }

        """)
    configuration.theme = nil
    #expect(configuration.document.value["theme"] == nil)
  }

  @Test func `an endpoint is written, read back, changed and removed`() throws {
    var configuration = Configuration()
    var endpoint = Endpoint(
      name: "a", baseURL: "https://h", pathStyle: .dedicated, authentication: .bearer,
      key: .command(["op", "read"]), team: "t", headers: [HTTPHeader("x", "y")],
      defaultModel: "m", version: "2026-10-21", kind: .friendli, allowsKeyOverPlainHTTP: true)
    configuration.setEndpoint(endpoint)
    #expect(try self.configuration(text(configuration)).endpoints == [endpoint])
    endpoint.key = .file("~/.key")
    endpoint.team = nil
    configuration.setEndpoint(endpoint)
    #expect(try self.configuration(text(configuration)).endpoints == [endpoint])
    configuration.removeEndpoint(named: "a")
    #expect(configuration.endpoints.isEmpty)
  }

  private func text(_ configuration: Configuration) -> String {
    String(decoding: configuration.bytes, as: UTF8.self)
  }
}
