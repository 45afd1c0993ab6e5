import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI
import WorkbenchCore
import WorkbenchViews

let frameBenchmarks: [Benchmark] = [
  Benchmark("frame") { measurements in
    let count = measurements.isQuick ? 20 : 30
    let (short, long) = (LongAnswer(tokenCount: 1_000), LongAnswer(tokenCount: 1_000_000))
    measurements.timeByTurns(
      ("frame, a thousand tokens", { short.drawFrames(count) }),
      ("frame, a million tokens", { long.drawFrames(count) }),
      operations: count, target: LongAnswer.target, limit: LongAnswer.limit)
  },

  Benchmark("block") { measurements in
    let count = measurements.isQuick ? 20 : 30
    let (short, long) = (
      LongAnswer(tokenCount: 1_000), LongAnswer(tokenCount: 1_000_000, inOneBlock: true)
    )
    measurements.timeByTurns(
      ("frame, a block of a thousand tokens", { short.drawFrames(count) }),
      ("frame, a block of a million, arriving", { long.drawFrames(count) }),
      operations: count, target: LongAnswer.target, limit: LongAnswer.limit)
  },

  Benchmark("scroll") { measurements in
    let count = measurements.isQuick ? 10 : 20
    let (short, long) = (LongAnswer(tokenCount: 1_000), LongAnswer(tokenCount: 1_000_000))
    measurements.timeByTurns(
      ("page up and frame, a thousand tokens", { short.scroll(count) }),
      ("page up and frame, a million tokens", { long.scroll(count) }),
      operations: count, target: LongAnswer.target, limit: LongAnswer.limit)
  },
]

/// The interface on a screen of 120 by 36, with an answer of so many tokens in blocks of a thousand, or in
/// one block that isn't closed yet.
private struct LongAnswer {
  private var state: WorkbenchState
  private let theme: Theme
  private static let size = Size(width: 120, height: 36)
  /// The most nanoseconds that a frame may take.
  static let target = 2_000_000.0
  /// How many times as long it may take with a million tokens as with a thousand.
  static let limit = 1.1

  init(tokenCount: Int, inOneBlock: Bool = false) {
    guard let theme = Theme.builtIn(named: "dark"), let preset = Preset.shipped.first else {
      preconditionFailure("the program carries a theme and presets")
    }
    self.theme = theme
    state = WorkbenchState(
      size: Self.size, preset: preset, name: "example", isShipped: true, endpoints: [.embedded],
      endpoint: .embedded, themeName: "dark", themeNames: ["dark"], keymap: ActionCatalog.keymap)
    for effect in state.apply(.perform(.send), at: .zero) {
      guard case .startRun(let id, let endpoint, let body) = effect else { continue }
      let length = inOneBlock ? tokenCount + 1 : 1_000
      receive(
        SyntheticStream(eventCount: tokenCount, blockLength: length), as: id, endpoint, body,
        isWhole: !inOneBlock)
    }
    precondition(state.run?.message.content.count == (inOneBlock ? 1 : tokenCount / 1_000))
    press("tab")
  }

  private mutating func receive(
    _ stream: SyntheticStream, as id: Run.ID, _ endpoint: Endpoint, _ body: [UInt8],
    isWhole: Bool
  ) {
    let request = Run.Request(url: endpoint.baseURL, body: body)
    tell(.run(id, .started(request, endpointName: endpoint.name, at: 0)))
    let type = HTTPHeader("content-type", "text/event-stream")
    tell(.run(id, .head(ResponseHead(status: 200, headers: [type]), at: .zero)))
    stream.forEachChunk { tell(.run(id, .chunk(Array($0), at: .milliseconds(1)))) }
    if isWhole { tell(.run(id, .end(.complete, at: .milliseconds(2)))) }
    state.advance(to: .milliseconds(3))
  }

  private mutating func tell(_ action: Action) { _ = state.apply(action, at: .zero) }

  private mutating func press(_ key: Key) { tell(.input(.key(key))) }

  func drawFrames(_ count: Int) {
    var screen = Screen(Self.size)
    for _ in 0..<count { WorkbenchView(state: state, theme: theme).draw(on: &screen) }
    keep(screen)
  }

  /// Scrolls up page by page, with a frame for each.
  func scroll(_ count: Int) {
    var screen = Screen(Self.size)
    var scrolled = self
    for _ in 0..<count {
      scrolled.press("pageup")
      WorkbenchView(state: scrolled.state, theme: theme).draw(on: &screen)
    }
    keep(screen)
  }
}
