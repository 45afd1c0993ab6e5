import JSON
import MessagesAPI
import Presets
import TerminalUI
import Testing
import WorkbenchCore

@testable import WorkbenchViews

/// A program at a size, driven by keys, and what it shows.
struct Picture {
  var state: WorkbenchState

  init(_ body: JSONObject, width: Int, height: Int, endpoint: Endpoint = .embedded) {
    self.init(
      Preset(request: MessageRequest(body)), width: width, height: height, endpoint: endpoint)
  }

  init(_ preset: Preset, width: Int, height: Int, endpoint: Endpoint = .embedded) {
    state = WorkbenchState(
      size: Size(width: width, height: height), preset: preset, name: "test", isShipped: true,
      endpoints: [endpoint], endpoint: endpoint, themeName: "dark",
      themeNames: ["dark", "light", "paper"], keymap: ActionCatalog.keymap)
  }

  /// Tells of something from outside.
  mutating func tell(_ action: Action, at time: Duration = .zero) {
    _ = state.apply(action, at: time)
    state.advance(to: time)
  }

  /// The lines without the blanks at their ends.
  var text: String { screen.picture }

  mutating func press(_ keys: String...) throws {
    for key in keys { _ = state.apply(.input(.key(try Key(parsing: key))), at: .zero) }
  }

  mutating func type(_ text: String) {
    for character in text { _ = state.apply(.input(.key(Key(.character(character)))), at: .zero) }
  }

  /// Goes to a field by its name.
  mutating func go(to field: String) throws {
    try press("/")
    type(field)
    try press("enter")
  }

  /// The screen, drawn with a colour for every scope.
  var screen: Screen { drawn() }

  /// The screen of a terminal that has no line drawing.
  var asciiScreen: Screen { drawn(lines: .ascii) }

  private func drawn(lines: LineStyle = .rounded) -> Screen {
    var screen = Screen(state.size)
    WorkbenchView(state: state, theme: StyleLetters.theme, lines: lines).draw(on: &screen)
    return screen
  }

  /// The first columns of the lines.
  func lines(_ columns: Int = .max) -> String {
    screen.lines.map { $0.prefix(columns) }.joined(separator: "\n")
  }
}
