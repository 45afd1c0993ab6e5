import Testing

// What flows do again and again.
extension TmuxTerminal {
  /// Goes to a field by typing its name.
  func go(to field: String) throws {
    press("/")
    try #require(shows("Go to field"))
    type(field)
    try #require(shows("› \(field)"))
    press("Enter")
    try #require(hides("Go to field"))
  }

  /// Opens the text of the user's message in the editor.
  func openMessage() throws {
    try go(to: "user")
    press("Enter")
    try #require(shows("messages.0.content"))
  }

  /// The cell where a text begins, counted from 0.
  func place(of text: String) throws -> (x: Int, y: Int) {
    try place { $0.range(of: text) }
  }

  /// The cell of the first character of a kind, behind the names, in the line with a text.
  func place(of characters: Set<Character>, inLineWith text: String) throws -> (x: Int, y: Int) {
    try place { line in
      guard line.contains(text) else { return nil }
      return line.dropFirst(20).firstIndex { characters.contains($0) }
    }
  }

  /// A place that is the same in two pictures one after the other: what still moves can't be clicked.
  private func place(_ find: (Substring) -> String.Index?) throws -> (x: Int, y: Int) {
    var latest: (x: Int, y: Int)?
    let isSettled = waits { screen in
      let place = Self.place(find, in: screen)
      defer { latest = place }
      guard let place, let latest else { return false }
      return place == latest
    }
    return try #require(isSettled ? latest : nil, "not on the screen:\n\(screen)")
  }

  private static func place(
    _ find: (Substring) -> String.Index?, in screen: String
  ) -> (x: Int, y: Int)? {
    let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
    for (y, line) in lines.enumerated() {
      if let x = find(line) { return (line.distance(from: line.startIndex, to: x), y) }
    }
    return nil
  }

  /// Presses the left button at a cell and releases it.
  func click(x: Int, y: Int, count: Int = 1) {
    type(String(repeating: Self.report(0, x, y, "M") + Self.report(0, x, y, "m"), count: count))
  }

  /// Drags from a cell to another one.
  func drag(from start: (x: Int, y: Int), to end: (x: Int, y: Int)) {
    type(
      Self.report(0, start.x, start.y, "M") + Self.report(32, end.x, end.y, "M")
        + Self.report(0, end.x, end.y, "m"))
  }

  /// Turns the wheel by a notch.
  func wheel(isUp: Bool = false, x: Int, y: Int) { type(Self.report(isUp ? 64 : 65, x, y, "M")) }

  /// What terminals send for the mouse; there, cells are counted from 1.
  private static func report(_ button: Int, _ x: Int, _ y: Int, _ end: String) -> String {
    "\u{1B}[<\(button);\(x + 1);\(y + 1)\(end)"
  }
}

extension Substring {
  /// Where a text begins.
  fileprivate func range(of text: String) -> String.Index? {
    indices.first { self[$0...].hasPrefix(text) }
  }
}
