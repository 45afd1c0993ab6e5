import TerminalUI
import Testing

/// The scopes of themes, as far as they can be read off the sources: `Theme.scopes` lists them all.
@Suite struct ScopeTests {
  /// What draws, or says what is to be drawn with, but for the list itself.
  private static var sources: [String] {
    get throws {
      try ["TerminalUI", "WorkbenchCore", "WorkbenchViews"].flatMap { try SourceFiles.of($0) }
        .filter { !$0.contains("/Theme") }.map { try SourceFiles.contents(of: $0) }
    }
  }

  /// The literals of a text that look like scopes.
  private func literals(in text: some StringProtocol) -> [String] {
    String(text).matches(of: #/"([a-z]+(?:\.[a-z]+)*)"/#).map { String($0.1) }
  }

  @Test func `every scope of the list is asked for`() throws {
    let asked = Set(try Self.sources.flatMap { literals(in: $0) })
    for scope in Theme.textScopes + Theme.graphicScopes {
      #expect(asked.contains(scope), "nothing asks for \(scope)")
    }
  }

  @Test func `every scope that is asked for is in the list`() throws {
    let known = Set(Theme.scopes)
    let families = Set(known.map { $0.prefix { $0 != "." } })
    for text in try Self.sources {
      for scope in literals(in: text) where scope.contains(".") {
        guard families.contains(scope.prefix(while: { $0 != "." })) else { continue }
        #expect(known.contains(scope), "\(scope)")
      }
      for call in text.matches(of: #/theme\.(?:style|patch)\(([^()]*)\)/#) {
        for scope in literals(in: call.1) { #expect(known.contains(scope), "\(scope)") }
      }
      for scope in text.matches(of: #/scope: "([a-z.]+)"/#).map({ String($0.1) }) {
        #expect(known.contains(scope), "\(scope)")
      }
    }
  }
}
