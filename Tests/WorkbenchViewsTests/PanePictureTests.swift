import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI
import Testing
import WorkbenchCore

@testable import WorkbenchViews

/// Pictures of the tabs of the answer's pane, with one answer that has all kinds of blocks.
@Suite(.serialized) struct PanePictureTests {
  private static let states: [(name: String, keys: [String])] = [
    ("the answer", []), ("its source", ["m"]), ("folded", ["z"]),
    ("find", ["/", "p", "r", "o", "b"]), ("find nothing", ["/", "z", "z", "z"]),
    ("selected", ["home", "v", "down", "down"]),
    ("events", ["2", "down"]), ("find in events", ["2", "/", "s", "t", "o", "p", "enter"]),
    ("events that are selected together", ["2", "home", "v", "down", "down"]),
    ("request", ["3"]), ("find in the request", ["3", "/", "m", "o", "d", "e", "l"]),
    ("headers", ["4"]), ("find in the headers", ["4", "/", "r", "e", "q", "enter"]),
    ("sampling", ["5", "left"]), ("find in the sampling", ["5", "/", "p", "r", "o"]),
  ]

  @Test(arguments: states.map(\.name), PictureBook.sizes.indices)
  func `the pane looks as it should`(name: String, sizeIndex: Int) throws {
    let (width, height) = PictureBook.sizes[sizeIndex]
    var state = try answered(width: width, height: height, isWhole: true)
    let keys = Self.states.first { $0.name == name }?.keys ?? []
    for key in keys { _ = state.apply(.input(.key(try Key(parsing: key))), at: .seconds(9)) }
    try compare(state, with: name)
  }

  @Test(arguments: PictureBook.sizes.indices)
  func `an answer that stalls in a tool's input shows where it goes on`(sizeIndex: Int) throws {
    let (width, height) = PictureBook.sizes[sizeIndex]
    var state = try answered(width: width, height: height, isWhole: false)
    state.advance(to: .seconds(6))
    try compare(state, with: "stalled")
  }

  // MARK: - The answer

  private func answered(width: Int, height: Int, isWhole: Bool) throws -> WorkbenchState {
    let body: JSONObject = [
      "model": "m", "max_tokens": 100, "stream": true,
      "thinking": ["type": "enabled", "budget_tokens": 20],
      "messages": [["role": "user", "content": "Hello"]],
    ]
    var state = WorkbenchState(
      size: Size(width: width, height: height), preset: Preset(request: MessageRequest(body)),
      name: "test", isShipped: true, endpoints: [.embedded], endpoint: .embedded,
      themeName: "dark", themeNames: ["dark"], keymap: ActionCatalog.keymap)
    _ = state.apply(.input(.key("tab")), at: .zero)
    for effect in state.apply(.perform(.send), at: .zero) {
      guard case .startRun(let id, _, let sent) = effect else { continue }
      let request = Run.Request(
        url: "embedded:/v1/messages", headers: [HTTPHeader("content-type", "application/json")],
        body: sent)
      _ = state.apply(.run(id, .started(request, endpointName: "embedded", at: 0)), at: .zero)
      let headers = [
        HTTPHeader("content-type", "text/event-stream"), HTTPHeader("request-id", "r"),
      ]
      _ = state.apply(
        .run(id, .head(ResponseHead(status: 200, headers: headers), at: .milliseconds(5))),
        at: .zero)
      let events = isWhole ? Self.stream : Array(Self.stream.prefix(Self.cut))
      for (number, event) in events.enumerated() {
        // One wait is longer than the others.
        let time = Duration.milliseconds(20 * number + (number > 6 ? 400 : 0))
        _ = state.apply(.run(id, .chunk(Array(event.utf8), at: time)), at: time)
        // A frame for every event.
        state.advance(to: time)
        if number == 3 { for sample in Self.samples { _ = state.apply(sample, at: time) } }
      }
      if isWhole {
        _ = state.apply(.run(id, .end(.complete, at: .seconds(1))), at: .seconds(1))
      }
    }
    return state
  }

  /// The event in the middle of the tool's input.
  private static let cut = 17

  private static let stream: [String] = {
    func event(_ data: String) -> String { "data: \(data)\n\n" }
    func delta(_ index: Int, _ kind: String, _ member: String, _ text: String) -> String {
      event(
        #"{"type":"content_block_delta","index":\#(index),"delta":{"type":"\#(kind)","\#(member)":\#(JSONValue.string(text))}}"#
      )
    }
    func start(_ index: Int, _ block: String) -> String {
      event(#"{"type":"content_block_start","index":\#(index),"content_block":\#(block)}"#)
    }
    func stop(_ index: Int) -> String { event(#"{"type":"content_block_stop","index":\#(index)}"#) }
    return [
      event(
        #"{"type":"message_start","message":{"id":"msg_1","model":"m","content":[],"usage":{"input_tokens":9}}}"#
      ),
      start(0, #"{"type":"thinking","thinking":""}"#),
      delta(0, "thinking_delta", "thinking", "They want to know what temperature does. "),
      delta(0, "thinking_delta", "thinking", "A short answer with a list will do."),
      stop(0),
      start(1, #"{"type":"text","text":""}"#),
      delta(1, "text_delta", "text", "## Temperature\n\nIt scales the **logits** before "),
      delta(1, "text_delta", "text", "they become probabilities, so `0` is *greedy*:\n\n"),
      delta(
        1, "text_delta", "text", "- low: the likeliest token\n- high: unlikely ones too, 漢字\n\n"),
      delta(1, "text_delta", "text", "```json\n{\"temperature\": 0.7}\n```\n\n"),
      delta(
        1, "text_delta", "text", "| value | effect |\n|---|---|\n| 0 | the same |\n| 1 | varied |"),
      stop(1),
      start(2, #"{"type":"tool_use","id":"toolu_1","name":"weather","input":{}}"#),
      delta(2, "input_json_delta", "partial_json", #"{"city":"Paris","#),
      delta(2, "input_json_delta", "partial_json", #""days":[1,2],"#),
      delta(2, "input_json_delta", "partial_json", #""unit":{"na"#),
      delta(2, "input_json_delta", "partial_json", #"me":"cel"#),
      delta(2, "input_json_delta", "partial_json", #"sius"}}"#),
      stop(2),
      event(
        #"{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":64}}"#
      ),
      event(#"{"type":"message_stop"}"#),
    ]
  }()

  private static let samples: [Action] = [
    ("It", 0.4), (" scales", 0.2), (" the", 0.7), (" log", 0.1),
  ]
  .map { text, share in
    let others: [TokenSample.Candidate] = [
      .init(text: " a", probability: 0.3, tempered: 0.2, verdict: .kept),
      .init(text: "\n", probability: 0.1, tempered: 0.04, verdict: .cutByTopP),
      .init(text: "", probability: 0.01, tempered: 0.0002, verdict: .cutByTopK),
    ]
    let drawn = TokenSample.Candidate(
      text: text, probability: share, tempered: share * 1.1, verdict: .drawn)
    return .sampled(
      TokenSample(
        block: 0, candidates: [drawn] + others, candidateCount: 4_812, cutByTopK: 4_772,
        cutByTopP: 36, keptProbability: 0.953),
      requestID: "r")
  }

  // MARK: - Pictures

  /// Compares the pane, and of the last line what stands below it.
  private func compare(_ state: WorkbenchState, with name: String) throws {
    var screen = Screen(state.size)
    WorkbenchView(state: state, theme: StyleLetters.theme).draw(on: &screen)
    let pane = try #require(state.layout.answer)
    try PictureBook.compare(screen, pane.columns, with: name, in: "panes")
  }
}
