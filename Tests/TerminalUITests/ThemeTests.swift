import JSON
import TerminalUI
import Testing

struct ThemeTests {
  private func theme(_ text: String) throws(Theme.Failure) -> Theme {
    try Theme(parsing: Array(text.utf8), name: "mine")
  }

  @Test func `a scope falls back to the one above it, and in the end to text`() throws {
    let theme = try theme(
      """
      {"palette": {"ink": "#102030"}, "styles": {"text": {"foreground": "ink", "background": 231},
       "field": {"foreground": "bright-red", "bold": true}, "field.value": 4}}
      """)
    #expect(theme.style("field.value.long").foreground == .ansi(4))
    #expect(theme.style("field.name").attributes == .bold)
    #expect(theme.style("field.name").background == .indexed(231))
    #expect(theme.patch("field.name").background == nil)
    #expect(theme.style("unheard.of") == theme.style("text"))
    #expect(theme.style("text").foreground == .rgb(0x10, 0x20, 0x30))
  }

  @Test func `something on a surface has the surface's ground`() throws {
    let theme = try theme(
      """
      {"styles": {"text": {"background": 1}, "dialog": {"foreground": 2, "background": 3, "bold": true},
       "error": 9}}
      """)
    #expect(theme.style("error", on: "dialog").background == .ansi(3))
    #expect(theme.style("error", on: "dialog").attributes == [])
    #expect(theme.style("dialog").attributes == .bold)
  }

  @Test func `a theme inherits styles and puts its own colours in`() throws {
    let theme = try theme(
      ##"{"inherits": "dark", "mode": "light", "palette": {"red": "#c00000"}}"##)
    #expect(theme.name == "mine")
    #expect(theme.mode == .light)
    #expect(theme.style("error").foreground == .rgb(0xC0, 0, 0))
  }

  @Test(arguments: [
    ("[]", "a theme is an object"),
    ("{\"name\": 1}", "name: expected a string"),
    ("{\"mode\": \"dusk\"}", "mode: expected \"dark\" or \"light\""),
    ("{\"colors\": {}}", "colors: themes have no such key"),
    ("{\"palette\": {\"ink\": \"#12345\"}}", "palette.ink: no colour is named \"#12345\""),
    ("{\"palette\": {\"ink\": 256}}", "palette.ink: expected a colour"),
    ("{\"styles\": {\"error\": \"rde\"}}", "styles.error: no colour is named \"rde\""),
    ("{\"styles\": {\"error\": {\"blink\": true}}}", "styles.error.blink: themes have no such key"),
    ("{\"styles\": {\"error\": {\"bold\": 1}}}", "styles.error.bold: expected true or false"),
    ("{\"inherits\": \"yours\"}", "inherits: there is no theme named \"yours\""),
    ("{\"inherits\": \"mine\"}", "inherits: mine inherits itself"),
  ])
  func `a mistake is named by key and reason`(text: String, message: String) {
    #expect {
      try theme(text)
    } throws: {
      "\($0)" == message
    }
  }

  @Test func `a syntax error tells line and column`() {
    #expect {
      try theme("{\n  \"name\": dark\n}")
    } throws: {
      "\($0)".hasPrefix("line 2, column 11")
    }
  }

  @Test func `dark and light are the first of the themes that ship`() {
    #expect(Theme.builtInNames.starts(with: ["dark", "light"]))
    #expect(Theme.builtIn(named: "light")?.mode == .light)
    #expect(Theme.builtIn(named: "nothing") == nil)
  }

  @Test(arguments: Theme.builtInNames)
  func `text stands out from every ground, in all colours and in 256`(name: String) throws {
    let theme = try #require(Theme.builtIn(named: name))
    #expect(theme.name == name)
    let ownGround = theme.mode == .dark ? Color.rgb(0, 0, 0) : .rgb(255, 255, 255)
    let ownText = theme.mode == .dark ? Color.rgb(229, 229, 229) : .rgb(0, 0, 0)
    let laidOver = ["selection", "selection.inactive", "selection.text", "match", "match.current"]
    for scope in Theme.textScopes {
      for ground in ["text", "dialog", "status", "input"] + laidOver {
        // A selection is laid over text, and over what is typed; what else has a ground of its own is
        // drawn upon it.
        let patch = theme.patch(scope)
        let isLaidOver =
          laidOver.contains(ground)
          && (scope == "input"
            || patch.background == nil && !patch.attributes.contains(.reverse))
        let style =
          isLaidOver
          ? theme.style(scope).patched(by: theme.patch(ground)) : theme.style(scope, on: ground)
        var (front, back) = (style.foreground ?? ownText, style.background ?? ownGround)
        if style.attributes.contains(.reverse) { swap(&front, &back) }
        let full = front.contrast(with: back)
        #expect(full >= 4.5, "\(name): \(scope) on \(ground): \(full)")
        let reduced = Color.indexed(front.nearestIndexed)
          .contrast(with: .indexed(back.nearestIndexed))
        #expect(reduced >= 4.5, "\(name): \(scope) on \(ground) in 256 colours: \(reduced)")
      }
    }
    for scope in ["border.focused", "dialog.border", "gauge", "scrollbar", "sparkline"] {
      let style = theme.style(scope)
      let contrast = (style.foreground ?? ownText).contrast(with: style.background ?? ownGround)
      #expect(contrast >= 2, "\(name): \(scope): \(contrast)")
    }
  }

  @Test func `names that may be misspelt are told, and the theme is used`() throws {
    let theme = try theme(
      """
      {"inherits": "dark", "palette": {"acent": "#ffffff", "red": "#ff0000", "ink": 4},
       "styles": {"eror": "red", "field": "ink", "json.key": {"background": "ink"}}}
      """)
    #expect(
      theme.slips.map { "\($0)" } == [
        "palette.acent: no style has this colour", "styles.eror: themes have no such key",
      ])
    #expect(theme.style("json.key").background == .ansi(4))
    for name in Theme.builtInNames { #expect(Theme.builtIn(named: name)?.slips == []) }
  }

  @Test(arguments: Theme.builtInNames, [0, 8, 16])
  func `what is selected is seen with few colours and with none`(name: String, count: Int) throws {
    let theme = try #require(Theme.builtIn(named: name)).fitted(toColors: count)
    let text = theme.style("text")
    for scope in ["selection", "selection.inactive", "selection.text", "match", "match.current"] {
      let style = text.patched(by: theme.patch(scope))
      let hasOwnGround =
        count > 0
        && style.background?.nearestANSI(of: count) != text.background?.nearestANSI(of: count)
      #expect(hasOwnGround || style.attributes != text.attributes, "\(name): \(scope)")
    }
  }

  @Test func `a terminal with many colours gets a theme as it is`() throws {
    let theme = try #require(Theme.builtIn(named: "dark"))
    #expect(theme.fitted(toColors: 256) == theme)
    #expect(theme.fitted(toColors: 8) != theme)
  }
}
