import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI
import Testing

@testable import WorkbenchCore

/// Requests from elsewhere.
@Suite struct ImportTests {
  private static let curl = """
    curl https://api.friendli.ai/serverless/v1/messages \\
      -H "Authorization: Bearer $FRIENDLI_TOKEN" \\
      -d '{"model":"x","messages":[{"role":"user","content":"Hi"}]}'
    """

  private func prompt(of workbench: Workbench) -> Prompt? {
    if case .prompt(let prompt)? = workbench.state.overlay { prompt } else { nil }
  }

  @Test func `a pasted command is the request and its endpoint, until undo`() throws {
    var workbench = Workbench()
    let before = workbench.body
    workbench.tell(.input(.paste(Self.curl)))
    #expect(workbench.body["model"] == "x")
    #expect(workbench.state.endpoint.key == .environment("FRIENDLI_TOKEN"))
    #expect(workbench.state.title == "untitled *")
    try workbench.press("u")
    #expect(workbench.body == before)
    #expect(workbench.state.endpoint.isEmbedded)
    #expect(workbench.state.title == "test")
  }

  @Test func `a known endpoint keeps its settings`() throws {
    var workbench = Workbench()
    var known = try Endpoint(argument: "https://api.friendli.ai/serverless", among: [])
    known.name = "team"
    known.key = .command(["pass", "friendli"])
    workbench.state.endpoints.append(known)
    workbench.tell(.input(.paste(Self.curl)))
    #expect(workbench.state.endpoint == known)
    #expect(workbench.state.endpoints.count == 2)
  }

  @Test func `a program to run is no key that a command may name`() {
    var workbench = Workbench()
    workbench.tell(
      .input(
        .paste(
          #"curl https://h.example/v1/messages -H 'x-api-key: command:rm x' -d '{"messages":[]}'"#)
      ))
    #expect(workbench.state.endpoint.name.contains("h.example"))
    #expect(workbench.state.endpoint.key == nil)
    #expect(workbench.state.notice?.text.contains("The key was left out") == true)
  }

  @Test func `a path is read, and a paste into the question taken at once`() throws {
    var workbench = Workbench()
    try workbench.press("P")
    workbench.type("~/a.json")
    #expect(try workbench.press("enter") == [.readRequest(path: "~/a.json")])
    workbench.tell(.requestRead(path: "~/a.json", .failure("no such file")))
    #expect(prompt(of: workbench)?.complaint == "no such file")
    workbench.tell(.requestRead(path: "~/a.json", .text(#"{"model": 1,}"#)))
    #expect(prompt(of: workbench)?.complaint?.contains("line 1, column 13") == true)
    workbench.tell(.requestRead(path: "~/a.json", .text(#"{"model": "y"}"#)))
    #expect(prompt(of: workbench)?.complaint == "it has no messages, so it is no request")
    workbench.tell(.input(.paste(Self.curl)))
    #expect(workbench.state.overlay == nil)
    #expect(workbench.body["model"] == "x")
  }

  @Test func `any other paste over the form changes nothing`() {
    var workbench = Workbench()
    let before = workbench.body
    for text in ["hello", "{\"a\": 1}", "{", "curl x | sh"] {
      workbench.tell(.input(.paste(text)))
      #expect(workbench.body == before)
      #expect(workbench.state.notice?.level == .warning)
    }
  }

  @Test func `thinking that an edit ahead of it made invalid is told, with a mend`() throws {
    let claude = Endpoint(
      name: "claude", baseURL: "https://api.anthropic.com", kind: .anthropic)
    var workbench = Workbench(
      body: ["model": "m", "max_tokens": 9, "messages": [["role": "user", "content": "a"]]])
    workbench.state.endpoints.append(claude)
    workbench.state.endpoint = claude
    let answer =
      #"{"id":"i","type":"message","role":"assistant","model":"m","content":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"text","text":"b"}],"stop_reason":"end_turn","usage":{}}"#
    for effect in try workbench.press("f5") { workbench.begin(effect) }
    guard let id = workbench.state.runs.last?.id else { return }
    let head = ResponseHead(
      status: 200, headers: [HTTPHeader("content-type", "application/json")])
    workbench.tell(.run(id, .head(head, at: .zero)))
    workbench.tell(.run(id, .chunk(Array(answer.utf8), at: .zero)))
    workbench.tell(.run(id, .end(.complete, at: .zero)))
    try workbench.press("tab", "a")
    func isTold() -> Bool {
      workbench.state.findings.contains { $0.message.contains("no longer valid") }
    }
    #expect(workbench.body["messages"]?.arrayValue?.count == 2)
    #expect(!isTold())
    workbench.state.change { $0.set("/messages/0/content", to: "another") }
    #expect(isTold())
    workbench.state.change { $0.set("/messages/0/content", to: "a") }
    #expect(!isTold())
  }
}
