import CNcurses
import Glibc
public import TerminalUI

/// The terminal that the program runs in, driven by ncurses.
///
/// Shows a `Screen`, hands on the bytes that are typed, and puts everything back as it was on every
/// way out that a program can notice. There is one at a time, used from one thread. ncurses draws;
/// input is read past it.
public final class Terminal {
  /// The descriptor whose bytes `readInput` hands on, for `poll`.
  public let inputDescriptor: Int32
  /// The descriptor of what is shown, for `poll` while the terminal is blocked.
  public let outputDescriptor: Int32
  /// How many colours it shows: 0, 8, 16, 256, or 16,777,216.
  public var colorCount: Int { inks.depth.rawValue }
  /// Whether it shows other characters than ASCII.
  public let showsUnicode: Bool

  /// Whether it is the Linux console, whose fonts lack many signs.
  private let isConsole: Bool
  /// Whether it may have a clipboard.
  let hasClipboard: Bool
  /// Whether GNU screen stands between, which knows neither clipboards nor 24-bit colours.
  let isInScreen: Bool

  private let handle: OpaquePointer
  private let streams: [UnsafeMutablePointer<FILE>]
  let savedModes: termios
  let signals: SignalWatch
  let diagnostics: Diagnostics
  let frames: FrameCollector
  let output: OutputQueue
  private var inks: Inks
  /// What stands on the terminal; nil when that isn't known.
  private var shown: Screen?
  private var isCursorVisible = true
  var isReleased = false
  private var isClosed = false

  /// Takes the terminal over.
  ///
  /// Throws before anything was changed if the terminal can't carry a full-screen program.
  ///
  /// - Parameters:
  ///   - input: The descriptor to read from.
  ///   - output: The descriptor to draw on.
  ///   - environment: Tells `TERM`, `COLORTERM`, `NO_COLOR` and `STY`.
  public init(
    input: Int32 = 0, output: Int32 = 1, environment: (String) -> String? = Terminal.variable
  ) throws(Failure) {
    guard isatty(input) == 1 else { throw .inputIsNoTerminal }
    guard isatty(output) == 1 else { throw .outputIsNoTerminal }
    var modes = termios()
    guard tcgetattr(input, &modes) == 0 else { throw .inputIsNoTerminal }
    guard let type = environment("TERM"), !type.isEmpty else { throw .noType }
    hasClipboard = !["linux", "vt1", "vt2"].contains { type.hasPrefix($0) }
    showsUnicode = chooseLocale(environment)
    isConsole = showsUnicode && type.hasPrefix("linux")
    isInScreen = environment("STY").map { !$0.isEmpty } ?? false
    let wish = Inks.Wish(environment, isInScreen: isInScreen)
    // Duplicates, which can be closed without closing what the caller owns.
    guard let inputStream = fdopen(dup(input), "r"), let outputStream = fdopen(dup(output), "w")
    else { throw .systemCall("fdopen", errno) }
    streams = [inputStream, outputStream]
    // Handlers that are there already keep ncurses from installing its own.
    signals = try SignalWatch()
    do throws(Failure) {
      handle = try Terminal.open(type, wish: wish, output: outputStream, input: inputStream)
    } catch {
      signals.stop()
      streams.forEach { fclose($0) }
      tcsetattr(input, TCSANOW, &modes)
      throw error
    }
    inputDescriptor = input
    outputDescriptor = output
    savedModes = modes
    frames = FrameCollector(from: fileno(outputStream), terminal: output)
    self.output = OutputQueue(to: output)
    inks = Inks(wish: wish, canResolve: frames.canCollect)
    if inks.depth != .none { frames.reduceStyles() }
    diagnostics = Diagnostics()
    CNcurses.raw()
    CNcurses.noecho()
    CNcurses.nonl()
    // Typed bytes must never hold a frame back.
    typeahead(-1)
    signals.installStop()
    EmergencyExit.arm(for: self)
    write(Modes.on)
  }

  deinit { close() }

  /// Puts everything back for good, and writes what went to the error output meanwhile.
  public func close() {
    if isClosed { return }
    isClosed = true
    release()
    EmergencyExit.disarm()
    signals.stop()
    delscreen(handle)
    for stream in streams { fclose(stream) }
    diagnostics.show()
  }

