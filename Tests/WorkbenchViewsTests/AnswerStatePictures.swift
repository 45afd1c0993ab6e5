import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI
import Testing
import WorkbenchCore

@testable import WorkbenchViews

/// Pictures of the answer's pane in the states that `PanePictureTests` doesn't come to.
@Suite(.serialized) struct AnswerStatePictures {
  private static let body: JSONObject = [
    "model": "m", "max_tokens": 100, "stream": true,
    "thinking": ["type": "enabled", "budget_tokens": 20],
    "messages": [["role": "user", "content": "Hello"]],
  ]

  private static let start =
    #"{"type":"message_start","message":{"id":"msg_1","model":"m","content":[],"usage":{"input_tokens":9}}}"#

  private static func block(_ index: Int, _ block: String) -> String {
    #"{"type":"content_block_start","index":\#(index),"content_block":\#(block)}"#
  }

  private static func delta(_ index: Int, _ delta: String) -> String {
    #"{"type":"content_block_delta","index":\#(index),"delta":\#(delta)}"#
  }

  private static func end(_ reason: String, tokens: Int = 12) -> [String] {
    [
      #"{"type":"message_delta","delta":{"stop_reason":"\#(reason)"},"usage":{"output_tokens":\#(tokens)}}"#,
      #"{"type":"message_stop"}"#,
    ]
  }

