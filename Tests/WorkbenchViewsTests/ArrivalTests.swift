import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI
import Testing
import WorkbenchCore

@testable import WorkbenchViews

/// Frames that draw only what arrived.
@Suite struct ArrivalTests {
  private static let events =
    [#"{"type":"message_start","message":{"content":[],"usage":{"input_tokens":3}}}"#]
    + [#"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#]
    + (0..<60).map {
      #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"line \#($0)\n"}}"#
    }
    + [
      #"{"type":"content_block_stop","index":0}"#,
      #"{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"look","input":{}}}"#,
      #"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\":["}}"#,
      #"{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":62}}"#,
      #"{"type":"ping"}"#, "no JSON",
    ]

  private func state(_ size: Size) -> WorkbenchState {
    let body = MessageRequest(["model": "m", "max_tokens": 99, "messages": []])
    return WorkbenchState(
      size: size, preset: Preset(request: body), name: "test", isShipped: true,
      endpoints: [.embedded], endpoint: .embedded, themeName: "dark", themeNames: ["dark"],
      keymap: ActionCatalog.keymap)
  }

  @Test(arguments: [
    Size(width: 120, height: 36), Size(width: 80, height: 24), Size(width: 44, height: 12),
  ])
  func `a frame of what arrived shows the same as a full one`(size: Size) throws {
    let theme = try #require(Theme.builtIn(named: "dark"))
    var state = state(size)
    let id = Run.ID(1)
    let request = Run.Request(url: "u", body: Array(#"{"max_tokens":99}"#.utf8))
    let head = ResponseHead(status: 200, headers: [HTTPHeader("content-type", "text/event-stream")])
    var now = Duration.zero
    _ = state.apply(.run(id, .started(request, endpointName: "e", at: 0)), at: now)
    _ = state.apply(.run(id, .head(head, at: .zero)), at: now)
    var screen = Screen(size)
    var shownFigures = state.answer.figures?.time
    WorkbenchView(state: state, theme: theme).draw(on: &screen)
    for event in Self.events {
      now += .milliseconds(40)
      let action = Action.run(id, .chunk(Array("data: \(event)\n\n".utf8), at: now))
      #expect(action.isArrival)
      _ = state.apply(action, at: now)
      state.advance(to: now)
      var whole = Screen(size)
      let view = WorkbenchView(state: state, theme: theme)
      view.draw(on: &whole)
      let figures = state.answer.figures?.time
      view.drawArrivals(on: &screen, withFigures: figures != shownFigures)
      shownFigures = figures
      #expect(screen == whole, "\(event)")
    }
  }
}
