/// What the mouse did, and over which cell.
public struct Mouse: Hashable, Sendable {
  /// A button of the mouse.
  public enum Button: Hashable, Sendable {
    case left, middle, right
    /// A further button; the first one beside the wheel is 8.
    case other(Int)
  }

  /// What happened.
  public enum Kind: Hashable, Sendable {
    case press(Button)
    case release(Button)
    /// The mouse moved with the button held.
    case drag(Button)
    /// The mouse moved with no button held.
    case move
    case wheelUp, wheelDown, wheelLeft, wheelRight
  }

  public var kind: Kind
  /// The cell, counted from 0 at the top left of the screen.
  public var position: Position
  public var modifiers: Key.Modifiers

  public init(_ kind: Kind, at position: Position, modifiers: Key.Modifiers = []) {
    self.kind = kind
    self.position = position
    self.modifiers = modifiers
  }
}

/// Tells double and triple clicks from single ones.
public struct ClickCounter: Hashable, Sendable {
  /// The longest time between two presses of one double click.
  public var interval: Duration = .milliseconds(400)

  private struct Press: Hashable {
    var button: Mouse.Button
    var position: Position
    var time: Duration
  }

  private var last: Press?
  private var count = 0

  public init() {}

  /// How many presses in a row the press makes: 1, 2, 3, then 1 again.
  ///
  /// Presses count together when they're of one button, on one cell and close in time; `time` is
  /// any time that runs on. Other mouse events give the count of the press before them.
  public mutating func count(_ mouse: Mouse, at time: Duration) -> Int {
    guard case .press(let button) = mouse.kind else { return count }
    let continues =
      last.map {
        $0.button == button && $0.position == mouse.position && time - $0.time <= interval
      } ?? false
    count = continues && count < 3 ? count + 1 : 1
    last = Press(button: button, position: mouse.position, time: time)
    return count
  }
}
