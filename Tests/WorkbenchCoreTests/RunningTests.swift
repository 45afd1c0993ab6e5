import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI
import Testing

@testable import WorkbenchCore

@Suite struct RunningTests {
  @Test func `sending asks for one run with the body as it stands`() throws {
    var workbench = Workbench()
    let effects = try workbench.press("f5")
    guard case .startRun(_, let endpoint, let body)? = effects.last else {
      Issue.record("nothing is sent: \(effects)")
      return
    }
    #expect(endpoint.isEmbedded)
    #expect(try JSONParser.parse(body) == .object(workbench.body))
  }

  @Test func `a request without a model gets the endpoint's default`() throws {
    var workbench = Workbench(body: ["messages": []])
    guard case .startRun(_, _, let body)? = try workbench.press("f5").last else {
      Issue.record("nothing is sent")
      return
    }
    #expect(try JSONParser.parse(body)["model"] == "workbench-small")
  }

  @Test func `an answer grows as its bytes come`() throws {
    var workbench = Workbench()
    try workbench.answer(with: Wire.start + Wire.text("Good day"), end: nil)
    #expect(workbench.state.run?.message.text == "Good day")
    #expect(workbench.state.activeRun != nil)
    #expect(workbench.state.answer.text.transcript.sections.first?.body.line(0) == "Good day")
  }

  @Test func `escape stops the answer and keeps what came`() throws {
    var workbench = Workbench()
    try workbench.answer(with: Wire.start + Wire.text("half"), end: nil)
    let id = try #require(workbench.state.activeRun?.id)
    #expect(try workbench.press("escape") == [.cancelRun(id)])
    workbench.tell(.run(id, .end(.cancelled, at: .seconds(1))))
    #expect(workbench.state.run?.outcome == .cancelled)
    #expect(workbench.state.run?.message.text == "half")
  }

  @Test func `who reads an older run is told that another one is stopped`() throws {
    var workbench = Workbench()
    try workbench.answer(with: Wire.start + Wire.text("a") + Wire.stop)
    try workbench.answer(with: Wire.start, end: nil)
    let effects = try workbench.press("alt-left", "escape")
    #expect(effects == [.cancelRun(Run.ID(2))])
    #expect(workbench.state.notice?.text == "Stopping run 2; what has come is kept")
  }

  @Test func `a second send waits for the first to end`() throws {
    var workbench = Workbench()
    try workbench.answer(with: Wire.start, end: nil)
    #expect(try workbench.press("f5").isEmpty)
    #expect(workbench.state.notice?.level == .warning)
  }

  @Test func `what is chosen in the list of runs is that run, whatever came before it meanwhile`()
    throws
  {
    var workbench = Workbench()
    for text in ["first", "second"] {
      try workbench.answer(with: Wire.start + Wire.text(text) + Wire.stop)
    }
    try workbench.press("f7", "down")
    var kept = try #require(workbench.state.runs.first)
    kept = Run(
      id: Run.ID(99), request: kept.request, endpointName: "embedded", startedAt: kept.startedAt)
    kept.finish(.cancelled, at: .zero)
    workbench.tell(.runsRestored([kept]))
    #expect(workbench.state.runs.count == 3)
    try workbench.press("enter")
    #expect(workbench.state.run?.message.joinedText == "first")
  }

  @Test func `places in a body that are numbers too large to count are told as they are`() throws {
    var workbench = Workbench(body: ["model": "m", "messages": ["9223372036854775807": 1]])
    try workbench.answer(with: Wire.start + Wire.stop)
    workbench.state.draft.set(["messages", "9223372036854775807"], to: 2)
    try workbench.answer(with: Wire.start + Wire.stop)
    try workbench.press("f7")
    guard case .picker(let picker) = workbench.state.overlay else {
      Issue.record("no list")
      return
    }
    #expect(picker.items.first?.detail.contains("9223372036854775807") == true)
  }

  @Test func `the oldest runs make room for new ones`() throws {
    var workbench = Workbench()
    let answer = Wire.start + Wire.text("Hi") + Wire.delta(reason: "end_turn") + Wire.stop
    workbench.state.runsSize = 3 * answer.utf8.count
    for _ in 0..<6 { try workbench.answer(with: answer) }
    #expect(workbench.state.runs.map(\.id) == [4, 5, 6].map { Run.ID($0) })
    #expect(workbench.state.run?.id == Run.ID(6))
    #expect(workbench.state.notice?.text == "The oldest run made room for new ones")
  }

  @Test func `a tool call doesn't take the keys from who has gone on working`() throws {
    var workbench = Workbench()
    for effect in try workbench.press("f5") { workbench.begin(effect) }
    workbench.now = .seconds(1)
    try workbench.press("down")
    let call = Wire.tool("get_weather", input: "{}", id: "toolu_1")
    workbench.receive(Wire.start + call + Wire.delta(reason: "tool_use") + Wire.stop)
    #expect(workbench.state.focus == .request)
    #expect(workbench.state.notice?.text.hasSuffix("Tab goes to the answer") == true)
  }

