/// Something that came in from the terminal.
public enum InputEvent: Hashable, Sendable {
  case key(Key)
  case mouse(Mouse)
  /// A bracketed paste, with the line ends the terminal sent (most send CR).
  case paste(String)
  /// A paste that was longer than the decoder's limit, and so was dropped whole.
  case oversizedPaste(byteCount: Int)
  /// The terminal's window got the focus, or lost it.
  case focus(Bool)
  /// The terminal has a new size. The decoder never makes this one.
  case resize(Size)

  /// Whether the mouse was moved with its left button held.
  public var isDrag: Bool {
    if case .mouse(let mouse) = self { mouse.kind == .drag(.left) } else { false }
  }
}
