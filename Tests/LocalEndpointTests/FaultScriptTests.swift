import JSON
import LocalEndpoint
import MessagesAPI
import Runs
import Testing

/// Keeps an answer. Time passes at once.
final class RecordedResponse: LocalResponse {
  private(set) var head: ResponseHead?
  private(set) var framing: BodyFraming?
  private(set) var pieces: [[UInt8]] = []
  private(set) var rawBytes: [UInt8] = []
  private(set) var pauses: [Duration] = []
  private(set) var cutKind: ConnectionCut?
  /// After how many pieces the client leaves.
  var patience = Int.max

  var body: [UInt8] { pieces.flatMap(\.self) }
  var text: String { String(decoding: body, as: UTF8.self) }

  func head(status: Int, headers: [HTTPHeader], framing: BodyFraming) {
    head = ResponseHead(status: status, headers: headers)
    self.framing = framing
  }

  func body(_ bytes: [UInt8]) -> Bool {
    guard cutKind == nil, pieces.count < patience else { return false }
    pieces.append(bytes)
    return true
  }

  func pause(_ duration: Duration) -> Bool {
    pauses.append(duration)
    return cutKind == nil
  }

  func cut(_ kind: ConnectionCut) { cutKind = kind }

  func raw(_ bytes: [UInt8]) -> Bool {
    rawBytes += bytes
    return true
  }

  /// What a client makes of the answer.
  var run: Run {
    var run = Run(
      id: Run.ID(1), request: .init(url: "embedded:/v1/messages", body: []), endpointName: "test",
      startedAt: 0)
    if let head { run.receive(head: head, at: .zero) }
    for piece in pieces { run.receive(chunk: piece, at: .zero) }
    let error = TransportError(
      phase: .receive, kind: cutKind == .reset ? .reset : .truncated(expected: nil))
    run.finish(cutKind == nil ? .complete : .failed(error), at: .zero)
    return run
  }
}