  @Test func `a tool call is answered by hand and the conversation goes on`() throws {
    var workbench = Workbench()
    let call = Wire.tool("get_weather", input: #"{"city":"Paris"}"#, id: "toolu_1")
    try workbench.answer(with: Wire.start + call + Wire.delta(reason: "tool_use") + Wire.stop)
    #expect(workbench.state.focus == .answer)
    #expect(workbench.state.toolBench.unanswered(in: try #require(workbench.state.run)).count == 1)

    // Without a result the conversation can't go on.
    #expect(try workbench.press("c").isEmpty)
    #expect(workbench.body["messages"]?.arrayValue?.count == 1)
    // Nor is a result that was never written an error.
    try workbench.press("e")
    #expect(workbench.state.toolBench.unanswered(in: try #require(workbench.state.run)).count == 1)
    #expect(workbench.state.notice?.text == "get_weather has no result yet; t writes it")

    try workbench.press("enter")
    workbench.type("18 degrees")
    try workbench.press("escape")
    let effects = try workbench.press("e", "c")
    #expect(workbench.body["messages"]?[1]?["role"] == "assistant")
    #expect(workbench.body["messages"]?[1]?["content"]?[0]?["input"] == ["city": "Paris"])
    let result = workbench.body["messages"]?[2]?["content"]?[0]
    #expect(result?["tool_use_id"] == "toolu_1")
    #expect(result?["is_error"] == true)
    guard case .startRun? = effects.last else {
      Issue.record("the conversation was not sent: \(effects)")
      return
    }
  }

  @Test func `a call that was cut can't be answered`() throws {
    var workbench = Workbench()
    let call = Wire.tool("get_weather", input: #"{"city":"Pa"#, id: "toolu_1")
    try workbench.answer(with: Wire.start + call, end: .complete)
    try workbench.press("tab", "enter")
    #expect(workbench.state.overlay == nil)
    #expect(workbench.state.notice?.level == .warning)
  }

  @Test func `earlier runs are shown with what they were sent with`() throws {
    var workbench = Workbench()
    try workbench.answer(
      with: Wire.start + Wire.text("one") + Wire.delta(reason: "end_turn") + Wire.stop)
    workbench.state.form.select(.field(.temperature))
    try workbench.press("right")
    try workbench.answer(
      with: Wire.start + Wire.text("two") + Wire.delta(reason: "end_turn") + Wire.stop)
    #expect(workbench.state.run?.message.text == "two")
    try workbench.press("alt-left")
    #expect(workbench.state.run?.message.text == "one")
    #expect(workbench.state.run?.requestText.contains("temperature") == false)
    try workbench.press("tab", "b")
    #expect(workbench.body["temperature"] == nil)
    try workbench.press("u")
    #expect(workbench.body["temperature"] == 1)
  }

  @Test func `a rejection shows type, message and request id`() throws {
    var workbench = Workbench()
    try workbench.answer(
      with:
        #"{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: too low"},"request_id":"req_7"}"#,
      status: 422)
    let run = try #require(workbench.state.run)
    #expect(Wording.title(of: run) == "422 invalid_request_error")
    #expect(Wording.explanation(of: run) == ["max_tokens: too low", "request id: req_7"])
  }

  @Test func `scrolling back stops following, and f follows again`() throws {
    var workbench = Workbench()
    let text = (1...200).map { "line \($0)" }.joined(separator: "\n")
    try workbench.answer(with: Wire.start + Wire.text(text), end: nil)
    #expect(workbench.state.answer.text.scroll.isFollowing)
    try workbench.press("tab", "up")
    #expect(!workbench.state.answer.text.scroll.isFollowing)
    let offset = workbench.state.answer.text.scroll.offset
    workbench.receive(Wire.text("more\nmore\nmore", index: 1), end: nil)
    #expect(workbench.state.answer.text.scroll.offset == offset)
    try workbench.press("f")
    #expect(workbench.state.answer.text.scroll.isAtEnd)
  }

  @Test func `an answer that is cut anywhere never has a call that can be answered`() throws {
    let call = Wire.start + Wire.tool("t", input: #"{"a":[1,2],"b":"c"}"#, id: "toolu_1")
    let bytes = Array(call.utf8)
    for end in stride(from: 0, to: bytes.count, by: 7) {
      var workbench = Workbench()
      try workbench.answer(with: String(decoding: bytes[..<end], as: UTF8.self))
      #expect(workbench.state.run?.outcome.allowsTools == false)
    }
  }

  @Test func `a letter in an editor waits for no layout of what streams in`() throws {
    var workbench = Workbench()
    try workbench.answer(with: Wire.start, end: nil)
    workbench.state.form.select(.item("/messages/0"))
    workbench.state.focus = .request
    try workbench.press("enter")
    let id = try #require(workbench.state.run?.id)
    func receive(_ text: String) {
      let bytes = Array(Wire.text(text).utf8)
      _ = workbench.state.apply(.run(id, .chunk(bytes, at: .zero)), at: .zero)
    }
    receive("Hello")
    workbench.type("x")
    workbench.state.advance(to: .zero, withArrivals: false)
    #expect(workbench.state.answer.text.transcript.sections.isEmpty)
    workbench.state.advance(to: .zero)
    #expect(workbench.state.answer.text.transcript.sections.count == 1)
    // So much that a later key would notice is laid out without waiting for the frame.
    receive(String(repeating: "word ", count: AnswerPane.backlogLimit / 5))
    #expect(workbench.state.answer.text.transcript.lineCount > 100)
  }

  @Test func `what is sent while a preset is read is not the request of before`() throws {
    var workbench = Workbench()
    try workbench.press("ctrl-o")
    workbench.tell(.presetsListed([.init(name: "mine", summary: "", isShipped: false)]))
    #expect(try workbench.press("enter") == [.loadPreset(name: "mine", isShipped: false)])
    #expect(try workbench.press("f5").isEmpty)
    let preset = Preset(request: MessageRequest(["model": "mine"]))
    workbench.tell(.presetLoaded(preset, name: "mine", isShipped: false))
    #expect(try !workbench.press("f5").isEmpty)
  }
}
