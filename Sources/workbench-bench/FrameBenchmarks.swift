import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI
import WorkbenchCore
import WorkbenchViews

let frameBenchmarks: [Benchmark] = [
  Benchmark("frame") { measurements in
    let short = "frame, a thousand tokens"
    for (name, count) in [(short, 1_000), ("frame, a million tokens", 1_000_000)] {
      let answer = LongAnswer(tokenCount: count)
      answer.measureFrames(name, comparedWith: name == short ? nil : short, in: &measurements)
    }
  },

  Benchmark("scroll") { measurements in
    let short = "page up and frame, a thousand tokens"
    for (name, count) in [(short, 1_000), ("page up and frame, a million tokens", 1_000_000)] {
      let answer = LongAnswer(tokenCount: count)
      answer.measureScrolling(name, comparedWith: name == short ? nil : short, in: &measurements)
    }
  },
]

/// The interface on a screen of 120 by 36, with an answer of so many tokens in blocks of a thousand.
private struct LongAnswer {
  private var state: WorkbenchState
  private let theme: Theme
  private static let size = Size(width: 120, height: 36)
  /// The most nanoseconds that a frame may take.
  private static let target = 2_000_000.0

  init(tokenCount: Int) {
    guard let theme = Theme.builtIn(named: "dark"), let preset = Preset.shipped.first else {
      preconditionFailure("the program carries a theme and presets")
    }
    self.theme = theme
    state = WorkbenchState(
      size: Self.size, preset: preset, name: "example", isShipped: true, endpoints: [.embedded],
      endpoint: .embedded, themeName: "dark", themeNames: ["dark"], keymap: ActionCatalog.keymap)
    for effect in state.apply(.perform(.send), at: .zero) {
      guard case .startRun(let id, let endpoint, let body) = effect else { continue }
      receive(SyntheticStream(eventCount: tokenCount, blockLength: 1_000), as: id, endpoint, body)
    }
    precondition(state.run?.message.content.count == tokenCount / 1_000)
    press("tab")
  }

  private mutating func receive(
    _ stream: SyntheticStream, as id: Run.ID, _ endpoint: Endpoint, _ body: [UInt8]
  ) {
    let request = Run.Request(url: endpoint.baseURL, body: body)
    tell(.run(id, .started(request, endpointName: endpoint.name, at: 0)))
    let type = HTTPHeader("content-type", "text/event-stream")
    tell(.run(id, .head(ResponseHead(status: 200, headers: [type]), at: .zero)))
    stream.forEachChunk { tell(.run(id, .chunk(Array($0), at: .milliseconds(1)))) }
    tell(.run(id, .end(.complete, at: .milliseconds(2))))
  }

  private mutating func tell(_ action: Action) { _ = state.apply(action, at: .zero) }

  private mutating func press(_ key: Key) { tell(.input(.key(key))) }

  func measureFrames(
    _ name: String, comparedWith baseline: String?, in measurements: inout Measurements
  ) {
    var screen = Screen(Self.size)
    let count = measurements.isQuick ? 20 : 200
    measurements.time(name, operations: count, target: Self.target, comparedWith: baseline) {
      for _ in 0..<count { WorkbenchView(state: state, theme: theme).draw(on: &screen) }
      keep(screen)
    }
  }

  func measureScrolling(
    _ name: String, comparedWith baseline: String?, in measurements: inout Measurements
  ) {
    var screen = Screen(Self.size)
    let count = measurements.isQuick ? 10 : 20
    measurements.time(name, operations: count, target: Self.target, comparedWith: baseline) {
      var scrolled = self
      for _ in 0..<count {
        scrolled.press("pageup")
        WorkbenchView(state: scrolled.state, theme: theme).draw(on: &screen)
      }
      keep(screen)
    }
  }
}
