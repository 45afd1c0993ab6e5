import Testing

@testable import TerminalUI

/// What is left of themes where there are few colours.
struct ThemeFittingTests {
  private static let black = Color.rgb(0, 0, 0)

  private func theme(_ name: String, colors count: Int) throws -> Theme {
    try #require(Theme.builtIn(named: name)).fitted(toColors: count)
  }

  /// The contrast of a text as it is shown, on a terminal of which the own colours are these.
  private func contrast(_ style: Style, count: Int, text: Color, ground: Color) -> Double {
    func shown(_ color: Color?) -> Color? { color.map { .ansi($0.nearestANSI(of: count)) } }
    return (shown(style.foreground) ?? text).contrast(with: shown(style.background) ?? ground)
  }

  @Test(arguments: Theme.builtInNames, [8, 16])
  func `text is read on the ground that is left of its own`(name: String, count: Int) throws {
    let theme = try theme(name, colors: count)
    for scope in Theme.textScopes {
      for surface in ["text", "dialog", "status"] {
        let contrast = contrast(
          theme.style(scope, on: surface), count: count, text: Self.black, ground: Self.black)
        let isRed = [Color.ansi(1), .ansi(9)].contains(theme.style(scope).foreground)
        #expect(contrast >= (isRed ? 3.5 : 4.4), "\(name): \(scope) on \(surface): \(contrast)")
      }
      #expect(theme.style(scope).foreground != .ansi(8), "\(name): \(scope)")
    }
  }

  @Test(arguments: ["dark", "light", "high-contrast", "fjord", "paper", "ansi16"], [8, 16])
  func `an error stays red, and nothing else is`(name: String, count: Int) throws {
    let theme = try theme(name, colors: count)
    func isRed(_ scope: String) -> Bool {
      theme.style(scope).foreground.map { $0.nearestANSI(of: count) % 8 == 1 } ?? false
    }
    #expect(isRed("error"))
    #expect(theme.style("error").attributes.contains(.bold))
    for scope in ["heading", "warning", "key", "block.tool", "json.number"] {
      #expect(!isRed(scope), "\(scope)")
    }
  }

  @Test(arguments: Theme.builtInNames, [0, 8, 16])
  func `what was told by colours alone is told by attributes`(name: String, count: Int) throws {
    let theme = try theme(name, colors: count)
    for (one, other) in [
      ("title.focused", "title"), ("border.focused", "border"), ("error", "text"),
      ("input", "text"), ("match.current", "match"),
    ] {
      #expect(theme.style(one) != theme.style(other), "\(name): \(one)")
    }
  }

  @Test(arguments: Theme.builtInNames, [0, 8, 16])
  func `a selected line is seen in a dialog, too`(name: String, count: Int) throws {
    let theme = try theme(name, colors: count)
    for scope in ["selection", "selection.text"] {
      let patch = theme.patch(scope)
      let isSeen =
        patch.attributes.contains(.reverse)
        || ["text", "dialog"].allSatisfy { theme.style($0).background != patch.background }
      #expect(isSeen, "\(name): \(scope)")
    }
  }

  @Test(arguments: Theme.builtInNames)
  func `what is laid over text differs from its ground, in all colours and in 256`(name: String)
    throws
  {
    let theme = try #require(Theme.builtIn(named: name))
    func ground(_ scope: String) throws -> Color {
      try #require(theme.style(scope).background)
    }
    for (one, other, least) in [
      ("selection", "text", 1.2), ("selection", "dialog", 1.2),
      ("match", "text", 1.5), ("match", "match.current", 1.5),
    ] {
      let (front, back) = (try ground(one), try ground(other))
      let full = front.contrast(with: back)
      #expect(full >= least, "\(name): \(one) against \(other): \(full)")
      let reduced = Color.indexed(front.nearestIndexed)
        .contrast(with: .indexed(back.nearestIndexed))
      #expect(reduced >= min(least - 0.02, 1.15), "\(name): \(one) in 256: \(reduced)")
    }
    let inactive = theme.patch("selection.inactive")
    if inactive.attributes.isEmpty {
      #expect(try ground("selection.inactive").contrast(with: ground("text")) >= 1.08, "\(name)")
    }
    #expect(theme.style("heading").foreground != theme.style("error").foreground)
  }

  @Test func `colours that the terminal has by name stay as a theme names them`() throws {
    let source = """
      {"styles": {"text": {"foreground": 7, "background": "black"}, "border": 8, "error": "blue",
       "key": "bright-green"}}
      """
    let theme = try Theme(parsing: Array(source.utf8), name: "mine")
    #expect(theme.fitted(toColors: 16).style("error").foreground == .ansi(4))
    #expect(theme.fitted(toColors: 16).style("border").foreground == .ansi(8))
    #expect(theme.fitted(toColors: 8).style("border").foreground == .ansi(7))
    #expect(theme.fitted(toColors: 8).style("key").foreground == .ansi(2))
  }
}
