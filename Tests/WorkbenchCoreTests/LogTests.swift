import Presets
import Runs
import TerminalUI
import Testing

@testable import WorkbenchCore

@Suite struct LogTests {
  @Test func `what went wrong is kept, once for each time in a row, and what went well is not`()
    throws
  {
    var workbench = Workbench()
    workbench.tell(.failed("No disk"))
    workbench.tell(.failed("No disk"))
    workbench.tell(.notice(.init("Saved", .success)))
    workbench.tell(.logged("curl: one\ncurl: two\n"))
    #expect(workbench.state.log.map(\.notice.text) == ["No disk", "curl: one", "curl: two"])
    for number in 0..<600 { workbench.tell(.failed("\(number)")) }
    #expect(workbench.state.log.count == 500)
    #expect(workbench.state.log.last?.notice.text == "599")
  }

  @Test func `runs that went wrong are in the log, and others aren't`() throws {
    var workbench = Workbench()
    let error = #"{"type":"error","error":{"type":"rate_limit_error","message":"Too many"}}"#
    try workbench.answer(with: error, status: 429)
    try workbench.answer(with: Wire.start + Wire.delta(reason: "end_turn") + Wire.stop)
    let texts = workbench.state.log.map(\.notice.text)
    #expect(texts.count == 1)
    #expect(texts[0].hasPrefix("Run 1: 429 rate_limit_error · "))
    #expect(texts[0].contains("Too many"))
  }

  @Test func `the log shows the whole of a message that the last line cuts`() throws {
    var workbench = Workbench(width: 60, height: 20)
    let message = (1...40).map { "word\($0)" }.joined(separator: " ")
    workbench.tell(.failed(message))
    try workbench.press("W")
    guard case .log = workbench.state.overlay else {
      Issue.record("no log")
      return
    }
    let text = workbench.state.logLines.map(\.text).joined(separator: " ")
    #expect(text.contains("word40"))
    #expect(try workbench.press("y") == [.copy("0:00 \(message)\n")])
    try workbench.press("escape")
    #expect(workbench.state.overlay == nil)
  }

  @Test func `of several mistakes in the configuration the first is said, and all are in the log`()
  {
    var workbench = Workbench()
    workbench.tell(.configured(workbench.state.settings, problems: ["line 1", "line 2", "line 3"]))
    #expect(workbench.state.notice?.text == "line 1 (2 more: W)")
    #expect(workbench.state.log.map(\.notice.text) == ["line 1 (2 more: W)", "line 2", "line 3"])
  }

  // MARK: - Runs of earlier sessions

  private func run(_ id: Int) -> Run {
    var run = Run(
      id: Run.ID(id), request: .init(url: "embedded:/v1/messages", body: []),
      endpointName: "embedded", startedAt: 0)
    run.finish(.cancelled, at: .zero)
    return run
  }

  @Test func `runs of earlier sessions stand before those of this one`() throws {
    var workbench = Workbench()
    try workbench.answer(with: Wire.start, end: .complete)
    workbench.tell(.runsRestored([run(-1), run(0)]))
    #expect(workbench.state.runs.map(\.id.rawValue) == [-1, 0, 1])
    #expect(workbench.state.run?.id.rawValue == 1)
    try workbench.press("alt-left", "alt-left")
    #expect(workbench.state.run?.id.rawValue == -1)
  }

  @Test func `the last run of an earlier session is shown when it is asked for`() throws {
    var workbench = Workbench()
    workbench.tell(.runsRestored([run(-1), run(0)]))
    #expect(workbench.state.run == nil)
    try workbench.press("alt-left")
    #expect(workbench.state.run?.id.rawValue == 0)
  }

  @Test func `a run that has ended is kept`() throws {
    var workbench = Workbench()
    for effect in try workbench.press("f5") { workbench.begin(effect) }
    #expect(workbench.tell(.run(.init(1), .end(.complete, at: .zero))) == [.keepRun(.init(1))])
  }
}
