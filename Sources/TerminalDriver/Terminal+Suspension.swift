import CNcurses
import Glibc

extension Terminal {
  /// Hands the terminal to another program, such as an editor, until `restore`.
  public func release() {
    if isReleased { return }
    isReleased = true
    signals.pause()
    let end =
      Array(Modes.off.utf8) + frames.collect(palette: nil) { endwin() } + frames.startOver()
      // Where there is no alternate screen to leave, the prompt stands on the program's last line.
      + Array((Terminal.capability("el") ?? "").utf8)
    output.send(end)
    if output.isBlocked {
      // A terminal that doesn't read needn't see the last frames, but the end.
      output.discard()
      output.send(end)
    }
    var modes = savedModes
    tcsetattr(inputDescriptor, TCSADRAIN, &modes)
    diagnostics.pause()
  }

  /// Takes the terminal back after `release`, or after something else has changed it; the next
  /// screen is drawn in full.
  public func restore() {
    release()
    output.send(frames.startOver())
    diagnostics.resume()
    reset_prog_mode()
    forgetShown()
    clearok(workbench_curscr(), true)
    sendUpdate()
    write(Modes.on)
    signals.resume()
    isReleased = false
  }

  /// Stops the program's process group, as Ctrl-Z does, and comes back when it is continued.
  public func suspend() {
    release()
    signals.stopProcessGroup()
    restore()
  }
}
