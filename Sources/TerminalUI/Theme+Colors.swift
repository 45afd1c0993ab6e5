extension Theme {
  /// This theme as a terminal with so few colours can show it.
  ///
  /// What nothing but its ground tells from the text around it is reversed where the terminal
  /// has no such ground.
  ///
  /// - Parameter count: How many colours the terminal has: 0, 8, 16, 256 or more.
  public func fitted(toColors count: Int) -> Theme {
    guard count < 256 else { return self }
    let text = patch("text")
    func shown(_ style: Style) -> UInt8? {
      count == 0 ? nil : style.background?.nearestANSI(of: count)
    }
    var fitted = patches
    for scope in ["selection", "selection.inactive", "selection.text", "match", "match.current"] {
      let style = patch(scope)
      guard !style.attributes.contains(.reverse), shown(text.patched(by: style)) == shown(text)
      else { continue }
      fitted[scope] =
        scope == "selection.inactive"
        ? Style(attributes: .bold)
        : Style(foreground: text.foreground, background: text.background, attributes: .reverse)
    }
    return Theme(name: name, mode: mode, patches: fitted)
  }
}