  /// The value of an environment variable of the process.
  public static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// The terminal's size now, within what can be drawn.
  public var size: Size {
    var window = winsize()
    if ioctl(outputDescriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0
    {
      return Size(
        width: min(Int(window.ws_col), Self.largest.width),
        height: min(Int(window.ws_row), Self.largest.height))
    }
    let stdscr = workbench_stdscr()
    return Size(width: Int(getmaxx(stdscr)), height: Int(getmaxy(stdscr)))
  }

  /// More than any screen has. ncurses counts in 16 bits, and a frame takes memory for every cell.
  private static let largest = Size(width: 2000, height: 1000)

  /// Shows a screen. What is shown already costs nothing, and little is written for little changes.
  public func present(_ screen: Screen) {
    if isReleased || isClosed || screen.size.isEmpty { return }
    var hasChanged = write(screen)
    if inks.needsRedrawing {
      inks.acceptRedrawing()
      forgetShown()
      hasChanged = write(screen)
    }
    if !hasChanged { return }
    placeCursor(screen.cursor, within: screen.bounds)
    wnoutrefresh(workbench_stdscr())
    sendUpdate()
  }

  /// Sends what makes the terminal show what ncurses was told.
  func sendUpdate() {
    output.send(frames.collect(palette: inks.palette) { _ = doupdate() })
  }

  /// Whether the terminal has not yet taken all of what was shown; `flush` goes on when
  /// `outputDescriptor` becomes writable. A screen that is presented before waits in line.
  public var isBlocked: Bool { output.isBlocked }

  /// Writes as much of what waits as the terminal takes now.
  public func flush() { output.flush() }

  /// Makes the next screen be drawn in full, whatever the terminal shows.
  func forgetShown() {
    shown = nil
  }

  /// Tells ncurses what is to be shown; false when that stands there already.
  private func write(_ screen: Screen) -> Bool {
    guard shown?.size == screen.size else {
      resize_term(Int32(screen.size.height), Int32(screen.size.width))
      clearok(workbench_curscr(), true)
      for row in 0..<screen.size.height {
        write(screen, row: row, columns: 0..<screen.size.width)
      }
      shown = screen
      return true
    }
    var hasChanged = shown?.cursor != screen.cursor
    shown?.update(to: screen) { row, columns in
      hasChanged = true
      write(screen, row: row, columns: columns)
    }
    return hasChanged
  }

  private func write(_ screen: Screen, row: Int, columns: Range<Int>) {
    var cells: [cchar_t] = []
    cells.reserveCapacity(columns.count)
    screen.withRow(row) { line in
      var last: (cell: Cell, ink: Ink)?
      for cell in line[columns] where !cell.isRightHalf {
        let ink: Ink
        if let last, last.cell.hasStyle(of: cell) {
          ink = last.ink
        } else {
          ink = inks.ink(for: cell.drawnStyle)
        }
        last = (cell, ink)
        if isConsole, !cell.hasMarks {
          cells.append(complexCharacter(consoleStandIn(for: cell.scalarValue), ink))
        } else if showsUnicode {
          cells.append(complexCharacter(cell, ink))
        } else {
          let standIn = complexCharacter(asciiStandIn(for: cell.scalarValue), ink)
          for _ in 0..<cell.width { cells.append(standIn) }
        }
      }
    }
    let stdscr = workbench_stdscr()
    wmove(stdscr, Int32(row), Int32(columns.lowerBound))
    wadd_wchnstr(stdscr, cells, Int32(cells.count))
  }

  private func placeCursor(_ position: Position?, within bounds: Rect) {
    let position = position.flatMap { bounds.contains($0) ? $0 : nil }
    let window = workbench_stdscr()
    // A cursor that nobody sees may stay where the last change was.
    leaveok(window, position == nil)
    if let position { wmove(window, Int32(position.y), Int32(position.x)) }
    if isCursorVisible != (position != nil) || shown == nil {
      isCursorVisible = position != nil
      curs_set(isCursorVisible ? 1 : 0)
    }
  }

  /// Writes bytes to the terminal, past ncurses, which keeps none back between calls.
  func write(_ text: String) {
    output.send(Array(text.utf8))
  }

  /// A string of the terminal's description, without delays such as `$<5>`.
  static func capability(_ name: String) -> String? {
    // Absent is nil; not a string is (char *) -1.
    guard let text = tigetstr(name), Int(bitPattern: text) != -1 else { return nil }
    return withoutDelays(String(cString: text))
  }

  /// What moves the cursor to the start of the last row.
  static var lastRow: String? {
    workbench_cursor_address(Int32(largest.height), 0).map { withoutDelays(String(cString: $0)) }
  }

  private static func withoutDelays(_ text: String) -> String {
    let pieces = text.split(separator: "$<", omittingEmptySubsequences: false)
    return pieces.dropFirst().reduce(String(pieces[0])) { result, piece in
      result + piece.drop { $0 != ">" }.dropFirst()
    }
  }

  /// Opens the terminal by the description that shows the colours wished for.
  private static func open(
    _ type: String, wish: Inks.Wish, output: UnsafeMutablePointer<FILE>,
    input: UnsafeMutablePointer<FILE>
  ) throws(Failure) -> OpaquePointer {
    for candidate in wish.descriptions(for: type) {
      guard let handle = newterm(candidate, output, input) else { continue }
      if capability("cup") != nil { return handle }
      delscreen(handle)
      throw .cannotMoveCursor(type)
    }
    throw .unknownType(type)
  }
}

/// A cell as ncurses holds it: the character and its marks.
private func complexCharacter(_ cell: Cell, _ ink: Ink) -> cchar_t {
  if !cell.hasMarks { return complexCharacter(cell.scalarValue, ink) }
  var result = cchar_t()
  let text = ([cell.scalarValue] + cell.markValues + [0]).map { wchar_t($0) }
  workbench_setcchar(&result, text, ink.attributes, ink.pair)
  return result
}

/// A character without marks as ncurses holds it.
private func complexCharacter(_ scalar: some BinaryInteger, _ ink: Ink) -> cchar_t {
  var result = cchar_t()
  var text: (wchar_t, wchar_t) = (wchar_t(scalar), 0)
  workbench_setcchar(&result, &text.0, ink.attributes, ink.pair)
  return result
}

/// What the program switches on beside what ncurses does, and how it is switched off again.
enum Modes {
  /// Bracketed paste; mouse buttons, drag and wheel in SGR form; focus.
  static let on = "\u{1B}[?2004h\u{1B}[?1002h\u{1B}[?1006h\u{1B}[?1004h"
  static let off = "\u{1B}[?1004l\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?2004l"
}