  private static let thinking = [
    start, block(0, #"{"type":"thinking","thinking":""}"#),
    delta(0, #"{"type":"thinking_delta","thinking":"They want to know what it does, so I"}"#),
  ]

  private static let text = [
    start, block(0, #"{"type":"text","text":""}"#),
    delta(0, #"{"type":"text_delta","text":"Temperature **scales** the logits before"}"#),
  ]

  private static let stop = #"{"type":"content_block_stop","index":0}"#

  private static let call = [
    start, block(0, #"{"type":"tool_use","id":"toolu_1","name":"weather","input":{}}"#),
    delta(0, #"{"type":"input_json_delta","partial_json":"{\"city\":\"Lis"}"#),
  ]

  private static let wholeCall =
    call + [delta(0, #"{"type":"input_json_delta","partial_json":"bon\"}"}"#), stop]
    + end("tool_use")

  static let states: [PictureState] = [
    PictureState("idle") { try $0.press("tab") },
    PictureState("waiting for the first byte") { $0.send() },
    PictureState("thinking arrives") { picture in
      picture.send()
      picture.receive(thinking)
    },
    PictureState("text arrives") { picture in
      picture.send()
      picture.receive(text)
    },
    PictureState("a tool's input arrives") { picture in
      picture.send()
      picture.receive(call)
    },
    PictureState("stalled") { picture in
      picture.send()
      picture.receive(text)
      picture.state.advance(to: .seconds(12))
    },
    PictureState("cancelled") { picture in
      picture.send()
      picture.receive(text)
      picture.finish(.cancelled)
    },
    PictureState("truncated") { picture in
      picture.send()
      picture.receive(text)
      picture.finish(.complete)
    },
    PictureState("the connection broke") { picture in
      picture.send()
      picture.receive(text)
      picture.finish(.failed(TransportError(phase: .receive, kind: .reset)))
    },
    PictureState("refused connection") { picture in
      picture.send()
      picture.finish(.failed(TransportError(phase: .connect, kind: .refused)))
    },
    PictureState("rejected") { picture in
      picture.send()
      picture.receive(
        status: 422,
        #"{"type":"error","error":{"type":"invalid_request_error","message":"messages.0.content: a message can't be empty, and this sentence is long"},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}"#
      )
      picture.finish(.complete)
    },
    PictureState("an error in the stream") { picture in
      picture.send()
      picture.receive(
        text + [#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#])
      picture.finish(.complete)
    },
    PictureState("no JSON") { picture in
      picture.send()
      picture.receive(status: 502, "<html><body>Bad gateway</body></html>")
      picture.finish(.complete)
    },
    PictureState("cut by max_tokens") { picture in
      picture.send()
      picture.receive(text + [stop] + end("max_tokens", tokens: 100))
      picture.finish(.complete)
    },
    PictureState("an unknown stop reason") { picture in
      picture.send()
      picture.receive(text + [stop] + end("moon_phase"))
      picture.finish(.complete)
    },
    PictureState("a tool call waits") { picture in
      picture.send()
      picture.receive(wholeCall)
      picture.finish(.complete)
    },
    PictureState("a tool call is answered") { picture in
      picture.send()
      picture.receive(wholeCall)
      picture.finish(.complete)
      try picture.press("enter")
      picture.type("18 degrees")
      try picture.press("escape", "e")
    },
    PictureState("an earlier run of two") { picture in
      for text in [text, thinking] {
        picture.send()
        picture.receive(text + [stop] + end("end_turn"))
        picture.finish(.complete)
      }
      try picture.press("alt-left")
    },
    PictureState("scrolled back") { picture in
      picture.send()
      let lines = (1...60).map { "line \($0)" }.joined(separator: #"\n"#)
      picture.receive([
        start, block(0, #"{"type":"text","text":""}"#),
        delta(0, #"{"type":"text_delta","text":"\#(lines)"}"#),
      ])
      try picture.press("tab", "pageup")
    },
    PictureState("no samples") { picture in
      picture.send()
      picture.receive(text + [stop] + end("end_turn"))
      picture.finish(.complete)
      try picture.press("tab", "5")
    },
    PictureState("samples of an earlier session") { picture in
      picture.send()
      picture.receive(text + [stop] + end("end_turn"))
      picture.finish(.complete)
      guard let run = picture.state.run else { return }
      let kept = Run(
        id: Run.ID(0), request: run.request, endpointName: "embedded", startedAt: 0)
      picture.tell(.runsRestored([kept]))
      try picture.press("tab", "alt-left", "5")
    },
    PictureState("events as they come") { picture in
      picture.send()
      picture.receive(text)
      try picture.press("tab", "2")
    },
    PictureState("an event alone") { picture in
      picture.send()
      picture.receive(wholeCall)
      picture.finish(.complete)
      try picture.press("2", "home", "down", "down", "enter")
    },
    PictureState("citations") { picture in
      picture.send()
      let citation =
        #"{"type":"web_search_result_location","title":"Sampling","url":"https://example.com/a","cited_text":"It scales the logits."}"#
      picture.receive(
        text + [delta(0, #"{"type":"citations_delta","citation":\#(citation)}"#), stop]
          + end("end_turn"))
      picture.finish(.complete)
    },
    PictureState("citations among events") { picture in
      picture.send()
      let citation = #"{"type":"char_location","cited_text":"It scales the logits."}"#
      picture.receive(text + [delta(0, #"{"type":"citations_delta","citation":\#(citation)}"#)])
      picture.tell(.perform(.showEvents))
    },
    PictureState("usage that wasn't reported") { picture in
      picture.send()
      picture.receive(
        thinking + [stop]
          + [#"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":null}"#]
          + [#"{"type":"message_stop"}"#])
      picture.finish(.complete)
    },
    PictureState("a page instead of a message") { picture in
      picture.send()
      picture.receive(status: 200, "<html><body>Welcome</body></html>")
      picture.finish(.complete)
    },
    PictureState("a refusal") { picture in
      picture.send()
      picture.receive(
        text + [
          stop,
          #"{"type":"message_delta","delta":{"stop_reason":"refusal","stop_details":{"type":"refusal","category":"cyber","explanation":"It may do harm."}},"usage":{"output_tokens":12}}"#,
          #"{"type":"message_stop"}"#,
        ])
      picture.finish(.complete)
    },
    PictureState("headers of an error") { picture in
      picture.send()
      picture.receive(status: 502, "<html><body>Bad gateway</body></html>")
      picture.finish(.complete)
      try picture.press("tab", "4")
    },
  ]

  @Test(arguments: states, PictureBook.sizes.indices)
  func `the answer`(state: PictureState, size: Int) throws {
    let (width, height) = PictureBook.sizes[size]
    var picture = Picture(Self.body, width: width, height: height)
    try state.reach(&picture)
    // Where there is one pane, it is this one.
    if picture.state.layout.answer == nil { try picture.press("tab") }
    let pane = try #require(picture.state.layout.answer)
    try PictureBook.compare(picture.screen, pane.columns, with: state.name, in: "answers")
  }
}

extension Picture {
  /// Sends the request, as the runtime does.
  mutating func send() {
    for effect in state.apply(.perform(.send), at: .zero) {
      guard case .startRun(let id, let endpoint, let body) = effect else { continue }
      let request = Run.Request(
        url: "embedded:/v1/messages", headers: [HTTPHeader("content-type", "application/json")],
        body: body)
      tell(.run(id, .started(request, endpointName: endpoint.name, at: 0)))
    }
  }

  /// Events of a stream, 20 milliseconds apart, a frame for each.
  mutating func receive(_ events: [String]) {
    guard let id = state.runs.last?.id else { return }
    let headers = [
      HTTPHeader("content-type", "text/event-stream"),
      HTTPHeader("request-id", "req_011CSHoEeqs5C35K2UUqR7Fy"),
    ]
    tell(.run(id, .head(ResponseHead(status: 200, headers: headers), at: .milliseconds(5))))
    for (number, event) in events.enumerated() {
      let time = Duration.milliseconds(20 * (number + 1))
      let name = event.dropFirst(#"{"type":""#.count).prefix { $0 != "\"" }
      let bytes = Array("event: \(name)\ndata: \(event)\n\n".utf8)
      tell(.run(id, .chunk(bytes, at: time)), at: time)
    }
  }

  /// A document instead of a stream.
  mutating func receive(status: Int, _ document: String) {
    guard let id = state.runs.last?.id else { return }
    let type = document.hasPrefix("{") ? "application/json" : "text/html"
    let head = ResponseHead(status: status, headers: [HTTPHeader("content-type", type)])
    tell(.run(id, .head(head, at: .milliseconds(5))))
    tell(.run(id, .chunk(Array(document.utf8), at: .milliseconds(9))))
  }

  mutating func finish(_ end: Run.End) {
    guard let id = state.runs.last?.id else { return }
    tell(.run(id, .end(end, at: .seconds(1))), at: .seconds(1))
  }
}
