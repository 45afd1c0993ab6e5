public import TerminalUI

/// The terminal as the event loop needs it.
@MainActor
public protocol TerminalDevice: AnyObject {
  /// The descriptor that becomes readable when something was typed.
  var inputDescriptor: Int32 { get }
  /// The descriptor that becomes readable when a signal came in.
  var wakeDescriptor: Int32 { get }
  var size: Size { get }
  /// How many colours it shows.
  var colorCount: Int { get }
  /// How frames are drawn here.
  var lines: LineStyle { get }
  /// What was typed since the last time, or nil when the terminal is gone.
  func typedBytes() -> [UInt8]?
  /// What was written to the error output since the last time; empty if nothing was.
  func errorOutput() -> [UInt8]
  /// The signals since the last time.
  func signals() -> TerminalSignals
  /// Shows a screen.
  func present(_ screen: Screen)
  /// Whether the terminal has not yet taken all that was shown. Then nothing more is.
  var isBlocked: Bool { get }
  /// The descriptor that becomes writable when a blocked terminal takes more.
  var outputDescriptor: Int32 { get }
  /// Lets a blocked terminal take more.
  func flush()
  /// Stops the process as Ctrl-Z does, and returns when it goes on.
  func suspend()
  /// Gives the terminal to another program.
  func release()
  /// Takes the terminal back; the next screen is drawn in full.
  func restore()
  /// Puts a text on the clipboard of the terminal's machine; false when it is too long for that,
  /// or the terminal is known to have none.
  func copy(_ text: [UInt8]) -> Bool
}

/// The signals that the event loop answers.
public struct TerminalSignals: OptionSet, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// The terminal may have another size.
  public static let resized = TerminalSignals(rawValue: 1)
  /// Job control wants the program to stop.
  public static let suspend = TerminalSignals(rawValue: 2)
  /// The program goes on after a stop from outside.
  public static let resumed = TerminalSignals(rawValue: 4)
  /// The program is to end.
  public static let terminate = TerminalSignals(rawValue: 8)
}