@Suite struct FaultScriptTests {
  /// An endpoint that says three words in a correct stream.
  private let endpoint = FaultResponder(
    try! FaultScript(parsing: Array(#"{"steps": [{"say": "one two three"}]}"#.utf8)),
    otherwise: EchoResponder())

  private func answer(
    _ step: String, model: String = "m", on response: RecordedResponse = RecordedResponse()
  ) throws -> RecordedResponse {
    let script = try FaultScript(parsing: Array("{\"steps\": [\(step)]}".utf8))
    respond(FaultResponder(script, otherwise: endpoint), model: model, on: response)
    return response
  }

  private func respond(
    _ responder: any LocalResponder, model: String = "m", on response: RecordedResponse
  ) {
    responder.respond(
      to: LocalRequest(
        method: "POST", target: "/v1/messages", body: Array("{\"model\":\"\(model)\"}".utf8)),
      on: response)
  }

  @Test func `a text is said in a correct stream`() throws {
    let run = try answer(#"{"say": "Hello there  you"}"#).run
    #expect(run.outcome == .complete)
    #expect(run.message.text == "Hello there  you")
    #expect(run.notes.isEmpty)
  }

  @Test func `status, headers and body are as the step says`() throws {
    let busy = try answer(
      #"{"status": 529, "headers": {"retry-after": "1"}, "body": {"type": "error"}}"#)
    #expect(busy.head?.status == 529)
    #expect(busy.head?["retry-after"] == "1")
    #expect(busy.head?["content-type"] == "application/json")
    #expect(busy.text == #"{"type":"error"}"#)
    #expect(busy.framing == .length(16))

    let odd = try answer(
      #"{"body": "<html>", "headers": [["content-type", "text/html"], ["a", "1"], ["a", "2"]], "framing": 99}"#
    )
    #expect(odd.head?.headers.map(\.value) == ["text/html", "1", "2"])
    #expect(odd.framing == .length(99))
    #expect(try answer(#"{"body": "x", "framing": "close"}"#).framing == .untilClose)
  }

  @Test func `the endpoint's own answer passes through`() throws {
    let plain = try answer("{}")
    #expect(plain.run.message.text == "one two three")
    let changed = try answer(#"{"status": 503, "headers": {"content-type": "text/html"}}"#)
    #expect(changed.head?.status == 503)
    #expect(changed.head?["content-type"] == "text/html")
    #expect(changed.body == plain.body)
  }

  @Test func `bytes are sent in pieces, at a pace, with stalls`() throws {
    let response = try answer(
      #"{"body": "abcdefghij", "piece": [3, 1], "pace_ms": 5, "stalls": [{"at": 5, "ms": 900}]}"#)
    #expect(
      response.pieces.map { String(decoding: $0, as: UTF8.self) } == [
        "abc", "d", "e", "f", "ghi", "j",
      ])
    #expect(response.pauses.filter { $0 == .milliseconds(5) }.count == 6)
    #expect(response.pauses.filter { $0 == .milliseconds(900) }.count == 1)
  }

  @Test(arguments: [0, 1, 5, 9, 10, 99])
  func `a cut comes after so many bytes`(offset: Int) throws {
    for content in [#""body": "abcdefghij""#, #""stream": ["abcde", "fghij"]"#] {
      let response = try answer(#"{\#(content), "cut": {"at": \#(offset), "by": "reset"}}"#)
      #expect(response.text == String("abcdefghij".prefix(offset)))
      #expect(response.cutKind == .reset)
    }
    let passed = try answer(#"{"cut": {"at": \#(offset)}}"#)
    #expect(passed.body.count == offset)
    #expect(passed.cutKind == .close)
  }

  @Test func `items are texts, bytes, events, fillings and pauses`() throws {
    let response = try answer(
      ##"""
      {"stream": ["a\n", {"hex": "ff 00 0A"}, {"event": "e", "data": "x\ny"},
       {"event": null, "data": {"k": 1.0}}, {"fill": "zz", "count": 3}, {"pause_ms": 7}]}
      """##)
    #expect(
      response.body
        == Array("a\n".utf8) + [0xFF, 0, 10]
        + Array("event: e\ndata: x\ndata: y\n\ndata: {\"k\":1.0}\n\nzzzzzz".utf8))
    #expect(response.pauses == [.milliseconds(7)])
    let marked = try answer(
      #"{"stream": [{"event": "e", "data": "x"}], "line_end": "\r\n", "byte_order_mark": true}"#)
    #expect(marked.text == "\u{FEFF}event: e\r\ndata: x\r\n\r\n")
  }

  @Test func `what has no end stops when the client leaves`() throws {
    let response = RecordedResponse()
    response.patience = 1000
    _ = try answer(
      #"{"stream": [{"event": "ping", "data": {}}], "repeat": "forever"}"#, on: response)
    #expect(response.pieces.count == 1000)
    #expect(try answer(#"{"stream": ["ab"], "repeat": 3}"#).text == "ababab")
    let filled = RecordedResponse()
    filled.patience = 10
    _ = try answer(#"{"stream": [{"fill": "data", "count": 1000000000000}]}"#, on: filled)
    #expect(filled.body.count == 655_360)
  }

  @Test func `raw bytes stand in place of the answer`() throws {
    let response = try answer(#"{"raw": ["HTTP/1.1 200\r\n", {"hex": "00"}], "cut": {"at": 14}}"#)
    #expect(response.head == nil)
    #expect(response.rawBytes == Array("HTTP/1.1 200\r\n".utf8))
    #expect(response.cutKind == .close)
  }

  @Test(arguments: [
    (#"{"drop": "message_stop"}"#, "S B D D D b M"),
    (#"{"duplicate": "message_start"}"#, "S S B D D D b M s"),
    (#"{"swap": [0, 7]}"#, "s B D D D b M S"), (#"{"swap": [0, 99]}"#, "S B D D D b M s"),
    (#"{"keep": 3}"#, "S B D"), (#"{"keep": 99}"#, "S B D D D b M s"),
    (#"{"insert": {"event": "ping", "data": {}}, "at": 1}"#, "S p B D D D b M s"),
    (#"{"insert": {"event": "ping", "data": {}}, "at": 99}"#, "S B D D D b M s p"),
    (#"{"rename": "message_start", "to": "ping"}"#, "p B D D D b M s"),
    (#"{"unname": true}"#, "        ".replacing(" ", with: "- ")),
    (#"{"stops_last": true}"#, "S B D D D b M s"),
  ])
  func `events are changed`(edit: String, expected: String) throws {
    let letters = [
      "message_start": "S", "content_block_start": "B", "content_block_delta": "D",
      "content_block_stop": "b", "message_delta": "M", "message_stop": "s", "ping": "p",
    ]
    let response = try answer(#"{"edits": [\#(edit)]}"#)
    let names = response.text.split(separator: "\n\n").map { event in
      letters.first { event.hasPrefix("event: \($0.key)\n") }?.value ?? "-"
    }
    #expect(names.joined(separator: " ") == expected.split(separator: " ").joined(separator: " "))
  }

  @Test func `data is changed by pointers`() throws {
    let response = try answer(
      """
      {"edits": [{"set": "/usage", "in": "message_delta", "value": null},
       {"set": "/delta/stop_reason", "in": "message_delta", "value": "bored"},
       {"set": "/message/id", "in": "message_start"}]}
      """)
    #expect(response.text.contains(#""usage":null"#))
    #expect(response.run.message.stopReason == StopReason(rawValue: "bored"))
    #expect(response.run.message.id == nil)
  }

  @Test func `the first step that matches and isn't used up answers`() throws {
    let script = try FaultScript(
      parsing: Array(
        """
        {"steps": [
          {"match": {"model": "a"}, "times": 2, "body": "first"},
          {"match": {"model": "a*", "path": "/v1/messages", "method": "POST"}, "body": "second"},
          {"match": {"path": "/elsewhere"}, "body": "third"},
          {"match": {"method": "GET"}, "body": "fourth"}
        ]}
        """.utf8))
    let responder = FaultResponder(script, otherwise: endpoint)
    func text(_ model: String) -> String {
      let response = RecordedResponse()
      respond(responder, model: model, on: response)
      return response.text
    }
    #expect((0..<3).map { _ in text("a") } == ["first", "first", "second"])
    #expect(text("abc") == "second")
    #expect(text("b").hasPrefix("event: message_start"))
  }

  @Test(arguments: [
    ("", "line 1"), ("{", "line 1"), ("[]", "the script has to be an object"),
    ("{}", "steps has to be given"), (#"{"steps": {}}"#, "steps has to be a list"),
    (#"{"steps": [], "x": 1}"#, "x has to be one of steps"),
    (#"{"steps": [{"stauts": 1}]}"#, "steps.0.stauts has to be one of"),
    (#"{"steps": [{"status": 1}]}"#, "steps.0.status has to be a whole number, at least 100"),
    (#"{"steps": [{"say": "a", "body": "b"}]}"#, "steps.0 has to be with one of"),
    (#"{"steps": [{"stream": [{"hex": "0"}]}]}"#, "steps.0.stream.0.hex has to be pairs"),
    (
      #"{"steps": [{"early": true, "match": {"model": "m"}}]}"#, "steps.0 has to be without a model"
    ),
    (#"{"steps": [{"stream": [7]}]}"#, "steps.0.stream.0 has to be a text, or"),
    (#"{"steps": [{"edits": [{"swap": [1]}]}]}"#, "steps.0.edits.0.swap has to be two numbers"),
    (#"{"steps": [{"cut": {"by": "axe", "at": 1}}]}"#, "steps.0.cut has to be by close"),
    (#"{"steps": [{"piece": 0}]}"#, "steps.0.piece has to be a whole number, at least 1"),
    (#"{"steps": [{"headers": [["a"]]}]}"#, "steps.0.headers.0 has to be a name and a value"),
  ])
  func `an error names its place`(text: String, expected: String) {
    do throws(FaultScript.ParseError) {
      _ = try FaultScript(parsing: Array(text.utf8))
      Issue.record("\(text) was taken")
    } catch {
      #expect("\(error)".contains(expected), "\(error)")
    }
  }
}
