extension Theme {
  /// This theme as a terminal with so few colours can show it.
  ///
  /// Colours keep their hue, and text can be read on the ground that is left of its own; what nothing but
  /// its colours tells from the text around it is told by an attribute. Where the theme names
  /// colours that the terminal has, they stay.
  ///
  /// - Parameter count: How many colours the terminal has: 0, 8, 16, 256 or more.
  public func fitted(toColors count: Int) -> Theme {
    guard count < 256 else { return self }
    var fitted = patches
    if count == 0 {
      for scope in fitted.keys {
        fitted[scope]?.foreground = nil
        fitted[scope]?.background = nil
      }
    } else {
      let fitter = Fitter(self, count: count)
      for (scope, style) in patches { fitted[scope] = fitter.fit(style, of: scope) }
    }
    let theme = Theme(name: name, mode: mode, patches: fitted, slips: slips)
    return Theme(name: name, mode: mode, patches: theme.distinguished, slips: slips)
  }

  /// The styles, with attributes where colours no longer tell them from others.
  private var distinguished: [String: Style] {
    var patches = patches
    let text = style("text")
    let reversed = Style(
      foreground: text.foreground, background: text.background, attributes: .reverse)
    // What is laid over something has to show on every surface.
    let grounds = ["text", "dialog"].map { style($0).background }
    func isSeen(_ style: Style) -> Bool {
      style.attributes.contains(.reverse)
        || style.background.map { !grounds.contains($0) } ?? false
    }
    for scope in ["selection", "selection.text", "match"] where !isSeen(patch(scope)) {
      patches[scope] = reversed
    }
    if !isSeen(patch("selection.inactive")) {
      patches["selection.inactive"] = Style(attributes: .bold)
    }
    let current = patch("match.current")
    if !isSeen(current) || current.background == patch("match").background {
      let bold: Attributes = patches["match"] == reversed ? [.bold, .underline] : .bold
      patches["match.current"] = reversed.patched(by: Style(attributes: bold))
    }
    if style("input").background == text.background {
      patches["input"] = patch("input").patched(by: Style(attributes: .underline))
    }
    if style("title") == style("title.focused") { patches["title"]?.attributes = [] }
    if style("border") == style("border.focused") {
      patches["border.focused"] = patch("border.focused").patched(by: Style(attributes: .bold))
    }
    patches["error"] = patch("error").patched(by: Style(attributes: .bold))
    return patches
  }

  /// Puts a terminal's own colours in the place of a theme's.
  private struct Fitter {
    let count: Int
    /// The grounds on which most of the text stands.
    private let grounds: [Color]

    init(_ theme: Theme, count: Int) {
      self.count = count
      let surfaces = ["text", "dialog", "status"].map { theme.style($0).background }
      grounds = surfaces.flatMap { ground -> [Color] in
        // The terminal's own ground may be light or dark.
        ground.map { [.ansi($0.nearestANSI(of: count))] } ?? [.ansi(0), .rgb(255, 255, 255)]
      }
    }

    func fit(_ style: Style, of scope: String) -> Style {
      var style = style
      let background = style.background.map { Color.ansi($0.nearestANSI(of: count)) }
      style.background = background
      guard let color = style.foreground, !isOwn(color) else { return style }
      if Theme.graphicScopes.contains(scope), background == nil {
        style.foreground = graphic(color)
      } else if let background {
        style.foreground =
          color.text(of: count, on: [background])
          ?? [.ansi(0), .ansi(count > 8 ? 15 : 7)].max {
            $0.contrast(with: background) < $1.contrast(with: background)
          }
      } else {
        style.foreground = color.text(of: count, on: grounds)
      }
      return style
    }

    /// Whether the terminal has a colour by the theme's own name for it.
    private func isOwn(_ color: Color) -> Bool {
      switch color {
      case .ansi(let index), .indexed(let index): index < count
      case .rgb: false
      }
    }

    /// What lines and bars are drawn with: anything that is seen on the ground.
    private func graphic(_ color: Color) -> Color? {
      let numbers = (color.hue?.numbers ?? Color.grays).filter { number in
        !grounds.contains { Color.ansi(number).contrast(with: $0) < 1.5 }
      }
      return color.nearest(of: numbers, count: count)?.color
    }
  }
}
