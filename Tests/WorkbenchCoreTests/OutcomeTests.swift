import MessagesAPI
import Runs
import TerminalUI
import Testing

@testable import WorkbenchCore

/// What the pane says about how a run ended.
@Suite struct OutcomeTests {
  /// An answer with a head of its own.
  private func answered(
    status: Int, _ headers: [HTTPHeader], _ body: String
  ) throws -> Workbench {
    var workbench = Workbench()
    for effect in try workbench.press("f5") { workbench.begin(effect) }
    let id = try #require(workbench.state.runs.last?.id)
    workbench.tell(.run(id, .head(ResponseHead(status: status, headers: headers), at: .zero)))
    workbench.tell(.run(id, .chunk(Array(body.utf8), at: .zero)))
    workbench.tell(.run(id, .end(.complete, at: .milliseconds(20))))
    return workbench
  }

  private func outcome(of workbench: Workbench) -> Transcript.Section? {
    workbench.state.answer.text.transcript.sections.first { $0.id == .outcome }
  }

  @Test func `a refusal says why, as far as the server told`() throws {
    let end =
      #"{"type":"message_delta","delta":{"stop_reason":"refusal","stop_details":{"type":"refusal","category":"cyber","explanation":"It may do harm.","level":2}},"usage":{"output_tokens":3}}"#
    var workbench = Workbench()
    try workbench.answer(
      with: Wire.start + Wire.text("No") + "event: message_delta\ndata: \(end)\n\n" + Wire.stop)
    let section = try #require(outcome(of: workbench))
    #expect(section.title == "refusal")
    let text = String(decoding: section.body.bytes, as: UTF8.self)
    #expect(text == "It may do harm.\ncategory: cyber\nlevel: 2")
    try workbench.press("tab", "end", "[")
    #expect(try workbench.press("y") == [.copy(text)])
  }

  @Test(arguments: [
    (HTTPHeader("retry-after-ms", "2500"), "2.5 s"), (HTTPHeader("retry-after", "5"), "5 s"),
    (HTTPHeader("retry-after", "61.2"), "62 s"),
  ])
  func `how long the server asks to wait is told`(header: HTTPHeader, time: String) throws {
    let error = #"{"type":"error","error":{"type":"rate_limit_error","message":"Slow down"}}"#
    let workbench = try answered(status: 429, [header], error)
    let run = try #require(workbench.state.run)
    #expect(
      Wording.explanation(of: run)
        == ["Slow down", "The server asks to wait \(time); then the same request may succeed."])
  }

  @Test func `a body that is no message is named, and the tab that shows it`() throws {
    let page = "<html><body>Welcome</body></html>"
    var workbench = try answered(
      status: 200, [HTTPHeader("content-type", "text/html; charset=utf-8")], page)
    let run = try #require(workbench.state.run)
    #expect(
      Wording.explanation(of: run)
        == ["The body is no message: text/html, 33 bytes. The Headers tab shows it."])
    try workbench.press("tab", "4")
    let shown = workbench.state.answer.document.transcript.sections.map {
      String(decoding: $0.body.bytes, as: UTF8.self)
    }
    #expect(shown.contains(page))
  }

  @Test func `a stop is told once`() throws {
    var workbench = Workbench()
    try workbench.answer(with: Wire.start + Wire.text("Hi"), end: nil)
    try workbench.press("escape")
    #expect(workbench.state.notice != nil)
    workbench.receive("", end: .cancelled)
    #expect(workbench.state.notice == nil)
    #expect(outcome(of: workbench) == nil)
    let run = try #require(workbench.state.run)
    #expect(Wording.title(of: run) == "cancelled")
  }
}
