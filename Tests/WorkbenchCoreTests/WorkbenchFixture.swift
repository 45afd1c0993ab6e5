import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI

@testable import WorkbenchCore

/// A program as it stands after its start, driven by keys and by bytes of a server.
struct Workbench {
  var state: WorkbenchState
  var now = Duration.zero

  init(
    body: JSONObject = ["model": "m", "messages": [["role": "user", "content": "Hello"]]],
    width: Int = 100, height: Int = 30
  ) {
    state = WorkbenchState(
      size: Size(width: width, height: height),
      preset: Preset(request: MessageRequest(body)), name: "test", isShipped: true,
      endpoints: [.embedded], endpoint: .embedded, themeName: "dark",
      themeNames: ["dark", "light"], keymap: ActionCatalog.keymap)
  }

  /// The program with an answer of these texts, and the keys in it.
  init(answeredWith text: String, _ others: String..., width: Int = 100) throws {
    self.init(width: width)
    let blocks = ([text] + others).enumerated().map { Wire.text($1, index: $0) }.joined()
    try answer(with: Wire.start + blocks + Wire.end)
    try press("tab")
  }

  var body: JSONObject { state.draft.body }

  /// Presses keys, written as a configuration file writes them.
  @discardableResult
  mutating func press(_ keys: String...) throws -> [Effect] {
    try keys.flatMap { state.apply(.input(.key(try Key(parsing: $0))), at: now) }
  }

  @discardableResult
  mutating func type(_ text: String) -> [Effect] {
    text.flatMap { state.apply(.input(.key(Key(.character($0)))), at: now) }
  }

  /// The mouse over a cell of the answer's text.
  mutating func point(_ kind: Mouse.Kind, column: Int, row: Int) throws -> [Effect] {
    guard let area = state.textArea else { throw NoText() }
    let position = Position(x: area.x + column, y: area.y + row)
    return tell(.input(.mouse(Mouse(kind, at: position))))
  }

  private struct NoText: Error {}

  /// Does what the runtime does when a run is started: tells of the request, then of what comes.
  mutating func answer(with events: String, status: Int = 200, end: Run.End? = .complete) throws {
    let effects = try press("f5")
    for effect in effects { begin(effect) }
    receive(events, status: status, end: end)
  }

  /// Tells of the request that an effect sends.
  mutating func begin(_ effect: Effect) {
    guard case .startRun(let id, let endpoint, let body) = effect else { return }
    let request = Run.Request(url: "embedded:/v1/messages", body: body)
    tell(.run(id, .started(request, endpointName: endpoint.name, at: 0)))
  }

  mutating func receive(_ events: String, status: Int = 200, end: Run.End? = .complete) {
    guard let id = state.runs.last?.id else { return }
    let type = status == 200 ? "text/event-stream" : "application/json"
    let head = ResponseHead(status: status, headers: [HTTPHeader("content-type", type)])
    tell(.run(id, .head(head, at: .milliseconds(5))))
    tell(.run(id, .chunk(Array(events.utf8), at: .milliseconds(9))))
    if let end { tell(.run(id, .end(end, at: .milliseconds(20)))) }
  }

  @discardableResult
  mutating func tell(_ action: Action) -> [Effect] {
    defer { state.advance(to: now) }
    return state.apply(action, at: now)
  }
}

/// Streams as servers send them.
enum Wire {
  static let start = event(
    "message_start",
    #"{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":9}}}"#
  )
  static let stop = event("message_stop", #"{"type":"message_stop"}"#)
  /// The usual end of an answer.
  static let end = delta(reason: "end_turn") + stop

  static func text(_ text: String, index: Int = 0) -> String {
    event(
      "content_block_start",
      #"{"type":"content_block_start","index":\#(index),"content_block":{"type":"text","text":""}}"#
    )
      + event(
        "content_block_delta",
        #"{"type":"content_block_delta","index":\#(index),"delta":{"type":"text_delta","text":\#(JSONValue.string(text))}}"#
      ) + end(index)
  }

  static func tool(_ name: String, input: String, id: String, index: Int = 0) -> String {
    event(
      "content_block_start",
      #"{"type":"content_block_start","index":\#(index),"content_block":{"type":"tool_use","id":"\#(id)","name":"\#(name)","input":{}}}"#
    )
      + event(
        "content_block_delta",
        #"{"type":"content_block_delta","index":\#(index),"delta":{"type":"input_json_delta","partial_json":\#(JSONValue.string(input))}}"#
      ) + end(index)
  }

  static func delta(reason: String, tokens: Int = 3) -> String {
    event(
      "message_delta",
      #"{"type":"message_delta","delta":{"stop_reason":"\#(reason)","stop_sequence":null},"usage":{"output_tokens":\#(tokens)}}"#
    )
  }

  private static func end(_ index: Int) -> String {
    event("content_block_stop", #"{"type":"content_block_stop","index":\#(index)}"#)
  }

  private static func event(_ name: String, _ data: String) -> String {
    "event: \(name)\ndata: \(data)\n\n"
  }
}
